"""Files are exchanged as a whole or not at all, whatever happens in between."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.inputs import sha256
from etl.moving.arrivals import Change, in_order
from etl.moving.exchange import FOLDER, exchanged, recover
from warehouse import Store

NAMES = ["a.csv", "a.csv.source.yml", "census/b.csv", "census/b.csv.source.yml", "neu/c.csv", "neu/tief/d.csv"]


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: bytes of files, None for folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def store_with(folder: Path, *names: str) -> Store:
    for name in names:
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"old {name}", encoding="utf-8")
    (folder / "raw").mkdir(exist_ok=True)
    return Store(folder)


def change(name: str, content: bytes | Path | None) -> Change:
    return Change(PurePosixPath("raw", name), content)


def test_what_went_is_kept_under_its_checksum_with_its_sidecar(tmp_path: Path) -> None:
    store = store_with(tmp_path, "census/b.csv", "census/b.csv.source.yml", "a.csv")
    before = tree(tmp_path / "raw")
    digest = sha256(tmp_path / "raw" / "census/b.csv")
    gone = change("census/b.csv", None)
    beside = replace(change("census/b.csv.source.yml", None), part_of=gone.target)
    changes = [gone, beside, change("neu/c.csv", b"new")]
    with exchanged(store, changes):
        assert (tmp_path / "raw/neu/c.csv").read_bytes() == b"new"
        assert not (tmp_path / "raw/census/b.csv").exists()
    assert tree(tmp_path / "raw") == {"a.csv": before["a.csv"], "neu": None, "neu/c.csv": b"new"}
    assert tree(store.replaced) == {
        digest: None,
        f"{digest}/b.csv": before["census/b.csv"],
        f"{digest}/b.csv.source.yml": before["census/b.csv.source.yml"],
    }
    assert not (store.folder / FOLDER).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")
def test_what_comes_and_what_is_kept_is_for_its_owner_only(tmp_path: Path) -> None:
    store = store_with(tmp_path, "a.csv")
    with exchanged(store, [change("a.csv", b"new"), change("neu/c.csv", b"new")]):
        pass
    for path in (tmp_path / "raw/a.csv", tmp_path / "raw/neu/c.csv", *store.replaced.glob("*/*")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (tmp_path / "raw/neu", store.replaced, *store.replaced.glob("*")):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_body_that_raises_anything_leaves_no_trace(tmp_path: Path, error: type[BaseException]) -> None:
    store = store_with(tmp_path, "a.csv", "census/b.csv")
    store.folder.mkdir()
    before = tree(tmp_path)
    changes = [change("a.csv", b"new"), change("census/b.csv", None), change("neu/tief/d.csv", b"new")]
    seen: list[dict[str, bytes | None]] = []

    def load() -> None:
        seen.append(tree(tmp_path))
        raise error

    with pytest.raises(error), exchanged(store, in_order(changes)):
        load()
    assert seen[0] != before
    assert tree(tmp_path) == before


def test_a_source_that_cannot_be_read_is_found_before_anything_is_touched(tmp_path: Path) -> None:
    store = store_with(tmp_path, "a.csv")
    store.folder.mkdir()
    before = tree(tmp_path)
    with pytest.raises(FileNotFoundError), exchanged(store, [change("a.csv", None), change("b", tmp_path / "none")]):
        pytest.fail("the body was reached")
    assert tree(tmp_path) == before


@settings(max_examples=80, deadline=None)
@given(
    present=st.sets(st.sampled_from(NAMES)),
    wanted=st.dictionaries(st.sampled_from(NAMES), st.sampled_from([b"new", b"", None]), min_size=1),
    fails=st.booleans(),
)
def test_all_of_it_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, present: set[str], wanted: dict[str, bytes | None], fails: bool
) -> None:
    folder = tmp_path_factory.mktemp("exchange")
    store = store_with(folder, *present)
    before = tree(folder / "raw")
    try:
        with exchanged(store, in_order([change(name, content) for name, content in wanted.items()])):
            if fails:
                raise ValueError
    except ValueError:
        assert tree(folder / "raw") == before
        assert not list(store.folder.iterdir())
        return
    files = {name: content for name, content in before.items() if content is not None} | wanted
    assert {name: content for name, content in tree(folder / "raw").items() if content is not None} == {
        name: content for name, content in files.items() if content is not None
    }
    assert sorted(path.read_bytes() for path in store.replaced.glob("*/*")) == sorted(
        content for name, content in before.items() if content is not None and name in wanted
    )


KILLED = """
import os, sys, time
from pathlib import Path, PurePosixPath
from etl.moving import exchange
from etl.moving.arrivals import Change
from warehouse import Store
store, moment = Store(Path(sys.argv[1])), sys.argv[2]
if moment == "while preparing":
    exchange.link_or_copy = lambda *_: os._exit(9)
if moment == "while applying":
    unlink = Path.unlink
    Path.unlink = lambda path, **how: (unlink(path, **how), os._exit(9))
if moment == "while undoing":
    exchange.shutil.rmtree = lambda *_: os._exit(9)
changes = [
    Change(PurePosixPath("raw/census/b.csv"), None),
    Change(PurePosixPath("raw/a.csv"), b"new"),
    Change(PurePosixPath("raw/neu/c.csv"), b"new"),
]
with exchange.exchanged(store, changes):
    if moment == "while undoing":
        raise ValueError
    if moment == "after the load":
        time.sleep(0.05)
        store.pointer.write_text("made")
    os._exit(9)
"""


@pytest.mark.parametrize(
    "moment", ["while preparing", "while applying", "while loading", "while undoing", "after the load"]
)
def test_a_killed_run_is_put_right_by_the_next_one(tmp_path: Path, moment: str) -> None:
    store = store_with(tmp_path, "a.csv", "census/b.csv")
    before = tree(tmp_path / "raw")
    project = Path(__file__).parents[3]
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), moment], cwd=project, check=False)
    assert killed.returncode == 9
    recover(store)
    recover(store)
    if moment == "after the load":
        assert tree(tmp_path / "raw") == {"a.csv": b"new", "neu": None, "neu/c.csv": b"new"}
        assert sorted(path.name for path in store.replaced.glob("*/*")) == ["a.csv", "b.csv"]
    else:
        assert tree(tmp_path / "raw") == before
        assert not store.replaced.exists()
    assert not (store.folder / FOLDER).exists()
