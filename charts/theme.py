"""The look that all plotly figures share: legible on a projector, number marks of the language, nothing that distracts."""

from __future__ import annotations

import plotly.graph_objects as go

from charts.colours import INK
from locales.language import Language

CONFIG = {"displayModeBar": False, "responsive": True}
GRID = "#dde2e7"


def styled(figure: go.Figure, language: Language, *, height: int, x_title: str = "", y_title: str = "") -> go.Figure:
    """The figure with the shared look; titles of axes carry the unit."""
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        font={"family": "Source Sans, sans-serif", "size": 15, "color": INK},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        separators=",." if language.code == "de" else ".,",
        hoverlabel={"font": {"size": 15}, "bgcolor": "#ffffff"},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "font": {"size": 15, "color": INK}},
        dragmode=False,
    )
    axis = {"tickfont": {"size": 14, "color": INK}, "automargin": True, "fixedrange": True}
    figure.update_xaxes(title={"text": x_title, "font": {"size": 14}}, gridcolor=GRID, zerolinecolor="#8a949e", **axis)
    figure.update_yaxes(title={"text": y_title, "font": {"size": 14}}, gridcolor=GRID, zerolinecolor="#8a949e", **axis)
    return figure
