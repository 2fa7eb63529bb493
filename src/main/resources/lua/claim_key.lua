-- Claims a key for some time, unless the work behind it is done or somebody else is at it.
--
-- KEYS[1]  idempotent:{<repository>:<key>}   "done", or the token of the claim
-- ARGV[1]  the token
-- ARGV[2]  for how long the claim stands, ms
--
-- Returns 0 when the key is claimed now, -1 when the work is done, else how long the other claim stands, ms.

local held = redis.call('GET', KEYS[1])
if held == 'done' then
  return -1
end
if held and held ~= ARGV[1] then
  return redis.call('PTTL', KEYS[1])
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 0
