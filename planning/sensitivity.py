"""How much a proposal depends on the figures it rests on: the same question asked of other figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from planning.constraints import Constraints
from planning.proposal import Objectives, Proposal
from planning.propose import propose

# FTE that come out of different searches are equal when they differ by less.
TOLERANCE_FTE = 1e-6
SECONDS = 10.0
RUNS = {
    "variant": pl.String,
    "status": pl.String,
    "worst_shortage": pl.Float64,
    "misallocated_fte": pl.Float64,
    "moved_fte": pl.Float64,
    "same_fte_share": pl.Float64,
}
# What new posts are told apart by: they have made-up names, and which of two stands where says nothing.
WHO, WAY = "who", ["who", "from_ags", "to_ags"]


@dataclass(frozen=True)
class Sensitivity:
    """`runs`: variant, status, worst_shortage, misallocated_fte, moved_fte (FTE, null where nothing was found), same_fte_share (0
    to 1: how much of the reference's FTE stands in the same municipality and focus area), in the order of the variants.
    `moves`: the moves of the reference (post, from_ags, to_ags, fte), `times`: in how many of the runs that found something (`of`)
    the same post moves from the same place to the same place with at least as many FTE. What new posts bring is compared by focus
    area: all of them together bring the place at least as many FTE. `places`: ags, `gains`
    and `loses`: in how many of the runs a municipality has more or less FTE than today, `of`; every municipality with posts
    today or in a run. `is_complete`: no run was left out."""

    runs: pl.DataFrame
    moves: pl.DataFrame
    places: pl.DataFrame
    is_complete: bool


def sensitivity(
    variants: Mapping[str, tuple[pl.DataFrame, pl.DataFrame]],
    constraints: Constraints,
    reference: Proposal,
    progress: Callable[[int, int, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    *,
    seconds: float = SECONDS,
) -> Sensitivity:
    """Propose for each variant (posts with every fte filled, need) under the same constraints and compare with the reference.

    `progress` hears, before each run, how many are done, of how many, and the name of the next; at the end once more with
    an empty name. `is_cancelled` stops before the next run and within one; what is done by then is handed back. `seconds`: the
    most for one run. Raises ValueError when the reference has no allocation, and as `propose` does.
    """
    if reference.allocation is None:
        raise ValueError("the reference found no allocation: there is nothing to compare with")
    found: dict[str, Proposal] = {}
    for done, (name, (posts, need)) in enumerate(variants.items()):
        if progress:
            progress(done, len(variants), name)
        run = None
        if not (is_cancelled and is_cancelled()):
            run = propose(posts, need, constraints, seconds=seconds, is_cancelled=is_cancelled, is_explained=False)
        if run is None or run.status == "cancelled":
            break
        found[name] = run
    if progress:
        progress(len(found), len(variants), "")
    return compared(variants, found, reference, reference.allocation)


def compared(
    variants: Mapping[str, tuple[pl.DataFrame, pl.DataFrame]],
    found: Mapping[str, Proposal],
    reference: Proposal,
    allocation: pl.DataFrame,
) -> Sensitivity:
    """The runs there are beside the reference and its allocation."""
    runs = [_row(name, run, allocation) for name, run in found.items()]
    there = {name: run.allocation for name, run in found.items() if run.allocation is not None}
    ways = [_ways(found[name].moves, after) for name, after in there.items()]
    changes = [_changes(variants[name][0], after) for name, after in there.items()]
    return Sensitivity(
        pl.DataFrame(runs, schema=RUNS, orient="row"),
        _counted_moves(reference.moves, allocation, ways),
        _counted_places(changes),
        len(found) == len(variants),
    )


def _row(name: str, run: Proposal, reference: pl.DataFrame) -> tuple[object, ...]:
    best: Objectives | None = run.objectives
    if best is None or run.allocation is None:
        return name, run.status, None, None, None, None
    same = _supply(reference).join(_supply(run.allocation), on=["focus_area", "ags"], suffix="_run")
    share = float(same.select(pl.min_horizontal("fte", "fte_run").sum()).item()) / float(reference["fte"].sum())
    return name, run.status, best.worst_shortage, best.misallocated_fte, best.moved_fte, min(share, 1.0)


def _supply(allocation: pl.DataFrame) -> pl.DataFrame:
    return allocation.group_by("focus_area", "ags").agg(pl.col("fte").sum())


def _ways(moves: pl.DataFrame, allocation: pl.DataFrame) -> pl.DataFrame:
    """who, from_ags, to_ags, fte: moves of posts by post, what new posts bring by focus area."""
    return _with_who(moves, allocation).group_by(WAY).agg(pl.col("fte").sum())


def _with_who(moves: pl.DataFrame, allocation: pl.DataFrame) -> pl.DataFrame:
    known = allocation.select("post", "focus_area", "post_fte").unique()
    named = moves.join(known, on="post", how="left", maintain_order="left")
    # A post of which all FTE come from nowhere is new; one that grows has FTE of today besides.
    from_nowhere = pl.when(pl.col("from_ags").is_null()).then("fte").sum().over("post")
    is_new = from_nowhere > pl.col("post_fte") - TOLERANCE_FTE
    who = pl.when(is_new).then(pl.format("new {}", "focus_area")).otherwise(pl.format("post {}", "post"))
    return named.with_columns(who=who).drop("focus_area", "post_fte")


def _counted_moves(moves: pl.DataFrame, allocation: pl.DataFrame, ways: list[pl.DataFrame]) -> pl.DataFrame:
    asked = _with_who(moves, allocation).with_columns(whole=pl.col("fte").sum().over(WAY))
    every = pl.concat([_NO_WAYS, *ways])
    met = asked.select(*WAY, "whole").unique().join(every, on=WAY, nulls_equal=True)
    times = met.group_by(WAY).agg(times=(pl.col("fte") >= pl.col("whole") - TOLERANCE_FTE).sum().cast(pl.Int64))
    return asked.join(times, on=WAY, how="left", nulls_equal=True, maintain_order="left").select(
        "post", "from_ags", "to_ags", "fte", pl.col("times").fill_null(0), of=pl.lit(len(ways), dtype=pl.Int64)
    )


def _changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """ags, change: FTE after less FTE before, in every municipality that has any."""
    signed = [after.select("ags", change="fte"), before.select("ags", change=-pl.col("fte"))]
    return pl.concat(signed).group_by("ags").agg(pl.col("change").sum())


def _counted_places(changes: list[pl.DataFrame]) -> pl.DataFrame:
    every = pl.concat([_NO_CHANGES, *changes])
    return (
        every.group_by("ags")
        .agg(
            gains=(pl.col("change") > TOLERANCE_FTE).sum().cast(pl.Int64),
            loses=(pl.col("change") < -TOLERANCE_FTE).sum().cast(pl.Int64),
        )
        .with_columns(of=pl.lit(len(changes), dtype=pl.Int64))
        .sort("ags")
    )


_NO_WAYS = pl.DataFrame(schema={"who": pl.String, "from_ags": pl.String, "to_ags": pl.String, "fte": pl.Float64})
_NO_CHANGES = pl.DataFrame(schema={"ags": pl.String, "change": pl.Float64})
