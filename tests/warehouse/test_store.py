"""Editions on disk: which there are, which one is current, and that nothing that exists is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

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
