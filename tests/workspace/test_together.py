"""Several processes write the same file at the same time, and one is killed: nothing that was confirmed is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from workspace import Assignments, Meetings, Scenarios

WRITER = Path(__file__).with_name("writer.py")
PROCESSES, NAMES, TIMES = 3, 12, 15
SECONDS = 60


@contextmanager
def writers(project: Path, *arguments: str, number: int = PROCESSES) -> Iterator[list[subprocess.Popen[str]]]:
    """So many processes that wait until all are ready."""
    with ExitStack() as stack:
        command = [
            sys.executable,
            "-c",
            f"import runpy; runpy.run_path({str(WRITER)!r}, run_name='__main__')",
            *arguments,
        ]
        started = [
            stack.enter_context(
                subprocess.Popen(command, cwd=project, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            )
            for _ in range(number)
        ]
        for each in started:
            assert each.stdout.readline() == "ready\n"
        for each in started:
            each.stdin.write("go\n")
            each.stdin.flush()
        yield started


def answers(started: list[subprocess.Popen[str]]) -> list[str]:
    return [each.communicate(timeout=SECONDS)[0].strip() for each in started]


def test_processes_that_begin_a_file_together_share_it(path: Path, project: Path) -> None:
    with writers(project, "create", str(path), str(NAMES)) as started:
        won = [int(answer) for answer in answers(started)]
    assert sum(won) == NAMES  # every name was given once
    assert sorted(each.name for each in Scenarios(path).all()) == sorted(f"Variante {n}" for n in range(NAMES))


def test_no_change_of_anybody_is_overwritten_unseen(path: Path, project: Path, make) -> None:
    made = make("Nord")
    with writers(project, "add", str(path), made.id, str(TIMES)) as started:
        refused = [int(answer) for answer in answers(started)]
    found = Scenarios(path).get(made.id)
    assert found.note == "x" * PROCESSES * TIMES
    assert found.version == 1 + PROCESSES * TIMES
    assert sum(refused) > 0  # they did get in each other's way


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_what_was_confirmed_outlives_a_crash(path: Path, project: Path) -> None:
    with writers(project, "killed", str(path), number=1) as started:
        (scenario_id,) = answers(started)
    assert started[0].returncode == -9
    assert [each.id for each in Scenarios(path).all()] == [scenario_id]


@pytest.mark.parametrize("order", ["add", "move"])
def test_an_agenda_that_several_change_at_once_has_no_gaps(
    path: Path, project: Path, meetings: Meetings, convene, show, order: str
) -> None:
    made = convene()
    for word in "abc":
        show(made, word)
    before = meetings.get(made.id).version
    with writers(project, f"agenda-{order}", str(path), made.id, str(TIMES)) as started:
        added = [int(answer) for answer in answers(started)]
    agenda = meetings.agenda(made.id)
    assert [item.position for item in agenda] == list(range(1, len(agenda) + 1))
    assert len(agenda) == 3 + sum(added)
    assert sum(added) == (PROCESSES * TIMES if order == "add" else 0)
    assert meetings.get(made.id).version == before + PROCESSES * TIMES
    assert len(meetings.whole(made.id)[2]) == 2 * len(agenda) - sum(
        added
    )  # those that the processes add have one language


def test_nobody_overwrites_the_remark_of_others(path: Path, project: Path, assignments: Assignments, assign) -> None:
    made = assign()
    with writers(project, "remark", str(path), made.id, str(TIMES)) as started:
        answers(started)
    history = assignments.history(made.id)
    remarks = [each for each in history if each.field == "note"]
    assert [each.version for each in remarks] == list(range(2, 2 + PROCESSES * TIMES))
    assert assignments.get(made.id).version == 1 + PROCESSES * TIMES


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("task", ["add", "move", "remove", "put_back", "reseal", "lock", "create", "change"])
def test_who_is_killed_between_two_statements_leaves_nothing_half_done(path: Path, project: Path, task: str) -> None:
    """The writer tries again and again on copies of a file, and is killed one statement later each time."""
    with writers(project, f"killed-{task}", str(path), number=1) as started:
        (said,) = answers(started)
    assert started[0].returncode == 0
    kills, untouched, is_whole = (int(number) for number in said.split())
    assert kills == untouched > 5
    assert is_whole
