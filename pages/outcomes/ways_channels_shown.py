"""Access channels as pictures: parts of a whole by unit and by year, and the share by the residents' registration office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts import stacked, whiskers
from charts.part_paints import PALETTE
from charts.stacked import Stack
from charts.whiskers import Whisker
from metrics.definitions import definition
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.maps import notes_of_picture
from pages._shared.visit import Visit
from pages.outcomes import ways_channels as channels
from pages.outcomes.asking import of_all
from pages.outcomes.languages_figures import no_parts
from pages.outcomes.measures import figures
from pages.outcomes.overview_figures import base_text
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, span_text, subject, year_text
from pages.outcomes.ways_channels import NOT_STATED, OTHERS, REGISTRATION


def title_of_units(visit: Visit, view: OutcomeView) -> str:
    """What the bars of the units show."""
    text = visit.language.text
    return text("Access channels by {unit}, {span}", unit=text(UNITS[view.by]), span=span_text(visit, view))


def title_of_years(visit: Visit, view: OutcomeView) -> str:
    """What the bars of the years show."""
    return visit.language.text("Access channels by calendar year, {subject}", subject=subject(visit, view))


def title_of_registration(visit: Visit, view: OutcomeView) -> str:
    """What the picture of the residents' registration office shows."""
    return f"{REGISTRATION.meaning.label[visit.language.code]}, {span_text(visit, view)}"


def units_picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """Bars of 100 % with the ways by which each unit's new cases came, as SVG."""
    rows = [
        _stack(visit, row["unit"], row["label"], row) for row in channels.by_unit(visit, view).iter_rows(named=True)
    ]
    return _bars(visit, rows, title_of_units(visit, view), selected=view.picked, **options)


def years_picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """The same of what is chosen for every calendar year; the chosen one is marked."""
    rows = [
        _stack(visit, str(row["year"]), year_text(visit, row["year"]), row)
        for row in channels.by_year(visit, view).iter_rows(named=True)
    ]
    chosen = "" if view.year is None else str(view.year)
    return _bars(visit, rows, title_of_years(visit, view), selected=chosen, picked=False, **options)


def registration_picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """The share by the residents' registration office for each unit with its interval, as SVG."""
    language = visit.language
    rows = [
        Whisker(
            row["unit"],
            row["label"],
            row["value"],
            row["lower"],
            row["upper"],
            base_text(row, REGISTRATION, language),
            language.text("too few cases"),
        )
        for row in channels.by_registration(visit, view).iter_rows(named=True)
    ]
    together = kept(visit, "registration_of_all", view, lambda: figures(visit, view, REGISTRATION, of_all))
    value = together["value"].item()
    return whiskers.render(
        rows,
        REGISTRATION.meaning,
        language,
        title=title_of_registration(visit, view),
        reference=None if value is None else (value, language.text("all together")),
        selected=view.picked,
        fitted=True,
        **options,
    )


def parts_notes(visit: Visit) -> list[str]:
    """What the bars show, for pictures that leave the page."""
    said = [*reading(visit), definition("access_channel_share").explanation[visit.language.code]]
    return notes_of_picture(visit, files_of(visit, "cases"), reading=said)


def registration_notes(visit: Visit) -> list[str]:
    """What the lines show, for pictures that leave the page."""
    text = visit.language.text
    said = [
        text("Line: 95 % interval. Counted: {clock}.", clock=text(CLOCKS[REGISTRATION.clock])),
        REGISTRATION.meaning.explanation[visit.language.code],
    ]
    return notes_of_picture(visit, files_of(visit, "cases"), reading=said)


def reading(visit: Visit) -> list[str]:
    """What the year is the year of, and which ways stand together."""
    text, names = visit.language.text, channels.channel_names(visit)
    together = [names[code] for code in names if code not in channels.on_their_own(visit)]
    said = [text("Counted: {clock}.", clock=text(CLOCKS[REGISTRATION.clock]))]
    if together:
        said.append(text("Other ways: {names}.", names=", ".join(together)))
    said.append(text("Bars leave out cases whose way is not stated."))
    return said


def _bars(visit: Visit, rows: list[Stack], title: str, **options: Any) -> str:
    parts = channels.parts_of(visit)
    colours = dict(zip(parts, PALETTE, strict=False)) | ({OTHERS: PALETTE[-1]} if OTHERS in parts else {})
    return stacked.render(rows, parts, colours, visit.language, title=title, **options)


def _stack(visit: Visit, key: str, label: str, row: Mapping[str, Any]) -> Stack:
    """A bar of the cases whose way is known; how many others there are stands below its name."""
    language = visit.language
    counts = {code: row[code] for code in channels.on_their_own(visit) if row[code]}
    others = channels.other_ways(visit, row)
    below = language.text("{count} new cases", count=language.number(row["cases"] or 0))
    if row[NOT_STATED]:
        below = language.text(
            "{cases}, {count} of them without a way stated", cases=below, count=language.number(row[NOT_STATED])
        )
    reason = no_parts(visit, channels.known(row))
    return Stack(key, label, below, counts | ({OTHERS: others} if others else {}), reason)
