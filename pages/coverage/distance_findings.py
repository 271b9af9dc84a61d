"""Sentences on distance: from where counselling is hardest to reach, and what these distances are worth."""

from __future__ import annotations

import polars as pl

from charts.wording import absolute_text
from locales import Language
from pages._shared.travel import Travel, access, costs
from pages._shared.view import View, area_name, begun
from pages._shared.visit import Visit
from pages.coverage.distance_figures import cost_text, rate_text
from pages.coverage.travel_choices import UNIT_NAMES, reach_text, way


def findings(visit: Visit, view: View, travel: Travel) -> list[str]:
    """From where counselling is hardest to reach, and from where the next place with it is farthest."""
    language, text = visit.language, visit.language.text
    found = access(visit, view, travel)
    area = begun(area_name(view.focus_area, language))
    if found["nearest_ags"].is_null().all():
        return [text("{area}: no post anywhere, so none is within reach.", area=area)]
    lines = []
    nothing = found.filter(pl.col("per_1000") == 0).sort("name")
    if nothing.height:
        lines.append(
            text(
                "{area}: no post within reach ({limit}, {way}) from {places}. Accessibility is 0 there.",
                area=area,
                limit=reach_text(travel, language),
                way=way(travel, language),
                places=", ".join(nothing["name"]),
            )
        )
    else:
        worst, best = (
            found.sort("per_1000", "name", descending=[up, False]).row(0, named=True) for up in (False, True)
        )
        lines.append(
            text(
                "{area}: hardest to reach from {worst} with {low} posts per 1,000 people, easiest from {best} with {high} ({way}).",
                area=area,
                worst=worst["name"],
                low=rate_text(worst["per_1000"], language),
                best=best["name"],
                high=rate_text(best["per_1000"], language),
                way=way(travel, language),
            )
        )
    return [*lines, _farthest(found, travel, language)]


def notices(visit: Visit, travel: Travel) -> list[str]:
    """What a reader must know of these distances: approximation, missing pairs, where posts are taken to be."""
    language, text = visit.language, visit.language.text
    matrix = costs(visit, travel)
    lines = [
        text(
            "Assumed: each post stands at the point which the register of municipalities gives for every municipality that it "
            "serves, with the part of it that falls to this municipality. Where the rooms really are is not in the data."
        )
    ]
    if travel.unit == "km":
        lines.insert(
            0,
            text(
                "Distances are an approximation: straight line × {factor} between the points of the municipalities, within a "
                "municipality two thirds of the radius of a circle of its size. Travel times by car or bus replace them once they "
                "are loaded on the page «Data» (CSV with the columns von; nach; Minuten; Verkehrsmittel, template "
                "data/templates/travel_times.csv).",
                factor=absolute_text(travel.detour, language),
            ),
        )
        return lines
    if not matrix.matrix.diagonal().all():
        lines.append(text("Ways within a municipality for which the file has no time count as 0 minutes."))
    if matrix.missing:
        pairs = len(matrix.matrix) * (len(matrix.matrix) - 1)
        lines.insert(
            0,
            text(
                "{way}: the loaded file has no time for {missing} of {pairs} ways between two municipalities. These count as out of "
                "reach.",
                way=way(travel, language),
                missing=matrix.missing,
                pairs=pairs,
            ),
        )
    return lines


def _farthest(found: pl.DataFrame, travel: Travel, language: Language) -> str:
    text = language.text
    away = found.filter((pl.col("nearest_ags") != pl.col("ags")).fill_null(True))
    if away.is_empty():
        return text("Every municipality is served at home by at least part of a post.")
    cut_off = away.filter(pl.col("cost").is_null())
    if cut_off.height:
        return text(
            "{count} of {all} municipalities are not served at home; no way to a place with a post is known from {places}.",
            count=away.height,
            all=found.height,
            places=", ".join(cut_off["name"]),
        )
    farthest = away.sort("cost", "name", descending=[True, False]).row(0, named=True)
    return text(
        "{count} of {all} municipalities are not served at home; the way is longest from {place}: about {cost} {unit} to {nearest}.",
        count=away.height,
        all=found.height,
        place=farthest["name"],
        cost=cost_text(farthest["cost"], travel, language),
        unit=text(UNIT_NAMES[travel.unit]),
        nearest=farthest["nearest_name"],
    )
