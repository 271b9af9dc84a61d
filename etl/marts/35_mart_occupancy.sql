-- Grain: one row per building block and month in which it has posts. Units: days of the month; posts that exist on any day
-- of it; full-time equivalents added up over its days, granted and filled, which divided by the days are its mean.
-- What is filled is empty where fewer than 5 posts stand behind it: the absence of one would show through, and a post is
-- mostly one person.
-- The months go on until cases are no longer counted, at least to the one whose staffing is compared.
CREATE TABLE mart_occupancy AS
WITH month AS (
    SELECT month::DATE AS month, last_day(month::DATE) AS month_end
    FROM (
        SELECT unnest(generate_series(
            date_trunc('month', (SELECT min(valid_from) FROM post_period)),
            greatest(
                (SELECT max(month) FROM mart_counted_month),
                (SELECT date_trunc('month', max(reference_date)) FROM load_report WHERE kind = 'posts'),
                (SELECT date_trunc('month', min(valid_from)) FROM post_period)
            ),
            INTERVAL 1 MONTH
        )) AS month
    )
),

present AS (
    SELECT
        post.building_block::VARCHAR AS building_block,
        post.post,
        month.month,
        date_diff('day', month.month, month.month_end) + 1 AS days,
        date_diff(
            'day',
            greatest(post_period.valid_from, month.month),
            least(coalesce(post_period.valid_to, month.month_end), month.month_end)
        ) + 1 AS days_present,
        post_period.fte,
        post_period.filled_fte
    FROM post
    JOIN post_period ON post_period.post = post.post
    JOIN month
        ON post_period.valid_from <= month.month_end
        AND coalesce(post_period.valid_to, month.month) >= month.month
)

SELECT
    building_block,
    month,
    days::BIGINT AS days,
    count(DISTINCT post)::BIGINT AS posts,
    sum(fte * days_present)::DOUBLE AS fte_days,
    CASE WHEN count(DISTINCT post) >= 5 THEN sum(filled_fte * days_present) END::DOUBLE AS filled_fte_days
FROM present
GROUP BY building_block, month, days
ORDER BY building_block, month;
