"""Two maps on one scale: the view as it is, and the same with one thing changed."""

from __future__ import annotations

import polars as pl
import streamlit as st

from charts import sentences, table
from charts.medium import Medium
from charts.panels import Panel
from metrics.definitions import definition
from pages._shared import door
from pages._shared.coverage import coverage, need_of, notices
from pages._shared.explain import explain
from pages._shared.kept import kept
from pages._shared.maps import dates_note, draw_panels, gap_values, mark_label, panel_options, picture_notes
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.coverage.compared_sheets import headings, sheets
from pages.coverage.compared_with import Side, choose_sides
from pages.coverage.differences import cells, differences, finding, total

KINDS: tuple[str, ...] = ()
HEIGHT = 590
PICTURE_HEIGHT = 720


def show(visit: Visit, view: View) -> None:
    """Choice of what to change, finding, both maps, and the differences of all municipalities."""
    language, text = visit.language, visit.language.text
    sides = choose_sides(visit, view)
    if sides is None:
        return
    left, right = sides
    found = differences(coverage(left.visit, left.view), coverage(right.visit, right.view))
    name, findings = title(left, right), finding(found, left.name, right.name, language)
    st.html(sentences.finding_as_html(*findings))
    pickable(maps(left, right), "compare_map", visit)
    take_away(
        visit,
        name,
        key="compare",
        picture=lambda medium: maps(left, right, medium),
        sheets=lambda: sheets(left, right, found, name),
        findings=findings,
    )
    caption = text("Gaps in both maps, the largest difference first")
    markup = table.render(
        caption,
        headings(left, right),
        [(row["ags"], cells(row, language)) for row in found.iter_rows(named=True)],
        selected=visit.ags,
        total=total(found, language),
    )
    pickable(markup, "compare_table", visit)
    take_away(
        visit,
        f"{caption}: {left.name}, {right.name}",
        key="compare_table",
        sheets=lambda: sheets(left, right, found, name),
        findings=findings,
    )
    if right.view != left.view:
        notices(right.visit, right.view)
    groups = {indicator: meaning_of(side.visit, indicator) for side in sides for indicator in side.view.weights}
    explain([definition("gap_in_posts"), *groups.values()], language)


def maps(left: Side, right: Side, medium: Medium = Medium.PAGE) -> str:
    """Both maps with one scale and one legend."""
    visit, text = left.visit, left.visit.language.text

    def build() -> str:
        panels = [Panel(side.name, _values(visit, side), dates_note(side.visit, side.view)) for side in (left, right)]
        notes = [note for side in (left, right) for note in picture_notes(side.visit, side.view)]
        signs = text("+ posts are missing, − more than the share.")
        return draw_panels(
            visit,
            panels,
            definition("gap_in_posts"),
            title(left, right),
            f"{_in_common(left, right)} · {signs}",
            columns=len(panels),
            mark_label=mark_label(visit),
            **panel_options(medium, lambda: list(dict.fromkeys(notes)), HEIGHT, PICTURE_HEIGHT, legend_beside=True),
        )

    return kept(visit, "compare", (left.view, right.view, left.name, right.visit.edition_id, medium), build)


def title(left: Side, right: Side) -> str:
    """What the two maps compare."""
    return left.visit.language.text("Gap in posts compared: {left} and {right}", left=left.name, right=right.name)


def _values(visit: Visit, side: Side) -> pl.DataFrame:
    """The values of a side on the municipalities of the visit: another edition may have others."""
    places = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    values = gap_values(side.visit, side.view).drop("name")
    return places.join(values, on="ags", how="left", maintain_order="left").with_columns(
        pl.col("state").fill_null("not_reported"), pl.col("mark").fill_null(False)
    )


def _in_common(left: Side, right: Side) -> str:
    """Focus area and target group, where both sides have the same."""
    language = left.visit.language
    areas = {area_name(side.view.focus_area, language) for side in (left, right)}
    groups = {need_of(side.visit, side.view).name for side in (left, right)}
    return ", ".join(next(iter(each)) for each in (areas, groups) if len(each) == 1)
