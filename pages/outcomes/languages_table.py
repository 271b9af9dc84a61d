"""Municipalities by languages: how many new cases ask for each, and what the posts there offer, as a table."""

from __future__ import annotations

from charts import table
from locales import Language
from metrics.codes import codes, name
from pages._shared import door
from pages._shared.visit import Visit
from pages.outcomes.languages_asked import ATTRIBUTE, Place, by_place, languages_told, last_day, places
from pages.outcomes.languages_concept import concept_text
from pages.outcomes.view import EVERY, OutcomeView, span_text, subject

NOTHING, OFFERED, LACKING = "–", "✓", "✗"


def title(visit: Visit, view: OutcomeView) -> str:
    """What the table shows."""
    return visit.language.text(
        "Languages by municipality: new cases by the language they are counselled in, {subject}, {span}",
        subject=subject(visit, by_place(visit, view).of(ags=EVERY)),
        span=span_text(visit, view),
    )


def markup(visit: Visit, view: OutcomeView) -> str:
    """HTML of the table."""
    found, whole = places(visit, view)
    languages = languages_told(visit, view)
    has_offers = whole.stating > 0
    text = visit.language.text
    headings = [text("Municipality"), *languages.values()]
    if has_offers:
        headings += [text("Offered by the posts there (FTE)"), text("Asked for, offered by no post there")]
    return table.render(
        title(visit, view),
        headings,
        [(place.key, _cells(place, languages, visit.language, has_offers=has_offers)) for place in found],
        selected=visit.ags,
        total=_cells(whole, languages, visit.language, has_offers=has_offers),
        words=(len(headings) - 2, len(headings) - 1) if has_offers else (),
    )


def notes(visit: Visit, view: OutcomeView) -> list[str]:
    """What the signs say, which posts are meant, and what is not known."""
    language, text = visit.language, visit.language.text
    _, whole = places(visit, view)
    said = [
        text("Whoever is counselled with an interpreter speaks a language that the export does not tell."),
        text("–: nobody.") if door.is_coordination(visit.role) else text("–: nobody, or at most two people."),
    ]
    if whole.stating:
        said = [
            text(
                "{offered} a post that serves the municipality offers it; {lacking} at least ten new cases ask for it, and none of "
                "the posts there does.",
                offered=OFFERED,
                lacking=LACKING,
            ),
            text("German and interpreters are never marked as lacking: interpreters come on request."),
            text(
                "Posts as of {day}, each in full (FTE: full-time equivalents), even if it serves other municipalities too.",
                day=language.day(last_day(visit, view)),
            ),
            *said,
            concept_text(visit),
        ]
    return [note for note in said if note]


def offered_text(place: Place, language: Language) -> str:
    """The languages that posts offer with their FTE, and of how many posts it is not stated."""
    text = language.text
    if not place.posts:
        return text("no post")
    offered = ", ".join(
        f"{name(ATTRIBUTE, code, language.code)} {language.number(place.offered[code], 2)}"
        for code in codes(ATTRIBUTE)
        if code in place.offered
    )
    silent = place.posts - place.stating
    if not silent:
        return offered
    unsaid = text("{count} of {all} posts: not stated in the staffing table", count=silent, all=place.posts)
    return "; ".join(filter(None, (offered, unsaid)))


def _cells(place: Place, languages: dict[str, str], language: Language, *, has_offers: bool) -> list[str]:
    cells = [place.name, *(_cell(place, code, language) for code in languages)]
    if has_offers:
        lacking = ", ".join(languages[code] for code in place.lacking)
        cells += [offered_text(place, language), f"{LACKING} {lacking}" if lacking else _none_lacking(place, language)]
    return cells


def _cell(place: Place, code: str, language: Language) -> str:
    count = language.number(place.asked[code]) if code in place.asked else NOTHING
    sign = OFFERED if code in place.offered else LACKING if code in place.lacking else ""
    return f"{sign} {count}".strip()


def _none_lacking(place: Place, language: Language) -> str:
    return language.text("not known") if place.stating < place.posts else NOTHING
