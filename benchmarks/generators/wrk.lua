-- Judges every answer as load.js does, and says what wrk knows as one line of JSON, the last one:
--
--   wrk -s wrk.lua http://127.0.0.1:8000/ -- STATUS METHOD BODY VARYING
--
-- Each thread has these variables for itself; `setup` and `done` are called outside of the threads.

local threads = {}

function setup(thread)
   table.insert(threads, thread)
end

function init(args)
   status, varying = tonumber(args[1]), args[4] ~= ""
   wrk.method, wrk.body = args[2], args[3]
   failed, unlike, length = 0, 0, nil
end

function response(got, headers, body)
   if got ~= status then
      failed = failed + 1
   elseif not varying then
      length = length or #body
      unlike = unlike + (#body == length and 0 or 1)
   end
end

local function sum(name)
   local total = 0
   for _, thread in ipairs(threads) do
      total = total + thread:get(name)
   end
   return total
end

function done(summary, latency, requests)
   local errors = summary.errors
   local values = {
      requests = summary.requests,
      seconds = summary.duration / 1e6,
      failed = sum("failed") + errors.connect + errors.read + errors.write + errors.timeout,
      unlike = sum("unlike"),
      mean = latency.mean / 1e3,
      p50 = latency:percentile(50) / 1e3,
      p90 = latency:percentile(90) / 1e3,
      p99 = latency:percentile(99) / 1e3,
      p999 = latency:percentile(99.9) / 1e3,
      max = latency.max / 1e3,
   }
   local members = {}
   for name, value in pairs(values) do
      table.insert(members, string.format('"%s": %.6f', name, value))
   end
   print("{" .. table.concat(members, ", ") .. "}")
end
