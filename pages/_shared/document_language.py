"""The language of the page as the browser knows it: screen readers choose their voice by it."""

from __future__ import annotations

from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from locales import Language

CODE = "export default function ({ data }) { document.documentElement.lang = data.code; }"


def tell_browser(language: Language) -> None:
    """Set the document's language, which Streamlit leaves at English."""
    _component()(data={"code": language.code}, key="document_language", height=0)


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("document_language", js=CODE)
