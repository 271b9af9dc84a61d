-- Grain: one row per post and month in which something was counted. Unit: cases. Describes single employees: staff figures.
CREATE TABLE mart_caseload_post AS
WITH month AS (
    SELECT DISTINCT month, last_day(month) AS month_end
    FROM mart_caseload
)

SELECT
    client_case.post,
    month.month,
    (count(*) FILTER (WHERE date_trunc('month', first_interview_on) = month.month))::BIGINT AS new_cases,
    (count(*) FILTER (WHERE date_trunc('month', ended_on) = month.month))::BIGINT AS closed_cases,
    (count(*) FILTER (WHERE ended_on IS NULL OR ended_on > month.month_end))::BIGINT AS open_cases
FROM client_case
JOIN month
    ON client_case.first_interview_on <= month.month_end
    AND (client_case.ended_on IS NULL OR client_case.ended_on >= month.month)
GROUP BY ALL
ORDER BY client_case.post, month.month;
