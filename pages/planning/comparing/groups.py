"""The posts of carriers and of focus areas in several plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from charts import table
from locales import Language
from metrics.codes import codes, name
from pages.planning.comparing.evaluated import Evaluated
from planning.allocation import posts_of

DECIMALS = 2


def groups(found: Sequence[Evaluated], by: str) -> dict[str, list[float]]:
    """FTE of each carrier or focus area (`by`: "carrier" or "focus_area") in each plan, over all focus areas; carriers by name, focus
    areas in their usual order."""
    sums = [
        dict(posts_of(each.applied.allocation).group_by(by).agg(pl.col("post_fte").sort().sum()).rows())
        for each in found
    ]
    known = codes("focus_area") if by == "focus_area" else sorted({key for each in sums for key in each})
    return {key: [each.get(key, 0.0) for each in sums] for key in known}


def markup(found: Sequence[Evaluated], by: str, language: Language) -> str:
    """HTML of a table: FTE by carrier or focus area, one column a plan, with differences to the first plan."""
    text = language.text
    heading, caption = (
        (text("Carrier"), text("Posts (FTE) of the carriers, all focus areas"))
        if by == "carrier"
        else (text("Focus area"), text("Posts (FTE) of the focus areas"))
    )
    counted = groups(found, by)
    labels = _labels(counted, by, language)
    rows = [[labels[key], *_cells(values, language)] for key, values in counted.items()]
    rows.append([text("All"), *_cells([sum(column) for column in zip(*counted.values(), strict=True)], language)])
    headings = [heading, *(text("Posts {plan}", plan=each.plan.letter) for each in found)]
    return table.plain(caption, headings, rows, numeric=range(1, len(headings)))


def _labels(counted: Mapping[str, object], by: str, language: Language) -> dict[str, str]:
    """What the groups are called; a new post may have no carrier yet."""
    if by == "focus_area":
        return {key: name("focus_area", key, language.code) for key in counted}
    return {key: key or language.text("no carrier yet") for key in counted}


def _cells(values: Sequence[float], language: Language) -> list[str]:
    first, *others = (round(value, DECIMALS) for value in values)
    return [
        language.number(first, DECIMALS),
        *(_cell(value, round(value - first, DECIMALS), language) for value in others),
    ]


def _cell(value: float, change: float, language: Language) -> str:
    shown = language.number(value, DECIMALS)
    return f"{shown} ({language.number(change, DECIMALS, signed=True)})" if change else shown
