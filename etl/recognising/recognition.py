"""What a file is, judged by its content alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.errors import InputError
from etl.files import Grid, Reading, read_grid
from etl.files.archive import is_zip
from etl.files.harmless_names import is_harmless
from etl.message import Message
from etl.recognising.known_tables import MAPPED, KnownTable, Likeness, known_tables, likeness, most_alike
from etl.recognising.signatures import SQLITE, boundary_layout
from etl.sources.official import layout_of
from etl.sources.official.layouts import GV_ISYS
from etl.text_table import headings_of
from warehouse import data_folder

UNKNOWN = "unknown"
FIRST_RECORDS = 200
COMPANIONS = (".shx", ".dbf", ".prj")
SHOWN = {"\t": "Tab"}


@dataclass(frozen=True)
class Recognition:
    """What a file seems to be.

    `kind`: one of etl.inputs.KINDS or "unknown". `layout`: the form within the kind, such as "ffcsv_new" or "mapping:caritas".
    `encoding` and `separator`: how its bytes were read, None where that has no meaning. `confidence`: 0 to 1.
    `messages`: what its sender should know, in English; `said` holds them with their parts, to be translated.
    """

    kind: str
    layout: str
    encoding: str | None
    separator: str | None
    confidence: float
    said: tuple[Message, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        return tuple(map(str, self.said))


def recognise(path: Path | str, data: Path | None = None) -> Recognition:
    """What a file is. `data`: the data folder whose mappings of caseload exports are known (default: the project's own).

    Boundaries and official tables are known by unmistakable signs (confidence 1), tidy tables and caseload exports by the
    share of their headings that the file has (the confidence then). Never raises for what stands in a file: what cannot be
    read is of kind "unknown", with the reason among the messages. Raises InputError when there is no such file.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError("does not exist or is not a file", path.name)
    try:
        return _boundaries(path) or _table(path, (data or data_folder()) / "mappings")
    except InputError as error:
        place = (Message("row {row}", {"row": error.row}),) if error.row is not None else ()
        return Recognition(UNKNOWN, "", None, None, 0.0, (Message(error.message, error.values), *place))


def _boundaries(path: Path) -> Recognition | None:
    layout = boundary_layout(path)
    if layout == "topojson":
        said = Message("holds boundaries as TopoJSON, which is not read; export them as GeoJSON", {})
    elif layout == "shapefile_part":
        said = Message("is a part of a shapefile; choose all files of the shapefile in one zip", {})
    elif layout is None:
        return None
    else:
        return Recognition("boundaries", layout, None, None, 1.0, _without_companions(path, layout))
    return Recognition(UNKNOWN, "", None, None, 0.0, (said,))


def _without_companions(path: Path, layout: str) -> tuple[Message, ...]:
    with path.open("rb") as file:
        alone = layout == "shapefile" and not is_zip(file.read(len(SQLITE)))
    lacking = [suffix for suffix in COMPANIONS if alone and not path.with_suffix(suffix).is_file()]
    if not lacking:
        return ()
    return (
        Message(
            "the files {suffixes} of the shapefile are not beside it; choose them together in one zip",
            {"suffixes": ", ".join(lacking)},
        ),
    )


def _table(path: Path, mappings: Path) -> Recognition:
    grid = read_grid(path, path.name, most=FIRST_RECORDS)
    how = _how_it_was_read(grid.reading)
    official = layout_of(grid)
    if official is not None:
        kind = "municipalities" if official == GV_ISYS else "indicators"
        return _of(grid.reading, kind, official, 1.0, how)
    found = {table: _compared(path, grid, table) for table in known_tables(mappings)}
    alike = most_alike(found)
    if not alike:
        return _unknown_table(grid, how)
    best = alike[0]
    said = [_alike(alike)] if len(alike) > 1 else []
    if best.lacking:
        lacking = ", ".join(f"«{heading}»" for heading in best.lacking)
        said.append(Message("the headings {lacking} are lacking", {"lacking": lacking}))
    return _of(grid.reading, best.table.kind, best.table.layout, best.share, (*said, *how))


def _compared(path: Path, grid: Grid, table: KnownTable) -> Likeness:
    """A mapping may say that its table is read in another way, such as from another sheet."""
    found = likeness(table, headings_of(grid, table.headings))
    if found.share < 1 and table.reading != Reading():
        try:
            other = read_grid(path, path.name, table.reading, FIRST_RECORDS)
        except InputError:
            return found
        return max(found, likeness(table, headings_of(other, table.headings)), key=lambda one: one.share)
    return found


def _of(reading: Reading, kind: str, layout: str, confidence: float, said: tuple[Message, ...]) -> Recognition:
    return Recognition(kind, layout, reading.encoding, reading.separator, confidence, said)


def _how_it_was_read(reading: Reading) -> tuple[Message, ...]:
    said = []
    if reading.member is not None:
        said.append(Message("read from the only file in the archive", {}))
    if reading.sheet is not None and is_harmless(reading.sheet):
        said.append(Message("read from the sheet «{sheet}»", {"sheet": reading.sheet}))
    elif reading.sheet is not None:
        said.append(Message("read from a sheet of the workbook", {}))
    if reading.encoding is not None:
        separator = SHOWN.get(reading.separator or "", reading.separator)
        said.append(
            Message(
                "read as text in {encoding} with «{separator}» between the cells",
                {"encoding": reading.encoding.upper(), "separator": separator},
            )
        )
    return tuple(said)


def _unknown_table(grid: Grid, how: tuple[Message, ...]) -> Recognition:
    count = len(headings_of(grid))
    if count == 1:
        return _of(grid.reading, UNKNOWN, "", 0.0, (Message("is text, but not a table of several columns", {}), *how))
    said = Message(
        "is a table of {count} columns, but none that is known; if it is a caseload export, make a mapping with the "
        "assistant on the page Daten",
        {"count": count},
    )
    return _of(grid.reading, UNKNOWN, "table", 0.0, (said, *how))


def _alike(alike: Sequence[Likeness]) -> Message:
    layouts = [one.table.layout for one in alike]
    if not all(layout.startswith(MAPPED) for layout in layouts):
        return Message("fits several kinds of table alike; say which is meant", {})
    names = ", ".join(f"«{layout.removeprefix(MAPPED)}»" for layout in layouts)
    return Message("fits {layouts} alike; say which is meant", {"layouts": names})
