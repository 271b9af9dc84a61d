"""Figures of goals and waiting times."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
import polars as pl

from charts.colours import FOCUS_AREA_COLOURS, INK, ink_on
from charts.theme import styled
from locales.language import Language

PERCENT_TICKS = [0, 25, 50, 75, 100]
# Per cent; the count in a narrower part would stand in its neighbours.
NARROWEST_LABELLED = 7
STATUS_COLOURS = {
    "goals_achieved": "#0e5a5d",
    "goals_partly_achieved": "#559f9d",
    "goals_ended": "#d9b38c",
    "goals_open": "#e9e9e6",
}


def goal_status(frame: pl.DataFrame, names: Mapping[str, str], language: Language) -> go.Figure:
    """What became of the goals as parts of 100 %. `frame`: label, goals_agreed, and for each column of `names` (column ->
    shown name) the count and <column>_percent (null: no bar); the counts themselves stand in the bars."""
    figure = go.Figure()
    labels = [
        f"{label}<br>" + language.text("{number} goals", number=language.number(number))
        for label, number in frame.select("label", "goals_agreed").rows()
    ]
    for column, name in names.items():
        parts = frame[f"{column}_percent"].to_list()
        counts = [
            language.number(count) if (part or 0) >= NARROWEST_LABELLED else ""
            for part, count in zip(parts, frame[column], strict=True)
        ]
        figure.add_trace(
            go.Bar(
                x=parts,
                y=labels,
                name=name,
                orientation="h",
                marker={"color": STATUS_COLOURS[column], "line": {"color": "#ffffff", "width": 1}},
                text=counts,
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                constraintext="none",
                textfont={"color": ink_on(STATUS_COLOURS[column]), "size": 14},
                customdata=[language.number(count) for count in frame[column]],
                hovertemplate=f"<b>%{{y}}</b><br>{name}: %{{customdata}} (%{{x:.0f}} %)<extra></extra>",
            )
        )
    figure.update_layout(barmode="stack")
    styled(figure, language, height=100 + 62 * frame.height)
    figure.update_layout(legend={"traceorder": "normal"}, margin={"t": 40, "r": 40})
    figure.update_xaxes(range=[0, 100.5], tickvals=PERCENT_TICKS, ticktext=[f"{tick} %" for tick in PERCENT_TICKS])
    figure.update_yaxes(autorange="reversed", ticksuffix="  ")
    return figure


def shares(frame: pl.DataFrame, language: Language, x_title: str) -> go.Figure:
    """Shares with their intervals as dots and whiskers. `frame`: label, share_achieved, share_lower, share_upper (0 to 1)."""
    shown = frame.drop_nulls("share_achieved").sort("share_achieved", "label", descending=[False, True])
    centre = shown["share_achieved"] * 100
    figure = go.Figure(
        go.Scatter(
            x=centre.to_list(),
            y=shown["label"].to_list(),
            mode="markers+text",
            marker={"size": 13, "color": "#0b5fa5"},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": (shown["share_upper"] * 100 - centre).to_list(),
                "arrayminus": (centre - shown["share_lower"] * 100).to_list(),
                "color": "#4a5560",
                "thickness": 2,
            },
            text=[language.percent(share, 0) for share in shown["share_achieved"]],
            textposition="top center",
            hovertext=[
                language.text(
                    "{share} achieved, between {lower} and {upper} (95 %)",
                    share=language.percent(row["share_achieved"], 0),
                    lower=language.percent(row["share_lower"], 0),
                    upper=language.percent(row["share_upper"], 0),
                )
                for row in shown.iter_rows(named=True)
            ],
            hovertemplate="<b>%{y}</b><br>%{hovertext}<extra></extra>",
        )
    )
    styled(figure, language, height=80 + 46 * max(shown.height, 2), x_title=x_title)
    figure.update_xaxes(range=[0, 102], tickvals=PERCENT_TICKS, ticktext=[f"{tick} %" for tick in PERCENT_TICKS])
    figure.update_yaxes(ticksuffix="  ", range=[-0.6, shown.height - 0.3])
    return figure


def waiting(frame: pl.DataFrame, names: Mapping[str, str], language: Language) -> go.Figure:
    """Median days waited over the years, one line per series. `frame`: series, year, median_days (null leaves a gap)."""
    figure, unit = go.Figure(), language.text("days")
    for (series, label), dash in zip(names.items(), ("solid", "dash", "dot"), strict=False):
        rows = frame.filter(pl.col("series") == series).sort("year")
        figure.add_trace(
            go.Scatter(
                x=rows["year"].to_list(),
                y=rows["median_days"].to_list(),
                name=label,
                mode="lines+markers",
                line={"width": 3, "color": FOCUS_AREA_COLOURS.get(series, INK), "dash": dash},
                marker={"size": 9},
                hovertemplate=f"<b>{label}</b><br>%{{x}}: %{{y:.0f}} {unit}<extra></extra>",
            )
        )
    styled(figure, language, height=330, y_title=language.text("days (median)"))
    figure.update_xaxes(dtick=1, tickformat="d")
    figure.update_yaxes(rangemode="tozero")
    return figure
