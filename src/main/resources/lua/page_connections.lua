-- Reads connections of one node in the order of an index.
--
-- KEYS[1]  connections:{<node>}:entries   hash, connection id → entry
-- KEYS[2]  connections:{<node>}:ids, or connections:{<node>}:owners   sorted set, all scores 0
-- ARGV[1]  the least member of the index, as ZRANGEBYLEX has it
-- ARGV[2]  the greatest
-- ARGV[3]  how many at most
-- ARGV[4]  how many characters a member has before the connection id
--
-- Returns the entries.

local ids = redis.call('ZRANGEBYLEX', KEYS[2], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
local entries = {}
for _, member in ipairs(ids) do
  local entry = redis.call('HGET', KEYS[1], string.sub(member, ARGV[4] + 1))
  if entry then
    entries[#entries + 1] = entry
  end
end
return entries
