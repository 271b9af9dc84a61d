"""Workbooks: cells to text, the sheet that is meant, and nothing that takes the machine down."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.files import Grid, Reading, sheet_names
from etl.files.cell_text import cell_text
from etl.files.sheet_xml import UnusualSheetError, cells_of_xlsx
from etl.files.workbook import read_sheet
from etl.text_table import TextTable
from etl.typed_rows import DECIMALS, Layout, parse
from tests.etl.files.made import changed, ods, protected, xlsx, xlsx_of, zipped

ReadBytes = Callable[..., Grid]
SHEET = "xl/worksheets/sheet1.xml"
TEXT_CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
EMPTY_REST = (
    '<table:table-row table:number-rows-repeated="1048575">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def repeated(times: int, mark: str = '"') -> str:
    return TEXT_CELL.replace(" office", f" table:number-columns-repeated={mark}{times}{mark} office", 1)


def of_every_type(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Fälle")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    sheet.write("B3", "Kopf")
    sheet.write("C3", " Rand ")
    sheet.write("B4", 12)
    sheet.write("C4", 1.25)
    sheet.write("D4", 1.125)
    sheet.write_datetime("E4", dt.datetime(2024, 5, 3), day)
    sheet.write_datetime("F4", dt.datetime(2024, 5, 3, 8, 30), moment)
    sheet.write_boolean("G4", True)
    sheet.write_boolean("H4", False)
    sheet.write_formula("I4", "=B4+1", None, 13)
    sheet.write_formula("J4", "=1/0", None, "#DIV/0!")
    sheet.write_string("K4", "=cmd|' /C calc'!A0")


def test_cells_become_text_and_rows_keep_their_number(read_bytes: ReadBytes) -> None:
    grid = read_bytes(xlsx(of_every_type))
    assert grid.reading == Reading(sheet="Fälle")
    assert [line for line, _ in grid.records] == [1, 2, 3, 4]
    assert grid.records[2][1][:3] == ["", "Kopf", " Rand "]
    assert grid.records[3][1] == [
        "",
        "12",
        "1,25",
        "1,1250",
        "2024-05-03",
        "2024-05-03 08:30:00",
        "WAHR",
        "FALSCH",
        "13",
        "#DIV/0!",
        "=cmd|' /C calc'!A0",
    ]


def test_the_cells_of_an_ods_become_the_same_text(read_bytes: ReadBytes) -> None:
    row = (
        f'<table:table-row>{TEXT_CELL}<table:table-cell office:value-type="float" office:value="0.125"/>'
        '<table:table-cell office:value-type="date" office:date-value="2024-05-03"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#NV</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16379"/></table:table-row>'
    )
    grid = read_bytes(ods({"Tabelle1": row + EMPTY_REST}))
    assert grid.records == [(1, ["a", "0,1250", "2024-05-03", "WAHR", "#NV"])]
    assert grid.reading == Reading(sheet="Tabelle1")


@given(st.floats(-1e9, 1e9) | st.integers(-(10**12), 10**12), st.sampled_from(DECIMALS))
def test_a_number_cell_is_read_back_whatever_the_way_of_the_file(value: float, decimal: str) -> None:
    rows = pl.DataFrame({"line": [2], "Zahl": [cell_text(value)]})
    layout = Layout({"number": "Zahl"}, decimal=decimal)
    frame, rejected = parse(TextTable("file", rows, [], []), layout, {"number": dy.Float64()})
    assert rejected.height == 0
    assert frame["number"].item() == pytest.approx(value, rel=1e-14, abs=1e-300)


@pytest.mark.parametrize(
    ("sheets", "wanted", "found"),
    [
        ({"Leer": [], "Fälle": [["a"]]}, None, "Fälle"),
        ({"Titel": [["Zensus"]], "CSV-Demografie": [["a"]]}, None, "CSV-Demografie"),
        ({"Deckblatt": [["x"]], "Onlineprodukt_Gemeinden311223": [["a"]]}, None, "Onlineprodukt_Gemeinden311223"),
        ({"Titel": [["Zensus"]], "CSV-leer": []}, None, "Titel"),
        ({"Eins": [["a"]], "Zwei": [["b"]]}, None, "Eins"),
        ({"Eins": [["a"]], "Zwei": [["b"]]}, "Zwei", "Zwei"),
    ],
)
def test_the_sheet_that_is_meant_is_read(
    read_bytes: ReadBytes, sheets: dict[str, list[list[str]]], wanted: str | None, found: str
) -> None:
    assert read_bytes(xlsx_of(sheets), Reading(sheet=wanted)).reading.sheet == found


def test_hidden_sheets_count_only_where_all_are(read_bytes: ReadBytes) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        hidden = book.add_worksheet("Listen")
        hidden.write("A1", "x")
        shown = book.add_worksheet("Fälle")
        shown.write("A1", "a")
        shown.activate()
        shown.set_first_sheet()
        hidden.hide()

    assert read_bytes(xlsx(write)).reading.sheet == "Fälle"


def test_sheets_with_cells_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(xlsx_of({"Eins": [["a"]], "Leer": [], "Zwei": [["b"]]}))
    assert sheet_names(path) == ["Eins", "Zwei"]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(read_bytes: ReadBytes) -> None:
    with pytest.raises(InputError, match="has no sheet «Drei»; it has 2 of other names"):
        read_bytes(xlsx_of({"Eins": [["a"]], "Zwei": [["b"]]}), Reading(sheet="Drei"))


def test_names_of_sheets_that_may_be_people_are_not_repeated(read_bytes: ReadBytes) -> None:
    with pytest.raises(InputError, match=r"has no sheet «Drei»; it has 2, among them «Tabelle1»$"):
        read_bytes(xlsx_of({"Yilmaz, Mehmet": [["a"]], "Tabelle1": [["b"]]}), Reading(sheet="Drei"))


@pytest.mark.parametrize("book", [xlsx_of({"Leer": []}), xlsx_of({"Leer": [[" "]]}), ods({"Leer": EMPTY_REST})])
def test_a_workbook_without_cells_is_empty(read_bytes: ReadBytes, book: bytes) -> None:
    with pytest.raises(InputError, match="is empty"):
        read_bytes(book)


@pytest.mark.parametrize(
    "book",
    [
        protected(xlsx_of({"A": [["a"]]})),
        ods({"A": ""}, '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>'),
        zipped({"mimetype": "x", "META-INF/manifest.xml": "<m/>", "encrypted-package": b"\1\2"}),
    ],
)
def test_a_password_is_to_be_removed(read_bytes: ReadBytes, book: bytes) -> None:
    with pytest.raises(InputError, match="needs a password; remove it in the spreadsheet program"):
        read_bytes(book)


@pytest.mark.parametrize(
    "book",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
        zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\1"}),
        changed(xlsx_of({"A": [["a"]]}), SHEET, "</sheetData>", "<c r='"),
        changed(xlsx_of({"A": [["a"]]}), SHEET, 'r="A1"', 'r="AAAA99999999"'),
        changed(xlsx_of({"A": [["a"]]}), "xl/workbook.xml", "</workbook>", ""),
    ],
)
def test_what_only_looks_like_a_workbook_is_refused(read_bytes: ReadBytes, book: bytes) -> None:
    with pytest.raises(InputError, match="save it as xlsx"):
        read_bytes(book)


FAR = "</row></sheetData>"


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ('<c r="XFD1048576"><v>1</v></c>', "a cell stands beyond column 2000"),
        ('<c r = "XFD1048576"><v>1</v></c>', "a cell stands beyond column 2000"),
        ("<c  r='xfd1048576' t='n'><v>1</v></c>", "a cell stands beyond column 2000"),
        ('<c r="ZZ1048576"><v>1</v></c>', "a sheet has more than 1000000 cells"),
        ('<c r="ZZ1048576" t="inlineStr"><is><t>x</t></is></c>', "a sheet has more than 1000000 cells"),
    ],
)
def test_a_cell_far_out_does_not_make_all_cells_before_it(read_bytes: ReadBytes, cell: str, message: str) -> None:
    book = changed(xlsx_of({"A": [["a"]]}), SHEET, FAR, f'</row><row r="1048576">{cell}{FAR}')
    with pytest.raises(InputError, match=message):
        read_bytes(book)


def test_an_empty_cell_far_out_does_no_harm(read_bytes: ReadBytes) -> None:
    book = changed(xlsx_of({"A": [["a"]]}), SHEET, FAR, f'</row><row r="1048576"><c r="XFD1048576" s="0"/>{FAR}')
    assert read_bytes(book).records == [(1, ["a"])]


def test_cells_without_a_place_follow_each_other(read_bytes: ReadBytes) -> None:
    book = xlsx_of({"A": [[1, 2], [3, 4]]})
    for reference in ("A1", "B1", "A2", "B2"):
        book = changed(book, SHEET, f'<c r="{reference}">', "<c>")
    assert read_bytes(book).records == [(1, ["1", "2"]), (2, ["3", "4"])]


@pytest.mark.parametrize("mark", ['"', "'"])
def test_repeated_cells_of_an_ods_are_counted(read_bytes: ReadBytes, mark: str) -> None:
    rows = f'<table:table-row table:number-rows-repeated="1048576">{repeated(1000, mark)}</table:table-row>'
    with pytest.raises(InputError, match="a sheet has more than 1000000 cells"):
        read_bytes(ods({"A": rows}))


def test_texts_that_many_cells_share_are_counted(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlsx_of({"A": [["x" * 1000]] * 500})
    assert len(read_bytes(book).records) == 500
    monkeypatch.setattr("etl.files.sheets.MAX_UNPACKED_BYTES", 400_000)
    with pytest.raises(InputError, match="the texts of its cells are too long"):
        read_bytes(book)
    cell = TEXT_CELL.replace(" office", ' table:number-columns-repeated="1000" office', 1).replace(
        ">a<", f">{'a' * 500}<"
    )
    with pytest.raises(InputError, match="the texts of its cells are too long"):
        read_bytes(ods({"A": f"<table:table-row>{cell}</table:table-row>"}))


def test_a_sheet_that_declares_entities_is_unusual() -> None:
    with pytest.raises(UnusualSheetError):
        cells_of_xlsx(b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><row><c><v>&a;</v></c></row></worksheet>')


places = st.tuples(st.integers(1, 400), st.integers(1, 60), st.sampled_from(["n", "s", "e", ""]))


@given(st.lists(places, max_size=8, unique_by=lambda place: place[:2]))
def test_a_sheet_is_understood_alike_however_it_is_written(cells: list[tuple[int, int, str]]) -> None:
    def written(mark: str, end: str) -> bytes:
        rows = ""
        for row, column, kind in sorted(cells):
            reference = f"{xlsxwriter.utility.xl_col_to_name(column)}{row}"
            rows += f'<row r="{row}"><c r={mark}{reference}{mark} t={mark}{kind}{mark}>'
            rows += ("<f>1/0</f>" if kind == "e" else "") + ("" if not kind else f"<v>7</v{end}>") + "</c></row>"
        return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()

    usual, unusual = cells_of_xlsx(written('"', "")), cells_of_xlsx(written("'", " "))
    filled = [(row, column) for row, column, kind in cells if kind]
    assert (unusual.rows, unusual.columns) == (
        max((row for row, _ in filled), default=0),
        max((column + 1 for _, column in filled), default=0),
    )
    assert usual.rows >= unusual.rows and usual.columns >= unusual.columns
    assert (usual.shared, usual.errors) == (unusual.shared, unusual.errors)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(place: int, byte: int) -> None:
    data = bytearray(WHOLE)
    data[place % len(data)] = byte
    with contextlib.suppress(InputError):
        _, records = read_sheet(bytes(data), "file")
        assert len(records) <= 1_048_576


WHOLE = xlsx_of({"A": [["a", "b"], [1, 2.5]]})


def unpacked_bytes(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("etl.files.limits.UNPACKED_OF_ANY", most)
    monkeypatch.setattr("etl.files.limits.UNPACKED_PER_BYTE", 0)


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/sharedStrings.xml", SHEET, "META-INF/manifest.xml"])
def test_a_small_workbook_may_not_become_large(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    unpacked_bytes(monkeypatch, 200_000)
    book = xlsx_of({"A": [["a"]]})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert read_bytes(book).records
    with pytest.raises(InputError, match="would unpack to more than"):
        read_bytes(zipped(contents | {member: contents.get(member, b"") + b" " * 200_000}))


def test_a_list_of_sheets_is_short_and_declares_nothing(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlsx_of({"A": [["a"]]})
    entity = changed(book, "xl/workbook.xml", "<workbook", '<!DOCTYPE x [<!ENTITY a "b">]><workbook')
    with pytest.raises(InputError, match="is not a workbook"):
        read_bytes(entity)
    monkeypatch.setattr("etl.files.sheets.MAX_BOOK_BYTES", 100)
    with pytest.raises(InputError, match="is not a workbook"):
        read_bytes(book)


def test_texts_that_cells_share_are_numbered_only_so_far(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.files.sheets.MAX_SHARED_TEXTS", 3)
    assert read_bytes(xlsx_of({"A": [["a", "b", "c"]]})).records
    with pytest.raises(InputError, match="more than 3 different texts"):
        read_bytes(xlsx_of({"A": [["a", "b", "c", "d"]]}))


@pytest.mark.parametrize("cell", ['<c r="A1"/>', "<c r='A1' />"])
def test_a_row_of_more_cells_than_columns_is_refused(read_bytes: ReadBytes, cell: str) -> None:
    book = changed(xlsx_of({"A": [["a"]]}), SHEET, FAR, f'</row><row r="2">{cell * 400_000}{FAR}')
    with pytest.raises(InputError, match="beyond column 2000"):
        read_bytes(book)


def test_empty_cells_count_too(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.files.limits.CELLS_OF_ANY", 1000)
    monkeypatch.setattr("etl.files.limits.CELLS_PER_BYTE", 0)
    row = '<row r="2">' + '<c r="A2"/>' * 500 + "</row>"
    for cell in (row, row.replace('"/>', '" />')):
        book = changed(xlsx_of({"A": [["a"]]}), SHEET, FAR, f"</row>{cell * 3}</sheetData>")
        with pytest.raises(InputError, match="a sheet has more than 1000 cells"):
            read_bytes(book)


def test_cells_in_many_parts_are_all_found(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[number, f"Text {number}"] for number in range(500)]
    expected = read_bytes(xlsx_of({"A": rows})).records
    monkeypatch.setattr("etl.files.sheet_xml.PART", 100)
    monkeypatch.setattr("etl.files.sheet_xml.LONGEST_PART", 1000)
    assert read_bytes(xlsx_of({"A": rows})).records == expected
    with pytest.raises(InputError, match="a cell stands beyond column 2000"):
        read_bytes(changed(xlsx_of({"A": rows}), SHEET, '<c r="A400">', '<c r="ZZZ400">'))


@pytest.mark.parametrize("module", ["sheets", "ods_xml"])
def test_cells_that_show_an_error_are_counted(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    for name in ("sheets", "sheet_xml", "ods_xml"):
        monkeypatch.setattr(f"etl.files.{name}.MAX_ERRORS", 10)
    if module == "ods_xml":
        cell = '<table:table-cell table:number-columns-repeated="20" office:value-type="string" calcext:value-type="error"/>'
        book = ods({"A": f"<table:table-row>{cell}</table:table-row>"})
    else:
        cell = '<c r="A1" t="e"><v>#N/A</v></c>' * 20
        book = changed(xlsx_of({"A": [["a"]]}), SHEET, FAR, f'</row><row r="2">{cell}{FAR}')
    with pytest.raises(InputError, match="more than 10 cells show an error"):
        read_bytes(book)


def test_a_file_that_needs_more_memory_than_there_is_is_refused(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("etl.files.sheets.cells_of_xlsx", no_room)
    with pytest.raises(InputError, match="needs more memory than there is"):
        read_bytes(xlsx_of({"A": [["a"]]}))
