"""Maps of the district on a page: values on the edition's own boundaries, with attribution, dates and the finding of each area."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from charts import map as district_map
from charts import panels as district_panels
from charts import sources
from charts.medium import Medium
from charts.panels import Panel
from charts.wording import people_text
from geo.shapes import outlines
from locales import Language
from metrics.definitions import Definition, definition
from pages._shared import door
from pages._shared.coverage import coverage, need_of
from pages._shared.drawing import options_for
from pages._shared.frame import example_sentence, files_of, notes_on_figures, source_report
from pages._shared.kept import kept
from pages._shared.view import RULE_NAMES, View, area_name, span_text
from pages._shared.visit import Visit

# About the pixels a map gets beside a table on a screen 1366 pixels wide, so that its type is shown at its size.
MAP_WIDTH = 620
# A picture that leaves the page has room for its heading and sources, beside a map no smaller than on the page.
PICTURE_SIZE = {"width": 900, "height": 820}
POST_NAMES = {"filled": "filled posts", "granted": "granted posts"}


def gap_values(visit: Visit, view: View) -> pl.DataFrame:
    """Values of the gap in posts as charts.map.render takes them; marked where the gap holds for every split."""
    found = coverage(visit, view)
    return found.select("ags", "name", "state", value="gap_fte", mark="is_beyond_doubt").with_columns(
        detail=_details(visit, view, found)
    )


def rate_values(visit: Visit, view: View) -> pl.DataFrame:
    """Posts per 1,000 of the target group as charts.map.render takes them; no rate where the group has nobody."""
    found = coverage(visit, view)
    unknown = pl.col("fte_per_1000").is_null() & (pl.col("state") == "value")
    return found.select(
        "ags",
        "name",
        value="fte_per_1000",
        state=pl.when(unknown).then(pl.lit("not_reported")).otherwise("state"),
    ).with_columns(detail=_details(visit, view, found))


def mark_label(visit: Visit) -> str:
    """What the mark beside a gap says."""
    return visit.language.text("holds for every split of shared posts")


def gap_title(visit: Visit, view: View) -> str:
    """Title of a map of gaps: focus area and target group."""
    language = visit.language
    area = area_name(view.focus_area, language)
    return language.text("Gap in posts, {area}, target group: {group}", area=area, group=need_of(visit, view).name)


def dates_note(visit: Visit, view: View) -> str:
    """Which posts are counted and when, and when need is, for the foot of a map."""
    language, need = visit.language, need_of(visit, view)
    return language.text(
        "{kind} {posts}, {group} as of {need}",
        kind=language.text(POST_NAMES[view.fte]),
        posts=span_text(visit, view),
        group=need.name,
        need=need.dates_text(language),
    )


def gap_note(visit: Visit, view: View) -> str:
    """What signs mean on a map of gaps, and its dates."""
    return visit.language.text("+ posts are missing, − more than the share · {dates}", dates=dates_note(visit, view))


def gap_map(
    visit: Visit, view: View, *, height: int = 600, medium: Medium = Medium.PAGE, with_people: bool = False
) -> str:
    """The gap in posts as SVG; `height` is that on a page; `with_people` adds circles for how many people the target group has."""

    def build() -> str:
        values, need = gap_values(visit, view), need_of(visit, view)
        if with_people:
            people = coverage(visit, view).select("ags", circle="need")
            values = values.join(people, on="ags", how="left", maintain_order="left")
        return draw_map(
            visit,
            values,
            definition("gap_in_posts"),
            gap_title(visit, view),
            gap_note(visit, view),
            **map_options(medium, lambda: picture_notes(visit, view), page={"height": height}),
            mark_label=mark_label(visit),
            circle_label=need.name,
        )

    return kept(visit, "gap_map", (view, height, medium, with_people), build)


def rate_map(visit: Visit, view: View, *, height: int = 600, medium: Medium = Medium.PAGE) -> str:
    """Posts per 1,000 of the target group as SVG; `height` as for `gap_map`."""

    def build() -> str:
        return draw_map(
            visit,
            rate_values(visit, view),
            definition("fte_per_1000"),
            rate_title(visit, view),
            dates_note(visit, view),
            **map_options(medium, lambda: picture_notes(visit, view), page={"height": height}),
        )

    return kept(visit, "rate_map", (view, height, medium), build)


def map_options(
    medium: Medium, notes: Callable[[], Sequence[str]], *, page: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Options of `draw_map` for a medium. A slide names whose boundaries these are among its sources, and is wider than a map."""
    on_slide = {"attribution": "", "is_centred": True} if medium is Medium.SLIDE else {}
    return options_for(medium, notes, page=page) | on_slide


