"""Folders of a call are gone after it, and after the next run where their own was killed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.intake import dry_run, prune, take_in
from etl.load import load
from etl.moving.one_at_a_time import clear_away
from etl.moving.scratch import DRY_RUN, UPLOAD, remove_left_over, scratch_folder
from warehouse import Store
from warehouse.lock import exclusive

DIES = """
import os, sys
from pathlib import Path
from etl.moving.scratch import scratch_folder
from warehouse import Store
with scratch_folder(Store(Path(sys.argv[1])), sys.argv[2]) as folder:
    (folder / "Export.csv").write_text("Fall;Name")
    os._exit(9)
"""


def killed(data: Path, prefix: str) -> None:
    project = Path(__file__).parents[3]
    died = subprocess.run([sys.executable, "-c", DIES, str(data), prefix], cwd=project, check=False)
    assert died.returncode == 9


def left(data: Path) -> list[str]:
    return [path.name for prefix in (DRY_RUN, UPLOAD) for path in Store(data).folder.glob(f"{prefix}*")]


@pytest.mark.parametrize("prefix", [DRY_RUN, UPLOAD])
def test_a_folder_is_private_and_gone_whatever_happens(tmp_path: Path, prefix: str) -> None:
    store = Store(tmp_path)
    modes: list[int] = []

    def interrupted() -> None:
        with scratch_folder(store, prefix) as folder:
            (folder / "a.csv").write_text("x")
            modes.append(stat.S_IMODE(folder.stat().st_mode))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert modes == [0o700] or os.name == "nt"
    assert list(store.folder.iterdir()) == []


@pytest.mark.parametrize("prefix", [DRY_RUN, UPLOAD])
def test_what_a_killed_run_left_goes_at_once(tmp_path: Path, prefix: str) -> None:
    killed(tmp_path, prefix)
    assert [path.name for path in Store(tmp_path).folder.glob("*/Export.csv")] == ["Export.csv"]
    clear_away(Store(tmp_path))
    assert list(Store(tmp_path).folder.iterdir()) == []


@pytest.mark.parametrize(
    "call", [load, lambda data: dry_run(data, []), lambda data: take_in(data, []), lambda data: prune(data, 5)]
)
def test_every_call_clears_uploads_of_killed_runs_away(bare_data: Path, call: Callable[[Path], object]) -> None:
    load(bare_data)
    killed(bare_data, UPLOAD)
    assert left(bare_data)
    call(bare_data)
    assert left(bare_data) == []


def test_folders_in_use_stay_whoever_uses_them(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with scratch_folder(store, UPLOAD) as folder:
        for same_thread in (True, False):
            other = threading.Thread(target=remove_left_over, args=[store])
            remove_left_over(store) if same_thread else (other.start(), other.join())
            assert folder.is_dir()


def test_nothing_is_cleared_away_while_somebody_loads_or_where_nothing_is(tmp_path: Path) -> None:
    store = Store(tmp_path)
    clear_away(store)
    assert not store.folder.exists()
    killed(tmp_path, UPLOAD)
    with exclusive(store.folder):
        other = threading.Thread(target=clear_away, args=[store])
        other.start()
        other.join()
        assert left(tmp_path)


def test_drafts_of_editions_and_of_markers_go(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.editions.mkdir(parents=True)
    name = "20261102T083000Z-0123456789ab"
    for file in (f".{name}.draft", f".{name}.draft.wal", f".{name}.frozen.draft-0a", f"{name}.duckdb", "notes.txt"):
        (store.editions / file).touch()
    remove_left_over(store)
    assert sorted(path.name for path in store.editions.iterdir()) == ["notes.txt"]
