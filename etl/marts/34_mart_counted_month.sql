-- Grain: one row per month in which cases are counted. Unit: days, the first and the last one of the month.
-- The months begin with the first interview of all. They end with the last one for which all carriers have delivered: a
-- later one would look like a drop. Several mappings of one carrier are one delivery.
CREATE TABLE mart_counted_month AS
WITH delivered AS (
    SELECT max(exported_on) AS newest
    FROM caseload_export
    GROUP BY carrier, CASE WHEN carrier IS NULL THEN mapping END
),

counted AS (
    SELECT unnest(generate_series(
        date_trunc('month', min(first_interview_on)),
        date_trunc('month', (SELECT min(newest) FROM delivered)),
        INTERVAL 1 MONTH
    ))::DATE AS month
    FROM client_case
)

SELECT month, last_day(month) AS month_end
FROM counted
ORDER BY month;
