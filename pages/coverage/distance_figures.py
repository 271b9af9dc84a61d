"""Sentences, map and tables of distance."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts.wording import absolute_text
from locales import Language
from metrics.definitions import Definition, definition
from pages._shared.frame import files_of
from pages._shared.maps import dates_note, draw_map, picture_notes, sources_note
from pages._shared.travel import Travel, access, costs
from pages._shared.view import View, area_name, begun
from pages._shared.visit import Visit
from pages.coverage.travel_choices import UNIT_NAMES, reach_text, way, weights_text

ACCESS, NEAREST = "access", "nearest"
KINDS = ("municipalities", "travel_times")


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


def distance_map(visit: Visit, view: View, travel: Travel, shown: str, **options: Any) -> str:
    """Posts within reach, or the way to the nearest place with a post, as SVG."""
    language, text = visit.language, visit.language.text
    found, column = access(visit, view, travel), "per_1000" if shown == ACCESS else "cost"
    absent = "no_service" if found["nearest_ags"].is_null().all() else "not_reported"
    state = pl.when(pl.col(column).is_null()).then(pl.lit(absent)).when(pl.col(column) == 0).then(pl.lit("zero"))
    values = found.select(
        "ags", "name", value=column, state=state.otherwise(pl.lit("value")), mark=(pl.col(column) == 0).fill_null(False)
    ).with_columns(
        detail=pl.Series([_detail(row, travel, language) for row in found.iter_rows(named=True)], dtype=pl.String)
    )
    note = text("{way} · {dates}", way=way(travel, language), dates=dates_note(visit, view))
    nothing = text("no post within reach ({limit})", limit=reach_text(travel, language))
    # A way of 0 is the nearest there can be, an accessibility of 0 the worst.
    marked = values if shown == ACCESS else values.drop("mark")
    heading = title(view, travel, shown, language)
    return draw_map(visit, marked, meaning_shown(travel, shown), heading, note, mark_label=nothing, **options)


def notes(visit: Visit, view: View, travel: Travel, shown: str) -> list[str]:
    """What stands below a picture that leaves the page."""
    method = [weights_text(travel, visit.language)] if shown == ACCESS else []
    return [*method, sources_note(visit, files_of(visit, *KINDS)), *picture_notes(visit, view)]


def meaning_shown(travel: Travel, shown: str) -> Definition:
    """The definition of what the map shows."""
    return definition("accessibility" if shown == ACCESS else travel.definition)


def title(view: View, travel: Travel, shown: str, language: Language) -> str:
    """What map and table show."""
    area, reckoned = area_name(view.focus_area, language), way(travel, language)
    if shown == ACCESS:
        return language.text("Posts within reach per 1,000, {area} ({way})", area=area, way=reckoned)
    return language.text("Way to the nearest place with a post, {area} ({way})", area=area, way=reckoned)


def headings(travel: Travel, language: Language) -> list[str]:
    """Headings of the table."""
    text = language.text
    return [
        text("Municipality"),
        text("Posts within reach per 1,000"),
        text("Nearest place with a post"),
        text("Way there ({unit}, {way})", unit=text(UNIT_NAMES[travel.unit]), way=way(travel, language)),
    ]


def rows(found: pl.DataFrame, travel: Travel, shown: str, language: Language) -> list[tuple[str, list[str]]]:
    """AGS and cells of every municipality, the worst-served first."""
    return [(row["ags"], _cells(row, travel, language)) for row in ranked(found, shown).iter_rows(named=True)]


def ranked(found: pl.DataFrame, shown: str) -> pl.DataFrame:
    """The hardest to reach first; those that nothing at all can be reached from before all others."""
    if shown == ACCESS:
        return found.sort("per_1000", "cost", "name", descending=[False, True, False], nulls_last=False)
    return found.sort("cost", "per_1000", "name", descending=[True, False, False], nulls_last=False)


def rate_text(per_1000: float, language: Language) -> str:
    """Posts within reach per 1,000; nothing at all and next to nothing are told apart."""
    decimals = definition("accessibility").decimals
    if 0 < per_1000 < 0.5 * 10**-decimals:
        return language.text("below {limit}", limit=language.number(10**-decimals, decimals))
    return language.number(per_1000, decimals) if per_1000 else "0"


def cost_text(cost: float | None, travel: Travel, language: Language) -> str:
    """Kilometres or minutes, without a unit; a dash where there is no way."""
    return "–" if cost is None else language.number(cost, definition(travel.definition).decimals)


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


def _cells(row: dict[str, Any], travel: Travel, language: Language) -> list[str]:
    nearest = row["nearest_name"] or language.text("none within reach")
    if row["nearest_ags"] == row["ags"]:
        nearest = language.text("at home")
    return [row["name"], rate_text(row["per_1000"], language), nearest, cost_text(row["cost"], travel, language)]


def _detail(row: dict[str, Any], travel: Travel, language: Language) -> str:
    """Further lines of the hover card."""
    text = language.text
    lines = [
        text("Posts within reach per 1,000: {number}", number=_cells(row, travel, language)[1]),
        text("Nearest place with a post: {place}", place=_cells(row, travel, language)[2]),
    ]
    if row["cost"] is not None:
        lines.append(
            text(
                "Way there: {cost} {unit} ({way})",
                cost=cost_text(row["cost"], travel, language),
                unit=text(UNIT_NAMES[travel.unit]),
                way=way(travel, language),
            )
        )
    return "\n".join(lines)
