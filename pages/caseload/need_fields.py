"""Where the values behind the posts required are chosen: the example to read, or fields of the visitor's own, kept in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from charts import table
from locales import Language
from pages._shared.choices import PREFIX, choice
from pages._shared.view import begun
from pages._shared.visit import Visit
from pages.caseload.need_values import (
    EXAMPLE,
    FIELDS,
    INDIVIDUAL,
    MINUTES,
    SHARES,
    START,
    TIME,
    Values,
    as_address,
    example_mark,
    from_address,
    value_name,
)

NAME = "wisn"
SET_NAMES = {"example": "example values", "own": "own values"}


def choose_set(visit: Visit) -> str:
    """The example, or values of one's own."""
    text = visit.language.text
    sets = {code: text(SET_NAMES[code]) for code in SET_NAMES}
    return choice(text("Calculate with"), "values", sets, default="example", inline=True)


def choose_values(visit: Visit, which: str, recorded: Mapping[str, float]) -> Values:
    """The example in a table, or the fields of one's own; `recorded`: mean minutes of a service where hours are recorded, to compare
    with."""
    language, text = visit.language, visit.language.text
    is_example = which == "example"
    title = example_mark(language) if is_example else text("Own values: working time, minutes, allowances")
    with st.expander(title, expanded=not is_example):
        st.caption(_about(language))
        if is_example:
            st.query_params.pop(NAME, None)
            st.html(_as_table(recorded, language))
            return EXAMPLE
        return Values(_fields(recorded, language), is_example=False)


def _fields(recorded: Mapping[str, float], language: Language) -> dict[str, float | None]:
    text, state = language.text, st.session_state
    address, seen = st.query_params.get(NAME, ""), f"address_{NAME}"
    if f"{PREFIX}{NAME}_weeks" not in state or (address and address != state.get(seen)):
        state.update({f"{PREFIX}{NAME}_{code}": number for code, number in from_address(address).items()})
    groups = {
        text("Working time of a full-time post"): TIME,
        text("Minutes of one, with preparation, travel and follow-up"): MINUTES,
        text("Allowances"): {**SHARES, **INDIVIDUAL},
    }
    numbers: dict[str, float | None] = {}
    for place, (heading, fields) in zip(st.columns(3, gap="medium"), groups.items(), strict=True):
        with place:
            st.html(f"<strong>{heading}</strong>")
            for code in fields:
                numbers[code] = _field(code, recorded, language)
    st.query_params[NAME] = as_address(numbers)
    if not st.query_params[NAME]:
        st.query_params.pop(NAME)
    state[seen] = st.query_params.get(NAME, "")
    return {code: numbers[code] for code in FIELDS}


def _field(code: str, recorded: Mapping[str, float], language: Language) -> float | None:
    field, key = FIELDS[code], f"{PREFIX}{NAME}_{code}"
    st.session_state[key] = st.session_state.get(key, START[code])
    label = begun(value_name(code, language))
    if code in recorded:
        label += " " + language.text("(recorded: {minutes} on average)", minutes=language.number(recorded[code]))
    given = st.number_input(
        label,
        float(field.least),
        float(field.most),
        None,
        float(field.step),
        format="%g",
        key=key,
        placeholder=language.text("to be given"),
        persist_state="session",
    )
    return None if given is None else float(given)


def _as_table(recorded: Mapping[str, float], language: Language) -> str:
    text = language.text
    rows = [
        [
            begun(value_name(code, language)),
            language.number(EXAMPLE.numbers[code] or 0.0, 0),
            language.number(recorded[code]) if code in recorded else "–",
        ]
        for code in FIELDS
    ]
    headings = [text("Value"), text("Example, made up"), text("recorded, minutes on average")]
    return table.plain(example_mark(language), headings, rows, numeric=(1, 2))


def _about(language: Language) -> str:
    return language.text(
        "No norm is known for these minutes: they are for those who do the work to agree on. Weeks, hours and leave start with the "
        "collective agreement of the public service (TVöD, sections 6 and 26), holidays with those of North Rhine-Westphalia "
        "(Feiertagsgesetz NW, section 2: eleven, about nine of them on working days). The address of this page keeps own values: "
        "a bookmark brings them back."
    )
