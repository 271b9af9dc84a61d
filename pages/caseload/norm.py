"""A norm to compare with, such as a yearly flow per full-time post: only the visitor's own number, and only with its source."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from charts.wording import value_text
from locales import Language
from pages._shared.choices import number_choice, text_choice
from pages._shared.visit import Visit
from pages.caseload.view import CaseloadView

LARGEST = 5000.0
LONGEST_SOURCE = 120


@dataclass(frozen=True)
class Norm:
    """`per_fte`: in the unit of the view's figure. `source`: as the visitor wrote it."""

    per_fte: float
    source: str


def choose_norm(visit: Visit, view: CaseloadView) -> Norm | None:
    """The norm of a view's figure; None without a number or without a source. No rule of the county or the state is known, so none is
    proposed."""
    language, text = visit.language, visit.language.text
    number, source = st.columns([1, 2.2], vertical_alignment="bottom")
    with number:
        value = number_choice(
            text("Norm: {unit}", unit=view.meaning.unit[language.code]),
            f"norm_{view.measure}",
            default=0.0,
            least=0.0,
            most=LARGEST,
            step=5.0,
            explanation=text("0: no norm. The line appears as soon as the source is given, too."),
        )
    with source:
        words = text_choice(
            text("Source of the norm"),
            f"norm_source_{view.measure}",
            longest=LONGEST_SOURCE,
            explanation=text("Where the number stands, with its year: it is shown wherever the line is."),
        )
    if value and not words:
        st.caption(text("The norm is shown as soon as its source is given."))
    return Norm(value, words) if value and words else None


def norm_text(norm: Norm, view: CaseloadView, language: Language) -> str:
    """The norm with its unit and source."""
    value = value_text(norm.per_fte, view.meaning, language)
    return language.text(
        "Norm: {value} {unit} ({source})", value=value, unit=view.meaning.unit[language.code], source=norm.source
    )
