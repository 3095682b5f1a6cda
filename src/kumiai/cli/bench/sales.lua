-- Sales for wrk: a new UUIDv7 each, a member at random, one to four lines, prepaid.
-- Arguments after `--`: key, co-op, members, milliseconds since 1970.
local key, coop, members, milliseconds
local counter = 0

local goods = {
  '{"code":"D1023","name":"唐揚げ丼","genre":"food","quantity":1,"unit_price":480,"amount":480,"tax_rate":10,"meal_eligible":true}',
  '{"code":"2900000000018","name":"緑茶","genre":"food","quantity":1,"unit_price":130,"amount":130,"tax_rate":8}',
  '{"code":"2900000000025","name":"ノート","genre":"learning_goods","quantity":2,"unit_price":110,"amount":220,"tax_rate":10}',
  '{"code":"D2001","name":"味噌汁","genre":"food","quantity":1,"unit_price":40,"amount":40,"tax_rate":10,"meal_eligible":true}',
}

function init(arguments)
  key, coop = arguments[1], arguments[2]
  members, milliseconds = tonumber(arguments[3]), tonumber(arguments[4])
  math.randomseed(milliseconds % 2147483647)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. key
end

local function uuid7()
  counter = counter + 1
  local now = milliseconds + math.floor(counter / 4096)
  local high, low = math.floor(now / 65536), now % 65536
  return string.format("%08x-%04x-7%03x-8%03x-%06x%06x", high, low, counter % 4096,
    math.random(0, 4095), math.random(0, 16777215), math.random(0, 16777215))
end

function request()
  local lines = {}
  for index = 1, math.random(1, 4) do
    lines[index] = goods[math.random(1, 4)]
  end
  local body = string.format(
    '{"id":"%s","card":"%s%08d","occurred_at":"%s","receipt_number":"0001-%d","lines":[%s],"tenders":[{"kind":"prepaid"}],"cashier":"07"}',
    uuid7(), coop, math.random(0, members - 1), os.date("!%Y-%m-%dT%H:%M:%SZ"), counter,
    table.concat(lines, ","))
  return wrk.format(nil, nil, nil, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"answers":%d,"errors":%d,"seconds":%f,"p50_ms":%f,"p99_ms":%f}\n',
    summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
