"""What can be wrong with an input as a whole; single rows that are wrong are rejected with a reason instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


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


class FailedTotal(Protocol):
    """What of an etl.control_totals.ControlTotal is said when it does not come out."""

    @property
    def file(self) -> str: ...

    @property
    def expected(self) -> float: ...

    @property
    def found(self) -> float: ...

    def label(self, language: str) -> str: ...


class ControlTotalError(InputError):
    """Sums that must come out of the inputs do not; `failed` are these, for a page to name in the language of its reader."""

    def __init__(self, message: str, file: str, failed: Sequence[FailedTotal] = (), **values: object) -> None:
        super().__init__(message, file, **values)
        self.failed = tuple(failed)
