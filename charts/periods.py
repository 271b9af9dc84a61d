"""Counts quarter by quarter or year by year, small enough to stand beside other things."""

from __future__ import annotations

import datetime as dt

import plotly.graph_objects as go
import polars as pl

from charts.theme import styled
from locales.language import Language

BAR = "#559f9d"
QUARTER = 3


def periods(frame: pl.DataFrame, months: int, language: Language) -> go.Figure:
    """Bars of counts per quarter (3 `months`) or calendar year (12). `frame`: begins (first day of the period), new_cases."""
    counts = frame["new_cases"].to_list()
    figure = go.Figure(
        go.Bar(
            x=frame["begins"].to_list(),
            y=counts,
            xperiod=f"M{months}",
            xperiodalignment="middle",
            marker={"color": BAR},
            text=[language.number(count) for count in counts],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            customdata=[period_name(begins, months, language) for begins in frame["begins"]],
            hovertemplate="%{customdata}: %{y}<extra></extra>",
        )
    )
    styled(figure, language, height=130)
    figure.update_layout(margin={"l": 4, "r": 4, "t": 4, "b": 4}, bargap=0.25)
    figure.update_xaxes(tickformat="%Y", dtick="M12", ticklabelmode="period", showgrid=False)
    figure.update_yaxes(visible=False, range=[0, max([*counts, 1]) * 1.2])
    return figure


def period_name(begins: dt.date, months: int, language: Language) -> str:
    """A quarter or calendar year in words, by its first day."""
    if months != QUARTER:
        return str(begins.year)
    return language.text("quarter {number} of {year}", number=begins.month // QUARTER + 1, year=begins.year)
