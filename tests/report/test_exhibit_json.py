"""Exhibits kept as text."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import Language
from report.assignments_json import from_json as assignments_from_json
from report.assignments_json import to_json as assignments_to_json
from report.exhibit import Exhibit
from report.exhibit_json import from_json, to_json
from report.grid import grid_of
from report.meeting import Assignment
from report.sheets import Column, Example, Explanation, Facts, Section, Sheet, number_format
from tests.report.packs import assignment, exhibit

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
days = st.dates()
cells = st.one_of(
    st.none(), texts, st.integers(), st.booleans(), days, st.floats(allow_nan=False, allow_infinity=False)
)
rows = st.lists(st.lists(cells, max_size=4).map(tuple), max_size=4).map(tuple)
several = st.lists(texts, max_size=3).map(tuple)
pairs = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
columns = st.lists(st.builds(Column, texts, st.floats(1, 100) | st.integers(1, 100), texts), max_size=4).map(tuple)
facts = st.builds(Facts, pairs, pairs, st.lists(st.tuples(texts, days), max_size=3).map(tuple), several, several)
sections = st.lists(st.builds(Section, texts, rows, several), max_size=3).map(tuple)
decimals = st.lists(st.integers(0, 4), max_size=4).map(tuple)
sheets = st.builds(Sheet, texts, texts, columns, rows, several, decimals) | st.builds(
    Explanation, texts, texts, sections, facts
)
exhibits = st.builds(
    Exhibit,
    texts,
    several,
    texts,
    st.lists(sheets, max_size=3).map(tuple),
    st.none() | st.builds(Example, texts, texts),
    texts,
    texts,
    st.sampled_from(["de", "en"]),
    texts,
)
assignments = st.lists(
    st.builds(Assignment, texts, texts, st.none() | days, texts, texts, st.booleans(), several), max_size=4
).map(tuple)


@given(exhibits)
def test_an_exhibit_comes_back_as_it_was(found: Exhibit) -> None:
    text = to_json(found)
    again = from_json(text)
    assert again == found
    assert repr(again) == repr(found)  # True is no 1, and 1 no 1.0
    assert to_json(again) == text


@given(assignments)
def test_assignments_come_back_as_they_were(found: tuple[Assignment, ...]) -> None:
    text = assignments_to_json(found)
    assert assignments_from_json(text) == found


def test_the_text_is_canonical() -> None:
    text = to_json(exhibit())
    assert "ü" in text and "\\u" not in text
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), dt.datetime(2026, 1, 1), b"x", [1], "\ud800"])
def test_what_no_cell_holds_is_refused(cell: Any) -> None:
    found = exhibit()
    sheet = Sheet("x", "x", (Column("x"),), ((cell,),))
    with pytest.raises(ValueError, match=r"."):
        to_json(replace(found, sheets=(sheet,)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "1",
        '{"form":2}',
        to_json(exhibit()).replace('"form":1', '"form":2'),
        to_json(exhibit()).replace('"form":1', '"form":1,"more":1'),
        to_json(exhibit()).replace('"findings":[', '"findings":{'),
        to_json(exhibit()).replace('"day":"2024-10-01"', '"day":"2024-13-01"'),
        to_json(exhibit()) + " ",
        "[" * 100_000,
    ],
)
def test_what_is_no_exhibit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(text)


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", "[{}]", assignments_to_json([assignment()]).replace("[{", '[{"a":1,')]
)
def test_what_is_no_list_of_assignments_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        assignments_from_json(text)


def test_decimals_of_rows_are_kept_and_none_are_left_out() -> None:
    columns = (
        Column("Kennzahl"),
        Column("vorher", 12, number_format(0)),
        Column("Schritt", 12, number_format(0, signed=True)),
    )
    table = Sheet("Brücke", "Brücke", columns, (("Fälle", 279285, 12), ("VZÄ", 0.5, -0.25)), (), (0, 2))
    plain = exhibit()
    kept = from_json(to_json(replace(plain, sheets=(table, *plain.sheets[1:]))))
    assert kept.table == table
    assert grid_of(table, Language("de")).rows == (("Fälle", "279.285", "+12"), ("VZÄ", "0,50", "−0,25"))
    assert "decimals" not in to_json(plain)
