"""The presentation of a meeting: a button, and behind it the slides over the whole window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from locales import Language
from pages._shared.offered import is_shown
from pages._shared.visit import Visit
from pages.meeting.presentation.slide import Slide

FOLDER = Path(__file__).parent
# Together one module of the browser.
SCRIPTS = ("presentation_screen.js", "presentation_agenda.js", "presentation_keys.js", "presentation.js")


def present(visit: Visit, slides: Sequence[Slide], key: str) -> None:
    """Mount the button that begins the presentation.

    All slides go to the browser at once: it needs nobody to go from one to the next. Their HTML must be safe, as `slides_of` makes it.
    """
    if not is_shown() or not slides:
        return
    data = {"slides": [asdict(slide) for slide in slides], "words": words(visit.language)}
    _component()(data=data, key=f"presentation_{key}")


def words(language: Language) -> dict[str, str]:
    """The texts around the slides by their keys; {number}, {all} and {title} are filled in by the browser."""
    text = language.text
    return {
        "start": text("Present"),
        "name": text("Presentation"),
        "slide": text("slide"),
        "said": text("Slide {number} of {all}: {title}", number="{number}", all="{all}", title="{title}"),
        "agenda": text("Slides"),
        "back": text("Back"),
        "next": text("Next"),
        "full": text("Full screen"),
        "end": text("End"),
        "controls": text("Controls of the presentation"),
        "keys": text(
            "→ or space: next · ←: back · number and Enter: that slide · A: all slides · F: full screen · Esc: end"
        ),
    }


@cache
def _component() -> ComponentRenderer:
    code = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS)
    html, style = ((FOLDER / f"presentation.{ending}").read_text(encoding="utf-8") for ending in ("html", "css"))
    return st.components.v2.component("presentation", html=html, js=code, css=style)
