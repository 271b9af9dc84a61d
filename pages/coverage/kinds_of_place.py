"""Which kind of places a list shows: rural or urban by RegioStaR7 and by the degree of urbanisation (DEGURBA)."""

from __future__ import annotations

import re

import polars as pl

from pages._shared import door
from pages._shared.choices import choice
from pages._shared.kinds import DENSITY, REGIONAL_TYPE, REGIONS, class_name
from pages._shared.visit import Visit

EVERY = "all"
# Between what the types of a region have in common and what tells them apart, in German and in English.
PARTING = re.compile(" – |: ")


def choose_regional_type(visit: Visit) -> tuple[str, list[str]]:
    """Name of the chosen regional type and the AGS of its places; everywhere where the data have no types."""
    text = visit.language.text
    places = _places(visit, REGIONAL_TYPE)
    groups = {
        group: f"{_region(found)} ({text('all types')})"
        for group, types in REGIONS.items()
        if (found := places.filter(pl.col("code").is_in(types))).height
    }
    names = {EVERY: text("all")} | groups | _kinds(places)
    chosen = choice(text("Regional type (RegioStaR7)"), "regiostar", names, default=EVERY)
    kept = places if chosen == EVERY else places.filter(pl.col("code").is_in(REGIONS.get(chosen, (chosen,))))
    return names[chosen], kept["ags"].to_list()


def choose_density(visit: Visit) -> tuple[str, list[str]]:
    """Name of the chosen degree of urbanisation and the AGS of its places."""
    text = visit.language.text
    places = _places(visit, DENSITY)
    names = {EVERY: text("all")} | _kinds(places)
    chosen = choice(text("Density of settlement (DEGURBA)"), "degurba", names, default=EVERY)
    kept = places if chosen == EVERY else places.filter(pl.col("code") == chosen)
    return names[chosen], kept["ags"].to_list()


def _places(visit: Visit, kind: str) -> pl.DataFrame:
    """ags, code and name of the kind of every municipality; null where the data do not say."""
    places = door.read(visit.edition_id, visit.role, "municipalities")
    names = [class_name(row, kind, visit.language) or None for row in places.iter_rows(named=True)]
    return places.select("ags", code=kind, name=pl.Series(names, dtype=pl.String))


def _region(places: pl.DataFrame) -> str:
    """What the types of a group have in common."""
    return PARTING.split(str(places["name"][0]))[0]


def _kinds(places: pl.DataFrame) -> dict[str, str]:
    """Code -> name of the kinds that occur."""
    return dict(places.select("code", "name").drop_nulls().unique().sort("code").iter_rows())
