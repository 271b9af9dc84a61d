"""How the fields for days write them."""

from __future__ import annotations

from locales import Language


def date_format(language: Language) -> str:
    """The pattern of `st.date_input`, as readers of the language write a day."""
    return "DD.MM.YYYY" if language.code == "de" else "YYYY-MM-DD"
