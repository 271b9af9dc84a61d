"""What a flow says: its ribbons and nodes read aloud, and the nodes that are not drawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from charts.flow_nodes import Node
from charts.flow_ribbons import Flow
from locales.language import Language


def ribbon(flow: Flow, names: Mapping[str, str], language: Language) -> str:
    """Who sends how many to whom: "Willkommensberatung an Behörde: 830"."""
    return language.text(
        "{source} to {target}: {number}",
        source=names[flow.source],
        target=names[flow.target],
        number=language.number(flow.value),
    )


def node(node: Node, column: str, names: Mapping[str, str], language: Language) -> str:
    """What stands above the column, the name and the total."""
    return f"{column}, {names[node.key]}: {language.number(node.total)}"


def zeros(
    column: str, totals: Collection[str], drawn: Collection[Node], names: Mapping[str, str], language: Language
) -> str:
    """Which nodes of a column are not drawn; nothing where all are."""
    shown = {node.key for node in drawn}
    missing = ", ".join(names[key] for key in totals if key not in shown)
    return language.text("“{column}”, zero and not drawn: {names}", column=column, names=missing) if missing else ""
