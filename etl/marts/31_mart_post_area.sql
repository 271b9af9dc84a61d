-- Grain: one row per post, municipality it serves and period; empty dates leave the period open.
-- Unit: share of the post, 0 to 1, null where no share is fixed.
CREATE TABLE mart_post_area AS
SELECT post, ags, share, is_named, valid_from, valid_to, assumption
FROM post_area
ORDER BY post, ags, valid_from;
