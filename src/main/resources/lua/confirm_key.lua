-- Marks the work behind a key as done. That is true whoever has the claim by now.
--
-- KEYS[1]  idempotent:{<repository>:<key>}   "done", or the token of the claim
-- ARGV[1]  the token of who did it
-- ARGV[2]  for how long a repeat is to be recognised, ms
--
-- Returns 1 when the claim was still the caller's own, else 0.

local held = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], 'done', 'PX', ARGV[2])
return held == ARGV[1] and 1 or 0
