"""Whose posts are others after than before, and what that does to their gaps."""

from __future__ import annotations

import polars as pl
import pytest

from metrics.bridge import STAGES
from metrics.bridge_places import SCHEMA, moved_posts

TOWNS = ("05358004", "05358008", "05358012")
Placed = list[tuple[str, str, str, float]]


def need(before: list[float | None], after: list[float | None]) -> pl.DataFrame:
    rows = [
        {
            "quantity": "need:foreign_nationals",
            "ags": ags,
            "focus_area": "",
            **dict.fromkeys(STAGES, first),
            "after": last,
        }
        for ags, first, last in zip(TOWNS, before, after, strict=True)
    ]
    return pl.DataFrame(
        rows,
        schema={"quantity": pl.String, "ags": pl.String, "focus_area": pl.String} | dict.fromkeys(STAGES, pl.Float64),
    )


def posts(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["stage", "focus_area", "ags", "fte"], orient="row")


BEFORE: Placed = [("before", "welcome", "05358004", 1.0), ("before", "welcome", "05358008", 1.0)]
NEED = need([100.0, 100.0, 200.0], [100.0, 100.0, 200.0])


def test_what_came_and_went_with_the_gaps_it_leaves() -> None:
    after: Placed = [("after", "welcome", "05358008", 1.5), ("after", "labour_market", "05358012", 0.5)]
    found = moved_posts(NEED, posts(*BEFORE, *after))
    assert found.columns == list(SCHEMA)
    # Half of 2.0 FTE is due to the third town before, of 1.5 after; a quarter of them to each of the others.
    assert found.rows() == [
        ("welcome", "05358004", 1.0, -0.5, 0.0, 0.375),
        ("welcome", "05358008", 1.0, -0.5, 1.5, -1.125),
        ("labour_market", "05358012", 0.0, 0.0, 0.5, -0.25),
    ]


def test_what_does_not_show_in_two_decimals_has_not_moved() -> None:
    near = [("after", area, ags, fte + 0.004) for _, area, ags, fte in BEFORE]
    assert moved_posts(NEED, posts(*BEFORE, *near)).is_empty()


@pytest.mark.parametrize(
    ("stages", "placed"),
    [
        (need([100.0, None, 200.0], [100.0, 100.0, 200.0]), posts(*BEFORE, ("after", "welcome", "05358008", 2.0))),
        (need([0.0, 0.0, 0.0], [100.0, 100.0, 200.0]), posts(*BEFORE, ("after", "welcome", "05358008", 2.0))),
        (NEED, posts(*BEFORE)),
        (NEED.clear(), posts(*BEFORE)),
    ],
)
def test_what_is_not_known_at_both_ends_is_not_told(stages: pl.DataFrame, placed: pl.DataFrame) -> None:
    found = moved_posts(stages, placed)
    assert found.is_empty() and found.schema == pl.Schema(SCHEMA)
