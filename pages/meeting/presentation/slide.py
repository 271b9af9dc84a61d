"""One slide of a presentation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slide:
    """`title`: its headline in full, for the agenda and to be read out; `html`: what stands on the sheet, ready and escaped."""

    title: str
    html: str
