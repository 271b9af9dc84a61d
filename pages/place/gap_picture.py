"""The gaps of a municipality as a picture: one row per focus area and one for all."""

from __future__ import annotations

from charts import split_ranges
from charts.medium import Medium
from charts.split_ranges import Range
from locales import Language
from pages._shared.drawing import options_for
from pages._shared.maps import dates_note, picture_notes
from pages._shared.view import RULE_NAMES, View, area_name
from pages._shared.visit import Visit
from pages.place.gaps import AREAS, of_place, words
from pages.place.place import Place


def title(place: Place, language: Language) -> str:
    """What the picture shows."""
    return language.text("Gap in posts by focus area, {place}", place=place.name)


def draw(visit: Visit, view: View, place: Place, medium: Medium) -> str:
    """The picture as SVG."""
    language, text = visit.language, visit.language.text
    rows = [(area, of_place(visit, view, area)) for area in AREAS]
    ranges = [
        Range(area_name(area, language), row["gap_fte"], row["lower"], row["upper"], words(row, language))
        for area, row in rows
    ]
    return split_ranges.render(
        ranges,
        language,
        title=title(place, language),
        unit=text("− more than the share · + missing"),
        bar_name=text("every possible split of shared posts"),
        dot_name=text("split {rule}", rule=text(RULE_NAMES[view.rule])),
        **options_for(medium, lambda: [dates_note(visit, view), *picture_notes(visit, view)]),
    )
