"""The smallest of all sets of parts that cannot hold together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np

from planning.linear_model import LinearModel
from planning.solving import solve

Member = TypeVar("Member")
# The parts to give up so that some others hold, None where those cannot hold.
Corrected = Callable[[frozenset[Member]], frozenset[Member] | None]


class TimeIsUp(Exception):
    """A question to the solver was not answered in time."""


@dataclass(frozen=True)
class Clash(Generic[Member]):
    """Parts that cannot hold together, in the order given. `is_smallest`: no set of fewer parts clashes. `is_irreducible`: without
    any one of them the others can hold (always so of a smallest set)."""

    members: tuple[Member, ...]
    is_smallest: bool
    is_irreducible: bool


def smallest_clash(
    parts: Sequence[Member],
    corrected: Corrected[Member],
    chains: Iterable[Sequence[Member]] = (),
    is_time_up: Callable[[], bool] = lambda: False,
    most: int | None = None,
) -> Clash[Member] | None:
    """None where all parts can hold together.

    A clash must meet every set of parts whose giving up lets the others hold; the smallest set that meets all those known so far
    either clashes, and then is the smallest clash, or shows one more such set (implicit hitting sets: Ignatiev, Previti,
    Liffiton & Marques-Silva 2015, Smallest MUS extraction with minimal hitting set dualization).

    `corrected(hard)` names parts, none of `hard`, without which the others hold. It may raise TimeIsUp. `chains`: parts of
    which an earlier one may take the place of a later one in every clash, so that only clashes with the earlier ones are
    looked for. When `is_time_up` says so, or every clash has more than `most` parts, the smallest one known by then is handed
    back, which may have parts to spare.
    """
    known: list[frozenset[Member]] = []
    clashing = tuple(parts)
    try:
        candidate: frozenset[Member] = frozenset()
        while True:
            hard, disjoint = candidate, 0
            while True:
                if is_time_up():
                    raise TimeIsUp
                correction = corrected(hard)
                if correction is None:
                    break
                if not correction:
                    return None
                known.append(correction)
                disjoint += 1
                # Without a candidate these sets have nothing in common, and a clash has a part of each.
                if most is not None and disjoint > most and not candidate:
                    raise TimeIsUp
                hard |= correction
            if hard == candidate:
                return Clash(tuple(part for part in parts if part in candidate), is_smallest=True, is_irreducible=True)
            if len(hard) < len(clashing):
                clashing = tuple(part for part in parts if part in hard)
            candidate = smallest_meeting(parts, known, chains)
            if most is not None and len(candidate) > most:
                raise TimeIsUp
    except TimeIsUp:
        return Clash(clashing, is_smallest=False, is_irreducible=False)


def irreducible(clash: Clash[Member], clashes: Callable[[frozenset[Member]], bool]) -> Clash[Member]:
    """The clash without parts that it does not need, the last ones tried first: many at once, and where that does not do, each
    half of them. `clashes` may raise TimeIsUp: then there may be parts left to spare."""
    members = list(clash.members)
    open_chunks = [list(clash.members)]
    try:
        while open_chunks:
            chunk = open_chunks.pop()
            others = [part for part in members if part not in chunk]
            if len(others) < len(members) and clashes(frozenset(others)):
                members = others
            elif len(chunk) > 1:
                open_chunks += [chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]]
    except TimeIsUp:
        return Clash(tuple(members), is_smallest=False, is_irreducible=False)
    # Without any constraint all can hold, so that a single one that clashes is as small a clash as there is.
    return Clash(tuple(members), clash.is_smallest or len(members) <= 1, is_irreducible=True)


def smallest_meeting(
    parts: Sequence[Member], sets: Collection[frozenset[Member]], chains: Iterable[Sequence[Member]] = ()
) -> frozenset[Member]:
    """The smallest set that has a part of every set, and no part of a chain without all earlier ones; of equally small ones
    always the same."""
    column = {part: number for number, part in enumerate(parts)}
    linear = LinearModel()
    linear.add_columns(len(parts), 0, 1, whole=True)
    linear.cost = np.ones(len(parts))
    for members in sets:
        linear.add_rows(1, 1, np.inf, (0, sorted(column[part] for part in members), 1))
    for chain in chains:
        for earlier, later in pairwise(chain):
            linear.add_rows(1, 0, np.inf, (0, [column[earlier]], 1), (0, [column[later]], -1))
    values = solve(linear, np.inf).values
    if values is None:
        raise TimeIsUp
    return frozenset(part for part, value in zip(parts, values, strict=True) if value > 0)
