"""How an export is written, found out and to be corrected: encoding, separator, sheet, dates, numbers."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from etl.assistant.proposals import Proposal
from etl.caseload.mapping_problems import FileMapping
from etl.files import Reading
from pages._shared.uploads import Upload
from pages._shared.visit import Visit
from pages._shared.wording import DATE_NAMES, DECIMAL_NAMES, ENCODINGS, SEPARATOR_NAMES

FOUND_OUT = ""


@dataclass(frozen=True)
class Written:
    """How bytes become cells, and the forms of dates and numbers, in the words of a mapping."""

    reading: Reading
    dates: str
    decimal: str


def wanted(upload_id: str) -> Reading:
    """How a person wants the upload to be read: the choices of the last run."""
    chosen = (st.session_state.get(f"{upload_id}_{part}") or None for part in ("encoding", "separator", "sheet"))
    return Reading(*chosen)


def choose(visit: Visit, upload: Upload, proposal: Proposal, part: FileMapping | None) -> Written:
    """How the file is written: found out, and to be corrected."""
    text = visit.language.text
    dates, decimal = (part.layout.dates, part.layout.decimal) if part else (proposal.dates, proposal.decimal)
    stated = part.reading if part else Reading()
    encodings, separators = [FOUND_OUT, *ENCODINGS], [FOUND_OUT, *SEPARATOR_NAMES]
    found_out = text("found out")
    with st.expander(text("How the file is written: encoding, separator, dates, numbers")):
        columns = iter(st.columns(5, vertical_alignment="bottom"))
        with next(columns):
            encoding = st.selectbox(
                text("Encoding"),
                encodings,
                index=encodings.index(stated.encoding) if stated.encoding in encodings else 0,
                format_func=lambda name: ENCODINGS.get(name, found_out),
                key=f"{upload.id}_encoding",
            )
        with next(columns):
            separator = st.selectbox(
                text("Separator"),
                separators,
                index=separators.index(stated.separator) if stated.separator in separators else 0,
                format_func=lambda sign: text(SEPARATOR_NAMES[sign]) if sign else found_out,
                key=f"{upload.id}_separator",
            )
        with next(columns):
            sheet = st.text_input(text("Sheet"), stated.sheet or "", placeholder=found_out, key=f"{upload.id}_sheet")
        with next(columns):
            names = list(DATE_NAMES)
            dates = st.selectbox(
                text("Dates"),
                names,
                index=names.index(dates),
                format_func=lambda name: text(DATE_NAMES[name]),
                key=f"{upload.id}_dates",
            )
        with next(columns):
            names = list(DECIMAL_NAMES)
            decimal = st.selectbox(
                text("Numbers"),
                names,
                index=names.index(decimal),
                format_func=lambda name: text(DECIMAL_NAMES[name]),
                key=f"{upload.id}_decimal",
            )
    return Written(Reading(encoding or None, separator or None, sheet or None), dates, decimal)
