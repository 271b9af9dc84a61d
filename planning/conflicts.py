"""Why constraints cannot hold together: the fewest that clash, and what giving in to each of them would make possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from planning.conflict_chains import chains
from planning.conflict_model import SoftModel, soft_model
from planning.conflict_parts import MINIMUM, Part, groups_held, one_by_one, parts_of
from planning.conflict_proofs import proven_clash
from planning.conflict_relaxing import relaxed, unrelaxed
from planning.conflict_sets import Clash, TimeIsUp, irreducible, smallest_clash
from planning.constraints import Constraints
from planning.deadline import Deadline
from planning.problem import Problem, problem_of
from planning.proposal import Conflict
from planning.solving import solve

SECONDS = 10.0
# Pairs of post and municipality beyond which only a clash that is easy to prove is looked for, and nothing is relaxed.
LARGE = 5_000
# Until when, as shares of all the time: the smallest clash; if that is not found, one that is irreducible; its municipalities.
SEARCHED, REDUCED, NARROWED = 0.3, 0.5, 0.7
# So many municipalities are told apart from others with the same minimum.
FEW_PLACES = 3
NOT_TWICE = 2


def explain(
    posts: pl.DataFrame,
    need: pl.DataFrame,
    constraints: Constraints,
    *,
    seconds: float = SECONDS,
    is_cancelled: Callable[[], bool] | None = None,
) -> tuple[Conflict, ...]:
    """The smallest set of the planner's constraints that cannot hold together; empty where all can, or where time was too
    short to tell.

    Arguments and errors as of `planning.propose.propose`. Kinds and subjects as of `planning.groups.Group`, but the same
    minimum for several municipalities is one constraint, and so is that posts keep their FTE (both with subject "").
    Totals of focus areas that were not given, steps, and that every post is somewhere are not at issue.

    `values` of each: what it asks for and `relaxed`, as in `planning.conflict_relaxing.relaxed`, all other constraints held, not only
    those of the set. Alike for all of them: `is_smallest` (no fewer constraints clash; otherwise time was up) and
    `is_irreducible` (none of them can be spared).
    """
    deadline = Deadline(seconds, is_cancelled)
    problem = problem_of(posts, need, constraints)
    parts = parts_of(problem, constraints)
    if not parts:
        return ()
    if len(problem.posts) * len(problem.places) > LARGE:
        proven = proven_clash(posts, need, constraints, parts, deadline)
        members = proven.members if proven else ()
        return _told(proven, [unrelaxed(constraints, part, part.subjects) for part in members], {})
    problem = problem_of(posts, need, constraints, groups_held(problem, constraints, parts))
    search = _Search(problem, soft_model(problem, parts), deadline)
    clash = search.smallest(parts, SEARCHED)
    if clash and not clash.is_smallest:
        clash = irreducible(clash, lambda hard: search.corrected(hard, (), REDUCED) is None)
    if clash is None or (len(clash.members) == len(parts) and not clash.is_irreducible):
        return ()
    places = _places(problem, parts, clash, deadline)
    values = [
        relaxed(problem, constraints, search.model, part, places.get(part, ()), deadline) for part in clash.members
    ]
    return _told(clash, values, places)


def _told(
    clash: Clash[Part] | None, values: Sequence[Mapping[str, object]], places: Mapping[Part, tuple[str, ...]]
) -> tuple[Conflict, ...]:
    if clash is None:
        return ()
    flags = {"is_smallest": clash.is_smallest, "is_irreducible": clash.is_irreducible}
    return tuple(
        Conflict(part.kind, _subject(part, places), {**each, **flags})
        for part, each in zip(clash.members, values, strict=True)
    )


@dataclass(frozen=True)
class _Search:
    """Clashes of some parts of a model; the parts of `always` hold, and those that are neither do not matter."""

    problem: Problem
    model: SoftModel
    deadline: Deadline
    always: frozenset[Part] = frozenset()

    def smallest(self, among: tuple[Part, ...], until: float, most: int | None = None) -> Clash[Part] | None:
        """As `planning.conflict_sets.smallest_clash`; `until`: the share of the time that may have gone."""
        return smallest_clash(
            among,
            lambda hard: self.corrected(hard, among, until),
            chains(self.problem, among),
            lambda: self.deadline.left(until) == 0,
            most,
        )

    def corrected(self, hard: frozenset[Part], among: tuple[Part, ...], until: float) -> frozenset[Part] | None:
        """A few parts of `among` to give up so that the hard ones hold; None where they cannot. Raises TimeIsUp."""
        linear = self.model.linear.copy()
        dropped = self.model.dropped
        linear.cost[[dropped[part] for part in among]] = 1
        linear.upper[[dropped[part] for part in hard | self.always]] = 0
        found = solve(linear, self.deadline.left(until), _few_enough)
        if found.status == "infeasible":
            return None
        if found.values is None:
            raise TimeIsUp
        return frozenset(part for part in among if found.values[dropped[part]] > 0)


def _few_enough(best: float | None, bound: float | None) -> bool:
    """Whether a search for the fewest parts may stop: any will do, and fewer are worth a little time only."""
    return best is not None and bound is not None and best < NOT_TWICE * max(bound, 1.0)


def _places(
    problem: Problem, parts: tuple[Part, ...], clash: Clash[Part], deadline: Deadline
) -> dict[Part, tuple[str, ...]]:
    """For each minimum in the clash its municipalities; where few of them are enough for the clash only these."""
    wishes = [part for part in clash.members if part.kind == MINIMUM]
    every = {wish: wish.subjects for wish in wishes}
    singles = one_by_one(wishes)
    if len(singles) == len(wishes):
        return every
    others = frozenset(part for part in clash.members if part.kind != MINIMUM)
    search = _Search(problem, soft_model(problem, one_by_one(parts)), deadline, others)
    found = search.smallest(singles, NARROWED, FEW_PLACES)
    enough = {single.subject for single in found.members} if found and found.is_smallest else set()
    return {wish: tuple(ags for ags in wish.subjects if ags in enough) or wish.subjects for wish in wishes}


def _subject(part: Part, places: Mapping[Part, tuple[str, ...]]) -> str:
    found = places.get(part, ())
    return found[0] if len(found) == 1 else part.subject
