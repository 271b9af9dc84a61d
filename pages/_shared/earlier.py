"""An earlier edition to compare with, chosen among those that are kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl

from locales import Language
from locales.clock import here, local_day
from pages._shared import door, kept_editions
from pages._shared.choices import choice
from pages._shared.coverage import coverage
from pages._shared.frame import date_of
from pages._shared.need import is_known
from pages._shared.view import View, span_of
from pages._shared.visit import Visit

NONE = "none"


def choose_earlier(visit: Visit) -> Visit | None:
    """A visit on the edition that is chosen to compare with (`?since=`); None where none is chosen or there is none."""
    text = visit.language.text
    kept, others = kept_editions.earlier(visit.edition_id)
    explanation = (
        text(
            "Not offered, because an older version of the program made them, are {number} further editions: their figures "
            "were computed otherwise.",
            number=others,
        )
        if others
        else None
    )
    names = {NONE: text("no comparison") if kept else text("there is no earlier edition")}
    names |= {edition: moment_text(moment, visit.language) for edition, moment in kept.items()}
    chosen = choice(text("Changes since the edition of"), "since", names, default=NONE, explanation=explanation)
    return None if chosen == NONE else replace(visit, edition_id=chosen, manifest=door.manifest(chosen))


def coverage_of(earlier: Visit, visit: Visit, view: View) -> tuple[View, pl.DataFrame] | None:
    """The view of the present `visit` and its coverage on an earlier edition; None where that has not all figures of need.

    Unless a month is chosen, posts are counted on the reference date of each edition's own staffing table.
    """
    is_reference = view.month in ("", f"{date_of(visit, 'staffing_on'):%Y-%m}")
    same = replace(view, month="") if is_reference else view
    if not is_known(earlier, view.indicators, span_of(earlier, same)[1]):
        return None
    return same, coverage(earlier, same)


def moment_text(moment: dt.datetime, language: Language) -> str:
    """When an edition was made, as the clock here showed it."""
    return f"{language.day(local_day(moment))}, {here(moment):%H:%M}"


def moment_of(visit: Visit) -> str:
    """When the edition of a visit was made."""
    return moment_text(dt.datetime.fromisoformat(visit.manifest["created_at"]), visit.language)
