"""Who comes to counselling from a municipality: reach, new cases over time, and what the goals are about."""

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

QUARTER, YEAR = 3, 12
MOST_PERIODS = 12
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


def months_of_a_period(visit: Visit) -> int:
    """Over how many months new cases are summed: quarters for the coordination, calendar years for everyone else.

    Everybody sees rounded sums of twelve months that end with any month. Rounded sums of shorter periods beside them would narrow
    half of these down, some to the exact count; a calendar year is one of the twelve months and tells nothing new.
    """
    return QUARTER if door.is_coordination(visit.role) else YEAR


def over_time(visit: Visit, place: Place) -> pl.DataFrame:
    """New cases of the last full periods, the oldest first: begins (first day), new_cases."""
    months, counts = months_of_a_period(visit), []
    for begins in full_periods(visit, months)[-MOST_PERIODS:]:
        ends = begins.replace(month=begins.month + months - 1)
        # Asked for all places at once and so only once for all; each period is summed before it is protected.
        found = door.read(visit.edition_id, visit.role, "caseload", ("ags",), ("new_cases",), begins, ends)
        own = found.filter(pl.col("ags") == place.ags)["new_cases"]
        counts.append((begins, own.item() if own.len() else 0))
    return pl.DataFrame(counts, schema={"begins": pl.Date, "new_cases": pl.Int64}, orient="row")


def full_periods(visit: Visit, months: int) -> list[dt.date]:
    """The first days of the quarters (3 `months`) or calendar years (12) whose months were all counted to their end."""
    counted = door.read(visit.edition_id, visit.role, "caseload_months")["month"].to_list()
    if not counted:
        return []
    following_day = date_of(visit, "caseload_on") + dt.timedelta(days=1)
    known = set(month_starts(counted[0], following_day)[:-1])
    return [
        begins
        for begins in sorted(known)
        if begins.month % months == 1
        and {begins.replace(month=begins.month + later) for later in range(months)} <= known
    ]


def goals(visit: Visit, place: Place) -> str:
    """HTML of the topics most goals are about; for everyone but the coordination of all goals together, and why."""
    text, number = visit.language.text, visit.language.number
    if not door.is_coordination(visit.role):
        row = door.read(visit.edition_id, visit.role, "goals", (), ags=place.ags).row(0, named=True)
        said = text(
            "Goals: {agreed} agreed, {achieved} of them achieved.",
            agreed=number(row["goals_agreed"]),
            achieved=number(row["goals_reached"]),
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
        [name("topic", row["topic"], visit.language.code), number(row["goals_agreed"]), number(row["goals_reached"])]
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
        "New cases of all focus areas from {first} to {last}, per 1,000 of {group}; bar: exact interval, 95 %; "
        "line: district.",
        first=language.day(reached.first),
        last=language.day(reached.last),
        group=reached.need.name,
    )
    return note(said)
