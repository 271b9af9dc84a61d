"""What can be wrong with a file of the outcome frame."""

from __future__ import annotations


class OutcomeFrameError(ValueError):
    """A file of the outcome frame that cannot be used. The message names the file and says what is wrong and what to do.

    `message` is an English text of the catalogue with `{name}` fields that `values` fill; `setting` is the part of the file it
    is about, `row` its line.
    """

    def __init__(
        self, message: str, file: str, setting: str | None = None, row: int | None = None, **values: object
    ) -> None:
        place = f", row {row}" * (row is not None) + f", «{setting}»" * (setting is not None)
        super().__init__(f"{file}{place}: {message.format(**values)}")
        self.message, self.values = message, values
        self.file, self.setting, self.row = file, setting, row
