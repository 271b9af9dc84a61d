"""How many posts a municipality lacks, focus area by focus area, how sure that is, and the finding on top of the page."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl

from charts.place import Interval, intervals
from charts.sentences import SMALLEST_GAP_FTE
from locales import Language
from metrics.codes import codes
from pages._shared.coverage import coverage
from pages._shared.maps import dates_note
from pages._shared.reach import reach_of
from pages._shared.view import ALL_AREAS, FTE_NAMES, RULE_NAMES, View, area_name
from pages._shared.visit import Visit
from pages.place.place import Place


def of_place(visit: Visit, view: View, focus_area: str) -> dict[str, Any]:
    """The visit's municipality in pages._shared.coverage.coverage, for a focus area or all."""
    return coverage(visit, view.of(focus_area)).row(by_predicate=pl.col("ags") == visit.ags, named=True)


def gaps(visit: Visit, view: View, place: Place) -> str:
    """HTML of the gap and its interval, one row per focus area and one for all."""
    language, text = visit.language, visit.language.text
    rows = [_interval(of_place(visit, view, area), area, language) for area in (ALL_AREAS, *codes("focus_area"))]
    caption = text("Gap in posts of {place} (full-time equivalents)", place=place.name)
    headings = [text("Focus area"), text("− more than the share · + missing"), text("Gap, and how sure it is")]
    note = text(
        "Bar: every possible split of shared posts; dot: split {rule}. Counted are {kind}: {dates}.",
        rule=text(RULE_NAMES[view.rule]),
        kind=text(FTE_NAMES[view.fte]),
        dates=dates_note(visit, view),
    )
    return intervals(caption, headings, rows) + f'<p class="kim-note">{escape(note)}</p>'


def finding(visit: Visit, view: View, place: Place) -> list[str]:
    """What stands out about the place: posts in all and whether that is beyond doubt, focus areas without any, reach."""
    every = of_place(visit, view, ALL_AREAS)
    found = [f"{_gap(every, place.name, visit.language)} {_certainty(every, visit.language)}".strip()]
    without = [area for area in codes("focus_area") if of_place(visit, view, area)["fte"] == 0]
    if without and every["fte"] > 0:
        areas = ", ".join(area_name(area, visit.language) for area in without)
        found.append(visit.language.text("No post at all is there for: {areas}.", areas=areas))
    return [*found, *_reach(visit, view)]


def _interval(row: dict[str, Any], focus_area: str, language: Language) -> Interval:
    text = language.text
    label = area_name(focus_area, language)
    signed = {name: language.number(row[name], 2, signed=True) for name in ("gap_fte", "lower", "upper")}
    words = [signed["gap_fte"]]
    if row["fte"] == 0:
        words[0] += f" · {text('no service here')}"
    if signed["lower"] != signed["upper"]:
        words.append(text("{lower} to {upper}", lower=signed["lower"], upper=signed["upper"]))
    if row["is_beyond_doubt"]:
        words.append(text("holds for every split"))
    return Interval(label, row["gap_fte"], row["lower"], row["upper"], "\n".join(words))


def _gap(row: dict[str, Any], name: str, language: Language) -> str:
    facts = {
        "place": name,
        "fte": language.number(row["fte"], 2),
        "gap": language.number(abs(row["gap_fte"]), 2),
        "due": language.number(row["fte"] + row["gap_fte"], 2),
    }
    if abs(row["gap_fte"]) < SMALLEST_GAP_FTE:
        return language.text("{place} has {fte} posts, about its share of the need ({due}).", **facts)
    if row["gap_fte"] > 0:
        return language.text("{place} lacks {gap} posts: it has {fte}, its share of the need would be {due}.", **facts)
    return language.text(
        "{place} has {gap} posts more than its share of the need: {fte} instead of {due}.", **facts
    )


def _certainty(row: dict[str, Any], language: Language) -> str:
    if row["is_beyond_doubt"]:
        return language.text("This holds for every split of shared posts.")
    return language.text(
        "How shared posts are split decides: the gap may lie between {lower} and {upper}.",
        lower=language.number(row["lower"], 2, signed=True),
        upper=language.number(row["upper"], 2, signed=True),
    )


def _reach(visit: Visit, view: View) -> list[str]:
    """Whether fewer or more people come than in the district, where that is beyond chance."""
    reached = reach_of(visit, view.of(ALL_AREAS))
    if reached is None:
        return []
    row = reached.frame.row(by_predicate=pl.col("ags") == visit.ags, named=True)
    facts = {
        "rate": visit.language.number(row["per_1000"] or 0.0, 1),
        "district": visit.language.number(reached.district_per_1000, 1),
    }
    if row["verdict"] == "lower":
        return [
            visit.language.text(
                "Fewer people come than in the district, beyond chance: {rate} new cases per 1,000, in the district {district}.",
                **facts,
            )
        ]
    if row["verdict"] == "higher":
        return [
            visit.language.text(
                "More people come than in the district, beyond chance: {rate} new cases per 1,000, in the district {district}.",
                **facts,
            )
        ]
    return []
