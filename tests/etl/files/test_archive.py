"""Archives: one table in them is read, everything else is refused before it does harm."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.files import Grid, Reading, members
from etl.files.archive import open_archive, unpack
from tests.etl.files.made import xlsx_of, zipped

ReadBytes = Callable[..., Grid]
CSV = "a;b\n1;2\n"
RECORDS = [(1, ["a", "b"]), (2, ["1", "2"])]


def test_the_one_table_in_an_archive_is_read(read_bytes: ReadBytes) -> None:
    of_a_mac = {"ordner/": "", "__MACOSX/ordner/._x.csv": "\1\2", "ordner/.DS_Store": "x", "Thumbs.db": "x"}
    grid = read_bytes(zipped(of_a_mac | {"ordner/12411_1700000000000_de_flat.csv": CSV}))
    assert grid.records == RECORDS
    assert grid.reading == Reading("utf-8", ";", member="ordner/12411_1700000000000_de_flat.csv")


def test_a_workbook_in_an_archive_is_read(read_bytes: ReadBytes) -> None:
    grid = read_bytes(zipped({"x.xlsx": xlsx_of({"Fälle": [["a", "b"], [1, 2]]})}))
    assert grid.records == RECORDS
    assert grid.reading == Reading(sheet="Fälle", member="x.xlsx")


def test_a_member_asked_for_is_read(read_bytes: ReadBytes) -> None:
    archive = zipped({"x.csv": CSV, "y.csv": "c;d\n3;4\n"})
    assert read_bytes(archive, Reading(member="y.csv")).records[0] == (1, ["c", "d"])
    with pytest.raises(InputError, match=r"the archive has no file «z\.csv»"):
        read_bytes(archive, Reading(member="z.csv"))


def test_members_are_listed_without_what_systems_add(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({"a/": "", "a/x.shp": "1", "a/x.dbf": "2", "__MACOSX/a/._x.shp": "3"}))
    assert members(path) == ["a/x.shp", "a/x.dbf"]


def encrypted() -> bytes:
    """With the flag in the local head and in the directory that says so."""
    data = bytearray(zipped({"x.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("archive", "message"),
    [
        (encrypted(), "needs a password; remove it"),
        (zipped({"a.csv": CSV, "b.csv": CSV}), "the archive has 2 files; take out the one that is meant"),
        (zipped({}), "the archive is empty"),
        (zipped({"ordner/": ""}), "the archive is empty"),
        (zipped({"inner.zip": zipped({"x.csv": CSV})}), "is an archive within an archive; unpack it"),
        (zipped({"x.csv": CSV})[:40], "the archive is damaged"),
        (zipped({"x.csv": CSV}).replace(b"x.csv", b"y.csv", 1), "the archive is damaged"),
        (b"PK\x03\x04" + bytes(60), "the archive is damaged"),
        (zipped({"x.csv": ""}), "is empty"),
        (zipped({"x.pdf": "%PDF-1.7"}), "is neither text nor a workbook"),
    ],
    # The bytes hold the time they were made: as names of tests they would differ between processes.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_archives_are_refused_with_the_reason(read_bytes: ReadBytes, archive: bytes, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_bytes(archive, name="file.zip")
    assert f"file.zip: {message}" in str(error.value) or f"file.zip, row 1: {message}" in str(error.value)


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> int:
    """A megabyte instead of hundreds, to keep the tests quick."""
    monkeypatch.setattr("etl.files.archive.MAX_UNPACKED_BYTES", 2**20)
    return 2**20


@pytest.mark.parametrize("declared", [None, 10])
def test_a_bomb_is_refused_whatever_size_it_declares(small_limit: int, declared: int | None) -> None:
    size = 8 * small_limit
    bomb = zipped({"x.csv": bytes(size)})
    if declared is not None:
        bomb = bomb.replace(struct.pack("<I", size), struct.pack("<I", declared))
    with pytest.raises(InputError, match="would unpack to more than"):
        unpack(open_archive(bomb, "x.zip"), "x.csv", "x.zip", small_limit)


@pytest.mark.usefixtures("small_limit")
def test_many_members_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.files.archive.MAX_MEMBERS", 3)
    with pytest.raises(InputError, match="would unpack to more than"):
        open_archive(zipped({f"{number}.csv": "" for number in range(4)}), "x.zip")


def test_a_bomb_within_a_workbook_is_refused(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlsx_of({"A": [["a"]]})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    bomb = zipped(contents | {"xl/media/image1.png": bytes(2**21)})
    lying = bomb.replace(struct.pack("<I", 2**21), struct.pack("<I", 10))
    monkeypatch.setattr("etl.files.limits.MAX_UNPACKED_BYTES", 2**20)
    for data in (bomb, lying):
        with pytest.raises(InputError, match="would unpack to more than"):
            read_bytes(data)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_archive_is_read_or_refused(place: int, byte: int) -> None:
    data = bytearray(WHOLE)
    data[place % len(data)] = byte
    with contextlib.suppress(InputError), open_archive(bytes(data), "x.zip") as archive:
        contents = [unpack(archive, name, "x.zip") for name in archive.namelist()]
        assert contents in ([CSV.encode()], [])


WHOLE = zipped({"x.csv": CSV})
