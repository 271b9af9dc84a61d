"""Gemeindeverzeichnis (GV-ISys) of Destatis: all German municipalities with area, coordinates and degree of urbanisation."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from etl.errors import InputError
from etl.files import Grid
from etl.outcome import LINE, Outcome, rejections
from etl.schemas import Municipality
from etl.sources.official.layouts import is_directory_row
from etl.text_table import TextTable
from etl.typed_rows import Layout, parse, validate

MUNICIPALITY = "60"
UNPOPULATED = ("65", "66")  # kinds of text: areas that belong to no municipality, with and without inhabitants
KIND_AT, TEXT_AT = 0, 1
KEY_AT = (2, 3, 4, 6)  # state, region, district, municipality; the association between them is no part of the AGS
NAME_AT, AREA_AT, LONGITUDE_AT, LATITUDE_AT = 7, 8, 14, 15
URBANISATION = re.compile(r"verst[aä]dterung", re.IGNORECASE)
CODE_OF_URBANISATION = re.compile(r"0?([1-3])")
HEADINGS = {
    "ags": "Schlüssel",
    "name": "Gemeindename",
    "area_km2": "Fläche",
    "longitude": "Längengrad",
    "latitude": "Breitengrad",
    "degurba": "Verstädterung",
    "degurba_text": "Verstädterung, Bezeichnung",
    "regiostar7": "RegioStaR7",
    "regiostar7_text": "RegioStaR7, Bezeichnung",
}


def read_directory(grid: Grid, district: str) -> Outcome:
    """The municipalities whose key begins with `district`, as etl.schemas.Municipality; the list has no RegioStaR7.

    Rows of other districts, of higher levels (state to association of municipalities), of areas that belong to no
    municipality, heads and footnotes are not rows of the table that is read here, and are not counted as such. Raises
    InputError when there is none of the district.
    """
    records = [(line, [cell.strip() for cell in cells]) for line, cells in grid.records]
    begins = next(number for number, (_, cells) in enumerate(records) if is_directory_row(cells))
    urbanisation_at = _urbanisation_at([cells for _, cells in records[:begins]])
    inside = [
        (line, cells)
        for line, cells in records[begins:]
        if is_directory_row(cells)
        and cells[KIND_AT] == MUNICIPALITY
        and cells[TEXT_AT] not in UNPOPULATED
        and _key(cells).startswith(district)
    ]
    if not inside:
        raise InputError(
            "has no municipality whose key begins with {district}; correct the key in data/reference/district.toml, or "
            "take a list of that area",
            grid.name,
            district=district,
        )
    rows = [(line, *_fields(cells, urbanisation_at)) for line, cells in inside if len(cells) > LATITUDE_AT]
    misshapen = [line for line, cells in inside if len(cells) <= LATITUDE_AT]
    text = pl.DataFrame(rows, schema={LINE: pl.Int64, **dict.fromkeys(HEADINGS.values(), pl.String)}, orient="row")
    once = text.unique(list(HEADINGS.values()), keep="first").sort(LINE)
    layout = Layout(HEADINGS)
    types = {name: kind for name, kind in Municipality.columns().items() if name != LINE}
    parsed, unreadable = parse(TextTable(grid.name, once, [], misshapen), layout, types)
    good, invalid = validate(parsed, Municipality, layout)
    rejected = pl.concat([rejections([]), unreadable, invalid])
    good = good.with_columns(
        pl.col("name").str.split(",").list.first()
    )  # «Jülich, Stadt» is the legal form, not the name
    return Outcome(grid.name, good, rejected, len(inside), duplicate=text.height - once.height).checked()


def _key(cells: Sequence[str]) -> str:
    return "".join(cells[at] for at in KEY_AT)


def _urbanisation_at(head: Sequence[Sequence[str]]) -> int | None:
    """The column of the head that is about urbanisation; its words may be divided over lines by hyphens."""
    words = ((at, re.sub(r"[\s-]", "", cell)) for cells in head for at, cell in enumerate(cells))
    return next((at for at, word in words if URBANISATION.search(word)), None)


def _fields(cells: Sequence[str], urbanisation_at: int | None) -> list[str | None]:
    code, text = ("", "") if urbanisation_at is None else [*cells, "", ""][urbanisation_at : urbanisation_at + 2]
    found = CODE_OF_URBANISATION.fullmatch(code)
    places = (NAME_AT, AREA_AT, LONGITUDE_AT, LATITUDE_AT)
    return [
        _key(cells),
        *(cells[at] or None for at in places),
        f"0{found[1]}" if found else code or None,
        text or None,
        None,
        None,
    ]
