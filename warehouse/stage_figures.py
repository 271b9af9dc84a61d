"""What an edition says of the quantities that are compared, as of the dates of a stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from warehouse.contracts import PEOPLE, PUBLIC
from warehouse.edition import Edition

NEEDS = (
    "population",
    "population_update",
    "foreign_nationals",
    "immigration_history",
    "asylum_benefit_recipients",
    "sgb2_recipients",
)
NEED, FTE, OPEN_CASES, NEW_CASES = "need", "fte", "open_cases", "new_cases_12m"
UNITS = {
    **{f"{NEED}:{indicator}": "people" for indicator in NEEDS},
    FTE: "fte",
    OPEN_CASES: "cases",
    NEW_CASES: "cases",
}
# Figures of need are published; cases are clients, in the district and by focus area, which everyone may see rounded.
PROTECTION = {name: PEOPLE if unit == "cases" else PUBLIC for name, unit in UNITS.items()}
EVERYWHERE = ALL_AREAS = ""
CASE_MANAGEMENT = "case_management"
MUNICIPALITY_DIGITS = 8
MONTHS_OF_A_YEAR = 12
Key = tuple[str, str, str]
Days = Mapping[tuple[str, bool], dt.date]


@dataclass(frozen=True)
class Known:
    """What can be read of an edition, which may be of an older form. `marts`: those with all columns that are wanted here.
    `indicators`: indicator, ags, reference_date, value, is_municipality (or else the district). `months`: the first and the last
    one in which cases are counted; None without any."""

    edition: Edition
    marts: frozenset[str]
    indicators: pl.DataFrame
    months: tuple[dt.date, dt.date] | None

    @property
    def newest_days(self) -> Days:
        """The newest day of each indicator of need, one of the municipalities (True) and one of the district (False)."""
        found = self.indicators.group_by("indicator", "is_municipality").agg(pl.col("reference_date").max())
        return {(indicator, is_municipality): day for indicator, is_municipality, day in found.rows()}

    @property
    def focus_areas(self) -> set[str]:
        """The focus areas in which there are posts of case management or counted cases."""
        found: set[str] = set()
        if "mart_post" in self.marts:
            sql = "SELECT DISTINCT focus_area FROM mart_post WHERE building_block = $block"
            found |= set(self.edition.query(sql, {"block": CASE_MANAGEMENT})["focus_area"].drop_nulls())
        if "mart_caseload" in self.marts:
            found |= set(self.edition.query("SELECT DISTINCT focus_area FROM mart_caseload")["focus_area"].drop_nulls())
        return found

    def figures(
        self, posts_on: dt.date, cases_on: dt.date | None, days: Days, areas: Collection[str]
    ) -> dict[Key, float | None]:
        """Quantity, municipality ("" = the district) and focus area ("" = all) -> what the edition says.

        Indicators as of their newest day up to that of `days`; granted posts of case management valid on `posts_on`; cases
        open at the end of the month that ends on `cases_on`, and new in the twelve months up to it. `areas`: the focus areas to
        tell apart; one without posts or cases has 0. What the edition does not have, or not of that month, is not among the keys.
        """
        return {
            **dict(self._needs(days)),
            **dict(self._fte(posts_on, areas)),
            **dict(self._cases(cases_on, areas)),
        }

    def _needs(self, days: Days) -> Iterator[tuple[Key, float | None]]:
        until = pl.DataFrame(
            [(*key, day) for key, day in days.items()],
            schema={"indicator": pl.String, "is_municipality": pl.Boolean, "until": pl.Date},
            orient="row",
        )
        level = ("indicator", "is_municipality")
        known = self.indicators.join(until, on=level).filter(pl.col("reference_date") <= pl.col("until"))
        newest = known.filter(pl.col("reference_date") == pl.col("reference_date").max().over(level))
        for indicator, ags, is_municipality, value in newest.select(
            "indicator", "ags", "is_municipality", "value"
        ).rows():
            yield (f"{NEED}:{indicator}", ags if is_municipality else EVERYWHERE, ALL_AREAS), value

    def _fte(self, day: dt.date, areas: Collection[str]) -> Iterator[tuple[Key, float]]:
        if "mart_post" not in self.marts:
            return
        sql = """
            SELECT focus_area, fsum(fte ORDER BY fte) FROM mart_post
            WHERE building_block = $block AND coalesce(valid_from, $day) <= $day AND coalesce(valid_to, $day) >= $day
            GROUP BY GROUPING SETS ((), (focus_area))"""
        # Posts of case management always have a focus area, so the row without one is the sum.
        found = dict(self.edition.query(sql, {"block": CASE_MANAGEMENT, "day": day}).rows())
        yield from (((FTE, EVERYWHERE, area), float(found.get(area or None) or 0)) for area in (ALL_AREAS, *areas))

    def _cases(self, month_end: dt.date | None, areas: Collection[str]) -> Iterator[tuple[Key, float]]:
        if month_end is None or self.months is None:
            return
        month, (first, last) = month_end.replace(day=1), self.months
        if not first <= month <= last:
            return
        sql = "SELECT focus_area, sum(open_cases)::DOUBLE FROM mart_caseload WHERE month = $month GROUP BY focus_area"
        found = dict(self.edition.query(sql, {"month": month}).rows())
        yield (OPEN_CASES, EVERYWHERE, ALL_AREAS), sum(found.values(), 0.0)
        yield from (((OPEN_CASES, EVERYWHERE, area), float(found.get(area, 0))) for area in areas)
        begin = _months_before(month, MONTHS_OF_A_YEAR - 1)
        if begin >= first:
            sql = "SELECT coalesce(sum(new_cases), 0)::DOUBLE FROM mart_caseload WHERE month BETWEEN $begin AND $month"
            yield (NEW_CASES, EVERYWHERE, ALL_AREAS), self.edition.query(sql, {"begin": begin, "month": month}).item()


def known_of(edition: Edition) -> Known:
    """What can be read of an edition: marts by their names and columns."""
    columns: dict[str, set[str]] = {}
    sql = "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'edition'"
    for table, column in edition.query(sql).rows():
        columns.setdefault(table, set()).add(column)
    marts = frozenset(mart for mart, wanted in _READ.items() if wanted <= columns.get(mart, set()))
    return Known(edition, marts, _indicators(edition, marts), _months(edition, marts))


def _indicators(edition: Edition, marts: Collection[str]) -> pl.DataFrame:
    if "mart_indicator" not in marts:
        return pl.DataFrame(schema=_INDICATORS)
    sql = "SELECT indicator, ags, reference_date, value FROM mart_indicator WHERE list_contains($needs, indicator)"
    rows = edition.query(sql, {"needs": list(NEEDS)})
    return rows.with_columns(is_municipality=pl.col("ags").str.len_chars() == MUNICIPALITY_DIGITS)


def _months(edition: Edition, marts: Collection[str]) -> tuple[dt.date, dt.date] | None:
    """The counted months; editions of the first form have no table of them, but cases in each."""
    if "mart_caseload" not in marts:
        return None
    table = "mart_counted_month" if "mart_counted_month" in marts else "mart_caseload"
    first, last = edition.query(f"SELECT min(month), max(month) FROM {table}").row(0)  # noqa: S608 - one of two names
    return None if first is None else (first, last)


def _months_before(month: dt.date, number: int) -> dt.date:
    years, index = divmod(month.year * MONTHS_OF_A_YEAR + month.month - 1 - number, MONTHS_OF_A_YEAR)
    return dt.date(years, index + 1, 1)


_READ = {
    "mart_indicator": {"indicator", "ags", "reference_date", "value"},
    "mart_post": {"building_block", "focus_area", "fte", "valid_from", "valid_to"},
    "mart_caseload": {"focus_area", "month", "new_cases", "open_cases"},
    "mart_counted_month": {"month"},
}
_INDICATORS = {
    "indicator": pl.String,
    "ags": pl.String,
    "reference_date": pl.Date,
    "value": pl.Float64,
    "is_municipality": pl.Boolean,
}
