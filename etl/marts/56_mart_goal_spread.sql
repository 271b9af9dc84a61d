-- Grain: one row per focus area and year of agreement. Units: cases with a settled goal of the year; their goals settled and
-- reached; squares of a case's settled and of its reached goals, and products of the two, added up over the cases.
-- One case brings several goals, and these share its luck, so that shares of goals vary more than shares of cases do: these
-- sums tell how much. A case with goals agreed in two years is one in each.
CREATE TABLE mart_goal_spread AS
WITH of_case AS (
    SELECT
        client_case.focus_area::VARCHAR AS focus_area,
        year(case_goal.agreed_on)::INTEGER AS year,
        case_goal.case_key,
        count(*) FILTER (WHERE outcome <> 'open') AS settled,
        count(*) FILTER (WHERE outcome = 'reached') AS reached
    FROM case_goal
    JOIN client_case ON client_case.case_key = case_goal.case_key
    JOIN outcome_frame
        ON outcome_frame.focus_area = client_case.focus_area::VARCHAR
        AND outcome_frame.topic = case_goal.topic::VARCHAR
        AND outcome_frame.goal_status = case_goal.goal_status::VARCHAR
    GROUP BY ALL
)

SELECT
    focus_area,
    year,
    count(*)::BIGINT AS cases,
    sum(settled)::BIGINT AS goals_settled,
    sum(reached)::BIGINT AS goals_reached,
    sum(settled * settled)::BIGINT AS settled_squared,
    sum(reached * reached)::BIGINT AS reached_squared,
    sum(reached * settled)::BIGINT AS reached_by_settled
FROM of_case
WHERE settled > 0
GROUP BY ALL
ORDER BY focus_area, year;
