from __future__ import annotations

import datetime as dt
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.month_axis import axis, month_of, number_of, span, years


def labels(months: range, width: float) -> dict[str, float]:
    drawn = ElementTree.fromstring(f"<g>{years(months, axis(months, 0.0, width), 0.0, 50.0, width)}</g>")
    return {text.text or "": float(text.get("x", "nan")) for text in drawn.iter("text")}


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_numbers_of_months_lead_back_to_their_first_day(day: dt.date) -> None:
    assert month_of(number_of(day)) == day.replace(day=1)


def test_neighbouring_months_differ_by_one() -> None:
    months = [dt.date(2025, 11, 1), dt.date(2025, 12, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1)]
    assert [after - before for before, after in pairwise(map(number_of, months))] == [1, 1, 1]


def test_the_span_includes_months_between_without_data() -> None:
    assert len(span([dt.date(2026, 3, 1), dt.date(2025, 12, 1)])) == 4
    with pytest.raises(ValueError, match="at least one month"):
        span([])


def test_a_year_is_named_below_the_middle_of_its_months() -> None:
    months = span([dt.date(2025, 1, 1), dt.date(2026, 12, 1)])
    assert labels(months, 240.0) == {"2025": 60.0, "2026": 180.0}


def test_a_year_with_few_months_gives_way_to_its_neighbour() -> None:
    months = span([dt.date(2023, 10, 1), dt.date(2026, 9, 1)])
    assert set(labels(months, 144.0)) == {"2024", "2025", "2026"}
    assert set(labels(months, 900.0)) == {"2023", "2024", "2025", "2026"}


def test_every_new_year_has_a_line_but_not_the_first() -> None:
    months = span([dt.date(2024, 1, 1), dt.date(2026, 9, 1)])
    drawn = ElementTree.fromstring(f"<g>{years(months, axis(months, 0.0, 330.0), 0.0, 50.0, 330.0)}</g>")
    assert sorted({line.get("x1") for line in drawn.iter("line")}) == ["120", "240"]
