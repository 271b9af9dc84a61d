"""How a gap changed since an earlier edition, and whether posts or need did, in words."""

from __future__ import annotations

from dataclasses import dataclass

from locales.language import Language

# Half of the last digit shown; a smaller change reads as none.
SMALLEST_FTE = 0.005
SMALLEST_NEED = 0.5


@dataclass(frozen=True)
class Change:
    """Changes of one place: gap and posts (FTE), need (people or other units); None where the place was not there before."""

    gap: float | None
    fte: float | None
    need: float | None


def change_text(change: Change, language: Language) -> str:
    """The change of the gap, with what changed in the place itself; gaps also move when posts or need change elsewhere."""
    text = language.text
    if change.gap is None or change.fte is None or change.need is None:
        return text("not there before")
    parts = []
    if abs(change.fte) >= SMALLEST_FTE:
        parts.append(text("posts {number}", number=language.number(change.fte, 2, signed=True)))
    if abs(change.need) >= SMALLEST_NEED:
        parts.append(text("need {number}", number=language.number(change.need, signed=True)))
    if abs(change.gap) < SMALLEST_FTE:
        return text("unchanged ({reasons})", reasons=", ".join(parts)) if parts else text("unchanged")
    reasons = ", ".join(parts) or text("only other places changed")
    return text("{gap} ({reasons})", gap=language.number(change.gap, 2, signed=True), reasons=reasons)
