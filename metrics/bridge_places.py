"""Where posts came to and went from between two editions (metrics.bridge), municipality by municipality."""

from __future__ import annotations

import polars as pl

from metrics.bridge import STAGES
from metrics.bridge_headlines import DISTRICT, NEED
from metrics.coverage import gap_in_posts

ENDS = {"before": STAGES[0], "after": STAGES[-1]}
# FTE are printed with two decimals; what does not show in them has not moved.
DECIMALS = 2
SCHEMA = {
    "focus_area": pl.String,
    "ags": pl.String,
    **{f"{what}_{end}": pl.Float64 for end in ENDS for what in ("fte", "gap")},
}


def moved_posts(stages: pl.DataFrame, placed: pl.DataFrame, group: str = "foreign_nationals") -> pl.DataFrame:
    """Municipalities whose posts of a focus area are others after than before, those with the largest difference first.

    `stages` and `placed` as of metrics.bridge_headlines.headlines; `group`: the indicator of need. Returns focus_area, ags,
    fte_before, gap_before, fte_after and gap_after (FTE; gaps by metrics.coverage.gap_in_posts, + missing). No row where an end's
    posts or need are not known of every municipality.
    """
    of_places = stages.filter(quantity=NEED + group).filter(pl.col("ags") != DISTRICT).sort("ags")
    need = of_places.select("ags", **{end: pl.col(stage) for end, stage in ENDS.items()})
    unknown = need.is_empty() or any(
        need[end].null_count() or not need[end].sum() or placed.filter(stage=stage).is_empty()
        for end, stage in ENDS.items()
    )
    if unknown:
        return pl.DataFrame(schema=SCHEMA)
    areas = placed["focus_area"].unique().sort()
    found = pl.concat([_of_area(area, need, placed.filter(focus_area=area)) for area in areas])
    change = pl.col("fte_after") - pl.col("fte_before")
    moved = found.filter(change.round(DECIMALS) != 0)
    return moved.sort(change.abs().round(DECIMALS), "ags", "focus_area", descending=[True, False, False])


def _of_area(area: str, need: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {}
    for end, stage in ENDS.items():
        posts = need.select("ags").join(
            placed.filter(stage=stage).select("ags", "fte"), on="ags", how="left", maintain_order="left"
        )
        fte = posts["fte"].fill_null(0.0)
        columns |= {f"fte_{end}": fte, f"gap_{end}": pl.Series(gap_in_posts(need[end].to_numpy(), fte.to_numpy()))}
    return need.select(pl.lit(area).alias("focus_area"), "ags").with_columns(**columns).select(*SCHEMA)
