-- Grain: one row per municipality, focus area, year of the request and number of days waited. Units: days, cases.
-- People still waiting at the day of the export are in no row, nor are those whose export does not tell the request.
CREATE TABLE mart_waiting AS
SELECT
    ags,
    focus_area::VARCHAR AS focus_area,
    year(requested_on)::INTEGER AS year,
    (first_interview_on - requested_on)::INTEGER AS waiting_days,
    count(*)::BIGINT AS cases
FROM client_case
WHERE first_interview_on IS NOT NULL AND requested_on IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
