"""The address that opens this state of a page on this edition of the data."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

from pages._shared.replay import OF_THE_VISIT
from pages._shared.visit import EVERYWHERE, Visit

# Set by app.py: the page's path in the address.
PATH = "page_path"
# Which meeting is prepared, and which view of it is looked at, is no part of what a figure shows.
OF_THE_MEETING = ("meeting", "item")


def permalink(visit: Visit) -> None:
    """A small window with the address, to be copied."""
    with st.popover(visit.language.text("Link")):
        link(visit)


def link(visit: Visit) -> None:
    """The address, to be copied, and what it opens."""
    st.caption(
        visit.language.text("Opens this view on this edition of the data, also when newer data have been loaded.")
    )
    st.code(f"{_origin()}/{address(visit)}", language=None, wrap_lines=True)


def address(visit: Visit) -> str:
    """Page and choices, with the edition and the chosen municipality, without language and role: "versorgung?part=map&edition=…".

    In a run this knows only the choices made so far, and those of the run before; in a callback, all.
    """
    chosen = {
        name: value for name, value in st.query_params.to_dict().items() if name not in (*OF_THE_VISIT, *OF_THE_MEETING)
    }
    if visit.ags != EVERYWHERE:
        chosen["ags"] = visit.ags
    return (
        f"{st.session_state.get(PATH, '')}?{urlencode({**dict(sorted(chosen.items())), 'edition': visit.edition_id})}"
    )


def on_edition(address: str, edition_id: str) -> str:
    """An address as of `address`, on another edition."""
    path, _, query = address.partition("?")
    choices = {name: value for name, value in parse_qsl(query) if name != "edition"}
    return f"{path}?{urlencode({**choices, 'edition': edition_id})}"


def _origin() -> str:
    """Where this app is reached, without the path of its page; "" where that is not known."""
    parts = urlsplit(st.context.url or "")
    path = st.session_state.get(PATH, "")
    base = parts.path.rstrip("/").removesuffix(path).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{base}" if parts.netloc else ""
