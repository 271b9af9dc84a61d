"""A planning problem as arrays: posts in rows, municipalities in columns, FTE counted in steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from planning.allocation import check
from planning.constraints import Constraints
from planning.groups import Group, groups_of
from planning.new_posts import new_posts
from planning.problem_checks import refuse_unknown
from planning.problem_frames import far_apart, need_shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# FTE that differ by less are the same: parts worked out by proportion leave residues.
RESIDUE_FTE = 1e-6


@dataclass(frozen=True)
class Problem:
    """Posts by index p (today's in order of their names, then new ones), municipalities i, focus areas f.

    `units` and `remainder` (FTE): a post's FTE = step x units + remainder. `today`: FTE of p in i. `due`: FTE that f needs in i.
    `allowed`: where p may be. `far`: pairs of municipalities too far apart for one post, None without a limit. `is_fixed`: stays
    as today. `is_new`: there is none today. `resizable`: units may change (`at_least_units` to no limit). `least`: minimum
    presence of i (FTE). `held`: the groups that hold.
    """

    posts: tuple[str, ...]
    carriers: tuple[str, ...]
    areas: tuple[str, ...]
    places: tuple[str, ...]
    step: float
    area: Ints
    units: Ints
    remainder: Floats
    today: Floats
    due: Floats
    allowed: Flags
    far: Flags | None
    is_fixed: Flags
    is_new: Flags
    resizable: Flags
    at_least_units: Ints
    least: Floats
    max_places: int | None
    carrier_fte: Mapping[str, tuple[float, float]]
    area_fte: Mapping[str, float]
    held: frozenset[Group]

    @property
    def fte(self) -> Floats:
        """What each post has, as far as it keeps it."""
        found: Floats = self.step * self.units + self.remainder
        return found

    @property
    def rest(self) -> Floats:
        """Remainders in steps, equal ones alike to the last digit: HiGHS 1.15 can lose solutions to coefficients that differ in it."""
        found: Floats = np.round(self.remainder / self.step, 9)
        return found

    @property
    def free(self) -> Ints:
        """Posts that may be placed anew."""
        return np.flatnonzero(~self.is_fixed)

    @property
    def fixed_supply(self) -> Floats:
        """FTE of each focus area in each municipality by posts that stay as they are."""
        found = np.zeros_like(self.due)
        np.add.at(found, self.area[self.is_fixed], self.today[self.is_fixed])
        return found


def problem_of(
    posts: pl.DataFrame, need: pl.DataFrame, constraints: Constraints, groups: Collection[Group] | None = None
) -> Problem:
    """The arrays of a problem. `posts`: an allocation with every FTE filled. `need`: ags, need (people) and, if it differs,
    focus_area. `groups`: the ones that hold (None = all).

    Raises ValueError for posts that are no decided allocation, a need that is missing, negative or zero everywhere, and
    constraints on posts, municipalities, carriers or focus areas that are not there.
    """
    posts = _decided(posts)
    known = posts.select("post", "carrier", "focus_area", "post_fte").unique("post").sort("post")
    extra = [(area, fte) for area, fte in sorted(constraints.extra.items()) if fte > RESIDUE_FTE]
    areas = tuple(sorted({*known["focus_area"], *(area for area, _ in extra)}))
    places, shares = need_shares(need, areas)
    refuse_unknown(posts, places, areas, constraints)
    every = groups_of(constraints, tuple(known["post"]), areas)
    held = frozenset(every if groups is None else groups)

    new = new_posts(extra, set(known["post"]))
    names = (*known["post"], *(name for name, _, _ in new))
    carriers = (*known["carrier"], *("" for _ in new))
    of_area = np.array([areas.index(name) for name in (*known["focus_area"], *(area for _, area, _ in new))])
    fte = np.array([*known["post_fte"], *(size for _, _, size in new)], dtype=np.float64)
    is_new = np.arange(len(names)) >= known.height
    units = np.floor(fte / constraints.step + RESIDUE_FTE).astype(np.int64)
    remainder = fte - constraints.step * units
    remainder = np.where(remainder < RESIDUE_FTE, 0.0, np.round(remainder, 9))
    is_fixed = np.array([Group("fixed_posts", name) in held for name in names])
    in_full = np.array([Group("extra", areas[f]) in held for f in of_area])
    keeps = np.array([Group("post_fte", name) in held for name in names])
    total = {area: float(fte[(of_area == f)].sum()) for f, area in enumerate(areas)}
    given = {**total, **constraints.focus_area_fte}
    return Problem(
        posts=names,
        carriers=carriers,
        areas=areas,
        places=places,
        step=constraints.step,
        area=of_area,
        units=units,
        remainder=remainder,
        today=_today(posts, names, places),
        due=shares * np.array([given[area] for area in areas])[:, None],
        allowed=_allowed(names, carriers, places, constraints, held),
        far=far_apart(constraints, places) if Group("distance_limit") in held else None,
        is_fixed=is_fixed,
        is_new=is_new,
        resizable=np.where(is_new, ~in_full, ~keeps) & ~is_fixed,
        at_least_units=np.where(is_new & ~in_full, 0, np.where(remainder > 0, 0, 1)),
        least=np.array(
            [constraints.minimum_fte.get(ags, 0.0) if Group("minimum_fte", ags) in held else 0.0 for ags in places]
        ),
        max_places=constraints.max_places if Group("max_places") in held else None,
        carrier_fte={
            name: limits for name, limits in constraints.carrier_fte.items() if Group("carrier_fte", name) in held
        },
        area_fte={area: fte for area, fte in given.items() if Group("focus_area_fte", area) in held},
        held=held,
    )


def _decided(posts: pl.DataFrame) -> pl.DataFrame:
    if posts.is_empty():
        raise ValueError("there are no posts to place")
    if "fte" in posts.columns and posts["fte"].null_count():
        open_posts = posts.filter(pl.col("fte").is_null())["post"].unique().sort().to_list()
        raise ValueError(
            f"posts that are not decided: {', '.join(open_posts)}; fill them with planning.allocation.placed"
        )
    # A rule by need gives a place without need a part of zero: the post is not there.
    return check(posts.filter(pl.col("fte") != 0) if "fte" in posts.columns else posts)


def _today(posts: pl.DataFrame, names: tuple[str, ...], places: tuple[str, ...]) -> Floats:
    row = {name: p for p, name in enumerate(names)}
    column = {ags: i for i, ags in enumerate(places)}
    found = np.zeros((len(names), len(places)))
    found[[row[name] for name in posts["post"]], [column[ags] for ags in posts["ags"]]] = posts["fte"].to_numpy()
    return found


def _allowed(
    names: tuple[str, ...],
    carriers: tuple[str, ...],
    places: tuple[str, ...],
    constraints: Constraints,
    held: frozenset[Group],
) -> Flags:
    found = np.ones((len(names), len(places)), dtype=bool)
    for carrier, where in constraints.allowed.items():
        if Group("allowed", carrier) in held:
            found[np.array(carriers) == carrier] = [ags in where for ags in places]
    return found
