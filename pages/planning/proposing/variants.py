"""Under which other figures a proposal is tried: target groups, rules for splitting, larger and smaller needs."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from locales import Language
from pages._shared.coverage import need_of
from pages._shared.need import MIX, group_names, is_known, need_for
from pages._shared.view import RULE_NAMES, rules, span_of
from pages._shared.visit import Visit
from pages.planning.evaluated import frames
from pages.planning.proposing.answer import Answer
from pages.planning.proposing.problem import undecided
from planning.variants import DEVIATION, kind_and_subject, variants

# In a district with more municipalities only those that gain or lose posts have their need varied, the ones with most first.
MOST_PLACES = 30
BY_PLACE = ("more", "less")


def variants_of(visit: Visit, answer: Answer) -> Mapping[str, tuple[pl.DataFrame, pl.DataFrame]]:
    """Posts and need of every variant, by its name (planning.variants)."""
    view, known = answer.view, frames(visit, answer.view)
    found = variants(
        undecided(visit, view, answer.start), _needs(visit, answer), view.group, view.rule, known.hours, rules(visit)
    )
    varied = _varied_places(answer)
    return {
        name: variant
        for name, variant in found.items()
        if kind_and_subject(name)[0] not in BY_PLACE or kind_and_subject(name)[1] in varied
    }


def variant_name(name: str, visit: Visit, names: Mapping[str, str]) -> str:
    """What is changed, in words."""
    language: Language = visit.language
    kind, subject = kind_and_subject(name)
    if kind == "group":
        return language.text("Target group: {group}", group=group_names(visit)[subject])
    if kind == "rule":
        return language.text("Shared posts split {rule}", rule=language.text(RULE_NAMES[subject]))
    change = DEVIATION if kind == "more" else -DEVIATION
    sign = "+" if change > 0 else "−"
    return language.text(
        "Need in {place} {change}", place=names[subject], change=f"{sign}{language.percent(abs(change), 0)}"
    )


def _needs(visit: Visit, answer: Answer) -> dict[str, pl.DataFrame]:
    """ags, need of every target group that is known for all municipalities, and of the one looked at."""
    day = span_of(visit, answer.view)[1]
    groups = [group for group in group_names(visit) if group != MIX and is_known(visit, [group], day)]
    needs = {group: need_for(visit, {group: 1.0}, day).frame.select("ags", "need") for group in groups}
    return needs | {answer.view.group: need_of(visit, answer.view).frame.select("ags", "need")}


def _varied_places(answer: Answer) -> set[str]:
    places = answer.question.need.sort("need", "ags", descending=[True, False])["ags"].to_list()
    if len(places) <= MOST_PLACES:
        return set(places)
    moves = answer.proposal.moves
    concerned = {*moves["from_ags"].drop_nulls(), *moves["to_ags"].drop_nulls()}
    return set([ags for ags in places if ags in concerned][:MOST_PLACES])
