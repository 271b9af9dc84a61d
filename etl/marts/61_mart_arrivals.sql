-- Grain: one row per municipality and month. Unit: people who moved in from abroad, null where not published.
CREATE TABLE mart_arrivals AS
SELECT ags, month, people::BIGINT AS people
FROM arrivals
ORDER BY ags, month;
