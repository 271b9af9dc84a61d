"""A drawing or table whose parts stand for municipalities: a click, Enter or Space on one selects it on the whole page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages._shared.choices import set_choice
from pages._shared.visit import EVERYWHERE, Visit

FOLDER = Path(__file__).parent


def pickable(markup: str, key: str, visit: Visit) -> None:
    """Mount SVG or HTML made by `charts`, whose elements with `data-ags` can be picked; picking the chosen one again lets go."""
    component_key = f"pickable_{key}"

    def pick() -> None:
        picked = st.session_state[component_key].picked
        set_choice("ags", EVERYWHERE if picked == visit.ags else picked)

    _component()(data={"markup": markup}, key=component_key, on_picked_change=pick)


@cache
def _component() -> ComponentRenderer:
    code, style = ((FOLDER / f"pickable.{ending}").read_text(encoding="utf-8") for ending in ("js", "css"))
    return st.components.v2.component(
        "pickable", html='<div id="drawing"></div><div id="card"></div>', js=code, css=style
    )
