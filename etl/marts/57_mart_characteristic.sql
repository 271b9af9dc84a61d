-- Grain: one row per municipality, post, carrier, focus area, year of the first interview, attribute and its value. Unit: cases.
-- Each attribute counts all cases once, so attributes are never added up, and no two of one person stand beside each other.
-- What is unknown or was not recorded is "not_stated". Arrival: months between the month of arrival and that of the request, or
-- of the first interview where the request is not told; up to 12 is "within_12_months". Nobody arrives after they came here for
-- counselling: such a month is a mistake and tells nothing.
CREATE TABLE mart_characteristic AS
WITH counselled AS (
    SELECT
        client_case.*,
        mart_carrier_group.carrier,
        mart_carrier_group.carrier_group,
        date_diff('month', arrived_month, coalesce(requested_on, first_interview_on)) AS months_here
    FROM client_case
    JOIN post ON post.post = client_case.post
    JOIN mart_carrier_group ON mart_carrier_group.carrier = post.carrier
    WHERE client_case.first_interview_on IS NOT NULL
),

described AS (
    SELECT
        counselled.ags,
        counselled.post,
        counselled.carrier,
        counselled.carrier_group,
        counselled.focus_area::VARCHAR AS focus_area,
        year(counselled.first_interview_on)::INTEGER AS year,
        unnest([
            {'attribute': 'age_band', 'value': age_band::VARCHAR},
            {'attribute': 'sex', 'value': sex::VARCHAR},
            {'attribute': 'origin_group', 'value': origin_group::VARCHAR},
            {'attribute': 'residence_status', 'value': residence_status::VARCHAR},
            {'attribute': 'counselling_language', 'value': counselling_language::VARCHAR},
            {'attribute': 'access_channel', 'value': access_channel::VARCHAR},
            {
                'attribute': 'arrival',
                'value': CASE
                    WHEN months_here BETWEEN 0 AND 12 THEN 'within_12_months'
                    WHEN months_here > 12 THEN 'later'
                END
            }
        ], recursive := true)
    FROM counselled
)

SELECT
    ags,
    post,
    carrier,
    carrier_group,
    focus_area,
    year,
    attribute,
    coalesce(nullif(value, 'unknown'), 'not_stated') AS value,
    count(*)::BIGINT AS cases
FROM described
GROUP BY ALL
ORDER BY year, ags, post, focus_area, attribute, value;
