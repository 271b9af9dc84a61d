"""What a plan changes: every figure of coverage before and after, place by place and in the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.coverage import coverage_by_municipality, gap_interval
from metrics.travel import cost_matrix, nearest
from planning.allocation import check, of_area, pieces, placed
from planning.demand import at_constant_demand
from planning.edition_frames import Edition, frames_of
from planning.frames import Frames
from planning.totals import Totals, totals

Array = NDArray[np.float64]


@dataclass(frozen=True)
class State:
    """How things stand with one allocation.

    `places`, in the order of the need: ags, need (people), fte, gap_fte (FTE, positive = missing), fte_per_1000 (null without need),
    lower, upper (FTE; limits of the gap over all splits of the posts that are not decided), is_beyond_doubt (whether gap
    or surplus hold at both), is_served (whether a post serves the place), nearest_ags and cost (kilometres or minutes to the nearest
    served place; null where none can be reached or no costs are known), new_cases (of twelve months at constant demand),
    reach_per_1000 (of them per 1,000 in need), open_cases, open_per_fte (null without FTE). What is about cases is null where none
    are known, and rates where the frames' smallest base is not reached.
    """

    places: pl.DataFrame
    totals: Totals


@dataclass(frozen=True)
class Evaluation:
    """`before`: as posts stand today; `after`: as the plan has them."""

    before: State
    after: State


def evaluate(
    edition_or_frames: Edition | Frames,
    allocation: pl.DataFrame | None = None,
    *,
    focus_area: str | None = None,
    rule: str = "need",
    before: State | None = None,
) -> Evaluation:
    """Today's posts and a plan's by the same figures, so that a plan that changes nothing changes no figure by a digit.

    `allocation` is the plan (planning.allocation; None = today's). Both are narrowed to `focus_area` (None = all together), and what
    is not decided in them is split by `rule`, one of metrics.splitting.RULES. An edition gives the frames of
    planning.edition_frames.frames_of. `before` is what an earlier evaluation with the same frames, focus area and rule gave, so
    that it need not be worked out again with every edit.

    Raises ValueError for an allocation that is none, a rule that is unknown, and needs that are missing for a place with a post,
    named twice, negative or zero everywhere.
    """
    if isinstance(edition_or_frames, Frames):
        frames = edition_or_frames
    else:
        frames = frames_of(edition_or_frames, focus_area=focus_area)
    _refuse_need_named_twice(frames.need)
    order = frames.need["ags"].to_list()
    matrix = None if frames.cost is None else _matrix(frames.cost, order)
    if before is None:
        before = _state(frames, of_area(check(frames.allocation), focus_area), rule, matrix)
    if allocation is None:
        return Evaluation(before, before)
    plan = of_area(check(allocation), focus_area)
    return Evaluation(before, _state(frames, plan, rule, matrix, before))


def _state(
    frames: Frames, allocation: pl.DataFrame, rule: str, matrix: Array | None, today: State | None = None
) -> State:
    """The state of an allocation; `today` is the one demand is measured in, None where it is this one."""
    need = frames.need
    supply = placed(allocation, need, rule, frames.hours)
    found = coverage_by_municipality(need.select("ags", "need"), supply)
    # Both have one row a place in the order of the need.
    limits = gap_interval(*pieces(allocation), need).drop("ags")
    served = set(allocation["ags"])
    closest = _closest(matrix, need["ags"].to_list(), served)
    fte = found["fte"].to_numpy()
    today_fte = fte if today is None else today.places["fte"].to_numpy()
    places = pl.concat([found, limits, closest], how="horizontal").with_columns(
        _clients(frames, found["need"].cast(pl.Float64).to_numpy(), fte, today_fte),
        is_served=pl.Series([ags in served for ags in need["ags"]], dtype=pl.Boolean),
    )
    found_totals = totals(places, matrix is not None, frames.district_open_cases, frames.smallest_base)
    return State(places.select(PLACES), found_totals)


PLACES = (
    "ags",
    "need",
    "fte",
    "gap_fte",
    "fte_per_1000",
    "lower",
    "upper",
    "is_beyond_doubt",
    "is_served",
    "nearest_ags",
    "cost",
    "new_cases",
    "reach_per_1000",
    "open_cases",
    "open_per_fte",
)


def _closest(matrix: Array | None, order: list[str], served: set[str]) -> pl.DataFrame:
    """nearest_ags, cost."""
    if matrix is None:
        schema = {"nearest_ags": pl.String, "cost": pl.Float64}
        return pl.DataFrame({name: [None] * len(order) for name in schema}, schema=schema)
    return nearest(matrix, order, served).drop("ags")


def _clients(frames: Frames, need: Array, fte: Array, today_fte: Array) -> list[pl.Series]:
    """new_cases, reach_per_1000, open_cases, open_per_fte."""
    names = ("new_cases", "reach_per_1000", "open_cases", "open_per_fte")
    if frames.cases is None:
        return [pl.Series(name, [None] * need.size, dtype=pl.Float64) for name in names]
    counted = frames.need.select("ags").join(frames.cases, on="ags", how="left", maintain_order="left")
    new, still_open = (counted[name].fill_null(0).cast(pl.Float64).to_numpy() for name in ("new_cases", "open_cases"))
    coming = at_constant_demand(new, today_fte, fte)
    least = frames.smallest_base
    is_base = (need >= least) & (new >= least) & (coming >= least)
    values = (
        coming,
        _rate(coming, np.where(is_base, need, 0.0)) * 1000,
        still_open,
        _rate(still_open, np.where(still_open >= least, fte, 0.0)),
    )
    return [pl.Series(name, found, nan_to_null=True) for name, found in zip(names, values, strict=True)]


def _rate(count: Array, base: Array) -> Array:
    """NaN where there is no base."""
    found: Array = np.divide(count, base, out=np.full(count.shape, np.nan), where=base > 0)
    return found


def _matrix(cost: pl.DataFrame, order: list[str]) -> Array:
    known = cost.filter(pl.col("cost").is_finite()).select("from_ags", "to_ags", km="cost")
    matrix: Array = cost_matrix(known, order).matrix
    return matrix


def _refuse_need_named_twice(need: pl.DataFrame) -> None:
    if need["ags"].n_unique() == need.height:
        return
    twice = need.filter(pl.col("ags").is_duplicated())["ags"].unique().sort().to_list()
    raise ValueError(f"municipalities whose need is named twice: {', '.join(twice)}")
