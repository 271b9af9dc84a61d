"""The outcomes at a glance as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.visit import Visit
from pages.outcomes.measures import MEASURES, Measure
from pages.outcomes.overview_figures import measure_name, of_every_unit, title
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, choices_in_words
from report.sheets import Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14


def sheets(visit: Visit, view: OutcomeView) -> Sequence[Sheet | Explanation]:
    """A sheet for every figure, with what explains them as the second one."""
    found = [_sheet(visit, view, measure) for measure in map(Measure, MEASURES)]
    text = visit.language.text
    about = explained(
        visit,
        title(visit, view),
        meanings=[Measure(measure).meaning for measure in MEASURES],
        choices={
            **choices_in_words(visit, view, *dict.fromkeys(MEASURES.values())),
            text("First interview within (days)"): str(view.target_days),
        },
        dates={text("Cases until"): date_of(visit, "caseload_on")},
        files=files_of(visit, "cases", "goals"),
        uses_clients=True,
    )
    return [found[0], about, *found[1:]]


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
    "goals_reached_share": "Goals reached",
    "newcomer_share": "Arrived in the last 12 months",
}
