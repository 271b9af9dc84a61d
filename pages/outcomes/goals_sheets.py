"""Goals and cases with goals as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from metrics.codes import name
from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.view import area_name
from pages._shared.visit import Visit
from pages.outcomes import goals_figures as figures
from pages.outcomes.goals_figures import AGREEMENT, CASES_REACHED, COUNTS, LIMITS, PARTS, REACHED
from pages.outcomes.goals_shown import PARTS_MEANING, title_of_shares, title_of_topics, topic_name
from pages.outcomes.goals_shown import title_of_units as title_of_parts
from pages.outcomes.goals_tables import change_cell, change_rule, title_of_units, title_of_years
from pages.outcomes.measures import Measure
from pages.outcomes.overview_figures import of_every_unit
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, choices_in_words, may_tell_subjects, year_text
from report.sheets import Cell, Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14
MEANINGS = (PARTS_MEANING, REACHED.id, AGREEMENT.id, CASES_REACHED.id)


def sheets(visit: Visit, view: OutcomeView) -> Sequence[Sheet | Explanation]:
    """Goals by unit, what explains them as the second sheet, cases by unit, goals by topic, and both by calendar year."""
    about = _about(visit, view, title_of_units(visit, view), MEANINGS)
    found = [_goals_by_unit(visit, view), about, _cases_by_unit(visit, view)]
    if may_tell_subjects(visit, view):
        found.append(_by_topic(visit, view))
    return [*found, *_by_year(visit, view)]


def sheets_of_parts(visit: Visit, view: OutcomeView) -> Sequence[Sheet | Explanation]:
    """What became of each unit's goals, and what explains it."""
    about = _about(visit, view, title_of_parts(visit, view), (PARTS_MEANING, REACHED.id))
    return [_goals_by_unit(visit, view), about]


def sheets_of_topics(visit: Visit, view: OutcomeView, *, is_of_shares: bool = False) -> Sequence[Sheet | Explanation]:
    """What became of the goals of each topic, or the shares reached, and what explains that. For views of which topics may be told."""
    title, meaning = (title_of_shares, REACHED.id) if is_of_shares else (title_of_topics, PARTS_MEANING)
    return [_by_topic(visit, view), _about(visit, view, title(visit, view), (meaning,))]


def _about(visit: Visit, view: OutcomeView, title: str, meanings: Iterable[str]) -> Explanation:
    text = visit.language.text
    return explained(
        visit,
        title,
        meanings=[definition(meaning) for meaning in meanings],
        choices=choices_in_words(visit, view, REACHED.clock),
        dates={text("Cases until"): date_of(visit, "caseload_on")},
        files=files_of(visit, "cases", "goals"),
        uses_clients=True,
    )


def _goals_by_unit(visit: Visit, view: OutcomeView) -> Sheet:
    head, fields = _unit_columns(visit, view)
    shares = of_every_unit(visit, view, REACHED).select("unit", "base", *LIMITS)
    found = figures.by_unit(visit, view).join(shares, on="unit", how="left", maintain_order="left")
    rows = found.select(*fields, *COUNTS, "base", *LIMITS).rows()
    columns = [*head, *_goal_columns(visit)]
    return Sheet(visit.language.text("Goals"), title_of_units(visit, view), columns, rows, [_clock(visit, REACHED)])


def _cases_by_unit(visit: Visit, view: OutcomeView) -> Sheet:
    head, fields = _unit_columns(visit, view)
    agreed = of_every_unit(visit, view, AGREEMENT).select(*fields, "base", "count", *LIMITS).rows()
    reached = of_every_unit(visit, view, CASES_REACHED).select("count", *LIMITS).rows()
    rows = [(*left, *right) for left, right in zip(agreed, reached, strict=True)]
    columns = [*head, *_case_columns(visit)]
    title = title_of_units(visit, view)
    return Sheet(visit.language.text("Cases with goals"), title, columns, rows, [_clock(visit, AGREEMENT)])


