"""One share over the months, as a line that starts at zero."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from charts.colours import INK
from charts.theme import styled
from locales.language import Language

HEIGHT = 260
# A scale that does not grow with every wobble: at least this much is shown.
LEAST_TOP = 0.3


def share_history(frame: pl.DataFrame, label: str, language: Language, *, chosen: str = "") -> go.Figure:
    """Steps from month to month. `frame`: month (first day), share (0 to 1; null leaves a gap), detail (a line for the hover
    text). `label`: what the share is; `chosen`: a month such as "2024-10", marked with a dot."""
    figure = go.Figure(
        go.Scatter(
            x=frame["month"].to_list(),
            y=frame["share"].to_list(),
            mode="lines",
            name=label,
            connectgaps=False,
            line={"width": 3, "color": INK, "shape": "hv"},
            customdata=[
                f"{language.month(month)}: {language.percent(share)}<br>{detail}"
                for month, share, detail in frame.with_columns(pl.col("share").fill_null(0.0))
                .select("month", "share", "detail")
                .iter_rows()
            ],
            hovertemplate="<b>%{customdata}</b><extra></extra>",
        )
    )
    here = frame.filter(pl.col("month").dt.strftime("%Y-%m") == chosen)
    if here.height:
        figure.add_trace(
            go.Scatter(
                x=here["month"].to_list(),
                y=here["share"].to_list(),
                mode="markers",
                marker={"size": 12, "color": "#a85a1c"},
                showlegend=False,
                hoverinfo="skip",
            )
        )
    styled(figure, language, height=HEIGHT, y_title=label)
    top = max([LEAST_TOP, *(float(share) * 1.1 for share in frame["share"].drop_nulls())])
    step = 0.1 if top <= 0.6 else 0.2  # noqa: PLR2004, six ticks at most
    ticks = [number * step for number in range(int(top / step) + 1)]
    figure.update_layout(showlegend=False)
    figure.update_xaxes(tickformat="%Y", dtick="M12")
    figure.update_yaxes(range=[0, top], tickvals=ticks, ticktext=[language.percent(tick, 0) for tick in ticks])
    return figure
