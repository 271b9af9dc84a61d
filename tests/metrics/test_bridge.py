"""Bridges between two editions: steps that add up exactly, unknown ones that stay unknown, and figures worked out by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.bridge import STAGES, STEPS, Bridge, Part, bridge, shown_decimals
from metrics.bridge_headlines import PLACED_SCHEMA, Shortage, headlines, placed, worst_shortages

LEVELS = st.none() | st.floats(-(2.0**27), 2.0**27, allow_nan=False)
KNOWN = st.floats(-(2.0**27), 2.0**27, allow_nan=False)
HALF_A_GRID = 2.0**-25


def steps_of(found: Bridge) -> list[float | None]:
    """What each step brings about by itself; None where only several together are known."""
    alone = {part.steps[0]: part.amount for part in found.parts if not part.is_joined}
    return [alone.get(name) for name in STEPS]


@given(st.lists(KNOWN, min_size=5, max_size=5), st.none() | st.integers(0, 4))
def test_before_and_all_steps_are_after_exactly(levels: list[float], decimals: int | None) -> None:
    found = bridge(levels, decimals)
    amounts = [step for step in steps_of(found) if step is not None]
    assert len(amounts) == 4
    assert found.before is not None and found.after is not None
    assert sum(map(Fraction, amounts), Fraction(found.before)) == Fraction(found.after)
    # Nothing is lost either when floats are summed one after the other, in any order.
    assert found.before + amounts[0] + amounts[1] + amounts[2] + amounts[3] == found.after
    assert math.fsum([*reversed(amounts), found.before]) == found.after


@given(st.lists(KNOWN, min_size=5, max_size=5))
def test_levels_are_moved_by_less_than_anybody_prints(levels: list[float]) -> None:
    assert all(abs(kept - given) <= HALF_A_GRID for kept, given in zip(bridge(levels).levels, levels, strict=True))


@given(st.lists(LEVELS, min_size=5, max_size=5))
def test_parts_cover_every_step_once_and_lead_from_one_known_level_to_the_next(levels: list[float | None]) -> None:
    found = bridge(levels)
    assert tuple(step for part in found.parts for step in part.steps) == STEPS
    at = 0
    for part in found.parts:
        begin, end = found.levels[at], found.levels[at + len(part.steps)]
        between = found.levels[at + 1 : at + len(part.steps)]
        if part.amount is None:
            assert begin is None or end is None
        else:
            assert begin is not None and end is not None
            assert set(between) <= {None}
            assert Fraction(begin) + Fraction(part.amount) == Fraction(end)
        at += len(part.steps)


@given(st.lists(LEVELS, min_size=5, max_size=5))
def test_an_unknown_step_is_never_nothing(levels: list[float | None]) -> None:
    found = bridge(levels)
    for place, step in enumerate(steps_of(found)):
        is_known = levels[place] is not None and levels[place + 1] is not None
        assert (step is not None) == is_known


@given(st.lists(st.integers(-(10**6), 10**6), min_size=5, max_size=5), st.integers(0, 2))
def test_what_is_printed_adds_up(hundredths: list[int], decimals: int) -> None:
    """Levels as printed, and steps as printed, as whole numbers of the last digit."""
    found = bridge([number / 100 for number in hundredths], decimals)
    ends = [round(level * 10**decimals) for level in (found.before or 0.0, found.after or 0.0)]
    printed = [round((step or 0.0) * 10**decimals) for step in steps_of(found)]
    assert ends[0] + sum(printed) == ends[1]


def test_a_bridge_worked_out_by_hand() -> None:
    """310 open cases; the mapping of now counts 5 more, 20 arrived late, posts move none, 10 are new."""
    found = bridge([310, 315, 335, 335, 345])
    assert (found.before, found.after, found.change) == (310, 345, 35)
    assert steps_of(found) == [5, 20, 0, 10]
    assert not found.is_unchanged


def test_steps_around_an_unknown_level_are_told_together() -> None:
    found = bridge([310, None, 335, 335, 345])
    assert found.parts == (Part(("method", "data"), 25.0), Part(("posts",), 0.0), Part(("development",), 10.0))
    assert [part.is_joined for part in found.parts] == [True, False, False]
    assert steps_of(found) == [None, None, 0, 10]


def test_steps_before_the_first_and_after_the_last_known_level_are_not_known() -> None:
    assert bridge([None, None, 5, 7, None]).parts == (
        Part(("method", "data"), None),
        Part(("posts",), 2.0),
        Part(("development",), None),
    )
    assert bridge([None] * 5).parts == (Part(STEPS, None),)
    assert bridge([None] * 5).change is None


def test_only_what_no_step_moves_is_unchanged() -> None:
    assert bridge([12.0] * 5).is_unchanged
    assert bridge([12.0, None, 12.0, 12.0, 12.0]).is_unchanged
    assert not bridge([12.0, 13.0, 12.0, 12.0, 12.0]).is_unchanged
    assert not bridge([None, 12.0, 12.0, 12.0, 12.0]).is_unchanged


@pytest.mark.parametrize(
    "levels", [[1.0] * 4, [1.0, 2.0, 3.0, 4.0, math.nan], [1.0, 2.0, math.inf, 4.0, 5.0], [2.0**28] * 5]
)
def test_what_is_no_bridge_is_refused(levels: list[float]) -> None:
    with pytest.raises(ValueError, match=r"bridge has|finite"):
        bridge(levels)


def test_as_many_decimals_as_all_levels_need() -> None:
    assert shown_decimals([12.0, 12.5, None], 1, 2) == 1
    assert shown_decimals([12.0, 12.25], 1, 2) == 2
    assert shown_decimals([0.1 + 0.2, 12.0], 1, 2) == 1
    assert shown_decimals([1 / 3], 1, 2) == 2


TOWN, VILLAGE = "05358008", "05358056"


def rows() -> pl.DataFrame:
    """A district of a town (300 foreign nationals) and a village (100, later 200) with 1 post for both of them, then 2."""
    found: list[tuple[str, str, str, list[float | None]]] = [
        ("need:population", "", "", [4000, 4000, 4000, 4000, 5000]),
        ("need:foreign_nationals", "", "", [400, 400, 400, 400, 500]),
        ("need:foreign_nationals", TOWN, "", [300, 300, 300, 300, 300]),
        ("need:foreign_nationals", VILLAGE, "", [100, 100, 100, 100, 200]),
        ("fte", "", "", [1.5, 1.5, 1.5, 2.5, 2.5]),
        ("fte", "", "labour_market", [0.5] * 5),
        ("fte", "", "welcome", [1.0, 1.0, 1.0, 2.0, 2.0]),
        ("open_cases", "", "", [310, None, 335, 335, 345]),
        ("open_cases", "", "welcome", [210, None, 235, 235, 245]),
    ]
    return pl.DataFrame(
        [(quantity, ags, area, *levels, "") for quantity, ags, area, levels in found],
        schema=["quantity", "ags", "focus_area", *STAGES, "unit"],
        orient="row",
    )


def of_places(known: pl.DataFrame) -> pl.DataFrame:
    """Post T is for the town alone; post V, for the village, is there from the stage "posts" on."""
    need = known.filter(pl.col("quantity") == "need:foreign_nationals", pl.col("ags") != "")
    parts = []
    for stage in STAGES:
        is_new = stage in ("posts", "after")
        posts = pl.DataFrame({"post": ["T", "V"], "focus_area": ["welcome"] * 2, "fte": [1.0, 1.0]})
        areas = pl.DataFrame({"post": ["T", "V"], "ags": [TOWN, VILLAGE]})
        parts.append(placed(stage, posts if is_new else posts.head(1), areas, need.select("ags", need=stage)))
    return pl.concat(parts)


def headline(found: pl.DataFrame, figure: str, area: str = "") -> list[float | None]:
    (row,) = found.filter(figure=figure, focus_area=area).select(STAGES).rows()
    return list(row)


def test_headline_figures_worked_out_by_hand() -> None:
    known = rows()
    found = headlines(known, of_places(known))
    assert found["figure"].to_list() == [
        "population",
        "need",
        "need_share",
        "fte",
        "fte",
        "fte",
        "fte_per_1000",
        "open_cases",
        "misplaced_fte",
        "worst_shortage",
    ]
    assert headline(found, "need_share") == [0.1, 0.1, 0.1, 0.1, 0.1]
    assert headline(found, "fte_per_1000") == [3.75, 3.75, 3.75, 6.25, 5.0]
    assert headline(found, "fte", "welcome") == [1.0, 1.0, 1.0, 2.0, 2.0]
    assert headline(found, "open_cases") == [310, None, 335, 335, 345]
    # One post in the town, though a quarter of the need is in the village: 0.25 FTE. With two posts, one each, half of the posts
    # serve a quarter of the need: 0.25 of 2 FTE; with two fifths of the need: 0.1 of 2 FTE.
    assert headline(found, "misplaced_fte", "welcome") == pytest.approx([0.25, 0.25, 0.25, 0.5, 0.2])
    # Due to the village: 0.25 of 1, and it has none; then to the town: 0.75 of 2, and 0.6 of 2, and it has 1.
    assert headline(found, "worst_shortage", "welcome") == pytest.approx([0.25, 0.25, 0.25, 0.5, 0.2])
    worst = worst_shortages(known, of_places(known), "foreign_nationals")
    assert [found.ags for found in worst.values() if found] == [VILLAGE, VILLAGE, VILLAGE, TOWN, TOWN]


def test_the_split_of_a_post_follows_the_need_of_its_stage() -> None:
    posts = pl.DataFrame({"post": ["P"], "focus_area": ["welcome"], "fte": [1.0]})
    areas = pl.DataFrame({"post": ["P", "P"], "ags": [TOWN, VILLAGE]})
    need = pl.DataFrame({"ags": [TOWN, VILLAGE], "need": [300.0, 100.0]})
    assert placed("before", posts, areas, need).rows() == [
        ("before", "welcome", TOWN, 0.75),
        ("before", "welcome", VILLAGE, 0.25),
    ]


def test_a_stage_without_posts_or_need_leaves_the_gap_unknown() -> None:
    known, by_place = rows(), of_places(rows())
    without_posts = headlines(known, by_place.filter(pl.col("stage") != "recomputed"))
    assert headline(without_posts, "worst_shortage", "welcome")[1] is None
    assert headline(without_posts, "misplaced_fte", "welcome")[1] is None
    is_village = (pl.col("ags") == VILLAGE) & (pl.col("quantity") == "need:foreign_nationals")
    half_known = known.with_columns(before=pl.when(~is_village).then("before"))
    assert worst_shortages(half_known, by_place, "foreign_nationals")["before"] is None
    assert worst_shortages(half_known, by_place, "foreign_nationals")["revised"] == Shortage(VILLAGE, 0.25)


def test_the_yearly_update_is_shown_where_both_ends_have_it() -> None:
    update = pl.DataFrame(
        [("need:population_update", "", "", 4100.0, 4100.0, 4100.0, 4100.0, 5100.0, "")],
        schema=rows().schema,
        orient="row",
    )
    nowhere = pl.DataFrame(schema=PLACED_SCHEMA)
    both = headlines(pl.concat([rows(), update]), nowhere)
    assert both.filter(figure="population")["indicator"].to_list() == ["population_update"]
    # Its share stays one of the census, which counted the group.
    assert headline(both, "need_share")[0] == 0.1
    one = headlines(pl.concat([rows(), update.with_columns(before=pl.lit(None, pl.Float64))]), nowhere)
    assert one.filter(figure="population")["indicator"].to_list() == ["population"]


def test_figures_nobody_knows_are_left_out() -> None:
    found = headlines(rows().filter(quantity="open_cases"), pl.DataFrame(schema=PLACED_SCHEMA))
    assert found["figure"].to_list() == ["open_cases"]
