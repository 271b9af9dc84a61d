"""What the figures say about languages asked for and offered."""

from __future__ import annotations

from metrics.codes import codes, name
from pages._shared.visit import Visit
from pages.outcomes.asking import of_chosen
from pages.outcomes.changes import change_of_chosen, change_text
from pages.outcomes.findings import limits_text
from pages.outcomes.languages_asked import ATTRIBUTE, NOT_STATED, Place, places
from pages.outcomes.languages_concept import concept_text
from pages.outcomes.languages_foremost import MOST, foremost_text
from pages.outcomes.measures import Measure, figures
from pages.outcomes.view import OutcomeView, span_text, subject

INTERPRETER = Measure("interpreter_share")


def asked_finding(visit: Visit, view: OutcomeView) -> str:
    """Which languages the new cases of what is chosen are counselled in most often, and in how many somebody interprets."""
    language, text = visit.language, visit.language.text
    about = {"subject": subject(visit, view), "span": span_text(visit, view)}
    found = figures(visit, view, INTERPRETER, of_chosen).row(0, named=True)
    if found["value"] is None:
        return text("{subject}, {span}: {clauses}.", **about, clauses=text("too few cases for figures"))
    spoken = of_chosen(visit, view, "characteristics", "value", attribute=ATTRIBUTE)
    counts = dict(spoken.filter(~spoken["value"].is_in(["interpreter", NOT_STATED])).select("value", "cases").rows())
    ordered = {code: counts[code] for code in codes(ATTRIBUTE) if code in counts}
    names = {code: name(ATTRIBUTE, code, language.code) for code in ordered}
    interpreted = text(
        "with an interpreter {value} ({lower} to {upper})", **limits_text(found, INTERPRETER, language)
    ) + _changed(visit, view)
    if not ordered:
        return text("{subject}, {span}: {clauses}.", **about, clauses=interpreted)
    return text(
        "{subject}, {span}: most frequent languages of new cases: {languages} (of {base} whose language is known); {interpreted}.",
        **about,
        languages=foremost_text(ordered, names, language),
        base=language.number(found["base"]),
        interpreted=interpreted,
    )


def offered_finding(visit: Visit, view: OutcomeView) -> str:
    """Where a language is asked for that no post there offers, as far as the staffing table tells."""
    language, text = visit.language, visit.language.text
    found, whole = places(visit, view)
    if not whole.stating:
        silent = text("Which languages the posts offer is not stated in the staffing table.")
        return " ".join(filter(None, (silent, concept_text(visit))))
    lacking = sorted(
        ((place.asked[code], place.name, code) for place in found for code in place.lacking),
        key=lambda entry: (-entry[0], entry[1:]),
    )
    if lacking:
        named = [
            text(
                "{language} in {place} ({count} new cases)",
                language=name(ATTRIBUTE, code, language.code),
                place=place,
                count=language.number(count),
            )
            for count, place, code in lacking[:MOST]
        ]
        more = text(" and {count} more", count=len(lacking) - MOST) if len(lacking) > MOST else ""
        return text(
            "Asked for, but offered by no post that serves the municipality, as the staffing table has it: {named}{more}.",
            named="; ".join(named),
            more=more,
        )
    return _nothing_lacks(visit, whole, found)


def _nothing_lacks(visit: Visit, whole: Place, found: list[Place]) -> str:
    if any(place.stating < place.posts for place in found):
        return visit.language.text(
            "Only {stating} of {posts} posts state their languages in the staffing table: whether a language that they do not name is "
            "offered is not known.",
            stating=whole.stating,
            posts=whole.posts,
        )
    return visit.language.text(
        "Every language that at least ten new cases of a municipality ask for is offered by a post that serves it."
    )


def _changed(visit: Visit, view: OutcomeView) -> str:
    """How the share with an interpreter differs from the year before; nothing about the work of a single employee."""
    return change_text(change_of_chosen(visit, view, INTERPRETER, of_chosen), INTERPRETER, visit.language)
