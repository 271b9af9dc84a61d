-- Grain: one row per municipality, focus area, kind of service and year. Unit: services given.
CREATE TABLE mart_service AS
SELECT
    client_case.ags,
    client_case.focus_area::VARCHAR AS focus_area,
    case_service.service_type::VARCHAR AS service_type,
    year(case_service.provided_on)::INTEGER AS year,
    count(*)::BIGINT AS services
FROM case_service
JOIN client_case ON client_case.case_key = case_service.case_key
GROUP BY ALL
ORDER BY ALL;
