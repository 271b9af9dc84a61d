"""Curves over time through the door: what each role sees of them."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from metrics.duration import CURVE, incidence, survival
from metrics.processes import PROCESSES, curves
from metrics.protection import SMALLEST_BASE, StaffFiguresWithheld, round_to_five
from pages._shared import door
from warehouse import Edition, Store, queries

DUEREN = "05358008"
REFUSED: list[dict[str, Any]] = [
    {"by": ("carrier",)},
    {"by": (), "carrier": "Stadt Düren"},
    {"by": ("post",)},
    {"by": ("ags", "focus_area")},
    {"by": ("ags",), "focus_area": "psychosocial"},
    {"by": ("carrier_group", "year"), "ags": DUEREN},
    {"by": ("days",)},
]


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize("asked", REFUSED)
@pytest.mark.parametrize("process", PROCESSES)
def test_curves_that_would_be_of_single_employees_are_refused(
    loaded: Store, process: str, asked: dict[str, Any], role: str
) -> None:
    with pytest.raises(StaffFiguresWithheld):
        door.curves(loaded.current_id(), role, process, **asked)
    with pytest.raises(StaffFiguresWithheld):
        door.read(loaded.current_id(), role, "duration_steps", (), process)


@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize(
    ("by", "only"), [((), {"ags": DUEREN}), (("ags", "focus_area"), {}), (("carrier", "year"), {})]
)
def test_the_coordination_sees_exact_curves_while_ten_are_at_risk(
    loaded: Store, edition: Edition, process: str, by: tuple[str, ...], only: dict[str, str]
) -> None:
    shown = door.curves(loaded.current_id(), "coordination", process, by, **only)
    steps = queries.duration_steps(edition, by, process, **only).frame
    endings = PROCESSES[process].endings
    for ending in shown["ending"].unique():
        exact = survival(steps, by) if len(endings) == 1 else incidence(steps, ending, by)
        expected = exact.filter(pl.col("at_risk") >= SMALLEST_BASE)
        assert_frame_equal(shown.filter(pl.col("ending") == ending).drop("ending"), expected)
        assert exact.height > expected.height > 0


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize("by", [(), ("ags",), ("focus_area", "year"), ("carrier_group",)])
def test_others_see_a_grid_of_rounded_figures(
    loaded: Store, edition: Edition, process: str, by: tuple[str, ...], role: str
) -> None:
    shown = door.curves(loaded.current_id(), role, process, by, None, ags=None)
    assert shown.columns == [*by, "ending", *CURVE]
    assert shown.height > 0
    assert set(shown["time"] % PROCESSES[process].grid) == {0}
    assert set(shown["at_risk"] % 5) == {0}
    steps = queries.duration_steps(edition, by, process).frame
    in_all = steps.group_by(by).agg(pl.col("cases").sum()) if by else steps.select(pl.col("cases").sum())
    base = round_to_five(pl.col("cases"))
    ended = pl.col("estimate") * base
    counted = (shown.join(in_all, on=by) if by else shown.join(in_all, how="cross")).select(ended / 5)
    assert (counted.to_series() - counted.to_series().round()).abs().max() < 1e-9


def test_curves_of_a_year_are_of_what_began_in_it(loaded: Store, edition: Edition) -> None:
    shown = door.curves(loaded.current_id(), "coordination", "waiting", ("focus_area",), 2024)
    steps = queries.duration_steps(edition, ("focus_area",), "waiting", 2024).frame
    assert_frame_equal(shown, curves(steps, "waiting", "coordination", ("focus_area",)))
    beginning = shown.filter(pl.col("ending") == "interview").group_by("focus_area").agg(pl.col("at_risk").max())
    requests = steps.group_by("focus_area").agg(pl.col("cases").sum())
    assert sorted(beginning.rows()) == sorted(requests.rows())
