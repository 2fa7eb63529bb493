-- Gives a claim back, if it is still the caller's own.
--
-- KEYS[1]  idempotent:{<repository>:<key>}   "done", or the token of the claim
-- ARGV[1]  the token
--
-- Returns 1 when it was given back, else 0.

if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
