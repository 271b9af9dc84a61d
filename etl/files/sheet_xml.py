"""What the XML of a sheet says of its cells: how far they reach, which long texts they share, which show an error.

calamine reserves room for every cell up to the farthest one and ends the whole program where there is not enough, so this is
found out before. Sheets as spreadsheet programs write them are looked through quickly; others are parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

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


class UnusualSheetError(Exception):
    """A sheet that no spreadsheet program writes."""


@dataclass
class Cells:
    """`rows` and `columns`: how far cells with a value reach. `shared`: number of the shared text of each cell that has one.
    `errors`: cells such as #DIV/0!. `characters`: what stands in all cells together, repetitions included."""

    rows: int = 0
    columns: int = 0
    shared: list[int] = field(default_factory=list)
    errors: list[Place] = field(default_factory=list)
    characters: int = 0

    def reach(self, row: int, column: int) -> None:
        """There is a value in the row and column, from 0."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def cells_of_xlsx(xml: bytes) -> Cells:
    """The cells of a sheet of a xlsx workbook. Raises UnusualSheetError where the XML is broken or a cell has no place."""
    if NUL in xml:
        raise UnusualSheetError
    found = CELL.findall(xml)
    if len(found) != len(ANY_CELL.findall(xml)) or xml.count(b"<v>") != len(ANY_VALUE.findall(xml)):
        return _parsed(xml)
    filled = [(letters, row) for letters, row, _, is_empty in found if not is_empty]
    cells = Cells(shared=[int(number) for number in SHARED.findall(xml)])
    cells.rows = max((int(row) for row in {row for _, row in filled}), default=0)
    cells.columns = max((_column(letters.decode()) + 1 for letters in {letters for letters, _ in filled}), default=0)
    for letters, row, text in ERROR.findall(xml) if b't="e"' in xml else ():
        cells.errors.append((int(row) - 1, _column(letters.decode()), text.decode("utf-8", "replace")))
    return cells


def _parsed(xml: bytes) -> Cells:
    cells = Cells()
    row, column, kind, text = -1, -1, "", ""
    inside = reading = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, kind, text, inside, reading
        local = name.rpartition(":")[2]
        if local == "row":
            row, column = _number(attributes.get("r"), row + 2) - 1, -1
        elif local == "c":
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
                cells.shared.append(_number(text, 0))
            elif kind == "e":
                cells.errors.append((row, column, text))

    def characters(some: str) -> None:
        nonlocal text
        if reading:
            text += some

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
