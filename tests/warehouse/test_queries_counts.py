"""Questions about counts of a year, against a plain twin over the marts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from metrics.codes import codes
from metrics.outcome_frame import frame_table, read_frames
from metrics.protection import StaffFiguresWithheld, protect, round_to_five
from tests.warehouse.marts import DUEREN, rows_of, sums
from warehouse import Edition, queries
from warehouse.queries import Answer

COUNTED = {
    queries.goals: (
        "mart_goal",
        ("goals_agreed", "goals_settled", "goals_reached", "goals_partly_reached", "goals_ended", "goals_open"),
    ),
    queries.agreements: ("mart_agreement", ("cases", "cases_with_goals", "cases_with_reached_goal")),
    queries.referrals: ("mart_referral", ("referrals",)),
    queries.services: ("mart_service", ("services", "hours", "services_with_hours")),
}


@pytest.mark.parametrize("year", [None, 2023, 1999])
@pytest.mark.parametrize("by", [(), ("focus_area",), ("ags", "year")])
@pytest.mark.parametrize("question", COUNTED)
def test_counts_by_year_are_sums_over_the_mart(
    edition: Edition, question: Callable[..., Answer], by: tuple[str, ...], year: int | None
) -> None:
    mart, measures = COUNTED[question]
    found = question(edition, by, year=year, focus_area="welcome")
    rows = rows_of(edition, mart).filter(pl.col("focus_area") == "welcome")
    assert_frame_equal(found.frame, sums(rows if year is None else rows.filter(pl.col("year") == year), by, measures))
    assert {found.classes[measure] for measure in measures} == {"staff" if "ags" in by else "people"}


@pytest.mark.parametrize("in_frame", [True, False])
def test_goals_within_and_outside_the_frame_are_all_goals(edition: Edition, in_frame: bool) -> None:
    mart = rows_of(edition, "mart_goal").filter(pl.col("in_frame") == in_frame)
    measures = COUNTED[queries.goals][1]
    found = queries.goals(edition, ("topic",), 2024, in_frame=in_frame).frame
    assert_frame_equal(found, sums(mart.filter(pl.col("year") == 2024), ("topic",), measures))
    assert found.is_empty() != in_frame, "the example has no goals outside the frame"


@pytest.mark.parametrize("year", [None, 2023])
@pytest.mark.parametrize("only", [{}, {"ags": DUEREN}, {"focus_area": "psychosocial"}, {"value": "female"}])
@pytest.mark.parametrize("by", [(), ("value",), ("year",), ("ags",), ("carrier", "focus_area")])
def test_characteristics_are_sums_over_one_attribute(
    edition: Edition, by: tuple[str, ...], only: dict[str, str], year: int | None
) -> None:
    mart = rows_of(edition, "mart_characteristic").filter(pl.col("attribute") == "sex")
    for column, value in only.items():
        mart = mart.filter(pl.col(column) == value)
    mart = mart if year is None else mart.filter(pl.col("year") == year)
    found = queries.characteristics(edition, by, "sex", year, **only)
    grouped = by if "value" in by else (*by, "value")
    assert_frame_equal(found.frame, sums(mart, grouped, ("cases",)))
    assert found.frame.height > 0


def test_each_attribute_counts_everybody_once(edition: Edition) -> None:
    for by in ((), ("focus_area",), ("ags", "year")):
        expected = queries.agreements(edition, by).frame.select(*by, "cases")
        for attribute in codes("attribute"):
            found = queries.characteristics(edition, by, attribute).frame
            assert_frame_equal(sums(found, by, ("cases",)), expected)
            assert set(found["value"]) <= {*codes(attribute), "not_stated"}


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_people_of_an_attribute_are_rounded_and_few_are_left_out(edition: Edition, role: str) -> None:
    found = queries.characteristics(edition, ("ags", "year"), "sex")
    shown = protect(found.frame, found.classes, role, found.bases)
    assert (shown["cases"] % 5 == 0).all()
    assert shown.height == found.frame.filter(pl.col("cases") > 2).height < found.frame.height


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize("asked", [{"by": ("ags", "referred_to")}, {"by": ("ags",), "referred_to": "psychosocial"}])
def test_whom_a_place_refers_to_a_focus_area_are_its_cases_there(
    edition: Edition, asked: dict[str, Any], role: str
) -> None:
    found = queries.referrals(edition, **asked)
    assert found.frame.height > 0
    with pytest.raises(StaffFiguresWithheld):
        protect(found.frame, found.classes, role, found.bases)
    flow = queries.referrals(edition, ("focus_area", "referred_to"))
    assert protect(flow.frame, flow.classes, role, flow.bases).height > 0


def test_consent_is_told_of_the_rows_about_cases(edition: Edition) -> None:
    found = queries.consent(edition)
    report = rows_of(edition, "mart_load_report").filter(pl.col("kind") == "cases")
    names = ("rows_read", "rows_withheld", "rows_loaded")
    assert found.frame.rows() == [tuple(report[name].sum() for name in names)]
    assert found.frame.columns == list(names)
    assert protect(found.frame, found.classes, "steering", found.bases).row(0) == tuple(
        round_to_five(report[name].sum()) for name in names
    )


def test_the_frame_comes_as_it_was_loaded_and_is_for_everybody(edition: Edition) -> None:
    found = queries.outcome_frame(edition)
    assert_frame_equal(found.frame, frame_table(read_frames()))
    assert set(found.classes.values()) == {"public"}