def panel_options(
    medium: Medium, notes: Callable[[], Sequence[str]], page: int, file: int, *, legend_beside: bool
) -> dict[str, Any]:
    """Options of `draw_panels` for a medium: the height on a page and in a file, and whether the legend stands beside the maps on a
    slide, which is low."""
    on_slide = {"attribution": "", "legend_beside": legend_beside} if medium is Medium.SLIDE else {}
    return {"height": file} | options_for(medium, notes, page={"height": page}) | on_slide


def rate_title(visit: Visit, view: View) -> str:
    """Title of a map of posts per 1,000."""
    area = area_name(view.focus_area, visit.language)
    return visit.language.text(
        "Posts per 1,000 people, {area}, target group: {group}", area=area, group=need_of(visit, view).name
    )


def picture_notes(visit: Visit, view: View) -> list[str]:
    """How shared posts are split, sources and edition, for pictures that leave the page."""
    language = visit.language
    return [
        language.text("Shared posts are split {rule}.", rule=language.text(RULE_NAMES[view.rule])),
        sources_note(visit, need_of(visit, view).sources | files_of(visit, "posts", "post_areas")),
        language.text("Edition of the data: {edition}", edition=visit.edition_id),
        language.text("FTE: full-time equivalents, that is, whole posts."),
    ]


def sources_note(visit: Visit, files: Collection[str]) -> str:
    """The citations of input files in one sentence, for the foot of a picture."""
    rows = sources.cited(source_report(visit), files).iter_rows(named=True)
    cited = "; ".join(sources.citation(row, visit.language) for row in rows)
    return visit.language.text("Sources: {sources}", sources=cited)


def notes_of_picture(
    visit: Visit, files: Collection[str], *, reading: Sequence[str] = (), uses_clients: bool = True
) -> list[str]:
    """What is made up, how to read it, sources, protection and edition, for pictures that leave the page."""
    return [
        *filter(None, [example_sentence(visit, uses_clients=uses_clients)]),
        *reading,
        sources_note(visit, files),
        *notes_on_figures(visit, uses_clients=uses_clients),
    ]


def draw_map(visit: Visit, values: pl.DataFrame, meaning: Definition, title: str, note: str, **options: Any) -> str:
    """Values (see charts.map.render) on the edition's own boundaries; `options` are those of charts.map.render."""
    size = PICTURE_SIZE if options.get("heading") else {"width": MAP_WIDTH, "height": 600}
    return district_map.render(
        values,
        meaning,
        outlines_of(visit),
        visit.language,
        **size | _frame(visit, title, note) | options,
    )


def draw_panels(
    visit: Visit, panels: Sequence[Panel], meaning: Definition, title: str, note: str, **options: Any
) -> str:
    """Several maps of one definition side by side on one scale; `options` are those of charts.panels.render."""
    return district_panels.render(
        panels,
        meaning,
        outlines_of(visit),
        visit.language,
        **_frame(visit, title, note) | options,
    )


def _frame(visit: Visit, title: str, note: str) -> dict[str, Any]:
    """What stands around every picture of the district, and which municipality is chosen on it."""
    return {"title": title, "attribution": attribution(visit), "note": note, "selected": visit.ags or None}


def attribution(visit: Visit) -> str:
    """Whose boundaries these are."""
    report = door.read(visit.edition_id, visit.role, "sources")
    row = report.row(by_predicate=pl.col("kind") == "boundaries", named=True)
    return f"{row['attribution']}, {row['url']}"


def outlines_of(visit: Visit) -> Mapping[str, Any]:
    """The outlines of the municipalities in metres."""
    return _outlines(visit.edition_id, visit.role)


@st.cache_resource(max_entries=4, show_spinner=False)
def _outlines(edition_id: str, role: str) -> Mapping[str, Any]:
    return outlines(door.read(edition_id, role, "municipalities").select("ags", "outline_wkb"))


def _details(visit: Visit, view: View, found: pl.DataFrame) -> pl.Series:
    group = need_of(visit, view).name
    return pl.Series([_detail(row, group, visit.language) for row in found.iter_rows(named=True)], dtype=pl.String)


def _detail(row: dict[str, Any], group: str, language: Language) -> str:
    """Further lines of the hover card: need, posts, and between what limits the gap lies."""
    posts = language.text("Posts: {number} FTE", number=language.number(row["fte"], 2))
    lines = [
        language.text("{group}: {number}", group=group, number=people_text(row["need"], row["shown_margin"], language)),
        posts if row["state"] != "no_service" else language.text("No service of this focus area"),
    ]
    if row["upper"] - row["lower"] >= 0.005:  # noqa: PLR2004, half of the last digit shown
        lines.append(
            language.text(
                "Depending on the split: {lower} to {upper} posts",
                lower=language.number(row["lower"], 2, signed=True),
                upper=language.number(row["upper"], 2, signed=True),
            )
        )
    return "\n".join(lines)
