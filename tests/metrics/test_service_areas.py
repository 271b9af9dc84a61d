"""Posts over the municipalities they serve at the time, against a twin that splits every single day."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.caseload import fte_by_month, month_starts
from metrics.service_areas import fte_by_post_and_place, in_span, stretches

ONE_DAY = dt.timedelta(days=1)
MONTHS = month_starts(dt.date(2024, 1, 1), dt.date(2024, 3, 1))
LAST = dt.date(2024, 3, 31)
PLACES = ("1", "2", "3")
NEED = pl.DataFrame({"ags": PLACES, "need": [10, 30, 0]})
PERIODS = {"post": pl.String, "fte": pl.Float64, "valid_from": pl.Date, "valid_to": pl.Date}
AREAS = {"post": pl.String, "ags": pl.String, "share": pl.Float64, "valid_from": pl.Date, "valid_to": pl.Date}
DAYS = st.dates(dt.date(2023, 12, 15), dt.date(2024, 4, 10))

Period = tuple[str, float, dt.date, dt.date | None]
Area = tuple[str, str, float | None, dt.date | None, dt.date | None]


def periods_of(*rows: Period) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=PERIODS, orient="row")


def areas_of(*rows: Area) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=AREAS, orient="row")


@st.composite
def periods(draw: st.DrawFn) -> list[Period]:
    """Two posts, each with one period, or two that lie apart."""
    rows: list[Period] = []
    for post in ("A", "B"):
        begins, ends = sorted((draw(DAYS), draw(DAYS)))
        rows.append((post, 1.0, begins, ends))
        if draw(st.booleans()):
            rows.append((post, 0.5, ends + dt.timedelta(days=draw(st.integers(1, 20))), None))
    return rows


@st.composite
def areas(draw: st.DrawFn) -> list[Area]:
    """At most one period of each municipality for each post, open on either side or not."""
    rows: list[Area] = []
    for post in ("A", "B"):
        for place in draw(st.sets(st.sampled_from(PLACES))):
            begins, ends = sorted((draw(DAYS), draw(DAYS)))
            is_open = draw(st.tuples(st.booleans(), st.booleans()))
            rows.append((post, place, None, None if is_open[0] else begins, None if is_open[1] else ends))
    return rows


def is_valid(begins: dt.date | None, ends: dt.date | None, day: dt.date) -> bool:
    return (begins or dt.date.min) <= day <= (ends or dt.date.max)


def slow(periods: list[Period], areas: list[Area], rule: str) -> dict[tuple[str, str, dt.date], float]:
    """(post, municipality, month) -> FTE: each post split on each day over the places it serves that day."""
    found: dict[tuple[str, str, dt.date], float] = defaultdict(float)
    people = dict(NEED.rows())
    for month in MONTHS:
        length = calendar.monthrange(month.year, month.month)[1]
        for day in (month + number * ONE_DAY for number in range(length)):
            for post, fte, begins, ends in periods:
                served = [area[1] for area in areas if area[0] == post and is_valid(area[3], area[4], day)]
                if not is_valid(begins, ends, day) or not served:
                    continue
                total = sum(people[place] for place in served)
                for place in served:
                    part = people[place] / total if rule == "need" and total else 1 / len(served)
                    found[post, place, month] += fte * part / length
    return found


@given(periods=periods(), areas=areas(), rule=st.sampled_from(("need", "equal")))
def test_fte_of_a_place_agree_with_a_split_of_every_day(periods: list[Period], areas: list[Area], rule: str) -> None:
    found = fte_by_post_and_place(periods_of(*periods), areas_of(*areas), NEED, MONTHS, rule)
    expected = {key: fte for key, fte in slow(periods, areas, rule).items() if fte > 0}
    assert found.select("post", "ags", "month").rows() == sorted(expected)
    assert found["fte"].to_list() == pytest.approx([fte for _, fte in sorted(expected.items())], abs=1e-12)


@given(periods=periods(), areas=areas())
def test_stretches_cover_each_day_of_a_period_once(periods: list[Period], areas: list[Area]) -> None:
    cut = stretches(periods_of(*periods), areas_of(*areas)).periods
    assert cut["stretch"].is_unique().all()
    whole, parts = (fte_by_month(frame, MONTHS) for frame in (periods_of(*periods), cut))
    assert parts["fte"].to_list() == pytest.approx(whole["fte"].to_list())


@given(periods=periods(), areas=areas())
def test_municipalities_stay_the_same_throughout_a_stretch(periods: list[Period], areas: list[Area]) -> None:
    cut = stretches(periods_of(*periods), areas_of(*areas))
    for stretch, post, _, begins, ends in cut.periods.rows():
        named = set(cut.areas.filter(pl.col("stretch") == stretch)["ags"])
        for day in (begins, min(ends or LAST, LAST)):
            if begins <= day:
                assert named == {area[1] for area in areas if area[0] == post and is_valid(area[3], area[4], day)}


def test_a_share_that_changes_within_a_month_counts_by_its_days() -> None:
    change = dt.date(2024, 2, 11)
    found = fte_by_post_and_place(
        periods_of(("A", 1.0, dt.date(2024, 1, 1), None)),
        areas_of(
            ("A", "1", 1.0, None, change - ONE_DAY),
            ("A", "1", 0.4, change, None),
            ("A", "2", 0.6, change, None),
        ),
        NEED,
        MONTHS,
        "fixed",
    )
    one, two = (found.filter(pl.col("ags") == place)["fte"].to_list() for place in ("1", "2"))
    assert one == pytest.approx([1.0, (10 + 19 * 0.4) / 29, 0.4])
    assert two == pytest.approx([19 * 0.6 / 29, 0.6])


def test_a_post_without_a_municipality_falls_to_none() -> None:
    found = fte_by_post_and_place(periods_of(("A", 1.0, dt.date(2024, 1, 1), None)), areas_of(), NEED, MONTHS)
    assert found.is_empty()


@pytest.mark.parametrize("rule", ["fixed", "hours"])
def test_what_a_rule_has_no_figures_for_is_split_by_need(rule: str) -> None:
    """A has shares and hours, B neither."""
    hours = pl.DataFrame({"post": ["A", "A"], "ags": ["1", "2"], "hours_per_week": [1.0, 4.0]})
    begins = dt.date(2024, 1, 1)
    found = fte_by_post_and_place(
        periods_of(("A", 1.0, begins, None), ("B", 1.0, begins, None)),
        areas_of(
            ("A", "1", 0.2, None, None),
            ("A", "2", 0.8, None, None),
            ("B", "1", None, None, None),
            ("B", "2", None, None, None),
        ),
        NEED,
        MONTHS[:1],
        rule,
        hours if rule == "hours" else None,
    )
    assert found["fte"].to_list() == pytest.approx([0.2, 0.8, 0.25, 0.75])


@given(rows=periods(), served=areas())
def test_posts_of_a_span_are_the_mean_of_its_days(rows: list[Period], served: list[Area]) -> None:
    """Each day of the span is looked at alone: which posts there are, whom they serve, and with how much."""
    first, last = dt.date(2024, 1, 10), dt.date(2024, 2, 20)
    expected: dict[tuple[str, frozenset[str]], float] = defaultdict(float)
    days = (last - first).days + 1
    for offset in range(days):
        day = first + offset * ONE_DAY
        for post, fte, begins, ends in rows:
            places = frozenset(
                ags
                for name, ags, _, opens, closes in served
                if name == post and (opens or day) <= day <= (closes or day)
            )
            if begins <= day <= (ends or day) and places:
                expected[post, places] += fte / days
    found: dict[tuple[str, frozenset[str]], float] = defaultdict(float)
    span = in_span(periods_of(*rows), areas_of(*served), first, last)
    for stretch, post, fte in span.periods.select("stretch", "post", "fte").rows():
        found[post, frozenset(span.areas.filter(pl.col("stretch") == stretch)["ags"])] += fte
    assert found == pytest.approx(expected)


def test_a_span_takes_the_column_asked_for_and_leaves_out_who_serves_nobody() -> None:
    filled = periods_of(("A", 1.0, dt.date(2024, 1, 1), None), ("B", 1.0, dt.date(2024, 1, 1), None))
    served = areas_of(("A", "1", None, None, None))
    day = dt.date(2024, 2, 1)
    span = in_span(filled.with_columns(filled_fte=pl.lit(0.5)), served, day, day, "filled_fte")
    assert span.periods.select("post", "fte").rows() == [("A", 0.5)]
    with pytest.raises(ValueError, match="before it begins"):
        in_span(filled, served, day, day - ONE_DAY)
