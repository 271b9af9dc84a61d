"""The table of posts and municipalities to write in. It only edits and shows: what an entry means is for others to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages._shared.offered import is_shown
from pages.planning.sheet.data import SheetData

FOLDER = Path(__file__).parent
# Together one module of the browser.
SCRIPTS = (
    "sheet_moves.js",
    "sheet_queue.js",
    "sheet_drawing.js",
    "sheet_bubbles.js",
    "sheet_editor.js",
    "sheet_keys.js",
    "sheet.js",
)


@dataclass(frozen=True)
class Entry:
    """What was typed, as it was typed, for a post into the column of a municipality (AGS) or of the whole post (TOTAL)."""

    post: str
    column: str
    entry: str


def sheet(
    data: SheetData,
    key: str,
    on_enter: Callable[[str, str, str], None],
    *,
    on_block: Callable[[tuple[Entry, ...]], None] | None = None,
    on_undo: Callable[[], None] | None = None,
    on_redo: Callable[[], None] | None = None,
) -> None:
    """Mount the table. `on_enter(post, column, entry)` is called before the page runs again, once for every cell.

    Several cells at once (pasted, or emptied together) go to `on_block` where it is given, else one after the other to `on_enter`.
    Ctrl+Z and Ctrl+Y call `on_undo` and `on_redo`. What is under way has a number: the browser sends the next when the page has
    answered this one, and one that arrives twice counts once.
    """
    if not is_shown():
        return
    component_key, answered_key = f"sheet_{key}", f"sheet_{key}_answered"

    def once(trigger: str, react: Callable[[dict[str, Any]], None]) -> Callable[[], None]:
        def reacting() -> None:
            sent = st.session_state[component_key][trigger]
            if sent and sent["nonce"] != st.session_state.get(answered_key):
                st.session_state[answered_key] = sent["nonce"]
                react(sent)

        return reacting

    def enter(sent: dict[str, Any]) -> None:
        entries = tuple(Entry(each["post"], each["column"], each["entry"]) for each in sent["entries"])
        if on_block is not None and len(entries) > 1:
            on_block(entries)
            return
        for each in entries:
            on_enter(each.post, each.column, each.entry)

    _component()(
        data={**data.as_dict(), "answered": st.session_state.get(answered_key, "")},
        key=component_key,
        on_entered_change=once("entered", enter),
        on_undo_change=once("undo", lambda _: on_undo() if on_undo else None),
        on_redo_change=once("redo", lambda _: on_redo() if on_redo else None),
    )


@cache
def _component() -> ComponentRenderer:
    code = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS)
    html, style = ((FOLDER / f"sheet.{ending}").read_text(encoding="utf-8") for ending in ("html", "css"))
    return st.components.v2.component("sheet", html=html, js=code, css=style)
