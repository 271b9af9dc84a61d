"""Workbooks and archives made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:{name}"'
    for prefix, name in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
Write = Callable[[xlsxwriter.Workbook], None]


def xlsx(write: Write) -> bytes:
    """A workbook written by a function."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        write(book)
    return made.getvalue()


def xlsx_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these rows on its sheets."""

    def write(book: xlsxwriter.Workbook) -> None:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)

    return xlsx(write)


def ods(sheets: Mapping[str, str], manifest: str = "") -> bytes:
    """A workbook whose sheets have these rows as XML."""
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    return zipped(
        {
            "mimetype": SPREADSHEET,
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{MANIFEST}"><m:file-entry m:full-path="/" '
            f'm:media-type="{SPREADSHEET}"/>{manifest}</m:manifest>',
            "content.xml": f"<office:document-content {NAMESPACES}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """An archive of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def changed(archive: bytes, member: str, before: str, after: str) -> bytes:
    """An archive with one text replaced in one of its files."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        contents = {name: found.read(name) for name in found.namelist()}
    assert before.encode() in contents[member]
    return zipped(contents | {member: contents[member].replace(before.encode(), after.encode())})


def protected(workbook: bytes) -> bytes:
    """A workbook that needs a password."""
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt("geheim", made)
    return made.getvalue()
