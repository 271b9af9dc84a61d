"""A first allocation for a large problem: posts gathered one after the other around the municipalities that are hardest to
reach, so that together they come close to a supply that is aimed at."""

from __future__ import annotations

import numpy as np

from planning.linear_model import Floats, Ints
from planning.model_places import most_places
from planning.problem import RESIDUE_FTE, Flags, Problem


def gathered(problem: Problem, aim: Floats) -> Floats:
    """FTE of posts in municipalities. `aim`: FTE of free posts by focus area and municipality. Keeps to steps, allowed
    municipalities, limits of places and distance; minimums of municipalities are met only as far as they come about."""
    found = np.where(problem.is_fixed[:, None], problem.today, 0.0)
    near = np.ones((len(problem.places),) * 2, dtype=bool) if problem.far is None else ~problem.far
    limit = most_places(problem)
    for f in range(len(problem.areas)):
        left = aim[f].copy()
        waiting = [p for p in problem.free.tolist() if problem.area[p] == f]
        while waiting:
            seed = _hardest(left, near, np.asarray(problem.allowed[waiting].any(axis=0)))
            chosen, places = _closest(problem, waiting, seed, left, near, limit)
            waiting.remove(chosen)
            _fill(problem, chosen, places, left, found)
    return found


def _hardest(left: Floats, near: Flags, reachable: Flags) -> int:
    """The municipality with the least left to be filled around it; where nothing is left, the one filled least too much."""
    is_open = (left > RESIDUE_FTE) & reachable
    if not is_open.any():
        return int(np.where(reachable, left, -np.inf).argmax())
    around = near @ np.maximum(left, 0.0)
    return int(np.where(is_open, around, np.inf).argmin())


def _closest(
    problem: Problem, waiting: list[int], seed: int, left: Floats, near: Flags, limit: Ints
) -> tuple[int, list[int]]:
    """The post that serves the municipality and what is near to it already, and fits what is left there; and its places."""
    best = (-np.inf, waiting[0], [seed])
    tried: dict[tuple[bytes, int], list[int]] = {}
    for p in waiting:
        if not problem.allowed[p, seed]:
            continue
        key = (problem.allowed[p].tobytes(), int(limit[p]))
        if key not in tried:
            tried[key] = _cluster(seed, left, near, problem.allowed[p], int(limit[p]))
        places = tried[key]
        excess = max(0.0, float(problem.fte[p] - np.maximum(left[places], 0.0).sum()))
        score = float(problem.today[p, places].sum()) - 2 * excess
        if score > best[0]:
            best = (score, p, places)
    if np.isinf(best[0]):
        allowed = np.flatnonzero(problem.allowed[best[1]])
        return best[1], [int(allowed[left[allowed].argmax()])]
    return best[1], best[2]


def _cluster(seed: int, left: Floats, near: Flags, allowed: Flags, limit: int) -> list[int]:
    places, reachable = [seed], near[seed] & allowed & (left > RESIDUE_FTE)
    reachable[seed] = False
    while len(places) < limit and reachable.any():
        following = int(np.where(reachable, left, -np.inf).argmax())
        places.append(following)
        reachable &= near[following]
        reachable[following] = False
    return places


def _fill(problem: Problem, post: int, places: list[int], left: Floats, found: Floats) -> None:
    found[post, places[0]] += problem.remainder[post]
    left[places[0]] -= problem.remainder[post]
    for _ in range(int(problem.units[post])):
        # The first place is the one to be reached, the others share what is over.
        lacks = [i for i in places if left[i] > RESIDUE_FTE]
        where = lacks[0] if lacks else max(places, key=lambda i: left[i])
        found[post, where] += problem.step
        left[where] -= problem.step
