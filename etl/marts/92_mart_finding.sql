-- Grain: one row per input file, column and rule that rows do not meet though they are loaded. Unit: rows.
CREATE TABLE mart_finding AS
SELECT file, "column", rule, count(*)::BIGINT AS "rows", min(line)::BIGINT AS first_row
FROM finding
GROUP BY ALL
ORDER BY file, "column", rule;
