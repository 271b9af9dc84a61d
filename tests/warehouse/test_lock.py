"""One at a time, across threads and processes; a process that dies holds nobody up."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from warehouse.lock import LOCK_NAME, BusyError, exclusive

DIES = """
import os, sys
from pathlib import Path
from warehouse.lock import exclusive
with exclusive(Path(sys.argv[1])):
    os._exit(9)
"""
HOLDS = """
import sys
from pathlib import Path
from warehouse.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_nothing_is_left_and_the_holder_may_take_it_again(tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    with exclusive(folder) as first:
        assert first
        assert (folder / LOCK_NAME).is_file()
        with exclusive(folder) as second:
            assert not second
        assert (folder / LOCK_NAME).is_file()
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")
def test_lock_and_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    with exclusive(tmp_path / "warehouse"):
        assert stat.S_IMODE((tmp_path / "warehouse").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "warehouse" / LOCK_NAME).stat().st_mode) == 0o600


def test_another_thread_waits_and_then_gives_up(tmp_path: Path) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with exclusive(tmp_path):
            held.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    with pytest.raises(BusyError), exclusive(tmp_path, patience=0):
        pass
    done.set()
    with exclusive(tmp_path, patience=30):
        pass
    holder.join()


def test_many_at_once_come_one_after_the_other(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def enter(number: int) -> None:
        for _ in range(5):
            with exclusive(tmp_path, patience=60):
                inside.append(number)
                most.append(len(inside))
                time.sleep(0.001)
                inside.remove(number)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(enter, range(6)))
    assert most == [1] * 30
    assert list(tmp_path.iterdir()) == []


def test_another_process_that_holds_it_is_waited_for_and_one_that_died_is_not(tmp_path: Path) -> None:
    project = Path(__file__).parents[2]
    dead = subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], cwd=project, check=False)
    assert dead.returncode == 9
    assert (tmp_path / LOCK_NAME).is_file()
    with exclusive(tmp_path, patience=0):
        pass
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(command, cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BusyError), exclusive(tmp_path, patience=0.1):
            pass
        other.communicate("\n")
    with exclusive(tmp_path, patience=10):
        pass
