-- Grain: one row per focus area and month that closes twelve counted ones, about these twelve. Units: cases with a service;
-- services; hours; squares of a case's services and of its hours, added up over the cases.
-- One case brings many services, so they vary more than single counts do. Squares by sum is how many come at once.
CREATE TABLE mart_contact_spread AS
WITH of_case AS (
    SELECT
        client_case.focus_area::VARCHAR AS focus_area,
        ending.month,
        case_service.case_key,
        count(*) AS services,
        coalesce(sum(case_service.hours), 0) AS hours
    FROM case_service
    JOIN client_case ON client_case.case_key = case_service.case_key
    JOIN mart_counted_month AS ending
        ON case_service.provided_on BETWEEN ending.month - INTERVAL 11 MONTH AND ending.month_end
    WHERE ending.month >= (SELECT min(month) FROM mart_counted_month) + INTERVAL 11 MONTH
    GROUP BY ALL
)

SELECT
    focus_area,
    month,
    count(*)::BIGINT AS cases,
    sum(services)::BIGINT AS services,
    sum(hours)::DOUBLE AS hours,
    sum(services * services)::BIGINT AS services_squared,
    sum(hours * hours)::DOUBLE AS hours_squared
FROM of_case
GROUP BY ALL
ORDER BY focus_area, month;
