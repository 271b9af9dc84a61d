"""Names under which files are taken in, and what taking in would change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import InputError
from etl.inputs import Sidecar, sha256
from etl.moving.arrivals import Arrival, changes_of, refuse_unsafe

SIDECAR = Sidecar("indicators", "Titel", "", "", "", "", dt.date(2024, 12, 31), "real", "")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("census/a.csv", "census/a.csv.source.yml", "top.csv", "top.csv.source.yml"):
        path = tmp_path / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "new.csv").write_text("neu", encoding="utf-8")
    return tmp_path / "data"


def arrival(data: Path, name: str, *replaces: str) -> Arrival:
    return Arrival(data.parent / "new.csv", SIDECAR, name, replaces)


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "../a.csv", "census/../../a.csv", "/etc/passwd", "census//a.csv", "census/", "./a.csv",
        ".hidden.csv", "census/.a.csv", ".git/config", "a\\b.csv", "C:a.csv", "a<b.csv", 'a"b.csv', "a|b.csv", "a?.csv",
        "a*.csv", "a\nb.csv", "a\0b.csv", "a\x1b[31m.csv", "a\u202ecsv.exe", "a.csv.", "a.csv ", "con", "NUL.csv",
        "census/com1.csv", "a.csv.source.yml", "x" * 130,
    ],
)  # fmt: skip
def test_names_that_cannot_be_are_refused(data: Path, name: str) -> None:
    with pytest.raises(InputError):
        changes_of(data, [arrival(data, name)], {}, ())


@pytest.mark.parametrize("name", ["b.csv", "census/Bevölkerung 2024 (neu).csv", "neu/tief/b.xlsx", "console.csv"])
def test_plain_names_are_taken(data: Path, name: str) -> None:
    found = {str(change.target) for change in changes_of(data, [arrival(data, name)], {}, ())}
    assert found == {f"raw/{name}", f"raw/{name}.source.yml"}


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab./\\:.. \0\n"), max_size=12))
def test_no_name_leads_out_of_the_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "raw"
    try:
        refuse_unsafe(name, folder)
    except InputError:
        return
    assert (folder / name).resolve().is_relative_to(folder.resolve())
    assert (folder / name).resolve() != folder.resolve()


def test_a_link_out_of_the_folder_is_not_followed(data: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (data / "raw" / "link").symlink_to(outside, target_is_directory=True)
    with pytest.raises(InputError, match="leads out"):
        changes_of(data, [arrival(data, "link/b.csv")], {}, ())


@pytest.mark.parametrize("name", ["census/a.csv", "census/A.CSV", "TOP.csv"])
def test_a_file_that_is_not_replaced_is_never_overwritten(data: Path, name: str) -> None:
    with pytest.raises(InputError, match="another input of this name"):
        changes_of(data, [arrival(data, name)], {}, ())


def test_two_arrivals_of_one_name_are_refused(data: Path) -> None:
    with pytest.raises(InputError, match="another input of this name"):
        changes_of(data, [arrival(data, "b.csv"), arrival(data, "B.csv")], {}, ())


def test_an_input_that_is_gone_cannot_be_replaced(data: Path) -> None:
    with pytest.raises(InputError, match="not among the inputs any more"):
        changes_of(data, [arrival(data, "b.csv", "gone.csv")], {}, ())
    with pytest.raises(InputError, match="not among the inputs any more"):
        changes_of(data, [], {}, ["gone.csv"])


def test_an_upload_that_is_gone_is_said(data: Path) -> None:
    with pytest.raises(InputError, match="choose the file again"):
        changes_of(data, [Arrival(data / "nothing.csv", SIDECAR, "b.csv")], {}, ())


def test_what_goes_comes_before_what_comes_and_the_sidecar_is_signed(data: Path) -> None:
    changes = changes_of(data, [arrival(data, "census/b.csv", "census/a.csv")], {"neu": "title: x\n"}, ["top.csv"])
    assert [(str(change.target), change.content is None) for change in changes] == [
        ("raw/census/a.csv", True),
        ("raw/census/a.csv.source.yml", True),
        ("raw/top.csv", True),
        ("raw/top.csv.source.yml", True),
        ("mappings/neu.yml", False),
        ("raw/census/b.csv", False),
        ("raw/census/b.csv.source.yml", False),
    ]
    assert changes[4].content == b"title: x\n"
    signed = changes[6].content
    assert isinstance(signed, bytes)
    assert sha256(data.parent / "new.csv") in signed.decode()


@pytest.mark.parametrize("name", ["../x", "a/b", ".x", "con"])
def test_a_mapping_lies_in_the_folder_of_mappings(data: Path, name: str) -> None:
    with pytest.raises(InputError):
        changes_of(data, [], {name: "x"}, ())
