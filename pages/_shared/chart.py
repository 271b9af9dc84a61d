"""Plotly charts on a page, built once for each state of the page: building one takes plotly longer than all the rest."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from charts.theme import CONFIG
from pages._shared.kept import kept
from pages._shared.visit import Visit


def chart(visit: Visit, key: str, view: object, alt: str, build: Callable[[], object]) -> None:
    """Show the figure that `build` makes, built again only where pages._shared.kept says so. `alt` names the chart for those
    who cannot see it."""
    st.plotly_chart(kept(visit, key, view, build), config=CONFIG, theme=None, key=key, alt=alt)
