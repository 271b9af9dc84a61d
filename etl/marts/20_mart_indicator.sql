-- Grain: one row per area (the district or one of its municipalities), indicator and reference date. Unit: see the column
-- unit. Files may cover all of Germany; other areas stay behind, so that they never count as need.
CREATE TABLE mart_indicator AS
SELECT ags, indicator, reference_date, value, unit, quality::VARCHAR AS quality, source
FROM indicator
WHERE ags IN (SELECT ags FROM municipality) OR ags IN (SELECT left(ags, 5) FROM municipality)
ORDER BY indicator, reference_date, ags;
