"""The assistant that makes a mapping: which column is what, and what its entries mean, proposed and then chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from etl.assistant.field_words import known_fields
from etl.assistant.mapping_draft import Choice, chosen_twice, drafted, without_heading
from etl.caseload.mapping_problems import OR, FileMapping, problems_of
from pages._shared import intake
from pages._shared.frame import literal
from pages._shared.intake import CASELOAD_KINDS
from pages._shared.said import said
from pages._shared.uploads import Looked, Upload
from pages._shared.visit import Visit
from pages.data import column_choices, entries, mapping_name, writing
from pages.data.guessed import proposed


@dataclass(frozen=True)
class MappedPart:
    """The part of a mapping for one file: the mapping's name, title and carrier, and what was chosen."""

    name: str
    title: str
    carrier: str
    kind: str
    file: FileMapping


def choose(visit: Visit, upload: Upload, looked: Looked) -> MappedPart | None:
    """The whole assistant; None while the mapping is not complete."""
    text = visit.language.text
    known = intake.mappings()
    kind = _kind(visit, upload, looked)
    name, title, carrier = mapping_name.choose(visit, upload, looked)
    part = known[name].get(kind) if name in known else None
    proposal = proposed(visit, upload, looked, kind)
    is_named = proposal.has_headings(part.layout.columns.values() if part else ())
    if not is_named:
        st.warning(
            text(
                "The first row does not look like headings: too few of them are known. If it is about a person, put the row of "
                "headings back; no mapping can be made without it. The columns are named by their position here."
            )
        )
    choices = column_choices.choose(visit, upload, looked, proposal, part, is_named=is_named)
    choices = entries.choose(visit, upload.id, kind, choices)
    written = writing.choose(visit, upload, proposal, part)
    if not is_named:
        return None
    file = drafted(kind, choices, written.reading, written.dates, written.decimal, part)
    return MappedPart(name, title, carrier, kind, file) if _is_complete(visit, kind, name, choices, file) else None


def _kind(visit: Visit, upload: Upload, looked: Looked) -> str:
    text = visit.language.text
    recognised = looked.recognition.kind
    guessed = recognised if recognised in CASELOAD_KINDS else proposed(visit, upload, looked, None).kind
    return str(
        st.segmented_control(
            text("A row of this export is"),
            CASELOAD_KINDS,
            format_func={"cases": text("a case"), "goals": text("a goal"), "services": text("a service")}.__getitem__,
            default=guessed,
            required=True,
            key=f"{upload.id}_kind",
        )
    )


def _is_complete(visit: Visit, kind: str, name: str, choices: Sequence[Choice], file: FileMapping) -> bool:
    """Whether the part can be used; what is missing is said."""
    text, code = visit.language.text, visit.language.code
    labels = {name: wanted.label[code] for name, wanted in known_fields(kind).items()}
    found = []
    if not name:
        found.append(text("The mapping needs a name."))
    if twice := chosen_twice(choices):
        found.append(
            text("Chosen for more than one column: {fields}", fields=", ".join(labels[each] for each in twice))
        )
    if nameless := without_heading(choices):
        found.append(
            text(
                "Give a heading to the columns number {columns} in the file: what stands there may be about a person, and a "
                "mapping must not hold it.",
                columns=", ".join(map(str, nameless)),
            )
        )
    for each in problems_of(kind, file):
        names = (text(" or ").join(labels.get(part, part) for part in named.split(OR)) for named in each.names)
        found.append(said(replace(each, names=tuple(names)), visit.language))
    for line in found:
        st.warning(literal(line))
    if not found:
        st.success(text("The mapping is complete."))
        if kind == "cases" and "ended_on" not in file.layout.columns:
            st.warning(text("No column says when a case ends: all cases of this export would stay open."))
    return not found
