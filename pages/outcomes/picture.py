"""A picture on the page: below its title, with units that can be picked, how to read it, and the row that takes it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from charts.sentences import note_as_html
from pages._shared.drawing import options_for
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import Sheets, take_away
from pages._shared.visit import Visit
from pages.outcomes.view import OutcomeView, key_of

WIDE, HALF = 1000, 640  # pixels of the drawing: over the whole page, or beside another


def show_picture(
    visit: Visit,
    key: str,
    view: OutcomeView,
    state: object,
    name: str,
    draw: Callable[..., str],
    notes: Callable[[], list[str]],
    *,
    picked_by: str,
    sheets: Sheets,
    findings: Sequence[str],
    heading: str = "",
    reading: Sequence[str] = (),
    **size: int,
) -> None:
    """`draw` takes `size` for the page, and what pages._shared.drawing gives for a file called `name` and for a slide. `state`: what
    the picture hangs on (see pages._shared.kept). `picked_by`: the choice that a picked part is of. `sheets` and `findings`: see
    pages._shared.take_away; `view` says who may see it. `heading`: the title on the page where it is shorter than `name`. `reading`:
    sentences on how to read it."""
    st.header(heading or name, anchor=False)
    pickable(kept(visit, f"{key}_svg", (state, size), lambda: draw(**size)), key, visit, picked_by)
    if reading:
        st.html(note_as_html(" ".join(reading)))
    take_away(
        visit,
        name,
        key=key_of(view, key),
        picture=lambda medium: draw(**options_for(medium, notes)),
        sheets=sheets,
        findings=findings,
        uses_clients=True,
    )
