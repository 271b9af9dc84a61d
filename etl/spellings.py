"""How files spell dates, months and numbers, as expressions over text; what is spelled otherwise becomes null.

`dates` and `marks` are a file's own way, one of DATES and DECIMALS. It only decides what could be meant in two ways: what
is unambiguous, such as an ISO date or a number cell of a workbook, is read whatever the file's way.
"""

from __future__ import annotations

import polars as pl

DATES = ("auto", "dmy_slash", "mdy_slash", "dmy_short")
DECIMALS = ("auto", "comma", "point")

YEAR = "[1-9][0-9]{3}"  # a year of two digits must not become one of the first century
DAY = "[0-9]{1,2}"
TIME = r"(?:(?:T| +)(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?(?: Uhr)?)?"
GERMAN_DATE = (rf"{DAY}\.{DAY}\.{YEAR}", "%d.%m.%Y")
ISO_DATE = (rf"{YEAR}-[0-9]{{2}}-[0-9]{{2}}", "%Y-%m-%d")
DATES_BESIDE = {
    "auto": (),
    "dmy_slash": ((rf"{DAY}/{DAY}/{YEAR}", "%d/%m/%Y"),),
    "mdy_slash": ((rf"{DAY}/{DAY}/{YEAR}", "%m/%d/%Y"),),
    "dmy_short": ((rf"{DAY}\.{DAY}\.[0-9]{{2}}", "%d.%m.%Y"),),
}
FIRST_YEAR_OF_1900S = 30  # of two digits, as spreadsheets have it: 29 is 2029, 30 is 1930

BLANKS_AND_STROKES = (" ", "\u00a0", "\u202f", "'", "’")  # thousands marks that nobody takes for a decimal mark
POINT_AND_THREE = r"^-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+$"
COMMA_AND_THREE = r"^-?[1-9][0-9]{0,2}(?:,[0-9]{3})+$"
POINT_DECIMAL = r"^-?(?:0\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,}))$"
COMMA_DECIMAL = r"^-?(?:0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))$"


def date(text: pl.Expr, dates: str = "auto") -> pl.Expr:
    """DD.MM.YYYY or YYYY-MM-DD, and what `dates` adds: DD/MM/YYYY, MM/DD/YYYY or DD.MM.YY. A time after it is dropped."""
    found = [_cut(text, pattern).str.to_date(form, strict=False) for pattern, form in (GERMAN_DATE, ISO_DATE)]
    for pattern, form in DATES_BESIDE[dates]:
        day = _cut(text, pattern)
        found.append((_with_century(day) if dates == "dmy_short" else day).str.to_date(form, strict=False))
    return pl.coalesce(found)


def month(text: pl.Expr, dates: str = "auto") -> pl.Expr:
    """The first of the month in MM.YYYY, MM/YYYY, YYYY-MM or any date."""
    year = text.str.extract(rf"^(?:{DAY}[./])?({YEAR})(?:-[0-9]{{2}})?$")
    number = pl.coalesce(text.str.extract(rf"^({DAY})[./]{YEAR}$"), text.str.extract(rf"^{YEAR}-([0-9]{{2}})$"))
    first = pl.concat_str(year, pl.lit("-"), number.str.zfill(2), pl.lit("-01"))
    return pl.coalesce(first.str.to_date("%Y-%m-%d", strict=False), date(text, dates).dt.truncate("1mo"))


def decimal(text: pl.Expr, marks: str = "auto") -> pl.Expr:
    """1234,5 and 1234.5, with thousands marks 1.234,5 and 1 234,5. Where three digits follow a single mark, or thousands
    have a comma, `marks` decides: 1.234 and 1,234.5 are null for "auto"."""
    plain = _without_blanks(text)
    point = plain.str.replace_all(",", "", literal=True)
    comma = plain.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    is_comma = r"^-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+),[0-9]+$"
    is_point = r"^-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)\.[0-9]+$"
    forms = {
        "auto": [(is_comma, comma), (POINT_DECIMAL, plain)],
        "comma": [(is_comma, comma), (POINT_AND_THREE, comma), (POINT_DECIMAL, plain)],
        "point": [(is_point, point), (COMMA_AND_THREE, point), (COMMA_DECIMAL, comma)],
    }[marks]
    whole = _matching(plain, r"^-?[0-9]+$", plain)
    number = pl.coalesce(whole, *(_matching(plain, pattern, number) for pattern, number in forms))
    value = number.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)  # hundreds of digits would become infinity


def whole_number(text: pl.Expr, marks: str = "auto") -> pl.Expr:
    """1234 and 1 234; with `marks` "comma" also 1.234, with "point" 1,234."""
    plain = _without_blanks(text)
    digits = [_matching(plain, r"^-?[0-9]+$", plain)]
    if marks != "auto":
        marked, mark = (POINT_AND_THREE, ".") if marks == "comma" else (COMMA_AND_THREE, ",")
        digits.append(_matching(plain, marked, plain.str.replace_all(mark, "", literal=True)))
    return pl.coalesce(digits).cast(pl.Int64, strict=False)


def _cut(text: pl.Expr, pattern: str) -> pl.Expr:
    return text.str.extract(f"^({pattern}){TIME}$")


def _with_century(day: pl.Expr) -> pl.Expr:
    year = day.str.slice(-2)
    century = (
        pl.when(year.cast(pl.Int64, strict=False) < FIRST_YEAR_OF_1900S).then(pl.lit("20")).otherwise(pl.lit("19"))
    )
    return pl.concat_str(day.str.head(-2), century, year)


def _without_blanks(text: pl.Expr) -> pl.Expr:
    """A number less its blanks or strokes between thousands, where all are alike and stand where they belong."""
    found = text
    for mark in BLANKS_AND_STROKES:
        marked = text.str.contains(f"^-?[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+(?:[.,][0-9]+)?$")
        found = pl.when(marked).then(text.str.replace_all(mark, "", literal=True)).otherwise(found)
    return found


def _matching(text: pl.Expr, pattern: str, then: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(pattern)).then(then)
