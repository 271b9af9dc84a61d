"""Map and table of distance."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts.medium import Medium
from locales import Language
from metrics.definitions import Definition, definition
from pages._shared.frame import files_of
from pages._shared.maps import dates_note, draw_map, map_options, picture_notes, sources_note
from pages._shared.travel import Travel, access
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.coverage.travel_choices import UNIT_NAMES, reach_text, way, weights_text

ACCESS, NEAREST = "access", "nearest"
KINDS = ("municipalities", "travel_times")


def distance_map(visit: Visit, view: View, travel: Travel, shown: str, medium: Medium = Medium.PAGE) -> str:
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
    return draw_map(
        visit,
        marked,
        meaning_shown(travel, shown),
        heading,
        note,
        mark_label=nothing,
        **map_options(medium, lambda: notes(visit, view, travel, shown)),
    )


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
