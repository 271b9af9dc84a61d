"""How far it is from a municipality to the nearest counselling, focus area by focus area."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from charts.place import note, table
from charts.wording import value_text
from locales import Language
from metrics.codes import codes, name
from metrics.definitions import definition
from pages._shared.travel import STRAIGHT, access, default_travel
from pages._shared.view import ALL_AREAS, View, area_name
from pages._shared.visit import Visit
from pages.place.gaps import NO_BREAK
from pages.place.place import Place


@dataclass(frozen=True)
class Way:
    """How far it is to the nearest counselling of a focus area, or of all. `nearest`: the municipality that it is in, the place itself
    included, "" where none is within reach; `cost`: minutes or kilometres as of the travel chosen, None where none is known;
    `per_1000`: posts within reach."""

    focus_area: str
    nearest: str
    is_here: bool
    cost: float | None
    per_1000: float


def ways(visit: Visit, view: View) -> list[Way]:
    """From the visit's municipality: one for each focus area, and one for all."""
    return [_way(visit, view, focus_area) for focus_area in (*codes("focus_area"), ALL_AREAS)]


def distances(visit: Visit, view: View, place: Place) -> str:
    """HTML of the table: nearest municipality with counselling, cost to it, and posts within reach."""
    language, text = visit.language, visit.language.text
    rows = [
        [area_name(way.focus_area, language), _nearest(visit, way), language.number(way.per_1000, 2)]
        for way in ways(visit, view)
    ]
    nearest = text("nearest counselling, about") if _is_estimate(visit) else text("nearest counselling")
    headings = [text("Focus area"), nearest, text("posts within reach per 1,000")]
    return table(title(place, language), headings, rows, numeric=(2,)) + note(how_to_read(visit))


def title(place: Place, language: Language) -> str:
    """What the table shows."""
    return language.text("How far it is from {place}", place=place.name)


def findings(visit: Visit, view: View, place: Place) -> list[str]:
    """Which counselling is not in the place itself, and where it is."""
    elsewhere = [way for way in ways(visit, view) if way.focus_area != ALL_AREAS and not way.is_here]
    if not elsewhere:
        return [visit.language.text("Counselling of every focus area is there in {place} itself.", place=place.name)]
    areas = "; ".join(f"{area_name(way.focus_area, visit.language)}: {_nearest(visit, way)}" for way in elsewhere)
    return [visit.language.text("Not in {place} itself: {areas}.", place=place.name, areas=areas)]


def nearest_text(way: Way, language: Language) -> str:
    """Where the nearest counselling is, in words."""
    return language.text("here") if way.is_here else way.nearest or language.text("none within reach")


def how_to_read(visit: Visit) -> str:
    """How distances are known, and where counselling counts as being."""
    language, travel = visit.language, default_travel(visit)
    if _is_estimate(visit):
        how = language.text(
            "An approximation: straight line times {factor}; within a place from its area.",
            factor=language.number(travel.detour, 1),
        )
    else:
        how = language.text("Travel times by {mode}, as loaded.", mode=name("travel_mode", travel.mode, language.code))
    where = language.text(
        "Counselling counts as being in every municipality that its posts serve: where the rooms are is not known."
    )
    return f"{how} {where}"


def _way(visit: Visit, view: View, focus_area: str) -> Way:
    found = access(visit, view.of(focus_area), default_travel(visit))
    row = found.row(by_predicate=pl.col("ags") == visit.ags, named=True)
    # 0 within a place means that neither a time nor its area is known.
    cost = row["cost"] or None
    return Way(focus_area, row["nearest_name"] or "", row["nearest_ags"] == visit.ags, cost, row["per_1000"])


def _nearest(visit: Visit, way: Way) -> str:
    language = visit.language
    nearest = nearest_text(way, language)
    if way.cost is None:
        return nearest
    unit = "km" if _is_estimate(visit) else language.text("minutes")
    cost = value_text(way.cost, definition(default_travel(visit).definition), language)
    return f"{nearest}, {cost}{NO_BREAK}{unit}"


def _is_estimate(visit: Visit) -> bool:
    return default_travel(visit).mode == STRAIGHT
