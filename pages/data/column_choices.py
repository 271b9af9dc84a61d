"""The table of the assistant: one row per column of an export with what may be shown of it and what it becomes."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from etl.assistant.columns import Column
from etl.assistant.field_words import known_fields
from etl.assistant.mapping_draft import IGNORED, REFUSED, Choice, first_choice
from etl.assistant.proposals import POST, Proposal
from etl.caseload.client_fields import MAY_IDENTIFY
from etl.caseload.mapping_problems import FileMapping
from pages._shared import intake
from pages._shared.frame import literal
from pages._shared.uploads import Looked, Upload
from pages._shared.visit import Visit
from pages.data.guessed import guessed_as
from pages.data.shown import heading_of, shown_words, why_words

WIDTHS = (1.2, 2, 1, 1.6)


def choose(
    visit: Visit, upload: Upload, looked: Looked, proposal: Proposal, part: FileMapping | None, *, is_named: bool
) -> list[Choice]:
    """One row per column: heading, where the first row is a header; what may be shown of it; what it becomes."""
    text, code = visit.language.text, visit.language.code
    fields = known_fields(proposal.kind)
    labels = {name: wanted.label[code] for name, wanted in fields.items()}
    labels |= {IGNORED: text("not needed"), REFUSED: text("refused: identifies people")}
    for place, title in zip(
        st.columns(WIDTHS),
        (text("Column of the file"), text("What stands in it"), text("recognised by"), text("becomes")),
        strict=True,
    ):
        place.markdown(f"**{title}**")
    choices = []
    for position, (column, guess) in enumerate(zip(looked.columns, proposal.guesses, strict=True)):
        first = first_choice(guess, part)
        heading = heading_of(column.heading, position, visit.language, is_named=is_named)
        options = [REFUSED, *MAY_IDENTIFY] if guess.reason else [IGNORED, REFUSED, *fields]
        options = [option for option in options if option in labels]
        left, middle, beside, right = st.columns(WIDTHS, vertical_alignment="center")
        left.markdown(f"**{literal(heading)}**")
        with right:
            becomes = st.selectbox(
                literal(text("{heading} becomes", heading=heading)),
                options,
                index=options.index(first.becomes) if first.becomes in options else 0,
                format_func=labels.__getitem__,
                key=f"{upload.id}_{proposal.kind}_{len(part.layout.columns) if part else 0}_{position}",
                label_visibility="collapsed",
            )
        chosen = guess if becomes == guess.field else guessed_as(visit, upload, looked, proposal, position, becomes)
        why = why_words(guess, visit.language) if becomes in (guess.field, REFUSED) else ""
        middle.markdown(literal(shown_words(chosen, visit.language)))
        beside.markdown(literal(why))
        codes = dict(chosen.codes) | (dict(first.codes) if becomes == first.becomes else {})
        choices.append(Choice(column.heading, becomes, codes, _masked(visit, column, becomes, codes)))
    return choices


def _masked(visit: Visit, column: Column, becomes: str, codes: Collection[str]) -> dict[str, int]:
    """Entry -> rows, of entries of posts that may name who works there."""
    if becomes != POST or not codes:
        return {}
    known = intake.places(visit)
    return {entry: column.counts.get(entry, 0) for entry in codes if not known.are_named_in(entry)}
