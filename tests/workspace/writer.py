"""A process of its own that writes into a workspace, for tests of several at a time."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from pathlib import Path

from workspace import ChangedMeanwhile, NameTaken, Scenarios

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


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    """create NUMBER: so many names that others want as well; add ID TIMES; killed: is killed right after it has stored something."""
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
    else:
        say(create(scenarios, "Nord"))
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
