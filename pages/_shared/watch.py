"""How far a job is, on the page that began it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from locales import Language
from pages._shared.jobs import Job

POLL_SECONDS = 0.5


def watch(job: Job, draw: Callable[[], None], language: Language, key: str) -> None:
    """Draw how far a job is, twice a second, with a button that stops it; at its end the page runs again."""

    @st.fragment(run_every=POLL_SECONDS)
    def watched() -> None:
        if not job.is_running:
            st.rerun()
        job.look()
        if job.is_waiting:
            st.progress(0.0, text=language.text("Others are calculating; this comes next."))
        else:
            draw()
        label = language.text("Stopping …") if job.is_cancelled else language.text("Stop")
        st.button(label, key=key, on_click=job.cancel, disabled=job.is_cancelled)

    watched()
