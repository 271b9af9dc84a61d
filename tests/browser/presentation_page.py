"""A page with nothing but a presentation. `?close` counts how often one ended; `?lang=en` speaks English.

A button runs the page again.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import streamlit as st

import pages._shared
from locales import Language
from pages.meeting.presentation.presentation import present
from pages.meeting.presentation.slides import slides_of
from tests.browser.presentation_slides import pack

FRAME = Path(pages._shared.__path__[0]) / "frame.css"

st.set_page_config(page_title="Vorführung", layout="wide", initial_sidebar_state=240)
st.html(f"<style>{FRAME.read_text(encoding='utf-8')}</style>")
st.sidebar.write("Seiten")
st.title("Sitzung", anchor=False)
language = Language(st.query_params.get("lang", "de"))
state = st.session_state
if "slides" not in state:
    state.slides = slides_of(pack(), language)
present(SimpleNamespace(language=language), state.slides, "meeting")
st.button("Noch einmal")
