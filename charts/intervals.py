"""Rates of places with their uncertainty: dots with whiskers, hollow dots for shrunken rates, the rate of all as a line."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
import polars as pl

from charts.colours import INK, SOFT_INK
from charts.theme import styled
from charts.wording import value_text
from locales.language import Language
from metrics.definitions import Definition

# Verdict -> sign in words, plotly's symbol, colour: told apart without colour too.
SIGNS: Mapping[str, str] = {"higher": "▲", "lower": "▼", "as_expected": "●", "too_small": "–"}
_SYMBOLS = {
    "higher": ("triangle-up", "#0e5a5d"),
    "lower": ("triangle-down", "#a85a1c"),
    "as_expected": ("circle", SOFT_INK),
}
SHRUNKEN_COLOUR = "#0b5fa5"
LINE_OF_ALL = {"color": INK, "dash": "dash", "width": 1.5}
ROW_HEIGHT, FRAME_HEIGHT, LEGEND_LINE = 28, 70, 23


def intervals(
    frame: pl.DataFrame,
    names: Mapping[str, str],
    meaning: Definition,
    language: Language,
    *,
    average: float,
    chosen: str = "",
) -> go.Figure:
    """One line per place, in the order of the rows from top to bottom.

    `frame`: ags, name, per_1000, lower, upper, shrunken (all null where the base is too small), verdict (a key of SIGNS).
    `names`: what verdicts and "shrunken" are called; `average`: the rate of all places; `chosen`: an AGS set in bold.
    """
    figure = go.Figure()
    frame = frame.with_columns(row=pl.Series(range(frame.height), dtype=pl.Int64))
    for verdict in (verdict for verdict in _SYMBOLS if verdict in frame["verdict"]):
        figure.add_trace(_dots(frame.filter(pl.col("verdict") == verdict), verdict, names, meaning, language))
    shown = frame.drop_nulls("per_1000")
    figure.add_trace(_shrunken(shown, names["shrunken"], meaning, language))
    without = frame.filter(pl.col("per_1000").is_null())
    if without.height:
        figure.add_trace(
            go.Scatter(
                x=[0.0] * without.height,
                y=without["row"].to_list(),
                mode="text",
                text=[f" {names['too_small']}"] * without.height,
                textposition="middle right",
                textfont={"size": 14, "color": SOFT_INK},
                showlegend=False,
                hoverinfo="skip",
            )
        )
    figure.add_vline(x=average, line=LINE_OF_ALL)
    figure.add_trace(_named_line(language.text("District: {value}", value=value_text(average, meaning, language))))
    legend = LEGEND_LINE * sum(trace.showlegend is not False for trace in figure.data)
    height = FRAME_HEIGHT + legend + ROW_HEIGHT * max(frame.height, 3)
    styled(figure, language, height=height, x_title=meaning.unit[language.code])
    figure.update_layout(
        showlegend=True,
        margin={"t": legend + 10},
        legend={"orientation": "v", "y": 1.0, "yanchor": "bottom", "yref": "paper", "traceorder": "normal"},
    )
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(
        tickvals=frame["row"].to_list(),
        ticktext=[_label(row, chosen) for row in frame.iter_rows(named=True)],
        range=[frame.height - 0.4, -0.6],
        zeroline=False,
    )
    return figure


def _dots(
    rows: pl.DataFrame, verdict: str, names: Mapping[str, str], meaning: Definition, language: Language
) -> go.Scatter:
    symbol, colour = _SYMBOLS[verdict]
    centre = rows["per_1000"]
    return go.Scatter(
        x=centre.to_list(),
        y=rows["row"].to_list(),
        mode="markers",
        name=names[verdict],
        marker={"size": 12, "symbol": symbol, "color": colour},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (rows["upper"] - centre).to_list(),
            "arrayminus": (centre - rows["lower"]).to_list(),
            "color": colour,
            "thickness": 2,
        },
        customdata=rows["name"].to_list(),
        hovertext=[
            language.text(
                "{value}, between {lower} and {upper} (95 %)",
                value=value_text(row["per_1000"], meaning, language),
                lower=value_text(row["lower"], meaning, language),
                upper=value_text(row["upper"], meaning, language),
            )
            for row in rows.iter_rows(named=True)
        ],
        hovertemplate=f"<b>%{{customdata}}</b><br>%{{hovertext}}<br>{names[verdict]}<extra></extra>",
    )


def _shrunken(rows: pl.DataFrame, name: str, meaning: Definition, language: Language) -> go.Scatter:
    return go.Scatter(
        x=rows["shrunken"].to_list(),
        y=rows["row"].to_list(),
        mode="markers",
        name=name,
        marker={"size": 9, "symbol": "circle-open", "color": SHRUNKEN_COLOUR, "line": {"width": 2}},
        customdata=rows["name"].to_list(),
        hovertext=[value_text(value, meaning, language) for value in rows["shrunken"]],
        hovertemplate=f"<b>%{{customdata}}</b><br>{name}: %{{hovertext}}<extra></extra>",
    )


def _named_line(name: str) -> go.Scatter:
    """The legend's entry of the line, which itself is a shape and has none."""
    return go.Scatter(x=[None], y=[None], mode="lines", name=name, line=LINE_OF_ALL, hoverinfo="skip")


def _label(row: dict[str, str], chosen: str) -> str:
    label = f"{row['name']} {SIGNS[row['verdict']]}"
    return f"<b>{label}</b>  " if row["ags"] == chosen else f"{label}  "
