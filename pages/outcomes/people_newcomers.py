"""The target group: how many of those who came had arrived within the last twelve months."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts import whiskers
from charts.whiskers import Whisker
from metrics.codes import codes, name
from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.outcomes.asking import UNIT, of_all, of_chosen, of_units, with_every_unit
from pages.outcomes.changes import Change, change_of_chosen, change_text
from pages.outcomes.findings import limits_text, unchanged_text
from pages.outcomes.measures import Measure, figures
from pages.outcomes.view import UNITS, OutcomeView, may_tell_subjects, span_text, subject

NEWCOMER = Measure("newcomer_share")


def title(visit: Visit, view: OutcomeView) -> str:
    """What the picture shows."""
    text = visit.language.text
    return text(
        "Arrived within the last twelve months, by {unit}, {span}",
        unit=text(UNITS[view.by]),
        span=span_text(visit, view),
    )


def of_every_unit(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """unit, label and the columns of pages.outcomes.measures.figures for every unit."""
    return kept(
        visit, "newcomers", view, lambda: with_every_unit(visit, view, figures(visit, view, NEWCOMER, of_units))
    )


def picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """The share of newcomers of each unit with its interval, as SVG."""
    language = visit.language
    rows = [
        Whisker(
            row[UNIT],
            row["label"],
            row["value"],
            row["lower"],
            row["upper"],
            ""
            if row["base"] is None
            else language.text(
                "{count} of {base}", count=language.number(row["count"]), base=language.number(row["base"])
            ),
            language.text("too few cases"),
        )
        for row in of_every_unit(visit, view).iter_rows(named=True)
    ]
    whole = kept(visit, "newcomers_of_all", view, lambda: figures(visit, view, NEWCOMER, of_all))
    value = whole["value"].item() if whole.height else None
    return whiskers.render(
        rows,
        NEWCOMER.meaning,
        language,
        title=title(visit, view),
        reference=None if value is None else (value, language.text("all together")),
        selected=view.picked,
        **options,
    )


def finding(visit: Visit, view: OutcomeView) -> str:
    """The share of newcomers in each focus area, or of what is chosen where focus areas cannot be told."""
    language = visit.language
    areas = codes("focus_area") if not view.focus_area and may_tell_subjects(visit, view) else ()
    asked = {f"{name('focus_area', area, language.code)} ": view.of(by="focus_area", focus_area=area) for area in areas}
    told = [(called, *clause) for called, one in (asked or {"": view}).items() if (clause := _clause(visit, one))]
    said = language.text(
        "{subject}, {span}, here for at most twelve months when they asked: {clauses}.",
        subject=subject(visit, view),
        span=span_text(visit, view),
        clauses="; ".join(called + clause for called, clause, _ in told) or language.text("too few cases for figures"),
    )
    return " ".join(filter(None, (said, unchanged_text([change for *_, change in told if change], language))))


def _clause(visit: Visit, view: OutcomeView) -> tuple[str, Change | None] | None:
    """The share with its interval and change, and the change; nothing about the change of a single employee's work."""
    language = visit.language
    found = figures(visit, view, NEWCOMER, of_chosen)
    if found.is_empty() or found["value"].item() is None:
        return None
    changed = change_of_chosen(visit, view, NEWCOMER, of_chosen)
    share = language.text("{value} ({lower} to {upper})", **limits_text(found.row(0, named=True), NEWCOMER, language))
    return share + (change_text(changed, NEWCOMER, language) if changed and changed.is_beyond_chance else ""), changed
