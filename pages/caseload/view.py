"""What is compared on the caseload page: which figure, of whom, when, and by which rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from locales import Language
from metrics.caseload import month_starts
from metrics.codes import codes
from metrics.definitions import Definition, definition
from pages._shared import door
from pages._shared.choices import choice
from pages._shared.frame import date_of
from pages._shared.need import require_figures
from pages._shared.view import ALL_AREAS, FTE_NAMES, RULE_NAMES, area_name, rules
from pages._shared.view import View as CoverageView
from pages._shared.visit import Visit

# Columns of the question caseload_of_a_year; "<measure>_per_fte" is the definition's id.
CASES = ("open_cases", "mean_open_cases", "new_cases", "accompanied_cases")
MEASURES = (*CASES, "services", "hours")
# English messages for `Language.text`.
UNITS = {
    "ags": "Municipality",
    "carrier": "Carrier",
    "focus_area": "Focus area",
    "building_block": "Building block",
    "post": "Post",
}
BASIS_NAMES = {"areas": "what is usual in each focus area", "district": "the district as a whole"}
YEAR = 12


@dataclass(frozen=True)
class CaseloadView:
    """`measure`: one of MEASURES. `by`: one of UNITS. `focus_area`: a code, or ALL_AREAS. `rule`: how shared posts are split, one of
    metrics.splitting.RULES. `month`: the last one that is counted. `fte`: granted or filled posts; what is filled is for the
    coordination. `basis`: what cases are expected by, a key of BASIS_NAMES.
    """

    measure: str
    by: str
    focus_area: str
    rule: str
    month: dt.date
    fte: str
    basis: str

    @property
    def meaning(self) -> Definition:
        return definition(f"{self.measure}_per_fte")

    @property
    def is_stock(self) -> bool:
        """Whether the figure is the state at the end of the month, not a sum or mean of twelve months."""
        return self.measure == "open_cases"

    @property
    def first(self) -> dt.date:
        """The first day that is counted."""
        if self.is_stock:
            return self.month
        return dt.date(self.month.year - (self.month.month < YEAR), self.month.month % YEAR + 1, 1)

    @property
    def last(self) -> dt.date:
        """The last day that is counted."""
        following = dt.date(self.month.year + self.month.month // YEAR, self.month.month % YEAR + 1, 1)
        return following - dt.timedelta(days=1)

    def of(self, **changes: Any) -> CaseloadView:
        """The same with other choices."""
        return replace(self, **changes)


def key_of(view: CaseloadView, key: str) -> str:
    """The key of a figure that is taken away. What only the coordination may look at, single posts or one focus area, has one of its
    own: the steering group is then offered nothing under it, instead of something else."""
    if view.by == "post":
        return f"{key}_posts"
    return key if view.focus_area == ALL_AREAS else f"{key}_area"


def choose_view(
    visit: Visit,
    *,
    units: Sequence[str] = ("ags", "carrier", "focus_area"),
    measures: Sequence[str] = MEASURES,
    with_fte: bool = True,
    with_basis: bool = True,
    tells_kinds: bool = False,
) -> CaseloadView | None:
    """The choices above the figures: `units` and `measures` are what the section can show. None while fewer than twelve full months
    have been counted, which is said. Without `with_basis` for sections that expect nothing, without `with_fte` for
    those that show granted and filled posts side by side. Shared posts are split between municipalities by need: the page's run
    ends where figures of need are missing, which is said, too.

    Sections that tell kinds of cases or services apart (`tells_kinds`) offer whoever sees rounded counts the calendar years only: of
    all twelve months that overlap, some counts of kinds could be worked out exactly.
    A place's, carrier's or post's focus areas would show single employees, so one of them is for the coordination to choose.
    """
    language, text = visit.language, visit.language.text
    is_coordination = door.is_coordination(visit.role)
    by_year = tells_kinds and not is_coordination
    months = calendar_years(visit) if by_year else closing_months(visit)
    if not months:
        return None
    columns = iter(st.columns([2.2, 0.95, 1.15, 0.95, 0.6], vertical_alignment="bottom"))
    measure = measures[0]
    if len(measures) > 1:
        with next(columns):
            names = {measure: definition(f"{measure}_per_fte").label[language.code] for measure in measures}
            measure = choice(text("Figure"), "measure", names, default=measure)
    by = units[0]
    if len(units) > 1:
        with next(columns):
            by = choice(text("Compared by"), "by", {unit: text(UNITS[unit]) for unit in units}, default=units[0])
    area = ALL_AREAS
    if is_coordination and by not in ("focus_area", "building_block"):
        areas = {code: names[language.code] for code, names in codes("focus_area").items()}
        everything = {ALL_AREAS: text("all focus areas")} | areas
        with next(columns):
            area = choice(text("Focus area"), "cases_area", everything, default=ALL_AREAS)
    with next(columns):
        month = _choose_calendar_year(visit, months) if by_year else choose_month(visit, months)
    with_fte, with_basis = (
        with_fte and is_coordination,
        with_basis and by not in ("focus_area", "building_block") and area == ALL_AREAS,
    )
    rule, fte, basis = CoverageView.rule, "granted", "district"
    if by == "ags" or with_fte or with_basis:
        with next(columns), st.popover(text("More"), width="stretch"):
            rule = _choose_rule(visit) if by == "ags" else rule
            fte = _choose_fte(visit) if with_fte else fte
            basis = _choose_basis(visit) if with_basis else basis
    view = CaseloadView(measure, by, area, rule, month, fte, basis)
    if by == "ags":
        require_figures(visit, CoverageView().indicators, view.last)
    return view


def closing_months(visit: Visit) -> list[dt.date]:
    """The months that close twelve counted ones; where there are none, that is said."""
    months = counted_months(visit)[YEAR - 1 :]
    if not months:
        st.info(visit.language.text("Fewer than twelve full months have been counted."))
    return months


def calendar_years(visit: Visit) -> list[dt.date]:
    """The last months of the calendar years that are counted in full; where there are none, that is said."""
    closing = closing_months(visit)
    years = [month for month in closing if month.month == YEAR]
    if closing and not years:
        st.info(visit.language.text("No full calendar year has been counted yet."))
    return years


def calendar_years_only(visit: Visit) -> str:
    """Why others than the coordination choose among calendar years where kinds are told apart."""
    return visit.language.text(
        "Only calendar years are offered: kinds of cases and services could be worked out exactly from periods that overlap, in "
        "spite of rounding."
    )


def choose_month(visit: Visit, months: Sequence[dt.date]) -> dt.date:
    """The last month that is counted; the newest by default."""
    known = {f"{month:%Y-%m}": visit.language.month(month) for month in reversed(months)}
    label = visit.language.text("Counted until the end of")
    return dt.date.fromisoformat(f"{choice(label, 'until', known, default=next(iter(known)))}-01")


def _choose_calendar_year(visit: Visit, months: Sequence[dt.date]) -> dt.date:
    """The last month of the calendar year that is counted; the newest by default."""
    known = {str(month.year): month for month in reversed(months)}
    names = {year: year for year in known}
    return known[choice(visit.language.text("Calendar year"), "calendar_year", names, default=next(iter(known)))]


def _choose_rule(visit: Visit) -> str:
    text = visit.language.text
    known = {code: text(RULE_NAMES[code]) for code in rules(visit)}
    return choice(text("Shared posts are split"), "split", known, default=CoverageView.rule, inline=True)


def _choose_fte(visit: Visit) -> str:
    text = visit.language.text
    kinds = {code: text(FTE_NAMES[code]) for code in FTE_NAMES}
    return choice(text("Counted are"), "fte", kinds, default="filled", inline=True)


def _choose_basis(visit: Visit) -> str:
    text = visit.language.text
    bases = {code: text(BASIS_NAMES[code]) for code in BASIS_NAMES}
    return choice(
        text("Expected by"),
        "basis",
        bases,
        default="areas",
        inline=True,
        explanation=text(
            "Focus areas differ in how many cases one post accompanies. What is usual in each focus area is the fairer measure; "
            "the district as a whole treats all posts alike."
        ),
    )


def counted_months(visit: Visit) -> list[dt.date]:
    """First days of the months in which cases are counted to their end; a month cut short would look like a decline."""
    counted = door.read(visit.edition_id, visit.role, "caseload_months")["month"].to_list()
    return month_starts(counted[0], last_month_end(visit)) if counted else []


def last_month_end(visit: Visit) -> dt.date:
    """The last day of the last month that the export covers in full."""
    day = date_of(visit, "caseload_on")
    is_month_end = (day + dt.timedelta(days=1)).day == 1
    return day if is_month_end else day.replace(day=1) - dt.timedelta(days=1)


def span_text(view: CaseloadView, language: Language) -> str:
    """What is counted when, in words."""
    if view.is_stock:
        return language.text("as of {date}", date=language.day(view.last))
    return language.text("{first} to {last}", first=language.day(view.first), last=language.day(view.last))


def title(view: CaseloadView, language: Language) -> str:
    """What a comparison shows, as heading and as description of the picture."""
    area = "" if view.focus_area == ALL_AREAS else f", {area_name(view.focus_area, language)}"
    return f"{view.meaning.label[language.code]}{area}"


def choices_in_words(visit: Visit, view: CaseloadView) -> Mapping[str, str]:
    """The choices by their names, for the sheet that explains a workbook."""
    language, text = visit.language, visit.language.text
    words = {
        text("Figure"): title(view, language),
        text("Compared by"): text(UNITS[view.by]),
        text("Counted"): span_text(view, language),
        text("Counted are"): text(FTE_NAMES[view.fte]),
        text("Expected by"): text(BASIS_NAMES[view.basis]),
    }
    if view.by == "ags":
        words[text("Shared posts are split")] = text(RULE_NAMES[view.rule])
    return words
