-- Grain: one row per post and period in which nothing about it changes. Unit: full-time equivalents, planned and filled.
CREATE TABLE mart_post AS
SELECT
    post.post,
    post.building_block::VARCHAR AS building_block,
    post.carrier,
    post.focus_area::VARCHAR AS focus_area,
    post_period.fte,
    post_period.filled_fte,
    post_period.valid_from,
    post_period.valid_to,
    post_period.languages,
    post_period.remark,
    post_period.assumption
FROM post
JOIN post_period ON post_period.post = post.post
ORDER BY post.building_block::VARCHAR, post.post, post_period.valid_from;
