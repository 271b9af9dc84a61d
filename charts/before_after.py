"""Figures before and after a change, side by side: what each was, what it becomes, and whether that is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from locales import Language

Verdict = Literal["better", "worse", "same", "different"]
SIGNS = {"better": "▲", "worse": "▼", "different": "◆"}
WORDS = {"better": "better", "worse": "worse", "different": "changed"}


@dataclass(frozen=True)
class Change:
    """A figure as text before and after; `note` carries its unit and whatever it rests on."""

    label: str
    before: str
    after: str
    verdict: Verdict
    note: str = ""


def verdict(before: float | None, after: float | None, decimals: int, direction: str = "less_is_better") -> Verdict:
    """Whether a figure became better, as it is shown: two that round to the same digits are the same.

    `direction`: "less_is_better", "more_is_better" or "neither" as in the definitions of indicators. A figure that is known on one
    side only is different.
    """
    if before is None or after is None:
        return "same" if before == after else "different"
    first, second = round(before, decimals), round(after, decimals)
    if first == second:
        return "same"
    if direction == "neither":
        return "different"
    return "better" if (second < first) == (direction == "less_is_better") else "worse"


def render(changes: Sequence[Change], language: Language) -> str:
    """HTML of the figures as a list of terms and descriptions."""
    return f'<dl class="kim-figures kim-changes">{"".join(_change(change, language) for change in changes)}</dl>'


def _change(change: Change, language: Language) -> str:
    shown = escape(change.after)
    if change.verdict != "same":
        shown = f'<span class="before">{escape(change.before)}</span> → {shown}'
    said = ""
    if change.verdict != "same":
        said = f'<span class="{change.verdict}">{SIGNS[change.verdict]} {escape(language.text(WORDS[change.verdict]))}</span>'
    note = " · ".join(filter(None, [said, escape(change.note)]))
    return f'<div><dt>{escape(change.label)}</dt><dd class="value">{shown}</dd><dd class="note">{note}</dd></div>'
