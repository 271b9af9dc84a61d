"""Signs of official statistics keep their meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.schemas import QUALITIES, WITHOUT_VALUE
from etl.sources.official.signs import DASHES, MARKS, SIGNS, Reading, has_decimal_points, read_figure
from metrics.states import MISSING, STATE_OF_QUALITY, state_of_figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0.0),
        ("275392", 275392.0),
        ("10,0", 10.0),
        ("-0,2", -0.2),
        ("−0,2", -0.2),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567.0),
        ("16.6", 16.6),
    ],
)
def test_figures(text: str, value: float) -> None:
    assert read_figure(text) == Reading(value, None)


@pytest.mark.parametrize(
    "text", ["1.234", "12a", "1,2,3", "()", "( )", "1 234 Menschen", "--", "—", "1e5", "٣", "NaN", "inf"]
)
def test_what_is_neither_figure_nor_sign_is_not_guessed(text: str) -> None:
    assert read_figure(text) is None


def test_where_points_are_decimal_three_digits_after_one_are_a_fraction() -> None:
    assert read_figure("1.234", decimal_point=True) == Reading(1.234, None)
    assert has_decimal_points(["-", "12", "1.5"])
    assert not has_decimal_points(["12", "1.234"])
    assert not has_decimal_points(["1,5", "1.5"])


@pytest.mark.parametrize(
    ("text", "mark", "reading"),
    [
        ("(12)", "", Reading(12, "limited")),
        ("14", "()", Reading(14, "limited")),
        ("136,6", "p", Reading(136.6, "preliminary")),
        ("136,6 r", "", Reading(136.6, "revised")),
        ("12s", "", Reading(12, "estimated")),
        ("12", "e", Reading(12, None)),
        ("12", "?", None),
        ("/", "e", Reading(None, "unreliable")),
    ],
)
def test_marks_beside_a_figure(text: str, mark: str, reading: Reading | None) -> None:
    assert read_figure(text, mark) == reading


def test_a_dash_is_zero_only_where_the_table_says_so() -> None:
    assert read_figure("–") == read_figure("-") == Reading(None, "not_reported")
    assert read_figure("–", zeros=("–",)) == Reading(0.0, "exact")
    assert read_figure("-", zeros=("–",)) == Reading(None, "not_reported")


@given(st.sampled_from([*SIGNS]), st.sampled_from(["", "e", *MARKS]))
def test_no_sign_is_ever_a_number(text: str, mark: str) -> None:
    reading = read_figure(text, mark)
    assert reading is not None
    assert reading.value is None
    assert reading.quality in WITHOUT_VALUE


@given(st.text(max_size=12), st.sampled_from(["", "e", *MARKS]))
def test_zero_is_only_what_is_written_as_zero(text: str, mark: str) -> None:
    reading = read_figure(text, mark)
    if reading is not None and reading.value == 0:
        assert "0" in text
    if text in DASHES:
        assert reading == Reading(None, "not_reported")


def test_every_reason_for_a_missing_figure_has_a_state() -> None:
    assert STATE_OF_QUALITY.keys() == set(WITHOUT_VALUE)
    assert set(STATE_OF_QUALITY.values()) <= set(MISSING)
    assert {*SIGNS.values(), *MARKS.values()} <= set(QUALITIES)


@pytest.mark.parametrize(
    ("value", "quality", "state"),
    [
        (5.0, "perturbed", "value"),
        (0.0, "exact", "zero"),
        (None, "not_published", "not_published"),
        (None, "unreliable", "not_published"),
        (None, "not_meaningful", "not_published"),
        (None, "not_reported", "not_reported"),
        (None, "later", "not_reported"),
    ],
)
def test_states_of_figures(value: float | None, quality: str, state: str) -> None:
    assert state_of_figure(value, quality) == state


def test_a_missing_figure_needs_a_reason() -> None:
    with pytest.raises(KeyError):
        state_of_figure(None, "exact")
