"""Counts quarter by quarter, small enough to stand beside other things."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from charts.theme import styled
from locales.language import Language

BAR = "#559f9d"


def quarters(frame: pl.DataFrame, language: Language) -> go.Figure:
    """Bars of counts per quarter. `frame`: quarter (its first day), new_cases."""
    names = [
        language.text("quarter {number} of {year}", number=(day.month + 2) // 3, year=day.year)
        for day in frame["quarter"]
    ]
    counts = frame["new_cases"].to_list()
    figure = go.Figure(
        go.Bar(
            x=frame["quarter"].to_list(),
            y=counts,
            xperiod="M3",
            xperiodalignment="middle",
            marker={"color": BAR},
            text=[language.number(count) for count in counts],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            customdata=names,
            hovertemplate="%{customdata}: %{y}<extra></extra>",
        )
    )
    styled(figure, language, height=130)
    figure.update_layout(margin={"l": 4, "r": 4, "t": 4, "b": 4}, bargap=0.25)
    figure.update_xaxes(tickformat="%Y", dtick="M12", ticklabelmode="period", showgrid=False)
    figure.update_yaxes(visible=False, range=[0, max([*counts, 1]) * 1.2])
    return figure
