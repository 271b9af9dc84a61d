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
