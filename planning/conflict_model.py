"""A planning problem in which every part can be given up, or can give in.

As `planning.model`, but a column of 0 or 1 for each part says whether it is given up, and further columns by how much it gives in. A
post that stays as it is has the FTE of today where its part holds and is placed anew where it is given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planning.conflict_parts import MINIMUM, POSTS_KEEP_FTE, TOTAL, Part
from planning.linear_model import Floats, Ints, LinearModel
from planning.model_places import cliques
from planning.problem import RESIDUE_FTE, Problem

INFINITE = float("inf")


@dataclass(frozen=True)
class SoftModel:
    """`dropped`: the column of each part, 1 where it is given up. `gives_in`: the columns by which a part gives in, held at zero:
    FTE below a minimum; FTE below and FTE above a total; further municipalities per post; for the municipalities of a carrier
    one flag for each in `barred` (index of the municipality). `grown`, `shrunk`: steps by which each post changes."""

    linear: LinearModel
    dropped: Mapping[Part, int]
    gives_in: Mapping[Part, Ints]
    barred: Mapping[Part, Ints]
    grown: Ints
    shrunk: Ints


@dataclass(frozen=True)
class _Posts:
    """Columns by post and municipality: steps n, remainder z (-1 without), flag y (-1 where places do not matter); by post:
    `anew`, which is 1 where a fixed post is let go (-1: never fixed). `most`: no post has more steps. `fixed`: FTE of today of
    posts that may be fixed."""

    n: Ints
    z: Ints
    y: Ints
    anew: Ints
    grown: Ints
    shrunk: Ints
    most: Floats
    fixed: Floats


def soft_model(problem: Problem, parts: tuple[Part, ...]) -> SoftModel:
    """`problem`: with all groups held (`planning.conflict_parts.groups_held` of all parts)."""
    linear = LinearModel()
    dropped = dict(zip(parts, linear.add_columns(len(parts), 0, 1, whole=True).tolist(), strict=True))
    posts = _posts(problem, linear, dropped)
    gives_in: dict[Part, Ints] = {}
    barred: dict[Part, Ints] = {}
    for part, column in dropped.items():
        if part.kind == MINIMUM:
            gives_in[part] = _minimums(problem, linear, posts, part.subjects, column)
        elif part.kind == "max_places":
            gives_in[part] = _places(problem, linear, posts, column)
        elif part.kind == "distance_limit":
            _distances(problem, linear, posts, column)
        elif part.kind == "carrier_fte":
            members = np.array(problem.carriers) == part.subject
            gives_in[part] = _total(problem, linear, posts, members, problem.carrier_fte[part.subject], column)
        elif part.kind == "allowed":
            gives_in[part], barred[part] = _allowed(problem, linear, posts, part.subject, column)
    totals = _by_subject(dropped, TOTAL)
    for f, area in enumerate(problem.areas):
        limits = problem.area_fte[area], problem.area_fte[area]
        given_up = dropped[totals[area]] if area in totals else -1
        found = _total(problem, linear, posts, problem.area == f, limits, given_up)
        if area in totals:
            gives_in[totals[area]] = found
    return SoftModel(linear, dropped, gives_in, barred, posts.grown, posts.shrunk)


def _posts(problem: Problem, linear: LinearModel, dropped: Mapping[Part, int]) -> _Posts:
    """Columns of posts, and the rows that hold each post together."""
    size, number = (len(problem.posts), len(problem.places)), len(problem.posts)
    every = np.arange(number)
    most = _most_steps(problem, dropped)
    has_rest = problem.remainder > 0
    n = linear.add_columns(number * size[1], 0, np.repeat(most, size[1]), whole=True).reshape(size)
    z = np.full(size, -1)
    z[has_rest] = linear.add_columns(int(has_rest.sum()) * size[1], 0, 1, whole=True).reshape(-1, size[1])
    least = np.where(problem.is_new | has_rest, 0, 1)
    grown = linear.add_columns(number, 0, most, whole=True)
    shrunk = linear.add_columns(number, 0, np.maximum(problem.units - least, 0), whole=True)
    fixed_parts = _by_subject(dropped, "fixed_posts")
    anew = np.array([dropped[fixed_parts[name]] if name in fixed_parts else -1 for name in problem.posts])
    may_fix = anew >= 0
    fixed = np.where(may_fix[:, None], problem.today, 0.0)

    row = np.repeat(every, size[1])
    steps = ((row, n.ravel(), 1), (every, grown, -1), (every, shrunk, 1))
    constant = np.where(may_fix, 0, problem.units)
    linear.add_rows(number, constant, constant, *steps, (every[may_fix], anew[may_fix], -problem.units[may_fix]))
    # Posts change their FTE where the part that forbids it is given up, fixed ones moreover only when they are placed anew.
    keeps = _keeps(problem, dropped)
    for switch in (keeps, anew):
        held = every[switch >= 0]
        at = np.arange(held.size)
        linear.add_rows(
            held.size, -INFINITE, 0, (at, grown[held], 1), (at, shrunk[held], 1), (at, switch[held], -2 * most[held])
        )
    rests = np.flatnonzero(has_rest)
    at = np.arange(rests.size)
    once = np.where(may_fix[rests], 0, 1)
    new, switch = problem.is_new[rests], keeps[rests]
    linear.add_rows(
        rests.size,
        once,
        np.where(new, INFINITE, once),
        (np.repeat(at, size[1]), z[rests].ravel(), 1),
        (at[may_fix[rests]], anew[rests][may_fix[rests]], -1),
        (at[new], switch[new], 1),
    )
    linear.add_rows(int(new.sum()), -INFINITE, 1, (np.repeat(np.arange(new.sum()), size[1]), z[rests[new]].ravel(), 1))
    y = _flags(problem, linear, (n, z), (anew, grown), most) if _counts_places(dropped) else np.full(size, -1)
    return _Posts(n, z, y, anew, grown, shrunk, most, fixed)


def _by_subject(dropped: Mapping[Part, int], kind: str) -> dict[str, Part]:
    return {part.subject: part for part in dropped if part.kind == kind}


def _keeps(problem: Problem, dropped: Mapping[Part, int]) -> Ints:
    """For each post the column that is 1 when its FTE may change, -1 where they always may."""
    today = next((column for part, column in dropped.items() if part.kind == POSTS_KEEP_FTE), -1)
    new = {area: dropped[part] for area, part in _by_subject(dropped, "extra").items()}
    return np.array(
        [new[problem.areas[f]] if is_new else today for f, is_new in zip(problem.area, problem.is_new, strict=True)]
    )


def _counts_places(dropped: Mapping[Part, int]) -> bool:
    return not {"max_places", "distance_limit"}.isdisjoint(part.kind for part in dropped)


def _most_steps(problem: Problem, dropped: Mapping[Part, int]) -> Floats:
    """More steps than a post can use: all of its focus area, or whatever is asked for where the total of that may be given up."""
    asked = float(problem.least.sum()) + sum(least for least, _ in problem.carrier_fte.values())
    most = float(problem.fte.sum()) + asked + sum(problem.area_fte.values())
    totals = _by_subject(dropped, TOTAL)
    of_area = [most if area in totals else problem.area_fte[area] for area in problem.areas]
    found: Floats = np.maximum(np.ceil(np.array(of_area)[problem.area] / problem.step), problem.units)
    return found


def _flags(
    problem: Problem, linear: LinearModel, parts: tuple[Ints, Ints], changes: tuple[Ints, Ints], most: Floats
) -> Ints:
    """y: at least 1 where a post has FTE."""
    (n, z), (anew, grown) = parts, changes
    y = linear.add_columns(n.size, 0, 1, whole=True).reshape(n.shape)
    at, post = np.arange(n.size), np.repeat(np.arange(n.shape[0]), n.shape[1])
    linear.add_rows(n.size, -INFINITE, 0, (at, n.ravel(), 1), (at, y.ravel(), -most[post]))
    # The same, tighter where posts do not grow.
    units = -problem.units[post]
    linear.add_rows(n.size, -INFINITE, 0, (at, n.ravel(), 1), (at, y.ravel(), units), (at, grown[post], -1))
    has_z = np.flatnonzero(z.ravel() >= 0)
    at = np.arange(has_z.size)
    linear.add_rows(has_z.size, -INFINITE, 0, (at, z.ravel()[has_z], 1), (at, y.ravel()[has_z], -1))
    post, place = np.nonzero((problem.today > RESIDUE_FTE) & (anew >= 0)[:, None])
    at = np.arange(post.size)
    linear.add_rows(post.size, 1, INFINITE, (at, y[post, place], 1), (at, anew[post], 1))
    return y


def _supply(problem: Problem, posts: _Posts, post: Ints, place: Ints) -> tuple[float, list[tuple[int, Ints, Floats]]]:
    """FTE of pairs of post and municipality as a constant and entries of one row."""
    rest, fixed = posts.z[post, place] >= 0, posts.fixed[post, place] > 0
    return float(posts.fixed[post, place].sum()), [
        (0, posts.n[post, place], np.full(post.size, problem.step)),
        (0, posts.z[post, place][rest], problem.remainder[post[rest]]),
        (0, posts.anew[post[fixed]], -posts.fixed[post[fixed], place[fixed]]),
    ]


def _minimums(problem: Problem, linear: LinearModel, posts: _Posts, places: tuple[str, ...], column: int) -> Ints:
    """The same minimum in some municipalities; one column lowers it in all of them."""
    lacking = linear.add_columns(1, 0, 0, whole=False)
    every = np.arange(len(problem.posts))
    for ags in places:
        i = problem.places.index(ags)
        least = float(problem.least[i])
        constant, terms = _supply(problem, posts, every, np.full(every.size, i))
        gives = (0, lacking, 1), (0, [column], least)
        linear.add_rows(1, least - constant - _slack(problem), INFINITE, *terms, *gives)
        if posts.y[0, i] >= 0 and least > RESIDUE_FTE:
            # Somebody has to be there, unless the minimum is lowered to nothing: no new limit, but a much better relaxation.
            linear.add_rows(1, 1, INFINITE, (0, posts.y[:, i], 1), (0, lacking, 1 / least), (0, [column], 1))
    return lacking


def _total(
    problem: Problem,
    linear: LinearModel,
    posts: _Posts,
    members: np.typing.NDArray[np.bool_],
    limits: tuple[float, float],
    column: int,
) -> Ints:
    """FTE of some posts between two limits; a column of -1 says that this can never be given up."""
    number = len(problem.places)
    of = np.flatnonzero(members)
    constant, terms = _supply(problem, posts, np.repeat(of, number), np.tile(np.arange(number), of.size))
    gives_in = linear.add_columns(2, 0, 0, whole=False)
    enough = float((posts.most[of] + 1).sum()) * problem.step + limits[0] + constant
    given_up = [column] if column >= 0 else []
    low, high = limits[0] - constant - _slack(problem), limits[1] - constant + _slack(problem)
    linear.add_rows(1, low, INFINITE, *terms, (0, gives_in[:1], 1), (0, given_up, enough))
    linear.add_rows(1, -INFINITE, high, *terms, (0, gives_in[1:], -1), (0, given_up, -enough))
    return gives_in


def _allowed(problem: Problem, linear: LinearModel, posts: _Posts, carrier: str, column: int) -> tuple[Ints, Ints]:
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


def _places(problem: Problem, linear: LinearModel, posts: _Posts, column: int) -> Ints:
    number, size = posts.y.shape
    more = linear.add_columns(1, 0, 0, whole=True)
    at = np.arange(number)
    linear.add_rows(
        number,
        -INFINITE,
        size if problem.max_places is None else problem.max_places,
        (np.repeat(at, size), posts.y.ravel(), 1),
        (at, np.full(number, column), -size),
        (at, np.full(number, more[0]), -1),
    )
    return more


def _distances(problem: Problem, linear: LinearModel, posts: _Posts, column: int) -> None:
    if problem.far is None:
        return
    found = cliques(problem.far)
    for p in range(len(problem.posts)):
        for clique in found:
            linear.add_rows(1, -INFINITE, 1, (0, posts.y[p, clique], 1), (0, [column], 1 - clique.size))


def _slack(problem: Problem) -> float:
    return RESIDUE_FTE * problem.step
