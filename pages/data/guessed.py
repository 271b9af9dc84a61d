"""Proposals for the columns of an upload, made once for each visitor and way of reading."""

from __future__ import annotations

from typing import Any

import streamlit as st

from etl.assistant.field_words import known_fields
from etl.assistant.proposals import Guess, Proposal, guess_as, propose
from pages._shared import intake
from pages._shared.uploads import Looked, Upload
from pages._shared.visit import Visit

GUESSED = "upload_guessed"


def proposed(visit: Visit, upload: Upload, looked: Looked, kind: str | None) -> Proposal:
    """What the columns of an upload probably are; `kind` where a person has said it."""
    known: dict[tuple[Any, ...], Proposal] = st.session_state.setdefault(GUESSED, {})
    key = (upload.id, looked.reading, kind)
    if key not in known:
        known[key] = propose(looked.columns, intake.places(visit), kind)
    return known[key]


def guessed_as(visit: Visit, upload: Upload, looked: Looked, proposal: Proposal, position: int, becomes: str) -> Guess:
    """What may be shown of a column that a person has chosen a field for, and what its entries mean."""
    known: dict[tuple[Any, ...], Guess] = st.session_state.setdefault(GUESSED, {})
    key = (upload.id, looked.reading, proposal.kind, position, becomes)
    if key not in known:
        wanted = known_fields(proposal.kind).get(becomes)
        known[key] = guess_as(looked.columns[position], wanted, intake.places(visit), proposal.kind, proposal.cases)
    return known[key]
