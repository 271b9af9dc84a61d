"""From rows of text to rows that obey a schema; the others are rejected with column and rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import dataframely as dy
import polars as pl

from etl.outcome import Outcome, rejections
from etl.spellings import DATES, DECIMALS, date, decimal, month, whole_number
from etl.text_table import LINE, TextTable

__all__ = ["DATES", "DECIMALS", "TABLE_ITSELF", "Layout", "parse", "read_valid", "validate"]

TABLE_ITSELF = "–"
BOOLEANS = {"WAHR": True, "FALSCH": False}  # what cells of a workbook say


@dataclass(frozen=True)
class Layout:
    """How a file says what a schema wants: our field -> its heading, and our field -> {its text -> our code}.

    Codes of a text field are optional: a text without one stays as it is. `dates`: one of DATES, `decimal`: one of
    DECIMALS; how the file writes dates and numbers.
    """

    columns: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str | bool]] = field(default_factory=dict)
    dates: str = "auto"
    decimal: str = "auto"


def parse(table: TextTable, layout: Layout, types: Mapping[str, dy.Column | str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read each field of `types` as its type says, or as a month where that is "month". Returns the frame of rows in which all
    are readable (line and the fields, null where empty), and the rejections of the others."""
    fields = {
        name: (layout.columns[name], _reader(kind, layout.codes.get(name), layout)) for name, kind in types.items()
    }
    parsed = table.rows.select(
        LINE, **{name: reader(pl.col(heading)) for name, (heading, (reader, _)) in fields.items()}
    )
    found = [
        _lines_where(table.rows.select(LINE, bad=pl.col(heading).is_not_null() & parsed[name].is_null()), heading, rule)
        for name, (heading, (_, rule)) in fields.items()
        if parsed[name].null_count()
    ]
    misplaced = rejections(
        [(line, TABLE_ITSELF, "as_many_cells_as_header") for line in table.misshapen]
        + [(line, TABLE_ITSELF, "below_the_header") for line in table.above]
    )
    rejected = pl.concat([misplaced, *found])
    return parsed.join(rejected, on=LINE, how="anti", maintain_order="left"), rejected


def validate(
    frame: pl.DataFrame,
    schema: type[dy.Schema],
    layout: Layout,
    checks: Mapping[str, tuple[str, pl.Expr]] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that obey `schema` and the further `checks` (rule -> field it concerns, expression that is true for good
    rows), and the rejections of the others."""
    further = [
        _lines_where(frame.select(LINE, bad=~expression.fill_null(True)), layout.columns.get(name, name), rule)
        for rule, (name, expression) in (checks or {}).items()
    ]
    failed_checks = pl.concat([rejections([]), *further])
    good, failure = schema.filter(frame.join(failed_checks, on=LINE, how="anti", maintain_order="left"))
    details = failure.details()
    of_rules = [column for column in details.columns if column not in frame.columns]
    breaks = details.select(LINE, pl.col(of_rules).cast(pl.String) == "invalid")
    broken = [
        _lines_where(breaks.select(LINE, bad=column), *_place(column, layout))
        for column in of_rules
        if breaks[column].any()
    ]
    return good, pl.concat([failed_checks, *broken])


def read_valid(
    table: TextTable,
    layout: Layout,
    schema: type[dy.Schema],
    checks: Mapping[str, tuple[str, pl.Expr]] | None = None,
) -> Outcome:
    """Parse and validate a table whose columns are the schema's own."""
    types = {name: kind for name, kind in schema.columns().items() if name != LINE}
    parsed, unreadable = parse(table, layout, types)
    good, invalid = validate(parsed, schema, layout, checks)
    rejected = pl.concat([unreadable, invalid])
    return Outcome(table.name, good, rejected, table.rows_read, duplicate=len(table.repeated)).checked()


def _place(rule_column: str, layout: Layout) -> tuple[str, str]:
    """Heading and rule for the column of a schema's failure: `field|rule`, or the name of a rule over several fields."""
    name, _, rule = rule_column.rpartition("|")
    return (layout.columns.get(name, TABLE_ITSELF), rule) if name else (TABLE_ITSELF, rule_column)


def _lines_where(lines: pl.DataFrame, heading: str, rule: str) -> pl.DataFrame:
    return lines.filter("bad").select(LINE, column=pl.lit(heading), rule=pl.lit(rule))


def _reader(kind: dy.Column | str, codes: Mapping[str, str | bool] | None, layout: Layout):  # type: ignore[no-untyped-def]
    """The expression that reads a type from text, and the rule that is broken where it cannot."""
    if kind == "month":
        return lambda text: month(text, layout.dates), "readable_month"
    if isinstance(kind, dy.Date):
        return lambda text: date(text, layout.dates), "readable_date"
    if isinstance(kind, dy.Float64):
        return lambda text: decimal(text, layout.decimal), "readable_number"
    if isinstance(kind, dy.Int64):
        return lambda text: whole_number(text, layout.decimal), "readable_whole_number"
    if isinstance(kind, dy.Bool):
        return lambda text: text.replace_strict(codes or BOOLEANS, default=None, return_dtype=pl.Boolean), "known_code"
    if isinstance(kind, dy.Enum):
        own = codes or {code: code for code in kind.categories}
        dtype = pl.Enum(kind.categories)
        return lambda text: text.replace_strict(own, default=None, return_dtype=pl.String).cast(dtype), "known_code"
    return lambda text: text.replace(codes) if codes else text, "readable_text"
