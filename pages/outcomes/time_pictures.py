"""Times as pictures: the curves, and one figure of every unit with its range."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts import survival, whiskers
from charts.whiskers import Whisker
from locales import Language
from metrics.definitions import definition
from metrics.processes import PROCESSES
from metrics.protection import SMALLEST_BASE, sees_exact
from pages._shared.frame import files_of
from pages._shared.maps import notes_of_picture
from pages._shared.visit import Visit
from pages.outcomes import time_figures as figures
from pages.outcomes.asking import LABEL, UNIT, curves_of_chosen, curves_of_units, every_unit
from pages.outcomes.time_clocks import (
    BASE_NAMES,
    CASE,
    CURVE_TITLES,
    ENDING_NAMES,
    HALF_A_YEAR,
    MONTH,
    SHARE_NAMES,
    SINCE_NAMES,
    WAITING,
    Clock,
)
from pages.outcomes.time_curves import Read
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, span_text, subject

# More curves than this cross too often to be told apart.
MOST_CURVES = 4


def is_of_units(visit: Visit, view: OutcomeView) -> bool:
    """Whether each unit has a curve of its own: few enough, and none of them chosen."""
    return not view.picked and every_unit(visit, view).height <= MOST_CURVES


def title_of_curves(visit: Visit, view: OutcomeView, clock: Clock) -> str:
    """What the curves show."""
    text = visit.language.text
    units = text("by {unit}", unit=text(UNITS[view.by]))
    whose = units if is_of_units(visit, view) else subject(visit, view)
    return text(CURVE_TITLES[clock.process], whose=whose, span=span_text(visit, view))


def curves(visit: Visit, view: OutcomeView, clock: Clock) -> dict[str, pl.DataFrame]:
    """Unit, or ending of what is chosen -> its curve, for those that have one."""
    if is_of_units(visit, view):
        found = curves_of_units(visit, view, clock.process).filter(pl.col("ending") == clock.ending)
        return figures.parted(found, UNIT)
    return figures.parted(curves_of_chosen(visit, view, clock.process), "ending")


def curve_names(visit: Visit, view: OutcomeView, clock: Clock) -> dict[str, str]:
    """Every key that `curves` may have -> its name."""
    if is_of_units(visit, view):
        return dict(every_unit(visit, view).select(UNIT, LABEL).rows())
    return {ending: visit.language.text(ENDING_NAMES[ending]) for ending in clock.endings}


def share_name(visit: Visit, view: OutcomeView, clock: Clock) -> str:
    """What the shares of the curves are."""
    text = visit.language.text
    return text(SHARE_NAMES[clock.ending]) if is_of_units(visit, view) else text(BASE_NAMES[clock.process])


def curves_picture(visit: Visit, view: OutcomeView, clock: Clock, **options: Any) -> str:
    """The curves as SVG."""
    language, text = visit.language, visit.language.text
    target = None
    if clock == WAITING:
        target = float(view.target_days), text("your wish: {days} days", days=view.target_days)
    return survival.render(
        curves(visit, view, clock),
        curve_names(visit, view, clock),
        language,
        title=title_of_curves(visit, view, clock),
        x_title=text(SINCE_NAMES[clock.process]),
        y_title=share_name(visit, view, clock),
        falling=clock.is_falling,
        stepped=sees_exact(visit.role),
        unit="days" if clock == WAITING else "months",
        target=target,
        **options,
    )


def title_of_units(visit: Visit, view: OutcomeView, clock: Clock) -> str:
    """What is drawn unit by unit."""
    return f"{figure_name(clock, visit.language)}, {span_text(visit, view)}"


def figure_name(clock: Clock, language: Language) -> str:
    """The figure that is drawn unit by unit."""
    if clock == CASE:
        return language.text("Days after which half of the cases had ended")
    return language.text("Share of cases with a first goal reached within {months} months", months=HALF_A_YEAR // MONTH)


def units_picture(visit: Visit, view: OutcomeView, clock: Clock, **options: Any) -> str:
    """The length of cases, or the share with a first goal, of every unit as SVG; beside that of all units together."""
    labels = dict(every_unit(visit, view).select(UNIT, LABEL).rows())
    found = figures.by_unit(visit, view, clock)
    together = _drawn(figures.of_every_unit(visit, view, clock), clock)[0]
    return whiskers.render(
        [_whisker(key, labels[key], read, clock, visit.language) for key, read in found.items()],
        definition(clock.meaning),
        visit.language,
        title=title_of_units(visit, view, clock),
        reference=None if together is None else (together, visit.language.text("all together")),
        selected=view.picked,
        **options,
    )


def notes(visit: Visit, clock: Clock) -> list[str]:
    """How to read the pictures, and whatever pictures carry that leave the page."""
    reading = [*on_curves(visit, clock), definition(clock.meaning).explanation[visit.language.code]]
    return notes_of_picture(visit, files_of(visit, "cases", "goals"), reading=reading)


def on_curves(visit: Visit, clock: Clock) -> list[str]:
    """What the year is the year of, who is behind a curve, where it ends, and on which days it is known."""
    text = visit.language.text
    lines = [
        text("Counted: {clock}.", clock=text(CLOCKS[clock.year_of])),
        text(
            "Whoever has not come to the end counts for as long as the exports tell of them (under observation); a curve ends where "
            "fewer than {least} are left, because one person more or less would move it far.",
            least=SMALLEST_BASE,
        ),
    ]
    if not sees_exact(visit.role):
        grid = PROCESSES[clock.process].grid
        lines.append(
            text(
                "Protection: curves are known every {days} days only, from counts rounded to 5; days read off them lie between two "
                "such points.",
                days=grid,
            )
        )
    return lines


def _whisker(key: str, label: str, read: Read, clock: Clock, language: Language) -> Whisker:
    value, lower, upper = _drawn(read, clock)
    return Whisker(key, label, value, lower, upper, _rests_on(read, language), _reason(read, clock, language))


def _drawn(read: Read, clock: Clock) -> tuple[float | None, float | None, float | None]:
    """The figure with its limits: on a grid the first point by which half had ended."""
    if clock == CASE:
        return (None, None, None) if read.half is None else (read.half.last, read.half.lower, read.half.upper)
    return read.share(clock.ending, HALF_A_YEAR) or (None, None, None)


def _rests_on(read: Read, language: Language) -> str:
    return "" if read.cases is None else language.text("{base} cases", base=language.number(read.cases))


def _reason(read: Read, clock: Clock, language: Language) -> str:
    """Why there is no figure."""
    if read.cases is None:
        return language.text("too few cases")
    if clock == CASE:
        return language.text("half not ended yet")
    return language.text("fewer than {least} left before that", least=SMALLEST_BASE)
