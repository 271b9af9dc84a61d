"""A process of its own that writes into a workspace, for tests of several at a time."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from pathlib import Path

from tests.workspace.kills import kill_again_and_again
from workspace import Assignments, ChangedMeanwhile, Meetings, NameTaken, Scenarios

NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


def create(scenarios: Scenarios, name: str, is_draft: bool = False) -> str:
    return scenarios.create(
        name=name,
        author_role="planning",
        edition_id="e",
        valid_from=NOW.date(),
        content="{}",
        at=NOW,
        is_draft=is_draft,
    ).id


def add(scenarios: Scenarios, scenario_id: str, times: int) -> int:
    """Add a letter to a note so many times, each time to what is there; returns how often others were faster."""
    refused = 0
    for _ in range(times):
        while True:
            found = scenarios.get(scenario_id)
            try:
                scenarios.change(found.id, found.version, at=NOW, note=found.note + "x")
                break
            except ChangedMeanwhile:
                refused += 1
    return refused


def change_agenda(meetings: Meetings, meeting_id: str, times: int, *, is_adding: bool) -> int:
    """Add so many views, or move one so often; returns how many were added."""
    for number in range(times):
        if is_adding:
            contents, edition_id = {"de": str(number)}, meetings.get(meeting_id).edition_id
            meetings.add(meeting_id, "versorgung", "map", contents, "planning", NOW, edition_id=edition_id)
        else:
            meetings.move(meetings.agenda(meeting_id)[number % 3].id, 1 + number * 2 % 3, NOW)
    return times if is_adding else 0


def remark(assignments: Assignments, assignment_id: str, times: int) -> None:
    """So many remarks, each on what is there."""
    for _ in range(times):
        while True:
            found = assignments.get(assignment_id)
            try:
                assignments.change(found.id, found.version, at=NOW, role="planning", note="x")
                break
            except ChangedMeanwhile:
                continue


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    """create NUMBER: so many names that others want as well; add ID TIMES; agenda-add and agenda-move ID TIMES; remark ID TIMES;
    killed: is killed right after it has stored something; killed-TASK: is killed after each statement of a task in turn."""
    task, scenarios = sys.argv[1], Scenarios(Path(sys.argv[2]))
    say("ready")
    sys.stdin.readline()
    if task == "create":
        won = 0
        for number in range(int(sys.argv[3])):
            try:
                create(scenarios, f"Variante {number}")
                won += 1
            except NameTaken:
                pass
        say(won)
    elif task == "add":
        say(add(scenarios, sys.argv[3], int(sys.argv[4])))
    elif task.startswith("agenda-"):
        is_adding = task == "agenda-add"
        say(change_agenda(Meetings(scenarios.path), sys.argv[3], int(sys.argv[4]), is_adding=is_adding))
    elif task == "remark":
        say(remark(Assignments(scenarios.path), sys.argv[3], int(sys.argv[4])))
    elif task.startswith("killed-"):
        say(kill_again_and_again(scenarios.path, task.removeprefix("killed-")))
    else:
        say(create(scenarios, "Nord"))
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
