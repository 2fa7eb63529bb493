-- Frees an installation, if it is still the connection's own.
--
-- KEYS[1]  installation:{…}   "<logged in at> <node> <connection id>" of the connection that has it
-- ARGV[1]  the connection id
--
-- Returns 1 when it was freed, else 0.

local held = redis.call('GET', KEYS[1])
if held and string.match(held, '^%d+ %S+ (.+)$') == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
