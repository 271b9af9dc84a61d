"""All municipalities before and after a plan, as a table."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts import table
from locales import Language
from metrics.definitions import definition
from pages._shared import door
from pages._shared.travel import default_travel
from pages._shared.visit import Visit
from pages.planning.figures import number_text
from planning.evaluate import Evaluation

# Column of planning.evaluate's places -> whether it carries a sign. The clients' columns come from the evaluation that may show them.
POSTS = ("fte", "gap_fte", "cost")
CLIENTS = ("reach_per_1000", "open_per_fte")


def places(visit: Visit, found: Evaluation, clients: Evaluation) -> pl.DataFrame:
    """One row per municipality, the largest change of the gap first: ags, name, need, and each of POSTS and CLIENTS with the ending
    _before and _after, is_beyond_doubt_before and _after."""
    names = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    joined = names.join(found.before.places.select("ags", "need"), on="ags", maintain_order="left")
    for ending in ("before", "after"):
        of_posts = getattr(found, ending).places.select("ags", *POSTS, "is_beyond_doubt")
        of_clients = getattr(clients, ending).places.select("ags", *CLIENTS)
        both = of_posts.join(of_clients, on="ags", maintain_order="left")
        renamed = both.rename({column: f"{column}_{ending}" for column in both.columns if column != "ags"})
        joined = joined.join(renamed, on="ags", maintain_order="left")
    changed = (pl.col("gap_fte_after") - pl.col("gap_fte_before")).abs().round(9)
    return joined.sort(changed, "name", descending=[True, False])


def headings(visit: Visit) -> list[str]:
    """The headings of the table, before and after of each figure beside each other."""
    text = visit.language.text
    way = definition(default_travel(visit).definition)
    named = [
        text("Posts (FTE)"),
        definition("gap_in_posts").label[visit.language.code],
        text("Way ({unit})", unit=way.unit[visit.language.code]),
        text("New cases per 1,000"),
        text("Open cases per FTE"),
    ]
    return [
        text("Municipality"),
        *(
            text("{figure}: {when}", figure=name, when=when)
            for name in named
            for when in (text("before"), text("after"))
        ),
    ]


def markup(visit: Visit, found: Evaluation, clients: Evaluation) -> str:
    """The table as HTML whose rows can be picked."""
    rows = [(row["ags"], cells(row, visit)) for row in places(visit, found, clients).iter_rows(named=True)]
    caption = visit.language.text("All municipalities before and after the plan, the largest change first")
    return table.render(caption, headings(visit), rows, selected=visit.ags)


def cells(row: dict[str, Any], visit: Visit) -> list[str]:
    """Name, and before and after of each figure; a gap that holds for every split is marked."""
    language = visit.language
    decimals = {
        "fte": 2,
        "gap_fte": definition("gap_in_posts").decimals,
        "cost": definition(default_travel(visit).definition).decimals,
        "reach_per_1000": definition("reach").decimals,
        "open_per_fte": definition("open_cases_per_fte").decimals,
    }
    return [
        row["name"],
        *(
            _cell(row, column, ending, digits, language)
            for column, digits in decimals.items()
            for ending in ("before", "after")
        ),
    ]


def _cell(row: dict[str, Any], column: str, ending: str, decimals: int, language: Language) -> str:
    shown = number_text(row[f"{column}_{ending}"], decimals, language, signed=column == "gap_fte")
    return f"{shown} ●" if column == "gap_fte" and row[f"is_beyond_doubt_{ending}"] else shown
