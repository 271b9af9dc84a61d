"""A proposal with all that is shown of it: the question it answers, its edits, and what they change."""

from __future__ import annotations

from dataclasses import dataclass

from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning.evaluated import evaluated, names_of
from pages.planning.plan import Plan
from pages.planning.proposing.moves import edits_of
from pages.planning.proposing.problem import Question, question, start_edits
from pages.planning.proposing.rules import Rules, Scope
from pages.planning.view import begins
from planning.edit import Edit
from planning.evaluate import Evaluation
from planning.proposal import Proposal


@dataclass(frozen=True)
class Answer:
    """`start`: the edits it builds on, `edits`: its own. `found`: today's posts and the proposal, by the page's own figures.
    `names`: of the municipalities."""

    view: View
    rules: Rules
    scope: Scope
    question: Question
    proposal: Proposal
    start: tuple[Edit, ...]
    edits: tuple[Edit, ...]
    found: Evaluation
    names: dict[str, str]

    @property
    def all_edits(self) -> tuple[Edit, ...]:
        return (*self.start, *self.edits)

    @property
    def known_posts(self) -> frozenset[str]:
        """The posts there were before."""
        return frozenset(self.question.posts["post"])

    @property
    def new_fte(self) -> float:
        """FTE of new posts."""
        return sum(sum(edit.parts.values()) for edit in self.edits if edit.kind == "add")


def answer(visit: Visit, view: View, plan: Plan, rules: Rules, scope: Scope, proposal: Proposal) -> Answer:
    """A proposal that found an allocation. Raises ValueError for one without."""
    if proposal.allocation is None:
        raise ValueError("the proposal found no allocation")
    asked, start = question(visit, view, plan, rules), start_edits(plan, rules)
    edits = edits_of(asked.posts, proposal.allocation, begins(view))
    found = evaluated(visit, view, (*start, *edits))
    return Answer(view, rules, scope, asked, proposal, start, edits, found, names_of(visit))
