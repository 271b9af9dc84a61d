-- Grain: one row per municipality, post, carrier, focus area, process, year in which it began, ending and number of days it took.
-- Units: days, cases.
-- Process "waiting", from the request: ending "interview" (the first one), "left" (the case ended without) or "open" (still
-- waiting); requests whose day is not known are in no row. Process "case", from the first interview: "ended" or "open". Process
-- "first_goal", from the day the first goal of the case was agreed: "reached" (the first of its goals that counts as reached, up to
-- the end of the case), "ended" (the case ended without one, or one was reached only after its end) or "open".
-- A case in which a goal was reached nobody knows when is in no row of first_goal: its first one may have been that. It is
-- counted in mart_agreement.
-- What is open has been followed up to the newest export of the carrier. What was agreed after the end of the case took no day.
CREATE TABLE mart_duration AS
WITH newest AS (
    SELECT carrier, max(exported_on) AS exported_on
    FROM delivery
    GROUP BY carrier
),

followed AS (
    SELECT
        client_case.case_key,
        client_case.ags,
        client_case.post,
        mart_carrier_group.carrier,
        mart_carrier_group.carrier_group,
        client_case.focus_area::VARCHAR AS focus_area,
        client_case.requested_on,
        client_case.first_interview_on,
        client_case.ended_on,
        -- An export may name another carrier than that of its posts.
        coalesce(newest.exported_on, (SELECT max(exported_on) FROM caseload_export)) AS followed_until
    FROM client_case
    JOIN post ON post.post = client_case.post
    JOIN mart_carrier_group ON mart_carrier_group.carrier = post.carrier
    LEFT JOIN newest ON newest.carrier = post.carrier
),

goals AS (
    SELECT
        case_goal.case_key,
        min(case_goal.agreed_on) AS first_agreed_on,
        min(case_goal.status_on) FILTER (outcome_frame.outcome = 'reached') AS first_reached_on,
        (count(*) FILTER (outcome_frame.outcome = 'reached' AND case_goal.status_on IS NULL)) > 0 AS has_unknown_day
    FROM case_goal
    JOIN client_case ON client_case.case_key = case_goal.case_key
    JOIN outcome_frame
        ON outcome_frame.focus_area = client_case.focus_area::VARCHAR
        AND outcome_frame.topic = case_goal.topic::VARCHAR
        AND outcome_frame.goal_status = case_goal.goal_status::VARCHAR
    GROUP BY case_goal.case_key
),

processes AS (
    SELECT
        followed.*,
        'waiting' AS process,
        requested_on AS begun_on,
        coalesce(first_interview_on, ended_on) AS over_on,
        CASE WHEN first_interview_on IS NOT NULL THEN 'interview' ELSE 'left' END AS ending
    FROM followed
    UNION ALL
    SELECT
        followed.*,
        'case' AS process,
        first_interview_on AS begun_on,
        ended_on AS over_on,
        'ended' AS ending
    FROM followed
    UNION ALL
    SELECT
        followed.*,
        'first_goal' AS process,
        goals.first_agreed_on AS begun_on,
        least(goals.first_reached_on, followed.ended_on) AS over_on,
        CASE
            WHEN goals.first_reached_on <= coalesce(followed.ended_on, goals.first_reached_on) THEN 'reached'
            ELSE 'ended'
        END AS ending
    FROM followed
    JOIN goals ON goals.case_key = followed.case_key
    WHERE NOT goals.has_unknown_day
)

SELECT
    ags,
    post,
    carrier,
    carrier_group,
    focus_area,
    process,
    year(begun_on)::INTEGER AS year,
    greatest(coalesce(over_on, followed_until) - begun_on, 0)::INTEGER AS days,
    CASE WHEN over_on IS NULL THEN 'open' ELSE ending END AS ending,
    count(*)::BIGINT AS cases
FROM processes
WHERE begun_on IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
