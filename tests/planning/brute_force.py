"""The slow and obvious twin of the optimiser: every allocation there is, and random problems small enough for it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from planning.constraints import Constraints

SAME = 1e-7
PLACES = ("05358001", "05358002", "05358003", "05358004")
AREAS = ("labour_market", "welcome")
MOST_ALLOCATIONS = 400_000

Parts = Mapping[str, float]


class Post:
    """One post of the problem: its parts today, and whether it is new."""

    def __init__(self, name: str, carrier: str, area: str, fte: float, today: Parts, is_new: bool = False) -> None:
        self.name, self.carrier, self.area, self.fte, self.today, self.is_new = name, carrier, area, fte, today, is_new


def posts_of(frame: pl.DataFrame, extra: Mapping[str, float]) -> list[Post]:
    found = []
    for (name,), rows in frame.sort("post").group_by("post", maintain_order=True):
        first = rows.row(0, named=True)
        parts = dict(zip(rows["ags"], rows["fte"], strict=True))
        found.append(Post(str(name), first["carrier"], first["focus_area"], first["post_fte"], parts))
    number = 0
    for area, fte in sorted(extra.items()):
        left = fte
        while left > 1e-9:
            number += 1
            found.append(Post(f"NEU-{number}", "", area, min(1.0, left), {}, is_new=True))
            left -= 1.0
    return found


def everything(frame: pl.DataFrame, need: pl.DataFrame, constraints: Constraints) -> tuple[float, float, float] | None:
    """The best objectives over all allocations there are, None where no allocation obeys the constraints."""
    posts = posts_of(frame, constraints.extra)
    places = sorted(need["ags"].unique())
    areas = sorted({post.area for post in posts})
    carriers = sorted({post.carrier for post in posts})
    totals = {area: sum(post.fte for post in posts if post.area == area) for area in areas}
    totals.update(constraints.focus_area_fte)
    supply = np.zeros((1, len(areas), len(places)))
    moved, of_carrier = np.zeros(1), np.zeros((1, len(carriers)))
    for post in posts:
        most = totals[post.area] if constraints.may_resize else post.fte
        ways = [parts for parts in ways_of(post, places, constraints, most) if obeys(post, parts, constraints)]
        if not ways:
            return None
        one = np.zeros((len(ways), len(areas), len(places)))
        one[:, areas.index(post.area)] = [[parts.get(ags, 0.0) for ags in places] for parts in ways]
        mine = np.zeros((len(ways), len(carriers)))
        mine[:, carriers.index(post.carrier)] = [sum(parts.values()) for parts in ways]
        change = np.array([0.0 if post.is_new else moves(post.today, parts) for parts in ways])
        supply = (supply[:, None] + one[None]).reshape(-1, len(areas), len(places))
        moved = (moved[:, None] + change[None]).ravel()
        of_carrier = (of_carrier[:, None] + mine[None]).reshape(-1, len(carriers))
        # A focus area that has more than its total already does not get back to it.
        over = np.any(supply.sum(axis=2) > np.array([totals[area] for area in areas]) + SAME, axis=1)
        keep = ~over if constraints.may_resize else np.ones(moved.size, dtype=bool)
        supply, moved, of_carrier = supply[keep], moved[keep], of_carrier[keep]
        if moved.size > MOST_ALLOCATIONS:
            raise ValueError(f"{moved.size} allocations are too many to try")
    fits = np.ones(moved.size, dtype=bool)
    for f, area in enumerate(areas):
        if constraints.may_resize or area in constraints.focus_area_fte:
            fits &= np.abs(supply[:, f].sum(axis=1) - totals[area]) <= SAME
    for carrier, (least, most) in constraints.carrier_fte.items():
        sums = of_carrier[:, carriers.index(carrier)]
        fits &= (sums >= least - SAME) & (sums <= most + SAME)
    for ags, least in constraints.minimum_fte.items():
        fits &= supply[:, :, places.index(ags)].sum(axis=1) >= least - SAME
    if not fits.any():
        return None
    gaps = due_of(need, areas, places, totals) - supply[fits]
    worst = np.maximum(gaps.max(axis=(1, 2)), 0.0)
    misallocated = np.abs(gaps).sum(axis=(1, 2)) / 2
    first = worst <= worst.min() + SAME
    second = first & (misallocated <= misallocated[first].min() + SAME)
    return float(worst.min()), float(misallocated[first].min()), float(moved[fits][second].min())


def due_of(need: pl.DataFrame, areas: list[str], places: list[str], totals: Mapping[str, float]) -> np.ndarray:
    found = np.zeros((len(areas), len(places)))
    for f, area in enumerate(areas):
        rows = need.filter(pl.col("focus_area") == area) if "focus_area" in need.columns else need
        people = dict(zip(rows["ags"], rows["need"], strict=True))
        found[f] = [people[ags] / sum(people.values()) * totals[area] for ags in places]
    return found


def moves(before: Parts, after: Parts) -> float:
    return sum(max(0.0, fte - before.get(ags, 0.0)) for ags, fte in after.items())


def ways_of(post: Post, places: list[str], constraints: Constraints, most: float) -> Iterator[dict[str, float]]:
    """Every way to place a post in whole steps, its remainder in one of its municipalities."""
    if post.name in constraints.fixed_posts:
        yield {ags: fte for ags, fte in post.today.items() if fte > 0}
        return
    step = constraints.step
    units = round((post.fte - post.fte % step) / step)
    remainder = post.fte - units * step
    if remainder > step - SAME:
        units, remainder = units + 1, 0.0
    remainder = remainder if remainder > SAME else 0.0
    is_resized = constraints.may_resize and not post.is_new
    for count in range(int(most / step + SAME) + 1) if is_resized else [units]:
        for bars in itertools.combinations(range(count + len(places) - 1), len(places) - 1):
            edges = [-1, *bars, count + len(places) - 1]
            parts = [(b - a - 1) * step for a, b in itertools.pairwise(edges)]
            for where in range(len(places)) if remainder else [None]:
                here = [fte + (remainder if i == where else 0.0) for i, fte in enumerate(parts)]
                if any(fte > 0 for fte in here):
                    yield {ags: fte for ags, fte in zip(places, here, strict=True) if fte > 0}


def obeys(post: Post, parts: Parts, constraints: Constraints) -> bool:
    """Whether a post by itself may be placed like this."""
    if constraints.max_places is not None and len(parts) > constraints.max_places:
        return False
    if post.carrier in constraints.allowed and not set(parts) <= constraints.allowed[post.carrier]:
        return False
    if constraints.distance_limit is None:
        return True
    cost = {
        (start, end): value for start, end, value in constraints.distances.select("from_ags", "to_ags", "cost").rows()
    }
    return all(
        max(cost.get((a, b), cost.get((b, a), np.inf)), cost.get((b, a), cost.get((a, b), np.inf)))
        <= constraints.distance_limit
        for a, b in itertools.combinations(parts, 2)
    )


def broken(frame: pl.DataFrame, constraints: Constraints, allocation: pl.DataFrame) -> list[str]:
    """What an allocation does not obey, in words."""
    found = []
    posts = {post.name: post for post in posts_of(frame, constraints.extra)}
    placed = {
        str(name): dict(zip(rows["ags"], rows["fte"], strict=True)) for (name,), rows in allocation.group_by("post")
    }
    if set(placed) != set(posts):
        found.append("posts come or go")
    if allocation.select(pl.struct("post", "ags").is_duplicated().any()).item():
        found.append("a post names a municipality twice")
    if not allocation["fte"].is_between(0, 1e9, closed="right").all():
        found.append("parts must be more than zero")
    for name, parts in placed.items():
        post, size = posts[name], sum(parts.values())
        rows = allocation.filter(pl.col("post") == name)
        if rows.select("carrier", "focus_area").unique().rows() != [(post.carrier, post.area)]:
            found.append(f"{name} changes hands")
        if abs(rows["post_fte"].max() - size) > SAME or abs(rows["post_fte"].min() - size) > SAME:
            found.append(f"{name} does not sum to its FTE")
        if not obeys(post, parts, constraints):
            found.append(f"{name} is where it may not be")
        if (not constraints.may_resize or post.is_new) and abs(size - post.fte) > SAME:
            found.append(f"{name} changes its FTE")
        if name in constraints.fixed_posts:
            if any(abs(parts.get(ags, 0.0) - post.today.get(ags, 0.0)) > SAME for ags in {*parts, *post.today}):
                found.append(f"{name} does not stay")
        else:
            off = [(fte + SAME) % constraints.step for fte in parts.values()]
            odd = [rest for rest in off if rest > 2 * SAME]
            remainder = (post.fte + SAME) % constraints.step
            if (odd and (len(odd) > 1 or abs(odd[0] - remainder) > 3 * SAME)) or (not odd and remainder > 2 * SAME):
                found.append(f"{name} is not in whole steps")
    of = allocation.group_by("ags").agg(pl.col("fte").sum())
    by_place = dict(zip(of["ags"], of["fte"], strict=True))
    found += [
        f"too little in {ags}"
        for ags, least in constraints.minimum_fte.items()
        if by_place.get(ags, 0.0) < least - SAME
    ]
    for carrier, (least, most) in constraints.carrier_fte.items():
        if not least - SAME <= allocation.filter(pl.col("carrier") == carrier)["fte"].sum() <= most + SAME:
            found.append(f"total of {carrier}")
    totals = {area: sum(post.fte for post in posts.values() if post.area == area) for area in AREAS}
    for area, total in {**totals, **constraints.focus_area_fte}.items():
        if abs(allocation.filter(pl.col("focus_area") == area)["fte"].sum() - total) > SAME:
            found.append(f"total of {area}")
    return found


def random_problem(seed: int) -> tuple[pl.DataFrame, pl.DataFrame, Constraints]:
    """Posts, need and constraints of every kind, small enough to try everything; made up."""
    draw = np.random.default_rng(seed)
    places = list(PLACES[: draw.integers(2, 5)])
    step = float(draw.choice([0.25, 0.5]))
    may_resize = bool(draw.random() < 0.2)
    count = int(draw.integers(1, 3 if may_resize else 5))
    areas = AREAS[: draw.integers(1, 3)]
    sizes = [0.25, 0.5, 0.5, 1.0, 0.65, 0.6] if step < 0.5 else [0.5, 1.0, 1.5, 1.0, 0.75, 0.8]
    carriers = ["Alpha", "Beta"]
    rows = []
    for p in range(count):
        fte, served = float(draw.choice(sizes)), draw.permutation(places)[: draw.integers(1, len(places) + 1)]
        weights = draw.random(served.size) + 0.05
        area, carrier = str(draw.choice(areas)), str(draw.choice(carriers))
        rows += [
            (f"{carrier}-{p}", carrier, area, fte, str(ags), fte * part)
            for ags, part in zip(served, weights / weights.sum(), strict=True)
        ]
    schema = ["post", "carrier", "focus_area", "post_fte", "ags", "fte"]
    posts = pl.DataFrame(rows, schema=schema, orient="row").sort("post", "ags")
    people = draw.integers(0, 400, (len(AREAS), len(places))) + np.eye(len(AREAS), len(places), dtype=int)
    if draw.random() < 0.5:
        need = pl.DataFrame({"ags": places, "need": people[0]})
    else:
        need = pl.DataFrame(
            [(ags, area, int(people[f, i])) for f, area in enumerate(AREAS) for i, ags in enumerate(places)],
            schema=["ags", "focus_area", "need"],
            orient="row",
        )
    return posts, need, _constraints(draw, posts, places, step, may_resize)


def _constraints(
    draw: np.random.Generator, posts: pl.DataFrame, places: list[str], step: float, may_resize: bool
) -> Constraints:
    known = posts.unique("post").sort("post")
    extra, totals, least, carrier_fte, allowed = {}, {}, {}, {}, {}
    areas, carriers = sorted(known["focus_area"].unique()), sorted(known["carrier"].unique())
    if draw.random() < 0.2 and known.height < 4:
        extra = {str(draw.choice(areas)): float(draw.choice([0.25, 0.5, 0.3]))}
    if may_resize and draw.random() < 0.4:
        area = str(draw.choice(areas))
        now = known.filter(pl.col("focus_area") == area)["post_fte"].sum()
        totals = {area: max(0.0, float(now + extra.get(area, 0.0) + draw.choice([-0.5, 0.5, step, 0.1])))}
    if draw.random() < 0.5:
        chosen = draw.permutation(places)[: draw.integers(1, 3)]
        least = {str(ags): float(draw.choice([0.25, 0.5, 0.3])) for ags in chosen}
    if draw.random() < 0.3:
        carrier = str(draw.choice(carriers))
        now = float(known.filter(pl.col("carrier") == carrier)["post_fte"].sum())
        carrier_fte = {carrier: (max(0.0, now - float(draw.choice([0.0, 0.5]))), now + float(draw.choice([0.0, 0.25])))}
    if draw.random() < 0.3:
        chosen = draw.permutation(places)[: draw.integers(1, len(places) + 1)]
        allowed = {str(draw.choice(carriers)): frozenset(str(ags) for ags in chosen)}
    points = draw.random((len(places), 2)) * 30
    distances = pl.DataFrame(
        [
            (a, b, float(np.hypot(*(points[i] - points[j])) + draw.random()))
            for i, a in enumerate(places)
            for j, b in enumerate(places)
            if i != j and draw.random() < 0.95
        ],
        schema={"from_ags": pl.String, "to_ags": pl.String, "cost": pl.Float64},
        orient="row",
    )
    return Constraints(
        step=step,
        minimum_fte=least,
        max_places=int(draw.integers(1, 4)) if draw.random() < 0.5 else None,
        fixed_posts=frozenset([str(draw.choice(known["post"]))]) if draw.random() < 0.25 else frozenset(),
        carrier_fte=carrier_fte,
        focus_area_fte=totals,
        may_resize=may_resize,
        allowed=allowed,
        extra=extra,
        distance_limit=float(draw.integers(5, 30)) if draw.random() < 0.4 else None,
        distances=distances,
    )
