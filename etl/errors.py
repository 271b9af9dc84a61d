"""What can be wrong with an input as a whole; single rows that are wrong are rejected with a reason instead."""

from __future__ import annotations


class InputError(Exception):
    """An input that cannot be used. The message names file, row and column where known, and what to do."""

    def __init__(self, message: str, file: str, row: int | None = None, column: str | None = None) -> None:
        place = ", ".join(
            [
                file,
                *([f"row {row}"] if row is not None else []),
                *([f"column «{column}»"] if column is not None else []),
            ]
        )
        super().__init__(f"{place}: {message}")
        self.file, self.row, self.column = file, row, column


class ControlTotalError(InputError):
    """A sum that must come out of the inputs does not."""
