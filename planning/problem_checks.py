"""Constraints on what is not there are refused before anything is searched."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from planning.constraints import Constraints


def refuse_unknown(
    posts: pl.DataFrame, places: Collection[str], areas: Collection[str], constraints: Constraints
) -> None:
    """Raises ValueError naming the posts, municipalities, carriers or focus areas that a constraint names in vain."""
    carriers = set(posts["carrier"])
    _refuse("posts serve municipalities without a figure of need", posts["ags"], places)
    _refuse("a minimum is set for municipalities without a figure of need", constraints.minimum_fte, places)
    _refuse("posts to be kept as they are do not exist", constraints.fixed_posts, set(posts["post"]))
    _refuse("totals are set for carriers without a post", constraints.carrier_fte, carriers)
    _refuse("areas are set for carriers without a post", constraints.allowed, carriers)
    _refuse("totals are set for focus areas without a post", constraints.focus_area_fte, areas)
    for carrier, where in constraints.allowed.items():
        _refuse(f"carrier {carrier!r} is allowed in municipalities without a figure of need", where, places)


def _refuse(what: str, named: Iterable[str], known: Collection[str]) -> None:
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise ValueError(f"{what}: {', '.join(unknown)}")
