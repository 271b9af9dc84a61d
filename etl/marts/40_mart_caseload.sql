-- Grain: one row per municipality, post, carrier, kind of case, focus area and month in which something was counted.
-- Unit: cases.
-- A case counts as open from the month of its first interview; it is open at the end of a month unless it ended by then.
-- People still waiting for a first interview are in no column.
-- The kind of a case is told by all that is recorded of it, in whatever month: it is the same in all its months. Short is
-- a counselling that ended without goals agreed after three services at most.
-- count(*) FILTER, because count_if gives null, not 0, where every condition is null: all cases of a row still open.
CREATE TABLE mart_caseload AS
WITH goals AS (
    SELECT DISTINCT case_key
    FROM case_goal
),

services AS (
    SELECT case_key, count(*) AS services
    FROM case_service
    GROUP BY case_key
),

counselled AS (
    SELECT
        client_case.ags,
        client_case.post,
        mart_carrier_group.carrier,
        mart_carrier_group.carrier_group,
        client_case.focus_area::VARCHAR AS focus_area,
        CASE
            WHEN goals.case_key IS NOT NULL THEN 'with_goals'
            WHEN client_case.ended_on IS NOT NULL AND coalesce(services.services, 0) <= 3 THEN 'short'
            ELSE 'counselling'
        END AS case_kind,
        client_case.first_interview_on,
        client_case.ended_on
    FROM client_case
    JOIN post ON post.post = client_case.post
    JOIN mart_carrier_group ON mart_carrier_group.carrier = post.carrier
    LEFT JOIN goals ON goals.case_key = client_case.case_key
    LEFT JOIN services ON services.case_key = client_case.case_key
    WHERE client_case.first_interview_on IS NOT NULL
)

SELECT
    counselled.ags,
    counselled.post,
    counselled.carrier,
    counselled.carrier_group,
    counselled.focus_area,
    counselled.case_kind,
    mart_counted_month.month,
    (count(*) FILTER (WHERE date_trunc('month', first_interview_on) = month))::BIGINT AS new_cases,
    (count(*) FILTER (WHERE date_trunc('month', ended_on) = month))::BIGINT AS closed_cases,
    (count(*) FILTER (WHERE ended_on IS NULL OR ended_on > month_end))::BIGINT AS open_cases
FROM counselled
JOIN mart_counted_month
    ON counselled.first_interview_on <= mart_counted_month.month_end
    AND (counselled.ended_on IS NULL OR counselled.ended_on >= mart_counted_month.month)
GROUP BY ALL
ORDER BY month, ags, post, focus_area, case_kind;
