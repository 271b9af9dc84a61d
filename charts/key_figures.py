"""Key figures side by side: name, number, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class KeyFigure:
    """`note` carries reference date and anything without which the number misleads."""

    label: str
    value: str
    note: str


def render(figures: Sequence[KeyFigure]) -> str:
    """HTML of the figures as a list of terms and descriptions."""
    return f'<dl class="kim-figures">{"".join(map(_figure, figures))}</dl>'


def _figure(figure: KeyFigure) -> str:
    return (
        f'<div><dt>{escape(figure.label)}</dt><dd class="value">{escape(figure.value)}</dd>'
        f'<dd class="note">{escape(figure.note)}</dd></div>'
    )
