"""Inputs and their sidecars: what is missing, unknown or changed is named."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
import yaml

from etl.errors import InputError
from etl.inputs import KINDS, Sidecar, find_inputs, read_input, read_sidecar, sha256, sign, write_sidecar

CONTENT = b"ags;value\n05358004;1\n"
SIDECAR = Sidecar(
    kind="indicators",
    title="Zensus 2022: Bevölkerung",
    publisher="Statistische Ämter",
    licence="dl-de/by-2-0",
    attribution="© Statistische Ämter",
    url="",
    reference_date=dt.date(2022, 5, 15),
    data="real",
    sha256=hashlib.sha256(CONTENT).hexdigest(),
)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of inputs with one file and its sidecar."""
    path = tmp_path / "raw" / "census" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    write_sidecar(path, SIDECAR)
    return tmp_path / "raw"


def sidecar_of(raw: Path) -> Path:
    return raw / "census" / "a.csv.source.yml"


def change_sidecar(raw: Path, **fields: object) -> None:
    content = yaml.safe_load(sidecar_of(raw).read_text(encoding="utf-8")) | fields
    kept = {name: value for name, value in content.items() if value is not ...}
    sidecar_of(raw).write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")


def test_a_sidecar_is_read_as_it_was_written(raw: Path) -> None:
    assert read_sidecar(raw / "census" / "a.csv") == SIDECAR


def test_inputs_are_found_below_all_folders_in_order_of_their_names(raw: Path) -> None:
    for name in ("b.csv", "geo/c.csv"):
        (raw / name).parent.mkdir(exist_ok=True)
        (raw / name).write_bytes(CONTENT)
        write_sidecar(raw / name, SIDECAR)
    assert [found.name for found in find_inputs(raw)] == ["b.csv", "census/a.csv", "geo/c.csv"]


def test_hidden_files_are_no_inputs(raw: Path) -> None:
    (raw / "census" / ".DS_Store").write_bytes(b"x")
    assert len(find_inputs(raw)) == 1


def test_missing_folder_names_the_setting_to_correct(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere: this folder of inputs does not exist.*KIM_DATA_DIR"):
        find_inputs(tmp_path / "nowhere")


def test_file_without_sidecar_is_named(raw: Path) -> None:
    (raw / "census" / "b.csv").write_bytes(CONTENT)
    with pytest.raises(InputError, match=r"^census/b\.csv: has no sidecar; describe it in b\.csv\.source\.yml"):
        find_inputs(raw)


def test_sidecar_without_file_is_named(raw: Path) -> None:
    (raw / "census" / "a.csv").unlink()
    with pytest.raises(InputError, match=r"^census/a\.csv: does not exist; restore it, or delete its sidecar"):
        find_inputs(raw)


def test_changed_bytes_are_noticed_and_the_command_to_sign_them_is_named(raw: Path) -> None:
    path = raw / "census" / "a.csv"
    path.write_bytes(CONTENT + b" ")
    with pytest.raises(InputError, match=r"^census/a\.csv: has changed since its sidecar was written") as error:
        find_inputs(raw)
    assert sha256(path)[:12] in str(error.value)
    assert SIDECAR.sha256[:12] in str(error.value)
    assert "python -m etl sign census/a.csv" in str(error.value)


@pytest.mark.parametrize(
    "field", ["kind", "title", "publisher", "licence", "attribution", "url", "reference_date", "data", "sha256"]
)
def test_each_missing_field_is_named(raw: Path, field: str) -> None:
    change_sidecar(raw, **{field: ...})
    with pytest.raises(InputError, match=rf"^a\.csv\.source\.yml: missing: {field}$"):
        find_inputs(raw)


def test_the_mapping_may_be_left_out(raw: Path) -> None:
    change_sidecar(raw, mapping=...)
    assert find_inputs(raw)[0].sidecar.mapping == ""


def test_all_missing_and_unknown_fields_are_named_at_once(raw: Path) -> None:
    change_sidecar(raw, title=..., url=..., author="x", licenze="y")
    with pytest.raises(InputError, match="missing: title, url; and 2 fields that are not known"):
        find_inputs(raw)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("kind", "census", "found 'census', expected one of municipalities, "),
        ("data", "echt", "found 'echt', expected one of real, example"),
        ("reference_date", "31.12.2024", "expected a date like 2024-12-31"),
        ("reference_date", dt.datetime(2024, 12, 31, 12), "expected a date like 2024-12-31"),
        ("title", 2024, "expected text"),
        ("url", None, "expected text"),
    ],
)
def test_wrong_values_name_file_and_field(raw: Path, field: str, value: object, message: str) -> None:
    change_sidecar(raw, **{field: value})
    with pytest.raises(InputError) as error:
        find_inputs(raw)
    assert str(error.value).startswith(f"a.csv.source.yml, column «{field}»: {message}")


@pytest.mark.parametrize("content", ["- a list\n", "just text", ""])
def test_a_sidecar_that_is_no_list_of_fields_is_refused(raw: Path, content: str) -> None:
    sidecar_of(raw).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.csv\.source\.yml: must hold lines of the form «field: value»"):
        find_inputs(raw)


@pytest.mark.parametrize(
    ("content", "place"), [(b"title: A\nkind: [unclosed", ", row 2"), (b"title: D\xfcren", ""), (b"a: 2024-02-30", "")]
)  # fmt: skip
def test_an_unreadable_sidecar_is_named(raw: Path, content: bytes, place: str) -> None:
    sidecar_of(raw).write_bytes(content)
    with pytest.raises(InputError, match=rf"a\.csv\.source\.yml{place}: is not readable as YAML in UTF-8; correct it$"):
        find_inputs(raw)


def test_reading_a_sidecar_that_is_not_there(raw: Path) -> None:
    sidecar_of(raw).unlink()
    with pytest.raises(InputError, match=r"a\.csv\.source\.yml: the sidecar does not exist"):
        read_sidecar(raw / "census" / "a.csv")


def test_sign_changes_the_checksum_and_nothing_else(raw: Path) -> None:
    path = raw / "census" / "a.csv"
    sidecar_of(raw).write_text("# why it changed\n" + sidecar_of(raw).read_text(encoding="utf-8"), encoding="utf-8")
    before = sidecar_of(raw).read_text(encoding="utf-8")
    path.write_bytes(CONTENT + b"05358008;2\n")
    digest = sign(path)
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert sidecar_of(raw).read_text(encoding="utf-8") == before.replace(SIDECAR.sha256, digest)
    assert read_input(path, raw).sidecar.sha256 == digest


def test_sign_fills_an_empty_checksum(raw: Path) -> None:
    change_sidecar(raw, sha256=None)
    with pytest.raises(InputError, match="has changed"):
        find_inputs(raw)
    sign(raw / "census" / "a.csv")
    assert find_inputs(raw)[0].sidecar.sha256 == SIDECAR.sha256


def test_sign_refuses_a_file_without_sidecar(raw: Path) -> None:
    sidecar_of(raw).unlink()
    with pytest.raises(InputError, match="the sidecar does not exist"):
        sign(raw / "census" / "a.csv")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_accepted(raw: Path, kind: str) -> None:
    change_sidecar(raw, kind=kind)
    assert find_inputs(raw)[0].sidecar.kind == kind
