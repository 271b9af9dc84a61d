from __future__ import annotations

import polars as pl
import pytest

from charts.years import Known, of_district, of_series, runs, span

SCHEMA = {"series": pl.String, "year": pl.Int64, "value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64}


def frame_of(*rows: tuple[str, int, float | None, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_years_without_a_value_are_left_out() -> None:
    frame = frame_of(("a", 2024, 0.5, 0.4, 0.6), ("a", 2025, None, None, None), ("a", 2026, 0.2, None, 0.3))
    assert of_series(frame, ["b", "a"]) == {
        "b": {},
        "a": {2024: Known(0.5, 0.4, 0.6), 2026: Known(0.2, None, 0.3)},
    }


def test_the_district_has_values_only() -> None:
    whole = pl.DataFrame({"year": [2024, 2025], "value": [0.4, None]})
    assert of_district(whole) == {2024: 0.4}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([("c", 2024, 1.0, None, None)], "series without a name: 'c'"),
        ([("a", 2024, 1.0, None, None), ("a", 2024, None, None, None)], "a: the year 2024 comes more than once"),
        ([("a", 2024, -1.0, None, None)], "a, 2024: a value must be a number of 0 or more, found -1"),
        ([("a", 2024, -0.1, -0.2, 0.1)], "a, 2024: a value must be a number of 0 or more"),
        ([("a", 2024, float("nan"), None, None)], "a, 2024: a value and its limits are numbers"),
        ([("a", 2024, 0.5, 0.6, 0.7)], r"a, 2024: 0\.5 does not lie within"),
    ],
)
def test_figures_that_cannot_be_drawn_are_refused(
    rows: list[tuple[str, int, float | None, float | None, float | None]], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        of_series(frame_of(*rows), ["a", "b"])


def test_years_are_counted_in_months() -> None:
    assert span([2026, 2024]) == range(2024 * 12, 2027 * 12)
    with pytest.raises(ValueError, match="at least one year"):
        span([])


def test_runs_end_before_a_gap() -> None:
    assert runs([2026, 2021, 2022, 2024]) == [[2021, 2022], [2024], [2026]]
    assert runs([]) == []
