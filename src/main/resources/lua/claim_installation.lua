-- Gives an installation to the connection of it that logged in last, and tells the node of the other one.
--
-- KEYS[1]  installation:{…}   "<logged in at> <node> <connection id>" of the connection that has it
-- ARGV[1]  the connection id
-- ARGV[2]  its node
-- ARGV[3]  when it logged in, µs, by the clock of Redis
-- ARGV[4]  for how long the claim stands, ms
--
-- Returns 1 when the connection has the installation now, 0 when a later one has it.
-- Publishes the id of the connection that lost it on connections:{<its node>}:taken-over.

local held = redis.call('GET', KEYS[1])
if held then
  local since, node, connection = string.match(held, '^(%d+) (%S+) (.+)$')
  if connection ~= ARGV[1] then
    if tonumber(since) > tonumber(ARGV[3]) then
      return 0
    end
    redis.call('PUBLISH', 'connections:{' .. node .. '}:taken-over', connection)
  end
end
redis.call('SET', KEYS[1], ARGV[3] .. ' ' .. ARGV[2] .. ' ' .. ARGV[1], 'PX', ARGV[4])
return 1
