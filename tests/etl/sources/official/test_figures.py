"""Whatever stands in the cells: every row is accounted for, and no figure is made up."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.indicator_rules import IndicatorRule, IndicatorRules
from etl.outcome import rejections
from etl.sources.official.cells import CELLS, Cells
from etl.sources.official.figures import indicators

TEXTS = st.sampled_from(["5", "6", "0", "1,5", "-", "–", ".", "/", "x", "...", "", "(3)", "fünf", "1.234"])
KEYS = st.sampled_from(["05358", "05358008", "053580008008", "00", "Düren", "5358"])
DAYS = st.sampled_from(["2022-05-15", "31.12.2024", "2023", "31.02.2024", ""])
MARKS = st.sampled_from(["", "e", "p", "()", "?"])
ROWS = st.lists(st.tuples(KEYS, DAYS, st.lists(st.tuples(st.sampled_from("AB"), TEXTS, MARKS), min_size=1, max_size=3)))


def cells(rows: list[tuple[str, str, list[tuple[str, str, str]]]], zeros: tuple[str, ...] = ()) -> Cells:
    frame = [
        (line, measure, key, day, "T", measure, "number", text, mark)
        for line, (key, day, row) in enumerate(rows, 2)
        for measure, text, mark in row
    ]
    return Cells(
        pl.DataFrame(frame, schema=CELLS, orient="row"), rejections([]), len(rows), "key", "day", "mark", zeros
    )


@given(ROWS)
def test_every_row_is_loaded_rejected_or_a_duplicate(rows: list[tuple[str, str, list[tuple[str, str, str]]]]) -> None:
    found = indicators(cells(rows), "t.csv", "stacked", IndicatorRules())
    assert found.rows_loaded + found.rows_rejected + found.duplicate == found.rows_read == len(rows)
    assert set(found.frame["line"]).isdisjoint(found.rejected["line"])
    assert found.frame.select("ags", "indicator", "reference_date").is_duplicated().sum() == 0


@given(ROWS)
def test_what_loads_stands_in_the_file(rows: list[tuple[str, str, list[tuple[str, str, str]]]]) -> None:
    found = indicators(cells(rows), "t.csv", "stacked", IndicatorRules())
    numbers = {"5": 5.0, "6": 6.0, "0": 0.0, "1,5": 1.5, "(3)": 3.0}
    for line, _, indicator, _, value, _, quality in found.frame.rows():
        written = {text for measure, text, _ in rows[line - 2][2] if f"t__{measure.lower()}" == indicator}
        assert value in {numbers.get(text) for text in written}
        assert (value is None) == (
            quality in {"not_reported", "not_published", "unreliable", "not_meaningful", "later"}
        )


@given(ROWS)
def test_a_dash_is_zero_only_by_configuration(rows: list[tuple[str, str, list[tuple[str, str, str]]]]) -> None:
    dashes = [(key, day, [(measure, "-", "") for measure, _, _ in row]) for key, day, row in rows]
    rules = IndicatorRules((IndicatorRule("T", "A", "a", dash="zero"),))
    found = indicators(cells(dashes), "t.csv", "stacked", rules).frame
    for indicator, value, quality in found.select("indicator", "value", "quality").iter_rows():
        assert (value, quality) == ((0.0, "exact") if indicator == "a" else (None, "not_reported"))


def test_a_row_whose_figure_is_impossible_gives_way_to_one_that_repeats_its_other_figures() -> None:
    rows = [
        ("05358", "2023", [("A", "5", ""), ("B", "-1", "")]),
        ("05358", "2023", [("A", "5", "")]),
    ]
    rules = IndicatorRules((IndicatorRule("T", unit="persons"),))
    found = indicators(cells(rows), "t.csv", "stacked", rules)
    assert found.rejected.rows() == [(2, "–", "count_not_negative")]
    assert found.frame.select("line", "value").rows() == [(3, 5.0)]


def test_two_measures_must_not_share_an_id() -> None:
    rows = [("05358", "2023", [("A b", "5", "")]), ("05362", "2023", [("A-b", "6", "")])]
    with pytest.raises(InputError, match="two measures would have the id t__a_b; name one of them"):
        indicators(cells(rows), "t.csv", "stacked", IndicatorRules())


def test_rules_name_figures_by_day() -> None:
    rules = IndicatorRules(
        (
            IndicatorRule("T", "A", "old", last=dt.date(2022, 12, 31)),
            IndicatorRule("T", "A", "new", unit="persons", quality="perturbed", first=dt.date(2023, 1, 1)),
        )
    )
    rows = [("05358", day, [("A", "5", "")]) for day in ("2022", "2023")]
    found = indicators(cells(rows), "t.csv", "stacked", rules).frame
    assert found.select("indicator", "unit", "quality").rows() == [
        ("old", "number", "exact"),
        ("new", "persons", "perturbed"),
    ]
