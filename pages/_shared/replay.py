"""A page run again at an address, on an edition of the past, for its figures alone: nothing is sent to any browser.

Streamlit keeps what belongs to a run (address, choices, where elements go) in a context of its thread. The page gets a context
of its own here, with the address to be run, and what it draws goes nowhere. Whatever a page shows can so be shown in a meeting
without a second description of it. The names come from Streamlit's inside; tests/pages/test_replay.py holds them.
"""

from __future__ import annotations

import runpy
import threading
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import streamlit as st
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import add_script_run_ctx
from streamlit.runtime.scriptrunner_utils.exceptions import ScriptControlException, StopException
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state import SafeSessionState, SessionState

from locales import Language
from pages._shared import door
from pages._shared.offered import Figure, noting
from pages._shared.visit import EVERYWHERE, Visit

PAGES = Path(__file__).parents[1]
# Path in the address -> folder of the page.
FOLDERS = {
    "": "overview",
    "versorgung": "coverage",
    "gemeinde": "place",
    "fallzahlen": "caseload",
    "wirkung": "outcomes",
    "planung": "planning",
    "sitzung": "meeting",
    "methoden": "methods",
}
# What belongs to the visit and not to the state of a page.
OF_THE_VISIT = ("lang", "role", "ags", "edition")


class NotAPage(LookupError):
    """The address is none of a page whose figures can be taken away."""


def figures(address: str, edition_id: str, role: str, language: str) -> dict[str, Figure]:
    """The figures that a page offers at an address such as "versorgung?part=map&ags=05358008", by their keys.

    Raises NotAPage, warehouse.NoEditionError, and whatever the page raises at this address for this role.
    """
    parts = urlsplit(address)
    folder = FOLDERS.get(parts.path.strip("/"))
    if folder is None or parts.scheme or parts.netloc:
        raise NotAPage(f"there is no page {address!r}")
    ags = parse_qs(parts.query).get("ags", [EVERYWHERE])[-1]
    known = door.read(edition_id, role, "municipalities")["ags"]
    visit = Visit(edition_id, door.manifest(edition_id), Language(language), role, ags if ags in known else EVERYWHERE)
    run = _Run(visit, parts.query, PAGES / folder / "page.py")
    run.start()
    run.join()
    if run.error is not None:
        raise run.error
    return run.found


class _Run(threading.Thread):
    def __init__(self, visit: Visit, query: str, page: Path) -> None:
        super().__init__(daemon=True)
        self._visit, self._query, self._page = visit, query, page
        self.found: dict[str, Figure] = {}
        self.error: Exception | None = None

    def run(self) -> None:
        app = str(PAGES.parent / "app.py")
        manager, state = PagesManager(app), SafeSessionState(SessionState(), lambda: None)
        requests = ScriptRequests()
        context = ScriptRunContext(
            "replay",
            partial(_taken, requests),
            self._query,
            state,
            None,
            app,
            {},
            MemoryFragmentStorage(),
            manager,
            script_requests=requests,
        )
        add_script_run_ctx(self, context)
        context.reset(query_string=self._query, page_script_hash=manager.main_script_hash)
        with state.query_params() as address:
            address.populate_from_query_string(self._query)
        context.on_script_start()
        st.session_state["visit"] = self._visit
        try:
            with noting() as found:
                runpy.run_path(str(self._page))
        except ScriptControlException:
            pass  # a page that has nothing to show at this address says so and stops
        except Exception as error:
            self.error = error
        self.found = found


def _taken(requests: ScriptRequests, message: Any) -> None:
    """What the page would send to a browser; where it asked to stop before (st.stop) or to be run again, its run ends here, as in
    Streamlit's own runner. Without anybody who presses a button, no run asks for another that would show more."""
    if requests.on_scriptrunner_yield() is not None:
        raise StopException
    _nowhere(message)


def _nowhere(_: Any) -> None:
    """Where everything goes."""
