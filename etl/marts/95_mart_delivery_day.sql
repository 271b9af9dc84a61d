-- Grain: one row per carrier with posts of case management and export of its cases. Unit: day of the export.
CREATE TABLE mart_delivery_day AS
SELECT carrier, exported_on
FROM delivery
WHERE exported_on IS NOT NULL
ORDER BY carrier, exported_on;
