"""The gaps of several plans as maps on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from charts.medium import SLIDE_SIZE, Medium
from charts.panels import Panel
from locales import Language
from metrics.definitions import definition
from pages._shared.kept import kept
from pages._shared.maps import dates_note, draw_panels, gap_title, mark_label, picture_notes
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning.comparing.evaluated import Evaluated
from pages.planning.evaluated import names_of

HEIGHT = {2: 600, 3: 560, 4: 560}
PICTURE_HEIGHT = 720
PICTURE_WIDTH = {4: 1300}
# So many maps leave no room for the legend beside them on a slide.
MANY_PLANS = 4


def maps(visit: Visit, view: View, found: Sequence[Evaluated], medium: Medium = Medium.PAGE) -> str:
    """The maps as SVG."""
    language, text = visit.language, visit.language.text

    def build() -> str:
        panels = [Panel(each.plan.label, _gaps(visit, each), _note(each, language)) for each in found]
        return draw_panels(
            visit,
            panels,
            definition("gap_in_posts"),
            title(visit, view, found),
            text("+ posts are missing, − more than the share · {dates}", dates=dates_note(visit, view)),
            columns=len(panels),
            mark_label=mark_label(visit),
            heading=medium.stands_alone,
            notes=picture_notes(visit, view) if medium.stands_alone else (),
            **_size(medium, len(found)),
        )

    return kept(visit, "plans_maps", (view, [each.plan for each in found], medium), build)


def title(visit: Visit, view: View, found: Sequence[Evaluated]) -> str:
    """What the maps show."""
    plans = ", ".join(each.plan.said for each in found)
    return visit.language.text("{title}: {plans} compared", title=gap_title(visit, view), plans=plans)


def _size(medium: Medium, plans: int) -> Mapping[str, Any]:
    if medium is Medium.SLIDE:
        return SLIDE_SIZE | {"attribution": "", "legend_beside": plans < MANY_PLANS}
    if medium is Medium.PAGE:
        return {"height": HEIGHT.get(plans, PICTURE_HEIGHT)}
    width = {"width": PICTURE_WIDTH[plans]} if plans in PICTURE_WIDTH else {}
    return {"height": PICTURE_HEIGHT} | width


def _note(each: Evaluated, language: Language) -> str:
    """The largest gap of a plan and what moves for it, below the title of its map."""
    decimals = definition("gap_in_posts").decimals
    gap = language.number(each.found.after.totals.worst_shortage, decimals)
    moved = language.number(each.moved_fte, decimals)
    if not round(each.moved_fte, decimals):
        return language.text("largest gap {gap}", gap=gap)
    return language.text("largest gap {gap}; {moved} posts change places", gap=gap, moved=moved)


def _gaps(visit: Visit, each: Evaluated) -> pl.DataFrame:
    names = names_of(visit)
    return each.found.after.places.select(
        "ags",
        name=pl.col("ags").replace_strict(names),
        value="gap_fte",
        mark="is_beyond_doubt",
        state=pl.when("is_served").then(pl.lit("value")).otherwise(pl.lit("no_service")),
    )
