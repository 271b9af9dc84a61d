"""How many posts a municipality lacks, focus area by focus area, how sure that is, and the finding on top of the page."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts.place import Interval, intervals, note
from charts.sentences import SMALLEST_GAP_FTE
from locales import Language
from metrics.codes import codes
from pages._shared.coverage import coverage, need_of
from pages._shared.reach import reach_of
from pages._shared.view import ALL_AREAS, FTE_NAMES, RULE_NAMES, View, area_name, span_text
from pages._shared.visit import Visit
from pages.place.place import Place

NO_BREAK = "\u00a0"
AREAS = (ALL_AREAS, *codes("focus_area"))


def of_place(visit: Visit, view: View, focus_area: str) -> dict[str, Any]:
    """The visit's municipality in pages._shared.coverage.coverage, for a focus area or all."""
    return coverage(visit, view.of(focus_area)).row(by_predicate=pl.col("ags") == visit.ags, named=True)


def gaps(visit: Visit, view: View, _place: Place) -> str:
    """HTML of the gap and its interval, one row per focus area and one for all."""
    language, text = visit.language, visit.language.text
    rows = [_interval(of_place(visit, view, area), area, language) for area in AREAS]
    caption = text("Gap in posts (full-time equivalents, FTE)")
    headings = [text("Focus area"), text("− more than the share · + missing"), text("Gap, and how sure it is")]
    return intervals(caption, headings, rows) + note(how_to_read(visit, view))


def how_to_read(visit: Visit, view: View) -> str:
    """What bars and dots mean, and of when they are."""
    bars = visit.language.text("Bar: every possible split of shared posts; dot: the one chosen.")
    return f"{bars} {counted(visit, view)}"


def counted(visit: Visit, view: View) -> str:
    """How shared posts are split, which posts are counted, and of when they and the need are."""
    language, text = visit.language, visit.language.text
    return text(
        "Shared posts are split {rule}. Counted are {kind}, {posts}; {group} as of {need}.",
        rule=text(RULE_NAMES[view.rule]),
        kind=text(FTE_NAMES[view.fte]),
        posts=span_text(visit, view),
        group=need_of(visit, view).name,
        need=need_of(visit, view).dates_text(language),
    )


def findings(visit: Visit, view: View, place: Place) -> list[str]:
    """What stands out about the posts of the place: all together and whether that is beyond doubt, focus areas without any."""
    every = of_place(visit, view, ALL_AREAS)
    found = [f"{_gap(every, place.name, visit.language)} {_certainty(every, visit.language)}"]
    without = [area for area in codes("focus_area") if of_place(visit, view, area)["state"] == "no_service"]
    if without and every["state"] != "no_service":
        areas = ", ".join(area_name(area, visit.language) for area in without)
        found.append(visit.language.text("No post at all is there for: {areas}.", areas=areas))
    return found


def limits(lower: str, upper: str, language: Language) -> str:
    """Two limits in words that stay on one line."""
    return language.text("{lower} to {upper}", lower=lower, upper=upper).replace(" ", NO_BREAK)


def _interval(row: dict[str, Any], focus_area: str, language: Language) -> Interval:
    gap = language.number(row["gap_fte"], 2, signed=True)
    said = "\n".join([gap, *words(row, language)])
    return Interval(area_name(focus_area, language), row["gap_fte"], row["lower"], row["upper"], said)


def words(row: dict[str, Any], language: Language) -> list[str]:
    """What is to be said of a gap beside its number: its limits, no service, whether it is beyond doubt."""
    text = language.text
    signed = {name: language.number(row[name], 2, signed=True) for name in ("lower", "upper")}
    found = []
    if signed["lower"] != signed["upper"]:
        found.append(limits(signed["lower"], signed["upper"], language))
    if row["state"] == "no_service":
        found.append(text("no service here"))
    if row["is_beyond_doubt"]:
        found.append(text("holds for every split"))
    return found


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
    return language.text("{place} has {gap} posts more than its share of the need: {fte} instead of {due}.", **facts)


def _certainty(row: dict[str, Any], language: Language) -> str:
    if row["is_beyond_doubt"]:
        return language.text("This holds for every split of shared posts.")
    return language.text(
        "How shared posts are split decides: the gap may lie between {lower} and {upper}.",
        lower=language.number(row["lower"], 2, signed=True),
        upper=language.number(row["upper"], 2, signed=True),
    )


def reach_findings(visit: Visit, view: View) -> list[str]:
    """Whether fewer or more people come than in the district, where that is beyond chance."""
    reached = reach_of(visit, view)
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
