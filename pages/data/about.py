"""What a person says of a file that is to be taken in: its citation, the day it describes, what it replaces."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages._shared import intake, uploads
from pages._shared.intake import CASELOAD_KINDS, Parcel, Sidecar
from pages._shared.uploads import Looked, Suggestion, Upload
from pages._shared.visit import Visit
from pages._shared.wording import KIND_NAMES

LONGEST_TITLE = 200
MOST_SIGNS = 80  # of names that are too long; an umlaut takes two bytes
SUGGESTED = "upload_suggested"


def describe(visit: Visit, upload: Upload, looked: Looked, kind: str, mapping: str, carrier: str = "") -> Parcel | None:
    """The form, filled with what is known; None while something is missing. `carrier`: whose export it is, if it is one."""
    text = visit.language.text
    suggested = _suggested(upload, looked, kind, mapping)
    key = f"{upload.id}_{kind}_{mapping}"
    first, second, third = st.columns([2, 1, 1], vertical_alignment="bottom")
    with second:
        label = text("Day of the export") if kind in CASELOAD_KINDS else text("Reference date")
        day = st.date_input(
            label,
            suggested.reference_date or dt.datetime.now(dt.UTC).date(),
            format="DD.MM.YYYY",
            min_value=dt.date(1990, 1, 1),
            key=f"{key}_day",
        )
    neutral = _title(visit, kind, mapping, carrier, day)
    with first:
        title = st.text_input(
            text("Title"), suggested.title, placeholder=neutral, max_chars=LONGEST_TITLE, key=f"{key}_title"
        )
    with third:
        names = {"real": text("real"), "example": text("example (made up)")}
        about = st.segmented_control(
            text("real?"),
            list(names),
            format_func=names.__getitem__,
            default=suggested.data or "real",
            required=True,
            key=f"{key}_real",
        )
    with st.expander(text("Publisher, licence, name of the file, what it replaces")):
        publisher = st.text_input(text("Publisher"), carrier or suggested.publisher, key=f"{key}_publisher")
        left, right = st.columns(2)
        with left:
            licence = st.text_input(text("Licence"), suggested.licence, key=f"{key}_licence")
            attribution = st.text_input(text("Attribution"), suggested.attribution, key=f"{key}_attribution")
        with right:
            url = st.text_input(text("Address of the publisher"), suggested.url, key=f"{key}_url")
            own = _name(upload, kind, mapping, day)
            name = st.text_input(
                text("Name among the inputs"),
                "" if own else f"{suggested.folder}/{upload.safe_name}",
                placeholder=f"{suggested.folder}/{own}",
                key=f"{key}_name",
            )
        present = [file for file, its_kind in intake.inputs().items() if its_kind == kind]
        replaces = st.multiselect(
            text("Takes the place of"),
            present,
            default=[file for file in suggested.replaces if file in present],
            placeholder=text("none"),
            select_all=False,
            key=f"{key}_replaces",
        )
    title = title.strip() or neutral
    name = name.strip() or (f"{suggested.folder}/{own}" if own else "")
    if not name or day is None:
        st.warning(text("Title, day and name are needed."))
        return None
    if uploads.is_too_long(name):
        st.warning(
            text("The name among the inputs is too long for a disk; shorten it to {most} signs.", most=MOST_SIGNS)
        )
        return None
    sidecar = Sidecar(kind, title, publisher, licence, attribution, url, day, str(about), sha256="", mapping=mapping)
    return Parcel(upload, sidecar, name, tuple(replaces))


def _title(visit: Visit, kind: str, mapping: str, carrier: str, day: dt.date | None) -> str:
    """What the file is, of whom and of which day: a title that does not repeat the upload's name."""
    shown = visit.language.day(day) if day else ""
    return ", ".join(filter(None, (visit.language.text(KIND_NAMES[kind]), carrier or mapping, shown)))


def _name(upload: Upload, kind: str, mapping: str, day: dt.date | None) -> str:
    """The file's name among the inputs; "" for files that are not about clients, which keep their own."""
    if kind not in CASELOAD_KINDS or day is None:
        return ""
    return f"{mapping}_{kind}_{day.isoformat()}{upload.suffix}"


def _suggested(upload: Upload, looked: Looked, kind: str, mapping: str) -> Suggestion:
    """The draft for the form, made once: a mapping that was just made gives the file another kind than was recognised."""
    if looked.suggestion and (looked.suggestion.kind, looked.suggestion.mapping) == (kind, mapping):
        return looked.suggestion
    known: dict[tuple[str, str, str], Suggestion] = st.session_state.setdefault(SUGGESTED, {})
    key = (upload.id, kind, mapping)
    if key not in known:
        known[key] = uploads.suggest(upload, kind, mapping)
    return known[key]
