-- Grain: one row per post. Unit: full-time equivalents.
CREATE TABLE mart_post AS
SELECT
    post,
    building_block::VARCHAR AS building_block,
    carrier,
    focus_area::VARCHAR AS focus_area,
    fte,
    valid_from,
    valid_to,
    remark,
    assumption
FROM post
ORDER BY building_block, post;
