"""Which sign separates the cells of a text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from etl.errors import InputError

SEPARATORS = (";", "\t", "|", ",")  # the first of equals: the comma is last because it stands in German numbers as well
SAMPLE = 65_536
HINT = re.compile(r'"?sep=(?P<separator>[;,\t|])"?[ \t]*(?:\r\n|\n|\r)', re.IGNORECASE)


def find_separator(text: str) -> str:
    """The sign that cuts most records of the text's beginning into equally many cells, more than one; without any, ";"."""
    hint = HINT.match(text)
    if hint:
        return hint["separator"]
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    agreement = {separator: _agreement(sample, separator) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: agreement[separator])


def check_separator(separator: str, name: str) -> str:
    """Itself. Raises InputError for what cannot separate cells."""
    if len(separator) != 1 or separator in '"\r\n\0':
        raise InputError("cells cannot be separated by «{separator}»; choose one sign", name, separator=separator)
    return separator


def _agreement(sample: str, separator: str) -> float:
    """Share of the records with the most frequent number of cells, where that is more than one."""
    try:
        records = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
    except csv.Error:
        return 0.0
    widths = Counter(len(cells) for cells in records if any(cells))
    several = {width: count for width, count in widths.items() if width > 1}
    if not several or max(several.values()) < widths[1]:
        return 0.0
    return max(several.values()) / widths.total()
