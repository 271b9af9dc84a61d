"""Calculations that take longer than a click: worked out in a thread of their own, watched and stopped from the page.

A job belongs to one visitor's session and to one state of the page (its choices). The work itself must not touch Streamlit: it gets
a function to tell how far it is, and one that says whether it should stop. However many visitors ask, only as many jobs as there are
processors are worked on at a time, so that pages stay quick; the others wait for their turn.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import streamlit as st

from locales import LANGUAGES, Language
from pages._shared.kept import kept
from pages._shared.visit import Visit

PREFIX = "job_"
AT_ONCE = os.cpu_count() or 1
LOOK_EVERY_SECONDS = 0.1
# A closed tab tells nobody: what no page has looked at for so long gives its turn to others.
UNWATCHED_SECONDS = 120.0
TURNS = threading.BoundedSemaphore(AT_ONCE)
Work = Callable[[Callable[[Any], None], Callable[[], bool]], Any]


class Job:
    """One calculation: `progress` is what it told last, `result` what it gave, `error` what it raised."""

    def __init__(self, state: object, work: Work) -> None:
        self.state = repr(state)
        self.progress: Any = None
        self.result: Any = None
        self.error: Exception | None = None
        self._stop = threading.Event()
        self._has_turn = False
        self._seen_at = time.monotonic()
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for others to end."""
        return self.is_running and not self._has_turn

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; it ends as soon as it looks."""
        self._stop.set()

    def look(self) -> None:
        """Say that a page is watching: without one it is stopped after a while."""
        self._seen_at = time.monotonic()

    def join(self, seconds: float | None = None) -> None:
        """Wait for the end."""
        self._thread.join(seconds)

    def _run(self, work: Work) -> None:
        try:
            with self._turn():
                self.result = work(self._tell, self._is_over)
        except Exception as error:  # a thread's error would be lost: the page raises it
            self.error = error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for a turn. Work that was stopped meanwhile needs none: it ends as soon as it looks."""
        turns = TURNS
        while not self._has_turn and not self._is_over():
            self._has_turn = turns.acquire(timeout=LOOK_EVERY_SECONDS)
        try:
            yield
        finally:
            if self._has_turn:
                turns.release()

    def _is_over(self) -> bool:
        return self._stop.is_set() or time.monotonic() - self._seen_at > UNWATCHED_SECONDS

    def _tell(self, progress: Any) -> None:
        self.progress = progress


def begin(name: str, state: object, work: Work) -> Job:
    """Start the work of this name for a state of the page, unless it is under way; one for another state is stopped."""
    running = job_of(name, state)
    if running and running.is_running:
        return running
    stop(name)
    started = Job(state, work)
    st.session_state[PREFIX + name] = started
    return started


def job_of(name: str, state: object) -> Job | None:
    """The job of this name, where it is the one for this state of the page."""
    found = st.session_state.get(PREFIX + name)
    if not isinstance(found, Job) or found.state != repr(state):
        return None
    found.look()
    return found


def is_any_running(name: str) -> bool:
    """Whether a job of this name is under way, whatever state it is for."""
    found = st.session_state.get(PREFIX + name)
    return isinstance(found, Job) and found.is_running


def result_of(name: str, job: Job) -> Any:
    """What a job that has ended gave. What it raised is raised here, once: the job is forgotten, so that it can be tried again."""
    if job.error:
        stop(name)
        raise job.error
    return job.result


def stop(name: str) -> None:
    """Stop the job of this name, whatever state it is for, and forget it."""
    found = st.session_state.pop(PREFIX + name, None)
    if isinstance(found, Job):
        found.cancel()


class NotWorkedOut(LookupError):
    """Nobody has worked this out since the app was started."""


def keep(visit: Visit, key: str, state: object, result: Any) -> None:
    """Keep a result that rests on nothing but edition, role and state, for everyone and for a reload."""
    kept(_without_words(visit), key, state, lambda: result)


def kept_result(visit: Visit, key: str, state: object) -> Any:
    """What was kept for this state, else None."""

    def missing() -> Any:
        raise NotWorkedOut(key)

    try:
        return kept(_without_words(visit), key, state, missing)
    except NotWorkedOut:
        return None


def found(visit: Visit, name: str, state: object, job: Job | None, is_whole: Callable[[Any], bool]) -> Any:
    """What was kept for this state, or what the job for it gave, which is kept where it `is_whole`; None while there is neither."""
    result = kept_result(visit, name, state)
    if result is not None or job is None or job.is_running:
        return result
    result = result_of(name, job)
    if is_whole(result):
        keep(visit, name, state, result)
    return result


def _without_words(visit: Visit) -> Visit:
    """Figures are the same in every language, and whichever municipality is chosen."""
    return replace(visit, ags="", language=Language(LANGUAGES[0]))
