-- Grain: one row per area (municipality or district), indicator and reference date. Unit: see the column unit.
CREATE TABLE mart_indicator AS
SELECT ags, indicator, reference_date, value, unit, quality::VARCHAR AS quality, source
FROM indicator
ORDER BY indicator, reference_date, ags;
