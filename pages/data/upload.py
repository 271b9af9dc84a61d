"""The section in which files are taken in: sent, recognised, described, tried out, loaded."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from etl.files import Reading
from pages._shared import uploads as sent_files
from pages._shared.file_button import word_button
from pages._shared.frame import literal
from pages._shared.intake import Parcel
from pages._shared.said import problem
from pages._shared.uploads import GENERATION, Looked, Upload
from pages._shared.visit import Visit
from pages.data import about, assistant, entries, mapping_name, recognised, trial, writing
from pages.data.assistant import MappedPart
from pages.data.guessed import GUESSED

MEGABYTES = 100
LOOKED = "upload_looked"


@dataclass(frozen=True)
class Ready:
    """One upload that can be tried out, and the part of a mapping it needs, if it was made or changed here."""

    parcel: Parcel
    part: MappedPart | None


def show(visit: Visit) -> None:
    """The whole section."""
    text = visit.language.text
    st.markdown(
        text(
            "Put in official downloads, exports of the carriers, staffing tables or boundaries, as they are: text, workbook or "
            "zip. Nothing changes before you press «Load», and nothing you put in stays on disk unless it is loaded."
        )
    )
    word_button(text("Choose files"))
    key = f"upload_{st.session_state.setdefault(GENERATION, 0)}"
    sent = st.file_uploader(
        text("Files, at most {size} MB each", size=MEGABYTES),
        accept_multiple_files=True,
        key=key,
        max_upload_size=MEGABYTES,
    )
    uploads = [Upload(file.file_id, file.name, file.getvalue()) for file in sent]
    _forget_others(uploads)
    ready = [found for upload in uploads if (found := _card(visit, upload)) is not None]
    if ready and len(ready) == len(uploads):
        parts = [found.part for found in ready if found.part]
        if trial.show(visit, [found.parcel for found in ready], parts):
            start_afresh()
            st.rerun()
    elif uploads:
        st.info(
            text("A dry run is possible as soon as every file above is complete; take away those that are not wanted.")
        )
    elif st.toggle(text("Remove files that are there"), key="upload_removal") and trial.show(visit, [], []):
        start_afresh()
        st.rerun()


def start_afresh() -> None:
    """Forget all uploads."""
    sent_files.forget()
    st.session_state[GENERATION] = st.session_state.get(GENERATION, 0) + 1


def _card(visit: Visit, upload: Upload) -> Ready | None:
    text = visit.language.text
    with st.container(border=True):
        st.header(literal(upload.name), anchor=False)
        wanted = writing.wanted(upload.id)
        looked = _looked(upload, wanted)
        recognised.show(visit, looked)
        if looked.problem:
            st.error(literal(problem(looked.problem, visit.language)))
            if wanted != sent_files.AS_FOUND:
                st.button(
                    text("Read it as found out"), key=f"{upload.id}_as_found"
                )  # the choices go with their widgets
                return None
        part = None
        if looked.may_be_mapped:
            may_stay = bool(looked.mapping)
            change = f"{upload.id}_change"
            if not may_stay or st.toggle(text("Look at the mapping and change it"), key=change):
                part = assistant.choose(visit, upload, looked)
                if part is None:
                    return None
        elif looked.suggestion is None:
            st.error(text("This file cannot be loaded. What it would need is said above."))
            return None
        kind = part.kind if part else looked.recognition.kind
        mapping, carrier = (part.name, part.carrier) if part else (looked.mapping, "")
        parcel = about.describe(visit, upload, looked, kind, mapping, carrier)
        return Ready(parcel, part) if parcel else None


def _looked(upload: Upload, wanted: Reading) -> Looked:
    """What is known of an upload, found out once and again only when it is to be read in another way."""
    known: dict[tuple[str, Reading], Looked] = st.session_state.setdefault(LOOKED, {})
    key = (upload.id, wanted)
    if key not in known:
        known[key] = sent_files.look(upload, wanted)
    return known[key]


def _forget_others(uploads: list[Upload]) -> None:
    ids = {upload.id for upload in uploads}
    for name in (LOOKED, GUESSED, about.SUGGESTED, entries.GIVEN):
        known = st.session_state.get(name, {})
        for key in [key for key in known if key[0] not in ids]:
            del known[key]
    tried: trial.Tried | None = st.session_state.get(trial.TRIAL)
    if tried is not None and not ids.issuperset(tried.uploads):
        del st.session_state[trial.TRIAL]
    if not ids:
        st.session_state.pop(mapping_name.LAST, None)
