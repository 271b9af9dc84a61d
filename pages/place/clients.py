"""Who comes to counselling from a municipality: reach, new cases quarter by quarter, and what the goals are about."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from charts.place import Interval, intervals, note, table
from metrics.caseload import month_starts
from metrics.codes import name
from pages._shared import door
from pages._shared.frame import date_of
from pages._shared.reach import Reach, reach_of
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.place.gaps import limits
from pages.place.place import Place

QUARTERS = 12
MONTHS_OF_A_QUARTER = 3
TOPICS = 5


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


def quarters(visit: Visit, place: Place) -> pl.DataFrame:
    """New cases of the last full quarters, the oldest first: quarter (its first day), new_cases."""
    counts = []
    for begins in full_quarters(visit)[-QUARTERS:]:
        ends = dt.date(begins.year, begins.month + MONTHS_OF_A_QUARTER - 1, 1)
        # Asked for all places at once and so only once for all; each quarter is summed before it is protected.
        found = door.read(visit.edition_id, visit.role, "caseload", ("ags",), ("new_cases",), begins, ends)
        own = found.filter(pl.col("ags") == place.ags)["new_cases"]
        counts.append((begins, own.item() if own.len() else 0))
    return pl.DataFrame(counts, schema={"quarter": pl.Date, "new_cases": pl.Int64}, orient="row")


def full_quarters(visit: Visit) -> list[dt.date]:
    """The first days of the quarters whose months were all counted to their end."""
    counted = door.read(visit.edition_id, visit.role, "caseload_months")["month"].to_list()
    if not counted:
        return []
    following_day = date_of(visit, "caseload_on") + dt.timedelta(days=1)
    months = set(month_starts(counted[0], following_day)[:-1])
    return [
        begins
        for begins in sorted(months)
        if begins.month % MONTHS_OF_A_QUARTER == 1
        and {dt.date(begins.year, begins.month + later, 1) for later in range(MONTHS_OF_A_QUARTER)} <= months
    ]


def goals(visit: Visit, place: Place) -> str:
    """HTML of the topics most goals are about; for everyone but the coordination of all goals together, and why."""
    text, number = visit.language.text, visit.language.number
    if not door.is_coordination(visit.role):
        row = door.read(visit.edition_id, visit.role, "goals", (), ags=place.ags).row(0, named=True)
        said = text(
            "Goals: {agreed} agreed, {achieved} of them achieved.",
            agreed=number(row["goals_agreed"]),
            achieved=number(row["goals_achieved"]),
        )
        why = text(
            "Topics of a single municipality are for the coordination only: each belongs to one focus area, and that is often "
            "the work of one employee here."
        )
        return note(f"{said} {why}")
    found = door.read(visit.edition_id, visit.role, "goals", ("topic",), ags=place.ags)
    most = found.filter(pl.col("goals_agreed") > 0).sort("goals_agreed", "topic", descending=[True, False]).head(TOPICS)
    if most.is_empty():
        return note(text("No goals have been agreed."))
    rows = [
        [name("topic", row["topic"], visit.language.code), number(row["goals_agreed"]), number(row["goals_achieved"])]
        for row in most.iter_rows(named=True)
    ]
    caption = text("What most goals are about, as of {date}", date=visit.language.day(date_of(visit, "caseload_on")))
    return table(caption, [text("Topic"), text("Goals agreed"), text("achieved")], rows, numeric=(1, 2))


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
        "New cases from {first} to {last}, per 1,000 of {group}; bar: exact interval, 95 %; line: district.",
        first=language.day(reached.first),
        last=language.day(reached.last),
        group=reached.need.name,
    )
    return note(said)
