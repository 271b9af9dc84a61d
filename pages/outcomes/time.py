"""How long things take: waiting for the first interview, the length of cases, the time to a first goal reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from charts.sentences import as_html, note_as_html, notices_as_html
from metrics.definitions import definition
from pages._shared.choices import choice
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import Sheets, take_away
from pages._shared.visit import Visit
from pages.outcomes import time_pictures as pictures
from pages.outcomes import time_tables as tables
from pages.outcomes.measures import WAITING as WAITING_DAYS
from pages.outcomes.measures import Measure
from pages.outcomes.overview import picture
from pages.outcomes.picture import WIDE, show_picture
from pages.outcomes.time_clocks import CLOCK, CLOCK_NAMES, FIRST_GOAL, PROCESS_CLOCKS, USUAL, WAITING, Clock
from pages.outcomes.time_findings import findings, notices
from pages.outcomes.time_sheets import MEANINGS, sheets, sheets_of_curves, sheets_of_units
from pages.outcomes.view import PICKED_BY, OutcomeView, choose_view, key_of

CURVES_HEIGHT = 540


def show(visit: Visit) -> set[str]:
    text = visit.language.text
    names = {process: text(CLOCK_NAMES[process]) for process in PROCESS_CLOCKS}
    process = choice(text("What takes time"), CLOCK, names, default=USUAL, inline=True, hide_label=True)
    clock = PROCESS_CLOCKS[process]
    view = choose_view(visit, with_target=clock == WAITING)
    said = kept(visit, f"time_findings_{process}", view, lambda: findings(visit, view, clock))
    st.html(as_html(said))
    lines = kept(visit, "time_notices", view, lambda: notices(visit, view))
    if clock == FIRST_GOAL and not files_of(visit, "goals"):
        lines = [*lines, text("No goals have been loaded: put an export of goals below data/raw (see README).")]
    if lines:
        st.html(notices_as_html(lines))
    curves = pictures.title_of_curves, pictures.curves_picture, lambda: sheets_of_curves(visit, view, clock), said
    _drawn(visit, view, clock, f"time_curves_{process}", *curves, height=CURVES_HEIGHT)
    st.html(note_as_html(" ".join(pictures.on_curves(visit, clock))))
    units = kept(visit, f"time_table_{process}", view, lambda: tables.units_table(visit, view, clock))
    pickable(units, "time_table", visit, PICKED_BY[view.by])
    if clock == WAITING:
        picture(visit, view, Measure(WAITING_DAYS), said, width=WIDE)
    else:
        units_of = pictures.title_of_units, pictures.units_picture, lambda: sheets_of_units(visit, view, clock), said
        _drawn(visit, view, clock, f"time_units_{process}", *units_of)
    st.html(kept(visit, f"time_years_table_{process}", view, lambda: tables.years_table(visit, view, clock)))
    take_away(
        visit,
        tables.title_of_units(visit, view, clock),
        key=key_of(view, f"time_table_{process}"),
        sheets=lambda: sheets(visit, view, clock),
        findings=said,
        uses_clients=True,
    )
    explain([definition(meaning) for meaning in MEANINGS], visit.language)
    return files_of(visit, "cases", "goals")


def _drawn(
    visit: Visit,
    view: OutcomeView,
    clock: Clock,
    key: str,
    title: Callable[[Visit, OutcomeView, Clock], str],
    draw: Callable[..., str],
    sheets: Sheets,
    findings: Sequence[str],
    **size: int,
) -> None:
    show_picture(
        visit,
        key,
        view,
        view,
        title(visit, view, clock),
        partial(draw, visit, view, clock),
        lambda: pictures.notes(visit, clock),
        picked_by=PICKED_BY[view.by],
        sheets=sheets,
        findings=findings,
        width=WIDE,
        **size,
    )
