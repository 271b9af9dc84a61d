-- Grain: one row per municipality, post, carrier, focus area, topic and year of agreement. Unit: goals.
-- What became of a goal is told by the outcome frame of its case's focus area; settled is what is no longer open. A goal about
-- a topic that this frame does not name is counted like the others, and in_frame says so.
CREATE TABLE mart_goal AS
SELECT
    client_case.ags,
    client_case.post,
    mart_carrier_group.carrier,
    mart_carrier_group.carrier_group,
    client_case.focus_area::VARCHAR AS focus_area,
    case_goal.topic::VARCHAR AS topic,
    outcome_frame.in_frame,
    year(case_goal.agreed_on)::INTEGER AS year,
    count(*)::BIGINT AS goals_agreed,
    (count(*) FILTER (WHERE outcome <> 'open'))::BIGINT AS goals_settled,
    (count(*) FILTER (WHERE outcome = 'reached'))::BIGINT AS goals_reached,
    (count(*) FILTER (WHERE outcome = 'partly_reached'))::BIGINT AS goals_partly_reached,
    (count(*) FILTER (WHERE outcome = 'ended_otherwise'))::BIGINT AS goals_ended,
    (count(*) FILTER (WHERE outcome = 'open'))::BIGINT AS goals_open
FROM case_goal
JOIN client_case ON client_case.case_key = case_goal.case_key
JOIN outcome_frame
    ON outcome_frame.focus_area = client_case.focus_area::VARCHAR
    AND outcome_frame.topic = case_goal.topic::VARCHAR
    AND outcome_frame.goal_status = case_goal.goal_status::VARCHAR
JOIN post ON post.post = client_case.post
JOIN mart_carrier_group ON mart_carrier_group.carrier = post.carrier
GROUP BY ALL
ORDER BY year, client_case.ags, client_case.post, focus_area, topic;
