"""How many different cases an entry of an export occurs with: what many rows of one case have may be about one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from etl.assistant.columns import Column
from etl.caseload.case_numbers import canonical

CASES = "cases"


def case_of_each_row(numbers: Column, kind: str) -> tuple[str, ...] | None:
    """The case that each row belongs to, "" where its number is empty; None where the column cannot hold case numbers: in
    goals and services a number of its own in every row numbers the rows."""
    numbers_rows = kind != CASES and len(numbers.counts) == numbers.filled
    if not numbers.cells or numbers_rows:
        return None
    compared = {text: canonical(text) for text in numbers.counts}
    return tuple(compared.get(text, "") for text in numbers.cells)


def different_cases(column: Column, cases: tuple[str, ...] | None) -> Mapping[str, int] | None:
    """Entry -> number of different cases it occurs with; None where it is not known which rows belong to one case."""
    if cases is None or len(cases) != len(column.cells):
        return None
    found = defaultdict[str, set[str]](set)
    for text, case in zip(column.cells, cases, strict=True):
        if text and case:
            found[text].add(case)
    return {text: len(some) for text, some in found.items()}
