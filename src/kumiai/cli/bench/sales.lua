-- Sales for wrk: a new UUIDv7 each, a member at random, one to four lines, prepaid.
-- Arguments after `--`: key, co-op, members, milliseconds since 1970. The client shares the
-- machine with what it measures, so everything that repeats is made once.
local coop, members, milliseconds, head, moment
local counter = 0
local baskets = {}

local goods = {
  '{"code":"D1023","name":"唐揚げ丼","genre":"food","quantity":1,"unit_price":480,"amount":480,"tax_rate":10,"meal_eligible":true}',
  '{"code":"2900000000018","name":"緑茶","genre":"food","quantity":1,"unit_price":130,"amount":130,"tax_rate":8}',
  '{"code":"2900000000025","name":"ノート","genre":"learning_goods","quantity":2,"unit_price":110,"amount":220,"tax_rate":10}',
  '{"code":"D2001","name":"味噌汁","genre":"food","quantity":1,"unit_price":40,"amount":40,"tax_rate":10,"meal_eligible":true}',
}

local function fill(lines, most)
  for _, line in ipairs(goods) do
    local basket = lines == "" and line or lines .. "," .. line
    baskets[most] = baskets[most] or {}
    table.insert(baskets[most], basket)
    if most < 4 then fill(basket, most + 1) end
  end
end

function init(arguments)
  coop, members = arguments[2], tonumber(arguments[3])
  milliseconds = tonumber(arguments[4])
  moment = os.date("!%Y-%m-%dT%H:%M:%SZ", math.floor(milliseconds / 1000))
  math.randomseed(milliseconds % 2147483647)
  fill("", 1)
  head = "POST /v1/purchases HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nAuthorization: Bearer "
    .. arguments[1] .. "\r\nContent-Type: application/json\r\nContent-Length: "
end

local function uuid7()
  counter = counter + 1
  local now = milliseconds + math.floor(counter / 4096)
  return string.format("%08x-%04x-7%03x-8%03x-%06x%06x", math.floor(now / 65536), now % 65536,
    counter % 4096, math.random(0, 4095), math.random(0, 16777215), math.random(0, 16777215))
end

function request()
  local size = baskets[math.random(1, 4)]
  local body = string.format(
    '{"id":"%s","card":"%s%08d","occurred_at":"%s","receipt_number":"0001-%d","lines":[%s],"tenders":[{"kind":"prepaid"}],"cashier":"07"}',
    uuid7(), coop, math.random(0, members - 1), moment, counter, size[math.random(1, #size)])
  return head .. #body .. "\r\n\r\n" .. body
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"answers":%d,"errors":%d,"seconds":%f,"p50_ms":%f,"p99_ms":%f}\n',
    summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
