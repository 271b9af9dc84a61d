"""Where people are sent: a flow between two columns, ribbons as wide as the numbers they carry (Sankey 1898)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from charts import flow_nodes, flow_ribbons, flow_words, map_sheet
from charts.colours import FOCUS_AREA_COLOURS, INK, SOFT_INK
from charts.flow_nodes import BAR_COLOUR, NAME_GAP, Node
from charts.flow_ribbons import Flow
from charts.lettering import element, text_line, text_width, wrap
from charts.map_sheet import MARGIN
from locales.language import Language

__all__ = ["Flow", "render"]

TITLE_SIZE, TITLE_LINE = 14.0, 24.0
SENTENCE_SIZE, SENTENCE_LINE = 13.5, 19.0
BAR = 16.0
# How wide names may be on either side as a share of the width.
NAMES_SHARE = 0.27
PART_GAP = 8.0


def render(
    flows: Sequence[Flow],
    totals_left: Mapping[str, int],
    totals_right: Mapping[str, int],
    names: Mapping[str, str],
    language: Language,
    *,
    title: str,
    left_title: str,
    right_title: str,
    colours: Mapping[str, str] = FOCUS_AREA_COLOURS,
    notes: Sequence[str] = (),
    heading: bool = False,
    width: int = 1000,
    height: int = 520,
) -> str:
    """The flows from the left nodes to the right ones as an SVG document, nodes in the order of their totals.

    `totals_left` and `totals_right`: key -> what is printed at the node; rounded totals need not be the sums of their flows.
    `names`: key -> name, for both sides. `left_title`, `right_title`: what stands above the columns, such as "sent by".
    `colours`: left key -> colour. Flows of zero are left out, and so are nodes of zero without a flow, which are named
    below. `heading`, `notes`, `width` and `height` are as in `charts.courses.render`; the picture is higher where its names
    need it.

    Each ribbon says "source to target: number" as `aria-label` and, unless with `heading`, as `data-card`, and gets darker
    under the pointer and with the focus. Ribbons follow their source. Raises ValueError for negative values, a flow that comes
    twice or has a node without total, a node without name or colour, and a picture narrower than its legend.
    """
    map_sheet.check_width(width)
    flow_ribbons.check(flows, totals_left, totals_right, names, colours)
    shown = [flow for flow in flows if flow.value > 0]
    left = _column(totals_left, [(flow.source, flow.value) for flow in shown], names, width, language)
    right = _column(totals_right, [(flow.target, flow.value) for flow in shown], names, width, language)
    zeros = [
        line
        for column, totals, nodes in ((left_title, totals_left, left), (right_title, totals_right, right))
        for line in wrap(flow_words.zeros(column, totals, nodes, names, language), SENTENCE_SIZE, width - 2 * MARGIN)
    ]
    head, foot = map_sheet.heading(title, width, heading), map_sheet.footer(notes, width)
    above, below = MARGIN + TITLE_LINE, PART_GAP + SENTENCE_LINE * len(zeros) + map_sheet.footer_height(foot)
    room = max(height - above - below, flow_nodes.lowest((left, right)))
    scale, top = flow_nodes.scale_for((left, right), room), head.height + above
    placed = (flow_nodes.place(left, scale, top, room), flow_nodes.place(right, scale, top, room))
    ribbons = flow_ribbons.place(shown, *placed, scale)
    x1 = MARGIN + flow_nodes.name_width(left) + NAME_GAP
    x2 = width - MARGIN - flow_nodes.name_width(right) - NAME_GAP - BAR
    style = f"flow-{map_sheet.key_of(title, shown, width, height, heading)}"
    drawn = []
    for number, source in enumerate(placed[0]):
        key = source.node.key
        said = flow_words.node(source.node, left_title, names, language)
        drawn.append(flow_nodes.draw(source, x1, BAR, colours[key], said, is_left=True))
        drawn += [
            flow_ribbons.draw(
                ribbon,
                x1 + BAR,
                x2,
                colours[key],
                flow_ribbons.opacity_of(number),
                flow_words.ribbon(ribbon.flow, names, language),
                style=style,
                asked=not heading,
            )
            for ribbon in ribbons
            if ribbon.flow.source == key
        ]
    for target in placed[1]:
        said = flow_words.node(target.node, right_title, names, language)
        drawn.append(flow_nodes.draw(target, x2, BAR, BAR_COLOUR, said, is_left=False))
    numbers = "".join(flow_ribbons.draw_numbers(ribbon, x1 + BAR, x2, language) for ribbon in ribbons)
    bottom = top + room + PART_GAP
    foot_top = bottom + SENTENCE_LINE * len(zeros)
    content = (
        "" if heading else flow_ribbons.styles(style),
        head.markup,
        _title(left_title, MARGIN, top),
        # Above its bars, or where it is too long for that, up to the edge.
        _title(right_title, min(x2, width - MARGIN - text_width(right_title, TITLE_SIZE)), top),
        *drawn,
        element("g", numbers, aria_hidden="true", pointer_events="none"),
        *(
            text_line(line, MARGIN, bottom + SENTENCE_LINE * (row + 0.74), SENTENCE_SIZE, fill=SOFT_INK)
            for row, line in enumerate(zeros)
        ),
        map_sheet.draw_footer(foot, foot_top),
    )
    return map_sheet.document("".join(content), title, width, foot_top + map_sheet.footer_height(foot), heading)


def _column(
    totals: Mapping[str, int],
    ends: Sequence[tuple[str, int]],
    names: Mapping[str, str],
    width: float,
    language: Language,
) -> list[Node]:
    """The nodes that have a total or a flow."""
    values = {key: [value for end, value in ends if end == key] for key in totals}
    return [
        flow_nodes.node(key, total, values[key], names[key], NAMES_SHARE * width, language)
        for key, total in totals.items()
        if total or values[key]
    ]


def _title(text: str, x: float, top: float) -> str:
    return text_line(text, x, top - TITLE_LINE + 0.6 * TITLE_SIZE, TITLE_SIZE, fill=INK, font_weight="600")
