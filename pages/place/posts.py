"""The posts that serve a municipality: whose, for what, how much of them is there for it, and in what languages and hours."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl

from charts.place import note, table
from locales import Language
from metrics.codes import name
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.coverage import need_of
from pages._shared.frame import files_of
from pages._shared.supply import areas_of, posts_of, split
from pages._shared.view import RULE_NAMES, View, span_of
from pages._shared.visit import Visit
from pages.place.place import Place


def serving(visit: Visit, view: View) -> pl.DataFrame:
    """The posts that serve the visit's municipality: the columns of posts_of with part (FTE by the view's rule)."""
    parts = split(visit, view, need_of(visit, view).frame).filter(pl.col("ags") == visit.ags)
    named = areas_of(visit, view).filter(pl.col("ags") == visit.ags).select("post", area_assumption="assumption")
    return (
        posts_of(visit, view)
        .join(parts.select("post", part="fte"), on="post")
        .join(named, on="post", how="left")
        .sort("focus_area", "carrier", "post", descending=[True, False, False])
    )


@dataclass(frozen=True)
class Serving:
    """One post, and how much of it is there for the municipality (FTE); "" where the data do not say."""

    post: str
    carrier: str
    focus_area: str
    fte: float
    part: float
    languages: str
    on_site: str


def posts(visit: Visit, view: View, place: Place) -> str:
    """HTML of the table of posts. What the data do not say of any of them stands once below."""
    language, text = visit.language, visit.language.text
    found = in_words(visit, view, place)
    if not found:
        return f'<p class="kim-finding">{escape(text("No post serves {place}.", place=place.name))}</p>'
    unsaid = text("not stated")
    told = {
        text("Languages"): [post.languages or unsaid for post in found],
        text("Consultation hours on site"): [post.on_site or _no_hours(visit) for post in found],
    }
    alike = {label: words[0] for label, words in told.items() if len(set(words)) == 1}
    rows = []
    for number, post in enumerate(found):
        each = [
            f"{label}: {words[number]}"
            for label, words in told.items()
            if label not in alike and words[number] != unsaid
        ]
        lines = [post.carrier, name("focus_area", post.focus_area, language.code), *each]
        rows.append(["\n".join(lines), language.number(post.fte, 2), language.number(post.part, 2)])
    headings = [text("Carrier, focus area"), text("Post (FTE)"), text("of which here (FTE)")]
    notes = [f"{label}: {word}." for label, word in alike.items()]
    partly = [label for label, words in told.items() if label not in alike and unsaid in words]
    notes += [text("{label}: otherwise not stated.", label=label) for label in partly]
    notes += how_to_read(visit, view)
    return table(title(place, language), headings, rows, numeric=(1, 2)) + note(" ".join(notes))


def title(place: Place, language: Language) -> str:
    """What the table shows."""
    return language.text("Posts and carriers that serve {place}", place=place.name)


def findings(visit: Visit, view: View, place: Place) -> list[str]:
    """How many posts serve the place, and how much of them is there for it; nothing where none does."""
    language, found = visit.language, serving(visit, view)
    if found.is_empty():
        return []
    part = language.number(found["part"].sum(), 2)
    if found.height == 1:
        return [language.text("One post serves {place}; {part} FTE of it are there.", place=place.name, part=part)]
    said = language.text(
        "{number} posts serve {place}; {part} FTE of them are there.", number=found.height, place=place.name, part=part
    )
    return [said]


def in_words(visit: Visit, view: View, place: Place) -> list[Serving]:
    """The posts that serve the place, as their table shows them."""
    hours = _hours(visit, view, place)
    return [
        Serving(
            row["name"],
            row["carrier"],
            row["focus_area"],
            row["fte"],
            row["part"],
            _languages(visit, row),
            hours.get(row["name"], ""),
        )
        for row in serving(visit, view).iter_rows(named=True)
    ]


def how_to_read(visit: Visit, view: View) -> list[str]:
    """How posts are counted and split, and what had to be assumed of where they serve."""
    text = visit.language.text
    rule = text("FTE: full-time equivalents; shared posts are split {rule}.", rule=text(RULE_NAMES[view.rule]))
    assumed = serving(visit, view)["area_assumption"].drop_nulls().unique().sort().to_list()
    return [rule, *(f"{assumption}." for assumption in assumed)]


def _languages(visit: Visit, row: dict[str, Any]) -> str:
    codes = [code for code in (row["languages"] or "").split(",") if code]
    return ", ".join(name("counselling_language", code, visit.language.code) for code in codes)


def _hours(visit: Visit, view: View, place: Place) -> dict[str, str]:
    """Post (as in the staffing table) -> where its consultation hours in this municipality are, and how many a week."""
    language = visit.language
    outreach = door.read(visit.edition_id, visit.role, "outreach").filter(
        (pl.col("ags") == place.ags) & valid_on(span_of(visit, view)[1])
    )
    found: dict[str, list[str]] = {}
    for post, site, hours in outreach.select("post", "place", "hours_per_week").iter_rows():
        said = language.text("{place}: {hours} hours a week", place=site, hours=language.number(hours, 1))
        found.setdefault(post, []).append(said)
    return {post: ", ".join(said) for post, said in found.items()}


def _no_hours(visit: Visit) -> str:
    text = visit.language.text
    return text("not stated") if files_of(visit, "outreach") else text("not loaded")
