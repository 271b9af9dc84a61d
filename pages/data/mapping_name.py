"""Whose export a file is: a mapping that is there, or a new one with a name and a carrier."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import streamlit as st

from pages._shared import intake
from pages._shared.uploads import Looked, Upload
from pages._shared.visit import Visit

NEW = SEVERAL = ""
LONGEST = 60
# Goals and services name no post: they are taken to be of the carrier that the file before them was of.
LAST = "upload_last_carrier"


def choose(visit: Visit, upload: Upload, looked: Looked) -> tuple[str, str, str]:
    """Name, title and carrier of the mapping: one that is there, or a new one."""
    text = visit.language.text
    known = intake.mappings()
    first, second, third = st.columns(3, vertical_alignment="bottom")
    with first:
        names = [NEW, *known]
        of_file = names.index(looked.mapping) if looked.mapping in names else 0
        chosen = st.selectbox(
            text("Mapping"),
            names,
            index=of_file,
            format_func=lambda name: known[name].title or name if name else text("make a new one"),
            key=f"{upload.id}_mapping",
        )
    if chosen:
        return chosen, known[chosen].title, known[chosen].carrier
    with second:
        carriers = intake.carriers(visit)
        named = _named(looked, carriers) or st.session_state.get(LAST, SEVERAL)
        carrier = st.selectbox(
            text("Carrier"),
            [SEVERAL, *carriers],
            index=1 + list(carriers).index(named) if named in carriers else 0,
            key=f"{upload.id}_carrier",
            format_func=lambda name: name or text("several carriers"),
        )
    with third:
        title = st.text_input(text("Name of the mapping"), carrier, key=f"{upload.id}_title_{carrier}", max_chars=60)
    if carrier:
        st.session_state[LAST] = carrier
    if slug(title) in known:
        st.info(text("A mapping of this name is there already; it is changed."))
    return slug(title), title.strip(), carrier


def _named(looked: Looked, carriers: Mapping[str, Sequence[str]]) -> str:
    """The one carrier whose posts the export names, or ""."""
    found = {
        carrier
        for carrier, posts in carriers.items()
        for column in looked.columns
        if not column.counts.keys().isdisjoint((carrier, *posts))
    }
    return found.pop() if len(found) == 1 else SEVERAL


def slug(title: str) -> str:
    """The name of a mapping's file: letters, digits and hyphens."""
    spelt = title.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST]
