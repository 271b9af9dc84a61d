"""Whose outcomes are looked at, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from charts.sentences import notices_as_html
from pages._shared import door
from pages._shared.choices import choice, number_choice
from pages._shared.frame import date_of
from pages._shared.units import labels_of
from pages._shared.view import ALL_AREAS, area_name
from pages._shared.visit import Visit

ALL_YEARS = "all"
EVERY = ""
# Days; a wish to begin with, not a norm. Whole weeks for whoever sees rounded counts: day by day, they would tell on which days
# single people came.
DEFAULT_TARGET, LONGEST_TARGET, WEEK = 14, 364, 7
DAYS_TO_SETTLE = 90
# English messages for `Language.text`.
UNITS = {"focus_area": "Focus area", "ags": "Municipality", "carrier": "Carrier"}
# What the year of a figure is the year of; keys of OutcomeView.clock.
CLOCKS = {
    "agreed": "goals by the year in which they were agreed",
    "interview": "cases by the year of their first interview",
    "request": "waiting times by the year of the request",
    "first_goal": "cases by the year in which their first goal was agreed",
    "given": "services and referrals by the year in which they were given",
}
# Address keys; picking a row of a table or picture sets them.
PICKED_BY = {"focus_area": "outcome_area", "ags": "ags", "carrier": "outcome_carrier"}


@dataclass(frozen=True)
class OutcomeView:
    """`by`: one of UNITS, what is told apart. `focus_area`, `carrier` (or group of carriers), `ags`: what is chosen, or EVERY.
    `year`: a calendar year, or None for all. What is chosen of the unit that is told apart marks its row, and narrows what is
    shown in detail; whatever else is chosen narrows everything. `target_days`: how soon the visitor wishes first interviews to be."""

    by: str
    focus_area: str
    carrier: str
    ags: str
    year: int | None
    target_days: int = DEFAULT_TARGET

    @property
    def picked(self) -> str:
        """The chosen one of the units that are told apart, EVERY for none."""
        return self.chosen[self.by]

    @property
    def chosen(self) -> Mapping[str, str]:
        """Unit -> what is chosen of it, or EVERY."""
        return {"focus_area": self.focus_area, "ags": self.ags, "carrier": self.carrier}

    def of(self, **changes: Any) -> OutcomeView:
        """The same with other choices."""
        return replace(self, **changes)


def key_of(view: OutcomeView, key: str) -> str:
    """The key of a figure that is taken away. One that is narrowed besides the units told apart is for the coordination only, and has
    a key of its own: the steering group is then offered nothing under it, instead of something else."""
    besides = view.of(**{view.by: EVERY})
    return f"{key}_narrowed" if any(besides.chosen.values()) else key


def choose_view(
    visit: Visit,
    *,
    units: Sequence[str] = ("focus_area", "ags", "carrier"),
    with_year: bool = True,
    with_target: bool = False,
) -> OutcomeView:
    """The choices above the figures. `units`: what the section can tell apart; without `with_year` for sections that show year
    beside year; `with_target` for those that show waiting times.

    Two of carrier, municipality and focus area together would show single employees: whoever is not the coordination chooses
    among the units that are told apart only, and with a municipality chosen tells municipalities apart.
    """
    text = visit.language.text
    is_coordination = door.is_coordination(visit.role)
    offered = units if is_coordination or not visit.ags or "ags" not in units else ("ags",)
    columns = iter(st.columns([1, 1.2, 1.5, 1, 1], vertical_alignment="bottom"))
    by = offered[0]
    if len(units) > 1:
        with next(columns):
            by = choice(
                text("Compared by"), "outcome_by", {unit: text(UNITS[unit]) for unit in offered}, default=offered[0]
            )
    area = carrier = EVERY
    if is_coordination or by == "focus_area":
        areas = {EVERY: text("all focus areas")} | labels_of(visit, "focus_area")
        with next(columns):
            area = choice(text("Focus area"), PICKED_BY["focus_area"], areas, default=EVERY)
    if is_coordination or by == "carrier":
        carriers = {EVERY: text("all carriers")} | labels_of(visit, "carrier")
        with next(columns):
            carrier = choice(text("Carrier"), PICKED_BY["carrier"], carriers, default=EVERY)
    year = None
    if with_year:
        with next(columns):
            year = choose_year(visit)
    target = DEFAULT_TARGET
    if with_target:
        with next(columns):
            target = choose_target(visit)
    ags = visit.ags if is_coordination or by == "ags" else ""
    notices = [_not_narrowed(visit)] if visit.ags and not ags else []
    if year is not None and is_fresh(visit, year):
        notices.append(_not_settled(visit, year))
    if notices:
        st.html(notices_as_html(notices))
    return OutcomeView(by, area, carrier, ags, year, target)


def choose_target(visit: Visit) -> int:
    """How soon the visitor wishes first interviews to be, in days."""
    text = visit.language.text
    step = 1 if door.is_coordination(visit.role) else WEEK
    days = number_choice(
        text("First interview within (days)"),
        "target",
        default=float(DEFAULT_TARGET),
        least=float(step),
        most=float(LONGEST_TARGET),
        step=float(step),
        is_whole=True,
        explanation=text("Your own wish, not an official rule. Whoever sees rounded counts chooses whole weeks."),
    )
    return max(step, int(days) // step * step)


def may_tell_subjects(visit: Visit, view: OutcomeView) -> bool:
    """Whether topics, or focus areas beside what is chosen, may be shown: in a single municipality or at a single carrier they
    would tell the work of single employees, and are for the coordination."""
    return door.is_coordination(visit.role) or not (view.ags or view.carrier)


def choose_year(visit: Visit) -> int | None:
    """A calendar year, the newest full one by default, or None for all of them."""
    text = visit.language.text
    known = {ALL_YEARS: text("all years")} | {str(year): year_text(visit, year) for year in reversed(years(visit))}
    full = full_years(visit)
    explanation = text(
        "Goals by the year they were agreed, cases by the year of the first interview, waiting times by the year of "
        "the request, services by the year they were given."
    )
    newest = str(full[-1]) if full else ALL_YEARS
    year = choice(text("Year"), "year", known, default=newest, explanation=explanation)
    return None if year == ALL_YEARS else int(year)


def years(visit: Visit) -> list[int]:
    """The calendar years in which cases are counted, the oldest first; the last one may still be running."""
    months = door.read(visit.edition_id, visit.role, "caseload_months")["month"].to_list()
    return list(range(months[0].year, date_of(visit, "caseload_on").year + 1)) if months else []


def is_running(visit: Visit, year: int) -> bool:
    """Whether the exports do not cover the year to its end."""
    return date_of(visit, "caseload_on") < dt.date(year, 12, 31)


def is_fresh(visit: Visit, year: int) -> bool:
    """Whether much of the year is not decided yet: until some months after its end, quick interviews and agreements are known and
    slow ones are not, so it looks better than it will."""
    return date_of(visit, "caseload_on") < dt.date(year, 12, 31) + dt.timedelta(days=DAYS_TO_SETTLE)


def full_years(visit: Visit) -> list[int]:
    """The calendar years that are counted in full, the oldest first."""
    return [year for year in years(visit) if not is_running(visit, year)]


def year_text(visit: Visit, year: int) -> str:
    """The year, with the day up to which it is counted while it is running."""
    if not is_running(visit, year):
        return str(year)
    day = date_of(visit, "caseload_on")
    return visit.language.text("{year} (until {date})", year=year, date=visit.language.day(day))


def span_text(visit: Visit, view: OutcomeView) -> str:
    """What is counted when, in words."""
    language = visit.language
    if view.year is not None:
        return year_text(visit, view.year)
    return language.text(
        "{first} to {last}", first=str(years(visit)[0]), last=language.day(date_of(visit, "caseload_on"))
    )


def units_span_text(visit: Visit, view: OutcomeView) -> str:
    """What is counted of the units that are told apart, for titles: what is chosen besides them, and when."""
    besides = view.of(**{view.by: EVERY})
    narrowed = [subject(visit, besides)] if any(besides.chosen.values()) else []
    return ", ".join([*narrowed, span_text(visit, view)])


def subject(visit: Visit, view: OutcomeView) -> str:
    """Whose figures the details are, in words: what is chosen, or the district."""
    parts = []
    if view.focus_area:
        parts.append(area_name(view.focus_area, visit.language))
    if view.carrier:
        parts.append(labels_of(visit, "carrier").get(view.carrier, view.carrier))
    if view.ags:
        parts.append(labels_of(visit, "ags")[view.ags])
    return ", ".join(parts) or visit.language.text("District")


def choices_in_words(visit: Visit, view: OutcomeView, *clocks: str) -> Mapping[str, str]:
    """The choices by their names, for the sheet that explains a workbook. `clocks`: keys of CLOCKS, of all figures in it."""
    language, text = visit.language, visit.language.text
    labels = labels_of(visit, "ags")
    return {
        text("Compared by"): text(UNITS[view.by]),
        text("Focus area"): area_name(view.focus_area or ALL_AREAS, language),
        text("Carrier"): labels_of(visit, "carrier").get(view.carrier, text("all carriers")),
        text("Municipality"): labels.get(view.ags, text("All municipalities")),
        text("Counted"): f"{span_text(visit, view)} ({', '.join(text(CLOCKS[clock]) for clock in clocks)})",
    }


def _not_settled(visit: Visit, year: int) -> str:
    return visit.language.text(
        "{year} is not compared with the year before: until {months} months after its end, what went quickly is known and what takes "
        "longer is not, so waiting times and lengths look shorter than they will.",
        year=year,
        months=DAYS_TO_SETTLE // 30,
    )


def _not_narrowed(visit: Visit) -> str:
    place = labels_of(visit, "ags")[visit.ags]
    return visit.language.text(
        "These figures are not those of {place}: in a single municipality they would tell the work of single employees, and are for "
        "the coordination.",
        place=place,
    )
