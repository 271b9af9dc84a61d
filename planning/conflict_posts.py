"""The columns of posts in a model of which parts can be given up, and the rows that hold each post together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planning.conflict_parts import POSTS_KEEP_FTE, TOTAL, Part
from planning.linear_model import Floats, Ints, LinearModel
from planning.problem import RESIDUE_FTE, Problem

INFINITE = float("inf")


@dataclass(frozen=True)
class PostColumns:
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


def post_columns(problem: Problem, linear: LinearModel, dropped: Mapping[Part, int]) -> PostColumns:
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
    fixed_parts = by_subject(dropped, "fixed_posts")
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
    return PostColumns(n, z, y, anew, grown, shrunk, most, fixed)


def by_subject(dropped: Mapping[Part, int], kind: str) -> dict[str, Part]:
    """The parts of a kind that concern somebody each."""
    return {part.subject: part for part in dropped if part.kind == kind}


def _keeps(problem: Problem, dropped: Mapping[Part, int]) -> Ints:
    """For each post the column that is 1 when its FTE may change, -1 where they always may."""
    today = next((column for part, column in dropped.items() if part.kind == POSTS_KEEP_FTE), -1)
    new = {area: dropped[part] for area, part in by_subject(dropped, "extra").items()}
    return np.array(
        [new[problem.areas[f]] if is_new else today for f, is_new in zip(problem.area, problem.is_new, strict=True)]
    )


def _counts_places(dropped: Mapping[Part, int]) -> bool:
    return not {"max_places", "distance_limit"}.isdisjoint(part.kind for part in dropped)


def _most_steps(problem: Problem, dropped: Mapping[Part, int]) -> Floats:
    """More steps than a post can use: all of its focus area, or whatever is asked for where the total of that may be given up."""
    asked = float(problem.least.sum()) + sum(least for least, _ in problem.carrier_fte.values())
    most = float(problem.fte.sum()) + asked + sum(problem.area_fte.values())
    totals = by_subject(dropped, TOTAL)
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


def supply_terms(
    problem: Problem, posts: PostColumns, post: Ints, place: Ints
) -> tuple[float, list[tuple[int, Ints, Floats]]]:
    """FTE of pairs of post and municipality as a constant and entries of one row."""
    rest, fixed = posts.z[post, place] >= 0, posts.fixed[post, place] > 0
    return float(posts.fixed[post, place].sum()), [
        (0, posts.n[post, place], np.full(post.size, problem.step)),
        (0, posts.z[post, place][rest], problem.remainder[post[rest]]),
        (0, posts.anew[post[fixed]], -posts.fixed[post[fixed], place[fixed]]),
    ]
