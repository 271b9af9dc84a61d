"""The municipalities of the district: from the official list of all German ones, or from a table of our own."""

from __future__ import annotations

from pathlib import Path

from etl.files import Reading, read_grid
from etl.outcome import Outcome
from etl.schemas import Municipality
from etl.sources.official import layout_of
from etl.sources.official.gv_isys import read_directory
from etl.sources.official.layouts import GV_ISYS
from etl.sources.own_columns import own_columns
from etl.text_table import read_text_table
from etl.typed_rows import Layout, read_valid

RECORDS_THAT_TELL = 60


def read_municipalities(path: Path, name: str, district: str = "", reading: Reading | None = None) -> Outcome:
    """One row per municipality, as etl.schemas.Municipality. Of the official list only the rows of the `district` (the
    first digits of its keys) are read; a table of our own is read whole."""
    if layout_of(read_grid(path, name, reading, most=RECORDS_THAT_TELL)) == GV_ISYS:
        return read_directory(read_grid(path, name, reading), district)
    layout = Layout(own_columns(Municipality))
    return read_valid(read_text_table(path, name, layout.columns.values(), reading), layout, Municipality)
