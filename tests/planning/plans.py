"""Made-up posts of a small district, for tests of what plans do to them."""

from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import strategies as st

from planning.allocation import COLUMNS, as_today
from planning.edit import Edit

PLACES = ("05358004", "05358008", "05358012", "05358016")
ALDENHOVEN, DUEREN, HEIMBACH, HUERTGENWALD = PLACES
AREAS = ("welcome", "labour_market", "psychosocial")
FIRST = dt.date(2026, 1, 1)
SCHEMA = {name: pl.Float64 if name.endswith("fte") else pl.String for name in COLUMNS}


def allocation_of(*rows: tuple[str, str, str, float, str, float | None]) -> pl.DataFrame:
    """Rows of post, carrier, focus_area, post_fte, ags, fte."""
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("post", "ags")


def today() -> pl.DataFrame:
    """CARITAS-1 (1.0 FTE) serves three places, SKF-1 (0.5) one, SOZIALWERK-1 (1.5) all four; nothing is decided."""
    posts = pl.DataFrame(
        {
            "post": ["CARITAS-1", "SKF-1", "SOZIALWERK-1"],
            "carrier": ["Caritas", "SkF", "Sozialwerk"],
            "focus_area": ["welcome", "welcome", "labour_market"],
            "fte": [1.0, 0.5, 1.5],
        }
    )
    areas = {"CARITAS-1": PLACES[:3], "SKF-1": PLACES[1:2], "SOZIALWERK-1": PLACES}
    rows = [(post, ags) for post, served in areas.items() for ags in served]
    return as_today(posts, pl.DataFrame(rows, schema=["post", "ags"], orient="row"))


def need_of(*people: float) -> pl.DataFrame:
    return pl.DataFrame({"ags": PLACES, "need": [float(number) for number in people]})


NEED = need_of(100, 700, 50, 150)


@st.composite
def allocations(draw: st.DrawFn) -> pl.DataFrame:
    """Up to six posts, some decided."""
    rows: list[tuple[str, str, str, float, str, float | None]] = []
    for number in range(draw(st.integers(0, 6))):
        served = draw(st.sets(st.sampled_from(PLACES), min_size=1))
        carrier, area = draw(st.sampled_from(["Caritas", "SkF"])), draw(st.sampled_from(AREAS))
        steps = {ags: draw(st.integers(1, 100)) for ags in sorted(served)}
        total = sum(steps.values()) / 100
        is_decided = draw(st.booleans())
        rows += [
            (f"POST-{number}", carrier, area, total, ags, step / 100 if is_decided else None)
            for ags, step in steps.items()
        ]
    return allocation_of(*rows)


def needs(least: int = 0) -> st.SearchStrategy[pl.DataFrame]:
    numbers = st.lists(st.integers(least, 5000), min_size=len(PLACES), max_size=len(PLACES))
    return numbers.filter(any).map(lambda people: need_of(*people))


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Edits of posts that may or may not be there, possible or not."""
    kind = draw(st.sampled_from(["parts", "fte", "assign", "add", "close"]))
    post = draw(st.sampled_from([*(f"POST-{number}" for number in range(7)), "NEU-1", ""]))
    valid_from = FIRST + dt.timedelta(days=draw(st.integers(0, 3)))
    parts = draw(st.dictionaries(st.sampled_from(PLACES), st.sampled_from([0.25, 0.5, 1.0, 0.0, -1.0]), max_size=3))
    fte = draw(st.sampled_from([None, 0.5, 1.0, 0.0]))
    return Edit(
        kind, post, valid_from, parts, fte, draw(st.sampled_from(["", "SkF"])), draw(st.sampled_from(["", *AREAS]))
    )


def totals_of(allocation: pl.DataFrame) -> dict[str, float]:
    """FTE of each post."""
    return dict(allocation.select("post", "post_fte").unique(maintain_order=True).iter_rows())


def parts_in(allocation: pl.DataFrame, post: str) -> dict[str, float | None]:
    return dict(allocation.filter(pl.col("post") == post).select("ags", "fte").iter_rows())
