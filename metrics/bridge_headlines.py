"""The headline figures of the district at the five stages between two editions (metrics.bridge)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import polars as pl

from metrics.bridge import STAGES
from metrics.coverage import gap_in_posts, split_posts
from metrics.equity import hoover

ALL = DISTRICT = ""
NEED, FTE, OPEN_CASES, NEW_CASES = "need:", "fte", "open_cases", "new_cases_12m"
# Every inhabitant: by the yearly update where both ends of the bridge have it, else by the census.
POPULATIONS = ("population_update", "population")
# The census counts the target groups, so shares of them are of its own population.
CENSUS_POPULATION = "population"
# An area whose posts are meant to be near everybody; what lies in the wrong place is told of it.
WELCOME = "welcome"
Result = TypeVar("Result")
PLACED_SCHEMA = {"stage": pl.String, "focus_area": pl.String, "ags": pl.String, "fte": pl.Float64}


@dataclass(frozen=True)
class Shortage:
    """The municipality that lacks most posts of an area at a stage, and how many (FTE)."""

    ags: str
    gap_fte: float


def placed(stage: str, posts: pl.DataFrame, post_areas: pl.DataFrame, need: pl.DataFrame) -> pl.DataFrame:
    """Posts of a stage by municipality, split by need: stage, focus_area, ags, fte.

    `posts`: post, focus_area, fte, those in force; `post_areas`: post, ags; `need`: ags, need. Raises ValueError as
    metrics.splitting.split_posts does.
    """
    found = split_posts(posts, post_areas, need).join(posts.select("post", "focus_area"), on="post")
    summed = found.group_by("focus_area", "ags").agg(pl.col("fte").sum()).sort("focus_area", "ags")
    return summed.select(stage=pl.lit(stage), focus_area=pl.col("focus_area").cast(pl.String), ags="ags", fte="fte")


def headlines(stages: pl.DataFrame, placed: pl.DataFrame, group: str = "foreign_nationals") -> pl.DataFrame:
    """The headline figures, one row each, in the order to show them.

    `stages` as of warehouse.compare: quantity, ags ("" = district), focus_area ("" = all) and the five stages; `placed` as of the
    function of this name, one after the other for the stages whose posts can be split; `group`: the indicator of need.

    Returns figure, focus_area and the five stages (Float64, null = not known): population (and which indicator it is, in
    `indicator`), need (people of the group), need_share (of the census' population, 0 to 1), fte (in all and of each focus
    area), fte_per_1000 (people of the group), open_cases, new_cases (of twelve months), misplaced_fte (Hoover index times FTE) and
    worst_shortage (FTE) of welcome counselling. Figures without any stage known are left out.
    """
    people = _district(stages, NEED + group)
    per_stage: list[tuple[str, str, str, Mapping[str, float | None]]] = [
        ("population", ALL, indicator, _district(stages, NEED + indicator)) for indicator in [_population(stages)]
    ]
    per_stage += [
        ("need", ALL, group, people),
        ("need_share", ALL, group, _ratio(people, _district(stages, NEED + CENSUS_POPULATION), 1.0)),
        ("fte", ALL, "", _district(stages, FTE)),
    ]
    areas = stages.filter(quantity=FTE, ags=DISTRICT).filter(pl.col("focus_area") != ALL)["focus_area"]
    per_stage += [("fte", area, "", _district(stages, FTE, area)) for area in areas.unique(maintain_order=True)]
    per_stage += [
        ("fte_per_1000", ALL, group, _ratio(_district(stages, FTE), people, 1000.0)),
        ("open_cases", ALL, "", _district(stages, OPEN_CASES)),
        ("new_cases", ALL, "", _district(stages, NEW_CASES)),
        ("misplaced_fte", WELCOME, group, _of_places(stages, placed, group, _misplaced)),
    ]
    lacking = worst_shortages(stages, placed, group)
    gaps = {stage: None if found is None else found.gap_fte for stage, found in lacking.items()}
    per_stage.append(("worst_shortage", WELCOME, group, gaps))
    rows = [
        {"figure": figure, "focus_area": area, "indicator": indicator, **values}
        for figure, area, indicator, values in per_stage
        if any(value is not None for value in values.values())
    ]
    named = {"figure": pl.String, "focus_area": pl.String, "indicator": pl.String}
    return pl.DataFrame(rows, schema={**named, **dict.fromkeys(STAGES, pl.Float64)}, orient="row")


def worst_shortages(stages: pl.DataFrame, placed: pl.DataFrame, group: str) -> dict[str, Shortage | None]:
    """The largest shortage of welcome counselling at each stage; None where it is not known. Of equal ones the first by AGS."""
    return _of_places(stages, placed, group, _worst)


def _district(stages: pl.DataFrame, quantity: str, focus_area: str = ALL) -> dict[str, float | None]:
    found = stages.filter(quantity=quantity, ags=DISTRICT, focus_area=focus_area)
    if found.is_empty():
        return dict.fromkeys(STAGES)
    return {stage: found[stage][0] for stage in STAGES}


def _population(stages: pl.DataFrame) -> str:
    """The first indicator of all inhabitants that both ends know; else the last one."""
    for indicator in POPULATIONS:
        found = _district(stages, NEED + indicator)
        if found[STAGES[0]] is not None and found[STAGES[-1]] is not None:
            return indicator
    return POPULATIONS[-1]


def _ratio(
    counts: Mapping[str, float | None], bases: Mapping[str, float | None], per: float
) -> dict[str, float | None]:
    return {stage: _divided(counts[stage], bases[stage], per) for stage in STAGES}


def _divided(count: float | None, base: float | None, per: float) -> float | None:
    return None if count is None or not base else count * per / base


def _of_places(
    stages: pl.DataFrame, placed: pl.DataFrame, group: str, measure: Callable[[pl.DataFrame], Result]
) -> dict[str, Result | None]:
    of_stage = partial(_places, stages.filter(quantity=NEED + group).filter(pl.col("ags") != DISTRICT), placed)
    found = {stage: of_stage(stage) for stage in STAGES}
    return {stage: None if places is None else measure(places) for stage, places in found.items()}


def _places(need: pl.DataFrame, placed: pl.DataFrame, stage: str) -> pl.DataFrame | None:
    """ags, need, fte of welcome counselling at a stage; None unless every municipality's need is known and somebody is in need."""
    posts = placed.filter(stage=stage)
    known = need.select("ags", need=pl.col(stage)).sort("ags")
    if posts.is_empty() or known["need"].null_count() or not known["need"].sum():
        return None
    welcome = posts.filter(focus_area=WELCOME).select("ags", "fte")
    return known.join(welcome, on="ags", how="left", maintain_order="left").with_columns(pl.col("fte").fill_null(0.0))


def _misplaced(places: pl.DataFrame) -> float:
    return hoover(places["need"].to_numpy(), places["fte"].to_numpy()) * float(places["fte"].sum())


def _worst(places: pl.DataFrame) -> Shortage:
    gaps = gap_in_posts(places["need"].to_numpy(), places["fte"].to_numpy())
    worst = int(gaps.round(9).argmax())
    return Shortage(places["ags"][worst], float(gaps[worst]))
