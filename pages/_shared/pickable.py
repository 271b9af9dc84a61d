"""A drawing or table whose parts stand for municipalities or other units: a click, Enter or Space on one selects it on the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages._shared.choices import chosen, set_choice
from pages._shared.offered import is_shown
from pages._shared.visit import Visit

FOLDER = Path(__file__).parent


NOTHING = ""


def pickable(markup: str, key: str, visit: Visit, choice: str = "ags") -> None:
    """Mount SVG or HTML made by `charts`, whose elements with `data-ags` can be picked; picking the chosen one again lets go.

    What is picked is the value of `data-ags`: the municipality, or, for another `choice` of the page, the code of a carrier, focus
    area or post. That choice must offer NOTHING among its options.
    """
    if not is_shown():
        return
    component_key = f"pickable_{key}"

    def pick() -> None:
        picked = st.session_state[component_key].picked
        current = visit.ags if choice == "ags" else chosen(choice)
        set_choice(choice, NOTHING if picked == current else picked)

    _component()(data={"markup": markup}, key=component_key, on_picked_change=pick)


@cache
def _component() -> ComponentRenderer:
    code, style = ((FOLDER / f"pickable.{ending}").read_text(encoding="utf-8") for ending in ("js", "css"))
    return st.components.v2.component(
        "pickable", html='<div id="drawing"></div><div id="card"></div>', js=code, css=style
    )
