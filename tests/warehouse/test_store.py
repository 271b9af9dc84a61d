"""Editions on disk: which there are, which one is current, and that nothing that exists is touched."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import NoEditionError, Store, data_folder

OLDER, NEWER = "20240101T080000Z-aaaaaaaaaaaa", "20250101T080000Z-bbbbbbbbbbbb"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(tmp_path)
    found.editions.mkdir(parents=True)
    return found


def publish(store: Store, edition_id: str, content: str = "tables") -> None:
    draft = store.editions / f".{edition_id}.draft"
    draft.write_text(content, encoding="utf-8")
    store.publish(draft, edition_id, {"edition": edition_id, "note": "Düren"})


def test_nothing_loaded_says_what_to_do(store: Store) -> None:
    assert store.ids() == []
    with pytest.raises(NoEditionError, match="run: python -m etl load"):
        store.current_id()


def test_a_published_edition_is_complete_and_current(store: Store) -> None:
    publish(store, OLDER)
    assert store.current_id() == OLDER
    assert store.ids() == [OLDER]
    assert store.database(OLDER).read_text(encoding="utf-8") == "tables"
    assert store.manifest(OLDER) == {"edition": OLDER, "note": "Düren"}
    assert sorted(path.name for path in store.editions.iterdir()) == [f"{OLDER}.duckdb", f"{OLDER}.json"]
    assert [path.name for path in store.folder.glob(".current-*")] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")
def test_a_manifest_is_for_its_owner_only_from_the_first_byte(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    whole = Path.rename

    def rename(path: Path, target: Path) -> Path:
        modes.append((path.name, stat.S_IMODE(path.stat().st_mode)))
        return whole(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.delattr(Path, "chmod")  # what is created open and closed later can be read in between
    publish(store, NEWER)
    assert (f"{NEWER}.json.draft", 0o600) in modes
    assert stat.S_IMODE(store.database(NEWER).with_suffix(".json").stat().st_mode) == 0o600


def test_an_edition_is_never_overwritten(store: Store) -> None:
    publish(store, OLDER)
    with pytest.raises(FileExistsError, match=OLDER):
        publish(store, OLDER, content="other tables")
    assert store.database(OLDER).read_text(encoding="utf-8") == "tables"


def test_an_older_edition_can_become_current_again(store: Store) -> None:
    publish(store, OLDER)
    publish(store, NEWER)
    assert store.ids() == [OLDER, NEWER]
    store.use(OLDER)
    assert store.current_id() == OLDER
    assert store.ids() == [OLDER, NEWER]


def test_an_edition_without_its_manifest_does_not_count(store: Store) -> None:
    publish(store, OLDER)
    (store.editions / f"{NEWER}.duckdb").touch()
    (store.editions / "20260101T080000Z-cccccccccccc.json").touch()
    assert store.ids() == [OLDER]


@pytest.mark.parametrize(
    "edition_id",
    ["", "current", NEWER, f"../{OLDER}", f"{OLDER}.duckdb", f"{OLDER}\n", "20240101T080000Z-AAAAAAAAAAAA"],
)
def test_an_edition_that_is_not_there_is_refused(store: Store, edition_id: str) -> None:
    publish(store, OLDER)
    for ask in (store.database, store.manifest, store.use):
        with pytest.raises(NoEditionError, match="no edition"):
            ask(edition_id)
    assert store.current_id() == OLDER


def test_a_pointer_to_an_edition_that_is_gone_is_refused(store: Store) -> None:
    publish(store, OLDER)
    store.pointer.write_text(NEWER, encoding="utf-8")
    with pytest.raises(NoEditionError, match=NEWER):
        store.current_id()


def test_the_newest_edition_of_the_same_inputs_is_found(store: Store) -> None:
    publish(store, OLDER)
    publish(store, "20250101T080000Z-aaaaaaaaaaaa")
    assert store.with_hash("aaaaaaaaaaaa") == "20250101T080000Z-aaaaaaaaaaaa"
    assert store.with_hash("aaaa") is None


def test_the_data_folder_can_be_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("KIM_DATA_DIR")
    assert data_folder() == Path(__file__).parents[2] / "data"


def test_only_the_id_of_an_edition_opens_a_file(store: Store) -> None:
    """An id may come from an address: it must not lead to any other file."""
    for path in (store.editions / "notes.duckdb", store.folder / "outside.duckdb"):
        path.touch()
    for edition_id in ("notes", "../outside"):
        with pytest.raises(NoEditionError, match="no edition"):
            store.database(edition_id)


IDS = [f"2024010{day}T080000Z-{day:012x}" for day in range(1, 9)]


def publish_with_inputs(store: Store, edition_id: str, *digests: str) -> None:
    draft = store.editions / f".{edition_id}.draft"
    draft.write_text("tables", encoding="utf-8")
    store.publish(draft, edition_id, {"inputs": [{"file": "a.csv", "sha256": digest} for digest in digests]})


def test_a_frozen_edition_says_why_until_it_is_released(store: Store) -> None:
    publish(store, OLDER)
    assert (store.is_frozen(OLDER), store.frozen_because(OLDER)) == (False, None)
    store.freeze(OLDER, "Lenkungsgruppe im Mai")
    assert (store.is_frozen(OLDER), store.frozen_because(OLDER)) == (True, "Lenkungsgruppe im Mai")
    store.freeze(OLDER, "")
    assert store.frozen_because(OLDER) == ""
    assert store.ids() == [OLDER]
    store.release(OLDER)
    store.release(OLDER)
    assert not store.is_frozen(OLDER)
    assert sorted(path.name for path in store.editions.iterdir()) == [f"{OLDER}.duckdb", f"{OLDER}.json"]
    store.freeze(OLDER, "Haushaltsbeschluss")
    store.hold(OLDER, ["Sitzung im Mai", "Sitzung im Juni"])
    assert store.frozen_because(OLDER) == "Haushaltsbeschluss; Sitzung im Mai; Sitzung im Juni"
    store.release(OLDER)
    assert store.held_because(OLDER) == store.frozen_because(OLDER) == "Sitzung im Mai; Sitzung im Juni"
    store.hold(OLDER, [])
    assert (store.is_frozen(OLDER), store.held_because(OLDER)) == (False, "")

    for ask in (store.is_frozen, store.release, lambda edition_id: store.freeze(edition_id, "")):
        with pytest.raises(NoEditionError):
            ask(NEWER)


def test_a_mark_that_a_crash_left_half_written_goes(store: Store) -> None:
    publish(store, OLDER)
    left = store.editions / f".{OLDER}.held.draft-0a1b2c3d"
    left.touch()
    store.hold(OLDER, ["Sitzung im Mai"])
    store.prune(1)
    assert not left.exists() and store.held_because(OLDER) == "Sitzung im Mai"


@settings(max_examples=60, deadline=None)
@given(
    present=st.lists(st.sampled_from(IDS), min_size=1, unique=True),
    current=st.integers(min_value=0, max_value=7),
    frozen=st.sets(st.sampled_from(IDS)),
    keep=st.integers(min_value=0, max_value=9),
)
def test_pruning_spares_the_current_the_frozen_and_the_newest_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, present: list[str], current: int, frozen: set[str], keep: int
) -> None:
    store = Store(tmp_path_factory.mktemp("pruned"))
    store.editions.mkdir(parents=True)
    for edition_id in present:
        publish(store, edition_id)
    used = present[current % len(present)]
    store.use(used)
    for edition_id in frozen & set(present):
        store.freeze(edition_id, "kept")
    newest = sorted(present)[-keep:] if keep else []
    spared = {used, *newest, *(frozen & set(present))}
    announced = store.prunable(keep)
    assert store.prune(keep) == announced == sorted(set(present) - spared)
    assert store.ids() == sorted(spared)
    assert store.current_id() == used
    assert store.prunable(keep) == []
    left = {path.name.partition(".")[0] for path in store.editions.iterdir()}
    assert left == spared


def test_pruning_to_less_than_nothing_is_refused(store: Store) -> None:
    publish(store, OLDER)
    with pytest.raises(ValueError, match="found -1"):
        store.prune(-1)
    assert store.ids() == [OLDER]


def test_pruning_keeps_replaced_inputs_that_a_remaining_edition_names(store: Store) -> None:
    publish_with_inputs(store, OLDER, "a" * 64, "b" * 64)
    publish_with_inputs(store, NEWER, "b" * 64, "c" * 64)
    for digit in "abx":
        (store.replaced / (digit * 64)).mkdir(parents=True)
        (store.replaced / (digit * 64) / "a.csv").touch()
    assert store.prune(1) == [OLDER]
    assert [path.name for path in store.replaced.iterdir()] == ["b" * 64]


def test_no_replaced_input_goes_while_a_manifest_cannot_be_read(store: Store) -> None:
    publish_with_inputs(store, OLDER, "a" * 64)
    publish_with_inputs(store, NEWER)
    (store.editions / f"{NEWER}.json").write_text("{", encoding="utf-8")
    (store.replaced / ("x" * 64)).mkdir(parents=True)
    store.prune(2)
    assert (store.replaced / ("x" * 64)).is_dir()


def test_remains_of_killed_loads_go(store: Store) -> None:
    publish(store, OLDER)
    names = [f"{NEWER}.duckdb", f"{NEWER}.json.draft", "20260101T080000Z-cccccccccccc.json", "notes.txt"]
    for name in names:
        (store.editions / name).touch()
    store.prune(1)
    assert {path.name for path in store.editions.iterdir()} == {f"{OLDER}.duckdb", f"{OLDER}.json", "notes.txt"}


def test_an_edition_in_use_stays_whole_and_is_named_afterwards(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for edition_id in IDS[:3]:
        publish(store, edition_id)
    whole = Path.unlink

    def refuses(path: Path, missing_ok: bool = False) -> None:
        if path.name == f"{IDS[0]}.duckdb":
            raise PermissionError("in use")
        whole(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuses)
    assert store.prune(1) == [IDS[1]]
    assert store.ids() == [IDS[0], IDS[2]]
    assert store.prunable(1) == [IDS[0]]
    with pytest.raises(PermissionError, match="close what shows it"):
        store.remove(IDS[0])


def test_one_edition_can_be_removed_even_if_frozen_but_not_the_current_one(store: Store) -> None:
    publish_with_inputs(store, OLDER, "a" * 64)
    publish_with_inputs(store, NEWER, "b" * 64)
    (store.replaced / ("a" * 64)).mkdir(parents=True)
    store.freeze(OLDER, "Lenkungsgruppe")
    with pytest.raises(ValueError, match="current edition"):
        store.remove(NEWER)
    store.remove(OLDER)
    assert store.ids() == [NEWER]
    assert sorted(path.name for path in store.editions.iterdir()) == [f"{NEWER}.duckdb", f"{NEWER}.json"]
    assert list(store.replaced.iterdir()) == []
    with pytest.raises(NoEditionError):
        store.remove(OLDER)
