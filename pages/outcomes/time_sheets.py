"""Times as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.visit import Visit
from pages.outcomes import time_figures as figures
from pages.outcomes import time_tables as tables
from pages.outcomes.asking import LABEL, UNIT, every_unit
from pages.outcomes.time_clocks import CASE, CLOCK_NAMES, MONTH, MONTHS, SINCE_NAMES, WAITING, Clock
from pages.outcomes.time_curves import HALF, QUARTERS, Read
from pages.outcomes.time_figures import SHARES, WAITED
from pages.outcomes.time_pictures import curve_names, curves, on_curves, share_name, title_of_curves
from pages.outcomes.time_pictures import title_of_units as title_of_figure
from pages.outcomes.view import UNITS, OutcomeView, choices_in_words, year_text
from report.sheets import Cell, Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14
WHOLE, PERCENT = number_format(0), number_format(0, percent=True)
# English messages.
QUARTER_NAMES = {0.25: "A quarter", HALF: "Half", 0.75: "Three quarters"}
MEANINGS = ("waiting_days", "waiting_in_time_share", "case_length_days", "first_goal_share")


def sheets(visit: Visit, view: OutcomeView, clock: Clock) -> Sequence[Sheet | Explanation]:
    """The units, what explains all, what is chosen in every year, and the curves that are drawn."""
    about = _about(visit, view, clock, tables.title_of_units(visit, view, clock), MEANINGS)
    return [_by_unit(visit, view, clock), about, _by_year(visit, view, clock), _curves(visit, view, clock)]


def sheets_of_curves(visit: Visit, view: OutcomeView, clock: Clock) -> Sequence[Sheet | Explanation]:
    """The curves that are drawn, and what explains them."""
    about = _about(visit, view, clock, title_of_curves(visit, view, clock), (clock.meaning,))
    return [_curves(visit, view, clock), about]


def sheets_of_units(visit: Visit, view: OutcomeView, clock: Clock) -> Sequence[Sheet | Explanation]:
    """The units, and what explains the figure that is drawn of them."""
    about = _about(visit, view, clock, title_of_figure(visit, view, clock), (clock.meaning,))
    return [_by_unit(visit, view, clock), about]


def _about(visit: Visit, view: OutcomeView, clock: Clock, title: str, meanings: Sequence[str]) -> Explanation:
    text = visit.language.text
    return explained(
        visit,
        title,
        meanings=[definition(meaning) for meaning in meanings],
        choices={text("What takes time"): text(CLOCK_NAMES[clock.process])}
        | dict(choices_in_words(visit, view, clock.year_of)),
        dates={text("Cases until"): date_of(visit, "caseload_on")},
        files=files_of(visit, "cases", "goals"),
        uses_clients=True,
    )


def _by_unit(visit: Visit, view: OutcomeView, clock: Clock) -> Sheet:
    text = visit.language.text
    has_key = view.by == "ags"
    head = [*([Column("AGS", NARROW)] if has_key else []), Column(text(UNITS[view.by]), WIDE)]
    named = every_unit(visit, view).select(UNIT, LABEL).rows()
    if clock == WAITING:
        rows = figures.waiting_by_unit(visit, view).select(*WAITED, *SHARES).rows()
    else:
        rows = [_of_curves(read, clock) for read in figures.by_unit(visit, view, clock).values()]
    return Sheet(
        text("Units"),
        tables.title_of_units(visit, view, clock),
        [*head, *_columns(visit, view, clock)],
        [(*(names if has_key else names[1:]), *row) for names, row in zip(named, rows, strict=True)],
        on_curves(visit, clock),
    )


def _by_year(visit: Visit, view: OutcomeView, clock: Clock) -> Sheet:
    text = visit.language.text
    rows: list[Sequence[Cell]]
    if clock == WAITING:
        found = figures.waiting_by_year(visit, view).select("year", *WAITED, *SHARES)
        rows = [(year_text(visit, year), *cells) for year, *cells in found.rows()]
    else:
        rows = [
            (year_text(visit, year), *_of_curves(read, clock))
            for year, read in figures.by_year(visit, view, clock).items()
        ]
    columns = [Column(text("Year"), WIDE), *_columns(visit, view, clock)]
    return Sheet(text("Years"), tables.title_of_years(visit, view, clock), columns, rows, on_curves(visit, clock))


def _curves(visit: Visit, view: OutcomeView, clock: Clock) -> Sheet:
    text = visit.language.text
    names = curve_names(visit, view, clock)
    rows = [
        (names[key], *row)
        for key, curve in curves(visit, view, clock).items()
        for row in curve.select("time", "at_risk", "estimate", "lower", "upper").rows()
    ]
    exact = number_format(1, percent=True)
    columns = [
        Column(text("Curve"), WIDE),
        Column(f"{text(SINCE_NAMES[clock.process])} ({text('days')})", NARROW, WHOLE),
        Column(text("under observation"), NARROW, WHOLE),
        Column(share_name(visit, view, clock), WIDE, exact),
        *_limits(visit, exact),
    ]
    return Sheet(text("Curves"), title_of_curves(visit, view, clock), columns, rows, on_curves(visit, clock))


def _columns(visit: Visit, view: OutcomeView, clock: Clock) -> list[Column]:
    text = visit.language.text
    if clock == WAITING:
        return [
            Column(text("First interviews"), NARROW, WHOLE),
            Column(text("Half waited at most (days)"), NARROW, WHOLE),
            *_limits(visit, WHOLE),
            Column(text("A quarter waited at most (days)"), NARROW, WHOLE),
            Column(text("Three quarters waited at most (days)"), NARROW, WHOLE),
            Column(text("Requests of which it is known"), NARROW, WHOLE),
            Column(text("Still waiting"), NARROW, WHOLE),
            Column(text("Left without an interview"), NARROW, WHOLE),
            Column(text("First interview within {days} days", days=view.target_days), WIDE, PERCENT),
            *_limits(visit, PERCENT),
        ]
    if clock == CASE:
        parts = [text(QUARTER_NAMES[part]) for part in QUARTERS]
        return [
            Column(text("Cases"), NARROW, WHOLE),
            *(
                Column(heading, NARROW, WHOLE)
                for part in parts
                for heading in (
                    text("{part} had ended after more than (days)", part=part),
                    text("{part} had ended by (days)", part=part),
                )
            ),
            *_limits(visit, WHOLE, f"{text(QUARTER_NAMES[HALF])}: "),
            *_shares(visit, [text("Still running after {months} months", months=months) for months in MONTHS]),
        ]
    return [
        Column(text("Cases with goals agreed"), NARROW, WHOLE),
        *_shares(visit, [text("First goal reached within {months} months", months=months) for months in MONTHS]),
        *_shares(visit, [text("Case ended before that within {months} months", months=months) for months in MONTHS]),
    ]


def _of_curves(read: Read, clock: Clock) -> list[Cell]:
    """The cells of `_columns` after the name."""
    times: list[Cell] = []
    if clock == CASE:
        for part in QUARTERS:
            found = read.times.get(part)
            times += [None, None] if found is None else [found.first, found.last]
        times += [None, None] if read.half is None else [read.half.lower, read.half.upper]
    shares = [read.share(ending, months * MONTH) or (None,) * 3 for ending in clock.endings for months in MONTHS]
    return [read.cases, *times, *(cell for share in shares for cell in share)]


def _shares(visit: Visit, headings: Sequence[str]) -> list[Column]:
    return [column for heading in headings for column in (Column(heading, WIDE, PERCENT), *_limits(visit, PERCENT))]


def _limits(visit: Visit, shown: str, what: str = "") -> list[Column]:
    text = visit.language.text
    return [Column(what + text("at least (95 %)"), NARROW, shown), Column(what + text("at most (95 %)"), NARROW, shown)]
