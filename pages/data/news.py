"""What an action on the page has brought about, told once after the page has run anew."""

from __future__ import annotations

import streamlit as st

from pages._shared.frame import literal

KEY = "news_of_data"
GOOD, CAREFUL = "good", "careful"


def keep_news(kind: str, message: str) -> None:
    """Have a message shown in the next run; `kind` is GOOD or CAREFUL."""
    st.session_state.setdefault(KEY, []).append((kind, message))


def tell_news() -> None:
    """Show what was kept."""
    for kind, message in st.session_state.pop(KEY, []):
        (st.success if kind == GOOD else st.warning)(literal(message))
