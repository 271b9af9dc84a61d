"""A table of an input file as cells of text, whatever the file is: delimited text, a workbook, or either of them zipped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from etl.errors import InputError
from etl.files.archive import is_zip, only_member, open_archive
from etl.files.delimited import read_records, without_notes
from etl.files.encoding import decode
from etl.files.limits import MAX_FILE_BYTES, MEGABYTE, most_unpacked
from etl.files.separators import check_separator, find_separator
from etl.files.workbook import is_workbook, read_sheet

MARKUP = re.compile(r"\s*(<\?xml|<!doctype|<html|<table|<!--|<head|<meta)\b", re.IGNORECASE)
JSON = re.compile(r"\s*(\{\s*\"|\[\s*[{\[\"])")
MAGIC = (b"%PDF", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x89PNG", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Reading:
    """How a file's bytes become cells; as a wish, None leaves a part to be found out.

    `encoding` (one of etl.files.encoding.ENCODINGS) and `separator` are None for workbooks, `sheet` for text, `member` (the
    name within an archive) where nothing is zipped.
    """

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    member: str | None = None


@dataclass(frozen=True)
class Grid:
    """The records of a table with the line (of a sheet: the row) each begins on, cells as they stand; and how it was read.

    `footer`: the lines from a rule of underscores on, below which an official table has notes; they are not records.
    """

    name: str
    records: list[tuple[int, list[str]]]
    reading: Reading
    footer: tuple[str, ...] = ()


def read_grid(path: Path, name: str, wanted: Reading | None = None, most: int | None = None) -> Grid:
    """The table of a file, read as `wanted` says; its first `most` records, if given.

    Raises InputError for a file that is missing, empty, too large, not a table, protected by a password, an archive of
    several files, or not as `wanted`.
    """
    try:
        return _grid(content(path, name), name, wanted or Reading(), most)
    except MemoryError as error:
        raise InputError("needs more memory than there is; divide it", name) from error


def content(path: Path, name: str) -> bytes:
    """The bytes of a file. Raises InputError when it is missing, a folder, empty or larger than may be read."""
    if not path.is_file():
        raise InputError("does not exist or is not a file", name)
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise InputError(
            "has {size} MB, and at most {most} MB are read; divide it",
            name,
            size=size // MEGABYTE,
            most=MAX_FILE_BYTES // MEGABYTE,
        )
    if size == 0:
        raise _empty(name)
    return path.read_bytes()


def _grid(data: bytes, name: str, wanted: Reading, most: int | None, member: str | None = None) -> Grid:
    if is_workbook(data, name):
        sheet, records = read_sheet(data, name, wanted.sheet, most)
        if not any(cell.strip() for _, cells in records for cell in cells):
            raise _empty(name)
        return Grid(name, records, Reading(sheet=sheet, member=member))
    if is_zip(data):
        if member is not None:
            raise InputError("is an archive within an archive; unpack it", name)
        with open_archive(data, name) as archive:
            inner, unpacked = only_member(archive, name, wanted.member, most_unpacked(len(data)))
        return _grid(unpacked, name, wanted, most, inner)
    return _text_grid(data, name, wanted, most, member)


def _text_grid(data: bytes, name: str, wanted: Reading, most: int | None, member: str | None) -> Grid:
    if data.startswith(MAGIC):
        raise InputError("is neither text nor a workbook that can be read; export it as CSV or save it as xlsx", name)
    text, encoding = decode(data, name, wanted.encoding)
    if not text.strip():
        raise _empty(name)
    if MARKUP.match(text):
        raise InputError("is a web page or XML, whatever it is called; open it and save it as xlsx", name)
    if JSON.match(text):
        raise InputError("is JSON, not a table; an answer of a database that failed, perhaps", name)
    separator = find_separator(text) if wanted.separator is None else check_separator(wanted.separator, name)
    table, notes = without_notes(text)
    records = read_records(table, separator, name, most)
    return Grid(name, records, Reading(encoding, separator, member=member), notes)


def _empty(name: str) -> InputError:
    return InputError("is empty; expected a header and rows", name, row=1)
