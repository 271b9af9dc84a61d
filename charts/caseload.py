"""Figures of cases per full-time post."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
import polars as pl

from charts.colours import FOCUS_AREA_COLOURS
from charts.theme import styled
from charts.wording import value_text
from locales.language import Language
from metrics.definitions import Definition

BAR, CHOSEN = "#559f9d", "#a85a1c"
BAR_HEIGHT, FRAME_HEIGHT = 30, 70


def bars(
    frame: pl.DataFrame, meaning: Definition, language: Language, *, average: float | None, chosen: str = ""
) -> go.Figure:
    """Horizontal bars, the highest on top, with the district's value as a line.

    `frame`: key, label, per_fte (null: no value shown), note (shown in the hover text). `average`: the district's ratio.
    """
    ordered = frame.sort("per_fte", "label", descending=[False, True], nulls_last=False)
    texts = [
        value_text(value, meaning, language) if value is not None else language.text("base below 10")
        for value in ordered["per_fte"]
    ]
    figure = go.Figure(
        go.Bar(
            x=ordered["per_fte"].fill_null(0).to_list(),
            y=ordered["label"].to_list(),
            orientation="h",
            marker={"color": [CHOSEN if key == chosen and chosen else BAR for key in ordered["key"]]},
            text=texts,
            textposition="outside",
            cliponaxis=False,
            customdata=ordered["note"].to_list(),
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
    figure.update_yaxes(ticksuffix="  ")
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
                    "color": FOCUS_AREA_COLOURS.get(series, "#1f2933"),
                    "dash": dashes[position % len(dashes)],
                },
                customdata=[language.month(month) for month in rows["month"]],
                hovertemplate=f"<b>{label}</b><br>%{{customdata}}: %{{y:.{meaning.decimals}f}}<extra></extra>",
            )
        )
    styled(figure, language, height=330, y_title=meaning.unit[language.code])
    figure.update_xaxes(tickformat="%m/%Y", nticks=12)
    figure.update_yaxes(rangemode="tozero")
    return figure
