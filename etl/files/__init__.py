"""From bytes to cells of text: encodings, separators, workbooks, archives."""

from etl.files.archive import members
from etl.files.grid import Grid, Reading, read_grid
from etl.files.workbook import sheet_names

__all__ = ["Grid", "Reading", "members", "read_grid", "sheet_names"]
