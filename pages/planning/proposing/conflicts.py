"""Which rules clash and what would make a proposal possible, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from locales import Language
from pages.planning.proposing.conflict_phrases import asked, ways
from planning.proposal import Conflict


def conflict_sentences(
    conflicts: Sequence[Conflict], language: Language, names: Mapping[str, str], unit: str = "km"
) -> list[str]:
    """Plain sentences: the rules that cannot hold together, what giving in to one of them makes possible, and what is not
    certain about that. `conflicts`: as of planning.conflicts.explain; empty where there are none. `names`: of all
    municipalities by AGS. `unit`: of distances, "km" or "min".
    """
    if not conflicts:
        return []
    found = [_rules(conflicts, language, names, unit), *_ways(conflicts, language, names, unit)]
    return found + _doubts(conflicts, language)


def _rules(conflicts: Sequence[Conflict], language: Language, names: Mapping[str, str], unit: str) -> str:
    phrases = asked(conflicts, language, names, unit)
    if len(conflicts) == 1:
        return language.text("This rule cannot be kept: {rule}.", rule=phrases[0])
    return language.text("These rules do not go together: {rules}.", rules="; ".join(phrases))


def _ways(conflicts: Sequence[Conflict], language: Language, names: Mapping[str, str], unit: str) -> list[str]:
    text = language.text
    found = ways([conflict for conflict in conflicts if conflict.values["relaxed"] is not None], language, names, unit)
    if len(found) == 1:
        return [text("It would be possible with this, all other rules as they are: {way}.", way=found[0])]
    if found:
        return [
            text(
                "Each of these alone would make it possible, all other rules as they are: {ways}.",
                ways="; ".join(found),
            )
        ]
    if all(conflict.values["is_least"] for conflict in conflicts):
        return [text("To relax one of them is not enough: at least two rules have to give way.")]
    return []


def _doubts(conflicts: Sequence[Conflict], language: Language) -> list[str]:
    """What there was no time to find out."""
    text, values = language.text, [conflict.values for conflict in conflicts]
    found = []
    if not all(each["is_irreducible"] for each in values):
        found.append(text("The search stopped before it was certain that each of these rules is part of the clash."))
    elif not all(each["is_smallest"] for each in values):
        found.append(text("None of these rules can be left out of the clash, but there may be a clash of fewer rules."))
    if any(each["relaxed"] is None and not each["is_least"] for each in values):
        found.append(text("Whether relaxing one of the others would be enough was not found in time."))
    if any(each["relaxed"] is not None and not each["is_least"] for each in values):
        found.append(text("Less than that may be enough: there was no time to try everything."))
    return found
