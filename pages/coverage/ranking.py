"""The list for coordinators: which municipalities are under-served most, each with one sentence why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from charts import reasons, sentences, table
from charts.changes import Change, change_text
from locales import Language
from metrics.definitions import definition
from metrics.ranking import changes, ranked
from pages._shared.choices import choice
from pages._shared.coverage import coverage
from pages._shared.earlier import choose_earlier, coverage_of
from pages._shared.explain import explain
from pages._shared.frame import literal
from pages._shared.kept import kept
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.coverage import ranking_sheet
from pages.coverage.facts import facts_of
from pages.coverage.figures import is_whole_district, whole_district
from pages.coverage.kinds_of_place import choose_density, choose_regional_type
from pages.coverage.notes_on_ranking import notes_on_ranking
from pages.coverage.place import link_to_place

KINDS: tuple[str, ...] = ("municipalities", "travel_times")


@dataclass(frozen=True)
class Listed:
    """What the list shows. `frame`: the columns of metrics.ranking.ranked, of metrics.ranking.changes where `before` is known,
    and reason; `before`: the visit of the earlier edition and its view; `markup`: the table."""

    frame: pl.DataFrame
    before: tuple[Visit, View] | None
    markup: str


def show(visit: Visit, view: View) -> None:
    """Choices, finding, list, what it rests on, and the list as a workbook."""
    language, text = visit.language, visit.language.text
    first, second, third, fourth = st.columns([1.1, 1.5, 1.1, 1.1], vertical_alignment="bottom")
    with first:
        measures = {"gap": text("by gap in posts"), "share": text("by coverage of need (%)")}
        measure = choice(text("Ranked"), "rank", measures, default="gap")
    with second:
        region, of_region = choose_regional_type(visit)
    with third:
        density, of_density = choose_density(visit)
    with fourth:
        earlier = choose_earlier(visit)
    shown = set(of_region) & set(of_density)
    if not shown:
        st.info(text("No municipality is of both kinds."))
        return
    listed = kept(
        visit,
        "ranking",
        (view, measure, sorted(shown), earlier and earlier.edition_id),
        lambda: _listed(visit, view, measure, shown, earlier),
    )
    facts = facts_of(visit, view)
    left, right = st.columns([1.4, 1], vertical_alignment="center")
    with left:
        without = sentences.without_service(listed.frame, area_name(view.focus_area, language), language)
        short = reasons.share_short([facts[ags] for ags in listed.frame["ags"]], language)
        findings = list(filter(None, (without, short)))
        st.html(sentences.as_html([" ".join(findings)]))
    with right, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if visit.ags:
            link_to_place(visit, facts[visit.ags].place)
        take_away(
            visit,
            text("Ranking of municipalities, {area}", area=area_name(view.focus_area, language)),
            key="list",
            sheets=lambda: ranking_sheet.sheets(
                visit, view, listed.frame, _rule(measure, language), (region, density), listed.before
            ),
            findings=findings,
            uses_clients=visit.has_clients,
        )
    if earlier and not listed.before:
        st.warning(
            literal(text("That edition does not have all figures of this target group: nothing to compare with."))
        )
    if is_whole_district(visit, view):
        st.html(sentences.notices_as_html([whole_district(language)]))
    pickable(listed.markup, "ranking_table", visit)
    st.html(sentences.note_as_html(" ".join(notes_on_ranking(visit, view, listed.before))))
    groups = [meaning_of(visit, indicator) for indicator in view.weights]
    explain([*(definition(name) for name in ("gap_in_posts", "coverage_share", "reach")), *groups], language)


def _rule(measure: str, language: Language) -> str:
    """The rule of the order, as a sentence."""
    if measure == "gap":
        return language.text("Ranked by the gap in posts, the largest first; equals by their names.")
    return language.text(
        "Ranked by coverage, the part of the posts due by need that is there, the smallest first (as by posts per 1,000); "
        "equals by name."
    )


def _listed(visit: Visit, view: View, measure: str, shown: set[str], earlier: Visit | None) -> Listed:
    found = coverage(visit, view)
    frame = ranked(found, measure)
    before = coverage_of(earlier, visit, view) if earlier else None
    if before:
        frame = frame.join(changes(found, before[1]), on="ags", how="left", maintain_order="left")
    told = {ags: reasons.reason(facts, visit.language) for ags, facts in facts_of(visit, view).items()}
    frame = frame.filter(pl.col("ags").is_in(shown)).with_columns(reason=pl.col("ags").replace_strict(told))
    is_compared = before is not None
    return Listed(
        frame,
        (earlier, before[0]) if earlier and before else None,
        _table(visit, frame, _rule(measure, visit.language), is_compared=is_compared),
    )


def _table(visit: Visit, frame: pl.DataFrame, caption: str, *, is_compared: bool) -> str:
    text = visit.language.text
    headings = [
        text("Municipality"),
        text("Gap (FTE)"),
        text("Coverage of need"),
        text("Why"),
        *([text("Change of the gap")] if is_compared else []),
    ]
    rows = [(row["ags"], _cells(row, visit.language, is_compared=is_compared)) for row in frame.iter_rows(named=True)]
    return table.render(caption, headings, rows, selected=visit.ags, words=range(3, len(headings)))


def _cells(row: dict[str, Any], language: Language, *, is_compared: bool) -> list[str]:
    share = row["share_of_due"]
    cells = [
        f"{row['rank']}. {row['name']}",
        language.number(row["gap_fte"], 2, signed=True),
        "–" if share is None else language.percent(share, 0),
        row["reason"],
    ]
    if is_compared:
        change = Change(row["gap_change"], row["fte_change"], row["need_change"])
        cells.append(change_text(change, language))
    return cells
