"""What changed in the tables of two editions; the columns are those of etl.comparing.difference.Difference."""
# ruff: noqa: S608 - names of tables and columns stand here, values go in as parameters

from __future__ import annotations

import polars as pl

from etl.comparing.comparison import AFTER, BEFORE, FATES, Pair, fates


def _counted(by: str) -> str:
    counts = ", ".join(f"count(*) FILTER (fate = '{fate}') AS {fate}" for fate in FATES)
    return f"SELECT {by}, {counts}"


def cases(pair: Pair) -> pl.DataFrame:
    """Cases by carrier and fate."""
    carriers = "SELECT DISTINCT post, carrier FROM"
    return pair.rows(f"""
        WITH fate AS ({fates(pair, "client_case", ["case_key"], kept="post")}),
        a AS ({carriers} {pair.side(AFTER, "post", "post, carrier")}),
        b AS ({carriers} {pair.side(BEFORE, "post", "post, carrier")})
        {_counted("coalesce(a.carrier, b.carrier) AS carrier")}
        FROM fate LEFT JOIN a ON a.post = fate.post LEFT JOIN b ON b.post = fate.post
        GROUP BY ALL ORDER BY ALL""")


def parts(pair: Pair) -> pl.DataFrame:
    """Goals and services by fate."""
    goals = fates(pair, "case_goal", ["case_key", "goal_number"])
    services = fates(pair, "case_service", ["case_key", "service_number"])
    return pair.rows(f"""
        {_counted("'goals' AS part")} FROM ({goals})
        UNION ALL {_counted("'services' AS part")} FROM ({services}) ORDER BY part""")


def moved(pair: Pair, share: float, fewest: int) -> pl.DataFrame:
    """Municipalities and months whose new cases move; see etl.comparing.difference."""

    def totals(by: str, side: str) -> str:
        return f"""(SELECT {by}, sum(new_cases)::BIGINT AS n
            FROM {pair.side(side, "mart_caseload", f"{by}, new_cases")} GROUP BY {by})"""

    def covers(side: str) -> str:
        months = pair.side(side, "mart_caseload", "month")
        return f"(coalesce(a.month, b.month) BETWEEN (SELECT min(month) FROM {months}) AND (SELECT max(month) FROM {months}))"

    return pair.rows(
        f"""
        WITH place AS (
            SELECT coalesce(a.ags, b.ags) AS ags, NULL::DATE AS month, coalesce(b.n, 0) AS before, coalesce(a.n, 0) AS after
            FROM {totals("ags", AFTER)} AS a FULL JOIN {totals("ags", BEFORE)} AS b ON a.ags = b.ags
        ),
        time AS (
            SELECT NULL::VARCHAR AS ags, coalesce(a.month, b.month) AS month,
                CASE WHEN {covers(BEFORE)} THEN coalesce(b.n, 0) END AS before,
                CASE WHEN {covers(AFTER)} THEN coalesce(a.n, 0) END AS after
            FROM {totals("month", AFTER)} AS a FULL JOIN {totals("month", BEFORE)} AS b ON a.month = b.month
        )
        FROM (FROM place UNION ALL FROM time)
        WHERE before IS NULL OR after IS NULL
            OR (abs(after - before) > $fewest AND abs(after - before) > $share * before)
        ORDER BY month NULLS FIRST, ags""",
        {"fewest": fewest, "share": share},
    )


def indicators(pair: Pair) -> pl.DataFrame:
    """Figures of each indicator that differs, by fate."""
    columns = "ags, indicator, reference_date, value, quality"
    return pair.rows(f"""
        WITH figure AS (
            SELECT coalesce(a.indicator, b.indicator) AS indicator, a.value - b.value AS change, CASE
                WHEN b.ags IS NULL THEN 'new' WHEN a.ags IS NULL THEN 'vanished'
                WHEN a.value IS DISTINCT FROM b.value OR a.quality <> b.quality THEN 'changed' ELSE 'unchanged' END AS fate
            FROM {pair.side(AFTER, "mart_indicator", columns)} AS a
            FULL JOIN {pair.side(BEFORE, "mart_indicator", columns)} AS b
                ON (a.ags, a.indicator, a.reference_date) = (b.ags, b.indicator, b.reference_date)
        )
        {_counted("indicator")}, arg_max(change, abs(change)) FILTER (fate = 'changed') AS largest_change
        FROM figure GROUP BY indicator HAVING count(*) FILTER (fate <> 'unchanged') > 0 ORDER BY indicator""")


def posts(pair: Pair) -> pl.DataFrame:
    """Periods of posts that differ."""
    columns = "post, fte, valid_from, valid_to"
    if "filled_fte" in pair.shared("mart_post"):
        columns += ", filled_fte"
    numbered = "SELECT *, row_number() OVER (PARTITION BY post ORDER BY valid_from) AS period FROM"
    names = columns.replace("post, ", "", 1).split(", ")
    differ = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in names)
    return pair.rows(f"""
        SELECT coalesce(a.post, b.post) AS post, coalesce(a.period, b.period) AS period,
            CASE WHEN b.post IS NULL THEN 'new' WHEN a.post IS NULL THEN 'vanished' ELSE 'changed' END AS change,
            b.fte AS fte_before, a.fte AS fte_after,
            b.valid_from AS valid_from_before, a.valid_from AS valid_from_after,
            b.valid_to AS valid_to_before, a.valid_to AS valid_to_after
        FROM ({numbered} {pair.side(AFTER, "mart_post", columns)}) AS a
        FULL JOIN ({numbered} {pair.side(BEFORE, "mart_post", columns)}) AS b ON (a.post, a.period) = (b.post, b.period)
        WHERE a.post IS NULL OR b.post IS NULL OR {differ}
        ORDER BY post, period""")
