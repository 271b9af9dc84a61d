"""The button that files are chosen with, in the visitor's language."""

from __future__ import annotations

import streamlit as st

# Streamlit's own words on the button are English in every language.
BUTTON_WORDS = """<style>
[data-testid="stFileUploaderDropzone"] button p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: "{words}"; font-size: 1rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}
</style>"""


def word_button(words: str) -> None:
    """Put words on all buttons of the page that choose files. They must not come from users."""
    st.html(BUTTON_WORDS.format(words=words))
