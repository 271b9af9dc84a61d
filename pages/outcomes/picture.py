"""A picture on the page: below its title, with units that can be picked, how to read it, and the buttons that save it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from charts.sentences import note_as_html
from pages._shared.downloads import picture_downloads
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.visit import Visit

WIDE, HALF = 1000, 640  # pixels of the drawing: over the whole page, or beside another


def show_picture(
    visit: Visit,
    key: str,
    state: object,
    name: str,
    draw: Callable[..., str],
    notes: Callable[[], list[str]],
    *,
    picked_by: str,
    heading: str = "",
    reading: Sequence[str] = (),
    **size: int,
) -> None:
    """`draw` takes `size` for the page, and heading and notes for a file called `name`. `state`: what the picture hangs on (see
    pages._shared.kept). `picked_by`: the choice that a picked part is of. `heading`: the title on the page where it is shorter
    than `name`. `reading`: sentences on how to read it."""
    st.header(heading or name, anchor=False)
    pickable(kept(visit, f"{key}_svg", (state, size), lambda: draw(**size)), key, visit, picked_by)
    if reading:
        st.html(note_as_html(" ".join(reading)))
    picture_downloads(visit, lambda: draw(heading=True, notes=notes()), name, key=key, uses_clients=True)
