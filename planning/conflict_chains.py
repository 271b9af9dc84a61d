"""Parts that can stand for each other in a clash, so that not every exchange of them has to be tried."""

from __future__ import annotations

from planning.conflict_parts import MINIMUM, Part
from planning.problem import RESIDUE_FTE, Problem


def chains(problem: Problem, parts: tuple[Part, ...]) -> list[list[Part]]:
    """Minimums of single municipalities that are alike but for their minimum, highest first: where a lower one clashes with
    something, a higher one in its place does so all the more.

    Municipalities are alike when the same carriers may serve them, no post that stays as it is is there, and no distances
    count.
    """
    if problem.far is not None:
        return []
    alike: dict[bytes, list[Part]] = {}
    index = {ags: i for i, ags in enumerate(problem.places)}
    settled = problem.fixed_supply.sum(axis=0) > RESIDUE_FTE
    for part in parts:
        if part.kind == MINIMUM and part.subject and not settled[index[part.subject]]:
            alike.setdefault(problem.allowed[:, index[part.subject]].tobytes(), []).append(part)
    return [
        sorted(members, key=lambda part: -problem.least[index[part.subject]])
        for members in alike.values()
        if len(members) > 1
    ]
