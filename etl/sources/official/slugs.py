"""From words of official tables to ids of our own: of indicators and of units."""

from __future__ import annotations

import re

PART = " | "  # between the parts of a measure
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "²": "2"})
UNITS = {
    "anzahl": "number",
    "prozent": "per_cent",
    "%": "per_cent",
    "personen": "persons",
    "haushalte": "households",
    "qkm": "km2",
    "km²": "km2",
    "ew pro qkm": "persons_per_km2",
    "1000": "thousand",
    "eur": "euro",
    "euro": "euro",
    "tsd. eur": "thousand_euro",
    "ha": "hectares",
    "jahre": "years",
    "fälle": "cases",
}
NO_UNIT = "number"


def slug(text: str) -> str:
    """Lower-case letters, digits and underscores; underscores of the text stay, all else becomes one."""
    return re.sub(r"[^a-z0-9_]+", "_", text.lower().translate(LETTERS)).strip("_")


def indicator_id(table: str, measure: str, basis: str = "") -> str:
    """The id of a figure that no configuration names; the same in every export of the table."""
    parts = [table, *measure.split(PART), basis]
    return "__".join(found for found in map(slug, parts) if found)


def is_unit(text: str) -> bool:
    """Whether a text of a table's head is one of the units that official tables have."""
    return text.strip().lower() in UNITS


def unit_id(text: str) -> str:
    """The unit a table names, as an id such as "per_cent"."""
    return UNITS.get(text.strip().lower()) or slug(text) or NO_UNIT
