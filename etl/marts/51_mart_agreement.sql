-- Grain: one row per municipality, focus area and year of the first interview. Unit: cases.
CREATE TABLE mart_agreement AS
SELECT
    client_case.ags,
    client_case.focus_area::VARCHAR AS focus_area,
    year(client_case.first_interview_on)::INTEGER AS year,
    count(*)::BIGINT AS cases,
    count_if(client_case.case_key IN (SELECT case_key FROM case_goal))::BIGINT AS cases_with_goals
FROM client_case
WHERE client_case.first_interview_on IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
