"""The reader of each layout of official statistics."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from etl.errors import InputError
from etl.files import Grid
from etl.indicator_rules import IndicatorRules
from etl.outcome import Outcome
from etl.sources.official.cells import Cells
from etl.sources.official.cubefile import read_cubefile
from etl.sources.official.ffcsv_new import read_ffcsv_new
from etl.sources.official.ffcsv_old import read_ffcsv_old
from etl.sources.official.figures import indicators
from etl.sources.official.layouts import CUBEFILE, FFCSV_NEW, FFCSV_OLD, GV_ISYS, REGIONAL_TABLE, STACKED
from etl.sources.official.regional_table import read_regional_table
from etl.sources.official.stacked import read_stacked

READERS: Mapping[str, Callable[[Grid], Cells]] = {
    REGIONAL_TABLE: read_regional_table,
    FFCSV_NEW: read_ffcsv_new,
    FFCSV_OLD: read_ffcsv_old,
    STACKED: read_stacked,
    CUBEFILE: read_cubefile,
}


def read_official(grid: Grid, layout: str, rules: IndicatorRules) -> Outcome:
    """All figures of a table of the layout, as etl.schemas.Indicator; areas of all levels and of all Germany.

    Raises InputError for a table that cannot be read as a whole, or holds no figures.
    """
    if layout == GV_ISYS:
        raise InputError("is a list of municipalities and not of figures; load it as kind municipalities", grid.name)
    cells = READERS[layout](grid)
    if cells.rows_read == 0:
        raise InputError("has headings but no rows; download the table again, whole", grid.name)
    return indicators(cells, grid.name, layout, rules)
