-- Grain: one row per post and municipality it serves. Unit: share of the post, 0 to 1, null where no share is fixed.
CREATE TABLE mart_post_area AS
SELECT post, ags, share, is_named, assumption
FROM post_area
ORDER BY post, ags;
