-- Grain: one row per input file. Unit: rows.
CREATE TABLE mart_load_report AS
SELECT
    file,
    kind,
    title,
    publisher,
    licence,
    attribution,
    url,
    reference_date,
    is_example,
    rows_read,
    rows_loaded,
    rows_rejected,
    rows_withheld,
    rows_duplicate,
    rows_superseded,
    refused_columns
FROM load_report
ORDER BY file;
