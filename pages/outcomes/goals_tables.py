"""Goals and cases with goals as tables: by unit, by topic, by calendar year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts import table
from charts.wording import value_text
from locales import Language
from metrics.codes import name
from pages._shared.view import area_name
from pages._shared.visit import Visit
from pages.outcomes import goals_figures as figures
from pages.outcomes.changes import Change
from pages.outcomes.goals_figures import AGREEMENT, CASES_REACHED, COUNTS, LIMITS, PARTS, REACHED
from pages.outcomes.goals_shown import title_of_topics, topic_name
from pages.outcomes.measures import Measure
from pages.outcomes.overview_figures import of_every_unit, whole
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, subject, units_span_text, year_text

NOTHING = "–"
Row = Mapping[str, Any]


def title_of_units(visit: Visit, view: OutcomeView) -> str:
    """What the table of units shows."""
    text = visit.language.text
    return text("Goals and cases by {unit}, {span}", unit=text(UNITS[view.by]), span=units_span_text(visit, view))


def title_of_years(visit: Visit, view: OutcomeView) -> str:
    """What the table of calendar years shows."""
    return visit.language.text("Goals and cases by calendar year, {subject}", subject=subject(visit, view))


def clocks_text(language: Language) -> str:
    """What the years of the two kinds of figures are the years of."""
    text = language.text
    return text("Counted: {clock}.", clock="; ".join(text(CLOCKS[measure.clock]) for measure in (REACHED, AGREEMENT)))


def change_rule(language: Language) -> str:
    """When a change from the year before is named."""
    return language.text(
        "A change from the year before is named only where its 95 % interval leaves out zero (Newcombe 1998) and, for goals "
        "reached, whatever becomes of those that are still open. Of twenty years in which nothing has changed, about one would "
        "still be named by chance."
    )


def units_table(visit: Visit, view: OutcomeView) -> str:
    """Every unit, as HTML to pick from."""
    text = visit.language.text
    frames = [
        of.rows(named=True)
        for of in (
            figures.by_unit(visit, view),
            *(of_every_unit(visit, view, measure) for measure in (AGREEMENT, REACHED, CASES_REACHED)),
        )
    ]
    rows = [
        (goals["unit"], [goals["label"], *_cells(visit, goals, *shares)])
        for goals, *shares in zip(*frames, strict=True)
    ]
    together = [whole(visit, view, measure) or {} for measure in (AGREEMENT, REACHED, CASES_REACHED)]
    total = [text("all together"), *_cells(visit, figures.of_every_unit(visit, view), *together)]
    headings = [text(UNITS[view.by]), *_headings(visit)]
    return table.render(title_of_units(visit, view), headings, rows, selected=view.picked, total=total)


def topics_table(visit: Visit, view: OutcomeView) -> str:
    """What is chosen by focus area and topic, as HTML."""
    language, text = visit.language, visit.language.text
    rows = [
        [
            area_name(row["focus_area"], language),
            topic_name(visit, row["topic"]),
            *(count_text(row[count], language) for count in COUNTS),
            share_text(row, REACHED, language),
        ]
        for row in figures.by_topic(visit, view).iter_rows(named=True)
    ]
    headings = [text("Focus area"), text("Topic"), *_goal_headings(visit), text("reached, of those settled")]
    return table.plain(title_of_topics(visit, view), headings, rows, numeric=range(2, len(headings)))


def years_table(visit: Visit, view: OutcomeView) -> str:
    """What is chosen in every calendar year, with the change from the year before, as HTML."""
    text = visit.language.text
    changed = {measure: figures.changes(visit, view, measure) for measure in (AGREEMENT, REACHED)}
    rows = [
        [
            year_text(visit, row["year"]),
            *_cells(visit, row, *(_of_measure(row, measure) for measure in (AGREEMENT, REACHED, CASES_REACHED))),
            *(change_cell(changed[measure][row["year"]], visit.language) for measure in changed),
        ]
        for row in figures.by_year(visit, view).iter_rows(named=True)
    ]
    headings = [
        text("Year"),
        *_headings(visit),
        text("Change of cases with goals (points)"),
        text("Change of goals reached (points)"),
    ]
    return table.plain(title_of_years(visit, view), headings, rows, numeric=range(1, len(headings)))


def share_text(row: Row, measure: Measure, language: Language) -> str:
    """A share with its range and what it is of."""
    if row.get("value") is None:
        return NOTHING
    value, lower, upper = (value_text(row[limit], measure.meaning, language) for limit in LIMITS)
    return f"{value} ({lower}–{upper})"


def count_text(count: float | None, language: Language) -> str:
    """A count, or that there is none."""
    return NOTHING if count is None else language.number(count)


def change_cell(found: Change | str | None, language: Language) -> str:
    """The change in percentage points where it is beyond chance, or that it is not; nothing where there is none to tell."""
    if not isinstance(found, Change):
        return NOTHING
    if not found.is_beyond_chance:
        return language.text("may be chance")
    return language.number(found.difference * 100, signed=True)


def _headings(visit: Visit) -> list[str]:
    text = visit.language.text
    return [
        text("Cases"),
        text("with goals agreed"),
        *_goal_headings(visit),
        text("reached, of those settled"),
        text("Cases with a goal reached so far, of those with goals"),
    ]


def _goal_headings(visit: Visit) -> list[str]:
    names = [name("outcome", outcome, visit.language.code) for outcome in PARTS]
    return [visit.language.text("Goals agreed"), *names]


def _cells(visit: Visit, goals: Row, agreement: Row, reached: Row, cases_reached: Row) -> list[str]:
    language = visit.language
    return [
        count_text(agreement.get("base"), language),
        share_text(agreement, AGREEMENT, language),
        *(count_text(goals[count], language) for count in COUNTS),
        share_text(reached, REACHED, language),
        share_text(cases_reached, CASES_REACHED, language),
    ]


def _of_measure(row: Row, measure: Measure) -> dict[str, Any]:
    """The figures of one measure out of a year's row."""
    return {field: row[f"{measure.id}_{field}"] for field in (*LIMITS, "count", "base")}
