"""Zipped workbooks (xlsx, ods) looked through before they are read: what would take the machine down is refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from xml.etree import ElementTree

from etl.errors import InputError
from etl.files.archive import unpack
from etl.files.limits import MAX_CELLS, MAX_COLUMNS, MAX_UNPACKED_BYTES
from etl.files.ods_xml import cells_of_ods
from etl.files.sheet_xml import Cells, Place, UnusualSheetError, cells_of_xlsx

SHEET = re.compile(r"xl/worksheets/.+\.xml", re.IGNORECASE)
BOOK, LINKS, STRINGS, ODS, MANIFEST = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedstrings.xml",
    "content.xml",
    "META-INF/manifest.xml",
)


def errors_by_sheet(archive: zipfile.ZipFile, name: str) -> dict[str, list[Place]]:
    """Sheet -> its cells that show an error such as #DIV/0!, which calamine gives as empty.

    Raises InputError for a workbook that unpacks to too much, has a cell far out, needs a password, is xlsb or damaged.
    """
    names = archive.namelist()
    _refuse_locked(archive, names, name)
    left, strings, books, found = MAX_UNPACKED_BYTES, b"", dict[str, bytes](), dict[str, Cells]()
    try:
        for member in names:
            content = unpack(archive, member, name, left)
            left -= len(content)
            if member.lower() == STRINGS:
                strings = content
            elif member in (BOOK, LINKS):
                books[member] = content
            elif member == ODS:
                found |= cells_of_ods(content)
            elif SHEET.fullmatch(member):
                found[member] = cells_of_xlsx(content)
        titles = _titles(books) if BOOK in books else {title: title for title in found}
    except (UnusualSheetError, ElementTree.ParseError) as error:
        raise InputError("is not a workbook, or is damaged; save it as xlsx and try again", name) from error
    lengths = [len(text) for text in re.split(rb"<(?:\w+:)?si\b", strings)[1:]]
    for cells in found.values():
        _refuse_oversized(cells, lengths, name)
    return {title: found[member].errors for title, member in titles.items() if member in found}


def _refuse_locked(archive: zipfile.ZipFile, names: Collection[str], name: str) -> None:
    manifest = unpack(archive, MANIFEST, name) if MANIFEST in names else b""
    if "encrypted-package" in names or b"encryption-data" in manifest:
        raise InputError("needs a password; remove it in the spreadsheet program and save the file again", name)
    if "xl/workbook.bin" in names:
        raise InputError("is a workbook in the form xlsb; save it as xlsx", name)


def _refuse_oversized(cells: Cells, lengths: list[int], name: str) -> None:
    if cells.columns > MAX_COLUMNS:
        raise InputError("a cell stands beyond column {most}; delete what is far to the right", name, most=MAX_COLUMNS)
    if cells.rows * cells.columns > MAX_CELLS:
        raise InputError(
            "a sheet has more than {most} cells; divide it, or delete what is far below", name, most=MAX_CELLS
        )
    shared = sum(lengths[number] for number in cells.shared if number < len(lengths))
    if cells.characters + shared > MAX_UNPACKED_BYTES:  # each cell gets a copy of a text that many share
        raise InputError("the texts of its cells are too long; shorten or divide it", name)


def _titles(books: dict[str, bytes]) -> dict[str, str]:
    """Sheet -> its file in the archive of a xlsx."""
    links = ElementTree.fromstring(books.get(LINKS, b"<none/>"))  # noqa: S314 - expat bounds what entities become
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found: dict[str, str] = {}
    for sheet in ElementTree.fromstring(books[BOOK]).findall(".//{*}sheet"):  # noqa: S314
        identifier = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(identifier, "")
        found.setdefault(sheet.get("name", ""), target[1:] if target.startswith("/") else f"xl/{target}")
    return found
