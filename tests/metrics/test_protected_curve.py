"""Curves made of rounded counts: what they show, and what they do not."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.duration import CURVE, incidence
from metrics.processes import PROCESSES, SURVIVAL, curves
from metrics.protected_curve import drawn, protected, rounded
from metrics.protection import SMALLEST_BASE, round_to_five

ENDINGS, GRID = ("interview", "left"), 7
GROUPS = ("ags",)
PEOPLE = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 60), st.sampled_from([*ENDINGS, "interview", "open"])),
    min_size=1,
    max_size=90,
)


def steps_of(people: list[tuple[str, int, str]]) -> pl.DataFrame:
    single = pl.DataFrame(people, schema=["ags", "days", "ending"], orient="row").with_columns(cases=pl.lit(1))
    return single.group_by("ags", "days", "ending").agg(pl.col("cases").sum())


def exact_on_grid(steps: pl.DataFrame) -> pl.DataFrame:
    """The exact estimates of every point of the grid, by looking each of them up."""
    found = []
    for ending in ENDINGS:
        curve = incidence(steps, ending, GROUPS)
        for (ags,), rows in curve.group_by("ags"):
            for time in range(0, int(rows["time"].max()) + 1, GRID):
                before = rows.filter(pl.col("time") <= time)["estimate"]
                found.append((ags, ending, float(time), before[-1] if before.len() else 0.0))
    return pl.DataFrame(found, schema=["ags", "ending", "time", "exact"], orient="row")


@given(PEOPLE)
def test_all_that_is_shown_is_made_of_multiples_of_five(people: list[tuple[str, int, str]]) -> None:
    """Whatever exact counts stand behind the same multiples of 5, the curve is the same: it is drawn from nothing else."""
    steps = steps_of(people)
    figures = rounded(steps, ENDINGS, GRID, GROUPS)
    assert set(figures.columns) == {"ags", "time", "in_all", *ENDINGS, "lost", "is_enough"}
    for name in ("in_all", *ENDINGS, "lost"):
        assert set(figures[name] % 5) <= {0}
        assert figures[name].dtype == pl.Int64
    assert set(figures["time"] % GRID) == {0}
    assert_frame_equal(protected(steps, ENDINGS, GRID, GROUPS), drawn(figures, ENDINGS, GROUPS))


@given(PEOPLE)
def test_curves_rise_lie_within_limits_and_stop_in_time(people: list[tuple[str, int, str]]) -> None:
    shown = protected(steps_of(people), ENDINGS, GRID, GROUPS)
    assert shown.columns == ["ags", "ending", *CURVE]
    limits = [0.0 <= lower <= value <= upper <= 1.0 for *_, value, lower, upper in shown.rows()]
    assert all(limits)
    assert (shown["at_risk"] >= SMALLEST_BASE).all()
    assert (shown["at_risk"] % 5 == 0).all()
    for _, curve in shown.group_by("ags", "ending"):
        assert curve["time"].to_list() == [GRID * number for number in range(curve.height)]
        assert curve["estimate"].is_sorted()
        assert curve["at_risk"].is_sorted(descending=True)


@given(PEOPLE)
def test_the_exact_share_lies_within_the_limits(people: list[tuple[str, int, str]]) -> None:
    steps = steps_of(people)
    both = protected(steps, ENDINGS, GRID, GROUPS).join(exact_on_grid(steps), on=["ags", "ending", "time"])
    assert both.filter(~pl.col("exact").is_between(pl.col("lower") - 1e-9, pl.col("upper") + 1e-9)).is_empty()


@given(PEOPLE)
def test_nothing_is_shown_where_few_are_left(people: list[tuple[str, int, str]]) -> None:
    steps = steps_of(people)
    shown = protected(steps, ENDINGS, GRID, GROUPS)
    for ags, time in shown.select("ags", "time").unique().rows():
        of_place = steps.filter(pl.col("ags") == ags)
        assert round_to_five(of_place["cases"].sum()) >= SMALLEST_BASE
        if time > 0:
            assert round_to_five(of_place.filter(pl.col("days") > time)["cases"].sum()) >= SMALLEST_BASE


def test_without_anybody_lost_counts_are_rounded_each_on_its_own() -> None:
    """13 people, 3 interviewed on day 5, 1 on day 7 and 9 on day 20: 15, and 5 up to the day 7."""
    steps = pl.DataFrame({"days": [5, 7, 20], "ending": "interview", "cases": [3, 1, 9]})
    shown = protected(steps, ENDINGS, GRID)
    assert shown.filter(pl.col("ending") == "interview").select("time", "at_risk", "estimate").rows() == [
        (0.0, 15, 0.0),
        (7.0, 10, 5 / 15),
        (14.0, 10, 5 / 15),
    ]
    assert set(shown.filter(pl.col("ending") == "left")["estimate"]) == {0.0}


@pytest.mark.parametrize(("people", "is_shown"), [(7, False), (8, True)])
def test_groups_of_few_have_no_curve(people: int, is_shown: bool) -> None:
    steps = pl.DataFrame({"days": [30], "ending": ["interview"], "cases": [people]})
    assert protected(steps, ENDINGS, GRID).is_empty() != is_shown


@pytest.mark.parametrize("role", ["steering", "planning", "coordination"])
@pytest.mark.parametrize("process", PROCESSES)
def test_every_role_sees_the_same_columns(process: str, role: str) -> None:
    endings = PROCESSES[process].endings
    steps = pl.DataFrame(
        {
            "ags": ["x"] * 60 + ["y"] * 9,
            "days": [5 * number for number in range(60)] + [4] * 9,
            "ending": [[*endings, "open"][number % (len(endings) + 1)] for number in range(69)],
            "cases": [2] * 60 + [1] * 9,
        }
    )
    found = curves(steps, process, role, GROUPS)
    assert found.columns == ["ags", "ending", *CURVE]
    assert set(found["ending"]) == ({SURVIVAL} if process == "case" else set(endings))
    assert found.filter(pl.col("ags") == "x").height > 0
    assert found.filter(pl.col("ags") == "y").is_empty() or role != "coordination"
    assert (found["at_risk"] >= SMALLEST_BASE).all()
    assert found["time"].max() <= 295
    for (ending, _), curve in found.group_by("ending", "ags"):
        assert curve["estimate"].is_sorted(descending=ending == SURVIVAL)
    assert curves(steps.clear(), process, role, GROUPS).is_empty()
    assert curves(steps.clear().drop("ags"), process, role).columns == ["ending", *CURVE]


def test_the_share_that_goes_on_is_the_rest_of_what_has_ended() -> None:
    steps = pl.DataFrame({"days": list(range(0, 200, 2)), "ending": ["ended"] * 100, "cases": [1] * 100})
    shown, ended = curves(steps, "case", "steering"), protected(steps, ("ended",), 30)
    assert (shown["estimate"] + ended["estimate"]).to_list() == pytest.approx([1.0] * shown.height)
    assert shown["lower"].to_list() == pytest.approx((1 - ended["upper"]).to_list())
    assert (shown["lower"] <= shown["estimate"]).all()
    assert (shown["estimate"] <= shown["upper"]).all()


def test_unknown_processes_and_roles_are_refused() -> None:
    steps = pl.DataFrame({"days": [1], "ending": ["open"], "cases": [1]})
    with pytest.raises(KeyError):
        curves(steps, "sleeping", "coordination")
    with pytest.raises(ValueError, match="unknown role"):
        curves(steps, "case", "mayor")
