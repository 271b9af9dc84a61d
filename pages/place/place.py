"""The chosen municipality: what it is, and which municipalities it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import polars as pl

from locales import Language
from metrics.peers import TYPOLOGIES, Peers, peers
from pages._shared import door
from pages._shared.kinds import class_name
from pages._shared.visit import Visit


@dataclass(frozen=True)
class Place:
    """`kinds`: typology -> the class in words. `names`: AGS -> name of all municipalities."""

    ags: str
    name: str
    area_km2: float | None
    kinds: dict[str, str]
    peers: Peers
    names: dict[str, str]

    @property
    def others(self) -> tuple[str, ...]:
        """The places of the same kind without this one."""
        return tuple(ags for ags in self.peers.ags if ags != self.ags)


def place_of(visit: Visit) -> Place:
    """The municipality of the visit."""
    places = door.read(visit.edition_id, visit.role, "municipalities").sort("name")
    row = places.row(by_predicate=pl.col("ags") == visit.ags, named=True)
    kinds = {typology: class_name(row, typology, visit.language) for typology in TYPOLOGIES}
    names = dict(places.select("ags", "name").iter_rows())
    return Place(visit.ags, row["name"], row["area_km2"], kinds, peers(places, visit.ags), names)


def head(place: Place, language: Language) -> str:
    """HTML of what kind of place it is."""
    text = language.text
    unknown = text("not loaded")
    area = unknown if place.area_km2 is None else f"{language.number(place.area_km2, 1)} km²"
    facts = {
        text("Regional type (RegioStaR 7)"): place.kinds["regiostar7"] or unknown,
        text("Settlement (degree of urbanisation, DEGURBA)"): place.kinds["degurba"] or unknown,
        text("Area"): area,
        text("Compared with"): compared_with(place, language),
    }
    items = "".join(f"<div><dt>{escape(term)}</dt><dd>{escape(fact)}</dd></div>" for term, fact in facts.items())
    return f'<dl class="kim-facts">{items}</dl>'


def compared_with(place: Place, language: Language) -> str:
    """Which places are of the same kind, and by what."""
    others = ", ".join(place.names[ags] for ags in place.others)
    if place.peers.typology == "regiostar7":
        return language.text("{places} (same regional type)", places=others)
    if place.peers.typology == "degurba":
        return language.text("{places} (same settlement; too few of the same regional type)", places=others)
    return language.text("all municipalities, as there are too few of the same kind")
