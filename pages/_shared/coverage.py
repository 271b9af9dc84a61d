"""Coverage of the municipalities for a visitor's choice of target group, focus area and splitting rule."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from charts import map as district_map
from geo.shapes import outlines
from locales import Language
from metrics.codes import codes, name
from metrics.coverage import coverage_by_municipality, split_posts
from metrics.definitions import Definition, definition, target_groups
from metrics.staffing import valid_on
from metrics.states import NAMES, state_of_figure
from pages._shared import door
from pages._shared.choices import choice
from pages._shared.frame import date_of, literal
from pages._shared.visit import Visit

ALL_AREAS = "all"
MUNICIPALITY_DIGITS = 8
RESIDUE_DIGITS = 9
# About the pixels a map gets beside a table on a screen 1366 pixels wide, so that its type is shown at its size.
MAP_WIDTH = 620


@dataclass(frozen=True)
class View:
    """What coverage is looked at: a target group, a focus area (or "all"), and how shared posts are split."""

    group: str = "foreign_nationals"
    focus_area: str = "welcome"
    rule: str = "need"


def choose_view(visit: Visit) -> View:
    """The three choices side by side; target groups without any figure in the edition are not offered."""
    language = visit.language
    areas = {code: names[language.code] for code, names in codes("focus_area").items()}
    groups = {key: found.label[language.code] for key, found in target_groups().items() if municipal(visit, key).height}
    rules = {"need": language.text("by need"), "equal": language.text("equally")}
    first, second, third = st.columns([1.2, 1.2, 1], vertical_alignment="bottom")
    with first:
        area = choice(
            language.text("Focus area"),
            "area",
            areas | {ALL_AREAS: language.text("all focus areas")},
            default=View.focus_area,
        )
    with second:
        group = choice(language.text("Target group"), "group", groups, default=View.group)
    with third:
        rule = choice(
            language.text("Shared posts are split"),
            "split",
            rules,
            default=View.rule,
            inline=True,
            explanation=language.text(
                "The concept does not say how a post that serves several municipalities is split between them: in proportion "
                "to the target group living there, or in equal parts."
            ),
        )
    return View(group, area, rule)


def posts_on_duty(visit: Visit, focus_area: str = ALL_AREAS) -> pl.DataFrame:
    """The case-management posts valid on the reference date of the staffing table, one row each: the columns of mart_post."""
    posts = door.read(visit.edition_id, visit.role, "posts").filter(
        (pl.col("building_block") == "case_management") & valid_on(date_of(visit, "staffing_on"))
    )
    return posts if focus_area == ALL_AREAS else posts.filter(pl.col("focus_area") == focus_area)


def areas_served(visit: Visit) -> pl.DataFrame:
    """The municipalities that posts serve on the reference date of the staffing table: the columns of mart_post_area."""
    return door.read(visit.edition_id, visit.role, "post_areas", date_of(visit, "staffing_on"))


def municipal(visit: Visit, indicator: str) -> pl.DataFrame:
    """Figures of the municipalities, without the district's own: the columns of mart_indicator."""
    found = door.read(visit.edition_id, visit.role, "indicator", indicator)
    return found.filter(pl.col("ags").str.len_chars() == MUNICIPALITY_DIGITS)


def coverage(visit: Visit, view: View) -> pl.DataFrame:
    """One row per municipality, the most under-served first: ags, name, need, fte, gap_fte, fte_per_1000."""
    need = municipal(visit, view.group).select("ags", need="value")
    supply = split_posts(posts_on_duty(visit, view.focus_area), areas_served(visit), need, view.rule)
    names = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    # Sums of floating-point parts leave residues; without rounding they would decide the order of equal gaps.
    worst_first = pl.col("gap_fte").round(RESIDUE_DIGITS)
    return (
        coverage_by_municipality(need, supply).join(names, on="ags").sort(worst_first, "name", descending=[True, False])
    )


def require_figures(visit: Visit, indicator: str) -> None:
    """Go on only when every municipality has a figure of need; else say which have none, and why, and end the page's run."""
    found = municipal(visit, indicator).select("ags", "value", "quality")
    places = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    unknown = places.join(found, on="ags", how="left").filter(pl.col("value").is_null()).sort("name")
    if unknown.height:
        text = visit.language.text
        missing = text(
            "{group}: no figure for {places}. Shares of need, and so gaps, cannot be computed without these figures.",
            group=definition(indicator).label[visit.language.code],
            places=", ".join(
                f"{name} ({text(NAMES[state_of_figure(None, quality or 'not_reported')])})"
                for name, quality in unknown.select("name", "quality").iter_rows()
            ),
        )
        st.warning(literal(missing))
        st.stop()


def area_name(focus_area: str, language: Language) -> str:
    """The name of a focus area, or of all together."""
    return (
        language.text("all focus areas") if focus_area == ALL_AREAS else name("focus_area", focus_area, language.code)
    )


def coverage_map(visit: Visit, view: View, found: pl.DataFrame, *, height: int = 600) -> str:
    """The gap in posts as SVG."""
    language = visit.language
    group = definition(view.group).label[language.code]
    details = [
        "\n".join(
            (
                language.text("{group}: {number}", group=group, number=language.number(row["need"])),
                language.text("Posts: {number} FTE", number=language.number(row["fte"], 2))
                if row["fte"]
                else language.text("No service of this focus area"),
            )
        )
        for row in found.iter_rows(named=True)
    ]
    values = found.select("ags", "name", value="gap_fte").with_columns(
        state=pl.Series(["value" if fte else "no_service" for fte in found["fte"]]), detail=pl.Series(details)
    )
    title = language.text("Gap in posts, {area}, by {group}", area=area_name(view.focus_area, language), group=group)
    note = language.text(
        "+ posts are missing, − more than the share · posts as of {posts}, {group} as of {need}",
        posts=language.day(date_of(visit, "staffing_on")),
        group=group,
        need=language.day(municipal(visit, view.group)["reference_date"].max()),
    )
    return draw_map(visit, values, definition("gap_in_posts"), title, note, height=height)


def draw_map(
    visit: Visit, values: pl.DataFrame, meaning: Definition, title: str, note: str, *, height: int = 600
) -> str:
    """Values (see charts.map.render) on the edition's own boundaries, with their attribution."""
    report = door.read(visit.edition_id, visit.role, "sources").row(
        by_predicate=pl.col("kind") == "boundaries", named=True
    )
    attribution = f"{report['attribution']}, {report['url']}"
    shapes = _outlines(visit.edition_id, visit.role)
    return district_map.render(
        values,
        meaning,
        shapes,
        visit.language,
        title=title,
        attribution=attribution,
        note=note,
        selected=visit.ags or None,
        width=MAP_WIDTH,
        height=height,
    )


@st.cache_resource(max_entries=4, show_spinner=False)
def _outlines(edition_id: str, role: str):  # type: ignore[no-untyped-def]
    return outlines(door.read(edition_id, role, "municipalities").select("ags", "outline_wkb"))
