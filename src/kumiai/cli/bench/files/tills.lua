-- What tills ask, for wrk. Arguments after `--`: mix, keys with commas between, co-op, members,
-- milliseconds since 1970, connections of a thread, calls of a thread (0: no end), the second since
-- 1970 after which nothing new is asked (0: no end), entries of a batch, yen of a top-up, every
-- which member holds a meal card, and the goods.
-- With several keys, each thread is a till of its own and has one connection.
-- The client shares the machine with what it measures, so everything that repeats is made once.
local coop, members, milliseconds, moment, connections, entries, top_up_yen, holders_every
local baskets, heads = {}, {}
local counter, parked, call = 0, 0, nil
local calls_left, last_second, is_trial = math.huge, 0, false
local looked_first, looked_next = 1, 1
local looked_up = {}
local threads = {}
-- Read by `done` out of each thread, so not local.
sold, looked, accepted = 0, 0, 0

local SALE = '"id":"%s","card":"%s%08d","occurred_at":"%s","receipt_number":"0001-%d",'
  .. '"lines":[%s],"tenders":[%s],"cashier":"07"}'
local TOP_UP = '"id":"%s","card":"%s%08d","occurred_at":"%s","amount":%d,"cashier":"07"}'
local REVERSAL = '{"type":"reversal","id":"%s","reverses":"%s","occurred_at":"%s","reason":"返品"}'
local PREPAID, MEAL = '{"kind":"prepaid"}', '{"kind":"meal_card"},{"kind":"prepaid"}'

function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

local function fill(goods, lines, most)
  for _, line in ipairs(goods) do
    local basket = lines == "" and line or lines .. "," .. line
    baskets[most] = baskets[most] or {}
    table.insert(baskets[most], basket)
    if most < 4 then fill(goods, basket, most + 1) end
  end
end

local function uuid7()
  counter = counter + 1
  local now = milliseconds + math.floor(counter / 4096)
  return string.format("%08x-%04x-7%03x-8%03x-%06x%06x", math.floor(now / 65536), now % 65536,
    counter % 4096, number, math.random(0, 16777215), math.random(0, 16777215))
end

local function anybody() return math.random(0, members - 1) end

local function lines()
  local size = baskets[math.random(1, 4)]
  return size[math.random(1, #size)]
end

local function post(head, body) return head .. #body .. "\r\n\r\n" .. body end

local function sale_of(member, tenders)
  calls_left = calls_left - 1
  sold = sold + 1
  return post(heads.sale, "{" .. string.format(
    SALE, uuid7(), coop, member, moment, counter, lines(), tenders))
end

local function sale() return sale_of(anybody(), PREPAID) end

-- A card is looked at, then paid with. The connections take turns, so a customer waits for as
-- many calls as there are connections: by then the look has been answered.
local function lunch()
  if looked_next - looked_first < connections then
    local member = anybody()
    looked_up[looked_next] = member
    looked_next = looked_next + 1
    looked = looked + 1
    return heads.look .. string.format("%s%08d", coop, member) .. heads.look_end
  end
  local member = looked_up[looked_first]
  looked_up[looked_first] = nil
  looked_first = looked_first + 1
  return sale_of(member, member % holders_every == 0 and MEAL or PREPAID)
end

local function top_up()
  calls_left = calls_left - 1
  return post(heads.top_up, "{" .. string.format(
    TOP_UP, uuid7(), coop, anybody(), moment, top_up_yen))
end

-- After an outage: offline sales, a top-up in ten entries, and one sale in fifty taken back.
local function batch()
  calls_left = calls_left - 1
  local told, id = {}, nil
  for place = 1, entries do
    local earlier = id
    id = uuid7()
    if place % 50 == 0 then
      told[place] = string.format(REVERSAL, id, earlier, moment)
    elseif place % 10 == 0 then
      told[place] = '{"type":"top_up",' .. string.format(
        TOP_UP, id, coop, anybody(), moment, top_up_yen)
    else
      told[place] = '{"type":"purchase","offline":true,' .. string.format(
        SALE, id, coop, anybody(), moment, counter, lines(), PREPAID)
    end
  end
  return post(heads.batch, '{"entries":[' .. table.concat(told, ",") .. "]}")
end

local CALLS = { ["sale"] = sale, ["lunch"] = lunch, ["top-up"] = top_up, ["batches"] = batch }

-- Of a batch, every entry has a status of its own. Worth its time there alone.
local function count_accepted(_, _, body)
  local _, at = body:find('{"status":200,', 1, true)
  while at do
    accepted = accepted + 1
    _, at = body:find('{"status":200,', at, true)
  end
end

local function key_of(keys)
  local all = {}
  for key in keys:gmatch("[^,]+") do table.insert(all, key) end
  return all[(number - 1) % #all + 1]
end

function init(arguments)
  coop, members, milliseconds = arguments[3], tonumber(arguments[4]), tonumber(arguments[5])
  connections, entries = tonumber(arguments[6]), tonumber(arguments[9])
  top_up_yen, holders_every = tonumber(arguments[10]), tonumber(arguments[11])
  if arguments[7] ~= "0" then calls_left = tonumber(arguments[7]) end
  last_second = tonumber(arguments[8])
  moment = os.date("!%Y-%m-%dT%H:%M:%SZ", math.floor(milliseconds / 1000))
  math.randomseed((milliseconds + number * 7919) % 2147483647)
  local goods = {}
  for place = 12, #arguments do table.insert(goods, arguments[place]) end
  fill(goods, "", 1)
  local who = "Host: " .. wrk.host .. "\r\nAuthorization: Bearer " .. key_of(arguments[2]) .. "\r\n"
  local rest = " HTTP/1.1\r\n" .. who .. "Content-Type: application/json\r\nContent-Length: "
  heads.sale, heads.top_up = "POST /v1/purchases" .. rest, "POST /v1/top-ups" .. rest
  heads.batch = "POST /v1/batches" .. rest
  heads.look, heads.look_end = "GET /v1/cards/", " HTTP/1.1\r\n" .. who .. "\r\n"
  call = CALLS[arguments[1]]
  if call == batch then response = count_accepted end
  -- wrk asks the first thread for a request that it only looks at.
  is_trial = number == 1
end

function request()
  if is_trial then
    is_trial = false
    return "GET /v1/status HTTP/1.1\r\nHost: " .. wrk.host .. "\r\n\r\n"
  end
  if calls_left > 0 and (last_second == 0 or os.time() <= last_second) then return call() end
  -- All has been asked. A connection with nothing to ask any more sends a request without an end,
  -- and so waits; once all of them do, all is answered.
  parked = parked + 1
  if parked == connections then
    io.write("answered\n")
    io.flush()
  end
  return "GET /v1/status HTTP/1.1\r\n"
end

function done(summary, latency)
  local errors = summary.errors
  local counted = { sold = 0, looked = 0, accepted = 0 }
  for _, thread in ipairs(threads) do
    for name, count in pairs(counted) do counted[name] = count + thread:get(name) end
  end
  io.write(string.format(
    '{"answers":%d,"sold":%d,"looked":%d,"accepted":%d,"errors":%d,"seconds":%f,'
      .. '"p50_ms":%f,"p99_ms":%f}\n',
    summary.requests, counted.sold, counted.looked, counted.accepted,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
