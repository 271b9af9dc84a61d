"""Figures of cases per full-time post."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
import polars as pl

from charts.colours import FOCUS_AREA_COLOURS, INK, ink_on
from charts.theme import styled
from charts.wording import value_text
from locales.language import Language
from metrics.definitions import Definition

BAR, CHOSEN = "#88c0bb", "#a85a1c"
BAR_HEIGHT, FRAME_HEIGHT = 30, 70


def bars(frame: pl.DataFrame, meaning: Definition, language: Language, *, average: float | None) -> go.Figure:
    """Horizontal bars in the order of the rows, with the district's value as a line.

    `frame`: label, per_fte (null: no value shown), note (shown in the hover text). `average`: the district's ratio.
    """
    texts = [
        value_text(value, meaning, language) if value is not None else language.text("base below 10")
        for value in frame["per_fte"]
    ]
    figure = go.Figure(
        go.Bar(
            x=frame["per_fte"].fill_null(0).to_list(),
            y=frame["label"].to_list(),
            orientation="h",
            marker={"color": BAR},
            text=texts,
            textposition="auto",
            insidetextanchor="start",
            insidetextfont={"color": ink_on(BAR)},
            cliponaxis=False,
            customdata=frame["note"].to_list(),
            hovertemplate="<b>%{y}</b><br>%{text}<br>%{customdata}<extra></extra>",
        )
    )
    if average is not None:
        shown = language.text("District: {value}", value=value_text(average, meaning, language))
        figure.add_vline(x=average, line={"color": "#1f2933", "dash": "dash", "width": 1.5})
        figure.add_annotation(
            x=average, y=1, yref="paper", yanchor="bottom", text=shown, showarrow=False, font={"size": 14}
        )
    styled(
        figure, language, height=FRAME_HEIGHT + BAR_HEIGHT * max(frame.height, 3), x_title=meaning.unit[language.code]
    )
    figure.update_layout(margin={"t": 28, "r": 60})
    figure.update_yaxes(ticksuffix="  ", autorange="reversed")
    return figure


def lines(frame: pl.DataFrame, meaning: Definition, names: Mapping[str, str], language: Language) -> go.Figure:
    """One line per series over the months. `frame`: series, month, per_fte (null leaves a gap); `names`: series -> label."""
    figure = go.Figure()
    dashes = ("solid", "dash", "dot", "dashdot", "longdash")
    for position, (series, label) in enumerate(names.items()):
        rows = frame.filter(pl.col("series") == series).sort("month")
        figure.add_trace(
            go.Scatter(
                x=rows["month"].to_list(),
                y=rows["per_fte"].to_list(),
                name=label,
                mode="lines",
                connectgaps=False,
                line={
                    "width": 3,
                    "color": _colour(series, position),
                    "dash": dashes[position % len(dashes)],
                },
                customdata=[language.month(month) for month in rows["month"]],
                hovertemplate=f"<b>{label}</b><br>%{{customdata}}: %{{y:.{meaning.decimals}f}}<extra></extra>",
            )
        )
    styled(figure, language, height=330, y_title=meaning.unit[language.code])
    figure.update_layout(showlegend=True)
    figure.update_xaxes(tickformat="%Y", dtick="M12")
    figure.update_yaxes(rangemode="tozero", ticksuffix="  ")
    return figure


def _colour(series: str, position: int) -> str:
    """Focus areas keep their colours; else the first series, the district, is dark and the chosen one stands out."""
    return FOCUS_AREA_COLOURS.get(series, CHOSEN if position else INK)
