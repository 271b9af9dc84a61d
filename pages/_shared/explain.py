"""What the figures of a page mean, from their definitions."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from locales import Language
from metrics.definitions import Definition


def explain(shown: Iterable[Definition], language: Language) -> None:
    """A fold-out with label, explanation, numerator, denominator and source of each definition."""
    with st.expander(language.text("How to read these figures")):
        for meaning in shown:
            st.markdown(as_markdown(meaning, language))


def as_markdown(meaning: Definition, language: Language) -> str:
    """One definition in full."""
    code, text = language.code, language.text
    lines = [
        f"**{meaning.label[code]}** ({meaning.unit[code]}). {meaning.explanation[code]}",
        text("*Counted:* {numerator}.", numerator=meaning.numerator[code]),
    ]
    if meaning.denominator:
        lines[-1] += " " + text("*Divided by:* {denominator}.", denominator=meaning.denominator[code])
    lines[-1] += " " + text("*Source:* {source}.", source=meaning.source[code])
    if meaning.literature:
        lines.append(text("*Formula or method:* {literature}", literature=meaning.literature))
    return "  \n".join(lines)
