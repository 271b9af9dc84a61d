"""The first visit after the server has started, where an address leads to a page of its own.

Streamlit takes a folder called pages/ for its older way of making pages until `st.navigation` has run once, and by that way it
finds no page but the first: a bookmark or a link to a figure opens the right page with «Page not found» above it. What the browser was
told cannot be taken back, but loading the address again tells it right.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

import streamlit as st
from streamlit import Page
from streamlit.components.v2.types import ComponentRenderer
from streamlit.runtime.pages_manager import PagesManager

CODE = "export default function () { location.reload(); }"


def navigation(pages: list[Page]) -> Page:
    """The page that is asked for, as of `st.navigation`; a browser that was told of none at its address opens that once more."""
    is_misled = bool(PagesManager.uses_pages_directory) and bool(urlsplit(st.context.url or "").path.strip("/"))
    page = st.navigation(pages)
    if is_misled:
        _component()(key="first_visit", height=0)
        st.stop()
    return page


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("first_visit", js=CODE)
