"""From rows of text to rows that obey a schema; the others are rejected with column and rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import dataframely as dy
import polars as pl

from etl.outcome import Outcome, rejections
from etl.text_table import LINE, TextTable

TABLE_ITSELF = "–"


@dataclass(frozen=True)
class Layout:
    """How a file says what a schema wants: our field -> its heading, and our field -> {its text -> our code}."""

    columns: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str | bool]] = field(default_factory=dict)


def parse(table: TextTable, layout: Layout, types: Mapping[str, dy.Column | str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read each field of `types` as its type says ("month": MM.YYYY). Returns the frame of rows in which all are readable (line
    and the fields, null where empty), and the rejections of the others."""
    fields = {name: (layout.columns[name], _reader(kind, layout.codes.get(name))) for name, kind in types.items()}
    parsed = table.rows.select(
        LINE, **{name: reader(pl.col(heading)) for name, (heading, (reader, _)) in fields.items()}
    )
    found = [
        _lines_where(table.rows.select(LINE, bad=pl.col(heading).is_not_null() & parsed[name].is_null()), heading, rule)
        for name, (heading, (_, rule)) in fields.items()
    ]
    misshapen = rejections((line, TABLE_ITSELF, "as_many_cells_as_header") for line in table.misshapen)
    rejected = pl.concat([misshapen, *found])
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
    broken = [
        _lines_where(details.select(LINE, bad=pl.col(column).cast(pl.String) == "invalid"), *_place(column, layout))
        for column in details.columns
        if column not in frame.columns
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


def _reader(kind: dy.Column | str, codes: Mapping[str, str | bool] | None):  # type: ignore[no-untyped-def]
    """The expression that reads a type from text, and the rule that is broken where it cannot."""
    if kind == "month":
        return _month, "readable_month"
    if isinstance(kind, dy.Date):
        return _date, "readable_date"
    if isinstance(kind, dy.Float64):
        return _decimal, "readable_number"
    if isinstance(kind, dy.Int64):
        return lambda text: text.cast(pl.Int64, strict=False), "readable_whole_number"
    if isinstance(kind, dy.Bool):
        return lambda text: text.replace_strict(codes or {}, default=None, return_dtype=pl.Boolean), "known_code"
    if isinstance(kind, dy.Enum):
        own = codes or {code: code for code in kind.categories}
        dtype = pl.Enum(kind.categories)
        return lambda text: text.replace_strict(own, default=None, return_dtype=pl.String).cast(dtype), "known_code"
    return lambda text: text, "readable_text"


def _date(text: pl.Expr) -> pl.Expr:
    german = text.str.contains(r"^\d{1,2}\.\d{1,2}\.\d{4}$")
    iso = text.str.contains(r"^\d{4}-\d{2}-\d{2}$")
    return (
        pl.when(german)
        .then(text.str.to_date("%d.%m.%Y", strict=False))
        .when(iso)
        .then(text.str.to_date("%Y-%m-%d", strict=False))
    )


def _month(text: pl.Expr) -> pl.Expr:
    """MM.YYYY; a year of two digits would be read as one of the first century."""
    whole = text.str.contains(r"^\d{1,2}\.\d{4}$")
    return pl.when(whole).then(pl.concat_str(pl.lit("01."), text).str.to_date("%d.%m.%Y", strict=False))


def _decimal(text: pl.Expr) -> pl.Expr:
    """1.234,5 and 1234,5 and 1234.5, but not the ambiguous 1.234."""
    german = text.str.contains(r"^-?(\d{1,3}(\.\d{3})+|\d+),\d+$")
    plain = text.str.contains(r"^-?\d+(\.\d{1,2}|\.\d{4,})?$")
    without_marks = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return (
        pl.when(german)
        .then(without_marks.cast(pl.Float64, strict=False))
        .when(plain)
        .then(text.cast(pl.Float64, strict=False))
    )
