"""What can be wrong with a boundary file."""

from __future__ import annotations

NAMED = 5


class BoundaryError(ValueError):
    """A boundary file that cannot be used. The message names the file and says what is wrong and what to do.

    `message` is an English text of the catalogue with `{name}` fields that `values` fill; `row` counts the areas of the
    file from 1 and `column` is a heading.
    """

    def __init__(
        self, message: str, file: str, row: int | None = None, column: str | None = None, **values: object
    ) -> None:
        place = f", row {row}" * (row is not None) + f", column «{column}»" * (column is not None)
        super().__init__(f"{file}{place}: {message.format(**values)}")
        self.message, self.values = message, values
        self.file, self.row, self.column = file, row, column


def some(names: list[str]) -> str:
    """The first few of many names, and how many there are."""
    return ", ".join(names[:NAMED]) + (f", … ({len(names)})" if len(names) > NAMED else "")
