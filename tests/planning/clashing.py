"""Random problems whose constraints mostly clash, and the slow and obvious search for the smallest clash. All made up."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import polars as pl

from planning.constraints import Constraints
from planning.feasibility import feasible
from planning.groups import Group, groups_of
from tests.planning.brute_force import random_problem

Wish = tuple[Group, ...]


def clashing_problem(seed: int) -> tuple[pl.DataFrame, pl.DataFrame, Constraints]:
    """As `random_problem`, with more and harder constraints."""
    draw = np.random.default_rng(10_000 + seed)
    posts, need, constraints = random_problem(seed)
    places = sorted(need["ags"].unique())
    known = posts.unique("post").sort("post")
    carriers = sorted(known["carrier"].unique())
    chosen = draw.permutation(places)[: draw.integers(1, len(places) + 1)]
    least = {str(ags): float(draw.choice([0.25, 0.5, 0.5, 0.75])) for ags in chosen}
    allowed = dict(constraints.allowed)
    for carrier in carriers:
        if draw.random() < 0.5:
            where = draw.permutation(places)[: draw.integers(1, len(places))]
            allowed[carrier] = frozenset(str(ags) for ags in where)
    limits = dict(constraints.carrier_fte)
    if draw.random() < 0.4:
        carrier = str(draw.choice(carriers))
        now = float(known.filter(pl.col("carrier") == carrier)["post_fte"].sum())
        limits[carrier] = (now + 0.25, now + 0.75) if draw.random() < 0.5 else (0.0, max(now - 0.25, 0.0))
    totals = dict(constraints.focus_area_fte)
    if draw.random() < 0.2:
        area = str(draw.choice(known["focus_area"]))
        totals[area] = float(known.filter(pl.col("focus_area") == area)["post_fte"].sum()) + float(
            draw.choice([-0.25, 0.5])
        )
        totals[area] = max(totals[area], 0.0)
    return (
        posts,
        need,
        replace(constraints, minimum_fte=least, allowed=allowed, carrier_fte=limits, focus_area_fte=totals),
    )


def wishes(posts: pl.DataFrame, constraints: Constraints) -> list[Wish]:
    """What the planner asked for, one by one: a minimum with all municipalities that have it, and that posts keep their FTE."""
    areas = tuple(sorted({*posts["focus_area"], *constraints.extra}))
    every = groups_of(constraints, tuple(sorted(posts["post"].unique())), areas)
    found: dict[object, list[Group]] = {}
    for group in every:
        if group.kind == "focus_area_fte" and group.subject not in constraints.focus_area_fte:
            continue
        together = {"minimum_fte": constraints.minimum_fte.get(group.subject), "post_fte": ""}
        found.setdefault((group.kind, together.get(group.kind, group.subject)), []).append(group)
    return [tuple(groups) for groups in found.values()]


def holds(posts: pl.DataFrame, need: pl.DataFrame, constraints: Constraints, held: Collection[Wish]) -> bool:
    """Whether these can hold together, beside what is granted."""
    areas = {*posts["focus_area"], *constraints.extra} - set(constraints.focus_area_fte)
    granted = [Group("focus_area_fte", area) for area in areas]
    return bool(feasible(posts, need, constraints, [*granted, *itertools.chain(*held)]))


def smallest_clashes(posts: pl.DataFrame, need: pl.DataFrame, constraints: Constraints) -> list[tuple[Wish, ...]]:
    """All clashes of the fewest wishes there are, by trying every set of them; empty where none clashes."""
    asked = wishes(posts, constraints)
    for size in range(len(asked) + 1):
        found = [held for held in itertools.combinations(asked, size) if not holds(posts, need, constraints, held)]
        if found:
            return found
    return []
