"""What a workbook consists of: tables, and a sheet that explains them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | bool | dt.date | None
# The format of columns whose days stand for their months.
MONTH = "yyyy-mm"


@dataclass(frozen=True)
class Column:
    """A column of a table: `width` in characters, `number_format` in Excel's notation (see `number_format`)."""

    heading: str
    width: float = 14.0
    number_format: str = "General"


@dataclass(frozen=True)
class Sheet:
    """One table with a title above and notes below it. A cell without a figure is None, or a text that says why.

    `decimals`: of the numbers of each row, where each row is a figure of its own; without it, as the columns say. `name` stands
    on the tab: at most 31 characters, none of them []:*?/\\, no name twice.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()
    decimals: Sequence[int] = ()

    def format_at(self, row: int, column: int) -> str:
        """Excel's notation for a cell."""
        of_column = self.columns[column].number_format
        if not self.decimals or of_column == "General":
            return of_column
        return number_format(self.decimals[row], signed=of_column.startswith("+"))


@dataclass(frozen=True)
class Section:
    """A heading and a small table below it; without `headings` the table has no head. The second column is the widest."""

    heading: str
    rows: Sequence[Sequence[Cell]]
    headings: Sequence[str] = ()


@dataclass(frozen=True)
class Facts:
    """What must stand beside a figure wherever it is shown. `meanings`: label and explanation of each figure; `choices`: what was
    chosen, by its label; `dates`: reference dates by what they are of; `sources`: one citation each; `notes`: sentences on
    protection, units and the edition."""

    meanings: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    dates: tuple[tuple[str, dt.date], ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """A sheet of sections below each other, to be read rather than computed with; `name` as of a `Sheet`. `facts`: what of it
    must stand beside the figure on slides and paper."""

    name: str
    title: str
    sections: Sequence[Section]
    facts: Facts = Facts()


@dataclass(frozen=True)
class Example:
    """Marks made-up figures: the word before every title, the sentence below it."""

    word: str
    sentence: str


def number_format(decimals: int, *, signed: bool = False, percent: bool = False) -> str:
    """Excel's notation for numbers with so many decimals; the reader's Excel puts its own decimal and thousands marks.

    `signed` writes + before positive values; `percent` shows a share between 0 and 1 as per cent.
    """
    body = ("0" if percent else "#,##0") + ("." + "0" * decimals if decimals else "") + ("%" if percent else "")
    return f"+{body};-{body};{body}" if signed else body
