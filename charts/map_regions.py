"""The municipalities of the map: their paint, what they say aloud and what their hover card shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.canvas import Canvas
from charts.colours import INK, NEUTRAL, class_colours, class_index
from charts.lettering import element
from charts.map_findings import Finding
from charts.map_legend import hatching
from charts.wording import absolute_text, class_texts, value_with_unit
from locales.language import Language
from metrics.definitions import Definition
from metrics.states import HATCHED, NAMES


@dataclass(frozen=True)
class Scale:
    """The classes of one indicator: limits, colours and texts from the lowest to the highest."""

    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    texts: tuple[str, ...]

    def paint(self, finding: Finding) -> str:
        """The colour of the class, or the hatching of the state."""
        if finding.state in HATCHED or finding.value is None:
            return hatching(finding.state)
        return self.colours[class_index(finding.value, self.breaks)]


def scale_of(definition: Definition, language: Language) -> Scale:
    """The scale of an indicator; without breaks one neutral colour. Raises ValueError if a gap's zero is off centre."""
    breaks = definition.breaks
    diverging = definition.kind == "gap"
    if diverging and sum(limit < 0 for limit in breaks) != sum(limit > 0 for limit in breaks):
        raise ValueError(f"{definition.id}: the breaks of a gap need as many limits below zero as above it")
    colours = class_colours(len(breaks) + 1, diverging) if breaks else (NEUTRAL,)
    return Scale(breaks, colours, tuple(class_texts(definition, language)))


def regions(
    findings: Sequence[Finding],
    canvas: Canvas,
    definition: Definition,
    scale: Scale,
    language: Language,
    selected: str | None,
    circle_label: str,
) -> str:
    drawn = []
    for finding in findings:
        figure = _figure(finding, definition, language)
        number = _number(finding, language, circle_label)
        attributes = {
            "d": canvas.places[finding.ags].path,
            "fill": scale.paint(finding),
            "stroke": "#ffffff",
            "stroke_width": "1.6",
            "stroke_linejoin": "round",
            "fill_rule": "evenodd",
            "tabindex": "0",
            "role": "button",
            "data_ags": finding.ags,
            "aria_pressed": "true" if finding.ags == selected else "false",
            "aria_label": _sentence(finding, figure, number, definition, scale, language),
            "data_card": "\n".join(line for line in (finding.name, figure, number, finding.detail) if line),
        }
        drawn.append(element("path", **attributes))
    return "".join(drawn)


def _figure(finding: Finding, definition: Definition, language: Language) -> str:
    if finding.value is None:
        return language.text(NAMES[finding.state])
    return value_with_unit(finding.value, definition, language)


def _number(finding: Finding, language: Language, circle_label: str) -> str:
    return "" if finding.circle is None else f"{absolute_text(finding.circle, language)} {circle_label}".strip()


def _sentence(
    finding: Finding, figure: str, number: str, definition: Definition, scale: Scale, language: Language
) -> str:
    """The finding read aloud: "Düren: +0,91 Stellen (VZÄ), 0,5 oder mehr Stellen fehlen"."""
    if finding.state == "no_service" and finding.value is not None:
        figure += f", {language.text(NAMES[finding.state])}"
    elif finding.value is not None and definition.kind == "gap" and scale.texts:
        figure += f", {scale.texts[class_index(finding.value, scale.breaks)]}"
    return f"{finding.name}: {figure}" + (f", {number}" if number else "")


def selection(canvas: Canvas, selected: str | None) -> str:
    """The selected area's outline again, above all others: the region itself keeps its place in the tab order."""
    if selected is None or selected not in canvas.places:
        return ""
    path = canvas.places[selected].path
    return "".join(
        element(
            "path",
            d=path,
            fill="none",
            stroke=colour,
            stroke_width=stroke,
            stroke_linejoin="round",
            pointer_events="none",
            aria_hidden="true",
        )
        for colour, stroke in (("#ffffff", "6"), (INK, "3.4"))
    )
