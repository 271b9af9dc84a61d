"""Wie sicher ist der Vorschlag? The same search under other figures, and how often the same moves come out."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from charts import table
from charts.sentences import finding_as_html, note_as_html
from pages._shared import jobs
from pages._shared.jobs import Job
from pages._shared.visit import Visit
from pages._shared.watch import watch
from pages.planning.proposing.answer import Answer
from pages.planning.proposing.stability_words import finding, move_rows, place_rows, run_rows
from pages.planning.proposing.variants import variant_name, variants_of
from planning.sensitivity import Sensitivity, sensitivity

NAME = "stability"


def show(visit: Visit, answer: Answer, state: object) -> None:
    """A button that begins the runs, how far they are, and what they found; `state` is that of the proposal."""
    text = visit.language.text
    st.header(text("How sure is the proposal?"), anchor=False)
    explained = text(
        "The same rules are tried with other figures: every other target group, other ways to split shared posts, and the need of one "
        "municipality after the other a fifth higher and a fifth lower."
    )
    st.html(note_as_html(explained))
    found = _found(visit, answer, state)
    if found is not None:
        _show_found(visit, answer, found)


def _found(visit: Visit, answer: Answer, state: object) -> Sensitivity | None:
    text = visit.language.text
    job = jobs.job_of(NAME, state)
    if job is None:
        jobs.stop(NAME)
    is_running = job is not None and job.is_running
    # Runs that were stopped are not kept.
    found: Sensitivity | None = jobs.found(visit, NAME, state, job, lambda result: result.is_complete)
    is_done = found is not None and found.is_complete
    if st.button(text("Try other figures"), key="stability", disabled=is_running or is_done):
        jobs.begin(NAME, state, _work(visit, answer))
        st.rerun()
    if job is not None and is_running:
        watch(job, lambda: _progress(job, visit, answer), visit.language, "stability_cancel")
    return found


def _work(visit: Visit, answer: Answer) -> jobs.Work:
    variants, asked, reference = variants_of(visit, answer), answer.question, answer.proposal

    def work(tell: Callable[[Any], None], is_cancelled: Callable[[], bool]) -> Sensitivity:
        return sensitivity(
            variants, asked.constraints, reference, lambda done, of, name: tell((done, of, name)), is_cancelled
        )

    return work


def _progress(job: Job, visit: Visit, answer: Answer) -> None:
    text = visit.language.text
    if job.progress is None:
        st.progress(0.0, text=text("The search begins."))
        return
    done, of, name = job.progress
    shown = variant_name(name, visit, answer.names) if name else ""
    st.progress(done / max(of, 1), text=text("{done} of {all} runs · {name}", done=done, all=of, name=shown))


def _show_found(visit: Visit, answer: Answer, found: Sensitivity) -> None:
    language, text = visit.language, visit.language.text
    if found.runs.is_empty():
        st.info(text("Stopped before the first run had ended."))
        return
    st.html(finding_as_html(*finding(found, answer.found, answer.names, language)))
    left, right = st.columns(2, gap="medium")
    with left:
        headings = [text("Move (FTE)"), text("comes out in")]
        rows = move_rows(found, answer.names, answer.known_posts, language)
        if rows:
            st.html(table.plain(text("The proposal's moves, the most certain first"), headings, rows, numeric=(1,)))
    with right:
        headings = [text("Municipality"), text("more posts in"), text("fewer posts in"), text("in the proposal (FTE)")]
        rows = place_rows(found, answer.found, answer.names, language)
        caption = text("Who gains and who loses, compared with today")
        st.html(table.plain(caption, headings, rows, numeric=(1, 2, 3)))
    with st.expander(text("All runs")):
        headings = [
            text("What is different"),
            text("Largest gap (FTE)"),
            text("Moves (FTE)"),
            text("As in the proposal"),
        ]
        rows = run_rows(found, lambda name: variant_name(name, visit, answer.names), language)
        st.html(table.plain(escape(text("One row per run")), headings, rows, numeric=(1, 2, 3)))
