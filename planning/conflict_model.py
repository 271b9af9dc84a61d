"""A planning problem in which every part can be given up, or can give in.

As `planning.model`, but a column of 0 or 1 for each part says whether it is given up, and further columns by how much it gives in. A
post that stays as it is has the FTE of today where its part holds and is placed anew where it is given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planning.conflict_parts import MINIMUM, TOTAL, Part
from planning.conflict_posts import INFINITE, PostColumns, by_subject, post_columns, supply_terms
from planning.linear_model import Ints, LinearModel
from planning.model_places import cliques
from planning.problem import RESIDUE_FTE, Flags, Problem


@dataclass(frozen=True)
class SoftModel:
    """`dropped`: the column of each part, 1 where it is given up. `gives_in`: the columns by which a part gives in, held at zero:
    of a total FTE below and FTE above, of the municipalities of a carrier one flag for each in `barred` (index of the
    municipality). `grown`, `shrunk`: steps by which each post changes."""

    linear: LinearModel
    dropped: Mapping[Part, int]
    gives_in: Mapping[Part, Ints]
    barred: Mapping[Part, Ints]
    grown: Ints
    shrunk: Ints


def soft_model(problem: Problem, parts: tuple[Part, ...]) -> SoftModel:
    """`problem`: with all groups held (`planning.conflict_parts.groups_held` of all parts)."""
    linear = LinearModel()
    dropped = dict(zip(parts, linear.add_columns(len(parts), 0, 1, whole=True).tolist(), strict=True))
    posts = post_columns(problem, linear, dropped)
    gives_in: dict[Part, Ints] = {}
    barred: dict[Part, Ints] = {}
    for part, column in dropped.items():
        if part.kind == MINIMUM:
            _minimums(problem, linear, posts, part.subjects, column)
        elif part.kind == "max_places":
            _places(problem, linear, posts, column)
        elif part.kind == "distance_limit":
            _distances(problem, linear, posts, column)
        elif part.kind == "carrier_fte":
            members = np.array(problem.carriers) == part.subject
            gives_in[part] = _total(problem, linear, posts, members, problem.carrier_fte[part.subject], column)
        elif part.kind == "allowed":
            gives_in[part], barred[part] = _allowed(problem, linear, posts, part.subject, column)
    totals = by_subject(dropped, TOTAL)
    for f, area in enumerate(problem.areas):
        limits = problem.area_fte[area], problem.area_fte[area]
        given_up = dropped[totals[area]] if area in totals else -1
        found = _total(problem, linear, posts, problem.area == f, limits, given_up)
        if area in totals:
            gives_in[totals[area]] = found
    return SoftModel(linear, dropped, gives_in, barred, posts.grown, posts.shrunk)


def _minimums(problem: Problem, linear: LinearModel, posts: PostColumns, places: tuple[str, ...], column: int) -> None:
    every = np.arange(len(problem.posts))
    for ags in places:
        i = problem.places.index(ags)
        least = float(problem.least[i])
        constant, terms = supply_terms(problem, posts, every, np.full(every.size, i))
        linear.add_rows(1, least - constant - _slack(problem), INFINITE, *terms, (0, [column], least))
        if posts.y[0, i] >= 0 and least > RESIDUE_FTE:
            # Somebody has to be there: no new limit, but without it a fraction of a flag is as good as a whole one.
            linear.add_rows(1, 1, INFINITE, (0, posts.y[:, i], 1), (0, [column], 1))


def _total(
    problem: Problem,
    linear: LinearModel,
    posts: PostColumns,
    members: Flags,
    limits: tuple[float, float],
    column: int,
) -> Ints:
    """FTE of some posts between two limits; a column of -1 says that this can never be given up."""
    number = len(problem.places)
    of = np.flatnonzero(members)
    constant, terms = supply_terms(problem, posts, np.repeat(of, number), np.tile(np.arange(number), of.size))
    gives_in = linear.add_columns(2, 0, 0, whole=False)
    enough = float((posts.most[of] + 1).sum()) * problem.step + limits[0] + constant
    given_up = [column] if column >= 0 else []
    low, high = limits[0] - constant - _slack(problem), limits[1] - constant + _slack(problem)
    linear.add_rows(1, low, INFINITE, *terms, (0, gives_in[:1], 1), (0, given_up, enough))
    linear.add_rows(1, -INFINITE, high, *terms, (0, gives_in[1:], -1), (0, given_up, -enough))
    return gives_in


def _allowed(problem: Problem, linear: LinearModel, posts: PostColumns, carrier: str, column: int) -> tuple[Ints, Ints]:
    of = np.flatnonzero(np.array(problem.carriers) == carrier)
    barred = np.flatnonzero(~problem.allowed[of[0]])
    opened = linear.add_columns(barred.size, 0, 0, whole=True)
    post, k = (part.ravel() for part in np.meshgrid(of, np.arange(barred.size), indexing="ij"))
    at, place = np.arange(post.size), barred[k]
    rest = posts.z[post, place] >= 0
    enough = posts.most[post] + 1
    linear.add_rows(
        post.size,
        -INFINITE,
        0,
        (at, posts.n[post, place], 1),
        (at[rest], posts.z[post, place][rest], 1),
        (at, opened[k], -enough),
        (at, np.full(post.size, column), -enough),
    )
    there = np.flatnonzero(posts.fixed[post, place] > RESIDUE_FTE)
    at = np.arange(there.size)
    linear.add_rows(
        there.size,
        1,
        INFINITE,
        (at, posts.anew[post[there]], 1),
        (at, opened[k[there]], 1),
        (at, np.full(there.size, column), 1),
    )
    return opened, barred


def _places(problem: Problem, linear: LinearModel, posts: PostColumns, column: int) -> None:
    number, size = posts.y.shape
    most = size if problem.max_places is None else problem.max_places
    at = np.arange(number)
    flags = (np.repeat(at, size), posts.y.ravel(), 1)
    linear.add_rows(number, -INFINITE, most, flags, (at, np.full(number, column), -size))


def _distances(problem: Problem, linear: LinearModel, posts: PostColumns, column: int) -> None:
    if problem.far is None:
        return
    found = cliques(problem.far)
    for p in range(len(problem.posts)):
        for clique in found:
            linear.add_rows(1, -INFINITE, 1, (0, posts.y[p, clique], 1), (0, [column], 1 - clique.size))


def _slack(problem: Problem) -> float:
    return RESIDUE_FTE * problem.step
