-- Grain: one row per municipality, carrier, focus area and month in which something was counted. Unit: cases.
-- A case counts as open from the month of its first interview; it is open at the end of a month unless it ended by then.
-- People still waiting for a first interview are in no column.
-- The months end with the last one for which all carriers have delivered: a later one would look like a drop. Several
-- mappings of one carrier are one delivery.
-- count(*) FILTER, because count_if gives null, not 0, where every condition is null: all cases of a row still open.
CREATE TABLE mart_caseload AS
WITH delivered AS (
    SELECT max(exported_on) AS newest
    FROM caseload_export
    GROUP BY carrier, CASE WHEN carrier IS NULL THEN mapping END
),

month AS (
    SELECT month::DATE AS month, last_day(month::DATE) AS month_end
    FROM (
        SELECT unnest(generate_series(
            date_trunc('month', min(first_interview_on)),
            date_trunc('month', (SELECT min(newest) FROM delivered)),
            INTERVAL 1 MONTH
        )) AS month
        FROM client_case
    )
),

counselled AS (
    SELECT
        client_case.ags,
        post.carrier,
        client_case.focus_area::VARCHAR AS focus_area,
        client_case.first_interview_on,
        client_case.ended_on
    FROM client_case
    JOIN post ON post.post = client_case.post
    WHERE client_case.first_interview_on IS NOT NULL
)

SELECT
    counselled.ags,
    counselled.carrier,
    counselled.focus_area,
    month.month,
    (count(*) FILTER (WHERE date_trunc('month', first_interview_on) = month.month))::BIGINT AS new_cases,
    (count(*) FILTER (WHERE date_trunc('month', ended_on) = month.month))::BIGINT AS closed_cases,
    (count(*) FILTER (WHERE ended_on IS NULL OR ended_on > month.month_end))::BIGINT AS open_cases
FROM counselled
JOIN month
    ON counselled.first_interview_on <= month.month_end
    AND (counselled.ended_on IS NULL OR counselled.ended_on >= month.month)
GROUP BY ALL
ORDER BY month.month, counselled.ags, counselled.carrier, counselled.focus_area;
