"""What the entries of the coded columns of an export mean: one choice per entry that may be shown."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from etl.assistant.field_words import YES_NO, Field, known_fields
from etl.assistant.mapping_draft import Choice, Code
from metrics.codes import codes
from pages._shared import intake
from pages._shared.frame import literal
from pages._shared.visit import Visit

BESIDE = 2
NONE = ""
GIVEN = "upload_entries"


def choose(visit: Visit, upload_id: str, kind: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices with the codes that a person gave their entries; folds with entries without a code are open.

    The entries of a closed fold are not drawn, for each costs time; what was given them is kept.
    """
    fields = known_fields(kind)
    folds = itertools.cycle(st.columns(BESIDE))
    found = []
    for place, choice in enumerate(choices):
        if choice.codes:
            with next(folds):
                given = _codes(visit, (upload_id, place, choice.becomes), fields[choice.becomes], choice)
            found.append(replace(choice, codes=given))
        else:
            found.append(choice)
    return found


def _codes(visit: Visit, of: tuple[str, int, str], wanted: Field, choice: Choice) -> Mapping[str, Code | None]:
    text, code = visit.language.text, visit.language.code
    kept: dict[tuple[str, int, str], Mapping[str, Code | None]] = st.session_state.setdefault(GIVEN, {})
    key = "_".join(map(str, of))
    before = {entry: kept.get(of, {}).get(entry, first) for entry, first in choice.codes.items()}
    lacking = sum(given is None for given in choice.codes.values())
    label = wanted.label[code]
    title = (
        text(
            "{field}: {lacking} of {all} entries have no meaning yet",
            field=label,
            lacking=lacking,
            all=len(choice.codes),
        )
        if lacking
        else text("{field}: {all} entries", field=label, all=len(choice.codes))
    )
    found: dict[str, Code | None] = {}
    fold = st.expander(literal(title), expanded=lacking > 0, key=f"{key}_fold", on_change="rerun")
    if not fold.open:
        return before
    names = _names(visit, wanted)
    with fold:
        if lacking:
            st.markdown(text("Rows whose entry has no meaning are rejected and named in the report."))
        places = st.columns(BESIDE)
        options = [NONE, *names]
        for number, (entry, given) in enumerate(before.items()):
            with places[number % BESIDE]:
                chosen = st.selectbox(
                    literal(_label(visit, choice, number, entry)),
                    options,
                    index=options.index(given) if given in names else 0,
                    format_func=lambda each: names.get(each, text("no meaning")),
                    key=f"{key}_{number}",
                )
                found[entry] = None if chosen == NONE else chosen
    kept[of] = found
    return found


def _label(visit: Visit, choice: Choice, number: int, entry: str) -> str:
    """The entry, or its number and how many rows have it where it may name somebody."""
    if entry not in choice.masked:
        return entry
    rows = visit.language.number(choice.masked[entry])
    return visit.language.text("Entry {number}, not shown ({rows} rows)", number=number + 1, rows=rows)


def _names(visit: Visit, wanted: Field) -> Mapping[Code, str]:
    """Code -> its name on screen, of the list that a field is coded by."""
    text, code = visit.language.text, visit.language.code
    if wanted.content == "place":
        return {ags: name for name, ags in sorted(intake.places(visit).municipalities.items())}
    if wanted.content == "post":
        return {post: post for post in intake.places(visit).posts}
    if wanted.code_list == YES_NO:
        return {True: text("consent given"), False: text("no consent")}
    return {each: names[code] for each, names in codes(wanted.code_list).items()}