def _by_topic(visit: Visit, view: OutcomeView) -> Sheet:
    text = visit.language.text
    rows = [
        (area_name(area, visit.language), topic_name(visit, topic), *cells)
        for area, topic, *cells in figures.by_topic(visit, view)
        .select("focus_area", "topic", *COUNTS, "base", *LIMITS)
        .iter_rows()
    ]
    columns = [Column(text("Focus area"), WIDE), Column(text("Topic"), WIDE), *_goal_columns(visit)]
    return Sheet(text("Goals by topic"), title_of_topics(visit, view), columns, rows, [_clock(visit, REACHED)])


def _by_year(visit: Visit, view: OutcomeView) -> list[Sheet]:
    text = visit.language.text
    year, change = Column(text("Year"), WIDE), Column(text("Change from the year before (percentage points)"), WIDE)
    title, rule = title_of_years(visit, view), change_rule(visit.language)
    goals = _of_years(visit, view, REACHED, (*COUNTS, f"{REACHED.id}_base", *_limits(REACHED)))
    cases = _of_years(
        visit,
        view,
        AGREEMENT,
        (
            f"{AGREEMENT.id}_base",
            f"{AGREEMENT.id}_count",
            *_limits(AGREEMENT),
            f"{CASES_REACHED.id}_count",
            *_limits(CASES_REACHED),
        ),
    )
    return [
        Sheet(
            text("Goals by year"), title, [year, *_goal_columns(visit), change], goals, [_clock(visit, REACHED), rule]
        ),
        Sheet(
            text("Cases by year"), title, [year, *_case_columns(visit), change], cases, [_clock(visit, AGREEMENT), rule]
        ),
    ]


def _of_years(visit: Visit, view: OutcomeView, measure: Measure, fields: Iterable[str]) -> list[Sequence[Cell]]:
    """The year, the fields, and how the measure changed from the year before."""
    changed = figures.changes(visit, view, measure)
    return [
        (year_text(visit, year), *cells, change_cell(changed[year], visit.language))
        for year, *cells in figures.by_year(visit, view).select("year", *fields).iter_rows()
    ]


def _limits(measure: Measure) -> list[str]:
    return [f"{measure.id}_{limit}" for limit in LIMITS]


def _unit_columns(visit: Visit, view: OutcomeView) -> tuple[list[Column], list[str]]:
    """The columns that name a unit, and the fields of its frame that fill them."""
    label = Column(visit.language.text(UNITS[view.by]), WIDE)
    if view.by != "ags":
        return [label], ["label"]
    return [Column("AGS", NARROW), label], ["unit", "label"]


def _goal_columns(visit: Visit) -> list[Column]:
    text, whole = visit.language.text, number_format(0)
    named = [
        text("Goals agreed"),
        *(name("outcome", outcome, visit.language.code) for outcome in PARTS),
        text("settled"),
    ]
    return [*(Column(heading, NARROW, whole) for heading in named), *_share_columns(visit, REACHED)]


def _case_columns(visit: Visit) -> list[Column]:
    text, whole = visit.language.text, number_format(0)
    return [
        Column(text("Cases"), NARROW, whole),
        Column(text("with goals agreed"), NARROW, whole),
        *_share_columns(visit, AGREEMENT),
        Column(text("with a goal reached so far"), NARROW, whole),
        *_share_columns(visit, CASES_REACHED),
    ]


def _share_columns(visit: Visit, measure: Measure) -> list[Column]:
    text = visit.language.text
    shown = number_format(measure.meaning.decimals, percent=True)
    return [
        Column(measure.meaning.label[visit.language.code], WIDE, shown),
        Column(text("at least (95 %)"), NARROW, shown),
        Column(text("at most (95 %)"), NARROW, shown),
    ]


def _clock(visit: Visit, measure: Measure) -> str:
    return visit.language.text("Counted: {clock}.", clock=visit.language.text(CLOCKS[measure.clock]))
