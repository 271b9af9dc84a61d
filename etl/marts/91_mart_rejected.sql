-- Grain: one row per input file, column and broken rule. Unit: rows. A row that breaks two rules is in two rows here.
CREATE TABLE mart_rejected AS
SELECT file, "column", rule, count(*)::BIGINT AS "rows", min(line)::BIGINT AS first_row
FROM rejected_row
GROUP BY ALL
ORDER BY file, "column", rule;
