"""The Lorenz curve: how much of what there is falls to the part of the people who have least."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from charts.colours import SOFT_INK
from charts.theme import styled
from locales.language import Language
from metrics.equity import lorenz

CURVE, AREA = "#0e5a5d", "rgba(85, 159, 157, 0.25)"
HEIGHT = 430
SHARES = [0.0, 0.25, 0.5, 0.75, 1.0]


def lorenz_curve(frame: pl.DataFrame, language: Language) -> go.Figure:
    """The curve with its diagonal of even distribution; the area between them is half the Gini coefficient.

    `frame`: name, need (people), fte, one row per place; sorted here by posts per head, places without need left out.
    """
    text = language.text
    rows = frame.filter(pl.col("need") > 0).sort(pl.col("fte") / pl.col("need"), maintain_order=True)
    people, posts = lorenz((rows["fte"] / rows["need"]).to_numpy(), rows["need"].to_numpy())
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=[0.0, 1.0],
            y=[0.0, 1.0],
            mode="lines",
            name=text("even distribution"),
            line={"color": SOFT_INK, "dash": "dash", "width": 1.5},
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=people.tolist(),
            y=posts.tolist(),
            mode="lines+markers",
            name=text("posts as they are"),
            line={"color": CURVE, "width": 3},
            marker={"size": 7, "color": CURVE},
            fill="tonexty",
            fillcolor=AREA,
            customdata=_said(rows, people.tolist(), posts.tolist(), language),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    styled(
        figure,
        language,
        height=HEIGHT,
        x_title=text("Share of people of the target group"),
        y_title=text("Share of posts"),
    )
    ticks = [language.percent(share, 0) for share in SHARES]
    figure.update_layout(showlegend=True, margin={"r": 30})
    figure.update_xaxes(range=[0, 1.01], tickvals=SHARES, ticktext=ticks)
    figure.update_yaxes(range=[0, 1.01], tickvals=SHARES, ticktext=ticks)
    return figure


def _said(rows: pl.DataFrame, people: list[float], posts: list[float], language: Language) -> list[str]:
    """What each point says: the place it adds, and what falls to all up to it."""
    names = ["", *rows["name"]]
    return [
        language.text(
            "<b>up to {place}</b><br>{people} of the people have {posts} of the posts",
            place=name or "–",
            people=language.percent(share),
            posts=language.percent(part),
        )
        for name, share, part in zip(names, people, posts, strict=True)
    ]
