"""Plotly charts on a page, built once for each state of the page: building one takes plotly longer than all the rest."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from charts.theme import CONFIG
from pages._shared.visit import Visit


def chart(visit: Visit, key: str, view: object, alt: str, build: Callable[[], object]) -> None:
    """Show the figure that `build` makes.

    It is built again only when edition, role, language, municipality or `view` (the page's choices, told apart by their
    repr) differ, so `build` must depend on nothing else. `alt` names the chart for those who cannot see it.
    """
    state = (visit.edition_id, visit.role, visit.language.code, visit.ags, key, repr(view))
    st.plotly_chart(_built(state, build), config=CONFIG, theme=None, key=key, alt=alt)


@st.cache_resource(max_entries=500, show_spinner=False)
def _built(state: tuple[str, ...], _build: Callable[[], object]) -> object:  # noqa: ARG001, the key of the cache
    return _build()
