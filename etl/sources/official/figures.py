"""From the cells of an official table to indicators, every row of the file accounted for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import polars as pl

from etl.errors import InputError
from etl.indicator_rules import IndicatorRules
from etl.outcome import LINE, Outcome, rejections
from etl.schemas import QUALITIES, Indicator
from etl.sources.official.cells import Cells
from etl.sources.official.keys import area_key, reference_date
from etl.sources.official.signs import DASHES, MARKS, PLAIN_MARKS, read_figure
from etl.typed_rows import TABLE_ITSELF, Layout, validate

Read = TypeVar("Read")
FIGURE = ("ags", "indicator", "reference_date")
NAMED = ("table", "measure", "reference_date", "unit")
READ = ("text", "mark", "dash_is_zero")


def indicators(cells: Cells, name: str, layout: str, rules: IndicatorRules) -> Outcome:
    """One row per area, indicator and reference date: etl.schemas.Indicator.

    A row of the file with a cell that cannot be read is rejected whole, as are rows that give one figure differently; a
    row that says only what others say is a duplicate. Raises InputError when two measures would share an id.
    """
    placed = cells.frame.with_columns(
        ags=_read(cells.frame["key"], area_key, pl.String),
        reference_date=_read(cells.frame["day"], reference_date, pl.Date),
    )
    unplaced = pl.concat(
        [
            cells.rejected,
            _broken(placed, pl.col("ags").is_null(), "area_key", cells.key_column),
            _broken(placed, pl.col("reference_date").is_null(), "readable_date", cells.day_column),
        ]
    )
    read = _read_texts(_named(_without(placed, unplaced), name, layout, rules), cells)
    has_no_quality = pl.col("quality").is_null()
    unknown_mark = ~pl.col("mark").is_in([*MARKS, *PLAIN_MARKS])
    unread = pl.concat(
        [
            _broken(read, has_no_quality & unknown_mark, "known_quality_mark", cells.mark_column),
            _broken(read, has_no_quality & ~unknown_mark, "readable_figure"),
        ]
    )
    figures = _without(read, unread)
    differs = pl.struct("value", "quality").n_unique().over(FIGURE) > 1
    contradicting = _broken(figures, differs, "figure_given_once", TABLE_ITSELF)
    sound, loaded, invalid = _valid(_without(figures, contradicting), cells)
    rejected = pl.concat([unplaced, unread, contradicting, invalid]).unique().sort(LINE, "column", "rule")
    duplicate = sound[LINE].n_unique() - loaded[LINE].n_unique()
    return Outcome(name, loaded, rejected, cells.rows_read, duplicate=duplicate).checked()


def _valid(figures: pl.DataFrame, cells: Cells) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Figures of rows without any invalid one; of these each once, as the schema wants them; rejections of the others."""
    layout = Layout({"ags": cells.key_column, "reference_date": cells.day_column})
    rejected = rejections([])
    while True:
        once = figures.unique(FIGURE, keep="first", maintain_order=True)
        typed = once.select(LINE, *FIGURE, "value", "unit", pl.col("quality").cast(pl.Enum(QUALITIES)))
        good, invalid = validate(typed, Indicator, layout)
        if invalid.is_empty():
            return figures, good.sort(LINE, "indicator"), rejected
        # A row goes whole. What it said may stand in another row as well, so each figure is picked anew.
        rejected, figures = pl.concat([rejected, invalid]), _without(figures, invalid)


def _named(frame: pl.DataFrame, name: str, layout: str, rules: IndicatorRules) -> pl.DataFrame:
    """With indicator, unit, usual quality and the meaning of a dash of every figure."""
    kinds = frame.select(NAMED).unique().sort(NAMED)
    found = [
        rules.name(table, measure, layout, day, unit) for table, measure, day, unit in kinds.select(NAMED).iter_rows()
    ]
    named = kinds.with_columns(
        pl.Series("indicator", [kind.indicator for kind in found], pl.String),
        pl.Series("unit_here", [kind.unit for kind in found], pl.String),
        pl.Series("usual_quality", [kind.quality for kind in found], pl.String),
        pl.Series("dash_is_zero", [kind.dash_is_zero for kind in found], pl.Boolean),
        pl.Series("is_configured", [kind.is_configured for kind in found], pl.Boolean),
    )
    shared = (
        named.filter(~pl.col("is_configured"))
        .filter(pl.struct("table", "measure").n_unique().over("indicator") > 1)
        .sort("indicator")
    )
    if shared.height:
        raise InputError(
            "two measures would have the id {indicator}; name one of them in data/reference/indicators.yml",
            name,
            indicator=shared["indicator"][0],
        )
    joined = frame.join(named, on=list(NAMED), how="left", maintain_order="left")
    return joined.drop("unit").rename({"unit_here": "unit"})


def _read_texts(frame: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """With value and quality; quality is null where a cell is unreadable."""
    texts = frame.select(READ).unique()
    found = [
        read_figure(text, mark, zeros=DASHES if dash_is_zero else cells.zeros, decimal_point=cells.decimal_point)
        for text, mark, dash_is_zero in texts.iter_rows()
    ]
    read = texts.with_columns(
        pl.Series("value", [figure.value if figure else None for figure in found], pl.Float64),
        pl.Series("quality", [figure.quality or "" if figure else None for figure in found], pl.String),
    )
    joined = frame.join(read, on=list(READ), how="left", maintain_order="left")
    own = pl.when(pl.col("quality") == "").then(pl.col("usual_quality")).otherwise(pl.col("quality"))
    return joined.with_columns(quality=own)


def _read(texts: pl.Series, read: Callable[[str], Read | None], dtype: type[pl.DataType]) -> pl.Series:
    """Every text read once: a file has few different keys and days."""
    found: Mapping[str, Read | None] = {text: read(text) for text in texts.unique()}
    if texts.is_empty():  # a table all of whose rows were rejected
        return texts.cast(dtype)
    return texts.replace_strict(list(found), list(found.values()), return_dtype=dtype)


def _broken(frame: pl.DataFrame, where: pl.Expr, rule: str, column: str | None = None) -> pl.DataFrame:
    """The rejections of lines with cells for which `where` is true; their own heading unless `column` is given."""
    heading = pl.col("column") if column is None else pl.lit(column)
    return frame.filter(where).select(LINE, column=heading, rule=pl.lit(rule)).unique()


def _without(frame: pl.DataFrame, rejected: pl.DataFrame) -> pl.DataFrame:
    return frame.join(rejected.select(LINE), on=LINE, how="anti", maintain_order="left")
