"""How figures become colours, circles and words: one encoding for every map of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.colours import NEUTRAL, class_colours, class_index
from charts.map_circles import Circles
from charts.map_findings import Finding
from charts.map_hatching import hatching
from charts.wording import class_texts
from locales.language import Language
from metrics.definitions import Definition
from metrics.states import HATCHED


@dataclass(frozen=True)
class Scale:
    """The classes of one indicator: limits, colours and texts from the lowest to the highest."""

    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Encoding:
    """An indicator with its scale and circles, what the mark says, and the key of the picture's patterns."""

    definition: Definition
    language: Language
    scale: Scale
    circles: Circles
    mark_label: str
    key: str

    def paint(self, finding: Finding) -> str:
        """The colour of the class, or the hatching of the state."""
        if finding.state in HATCHED or finding.value is None:
            return hatching(finding.state, self.key)
        return self.scale.colours[class_index(finding.value, self.scale.breaks)]


def encoding(
    findings: Sequence[Finding],
    definition: Definition,
    language: Language,
    *,
    circle_label: str,
    mark_label: str,
    radius: float,
    key: str,
) -> Encoding:
    """The encoding of all findings of a picture; the largest circle gets `radius` pixels.

    Raises ValueError for a scale that cannot be drawn and for marks that nobody explains.
    """
    marked = [finding.ags for finding in findings if finding.mark]
    if marked and not mark_label:
        raise ValueError(f"marked municipalities need a mark_label that says what the mark means: {', '.join(marked)}")
    largest = max((finding.circle or 0.0 for finding in findings), default=0.0)
    circles = Circles(largest, radius, circle_label)
    return Encoding(definition, language, scale_of(definition, language), circles, mark_label, key)


def scale_of(definition: Definition, language: Language) -> Scale:
    """The scale of an indicator; without breaks one neutral colour. Raises ValueError if a gap's zero is off centre."""
    breaks = definition.breaks
    diverging = definition.kind == "gap"
    if diverging and sum(limit < 0 for limit in breaks) != sum(limit > 0 for limit in breaks):
        raise ValueError(f"{definition.id}: the breaks of a gap need as many limits below zero as above it")
    colours = class_colours(len(breaks) + 1, diverging) if breaks else (NEUTRAL,)
    return Scale(breaks, colours, tuple(class_texts(definition, language)))
