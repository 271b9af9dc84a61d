"""Which characteristic of the people counselled is looked at, and beside whom."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from metrics.codes import codes, name
from pages._shared.choices import choice
from pages._shared.visit import Visit
from pages.outcomes.view import OutcomeView

NOT_STATED = "not_stated"
# One at a time: two beside each other would describe single people.
ATTRIBUTES = ("age_band", "sex", "origin_group", "residence_status", "arrival")
# English messages for `Language.text`: whom the ages of clients are compared with.
AGES = {"all": "all ages", "from_25": "from 25 on"}
YOUNGEST = "age_under_25"


@dataclass(frozen=True)
class PeopleView:
    """`attribute`: one of ATTRIBUTES. `ages`: one of AGES; other attributes than the age are always compared at all ages."""

    of: OutcomeView
    attribute: str
    ages: str = "all"


def choose_people(visit: Visit, view: OutcomeView) -> PeopleView:
    """The choice of a characteristic, and for the age the one of those who are compared."""
    text = visit.language.text
    offered = {attribute: attribute_heading(visit, attribute) for attribute in ATTRIBUTES}
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    with left:
        attribute = choice(text("Characteristic"), "characteristic", offered, default=ATTRIBUTES[0], inline=True)
    if attribute != "age_band":
        return PeopleView(view, attribute)
    explanation = text(
        "The census counts children, too, who rarely come to counselling themselves. From 25 on, both count adults alone."
    )
    with right:
        named = {code: text(AGES[code]) for code in AGES}
        ages = choice(text("Compared at"), "ages", named, default="all", explanation=explanation)
    return PeopleView(view, attribute, ages)


def attribute_name(visit: Visit, attribute: str) -> str:
    """What a characteristic is called within a sentence."""
    return name("attribute", attribute, visit.language.code)


def attribute_heading(visit: Visit, attribute: str) -> str:
    """What it is called on its own."""
    called = attribute_name(visit, attribute)
    return called[:1].upper() + called[1:]


def value_name(visit: Visit, attribute: str, value: str) -> str:
    """What a value of a characteristic is called, be it of the case records or one that they share with the census."""
    if value == NOT_STATED:
        return name(NOT_STATED, NOT_STATED, visit.language.code)
    common = codes("common_age_band")
    field = "common_age_band" if attribute == "age_band" and value in common else attribute
    return name(field, value, visit.language.code)
