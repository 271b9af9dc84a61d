-- Grain: one row per municipality, focus area, topic and year of agreement. Unit: goals.
CREATE TABLE mart_goal AS
SELECT
    client_case.ags,
    client_case.focus_area::VARCHAR AS focus_area,
    case_goal.topic::VARCHAR AS topic,
    year(case_goal.agreed_on)::INTEGER AS year,
    count(*)::BIGINT AS goals_agreed,
    count_if(goal_status <> 'open')::BIGINT AS goals_settled,
    count_if(goal_status = 'achieved')::BIGINT AS goals_achieved,
    count_if(goal_status = 'partly_achieved')::BIGINT AS goals_partly_achieved,
    count_if(goal_status = 'ended')::BIGINT AS goals_ended,
    count_if(goal_status = 'open')::BIGINT AS goals_open
FROM case_goal
JOIN client_case ON client_case.case_key = case_goal.case_key
GROUP BY ALL
ORDER BY ALL;
