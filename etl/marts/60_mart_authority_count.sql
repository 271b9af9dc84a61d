-- Grain: one row per authority, calendar year and measure. Unit: people, null where the authority does not publish it.
CREATE TABLE mart_authority_count AS
SELECT authority, year::INTEGER AS year, measure::VARCHAR AS measure, people::BIGINT AS people
FROM authority_count
ORDER BY authority, year, measure::VARCHAR;
