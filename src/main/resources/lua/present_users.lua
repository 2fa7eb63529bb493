-- Finds out which of some users have a connection to a node.
--
-- KEYS[1]  connections:{<node>}:owners   sorted set, all scores 0: u:<user_id>:<connection id>
-- ARGV     the user ids
--
-- Returns those of them who have one.

local present = {}
for _, user in ipairs(ARGV) do
  local prefix = 'u:' .. user .. ':'
  if #redis.call('ZRANGEBYLEX', KEYS[1], '[' .. prefix, '(' .. prefix .. '\127', 'LIMIT', 0, 1) > 0 then
    present[#present + 1] = user
  end
end
return present
