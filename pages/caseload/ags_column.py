"""Municipalities in a workbook by their official key: what a place is called can be spelt in many ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pages.caseload.view import CaseloadView
from report.sheets import Column, Sheet


def with_ags(sheet: Sheet, view: CaseloadView, keys: Sequence[str | None]) -> Sheet:
    """The sheet with a first column AGS where a view's units are municipalities, else as it is.

    `keys`: the unit of each row, None for the district. Raises ValueError if they are not as many as the rows.
    """
    if view.by != "ags":
        return sheet
    rows = [(key, *row) for key, row in zip(keys, sheet.rows, strict=True)]
    return replace(sheet, columns=(Column("AGS", 11), *sheet.columns), rows=rows)
