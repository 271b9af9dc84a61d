-- Grain: one row per carrier with posts of case management. Unit: day of its newest export, null where there is none.
CREATE TABLE mart_delivery AS
SELECT carrier, max(exported_on) AS exported_on
FROM delivery
GROUP BY carrier
ORDER BY carrier;
