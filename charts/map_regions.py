"""The municipalities of the map: their paint, what they say aloud and what their hover card shows."""

from __future__ import annotations

from collections.abc import Sequence

from charts.canvas import Canvas
from charts.colours import INK, class_index
from charts.lettering import element
from charts.map_encoding import Encoding
from charts.map_findings import Finding
from charts.wording import absolute_text, value_with_unit
from metrics.states import NAMES


def regions(
    findings: Sequence[Finding],
    canvas: Canvas,
    encoding: Encoding,
    selected: str | None,
    *,
    panel: str = "",
    picked: bool = True,
) -> str:
    """One path per finding, in their order. `panel` is the title of the map among several; `picked` says whether regions can be."""
    drawn = []
    for finding in findings:
        said = _said(finding, encoding)
        sentence = f"{finding.name}: " + ", ".join([said[0], *_class_or_state(finding, encoding), *said[1:]])
        attributes = {
            "d": canvas.places[finding.ags].path,
            "fill": encoding.paint(finding),
            "stroke": "#ffffff",
            "stroke_width": "1.6",
            "stroke_linejoin": "round",
            "fill_rule": "evenodd",
            "data_ags": finding.ags,
            "aria_label": f"{panel}, {sentence}" if panel else sentence,
        }
        if picked:
            card = [finding.name, panel, *said, finding.detail]
            attributes |= {
                "tabindex": "0",
                "role": "button",
                "aria_pressed": "true" if finding.ags == selected else "false",
                "data_card": "\n".join(line for line in card if line),
            }
        else:
            attributes["role"] = "img"
        drawn.append(element("path", **attributes))
    return "".join(drawn)


def _said(finding: Finding, encoding: Encoding) -> list[str]:
    """The figure or why there is none, then the circle's number and the mark, if any."""
    language = encoding.language
    if finding.value is None:
        said = [language.text(NAMES[finding.state])]
    else:
        said = [value_with_unit(finding.value, encoding.definition, language)]
    if finding.circle is not None:
        said.append(f"{absolute_text(finding.circle, language)} {encoding.circles.label}".strip())
    return [*said, encoding.mark_label] if finding.mark else said


def _class_or_state(finding: Finding, encoding: Encoding) -> list[str]:
    """What the colour says, read aloud: "Düren: +0,91 Stellen (VZÄ), 0,5 und mehr Stellen fehlen"."""
    if finding.state == "no_service" and finding.value is not None:
        return [encoding.language.text(NAMES[finding.state])]
    if finding.value is not None and encoding.definition.kind == "gap" and encoding.scale.texts:
        return [encoding.scale.texts[class_index(finding.value, encoding.scale.breaks)]]
    return []


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
