"""How many come to counselling from a municipality, beside the district."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts.place import Interval, intervals, note
from pages._shared.reach import Reach, reach_of
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.place.gaps import limits
from pages.place.place import Place


def reach(visit: Visit, view: View, place: Place) -> str:
    """HTML of new cases of twelve months per 1,000 people in need with interval, beside the district."""
    language, text = visit.language, visit.language.text
    reached = reach_of(visit, view)
    if reached is None:
        return note(text("Reach: fewer than twelve months have been counted."))
    row = reached.frame.row(by_predicate=pl.col("ags") == place.ags, named=True)
    district = reached.district_per_1000
    rows = [
        Interval(place.name, row["per_1000"], row["lower"], row["upper"], _reach_text(row, visit)),
        Interval(text("District"), district, None, None, language.number(district, 1)),
    ]
    headings = [text("Place"), text("new cases per 1,000"), text("Rate, and how sure it is")]
    caption = text("Reach: new cases per 1,000 of the target group")
    return intervals(caption, headings, rows, against=district) + _reach_note(reached, visit)


def _reach_text(row: dict[str, Any], visit: Visit) -> str:
    language, text = visit.language, visit.language.text
    if row["verdict"] == "too_small":
        return text("too few cases for a rate")
    verdicts = {
        "higher": text("more than in the district, beyond chance"),
        "lower": text("fewer than in the district, beyond chance"),
        "as_expected": text("no difference from the district beyond chance"),
    }
    between = limits(language.number(row["lower"], 1), language.number(row["upper"], 1), language)
    lines = [language.number(row["per_1000"], 1), between, verdicts[row["verdict"]]]
    if row["is_small_base"]:
        lines.append(text("fewer than 10 cases"))
    return "\n".join(lines)


def _reach_note(reached: Reach, visit: Visit) -> str:
    language = visit.language
    said = language.text(
        "New cases of all focus areas from {first} to {last}, per 1,000 of {group}; bar: exact interval, 95 %; "
        "line: district.",
        first=language.day(reached.first),
        last=language.day(reached.last),
        group=reached.need.name,
    )
    return note(said)
