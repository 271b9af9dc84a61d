"""The outcomes at a glance as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.visit import Visit
from pages.outcomes.measures import MEASURES, Measure
from pages.outcomes.overview_figures import measure_name, of_every_unit, title, title_of
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, choices_in_words
from report.sheets import Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14
# Their figures hang on how soon the visitor wishes first interviews to be.
WITH_TARGET = ("waiting_in_time_share",)


def sheets(visit: Visit, view: OutcomeView) -> Sequence[Sheet | Explanation]:
    """A sheet for every figure, with what explains them as the second one."""
    shown = list(map(Measure, MEASURES))
    first, *others = (_sheet(visit, view, measure) for measure in shown)
    return [first, _about(visit, view, title(visit, view), shown), *others]


def sheets_of(visit: Visit, view: OutcomeView, measure: Measure) -> Sequence[Sheet | Explanation]:
    """The sheet of one figure, and what explains it."""
    return [_sheet(visit, view, measure), _about(visit, view, title_of(visit, view, measure), [measure])]


def _about(visit: Visit, view: OutcomeView, name: str, shown: Sequence[Measure]) -> Explanation:
    text = visit.language.text
    target = {text("First interview within (days)"): str(view.target_days)}
    return explained(
        visit,
        name,
        meanings=[measure.meaning for measure in shown],
        choices={
            **choices_in_words(visit, view, *dict.fromkeys(measure.clock for measure in shown)),
            **(target if any(measure.id in WITH_TARGET for measure in shown) else {}),
        },
        dates={text("Cases until"): date_of(visit, "caseload_on")},
        files=files_of(visit, "cases", "goals"),
        uses_clients=True,
    )


def _sheet(visit: Visit, view: OutcomeView, measure: Measure) -> Sheet:
    language, text = visit.language, visit.language.text
    name = measure_name(measure, view, language)
    shown = number_format(measure.meaning.decimals, percent=measure.is_share)
    columns = [
        *([Column("AGS", NARROW)] if view.by == "ags" else []),
        Column(text(UNITS[view.by]), WIDE),
        Column(name, WIDE, shown),
        Column(text("at least (95 %)"), NARROW, shown),
        Column(text("at most (95 %)"), NARROW, shown),
        Column(text("counted"), NARROW, number_format(0)),
        Column(text("out of"), NARROW, number_format(0)),
    ]
    fields = (*(("unit",) if view.by == "ags" else ()), "label", "value", "lower", "upper", "count", "base")
    return Sheet(
        text(SHEET_NAMES[measure.id]),
        f"{name} ({measure.meaning.unit[language.code]})",
        columns,
        of_every_unit(visit, view, measure).select(fields).rows(),
        [text("Counted: {clock}.", clock=text(CLOCKS[measure.clock]))],
    )


# A sheet's name has at most 31 letters.
SHEET_NAMES = {
    "waiting_days": "Waiting time",
    "waiting_in_time_share": "First interview in time",
    "agreement_share": "Cases with goals agreed",
    "cases_reached_share": "Cases with a goal reached",
    "goals_reached_share": "Goals reached",
    "newcomer_share": "Arrived in the last 12 months",
}
