"""How far it is from a municipality to the nearest counselling, focus area by focus area."""

from __future__ import annotations

import polars as pl

from charts.place import note, table
from charts.wording import value_text
from metrics.codes import codes, name
from metrics.definitions import definition
from pages._shared.travel import STRAIGHT, Travel, access, default_travel
from pages._shared.view import ALL_AREAS, View, area_name
from pages._shared.visit import Visit
from pages.place.gaps import NO_BREAK
from pages.place.place import Place


def distances(visit: Visit, view: View, place: Place) -> str:
    """HTML of the table: nearest municipality with counselling, cost to it, and posts within reach."""
    text = visit.language.text
    travel = default_travel(visit)
    rows = [_row(visit, view, place, travel, area) for area in (*codes("focus_area"), ALL_AREAS)]
    is_estimate = travel.mode == STRAIGHT
    nearest = text("nearest counselling, about") if is_estimate else text("nearest counselling")
    headings = [text("Focus area"), nearest, text("posts within reach per 1,000")]
    caption = text("How far it is from {place}", place=place.name)
    return table(caption, headings, rows, numeric=(2,)) + note(_note(visit, travel))


def _row(visit: Visit, view: View, place: Place, travel: Travel, focus_area: str) -> list[str]:
    language = visit.language
    row = access(visit, view.of(focus_area), travel).row(by_predicate=pl.col("ags") == place.ags, named=True)
    here = language.text("here")
    nearest = here if row["nearest_ags"] == place.ags else row["nearest_name"] or language.text("none within reach")
    if row["cost"]:  # 0 within a place means that neither a time nor its area is known
        cost = value_text(row["cost"], definition(travel.definition), language)
        unit = "km" if travel.mode == STRAIGHT else language.text("minutes")
        nearest += f", {cost}{NO_BREAK}{unit}"
    return [area_name(focus_area, language), nearest, language.number(row["per_1000"], 2)]


def _note(visit: Visit, travel: Travel) -> str:
    language = visit.language
    if travel.mode == STRAIGHT:
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
