"""The posts that serve a municipality: whose, for what, how much of them is there for it, and in what languages and hours."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl

from charts.place import note, table
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


def posts(visit: Visit, view: View, place: Place) -> str:
    """HTML of the table of posts. What the data do not say of any of them stands once below."""
    language, text = visit.language, visit.language.text
    found = serving(visit, view)
    caption = text("Posts and carriers that serve {place}", place=place.name)
    if found.is_empty():
        return f'<p class="kim-finding">{escape(text("No post serves {place}.", place=place.name))}</p>'
    hours = _hours(visit, view, place)
    spoken = [_languages(visit, row) for row in found.iter_rows(named=True)]
    on_site = [hours.get(row["name"], _no_hours(visit)) for row in found.iter_rows(named=True)]
    told = {text("Languages"): spoken, text("Consultation hours on site"): on_site}
    alike = {label: words[0] for label, words in told.items() if len(set(words)) == 1}
    rows, unsaid = [], text("not stated")
    for number, row in enumerate(found.iter_rows(named=True)):
        each = [
            f"{label}: {words[number]}"
            for label, words in told.items()
            if label not in alike and words[number] != unsaid
        ]
        lines = [row["carrier"], name("focus_area", row["focus_area"], language.code), *each]
        rows.append(["\n".join(lines), language.number(row["fte"], 2), language.number(row["part"], 2)])
    headings = [text("Carrier, focus area"), text("Post (FTE)"), text("of which here (FTE)")]
    notes = [f"{label}: {word}." for label, word in alike.items()]
    partly = [label for label, words in told.items() if label not in alike and unsaid in words]
    notes += [text("{label}: otherwise not stated.", label=label) for label in partly]
    rule = text(RULE_NAMES[view.rule])
    notes.append(text("FTE: full-time equivalents; shared posts are split {rule}.", rule=rule))
    assumed = found["area_assumption"].drop_nulls().unique().sort().to_list()
    notes += [f"{assumption}." for assumption in assumed]
    return table(caption, headings, rows, numeric=(1, 2)) + note(" ".join(notes))


def _languages(visit: Visit, row: dict[str, Any]) -> str:
    codes = [code for code in (row["languages"] or "").split(",") if code]
    spoken = ", ".join(name("counselling_language", code, visit.language.code) for code in codes)
    return spoken or visit.language.text("not stated")


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
