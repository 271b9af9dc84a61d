"""Services by kind as a picture, and what they say in a sentence."""

from __future__ import annotations

from typing import Any

from charts import stacked
from charts.part_paints import PALETTE
from charts.stacked import Stack
from metrics.codes import codes, name
from metrics.definitions import definition
from pages._shared.frame import files_of
from pages._shared.maps import notes_of_picture
from pages._shared.visit import Visit
from pages.outcomes import services_figures as figures
from pages.outcomes.languages_figures import no_parts
from pages.outcomes.languages_foremost import foremost_text
from pages.outcomes.services_figures import KIND, NOTHING
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, span_text, subject


def finding(visit: Visit, view: OutcomeView) -> str:
    """How many services were given in how many hours, and which kinds most often."""
    language, text = visit.language, visit.language.text
    about = {"subject": subject(visit, view), "span": span_text(visit, view)}
    found = figures.of_what_is_chosen(visit, view)
    if not found["services"]:
        return text("{subject}, {span}: no services are recorded.", **about)
    counts = dict(figures.by_kind(visit, view).select(KIND, "services").rows())
    ordered = {kind: counts[kind] for kind in codes(KIND) if counts.get(kind)}
    said = text(
        "{subject}, {span}: {services} services in {hours} hours, {per_service} hours each; most often {kinds}.",
        **about,
        services=language.number(found["services"]),
        hours=language.number(found["hours"]),
        per_service=figures.per_service_text(found, language),
        kinds=foremost_text(ordered, kind_names(visit), language) or NOTHING,
    )
    if found["services_with_hours"] == found["services"]:
        return said
    return f"{said} " + text(
        "Hours are recorded for {recorded} of {services} services; the others count 0 hours.",
        recorded=language.number(found["services_with_hours"]),
        services=language.number(found["services"]),
    )


def kind_names(visit: Visit) -> dict[str, str]:
    """Kind of service -> its name, in the order to show them."""
    return {kind: name(KIND, kind, visit.language.code) for kind in codes(KIND)}


def title_of_kinds(visit: Visit, view: OutcomeView) -> str:
    """What the bars show."""
    text = visit.language.text
    return text("Kinds of services by {unit}, {span}", unit=text(UNITS[view.by]), span=span_text(visit, view))


def picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """Bars of 100 % with the kinds of each unit's services, as SVG."""
    language = visit.language
    kinds, names = figures.kinds_by_unit(visit, view), kind_names(visit)
    rows = [
        Stack(
            row["unit"],
            row["label"],
            language.text("{count} services", count=language.number(row["services"] or 0)),
            kinds.get(row["unit"], {}),
            no_parts(visit, row["services"]),
        )
        for row in figures.by_unit(visit, view).iter_rows(named=True)
    ]
    colours = dict(zip(names, PALETTE, strict=False))
    title = title_of_kinds(visit, view)
    return stacked.render(rows, names, colours, language, title=title, selected=view.picked, **options)


def notes(visit: Visit) -> list[str]:
    """What the year is the year of, what is shown, and whatever pictures carry that leave the page."""
    text = visit.language.text
    reading = [
        text("Counted: {clock}.", clock=text(CLOCKS["given"])),
        definition("service_kind_share").explanation[visit.language.code],
    ]
    return notes_of_picture(visit, files_of(visit, "services"), reading=reading)
