-- Grain: one row per carrier and month of the first interview. Units: cases, fields of these cases.
-- Asked are the fields that nobody has to fill, of ended cases also the reason; a field that an export lacks is not filled.
CREATE TABLE mart_quality AS
WITH counselled AS (
    SELECT
        post.carrier,
        date_trunc('month', client_case.first_interview_on)::DATE AS month,
        (client_case.arrived_month IS NOT NULL)::INTEGER
            + (client_case.age_band <> 'unknown')::INTEGER
            + (client_case.sex <> 'unknown')::INTEGER
            + (client_case.origin_group IS NOT NULL)::INTEGER
            + (client_case.residence_status <> 'unknown')::INTEGER
            + (client_case.counselling_language IS NOT NULL)::INTEGER
            + (client_case.access_channel IS NOT NULL)::INTEGER
            + (client_case.ended_on IS NOT NULL AND client_case.end_reason IS NOT NULL)::INTEGER AS filled,
        7 + (client_case.ended_on IS NOT NULL)::INTEGER AS asked
    FROM client_case
    JOIN post ON post.post = client_case.post
    WHERE client_case.first_interview_on IS NOT NULL
)

SELECT
    carrier,
    month,
    count(*)::BIGINT AS cases,
    sum(filled)::BIGINT AS fields_filled,
    sum(asked)::BIGINT AS fields_asked
FROM counselled
GROUP BY ALL
ORDER BY carrier, month;
