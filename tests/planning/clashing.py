"""Random problems whose constraints often clash (made up), and whether some of their constraints can hold."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from planning.constraints import Constraints
from planning.feasibility import feasible
from planning.groups import Group, groups_of
from tests.planning.brute_force import random_problem

Wish = tuple[Group, ...]


KINDS = (
    "minimum_fte",
    "max_places",
    "fixed_posts",
    "carrier_fte",
    "focus_area_fte",
    "allowed",
    "distance_limit",
    "extra",
)


def clashing_problem(seed: int) -> tuple[pl.DataFrame, pl.DataFrame, Constraints]:
    """Posts, need and distances as of `random_problem`, with three to six hard constraints of random kinds."""
    draw = np.random.default_rng(10_000 + seed)
    posts, need, given = random_problem(seed)
    constraints = Constraints(step=given.step, may_resize=bool(draw.random() < 0.15), distances=given.distances)
    for kind in draw.choice(KINDS, draw.integers(3, 7), p=[0.3, 0.15, 0.1, 0.1, 0.05, 0.15, 0.1, 0.05]):
        constraints = replace(constraints, **_one_more(draw, str(kind), posts, need, constraints))
    return posts, need, constraints


def _one_more(
    draw: np.random.Generator, kind: str, posts: pl.DataFrame, need: pl.DataFrame, constraints: Constraints
) -> dict[str, Any]:
    places = sorted(need["ags"].unique())
    known = posts.unique("post").sort("post")
    of_carrier = dict(known.group_by("carrier").agg(pl.col("post_fte").sum()).sort("carrier").rows())
    of_area = dict(known.group_by("focus_area").agg(pl.col("post_fte").sum()).sort("focus_area").rows())
    carrier, area = str(draw.choice(list(of_carrier))), str(draw.choice(list(of_area)))
    some = frozenset(str(ags) for ags in draw.permutation(places)[: draw.integers(1, len(places) + 1)])
    change = float(draw.choice([-0.25, 0.25, 0.5]))
    if kind == "minimum_fte":
        return {kind: {**constraints.minimum_fte, **dict.fromkeys(sorted(some), float(draw.choice([0.25, 0.5, 0.6])))}}
    if kind == "max_places":
        return {kind: int(draw.integers(1, 3))}
    if kind == "fixed_posts":
        return {kind: constraints.fixed_posts | {str(draw.choice(known["post"]))}}
    if kind == "carrier_fte":
        least = max(of_carrier[carrier] + change, 0.0)
        return {kind: {**constraints.carrier_fte, carrier: (least, least + 0.25)}}
    if kind == "focus_area_fte":
        return {kind: {**constraints.focus_area_fte, area: max(of_area[area] + change, 0.0)}}
    if kind == "allowed":
        return {kind: {**constraints.allowed, carrier: some}}
    if kind == "extra":
        return {kind: {area: float(draw.choice([0.25, 0.5, 0.3]))}}
    return {kind: float(draw.integers(3, 20))}


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
