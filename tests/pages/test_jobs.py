"""Calculations in a thread: begun once, watched, stopped, and kept for those who ask the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st

from locales import Language
from pages._shared import jobs
from pages._shared.visit import Visit

SECONDS = 10


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    # Jobs that tests of pages left under way in this process hold no turn of these.
    monkeypatch.setattr(jobs, "TURNS", threading.BoundedSemaphore(jobs.AT_ONCE))
    return state


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """Lets work that waits for it go on; at the end of a test in any case."""
    event = threading.Event()
    yield event
    event.set()


def waiting(release: threading.Event) -> Callable[..., str]:
    def work(tell: Callable[[Any], None], is_cancelled: Callable[[], bool]) -> str:
        tell("half")
        release.wait(SECONDS)
        return "stopped" if is_cancelled() else "done"

    return work


def test_a_job_tells_how_far_it_is_and_what_it_found(release: threading.Event) -> None:
    job = jobs.begin("search", ("view", 1), waiting(release))
    assert job.is_running and jobs.is_any_running("search")
    release.set()
    job.join(SECONDS)
    assert (job.is_running, job.progress, jobs.result_of("search", job)) == (False, "half", "done")
    assert jobs.job_of("search", ("view", 1)) is job


def test_a_second_click_begins_nothing(release: threading.Event) -> None:
    first = jobs.begin("search", 1, waiting(release))
    assert jobs.begin("search", 1, waiting(release)) is first
    release.set()
    first.join(SECONDS)
    assert jobs.begin("search", 1, waiting(release)) is not first


def test_another_state_stops_what_is_under_way(release: threading.Event) -> None:
    first = jobs.begin("search", 1, waiting(release))
    second = jobs.begin("search", 2, waiting(release))
    assert first.is_cancelled and not second.is_cancelled
    assert jobs.job_of("search", 1) is None
    release.set()
    first.join(SECONDS)
    assert first.result == "stopped"


def test_jobs_of_another_name_go_on(release: threading.Event) -> None:
    first = jobs.begin("search", 1, waiting(release))
    jobs.begin("other", 1, waiting(release))
    assert not first.is_cancelled
    jobs.stop("search")
    assert first.is_cancelled and not jobs.is_any_running("search") and jobs.is_any_running("other")


def test_only_so_many_are_worked_on_at_a_time(release: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TURNS", threading.BoundedSemaphore(2))
    made = [jobs.begin(f"search of visitor {number}", 1, waiting(release)) for number in range(5)]
    deadline = time.monotonic() + SECONDS
    while sum(job.progress == "half" for job in made) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(3 * jobs.LOOK_EVERY_SECONDS)
    assert [job.is_running for job in made] == [True] * 5
    assert sum(job.progress == "half" for job in made) == 2
    release.set()
    for job in made:
        job.join(SECONDS)
    assert [job.result for job in made] == ["done"] * 5


def test_one_that_waits_for_its_turn_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TURNS", threading.BoundedSemaphore(1))
    with jobs.TURNS:
        job = jobs.begin("search", 1, lambda _, is_cancelled: "stopped" if is_cancelled() else "done")
        job.cancel()
        job.join(SECONDS)
        assert job.result == "stopped"


def test_an_error_gives_the_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TURNS", threading.BoundedSemaphore(1))
    jobs.begin("broken", 1, lambda *_: 1 // 0).join(SECONDS)
    job = jobs.begin("search", 1, lambda *_: "done")
    job.join(SECONDS)
    assert job.result == "done"


def test_an_error_is_raised_once_where_the_result_is_asked_for() -> None:
    def broken(*_: object) -> None:
        raise ValueError("no posts")

    job = jobs.begin("search", 1, broken)
    job.join(SECONDS)
    with pytest.raises(ValueError, match="no posts"):
        jobs.result_of("search", job)
    assert jobs.job_of("search", 1) is None


def test_results_are_kept_for_every_language_and_no_other_role_or_state() -> None:
    german = Visit("edition-of-this-test", {}, Language("de"), "planning", "05358008")
    english = Visit("edition-of-this-test", {}, Language("en"), "planning", "")
    other = Visit("edition-of-this-test", {}, Language("de"), "steering", "")
    assert jobs.kept_result(german, "search", 1) is None
    jobs.keep(german, "search", 1, "found")
    assert jobs.kept_result(english, "search", 1) == "found"
    assert jobs.kept_result(other, "search", 1) is None
    assert jobs.kept_result(german, "search", 2) is None


def test_what_a_job_found_is_kept_where_it_is_whole(release: threading.Event) -> None:
    visit = Visit("edition-of-whole", {}, Language("de"), "planning", "")

    def found(state: str, job: jobs.Job | None = None) -> Any:
        return jobs.found(visit, "search", state, job, lambda result: result == "whole")

    assert found("under way", jobs.begin("search", "under way", lambda *_: release.wait(9))) is None
    for result, later in (("whole", "whole"), ("half", None)):
        job = jobs.begin("search", result, lambda *_, given=result: given)
        job.join(9)
        assert found(result, job) == result
        assert found(result) == later


def test_what_no_page_looks_at_any_more_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "UNWATCHED_SECONDS", 0.05)

    def work(tell: Callable[[Any], None], is_cancelled: Callable[[], bool]) -> bool:  # noqa: ARG001
        deadline = time.monotonic() + SECONDS
        while not is_cancelled() and time.monotonic() < deadline:
            time.sleep(0.01)
        return is_cancelled()

    job = jobs.begin("search", 1, work)
    job.join(2 * SECONDS)
    assert job.result is True
    assert not job.is_cancelled
