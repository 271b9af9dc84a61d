"""Keys of areas and days as official tables write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.official.keys import area_key, reference_date


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("00", "DG"),
        ("DG", "DG"),
        ("05", "05"),
        ("053", "053"),
        ("05358", "05358"),
        ("05358008", "05358008"),
        ("053580008008", "05358008"),
        ("010010000000", "01001000"),
        ("010515163", "010515163"),
        ("JH05358008", "JH05358008"),
        ("05999998", "05999998"),
    ],
)
def test_keys_of_every_level(text: str, key: str) -> None:
    assert area_key(text) == key


@pytest.mark.parametrize("text", ["", "5358", "5358008", "Düren", "0535800800", "０５３５８", "05358008.0", "²²", "dg"])
def test_other_texts_are_no_keys(text: str) -> None:
    assert area_key(text) is None


@pytest.mark.parametrize("text", ["2022-05-15", "15.05.2022", "20220515"])
def test_days(text: str) -> None:
    assert reference_date(text) == dt.date(2022, 5, 15)


def test_a_year_ends_on_its_last_day() -> None:
    assert reference_date("2023") == dt.date(2023, 12, 31)


@pytest.mark.parametrize("text", ["", "31.02.2022", "2022-13-01", "0024", "15.05.22", "2022/23", "SS 2023", "20221301"])
def test_other_texts_are_no_days(text: str) -> None:
    assert reference_date(text) is None


@given(st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: dt.date) -> None:
    assert {reference_date(day.strftime(form)) for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d")} == {day}


@given(st.text(max_size=14))
def test_no_text_is_too_odd(text: str) -> None:
    key, day = area_key(text), reference_date(text)
    assert key is None or (key.isascii() and key)
    assert day is None or 1800 <= day.year <= 2199
