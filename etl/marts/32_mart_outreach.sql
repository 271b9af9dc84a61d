-- Grain: one row per post, place of its consultation hours and period. Unit: hours per week.
CREATE TABLE mart_outreach AS
SELECT post, ags, place, hours_per_week, valid_from, valid_to
FROM outreach
ORDER BY post, ags, place, valid_from;
