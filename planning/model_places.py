"""Rows that count the municipalities of a post and hold them near to each other."""

from __future__ import annotations

import numpy as np

from planning.linear_model import Ints, LinearModel
from planning.problem import RESIDUE_FTE, Flags, Problem


def needs_counting(problem: Problem) -> Flags:
    """The posts that could break the limit of places or of distance: those with more parts than places, or more than one part
    and municipalities too far apart. Posts that stay as they are are looked at as well."""
    fixed_parts = (problem.today > RESIDUE_FTE).sum(axis=1)
    parts = np.where(problem.resizable, len(problem.places), problem.units + (problem.remainder > 0))
    parts = np.minimum(np.where(problem.is_fixed, fixed_parts, parts), problem.allowed.sum(axis=1))
    found: Flags = np.zeros(len(problem.posts), dtype=bool)
    if problem.max_places is not None:
        found |= parts > problem.max_places
    if problem.far is not None:
        allowed = problem.allowed.astype(float)
        spread = ((allowed @ problem.far.astype(float)) * allowed).sum(axis=1)
        found |= (parts > 1) & (spread > 0)
    return found


def fixed_posts_hold(problem: Problem) -> bool:
    """Whether the posts that stay as they are keep to the limits of places, distance and allowed municipalities."""
    for p in np.flatnonzero(problem.is_fixed):
        at = problem.today[p] > RESIDUE_FTE
        if np.any(at & ~problem.allowed[p]):
            return False
        if problem.max_places is not None and at.sum() > problem.max_places:
            return False
        if problem.far is not None and problem.far[np.ix_(at, at)].any():
            return False
    return True


def most_places(problem: Problem) -> Ints:
    """How many municipalities each post can have at most."""
    parts = np.where(problem.resizable, len(problem.places), problem.units + (problem.remainder > 0))
    limit = len(problem.places) if problem.max_places is None else problem.max_places
    found: Ints = np.minimum(np.minimum(parts, limit), problem.allowed.sum(axis=1))
    return found


def count_posts(problem: Problem, linear: LinearModel, supply: Ints) -> Ints:
    """Columns (focus areas x municipalities) of how many free posts are there at least, as many as the supply needs; all of them
    together are no more than the places that the posts can have. Follows from the limit of places, and makes it felt
    where the posts are not told apart."""
    count = linear.add_columns(supply.size, 0, len(problem.posts), whole=True).reshape(supply.shape)
    free = ~problem.is_fixed
    for f in range(supply.shape[0]):
        members = free & (problem.area == f)
        if not members.any():
            continue
        size = np.where(problem.resizable, linear.upper[supply[f]].max(), problem.units + problem.rest)
        row = np.arange(supply.shape[1])
        largest = float(size[members].max())
        if np.isfinite(largest):
            linear.add_rows(row.size, 0, np.inf, (row, count[f], largest), (row, supply[f], -1))
        linear.add_rows(1, 0, int(most_places(problem)[members].sum()), (0, count[f], 1))
    return count


def count_places(
    problem: Problem,
    linear: LinearModel,
    bound: Flags,
    pairs: tuple[Ints, Ints, Ints, Ints],
    count: Ints | None,
) -> Ints:
    """A flag y for every pair of a bound post: 1 exactly where it has FTE. Adds the limits of places and of distance."""
    post, place, n, z = pairs
    y = np.full(post.size, -1)
    counted = np.flatnonzero(bound[post])
    if not counted.size:
        return y
    y[counted] = linear.add_columns(counted.size, 0, 1, whole=True)
    row = np.arange(counted.size)
    has_z = z[counted] >= 0
    most = linear.upper[n[counted]]
    linear.add_rows(counted.size, -np.inf, 0, (row, n[counted], 1), (row, y[counted], -most))
    linear.add_rows(
        int(has_z.sum()),
        -np.inf,
        0,
        (np.arange(has_z.sum()), z[counted][has_z], 1),
        (np.arange(has_z.sum()), y[counted][has_z], -1),
    )
    linear.add_rows(
        counted.size, 0, np.inf, (row, n[counted], 1), (row[has_z], z[counted][has_z], 1), (row, y[counted], -1)
    )
    if len(problem.posts) == bound.sum() + problem.is_fixed.sum() and count is not None:
        # Whether a municipality has one post or two is decided before it is decided which: most posts are much alike.
        cell = np.arange(count.size).reshape(count.shape)
        linear.add_rows(count.size, 0, 0, (cell[problem.area[post], place], y, 1), (cell.ravel(), count.ravel(), -1))
    posts = np.flatnonzero(bound)
    number = np.full(bound.size, -1)
    number[posts] = np.arange(posts.size)
    most_places = len(problem.places) if problem.max_places is None else problem.max_places
    linear.add_rows(posts.size, 0, most_places, (number[post[counted]], y[counted], 1))
    if problem.far is not None:
        for p in posts:
            mine = counted[post[counted] == p]
            for clique in cliques(problem.far[np.ix_(place[mine], place[mine])]):
                linear.add_rows(1, 0, 1, (0, y[mine[clique]], 1))
    return y


def cliques(far: Flags) -> list[Ints]:
    """Sets of municipalities that are all too far from each other, so that each pair too far apart is in at least one."""
    open_pairs = far.copy()
    found = []
    while open_pairs.any():
        first = int(open_pairs.sum(axis=1).argmax())
        members = [first]
        reachable = far[first].copy()
        while reachable.any():
            # The next one settles as many open pairs with the members as it can.
            gain = np.where(
                reachable, open_pairs[members].sum(axis=0) * far.shape[0] + (far & reachable).sum(axis=1), -1
            )
            following = int(gain.argmax())
            members.append(following)
            reachable &= far[following]
        index = np.array(sorted(members))
        open_pairs[np.ix_(index, index)] = False
        found.append(index)
    return found
