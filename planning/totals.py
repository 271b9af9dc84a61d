"""The figures of a whole district in one state of its posts."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from metrics.equity import gini, hoover


@dataclass(frozen=True)
class Totals:
    """`fte`: all posts. `hoover`: the share of them that sits elsewhere than by need; `misplaced_fte`: the same in FTE. `gini`: of
    posts per head of the target group, places without need left out. `worst_shortage`: the largest gap (FTE).
    `beyond_doubt`: how many municipalities lack posts however shared ones are split. `unserved`: how many no post serves.

    `mean_cost`: kilometres or minutes to the nearest service, the mean over the people in need where one can be reached;
    `farthest`: the longest way; `unreachable`: from how many municipalities there is none; all None where no costs are known.
    `open_per_fte`: open cases per FTE in the district, None without cases known, too few of them, or without posts.
    """

    fte: float
    hoover: float
    misplaced_fte: float
    gini: float
    worst_shortage: float
    beyond_doubt: int
    unserved: int
    mean_cost: float | None
    farthest: float | None
    unreachable: int | None
    open_per_fte: float | None


def totals(
    places: pl.DataFrame, has_costs: bool, district_open_cases: float | None = None, smallest_base: float = 0.0
) -> Totals:
    """The totals of a state's places (planning.evaluate.State). `district_open_cases`: instead of the sum of the places'.
    `smallest_base`: of fewer open cases there is no rate."""
    need, fte = places["need"].cast(pl.Float64).to_numpy(), places["fte"].to_numpy()
    is_peopled = need > 0
    people = need[is_peopled]
    share, total = hoover(need, fte), float(fte.sum())
    is_reached = places["cost"].is_not_null().to_numpy()
    ways, heads = places["cost"].drop_nulls().to_numpy(), need[is_reached]
    return Totals(
        fte=total,
        hoover=share,
        misplaced_fte=share * total,
        gini=gini(fte[is_peopled] / people, people),
        worst_shortage=float(places["gap_fte"].to_numpy().max()),
        beyond_doubt=places.filter("is_beyond_doubt", pl.col("gap_fte") > 0).height,
        unserved=places.height - int(places["is_served"].sum()),
        mean_cost=float((ways * heads).sum() / heads.sum()) if heads.sum() else None,
        farthest=float(ways.max()) if ways.size else None,
        unreachable=places.height - ways.size if has_costs else None,
        open_per_fte=_open_per_fte(places, total, district_open_cases, smallest_base),
    )


def _open_per_fte(
    places: pl.DataFrame, fte: float, district_open_cases: float | None, smallest_base: float
) -> float | None:
    counted = places["open_cases"]
    if fte == 0 or counted.null_count():
        return None
    still_open = float(counted.sum()) if district_open_cases is None else district_open_cases
    return None if still_open < smallest_base else still_open / fte
