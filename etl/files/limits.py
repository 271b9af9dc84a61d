"""How much a file may hold: beyond this it is refused instead of taking the machine down."""

from __future__ import annotations

MEGABYTE = 2**20

# A file is read into memory whole; the largest official download in use, a table of all German municipalities, has 3 MB.
MAX_FILE_BYTES = 100 * MEGABYTE
# Archives and workbooks are compressed: tables shrink to a tenth, made-up bombs to a thousandth.
MAX_UNPACKED_BYTES = 400 * MEGABYTE
# An archive's directory is read before anything else in it.
MAX_MEMBERS = 10_000
# Python's own limit for a field of a CSV; a longer cell is one whose closing quotation mark is missing.
MAX_CELL_CHARACTERS = 131_072
# A hundred years of a large carrier's services; a sheet has 1,048,576 rows at most.
MAX_ROWS = 2_000_000
# Official tables in use have up to 700 columns; more is a table turned on its side.
MAX_COLUMNS = 2_000
# A single cell in the far corner of a sheet makes all cells before it exist.
MAX_CELLS = 20_000_000
# The list of sheets of a workbook; a few kilobytes, with thousands of named ranges a megabyte.
MAX_BOOK_BYTES = 4 * MEGABYTE
# Texts that cells share, told apart.
MAX_SHARED_TEXTS = 2_000_000
# Cells that show an error such as #DIV/0!.
MAX_ERRORS = 500_000
# What a small file may become: a cell of a real workbook takes two bytes and more of it, and its XML shrinks to a
# thirtieth. Beyond that somebody has made it to take the machine down.
CELLS_OF_ANY, CELLS_PER_BYTE = 1_000_000, 2
UNPACKED_OF_ANY, UNPACKED_PER_BYTE = 50 * MEGABYTE, 100


def most_cells(size: int) -> int:
    """How many cells a sheet of a workbook of `size` bytes may have, a round number."""
    return min(MAX_CELLS, CELLS_OF_ANY + CELLS_PER_BYTE * size // CELLS_OF_ANY * CELLS_OF_ANY)


def most_unpacked(size: int) -> int:
    """How many bytes an archive of `size` bytes may unpack to."""
    return min(MAX_UNPACKED_BYTES, UNPACKED_OF_ANY + UNPACKED_PER_BYTE * size)
