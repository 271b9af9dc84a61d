"""Asking the optimiser: one search at a time in a thread, with progress and a button that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from locales import Language
from pages._shared import jobs
from pages._shared.jobs import Job
from pages._shared.visit import Visit
from pages._shared.watch import watch
from pages.planning.proposing.problem import Question
from planning.proposal import PHASES, Progress, Proposal
from planning.propose import propose

NAME = "proposal"
SECONDS = 60.0
PHASE_NAMES = {
    "worst_shortage": "make the largest gap as small as possible",
    "misallocated_fte": "have as few posts as possible in the wrong place",
    "moved_fte": "move as little as possible",
}


def proposal(visit: Visit, state: object, ask: Callable[[], Question]) -> Proposal | None:
    """The button, the search under way or its result for this state of the page; None while there is none."""
    text = visit.language.text
    job = jobs.job_of(NAME, state)
    if job is None and jobs.is_any_running(NAME):
        jobs.stop(NAME)
        st.info(text("The search for other rules was stopped."))
    is_running = job is not None and job.is_running
    # A search that was stopped is not kept.
    found: Proposal | None = jobs.found(visit, NAME, state, job, _is_final)
    is_done = found is not None and _is_final(found)
    if st.button(text("Calculate a proposal"), key="propose", type="primary", disabled=is_running or is_done):
        asked = ask()
        jobs.begin(NAME, state, lambda tell, is_cancelled: _search(asked, tell, is_cancelled))
        st.rerun()  # so that the button, drawn by now, is seen to be taken
    if job is not None and is_running:
        watch(job, lambda: _progress(job, visit.language), visit.language, "propose_cancel")
    return found


def _is_final(found: Proposal) -> bool:
    """Whether searching again would find the same: what was stopped, or ran out of time, may be tried once more."""
    return found.status in ("optimal", "infeasible")


def share_done(told: Progress) -> float:
    """0 to 1: phases done, and how close best and bound of this one are."""
    near = 0.0
    if told.best is not None and told.bound is not None and told.best > 0:
        near = min(max(told.bound / told.best, 0.0), 1.0)
    return (told.phase - 1 + near) / len(PHASES)


def progress_text(told: Progress, language: Language) -> str:
    """Phase, best and bound, and the time that has gone by."""
    text = language.text
    parts = [
        text("Step {phase} of {all}: {goal}", phase=told.phase, all=len(PHASES), goal=text(PHASE_NAMES[told.name])),
        *([text("best so far {fte}", fte=language.number(told.best, 2))] if told.best is not None else []),
        *([text("less than {fte} is impossible", fte=language.number(told.bound, 2))] if told.bound else []),
        text("{seconds} s", seconds=language.number(told.seconds)),
    ]
    return " · ".join(parts)


def _progress(job: Job, language: Language) -> None:
    told = job.progress
    if isinstance(told, Progress):
        st.progress(share_done(told), text=progress_text(told, language))
    else:
        st.progress(0.0, text=language.text("The search begins."))


def _search(asked: Question, tell: Callable[[Any], None], is_cancelled: Callable[[], bool]) -> Proposal:
    return propose(
        asked.posts, asked.need, asked.constraints, seconds=SECONDS, progress=tell, is_cancelled=is_cancelled
    )
