"""Three maps on one scale: the gaps before a plan, the gaps after it, and the difference."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from charts.medium import Medium
from charts.panels import Panel
from metrics.definitions import definition
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.maps import dates_note, draw_panels, gap_title, mark_label, panel_options, picture_notes
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning.evaluated import evaluated
from planning.edit import Edit
from planning.evaluate import Evaluation

HEIGHT, PICTURE_HEIGHT = 520, 720


def maps(visit: Visit, view: View, edits: Sequence[Edit], name: str, medium: Medium = Medium.PAGE) -> str:
    """The maps as SVG, of the plan called `name`."""
    text = visit.language.text

    def build() -> str:
        found = evaluated(visit, view, edits)
        panels = [
            Panel(text("Before"), _gaps(visit, found, "before"), text("as the posts stand")),
            Panel(text("After"), _gaps(visit, found, "after"), name),
            Panel(
                text("Difference"),
                _difference(visit, found),
                text("after minus before: + (brown) more is missing, − (blue) less"),
            ),
        ]
        return draw_panels(
            visit,
            panels,
            definition("gap_in_posts"),
            title(visit, view, name),
            text("+ posts are missing, − more than the share · {dates}", dates=dates_note(visit, view)),
            columns=len(panels),
            mark_label=mark_label(visit),
            **panel_options(medium, lambda: picture_notes(visit, view), HEIGHT, PICTURE_HEIGHT, legend_beside=True),
        )

    return kept(visit, "plan_maps", (view, tuple(edits), name, medium), build)


def title(visit: Visit, view: View, name: str) -> str:
    """What the maps show."""
    return visit.language.text("{title}: before and after «{plan}»", title=gap_title(visit, view), plan=name)


def _gaps(visit: Visit, found: Evaluation, side: str) -> pl.DataFrame:
    return (
        _named(visit, getattr(found, side).places)
        .with_columns(
            value="gap_fte",
            mark="is_beyond_doubt",
            state=pl.when("is_served").then(pl.lit("value")).otherwise(pl.lit("no_service")),
        )
        .select("ags", "name", "value", "state", "mark")
    )


def _difference(visit: Visit, found: Evaluation) -> pl.DataFrame:
    after = found.after.places.select("ags", after="gap_fte")
    return (
        _named(visit, found.before.places)
        .join(after, on="ags", maintain_order="left")
        .select("ags", "name", value=pl.col("after") - pl.col("gap_fte"), state=pl.lit("value"), mark=pl.lit(False))
    )


def _named(visit: Visit, places: pl.DataFrame) -> pl.DataFrame:
    names = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    return places.join(names, on="ags", maintain_order="left")
