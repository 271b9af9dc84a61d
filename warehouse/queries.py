"""The questions that pages ask of an edition. Each answer carries the protection classes of its columns.

Counts are summed here, from exact marts, before anything is rounded: a total is rounded on its own and never put
together from rounded parts. Names of columns come from the contracts, values go in as parameters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from warehouse.contracts import MARTS, PEOPLE, PUBLIC, STAFF, bases, classes, least
from warehouse.edition import Edition

END_OF_TIME = dt.date.max
CONSENT_ROWS = ("rows_read", "rows_withheld", "rows_loaded")
# Goals agreed and ended as roles see them that see rounded counts.
_PUT_TOGETHER = {
    "goals_agreed": pl.col("goals_settled") + pl.col("goals_open"),
    "goals_ended": (pl.col("goals_settled") - pl.col("goals_reached") - pl.col("goals_partly_reached")).clip(0),
}
VALID_ON = "(coalesce(valid_from, $on) <= $on AND coalesce(valid_to, $on) >= $on)"


@dataclass(frozen=True)
class Answer:
    """Rows with, for every column, its protection class and the base of derived ones. `least`: how large that must be, where it is
    more than for others. `put_together`: counts that are computed
    from others once these are protected, because rounded on their own they would narrow them down."""

    frame: pl.DataFrame
    classes: Mapping[str, str]
    bases: Mapping[str, str]
    put_together: Mapping[str, pl.Expr] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)


def municipalities(edition: Edition) -> Answer:
    """One row per municipality: mart_municipality."""
    return _answer("mart_municipality", edition.query("FROM mart_municipality ORDER BY ags"))


def indicator(edition: Edition, indicator: str, on: dt.date | None = None) -> Answer:
    """One row per area with the newest figure of an indicator, or with `on` the one nearest to that day: mart_indicator.

    The day is one of the municipalities and one of the district, which may be told of later and more often. Of two days that
    are equally near it is the earlier.
    """
    sql = """
        FROM mart_indicator WHERE indicator = $indicator
        QUALIFY reference_date = first(reference_date) OVER (
            PARTITION BY length(ags) ORDER BY abs(reference_date - $on), reference_date)
        ORDER BY ags"""
    return _answer("mart_indicator", edition.query(sql, {"indicator": indicator, "on": on or END_OF_TIME}))


def indicators(edition: Edition) -> Answer:
    """One row per indicator of municipalities: unit, newest reference_date, how many municipalities have a value on that day,
    and whether any has (has_figures)."""
    sql = """
        WITH newest AS (
            FROM mart_indicator WHERE length(ags) = 8
            QUALIFY reference_date = max(reference_date) OVER (PARTITION BY indicator)
        )
        SELECT indicator, min(unit) AS unit, min(reference_date) AS reference_date,
            count(value)::BIGINT AS municipalities, count(value) > 0 AS has_figures
        FROM newest GROUP BY indicator ORDER BY indicator"""
    rows = edition.query(sql)
    return Answer(rows, dict.fromkeys(rows.columns, PUBLIC), {})


def posts(edition: Edition) -> Answer:
    """One row per post of all building blocks and period: mart_post without what is filled.

    Periods that follow each other and differ in nothing else are one: where they part would tell of an absence, too.
    """
    alike = ", ".join(name for name in MARTS["mart_post"] if name not in ("filled_fte", "valid_from", "valid_to"))
    same = f"OVER (PARTITION BY {alike} ORDER BY valid_from)"
    sql = f"""
        WITH begun AS (SELECT *, coalesce(valid_from <> lag(valid_to) {same} + 1, true) AS begins FROM mart_post),
        numbered AS (SELECT *, sum(begins::INTEGER) {same} AS period FROM begun)
        SELECT {alike}, min(valid_from) AS valid_from,
            CASE WHEN count(valid_to) = count(*) THEN max(valid_to) END AS valid_to
        FROM numbered GROUP BY {alike}, period ORDER BY building_block, post, valid_from"""
    return _answer("mart_post", edition.query(sql))


def filled_posts(edition: Edition) -> Answer:
    """One row per post of all building blocks and period, with what is filled: mart_post. Staff figures."""
    return _answer("mart_post", edition.query("FROM mart_post ORDER BY building_block, post, valid_from"))


def post_areas(edition: Edition, on: dt.date | None = None) -> Answer:
    """One row per post, municipality it serves and period: mart_post_area; with `on` those that are valid on that day."""
    sql = f"FROM mart_post_area WHERE $on IS NULL OR {VALID_ON} ORDER BY post, ags, valid_from"
    return _answer("mart_post_area", edition.query(sql, {"on": on}))


def outreach(edition: Edition, on: dt.date | None = None) -> Answer:
    """One row per post, place of its consultation hours and period: mart_outreach; with `on` those valid on that day."""
    sql = f"FROM mart_outreach WHERE $on IS NULL OR {VALID_ON} ORDER BY post, ags, place, valid_from"
    return _answer("mart_outreach", edition.query(sql, {"on": on}))


def travel_times(edition: Edition, mode: str | None = None) -> Answer:
    """One row per pair of municipalities and mode: mart_travel_time; with `mode` those of that mode."""
    sql = "FROM mart_travel_time WHERE $mode IS NULL OR mode = $mode ORDER BY from_ags, to_ags, mode"
    return _answer("mart_travel_time", edition.query(sql, {"mode": mode}))


def authority_counts(edition: Edition) -> Answer:
    """One row per authority, year and measure: mart_authority_count."""
    return _answer("mart_authority_count", edition.query("FROM mart_authority_count ORDER BY authority, year, measure"))


def arrivals(edition: Edition) -> Answer:
    """One row per municipality and month: mart_arrivals."""
    return _answer("mart_arrivals", edition.query("FROM mart_arrivals ORDER BY ags, month"))


def arrivals_by_year(edition: Edition) -> Answer:
    """One row per municipality and year: people who moved in from abroad in the months that are published, and how many
    months these are."""
    rows = edition.query(
        "SELECT ags, year(month)::INTEGER AS year, coalesce(sum(people), 0)::BIGINT AS people, count(people)::BIGINT AS months "
        "FROM mart_arrivals GROUP BY ALL ORDER BY ALL"
    )
    return Answer(rows, {"ags": PUBLIC, "year": PUBLIC, "people": PEOPLE, "months": PUBLIC}, {})


def sources(edition: Edition) -> Answer:
    """One row per input file with its citation: mart_load_report without its numbers of rows.

    Real files about clients have no title and no name of their own here, only a number: both were chosen by who exported
    them, and everybody sees these.
    """
    cited = [name for name in MARTS["mart_load_report"] if not name.startswith("rows_")]
    is_real = "kind IN ('cases', 'goals', 'services') AND NOT is_example"
    instead = {"file": "kind || ' ' || row_number() OVER (ORDER BY file)", "title": "''", "refused_columns": "''"}
    columns = ", ".join(
        f"CASE WHEN {is_real} THEN {instead[name]} ELSE {name} END AS {name}" if name in instead else name
        for name in cited
    )
    return _answer(
        "mart_load_report", edition.query(f"SELECT {columns} FROM mart_load_report ORDER BY mart_load_report.file")
    )


def official_rows(edition: Edition) -> Answer:
    """What became of the rows of the files that are not about clients: no people are counted there, so all is public."""
    rows = edition.query("FROM mart_load_report WHERE kind NOT IN ('cases', 'goals', 'services') ORDER BY file")
    return Answer(rows, dict.fromkeys(rows.columns, PUBLIC), {})


def client_rows(edition: Edition) -> Answer:
    """What became of the rows of the files about clients, one row per file: mart_load_report.

    A file may come from one carrier with one post, so these are staff figures.
    """
    rows = edition.query("FROM mart_load_report WHERE kind IN ('cases', 'goals', 'services') ORDER BY file")
    return _answer("mart_load_report", rows)


def client_rows_in_all(edition: Edition) -> Answer:
    """The same, summed over the files about clients: one row of counts of people."""
    names = [name for name in MARTS["mart_load_report"] if name.startswith("rows_")]
    sums = ", ".join(f"coalesce(sum({name}), 0)::BIGINT AS {name}" for name in names)
    rows = edition.query(f"SELECT {sums} FROM mart_load_report WHERE kind IN ('cases', 'goals', 'services')")
    return Answer(rows, dict.fromkeys(rows.columns, PEOPLE), {})


def consent(edition: Edition) -> Answer:
    """The rows about cases in all files together, one row: rows_read, rows_withheld for lack of consent, rows_loaded."""
    sums = ", ".join(f"coalesce(sum({name}), 0)::BIGINT AS {name}" for name in CONSENT_ROWS)
    rows = edition.query(f"SELECT {sums} FROM mart_load_report WHERE kind = 'cases'")
    return Answer(rows, dict.fromkeys(rows.columns, PEOPLE), {})


def rejected(edition: Edition) -> Answer:
    """One row per input file, column and broken rule: mart_rejected."""
    return _answer("mart_rejected", edition.query('FROM mart_rejected ORDER BY file, "column", rule'))


def rejected_rows(edition: Edition, file: str, rule: str) -> Answer:
    """One row per row of a file that broke a rule: line, column."""
    return _lines(edition, "rejected_row", file, rule)


def findings(edition: Edition) -> Answer:
    """One row per input file, column and rule that rows do not meet though they are loaded: mart_finding."""
    return _answer("mart_finding", edition.query('FROM mart_finding ORDER BY file, "column", rule'))


def finding_rows(edition: Edition, file: str, rule: str) -> Answer:
    """One row per loaded row of a file that does not meet a rule: line, column."""
    return _lines(edition, "finding", file, rule)


def quality(edition: Edition) -> Answer:
    """Filled and asked fields, one row per carrier and month of the first interview: mart_quality. Staff figures."""
    return _answer("mart_quality", edition.query("FROM mart_quality ORDER BY carrier, month"))


def delivery_days(edition: Edition) -> Answer:
    """The days of all exports, one row per carrier and export: mart_delivery_day."""
    return _answer("mart_delivery_day", edition.query("FROM mart_delivery_day ORDER BY carrier, exported_on"))


def deliveries(edition: Edition) -> Answer:
    """The day of the newest export, one row per carrier with posts of case management: mart_delivery."""
    return _answer("mart_delivery", edition.query("FROM mart_delivery ORDER BY carrier"))


def caseload(
    edition: Edition,
    by: Sequence[str],
    measures: Sequence[str] = ("new_cases", "closed_cases", "open_cases"),
    first: dt.date | None = None,
    last: dt.date | None = None,
    **only: str | None,
) -> Answer:
    """Counts of cases grouped `by` columns of mart_caseload, in the months `first` to `last`, `only` where columns match.

    open_cases is a stock: it may not be summed over months, so it wants "month" in `by` or a single month.
    """
    if "open_cases" in measures and "month" not in by and (first is None or first != last):
        raise ValueError("open cases are a stock: group them by month or ask for a single month")
    return _sums(edition, "mart_caseload", by, measures, only, month=(first, last))


def caseload_months(edition: Edition) -> Answer:
    """The months in which anything was counted, one row each; which they are says nothing about people."""
    return _answer("mart_caseload", edition.query("SELECT DISTINCT month FROM mart_caseload ORDER BY month"))


def carrier_groups(edition: Edition) -> Answer:
    """The group that each carrier of case management is counted in: mart_carrier_group."""
    return _answer("mart_carrier_group", edition.query("FROM mart_carrier_group ORDER BY carrier"))


def caseload_of_a_year(edition: Edition, by: Sequence[str], **only: str | None) -> Answer:
    """What was done in the twelve months that end with each month, grouped `by` columns of mart_caseload and month, `only`
    where columns match; the first month is the one that closes the first twelve counted ones.

    open_cases (at the month's end), mean_open_cases (of the twelve months' ends), new_cases, cases_at_begin (open when the
    twelve months began), services, hours and services_with_hours. Services tell no kind of case: by case_kind, or only
    some, the answer has none. Groups with nothing to count have no row. There is no sum of new_cases and cases_at_begin:
    rounded on its own beside the two, it would narrow a fifth of them down.
    """
    asked = _narrowed(by, only)
    selected = "".join(f"{column}, " for column in _known("mart_caseload", by))
    where, values = _conditions("mart_caseload", only, {})
    sources = [f"SELECT {selected}month, open_cases, new_cases, 0, 0, 0 FROM mart_caseload {where}"]
    totals = ["open_cases", "mean_open_cases", "new_cases", "cases_at_begin"]
    if "case_kind" not in asked:
        _known("mart_service", by)
        sources.append(f"SELECT {selected}month, 0, 0, services, hours, services_with_hours FROM mart_service {where}")
        totals += ["services", "hours", "services_with_hours"]
    sql = f"""
        WITH closing AS (
            FROM mart_counted_month WHERE month >= (SELECT min(month) FROM mart_counted_month) + INTERVAL 11 MONTH
        ),
        counted({selected}counted_month, stock, begun, given, worked, recorded) AS ({" UNION ALL ".join(sources)}),
        placed AS (
            SELECT counted.*, closing.month,
                counted_month = closing.month AS is_last, counted_month >= closing.month - INTERVAL 11 MONTH AS is_within
            FROM closing
            JOIN counted ON counted_month BETWEEN closing.month - INTERVAL 12 MONTH AND closing.month
        ),
        summed AS (
            SELECT {selected}month,
                coalesce(sum(stock) FILTER (is_last), 0)::BIGINT AS open_cases,
                coalesce(sum(stock) FILTER (is_within), 0)::DOUBLE / 12 AS mean_open_cases,
                coalesce(sum(begun) FILTER (is_within), 0)::BIGINT AS new_cases,
                coalesce(sum(stock) FILTER (NOT is_within), 0)::BIGINT AS cases_at_begin,
                coalesce(sum(given) FILTER (is_within), 0)::BIGINT AS services,
                coalesce(sum(worked) FILTER (is_within), 0)::DOUBLE AS hours,
                coalesce(sum(recorded) FILTER (is_within), 0)::BIGINT AS services_with_hours
            FROM placed GROUP BY ALL
        )
        SELECT {selected}month, {", ".join(totals)} FROM summed
        WHERE new_cases > 0 OR cases_at_begin > 0 OR services > 0 ORDER BY ALL"""
    return _answer("mart_caseload", edition.query(sql, values * len(sources)), asked)


def services_of_a_year(edition: Edition, by: Sequence[str], month: dt.date, **only: str | None) -> Answer:
    """Services, their hours and how many have hours recorded in the twelve months that end with the counted `month`,
    grouped `by` columns of mart_service. Raises ValueError for a month that does not close twelve counted ones."""
    sql = """
        SELECT month - INTERVAL 11 MONTH AS first FROM mart_counted_month
        WHERE month = $month AND first >= (SELECT min(month) FROM mart_counted_month)"""
    begun = edition.query(sql, {"month": month})["first"].to_list()
    if not begun:
        raise ValueError(f"{month} does not close twelve months in which cases are counted")
    measures = ("services", "hours", "services_with_hours")
    return _sums(edition, "mart_service", by, measures, only, month=(begun[0], month))


def contact_scale(edition: Edition, focus_area: str | None = None) -> Answer:
    """How many services, and how many hours, come at once because they are one case's: services_scale and hours_scale, with
    the cases behind them, in the twelve months that end with each month; in one focus area or in all.

    A sum of counts that come in clumps varies like a count of clumps: the scale is the sum of the squares of what each case
    has, by the sum of what it has (for a compound Poisson sum, the variance by the mean). Rounded to one digit: beside the
    rounded sum, two would tell one of less than a hundred services exactly in half of all cases. Null where nothing was given.
    """
    sql = """
        SELECT month, sum(cases)::BIGINT AS cases,
            round(sum(services_squared) / nullif(sum(services), 0), 1)::DOUBLE AS services_scale,
            round(sum(hours_squared) / nullif(sum(hours), 0), 1)::DOUBLE AS hours_scale
        FROM mart_contact_spread WHERE $focus_area IS NULL OR focus_area = $focus_area
        GROUP BY month ORDER BY month"""
    return _answer("mart_contact_spread", edition.query(sql, {"focus_area": focus_area}))


def occupancy(edition: Edition) -> Answer:
    """Posts, and full-time equivalents granted and filled as means over the days, one row per building block and month:
    mart_occupancy."""
    sql = """
        SELECT building_block, month, posts, fte_days / days AS fte, filled_fte_days / days AS filled_fte
        FROM mart_occupancy ORDER BY building_block, month"""
    return _answer("mart_occupancy", edition.query(sql))


def goals(edition: Edition, by: Sequence[str], year: int | None = None, **only: str | bool | None) -> Answer:
    """Goals by what became of them, grouped `by` columns of mart_goal, agreed in `year` (None: in all years).

    Those agreed are put together from settled and open ones, those ended from settled ones less the others (at least 0). Six
    rounded counts with two sums among them would tell up to six of a carrier exactly.
    """
    answer = _sums(edition, "mart_goal", by, _counts("mart_goal"), only, year=(year, year))
    return replace(answer, put_together=_PUT_TOGETHER)


def agreements(edition: Edition, by: Sequence[str], year: int | None = None, **only: str | None) -> Answer:
    """People counselled, those with a goal agreed and those with one reached, grouped `by` columns of mart_agreement, by the
    `year` of the first interview (None: all years)."""
    return _sums(edition, "mart_agreement", by, _counts("mart_agreement"), only, year=(year, year))


def goal_design_effect(edition: Edition, focus_area: str | None = None) -> Answer:
    """How many times as much the share of settled goals that were reached varies as if each goal were a case of its own: one
    row of cases (with a settled goal) and design_effect (1 or more), of one focus area or of all.

    The variance of a ratio of sums over cases, by linearisation, by that of a share of as many single goals (W. G. Cochran
    1977, Sampling Techniques, 3rd edition, section 9.4; L. Kish 1965, Survey Sampling, section 8.2). Where all goals
    were reached, or none, nothing tells how much those of a case are alike, so they count as wholly alike: the squares of
    what each case has by the sum. Null without a settled goal. Rounded to one digit, as contact_scale is.
    """
    sql = """
        WITH total AS (
            SELECT coalesce(sum(cases), 0)::DOUBLE AS n, sum(goals_settled)::DOUBLE AS settled,
                sum(goals_reached)::DOUBLE AS reached, sum(settled_squared)::DOUBLE AS settled_squared,
                sum(reached_squared)::DOUBLE AS reached_squared, sum(reached_by_settled)::DOUBLE AS products
            FROM mart_goal_spread WHERE $focus_area IS NULL OR focus_area = $focus_area
        ),
        measured AS (
            SELECT *, reached / settled AS share,
                reached_squared - 2 * share * products + share * share * settled_squared AS deviations
            FROM total
        )
        SELECT n::BIGINT AS cases,
            CASE
                WHEN settled IS NULL THEN NULL
                WHEN n < 2 OR reached IN (0, settled) THEN round(settled_squared / settled, 1)
                ELSE round(greatest(n / (n - 1) * deviations / (settled * share * (1 - share)), 1), 1)
            END AS design_effect
        FROM measured"""
    return _answer("mart_goal_spread", edition.query(sql, {"focus_area": focus_area}))


def outcome_frame(edition: Edition) -> Answer:
    """What goals count as: focus_area, topic, goal_status, outcome, in_frame (whether the topic is one of the focus area's), one
    row per combination of the first three, in the order to show them."""
    rows = edition.query("FROM outcome_frame ORDER BY rowid")
    return Answer(rows, dict.fromkeys(rows.columns, PUBLIC), {})


def characteristics(
    edition: Edition, by: Sequence[str], attribute: str, year: int | None = None, **only: str | None
) -> Answer:
    """People counselled by one `attribute` of theirs: cases grouped `by` columns of mart_characteristic and value, by the `year`
    of the first interview (None: all years). Never by two attributes of a person."""
    grouped = tuple(dict.fromkeys((*by, "value")))
    named = {**only, "attribute": attribute}
    return _sums(edition, "mart_characteristic", grouped, ("cases",), named, year=(year, year))


def referrals(edition: Edition, by: Sequence[str], year: int | None = None, **only: str | None) -> Answer:
    """Referrals grouped `by` columns of mart_referral, in the `year` they were made (None: in all years)."""
    return _sums(edition, "mart_referral", by, ("referrals",), only, year=(year, year))


def services(edition: Edition, by: Sequence[str], year: int | None = None, **only: str | None) -> Answer:
    """Services given, their hours and how many have hours recorded, grouped `by` columns of mart_service."""
    return _sums(edition, "mart_service", by, ("services", "hours", "services_with_hours"), only, year=(year, year))


def waiting(
    edition: Edition, by: Sequence[str], target_days: int, year: int | None = None, **only: str | None
) -> Answer:
    """Days from request to first interview, grouped `by` columns of mart_duration, by the `year` of the request (None: all).

    Of those interviewed: cases, median and quartiles, linear between neighbouring values (type 7, as DuckDB's quantile_cont
    gives them) and rounded to whole days: half a day would tell that an even number of people stands behind it. The limits of the
    median are order statistics: the lower one is the value of the highest rank r for which the binomial probability (n, 1/2) of
    fewer than r is 2.5 % at most, the upper one that of rank n + 1 - r, so 95 % or more for whatever distribution (W. J. Conover
    1999, Practical Nonparametric Statistics, 3rd edition, section 3.2; G. J. Hahn, W. Q. Meeker 1991, Statistical Intervals, section
    5.2). None for fewer than six. Of up to twelve they may be the shortest and the longest time of all, somebody's own: they are
    widened to whole weeks.

    Of all: requests of which it is known whether the interview came within `target_days`, how many it did (within_target), how many
    still wait and how many left without one. Raises ValueError for a target below zero.
    """
    if target_days < 0:
        raise ValueError(f"a target is zero days or more, found {target_days}")
    grouped = _known("mart_duration", by)
    where, values = _conditions("mart_duration", {**only, "process": "waiting"}, {"year": (year, year)})
    selected = "".join(f"{column}, " for column in grouped)
    seen = "FILTER (ending = 'interview')"
    sql = f"""
        WITH single AS (SELECT {selected}days, ending, unnest(range(cases)) FROM mart_duration {where}),
        summed AS (
            SELECT {selected}count(*) {seen} AS cases,
                round(quantile_cont(days, 0.5) {seen}) AS median_days,
                round(quantile_cont(days, 0.25) {seen}) AS lower_quartile_days,
                round(quantile_cont(days, 0.75) {seen}) AS upper_quartile_days,
                list(days ORDER BY days) {seen} AS waited,
                count(*) FILTER (ending <> 'open' OR days >= ?) AS requests,
                count(*) FILTER (ending = 'interview' AND days <= ?) AS within_target,
                count(*) FILTER (ending = 'open') AS still_waiting,
                count(*) FILTER (ending = 'left') AS left_without
            FROM single GROUP BY ALL
        ),
        chances AS (
            SELECT n, sum(exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) - n * ln(2))) OVER (
                PARTITION BY n ORDER BY i) AS up_to_here
            FROM (SELECT n, unnest(range(n // 2 + 1)) AS i FROM (SELECT DISTINCT cases AS n FROM summed))
        ),
        ranks AS (SELECT n, count(*) FILTER (up_to_here <= 0.025) AS r FROM chances GROUP BY n)
        SELECT {selected}cases, median_days, lower_quartile_days, upper_quartile_days,
            CASE WHEN r > 0 AND n <= 12 THEN waited[r] // 7 * 7 WHEN r > 0 THEN waited[r] END::DOUBLE AS median_lower_days,
            CASE WHEN r > 0 AND n <= 12 THEN (waited[n + 1 - r] + 6) // 7 * 7
                WHEN r > 0 THEN waited[n + 1 - r] END::DOUBLE AS median_upper_days,
            requests, within_target, still_waiting, left_without AS "left"
        FROM summed JOIN ranks ON n = cases ORDER BY ALL"""
    rows = edition.query(sql, [*values, target_days, target_days])
    return _answer("mart_duration", rows, _narrowed(grouped, only))


def duration_steps(
    edition: Edition, by: Sequence[str], process: str, year: int | None = None, **only: str | None
) -> Answer:
    """How long a process took and how it ended, to the day: cases grouped `by` columns of mart_duration, days and ending, by the
    `year` in which it began (None: all). Staff figures: so exact, they are for the coordination or to be made into curves."""
    grouped = (*by, "days", "ending")
    answer = _sums(edition, "mart_duration", grouped, ("cases",), {**only, "process": process}, year=(year, year))
    return Answer(answer.frame, {**answer.classes, "cases": STAFF}, {})


def _lines(edition: Edition, table: str, file: str, rule: str) -> Answer:
    """Lines of a file lead whoever has it to single people: staff figures."""
    sql = f'SELECT line, "column" FROM {table} WHERE file = ? AND rule = ? ORDER BY line, "column"'
    return Answer(edition.query(sql, [file, rule]), {"line": STAFF, "column": PUBLIC}, {})


def _sums(
    edition: Edition,
    mart: str,
    by: Sequence[str],
    measures: Sequence[str],
    only: Mapping[str, str | bool | None],
    **between: tuple[object, object],
) -> Answer:
    grouped, counted = _known(mart, by), _known(mart, measures)
    where, values = _conditions(mart, only, between)
    sums = ", ".join(f"coalesce(sum({name}), 0)::{MARTS[mart][name].dtype} AS {name}" for name in counted)
    names = ", ".join(grouped)
    grouping = f"GROUP BY {names} ORDER BY {names}" if grouped else ""
    selected = f"{names}, {sums}" if grouped else sums
    frame = edition.query(f"SELECT {selected} FROM {mart} {where} {grouping}", values)
    return _answer(mart, frame, _narrowed(grouped, only))


def _conditions(
    mart: str, only: Mapping[str, str | bool | None], between: Mapping[str, tuple[object, object]]
) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []
    for column in _known(mart, [name for name, value in only.items() if value is not None]):
        parts.append(f"{column} = ?")
        values.append(only[column])
    for column, (lowest, highest) in between.items():
        for sign, limit in ((">=", lowest), ("<=", highest)):
            if limit is not None:
                parts.append(f"{column} {sign} ?")
                values.append(limit)
    return (f"WHERE {' AND '.join(parts)}" if parts else "", values)


def _narrowed(grouped: Sequence[str], only: Mapping[str, str | bool | None]) -> tuple[str, ...]:
    return (*grouped, *(name for name, value in only.items() if value is not None))


def _counts(mart: str) -> tuple[str, ...]:
    return tuple(name for name, column in MARTS[mart].items() if column.protection == PEOPLE)


def _known(mart: str, names: Sequence[str]) -> tuple[str, ...]:
    unknown = [name for name in names if name not in MARTS[mart]]
    if unknown:
        raise KeyError(f"{mart} has no column {', '.join(unknown)}; it has {', '.join(MARTS[mart])}")
    return tuple(names)


def _answer(mart: str, frame: pl.DataFrame, narrowed_by: Sequence[str] = ()) -> Answer:
    return Answer(frame, classes(mart, narrowed_by), bases(mart), least=least(mart))
