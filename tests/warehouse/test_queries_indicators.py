"""Questions about indicators: which date's figure comes, against a plain twin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.protection import protect
from tests.warehouse.marts import DUEREN, rows_of
from warehouse import Edition, queries


def test_an_indicator_comes_with_its_newest_date_only(edition: Edition) -> None:
    found = queries.indicator(edition, "foreign_nationals").frame
    every = rows_of(edition, "mart_indicator").filter(pl.col("indicator") == "foreign_nationals")
    newest = every.filter(pl.col("reference_date") == every["reference_date"].max()).sort("ags")
    assert_frame_equal(found, newest)
    assert queries.indicator(edition, "no such indicator").frame.is_empty()


class Figures:
    """As much of an edition as mart_indicator is: rows of ags, indicator, reference_date and value."""

    connection = duckdb.connect()  # one for all: opening one takes longer than asking it

    def __init__(self, rows: Sequence[tuple[str, str, dt.date, float | None]]) -> None:
        schema = {"ags": pl.String, "indicator": pl.String, "reference_date": pl.Date, "value": pl.Float64}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        self.mart = frame.with_columns(unit=pl.lit("persons"), quality=pl.lit("exact"), source=pl.lit("a.csv"))

    def query(self, sql: str, params: Any = None) -> pl.DataFrame:
        self.connection.register("mart_indicator", self.mart.to_arrow(compat_level=pl.CompatLevel.newest()))
        return self.connection.sql(sql, params=params).pl()


KREIS, HEIMBACH = "05358", "05358012"
SPRING, SUMMER, AUTUMN = (dt.date(2024, month, 1) for month in (3, 6, 9))


@pytest.mark.parametrize(
    ("on", "of_places", "of_district"),
    [
        (None, AUTUMN, SUMMER),
        (dt.date(1990, 1, 1), SPRING, SUMMER),
        (SPRING, SPRING, SUMMER),
        (SUMMER, SPRING, SUMMER),  # 92 days from either: the earlier
        (SUMMER + dt.timedelta(days=1), AUTUMN, SUMMER),
        (SUMMER - dt.timedelta(days=1), SPRING, SUMMER),
        (dt.date(2090, 1, 1), AUTUMN, SUMMER),
    ],
)
def test_an_indicator_comes_with_the_date_nearest_to_a_day_on_each_level(
    on: dt.date | None, of_places: dt.date, of_district: dt.date
) -> None:
    days = {DUEREN: (SPRING, AUTUMN), HEIMBACH: (SPRING, AUTUMN), KREIS: (SUMMER,)}
    rows = [(ags, "x", day, float(day.month)) for ags, dates in days.items() for day in dates]
    figures = Figures([*rows, (DUEREN, "y", SUMMER, 0.0)])
    found = queries.indicator(figures, "x", on).frame  # type: ignore[arg-type]
    assert found.select("ags", "reference_date").rows() == [
        (KREIS, of_district),
        (DUEREN, of_places),
        (HEIMBACH, of_places),
    ]


DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2022, 1, 12))
FIGURES = st.dictionaries(
    st.tuples(st.sampled_from([KREIS, DUEREN, HEIMBACH]), st.sampled_from(["x", "y"]), DAYS),
    st.none() | st.integers(0, 9).map(float),
    max_size=12,
).map(lambda values: [(*key, value) for key, value in values.items()])


@given(FIGURES, st.none() | DAYS)
def test_the_nearest_date_agrees_with_the_slow_twin(
    rows: list[tuple[str, str, dt.date, float | None]], on: dt.date | None
) -> None:
    expected = []
    for level in (5, 8):
        of_level = [row for row in rows if row[1] == "x" and len(row[0]) == level]
        days = sorted({row[2] for row in of_level})
        if days:
            chosen = days[-1] if on is None else min(days, key=lambda day: abs((day - on).days))
            expected += [row for row in of_level if row[2] == chosen]
    found = queries.indicator(Figures(rows), "x", on)  # type: ignore[arg-type]
    assert found.frame.select("ags", "indicator", "reference_date", "value").rows() == sorted(expected)


@given(FIGURES)
def test_what_indicators_there_are_agrees_with_the_slow_twin(
    rows: list[tuple[str, str, dt.date, float | None]],
) -> None:
    expected = []
    for indicator in ("x", "y"):
        of_places = [row for row in rows if row[1] == indicator and len(row[0]) == 8]
        if of_places:
            newest = max(row[2] for row in of_places)
            count = sum(row[2] == newest and row[3] is not None for row in of_places)
            expected.append((indicator, "persons", newest, count, count > 0))
    found = queries.indicators(Figures(rows))  # type: ignore[arg-type]
    assert found.frame.columns == ["indicator", "unit", "reference_date", "municipalities", "has_figures"]
    assert found.frame.rows() == expected


def test_the_indicators_of_the_edition_are_those_of_its_figures(edition: Edition) -> None:
    found = queries.indicators(edition)
    assert set(found.classes.values()) == {"public"}
    assert protect(found.frame, found.classes, "steering", found.bases).equals(found.frame)
    mart = rows_of(edition, "mart_indicator").filter(pl.col("ags").str.len_chars() == 8)
    assert found.frame["indicator"].to_list() == mart["indicator"].unique().sort().to_list()
    for indicator, unit, day, municipalities, has_figures in found.frame.rows():
        shown = queries.indicator(edition, indicator).frame.filter(pl.col("ags").str.len_chars() == 8)
        assert set(shown["reference_date"]) == {day}
        assert set(shown["unit"]) == {unit}
        assert municipalities == shown["value"].drop_nulls().len()
        assert has_figures == (municipalities > 0)
    population = found.frame.row(by_predicate=pl.col("indicator") == "population", named=True)
    assert (population["unit"], population["municipalities"]) == ("persons", 15)
