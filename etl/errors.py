"""What can be wrong with an input as a whole; single rows that are wrong are rejected with a reason instead."""

from __future__ import annotations


class InputError(Exception):
    """An input that cannot be used. The message names file, row and column where known, and what to do.

    `message` is an English text of the catalogue with `{name}` fields that `values` fill, so that a page can say it in
    the language of its reader; the error itself prints in English.
    """

    def __init__(
        self, message: str, file: str, row: int | None = None, column: str | None = None, **values: object
    ) -> None:
        place = ", ".join(
            [
                file,
                *([f"row {row}"] if row is not None else []),
                *([f"column «{column}»"] if column is not None else []),
            ]
        )
        super().__init__(f"{place}: {message.format(**values) if values else message}")
        self.message, self.values = message, values
        self.file, self.row, self.column = file, row, column


class ControlTotalError(InputError):
    """A sum that must come out of the inputs does not."""
