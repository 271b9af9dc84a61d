"""Delimited text: encodings and separators found by content, records with their lines, nothing swallowed."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.files import Grid, Reading, read_grid
from etl.files.delimited import read_records, without_notes
from etl.files.encoding import ENCODINGS, decode
from etl.files.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS
from etl.files.separators import SEPARATORS, find_separator

ReadBytes = Callable[..., Grid]
TEXT = "Träger;VZÄ\nJülich;1,0\n"


def cells(grid: Grid) -> list[list[str]]:
    return [row for _, row in grid.records]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("iso-8859-1"), "iso-8859-1"),
        (TEXT.replace("1,0", "1,0 €").encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (b"a;b\n1;2\n", "utf-8"),
    ],
)
def test_the_encoding_is_found_and_named(read_bytes: ReadBytes, data: bytes, encoding: str) -> None:
    grid = read_bytes(data)
    assert grid.reading == Reading(encoding, ";")
    assert cells(grid)[0] in (["Träger", "VZÄ"], ["a", "b"])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_encoding_asked_for_is_used(read_bytes: ReadBytes, encoding: str) -> None:
    assert cells(read_bytes(TEXT.encode(encoding), Reading(encoding=encoding)))[1] == ["Jülich", "1,0"]


def test_an_encoding_asked_for_may_be_wrong_but_is_obeyed(read_bytes: ReadBytes) -> None:
    assert cells(read_bytes(TEXT.encode(), Reading(encoding="iso-8859-1")))[1][0] == "JÃ¼lich"


@pytest.mark.parametrize(
    ("data", "wanted", "message"),
    [
        (b"a;b\nx;1\nD\xfcren;2\n", "utf-8", "file, row 3: is not UTF-8; save it as «CSV UTF-8"),
        (b"a;b\nx\x81;1\n", "cp1252", "file, row 2: cannot be read in the encoding cp1252"),
        (b"a;b\nx;1\n", "utf-8000", "the encoding utf-8000 is not known; choose one of utf-8"),
        (
            "Düren;Jülich\nKöln;Aach".encode() + "ä".encode()[:1],
            None,
            "file, row 2: is UTF-8 with characters that are damaged",
        ),
        (b"a;b\n1;2\0\n", None, "is neither text nor a workbook"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", None, "is neither text nor a workbook"),
        (bytes(range(1, 32)) * 9, None, "is neither text nor a workbook"),
        (b"a;b\n\x81\x8d;\x90\n", None, "is neither text nor a workbook"),
        (b"%PDF-1.7\nxref", None, "is neither text nor a workbook"),
        (b"<html><table><tr><td>1</td></tr></table>", None, "is a web page or XML"),
        (b'<?xml version="1.0"?><Workbook/>', None, "is a web page or XML"),
        (b'{"Ident": {}, "Status": {"Code": 98}}', None, "is JSON, not a table"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(
    read_bytes: ReadBytes, data: bytes, wanted: str | None, message: str
) -> None:
    with pytest.raises(InputError) as error:
        read_bytes(data, Reading(encoding=wanted))
    assert message in str(error.value)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\r\n  \n", " \t".encode("utf-16")])
def test_nothing_is_refused_as_empty(read_bytes: ReadBytes, data: bytes) -> None:
    with pytest.raises(InputError, match="file, row 1: is empty; expected a header and rows"):
        read_bytes(data)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(InputError, match="does not exist or is not a file"):
            read_grid(path, "file")


def test_a_gigabyte_of_one_line_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(InputError, match=r"huge\.csv: has 1024 MB, and at most 100 MB are read"):
        read_grid(path, "huge.csv")


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a,b\n1,2\n", ","),
        ("a\tb\nDüren, Stadt\t1,5\nJülich, Stadt\t2,5\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('a,b\n"1;2;3","x;y;z"\n"4;5;6","x;y;z"\n', ","),
        ("a;b,c\n1;2,3\n", ";"),
        ("Liste der Fälle, Stand 1.1.2025\n\na;b;c\n1;2;3\n", ";"),
        ("Titel\n;;\na;b;c\n1,5;2,5;x\n", ";"),
        ("sep=|\na;b|c\n", "|"),
        ("nur eine Spalte\n1\n2\n", ";"),
        ("", ";"),
    ],
)
def test_the_separator_is_found(text: str, separator: str) -> None:
    assert find_separator(text) == separator


def test_a_separator_asked_for_is_used_and_must_be_one(read_bytes: ReadBytes) -> None:
    assert cells(read_bytes(b"a;b,c\n1;2,3\n", Reading(separator=","))) == [["a;b", "c"], ["1;2", "3"]]
    with pytest.raises(InputError, match="cells cannot be separated by «;;»; choose one sign"):
        read_bytes(b"a;b\n", Reading(separator=";;"))


def test_a_hint_for_the_spreadsheet_is_no_record(read_bytes: ReadBytes) -> None:
    assert read_bytes(b"sep=,\r\na,b\r\n1,2\r\n").records == [(2, ["a", "b"]), (3, ["1", "2"])]


cell = st.text(st.characters(codec="iso-8859-1", exclude_categories=["Cc"]), max_size=6)
tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(cell | st.just("x\ny"), min_size=width, max_size=width), min_size=2, max_size=6)
)


@given(tables, st.sampled_from(ENCODINGS), st.sampled_from(SEPARATORS), st.sampled_from(["\n", "\r\n"]))
def test_every_table_comes_back_as_it_was_written(
    rows: list[list[str]], encoding: str, separator: str, line_end: str
) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(rows)
    text, found = decode(written.getvalue().encode(encoding), "file", encoding)
    assert found == encoding
    assert [row for _, row in read_records(text, separator, "file")] == rows


@given(
    st.lists(st.sampled_from(["Düren", "Jülich", "1,5", "2024-01-01", "x y", ""]), min_size=3, max_size=3),
    st.integers(1, 30),
    st.sampled_from(["utf-8", "utf-8-sig", "iso-8859-1", "utf-16", "utf-16-le", "utf-16-be"]),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_encoding_and_separator_are_found_whatever_they_are(
    row: list[str], count: int, encoding: str, separator: str, line_end: str
) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=line_end).writerows(
        [["Ort", "Träger", "VZÄ"], *[row] * count]
    )
    text, found = decode(written.getvalue().encode(encoding), "file")
    assert found == encoding.removesuffix("-le").removesuffix("-be")
    assert find_separator(text) == separator
    assert [cells for _, cells in read_records(text, separator, "file")] == [["Ort", "Träger", "VZÄ"], *[row] * count]


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(InputError):
        text, encoding = decode(data, "file")
        assert encoding in ENCODINGS
        lines = [line for line, _ in read_records(text, find_separator(text), "file")]
        assert lines == sorted(set(lines))


@pytest.mark.parametrize(
    "text",
    ['a;b;c\n"x;1;2\ny;3;4\n', 'a;b;c\nx;"1;2\ny;3";4\n', 'a;b;c\n"x;1;2\nz;5;6\ny";3;4\nu;1;1\n', 'a;b;c\n"x"y;1;2\n'],
)
def test_quotation_marks_that_swallow_rows_are_named_with_their_row(text: str) -> None:
    with pytest.raises(InputError, match="file, row 2: quotation marks do not match"):
        read_records(text, ";", "file")


def test_a_cell_of_several_lines_with_separators_is_a_cell() -> None:
    text = 'a;b;c\n1;"Anruf; Termin\nBrief; Termin; Anruf";3\n2;x;y\n'
    assert [line for line, _ in read_records(text, ";", "file")] == [1, 2, 4]


def test_too_long_a_cell_and_too_many_columns_are_named_with_their_row() -> None:
    with pytest.raises(InputError, match="row 2: a cell has more than 131072 characters"):
        read_records("a;b\n" + "x" * (MAX_CELL_CHARACTERS + 1), ";", "file")
    with pytest.raises(InputError, match="row 1: has more than 2000 columns"):
        read_records(";" * MAX_COLUMNS, ";", "file")


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.files.delimited.MAX_ROWS", 3)
    assert len(read_records("a\nb\nc\n", ";", "file")) == 3
    with pytest.raises(InputError, match="has more than 3 rows; divide it"):
        read_records("a\nb\nc\nd\n", ";", "file")


def test_notes_are_cut_off_official_tables_only() -> None:
    notes = '__________\n"Hinweis: ""x""\nzweite Zeile\n© IT.NRW\n'
    table = "Tabelle: 12411-15i\nTitel;;\n05;x;1\n"
    assert without_notes(table + notes) == (table, tuple(notes.splitlines()))
    assert without_notes("GENESIS-Tabelle: 1\r\n____________\r\nx")[0] == "GENESIS-Tabelle: 1\r\n"
    for whole in ("a;b\n__________\n1;2\n", table, "Tabelle: 1\nx;_____\n"):
        assert without_notes(whole) == (whole, ())


def test_the_first_records_alone_can_be_read() -> None:
    assert read_records('a;b\n1;2\n"open', ";", "file", most=2) == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_the_notes_of_a_real_table_are_its_footer(shared_data: Path) -> None:
    path = shared_data / "census" / "official" / "ldbnrw_12411-15i_csv_latin1__dueren.csv"
    grid = read_grid(path, path.name)
    assert grid.records[-1] == (23, ["31.12.2024", "05358060", "      Vettweiß", "9903", "83,15", "119,1"])
    assert grid.footer[0].startswith("_____")
    assert grid.footer[-1] == "Stand: 19.01.2026 / 13:58:12"


def test_the_table_of_all_germany_is_read_whole(shared_data: Path) -> None:
    path = shared_data / "census" / "official" / "Regionaltabelle_Demografie.csv"
    grid = read_grid(path, path.name)
    assert len(grid.records) == 12_440
    assert {len(row) for row in cells(grid)} == {30}
    assert grid.records[-1][0] == 12_440
