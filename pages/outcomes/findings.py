"""What the figures say, in one sentence for each of those that are looked at."""

from __future__ import annotations

from typing import Any

from charts.wording import value_text
from locales import Language
from pages._shared.visit import Visit
from pages.outcomes.asking import of_chosen
from pages.outcomes.changes import Change, change_of_chosen, change_text
from pages.outcomes.measures import Measure, figures
from pages.outcomes.view import OutcomeView, span_text, subject

# Measure -> how its clause begins; the change from the year before follows.
CLAUSES = {
    "waiting_days": "waiting time {value} days in the median ({lower} to {upper})",
    "agreement_share": "goals agreed in {value} of the cases ({lower} to {upper})",
    "goals_reached_share": "{value} of the settled goals reached ({lower} to {upper})",
}


def finding(visit: Visit, view: OutcomeView) -> str:
    """Whose figures, when, and what they are: how long people waited, in how many cases goals were agreed, how many were reached.

    A change is named only where it lies beyond chance and rounding; what has too small a base is left out.
    """
    language = visit.language
    found = [told for measure in CLAUSES if (told := _told(visit, view, Measure(measure)))]
    sentence = language.text(
        "{subject}, {span}: {clauses}.",
        subject=subject(visit, view),
        span=span_text(visit, view),
        clauses="; ".join(clause for clause, _ in found) or language.text("too few cases for figures"),
    )
    return " ".join(filter(None, (sentence, unchanged_text([change for _, change in found if change], language))))


def limits_text(row: dict[str, Any], measure: Measure, language: Language) -> dict[str, str]:
    """value, lower and upper of a row as texts; days without their unit."""
    return {name: value_text(row[name], measure.meaning, language) for name in ("value", "lower", "upper")}


def _told(visit: Visit, view: OutcomeView, measure: Measure) -> tuple[str, Change | None] | None:
    """The clause of one figure, with its change where there is one to tell, and the change."""
    language = visit.language
    found = figures(visit, view, measure, of_chosen)
    if found.is_empty() or found["value"].item() is None:
        return None
    changed = change_of_chosen(visit, view, measure, of_chosen)
    row = found.row(0, named=True)
    if row["lower"] is None:  # The median of a few has no limits.
        value = value_text(row["value"], measure.meaning, language)
        clause = language.text("waiting time {value} days in the median, too few for a range", value=value)
    else:
        clause = language.text(CLAUSES[measure.id], **limits_text(row, measure, language))
    return clause + (change_text(changed, measure, language) if changed and changed.is_beyond_chance else ""), changed


def unchanged_text(changes: list[Change], language: Language) -> str:
    """That the figures whose change is not named did not change beyond chance."""
    unchanged = [change for change in changes if not change.is_beyond_chance]
    if not unchanged:
        return ""
    if len(unchanged) == len(changes):
        return language.text("No change from {year} beyond chance.", year=unchanged[0].year)
    return language.text("Otherwise no change from {year} beyond chance.", year=unchanged[0].year)
