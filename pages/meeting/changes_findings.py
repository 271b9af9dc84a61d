"""What really changed, and what only looks like it, in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence

from charts.bridge_figure import Figure, joined, with_unit
from locales import Language
from metrics.bridge import STEPS, Part
from pages.meeting.changes_figures import Named

# What a meeting asks for first.
FOREMOST = ("open_cases", "worst_shortage", "fte", "misplaced_fte", "new_cases", "need", "population")
MOST_FINDINGS = 3
APPARENT = {"method", "data"}
STEP_REASONS = {
    "method": "a changed method",
    "data": "late or corrected data",
    "posts": "changed posts",
    "development": "new development",
}


def findings(known: Sequence[Named], language: Language) -> list[str]:
    """Up to three sentences, the foremost figures first; and that nothing changed, where it did not."""
    text = language.text
    moved = sorted(
        (each for each in known if not each.figure.is_unchanged and each.name in FOREMOST),
        key=lambda each: FOREMOST.index(each.name),
    )
    once = list({each.name: each for each in reversed(moved)}.values())[::-1]
    said = [sentence(each.figure, language) for each in once[:MOST_FINDINGS]]
    if said:
        return said
    others = [each.figure for each in known if not each.figure.is_unchanged]
    if others:
        return [sentence(figure, language) for figure in others[:MOST_FINDINGS]]
    if not known:
        return [text("The two editions have no figure in common that could be compared.")]
    if any(each.figure.is_protected for each in known):
        return [text("Rounded, none of these figures changed between the two editions of the data.")]
    return [text("None of these figures changed between the two editions of the data.")]


def sentence(figure: Figure, language: Language) -> str:
    """Both ends of a figure, and where the difference comes from."""
    text, found = language.text, figure.bridge
    label = f"{figure.label} ({figure.scope})" if figure.place_after or figure.place_before else figure.label
    ends = [
        with_unit(level, figure, language) + (f" ({place})" if place else "")
        for level, place in ((found.before, figure.place_before), (found.after, figure.place_after))
    ]
    beginning = text("{figure}: before {before}, now {after}.", figure=label, before=ends[0], after=ends[1])
    if found.change is None:
        return f"{beginning} {text('What changed cannot be told, because one of both is not known.')}"
    moving = [part for part in found.parts if part.amount]
    reasons = joined([_reason(part, figure, language) for part in moving], language)
    if not moving:
        return beginning
    causes = {step for part in moving for step in part.steps}
    if found.change == 0:
        told = text("The same number, but changes that cancel out: {reasons}.", reasons=reasons)
    elif figure.is_protected or (causes & APPARENT and not causes <= APPARENT):
        told = text("Of this, {reasons}.", reasons=reasons)  # where 0 need not be none, nobody knows that it is all
    elif causes <= APPARENT:
        told = text("This only looks like a development: {reasons}.", reasons=reasons)
    else:
        told = text("All of it is real: {reasons}.", reasons=reasons)
    return f"{beginning} {told}"


def _reason(part: Part, figure: Figure, language: Language) -> str:
    """A signed number and where it comes from."""
    names = [language.text(STEP_REASONS[step]) for step in STEPS if step in part.steps]
    values = {
        "number": language.number(part.amount or 0.0, figure.decimals, signed=True),
        "reason": joined(names, language),
    }
    if part.is_joined:
        return language.text("{number} by {reason} together", **values)
    return language.text("{number} by {reason}", **values)
