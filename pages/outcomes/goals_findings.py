"""What the goals say, in sentences."""

from __future__ import annotations

from typing import Any

from locales import Language
from pages._shared.trends import SINGLE_POST
from pages._shared.units import labels_of
from pages._shared.visit import Visit
from pages.outcomes import goals_figures as figures
from pages.outcomes.changes import Change, change_text
from pages.outcomes.compare_findings import against_findings
from pages.outcomes.compare_rest import has_own_terms, own_terms_text
from pages.outcomes.findings import limits_text
from pages.outcomes.goals_figures import AGREEMENT, REACHED
from pages.outcomes.measures import Measure
from pages.outcomes.view import OutcomeView, span_text, subject


def findings(visit: Visit, view: OutcomeView) -> list[str]:
    """In how many cases goals were agreed, what became of these goals, and who differs from the others beyond chance."""
    return [_agreed(visit, view), _became(visit, view), *against_findings(visit, view, REACHED)]


def notices(visit: Visit, view: OutcomeView) -> list[str]:
    """What a reader must know first: what open goals count as, and who is not judged."""
    text = visit.language.text
    lines = [
        text(
            "Goals that are still open count neither as reached nor as missed: shares of goals reached are those of settled goals "
            "(reached, partly reached or ended otherwise)."
        )
    ]
    if has_own_terms(view, REACHED):
        lines.append(own_terms_text(visit.language))
    if SINGLE_POST in figures.changes(visit, view, REACHED).values():
        units = labels_of(visit, view.by)[view.picked]
        lines.append(text("Not judged, because the figure is that of a single post: {units}.", units=units))
    return lines


def topics_withheld(language: Language) -> str:
    """Why topics are not shown."""
    return language.text(
        "In a single municipality or at a single carrier, topics would tell the work of single employees: they are for the "
        "coordination."
    )


def _agreed(visit: Visit, view: OutcomeView) -> str:
    language, found = visit.language, figures.share_of_chosen(visit, view, AGREEMENT)
    about = {"subject": subject(visit, view), "span": span_text(visit, view)}
    if found["value"] is None:
        return language.text("{subject}, {span}: too few cases to say in how many goals were agreed.", **about)
    return language.text(
        "{subject}, {span}: goals were agreed in {count} of {base} cases, {value} ({lower} to {upper}){change}.",
        **about,
        count=language.number(found["count"]),
        base=language.number(found["base"]),
        change=_change_text(visit, view, AGREEMENT),
        **limits_text(found, AGREEMENT, language),
    )


def _became(visit: Visit, view: OutcomeView) -> str:
    language, goals = visit.language, figures.of_what_is_chosen(visit, view)
    if not figures.is_enough(goals["goals_agreed"], visit.role):
        return language.text("Too few goals were agreed to say what became of them.")
    counts = {column: language.number(goals[column]) for column in figures.COUNTS}
    became = language.text(
        "Of {goals_agreed} goals agreed, {goals_reached} were reached, {goals_partly_reached} partly reached, {goals_ended} ended "
        "otherwise and {goals_open} are still open",
        **counts,
    )
    return f"{became}{_reached(visit, view, language)}."


def _reached(visit: Visit, view: OutcomeView, language: Language) -> str:
    """The share of those settled as the end of a clause."""
    found = figures.share_of_chosen(visit, view, REACHED)
    if found["value"] is None:
        return language.text("; too few are settled for a share")
    told = language.text(
        "; of those settled {value} were reached ({lower} to {upper})", **limits_text(found, REACHED, language)
    )
    return told + _change_text(visit, view, REACHED)


def _change_text(visit: Visit, view: OutcomeView, measure: Measure) -> str:
    found: Any = _changes(visit, view, measure)
    return change_text(found if isinstance(found, Change) else None, measure, visit.language)


def _changes(visit: Visit, view: OutcomeView, measure: Measure) -> Change | str | None:
    return figures.changes(visit, view, measure)[view.year] if view.year is not None else None
