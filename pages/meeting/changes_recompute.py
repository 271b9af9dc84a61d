"""Counting the earlier edition anew by the method of now: what is missing for it, and the job that does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from etl.errors import InputError
from locales import Language
from pages._shared import jobs, kept_editions
from pages._shared.jobs import Job
from pages._shared.load_problem import load_problem
from pages._shared.visit import Visit
from pages._shared.watch import watch

NAME = "recompute"


class Stopped(Exception):
    """The visitor asked to stop."""


def offer(visit: Visit, since: str) -> None:
    """Why the step of the method is not known, and the button, or how far the counting is."""
    text, state = visit.language.text, (since, visit.edition_id)
    job = jobs.job_of(NAME, state)
    if job is not None and job.is_running:
        watch(job, lambda: _progress(job, visit.language), visit.language, "recompute_cancel")
        return
    if job is not None:
        _tell_end(job)
    st.warning(
        text(
            "Both editions were read and counted by different methods. So method and late data are only known together: what changed "
            "by the method alone shows when the data of then are counted anew by the method of now."
        )
    )
    if not kept_editions.can_recompute(since, visit.edition_id):
        st.caption(
            text(
                "That is not possible here: the present edition was itself made by an older method. Load the data anew on the page "
                "«Data», then compare again."
            )
        )
        return
    if st.button(text("Count the old data by the method of now"), key="recompute", type="primary"):
        jobs.begin(NAME, state, partial(_recompute, since))
        st.rerun()


def _tell_end(job: Job) -> None:
    """What went wrong, once: then it can be tried again."""
    try:
        jobs.result_of(NAME, job)
    except InputError as error:
        st.error(load_problem(error))
    except Stopped:
        pass
    else:
        jobs.stop(NAME)


def _recompute(since: str, tell: Callable[[Any], None], is_over: Callable[[], bool]) -> bool:
    def progress(step: str, done: int, total: int) -> None:
        if is_over():
            raise Stopped
        tell((step, done, total))

    kept_editions.recompute(since, progress)
    return True


def _progress(job: Job, language: Language) -> None:
    step, done, total = job.progress or ("", 0, 1)
    st.progress(done / total, text=f"{language.text('Counting the old data anew …')} {step}")
