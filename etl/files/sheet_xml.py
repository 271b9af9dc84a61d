"""What the XML of a sheet says of its cells: how far they reach, which long texts they share, which show an error.

calamine reserves room for every cell up to the farthest one and ends the whole program where there is not enough, so this is
found out before. Sheets as spreadsheet programs write them are looked through quickly; others are parsed.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

from etl.files.limits import MAX_CELLS, MAX_COLUMNS, MAX_ERRORS

Place = tuple[int, int, str]  # row and column from 0, text

CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"((?: [a-z]+="[^"<>&]*")*)(/?)>')
ANY_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
ANY_VALUE = re.compile(rb"<(?:[^\s<>/:]+:)?v[\s/>]")
SHARED = re.compile(rb' t="s"[^>]*><v>([0-9]{1,9})</v>')
ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"[^>]* t="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]*)</v>'
)
REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
NUL = b"\0"
ROW_END = b"</row>"
PART = 1_000_000  # bytes that are looked through at once: what is found in them is held in memory
LONGEST_PART = 4 * PART
LARGEST = 2**32 - 1  # that an array of numbers of 4 bytes holds


class UnusualSheetError(Exception):
    """A sheet that no spreadsheet program writes."""


class _EnoughError(Exception):
    """More than may be was found, and how the sheet goes on does not matter."""


@dataclass
class Cells:
    """`rows` and `columns`: how far cells with a value reach, or how many stand in a row. `number`: cells, empty ones too.
    `shared`: number of the shared text of each cell that has one. `errors`: cells such as #DIV/0!. `characters`: what stands
    in all cells together, repetitions included."""

    rows: int = 0
    columns: int = 0
    number: int = 0
    shared: array[int] = field(default_factory=lambda: array("I"))
    errors: list[Place] = field(default_factory=list)
    characters: int = 0

    def reach(self, row: int, column: int) -> None:
        """There is a value in the row and column, from 0."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def cells_of_xlsx(xml: bytes) -> Cells:
    """The cells of a sheet of a xlsx workbook; as many of them as may be, where there are more. Raises UnusualSheetError
    where the XML is broken or a cell has no place."""
    if NUL in xml:
        raise UnusualSheetError
    cells = Cells()
    for part in _parts(xml):
        if len(part) > LONGEST_PART or not _look_through(part, cells):
            return _parsed(xml)
        if cells.number > MAX_CELLS or len(cells.errors) > MAX_ERRORS:
            break
    return cells


def _parts(xml: bytes) -> Iterator[bytes]:
    """The XML in parts that end with a row, so that no cell is divided."""
    begin = 0
    while begin < len(xml):
        end = xml.find(ROW_END, begin + PART)
        yield xml[begin : end if end >= 0 else len(xml)]
        begin = end if end >= 0 else len(xml)


def _look_through(part: bytes, cells: Cells) -> bool:
    """Add what a part says; whether all of its cells are written as spreadsheet programs write them."""
    found = CELL.findall(part)
    if len(found) != len(ANY_CELL.findall(part)) or part.count(b"<v>") != len(ANY_VALUE.findall(part)):
        return False
    filled = [(letters, row) for letters, row, _, is_empty in found if not is_empty]
    cells.number += len(found)
    cells.rows = max([cells.rows, *(int(row) for row in {row for _, row in filled})])
    cells.columns = max([cells.columns, *(_column(name.decode()) + 1 for name in {letters for letters, _ in filled})])
    cells.shared.extend(int(number) for number in SHARED.findall(part))
    for letters, row, text in ERROR.findall(part) if b't="e"' in part else ():
        cells.errors.append((int(row) - 1, _column(letters.decode()), text.decode("utf-8", "replace")))
    return True


def _parsed(xml: bytes) -> Cells:
    cells = Cells()
    row, column, kind, text = -1, -1, "", ""
    inside = reading = False
    in_row = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, kind, text, inside, reading, in_row
        local = name.rpartition(":")[2]
        if local == "row":
            row, column, in_row = _number(attributes.get("r"), row + 2) - 1, -1, 0
        elif local == "c":
            in_row, cells.number = in_row + 1, cells.number + 1
            if in_row > MAX_COLUMNS:
                cells.columns = in_row
            if in_row > MAX_COLUMNS or cells.number > MAX_CELLS or len(cells.errors) > MAX_ERRORS:
                raise _EnoughError
            row, column = _place(attributes["r"]) if "r" in attributes else (max(row, 0), column + 1)
            kind, inside = attributes.get("t", ""), True
        elif inside:
            cells.reach(row, column)
            reading, text = local == "v", ""

    def end(name: str) -> None:
        nonlocal inside, reading
        local = name.rpartition(":")[2]
        if local == "c":
            inside = False
        elif reading and local == "v":
            reading = False
            if kind == "s":
                cells.shared.append(min(_number(text, 0), LARGEST))
            elif kind == "e":
                cells.errors.append((row, column, text))

    def characters(some: str) -> None:
        nonlocal text
        if reading:
            text += some

    with suppress(_EnoughError):
        parse(xml, start, end, characters)
    return cells


def parse(xml: bytes, start: object, end: object, characters: object) -> None:
    """Walk through XML. Raises UnusualSheetError where it is broken or declares entities."""

    def refuse(*_: object) -> None:
        raise UnusualSheetError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end  # type: ignore[assignment]
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = characters, refuse  # type: ignore[assignment]
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise UnusualSheetError from error


def _place(reference: str) -> tuple[int, int]:
    found = REFERENCE.fullmatch(reference)
    if not found:
        raise UnusualSheetError
    return int(found[2]) - 1, _column(found[1])


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit()):
        raise UnusualSheetError
    return int(text[:10])


def _column(letters: str) -> int:
    """A -> 0, Z -> 25, AA -> 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
