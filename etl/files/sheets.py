"""Zipped workbooks (xlsx, ods) looked through before they are read: what would take the machine down is refused."""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Collection
from itertools import pairwise

from etl.errors import InputError
from etl.files.archive import unpack
from etl.files.limits import (
    MAX_BOOK_BYTES,
    MAX_COLUMNS,
    MAX_ERRORS,
    MAX_SHARED_TEXTS,
    MAX_UNPACKED_BYTES,
    most_cells,
    most_unpacked,
)
from etl.files.ods_xml import cells_of_ods
from etl.files.sheet_xml import Cells, Place, UnusualSheetError, cells_of_xlsx, parse

SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\b")
SHEET = re.compile(r"xl/worksheets/.+\.xml", re.IGNORECASE)
BOOK, LINKS, STRINGS, ODS, MANIFEST = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedstrings.xml",
    "content.xml",
    "META-INF/manifest.xml",
)


def errors_by_sheet(archive: zipfile.ZipFile, name: str, size: int) -> dict[str, list[Place]]:
    """Sheet -> its cells that show an error such as #DIV/0!, which calamine gives as empty. `size`: bytes of the archive.

    Raises InputError for a workbook that unpacks to too much, has a cell far out, needs a password, is xlsb or damaged.
    """
    names = archive.namelist()
    most = left = most_unpacked(size)
    _refuse_locked(archive, names, name, most)
    lengths, books, found = array("I"), dict[str, bytes](), dict[str, Cells]()
    try:
        for member in names:
            content = unpack(archive, member, name, left, most)
            left -= len(content)
            if member.lower() == STRINGS:
                lengths = _lengths(content, name)
            elif member in (BOOK, LINKS):
                books[member] = _small(content, name)
            elif member == ODS:
                found |= cells_of_ods(content)
            elif SHEET.fullmatch(member):
                found[member] = cells_of_xlsx(content)
        titles = _titles(books) if BOOK in books else {title: title for title in found}
    except UnusualSheetError as error:
        raise InputError("is not a workbook, or is damaged; save it as xlsx and try again", name) from error
    for cells in found.values():
        _refuse_oversized(cells, lengths, most_cells(size), name)
    return {title: found[member].errors for title, member in titles.items() if member in found}


def _lengths(strings: bytes, name: str) -> array[int]:
    """About how long each of the texts is that cells share."""
    begins = array("I")
    for found in SHARED_TEXT.finditer(strings):
        if len(begins) == MAX_SHARED_TEXTS:
            raise InputError("has more than {most} different texts; divide it", name, most=MAX_SHARED_TEXTS)
        begins.append(found.start())
    begins.append(len(strings))
    return array("I", (end - begin for begin, end in pairwise(begins)))


def _small(content: bytes, name: str) -> bytes:
    if len(content) > MAX_BOOK_BYTES:
        raise InputError("is not a workbook, or is damaged; save it as xlsx and try again", name)
    return content


def _refuse_locked(archive: zipfile.ZipFile, names: Collection[str], name: str, most: int) -> None:
    manifest = unpack(archive, MANIFEST, name, most) if MANIFEST in names else b""
    if "encrypted-package" in names or b"encryption-data" in manifest:
        raise InputError("needs a password; remove it in the spreadsheet program and save the file again", name)
    if "xl/workbook.bin" in names:
        raise InputError("is a workbook in the form xlsb; save it as xlsx", name)


def _refuse_oversized(cells: Cells, lengths: array[int], most: int, name: str) -> None:
    if cells.columns > MAX_COLUMNS:
        raise InputError("a cell stands beyond column {most}; delete what is far to the right", name, most=MAX_COLUMNS)
    if max(cells.rows * cells.columns, cells.number) > most:
        raise InputError("a sheet has more than {most} cells; divide it, or delete what is far below", name, most=most)
    if len(cells.errors) > MAX_ERRORS:
        raise InputError("more than {most} cells show an error; correct the formulas", name, most=MAX_ERRORS)
    shared = sum(lengths[number] for number in cells.shared if number < len(lengths))
    if cells.characters + shared > MAX_UNPACKED_BYTES:  # each cell gets a copy of a text that many share
        raise InputError("the texts of its cells are too long; shorten or divide it", name)


def _titles(books: dict[str, bytes]) -> dict[str, str]:
    """Sheet -> its file in the archive of a xlsx. Raises UnusualSheetError where the XML is broken or declares entities."""
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def link(_: str, attributes: dict[str, str]) -> None:
        targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            identifier = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            target = targets.get(identifier, "")
            found.setdefault(attributes.get("name", ""), target[1:] if target.startswith("/") else f"xl/{target}")

    parse(books.get(LINKS, b"<none/>"), link, None, None)
    parse(books[BOOK], sheet, None, None)
    return found
