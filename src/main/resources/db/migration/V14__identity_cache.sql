-- How many numbers are taken at a time. H2 writes down each time that it has taken some, which for 32 is a seventh of all work on
-- messages; PostgreSQL would give each connection its own, and positions would not be in the order of time at all.
ALTER TABLE message ALTER COLUMN position SET CACHE ${identity_cache};
ALTER TABLE inbox_event ALTER COLUMN event_id SET CACHE ${identity_cache};
