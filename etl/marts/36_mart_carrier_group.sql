-- Grain: one row per carrier with posts of case management. Unit: posts, the fewest that it has in any month of counting.
-- A carrier with one post is one employee: those who in any counted month have exactly one, on whatever day of it, are one
-- group, "one_post". A group of one would hide nobody, nor would others in it hide anybody who have no clients yet: a
-- carrier that alone brings clients into it, or alone has its post in any counted month, is joined by the next smallest that
-- has some; of several the first by name.
-- A carrier without a post in the counted months is taken by all the posts it is known to have.
CREATE TABLE mart_carrier_group AS
WITH counted AS (
    SELECT post.carrier, mart_counted_month.month, count(DISTINCT post.post) AS posts
    FROM post
    JOIN post_period ON post_period.post = post.post
    JOIN mart_counted_month
        ON post_period.valid_from <= mart_counted_month.month_end
        AND coalesce(post_period.valid_to, mart_counted_month.month) >= mart_counted_month.month
    WHERE post.building_block = 'case_management'
    GROUP BY post.carrier, mart_counted_month.month
),

fewest AS (
    SELECT
        post.carrier,
        coalesce(
            (SELECT min(counted.posts) FROM counted WHERE counted.carrier = post.carrier), count(DISTINCT post.post)
        ) AS fewest_posts,
        bool_or(post.post IN (SELECT post FROM client_case)) AS has_clients
    FROM post
    WHERE post.building_block = 'case_management'
    GROUP BY post.carrier
),

together AS (
    SELECT counted.month, count(*) AS carriers
    FROM counted
    JOIN fewest ON fewest.carrier = counted.carrier
    WHERE fewest.fewest_posts = 1 AND fewest.has_clients
    GROUP BY counted.month
),

ordered AS (
    SELECT
        carrier,
        fewest_posts,
        has_clients,
        row_number() OVER (PARTITION BY has_clients, fewest_posts = 1 ORDER BY fewest_posts, carrier) AS place,
        least(
            count(*) FILTER (WHERE fewest_posts = 1 AND has_clients) OVER (), (SELECT min(carriers) FROM together)
        ) AS single_employees
    FROM fewest
)

SELECT
    carrier,
    CASE
        WHEN fewest_posts = 1 OR (single_employees = 1 AND has_clients AND place = 1) THEN 'one_post'
        ELSE carrier
    END AS carrier_group,
    fewest_posts::BIGINT AS fewest_posts
FROM ordered
ORDER BY carrier;
