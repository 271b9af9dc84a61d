-- Grain: one row per municipality, post, carrier, focus area, year and place referred to. Unit: referrals.
-- A referral is a service of this kind, or of another that says where to somebody was referred; "not_stated" where it does not.
CREATE TABLE mart_referral AS
SELECT
    client_case.ags,
    client_case.post,
    mart_carrier_group.carrier,
    mart_carrier_group.carrier_group,
    client_case.focus_area::VARCHAR AS focus_area,
    year(case_service.provided_on)::INTEGER AS year,
    coalesce(case_service.referred_to::VARCHAR, 'not_stated') AS referred_to,
    count(*)::BIGINT AS referrals
FROM case_service
JOIN client_case ON client_case.case_key = case_service.case_key
JOIN post ON post.post = client_case.post
JOIN mart_carrier_group ON mart_carrier_group.carrier = post.carrier
WHERE case_service.service_type = 'referral' OR case_service.referred_to IS NOT NULL
GROUP BY ALL
ORDER BY year, client_case.ags, client_case.post, focus_area, referred_to;
