"""Which of the layouts of German official statistics a table has, judged by its cells alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.files import Grid

REGIONAL_TABLE = "regionaltabelle"
FFCSV_NEW = "ffcsv_new"
FFCSV_OLD = "ffcsv_old"
STACKED = "stacked"
GV_ISYS = "gv_isys"
CUBEFILE = "cubefile"
LAYOUTS = (REGIONAL_TABLE, FFCSV_NEW, FFCSV_OLD, STACKED, GV_ISYS, CUBEFILE)

REGIONAL_LEADS = ("Berichtszeitpunkt", "_RS", "Name")
REGIONAL_LEVELS = ("Regionalebene", "Reg_Ebene")
TABLE_NAME = re.compile(r"^\s*(?:GENESIS-)?Tabelle:\s*(\S+)\s*$")
HEADINGS_OF = {
    FFCSV_NEW: ("statistics_code", "time", "1_variable_code", "value", "value_variable_code"),
    FFCSV_OLD: ("Statistik_Code", "Zeit", "1_Merkmal_Code", "1_Auspraegung_Code"),
}
# A row of a Gemeindeverzeichnis begins with the kind of row, the kind of text and the state.
DIRECTORY_KINDS = ("10", "20", "30", "40", "50", "60")
DIRECTORY_STATE = re.compile(r"\d{2}")
DIRECTORY_WIDTH = 8  # up to the name
MOST_HEAD_ROWS = 20


def layout_of(grid: Grid) -> str | None:
    """One of LAYOUTS, or None where the table has none of them. Only its first records are looked at."""
    first = [[cell.strip() for cell in cells] for _, cells in grid.records[:MOST_HEAD_ROWS]]
    rows = [cells for cells in first if any(cells)]
    if not rows:
        return None
    if set(REGIONAL_LEADS) <= set(rows[0]) and not set(REGIONAL_LEVELS).isdisjoint(rows[0]):
        return REGIONAL_TABLE
    for layout, headings in HEADINGS_OF.items():
        if set(headings) <= set(rows[0]):
            return layout
    if TABLE_NAME.match(rows[0][0]):
        return STACKED
    if _is_cubefile(rows):
        return CUBEFILE
    return GV_ISYS if _is_directory(rows) else None


def _is_cubefile(rows: Sequence[Sequence[str]]) -> bool:
    blocks = [cells for cells in rows if not cells[0].startswith("*")]
    return bool(blocks) and blocks[0][:2] == ["K", "DQ"]


def _is_directory(rows: Sequence[Sequence[str]]) -> bool:
    has_head = any(re.sub(r"[\s-]", "", cell).startswith("Satzart") for cells in rows for cell in cells)
    return has_head and any(is_directory_row(cells) for cells in rows)


def is_directory_row(cells: Sequence[str]) -> bool:
    """Whether a row of a Gemeindeverzeichnis is about an area; heads and footnotes are not."""
    if len(cells) < DIRECTORY_WIDTH or cells[0] not in DIRECTORY_KINDS:
        return False
    return DIRECTORY_STATE.fullmatch(cells[2]) is not None
