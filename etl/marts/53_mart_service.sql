-- Grain: one row per municipality, post, carrier, focus area, kind of service and month in which it was given.
-- Units: services given, hours of work (0 where none are recorded), services whose hours are recorded.
-- All months are here, also those in which cases are no longer counted.
CREATE TABLE mart_service AS
SELECT
    client_case.ags,
    client_case.post,
    mart_carrier_group.carrier,
    mart_carrier_group.carrier_group,
    client_case.focus_area::VARCHAR AS focus_area,
    case_service.service_type::VARCHAR AS service_type,
    date_trunc('month', case_service.provided_on)::DATE AS month,
    year(case_service.provided_on)::INTEGER AS year,
    count(*)::BIGINT AS services,
    coalesce(sum(case_service.hours), 0)::DOUBLE AS hours,
    count(case_service.hours)::BIGINT AS services_with_hours
FROM case_service
JOIN client_case ON client_case.case_key = case_service.case_key
JOIN post ON post.post = client_case.post
JOIN mart_carrier_group ON mart_carrier_group.carrier = post.carrier
GROUP BY ALL
ORDER BY month, client_case.ags, client_case.post, focus_area, service_type;
