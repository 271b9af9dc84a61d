"""Workbooks (xlsx, xlsm, xls, ods) to records of cells: values only, formulas as they were last calculated."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from etl.errors import InputError
from etl.files.archive import is_zip, open_archive
from etl.files.cell_text import cell_text
from etl.files.harmless_names import is_harmless
from etl.files.limits import MAX_COLUMNS
from etl.files.sheet_xml import Place
from etl.files.sheets import errors_by_sheet

Record = tuple[int, list[str]]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")
OF_OFFICIAL_TABLES = re.compile(r"^CSV-|Onlineprodukt_Gemeinden")


def is_workbook(data: bytes, name: str) -> bool:
    """Whether a file is an office document, judged by its bytes; which kind of document is found out when it is read. Raises
    InputError for an archive that cannot be opened."""
    if data.startswith(OLE):
        return True
    if not is_zip(data):
        return False
    with open_archive(data, name) as archive:
        names = archive.namelist()
    return "[Content_Types].xml" in names or ("mimetype" in names and "META-INF/manifest.xml" in names)


def sheet_names(path: Path, name: str | None = None) -> list[str]:
    """The names of a workbook's sheets with cells, in their order. Raises InputError as read_sheet does."""
    opened, _ = _open(path.read_bytes(), name or path.name)
    return [sheet.name for sheet in map(_reader(opened), opened.sheet_names) if sheet is not None and sheet.height]


def read_sheet(data: bytes, name: str, wanted: str | None = None, most: int | None = None) -> tuple[str, list[Record]]:
    """Name and records of a sheet, each with its row number; the first `most` rows if given.

    The sheet is the one `wanted`; else the only one that is not empty; else the one that official tables are in, by its
    name; else the first that is not empty. Hidden sheets count only where all are. Raises InputError when the workbook
    needs a password, is damaged, larger than etl.files.limits allows, or has no such sheet.
    """
    opened, errors = _open(data, name)
    sheet = _sheet(opened, name, wanted)
    rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False, nrows=most)]
    if rows and len(rows[0]) > MAX_COLUMNS:
        raise InputError("has more than {most} columns", name, most=MAX_COLUMNS)
    for row, column, text in errors.get(sheet.name, ()):
        if row < len(rows) and column < len(rows[row]) and not rows[row][column]:
            rows[row][column] = text
    return sheet.name, list(enumerate(rows, 1))


def _open(data: bytes, name: str) -> tuple[CalamineWorkbook, dict[str, list[Place]]]:
    """The workbook, and the cells of each sheet that show an error."""
    errors: dict[str, list[Place]] = {}
    if data.startswith(OLE) and ENCRYPTED_XLSX in data:
        raise _locked(name)
    if is_zip(data):
        with open_archive(data, name) as archive:
            errors = errors_by_sheet(archive, name, len(data))
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data)), errors
    except PasswordError as error:
        raise _locked(name) from error
    except CalamineError as error:
        raise _damaged(name) from error


def _sheet(opened: CalamineWorkbook, name: str, wanted: str | None) -> CalamineSheet:
    """Raises InputError when there is no such sheet, or nothing in any."""
    read = _reader(opened)
    if wanted is not None:
        sheet = read(wanted) if wanted in opened.sheet_names else None
        if sheet is None:
            shown = [title for title in opened.sheet_names if is_harmless(title)]
            if shown:
                raise InputError(
                    "the workbook has no sheet «{sheet}»; it has {count}, among them {sheets}",
                    name,
                    sheet=wanted,
                    count=len(opened.sheet_names),
                    sheets=", ".join(f"«{title}»" for title in shown),
                )
            raise InputError(
                "the workbook has no sheet «{sheet}»; it has {count} of other names",
                name,
                sheet=wanted,
                count=len(opened.sheet_names),
            )
        return sheet
    tables = [sheet for sheet in opened.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [sheet.name for sheet in tables if sheet.visible == SheetVisibleEnum.Visible]
    names = visible or [sheet.name for sheet in tables]
    official = [title for title in names if OF_OFFICIAL_TABLES.search(title)]
    for title in [*official, *names]:  # the only one with cells, or the first
        sheet = read(title)
        if sheet is not None and sheet.height:
            return sheet
    raise InputError("is empty; expected a header and rows", name, row=1)


def _reader(opened: CalamineWorkbook) -> Callable[[str], CalamineSheet | None]:
    """Reads a sheet by name; None for what is no sheet of cells."""

    def read(title: str) -> CalamineSheet | None:
        try:
            return opened.get_sheet_by_name(title)
        except CalamineError:
            return None

    return read


def _locked(name: str) -> InputError:
    return InputError("needs a password; remove it in the spreadsheet program and save the file again", name)


def _damaged(name: str) -> InputError:
    return InputError("is not a workbook, or is damaged; save it as xlsx and try again", name)
