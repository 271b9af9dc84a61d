"""Referrals as a flow and as tables, and what was sent beside what arrived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts import flow, table
from charts.flow import Flow
from charts.wording import value_text
from metrics.codes import codes, name
from metrics.definitions import definition
from metrics.protection import SMALLEST_BASE, sees_exact
from pages._shared.frame import files_of
from pages._shared.maps import notes_of_picture
from pages._shared.visit import Visit
from pages.outcomes import ways_referrals as referrals
from pages.outcomes.view import CLOCKS, EVERY, UNITS, OutcomeView, span_text, subject, year_text
from pages.outcomes.ways_referrals import Exchange
from pages.outcomes.ways_words import breakable

NOTHING = "–"


def title_of_flow(visit: Visit, view: OutcomeView) -> str:
    """What the flow shows."""
    asked = referrals.told_by(visit, view)
    return visit.language.text(
        "Referrals by focus area, {subject}, {span}", subject=subject(visit, asked), span=span_text(visit, asked)
    )


def title_of_units(visit: Visit, view: OutcomeView) -> str:
    """What the table of units shows."""
    text, asked = visit.language.text, referrals.told_by(visit, view)
    return text(
        "Referrals by {unit} and where they go, {span}",
        unit=text(UNITS[asked.by]),
        span=span_text(visit, asked),
    )


def title_of_exchange(visit: Visit, view: OutcomeView) -> str:
    """What the table of sent and arrived shows."""
    asked = referrals.of_exchange(visit, view)
    return visit.language.text(
        "Sent to the focus areas and arrived there, {subject}, {span}",
        subject=subject(visit, asked),
        span=span_text(visit, asked),
    )


def title_of_years(visit: Visit, view: OutcomeView) -> str:
    """What the table of sent and arrived by year shows."""
    return visit.language.text(
        "Sent and arrived by calendar year, {subject}", subject=subject(visit, referrals.of_exchange(visit, view))
    )


def picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """Who refers how many to whom, as SVG."""
    text = visit.language.text
    targets = referrals.target_names(visit, view)
    sources = {area: name(referrals.SOURCE, area, visit.language.code) for area in codes(referrals.SOURCE)}
    return flow.render(
        [Flow(source, target, count) for source, target, count in referrals.flows(visit, view)],
        referrals.sources(visit, view),
        referrals.totals(visit, view),
        targets | sources,
        visit.language,
        title=title_of_flow(visit, view),
        left_title=text("Referred by"),
        right_title=text("Referred to"),
        **options,
    )


def units_table(visit: Visit, view: OutcomeView) -> str:
    """Referrals of every unit by where they go, as HTML; its rows can be picked where the page tells the same units apart."""
    text, asked = visit.language.text, referrals.told_by(visit, view)
    names = targets_told(visit, view)
    caption = title_of_units(visit, view)
    headings = [text(UNITS[asked.by]), *map(breakable, (text("Referrals"), *names.values()))]
    rows = [
        (row["unit"], [row["label"], *_counts(visit, row, names)])
        for row in referrals.by_unit(visit, view).iter_rows(named=True)
    ]
    total = [text("all together"), *_counts(visit, referrals.of_every_unit(visit, view), names)]
    if asked.by != view.by:
        return table.plain(caption, headings, [*(cells for _, cells in rows), total], numeric=range(1, len(headings)))
    return table.render(caption, headings, rows, selected=asked.picked, total=total)


def targets_told(visit: Visit, view: OutcomeView) -> dict[str, str]:
    """Where to -> its name, for the table of units, whose rows what is chosen of them does not narrow."""
    return referrals.target_names(visit, view.of(**{referrals.told_by(visit, view).by: EVERY}))


def exchange_table(visit: Visit, view: OutcomeView) -> str:
    """Sent and arrived in the chosen time, as HTML."""
    text, number = visit.language.text, visit.language.number
    return table.plain(
        title_of_exchange(visit, view),
        [
            text("Focus area"),
            text("Referrals sent there"),
            text("New cases that came by colleagues"),
            definition("colleagues_share").label[visit.language.code],
        ],
        [
            [_area(visit, row), number(row.sent), number(row.arrived), share_text(visit, row)]
            for row in referrals.exchanges(visit, view)
        ],
        numeric=range(1, 4),
    )


def years_table(visit: Visit, view: OutcomeView) -> str:
    """Sent and arrived in every calendar year, as HTML."""
    text, number = visit.language.text, visit.language.number
    found = referrals.exchanges_by_year(visit, view)
    areas = [name(referrals.SOURCE, area, visit.language.code) for area in codes(referrals.SOURCE)]
    headings = [
        heading
        for area in areas
        for heading in (text("{focus_area}: sent", focus_area=area), text("{focus_area}: arrived", focus_area=area))
    ]
    return table.plain(
        title_of_years(visit, view),
        [text("Year"), *map(breakable, headings)],
        [
            [year_text(visit, year), *(number(count) for row in rows for count in (row.sent, row.arrived))]
            for year, rows in found.items()
        ],
        numeric=range(1, len(headings) + 1),
    )


def share_text(visit: Visit, row: Exchange) -> str:
    """Which share of the new cases came by colleagues, with the cases it is of."""
    share = share_arrived(row, visit.role)
    if share is None:
        return NOTHING
    language = visit.language
    shown = value_text(share, definition("colleagues_share"), language)
    return language.text("{share} of {base}", share=shown, base=language.number(row.known))


def share_arrived(row: Exchange, role: str) -> float | None:
    """The same as a number; None on too small a base. Rounded counts may be a little more than their base."""
    if row.known < (1 if sees_exact(role) else SMALLEST_BASE):
        return None
    return min(row.arrived / row.known, 1.0)


def flow_notes(visit: Visit) -> list[str]:
    """What the flow counts, for pictures that leave the page."""
    said = [
        visit.language.text("Counted: {clock}.", clock=visit.language.text(CLOCKS["given"])),
        definition("referral_share").explanation[visit.language.code],
    ]
    return notes_of_picture(visit, files_of(visit, "services"), reading=said)


def exchange_note(visit: Visit) -> str:
    """What sent and arrived can say together, and what they cannot."""
    return visit.language.text(
        "Sent: referrals from all focus areas of case management to this one, by the year in which they were made. Arrived: new "
        "cases of this focus area that came by colleagues in case management, by the year of their first interview. The two are "
        "counted apart and cannot be matched one by one: one person may be referred several times, arrive in the next year, or not "
        "consent to being recorded, and colleagues may bring somebody along without recording a referral."
    )


def _area(visit: Visit, row: Exchange) -> str:
    return name(referrals.SOURCE, row.focus_area, visit.language.code)


def _counts(visit: Visit, row: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    return [visit.language.number(row[field]) if row.get(field) else NOTHING for field in ("referrals", *names)]
