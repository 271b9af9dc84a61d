-- Grain: one row per municipality left, municipality reached and mode of travel. Unit: minutes on the way. Pairs without a
-- time have no row; both municipalities are the same where the time is one within the place.
CREATE TABLE mart_travel_time AS
SELECT from_ags, to_ags, mode::VARCHAR AS mode, minutes
FROM travel_time
ORDER BY from_ags, to_ags, mode::VARCHAR;
