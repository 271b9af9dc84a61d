"""Headings of the tables that have a form of our own; the empty tables in data/templates have exactly these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Form:
    """`columns`: our field -> its heading, in the order of the template. `optional`: fields a file need not have; they are
    empty then. `english`: our field -> its heading in tables of programs, where these may come as they are."""

    columns: Mapping[str, str]
    optional: tuple[str, ...] = ()
    english: Mapping[str, str] = field(default_factory=dict)

    @property
    def wanted_headings(self) -> list[str]:
        return [heading for field, heading in self.columns.items() if field not in self.optional]

    @property
    def optional_headings(self) -> list[str]:
        return [self.columns[field] for field in self.optional]


FORMS: Mapping[str, Form] = {
    "posts": Form(
        {
            "post": "Stelle",
            "building_block": "Baustein",
            "carrier": "Träger",
            "focus_area": "Schwerpunkt",
            "fte": "VZÄ",
            "filled_fte": "VZÄ besetzt",
            "valid_from": "gültig ab",
            "valid_to": "gültig bis",
            "languages": "Sprachen",
            "remark": "Bemerkung",
            "assumption": "Annahme",
        },
        optional=("filled_fte", "languages"),
    ),
    "post_areas": Form(
        {
            "post": "Stelle",
            "ags": "AGS",
            "share": "Anteil",
            "is_named": "im Konzept genannt",
            "valid_from": "gültig ab",
            "valid_to": "gültig bis",
            "assumption": "Annahme",
        },
        optional=("valid_from", "valid_to"),
    ),
    "outreach": Form(
        {
            "post": "Stelle",
            "ags": "AGS",
            "place": "Ort",
            "hours_per_week": "Stunden je Woche",
            "valid_from": "gültig ab",
            "valid_to": "gültig bis",
        }
    ),
    "authority_counts": Form({"authority": "Behörde", "year": "Jahr", "measure": "Angabe", "people": "Anzahl"}),
    "arrivals": Form({"ags": "AGS", "month": "Monat", "people": "Zuzüge"}),
    "travel_times": Form(
        {"from_ags": "von", "to_ags": "nach", "minutes": "Minuten", "mode": "Verkehrsmittel"},
        english={"from_ags": "from", "to_ags": "to", "minutes": "minutes", "mode": "mode"},
    ),
}
