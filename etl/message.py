"""What is to be said about an input, other than an error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """An English text of the catalogue with `{name}` fields, and what fills them."""

    text: str
    values: dict[str, object]

    def __str__(self) -> str:
        return self.text.format(**self.values)
