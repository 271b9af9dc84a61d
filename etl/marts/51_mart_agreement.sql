-- Grain: one row per municipality, post, carrier, focus area and year of the first interview. Unit: cases.
-- Goals count whenever they were agreed or reached, also when nobody wrote down the day; what is reached is told by the outcome
-- frame of the case's focus area.
CREATE TABLE mart_agreement AS
WITH with_goals AS (
    SELECT case_goal.case_key, bool_or(outcome_frame.outcome = 'reached') AS has_reached_one
    FROM case_goal
    JOIN client_case ON client_case.case_key = case_goal.case_key
    JOIN outcome_frame
        ON outcome_frame.focus_area = client_case.focus_area::VARCHAR
        AND outcome_frame.topic = case_goal.topic::VARCHAR
        AND outcome_frame.goal_status = case_goal.goal_status::VARCHAR
    GROUP BY case_goal.case_key
)

SELECT
    client_case.ags,
    client_case.post,
    mart_carrier_group.carrier,
    mart_carrier_group.carrier_group,
    client_case.focus_area::VARCHAR AS focus_area,
    year(client_case.first_interview_on)::INTEGER AS year,
    count(*)::BIGINT AS cases,
    count(with_goals.case_key)::BIGINT AS cases_with_goals,
    (count(*) FILTER (WHERE with_goals.has_reached_one))::BIGINT AS cases_with_reached_goal
FROM client_case
JOIN post ON post.post = client_case.post
JOIN mart_carrier_group ON mart_carrier_group.carrier = post.carrier
LEFT JOIN with_goals ON with_goals.case_key = client_case.case_key
WHERE client_case.first_interview_on IS NOT NULL
GROUP BY ALL
ORDER BY year, client_case.ags, client_case.post, focus_area;
