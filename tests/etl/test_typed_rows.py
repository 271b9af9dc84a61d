"""Reading of dates, numbers, months and codes, and the rejection of what cannot be read."""

from __future__ import annotations

import datetime as dt

import dataframely as dy
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.outcome import Outcome, rejections
from etl.text_table import TextTable
from etl.typed_rows import DATES, DECIMALS, Layout, parse, read_valid, validate


def table(*texts: str | None) -> TextTable:
    rows = pl.DataFrame({"line": range(2, 2 + len(texts)), "Feld": texts}, schema={"line": pl.Int64, "Feld": pl.String})
    return TextTable("file.csv", rows, [], [])


def read(kind: dy.Column | str, text: str | None, codes: dict[str, str | bool] | None = None, **ways: str) -> object:
    """The one value read, or the rule broken as «rule»."""
    layout = Layout({"field": "Feld"}, {"field": codes} if codes else {}, **ways)
    frame, rejected = parse(table(text), layout, {"field": kind})
    assert frame.height + rejected.height == 1, "a row is either read or rejected"
    return frame["field"].item() if frame.height else f"«{rejected['rule'].item()}»"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29.02.2024", dt.date(2024, 2, 29)),
        ("1.2.2024", dt.date(2024, 2, 1)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("2024-02-29 00:00:00", dt.date(2024, 2, 29)),
        ("2024-02-29T23:59", dt.date(2024, 2, 29)),
        ("29.02.2024 8:30 Uhr", dt.date(2024, 2, 29)),
        ("31.12.9999", dt.date(9999, 12, 31)),
        (None, None),
    ],
)
def test_german_and_iso_dates_are_read(text: str | None, expected: dt.date | None) -> None:
    assert read(dy.Date(), text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2024",
        "29.02.2023",
        "2024-02-30",
        "2024-2-3",
        "00.00.0000",
        "01.13.2024",
        "01.01.24",
        "01/01/2024",
        "20240101",
        "45292",
        "2024-02-29T24:00",
        "2024-02-29T08:00Z",
        "29.02.2024 um 8",
        "01.01.0024",
        "0024-01-01",
        "gestern",
        "٠١.٠١.٢٠٢٤",
    ],
)
def test_other_or_impossible_dates_are_rejected(text: str) -> None:
    assert read(dy.Date(), text) == "«readable_date»"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_every_date_is_read_in_both_spellings(day: dt.date) -> None:
    assert read(dy.Date(), f"{day:%d.%m.%Y}") == day
    assert read(dy.Date(), day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,5", 1234.5),
        ("1234,5", 1234.5),
        ("1234.5", 1234.5),
        ("1.234.567,89", 1234567.89),
        ("0,5", 0.5),
        ("-1,00", -1.0),
        ("6.281953", 6.281953),
        ("0", 0.0),
        ("1234", 1234.0),
        ("1 234,5", 1234.5),
        ("1\u202f234\u202f567,5", 1234567.5),
        ("1'234.5", 1234.5),
        ("0.125", 0.125),
        (None, None),
    ],
)
def test_unambiguous_decimals_are_read(text: str | None, expected: float | None) -> None:
    assert read(dy.Float64(), text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1.234",
        "-1.234",
        "1.234.567",
        "1,234.5",
        "12.34,5",
        "1 23,5",
        "1 234'567",
        "12 34 567",
        "zwei",
        "1e3",
        "NaN",
        "inf",
        "1,",
        ",5",
        ".",
        "٣",
    ],
)
def test_ambiguous_or_unreadable_decimals_are_rejected(text: str) -> None:
    assert read(dy.Float64(), text) == "«readable_number»"


@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_a_decimal_means_the_same_with_and_without_thousands_points(whole: int, hundredths: int) -> None:
    grouped = f"{whole:,}".replace(",", ".") + f",{hundredths:02}"
    expected = float(f"{whole}.{hundredths:02}")
    assert read(dy.Float64(), grouped) == read(dy.Float64(), f"{whole},{hundredths:02}") == expected


@pytest.mark.parametrize(("text", "expected"), [("7", 7), ("007", 7), ("-7", -7), ("1 234", 1234), (None, None)])
def test_whole_numbers_are_read(text: str | None, expected: int | None) -> None:
    assert read(dy.Int64(), text) == expected


@pytest.mark.parametrize("text", ["1.0", "1,0", "eins", "1_0", "1.234", "1,234", "99999999999999999999"])
def test_what_is_not_a_whole_number_is_rejected(text: str) -> None:
    assert read(dy.Int64(), text) == "«readable_whole_number»"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            (text, dt.date(2015, 9, 1))
            for text in ("09.2015", "9.2015", "9/2015", "2015-09", "2015-09-30", "30.09.2015")
        ),
        (None, None),
    ],
)
def test_months_become_their_first_day(text: str | None, expected: dt.date | None) -> None:
    assert read("month", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "09.15",
        "13.2020",
        "00.2020",
        "2020-13",
        "2020-9",
        "31.09.2020",
        "9.-015",
        "09.0020",
        "2020",
        "September 2020",
    ],
)
def test_other_months_are_rejected_and_no_year_of_two_digits_is_guessed(text: str) -> None:
    assert read("month", text) == "«readable_month»"


def test_codes_are_translated() -> None:
    assert read(dy.Enum(["female", "male"]), "weiblich", {"weiblich": "female"}) == "female"
    assert read(dy.Bool(), "nein", {"ja": True, "nein": False}) is False
    assert read(dy.Enum(["female"], nullable=True), None, {"weiblich": "female"}) is None


def test_without_a_translation_the_codes_themselves_are_read() -> None:
    assert read(dy.Enum(["exact", "perturbed"]), "perturbed") == "perturbed"


@pytest.mark.parametrize("text", ["Weiblich", "female", "weibl."])
def test_unknown_codes_are_rejected(text: str) -> None:
    assert read(dy.Enum(["female", "male"]), text, {"weiblich": "female"}) == "«known_code»"


def test_unknown_answers_to_yes_or_no_are_rejected() -> None:
    assert read(dy.Bool(), "vielleicht", {"ja": True, "nein": False}) == "«known_code»"


@pytest.mark.parametrize(
    ("dates", "text", "expected"),
    [
        ("dmy_slash", "03/02/2024", dt.date(2024, 2, 3)),
        ("mdy_slash", "03/02/2024", dt.date(2024, 3, 2)),
        ("mdy_slash", "3/2/2024 08:30", dt.date(2024, 3, 2)),
        ("dmy_short", "3.2.24", dt.date(2024, 2, 3)),
        ("dmy_short", "29.02.00", dt.date(2000, 2, 29)),
        ("dmy_short", "01.01.29", dt.date(2029, 1, 1)),
        ("dmy_short", "01.01.30", dt.date(1930, 1, 1)),
    ],
)
def test_the_way_a_file_writes_dates_decides(dates: str, text: str, expected: dt.date) -> None:
    assert read(dy.Date(), text) == "«readable_date»"
    assert read(dy.Date(), text, dates=dates) == expected
    assert read("month", text, dates=dates) == expected.replace(day=1)


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize("text", ["2024-02-29", "29.02.2024"])
def test_dates_without_doubt_are_read_whatever_the_way_of_the_file(dates: str, text: str) -> None:
    assert read(dy.Date(), text, dates=dates) == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("dates", "text"),
    [("dmy_slash", "31/02/2024"), ("mdy_slash", "13/01/2024"), ("dmy_short", "31.02.24"), ("dmy_slash", "01/01/24")],
)
def test_impossible_dates_are_rejected_in_every_way(dates: str, text: str) -> None:
    assert read(dy.Date(), text, dates=dates) == "«readable_date»"


@pytest.mark.parametrize(
    ("decimal", "text", "expected"),
    [
        ("comma", "1.234", 1234.0),
        ("comma", "1.234.567", 1234567.0),
        ("comma", "1.234,5", 1234.5),
        ("comma", "1,234", 1.234),
        ("comma", "1.5", 1.5),
        ("point", "1.234", 1.234),
        ("point", "1,234.5", 1234.5),
        ("point", "1,234", 1234.0),
        ("point", "1 234.5", 1234.5),
        ("point", "1,25", 1.25),
        ("point", "1,2500", 1.25),
        ("point", "-1,234,567", -1234567.0),
    ],
)
def test_the_way_a_file_writes_numbers_decides(decimal: str, text: str, expected: float) -> None:
    assert read(dy.Float64(), text, decimal=decimal) == expected


@pytest.mark.parametrize(("decimal", "text"), [("comma", "1,234.5"), ("point", "1.234,5"), ("point", "1.234.567")])
def test_numbers_in_the_other_way_are_rejected(decimal: str, text: str) -> None:
    assert read(dy.Float64(), text, decimal=decimal) == "«readable_number»"


@pytest.mark.parametrize(("decimal", "text"), [("comma", "1.234"), ("point", "1,234"), ("point", "1'234")])
def test_whole_numbers_have_the_thousands_marks_of_their_file(decimal: str, text: str) -> None:
    assert read(dy.Int64(), text, decimal=decimal) == 1234


@given(
    st.integers(-(10**12), 10**12), st.integers(0, 9999), st.sampled_from(DECIMALS), st.sampled_from(" '’\u00a0\u202f")
)
def test_a_number_means_the_same_however_its_thousands_are_marked(
    whole: int, parts: int, decimal: str, mark: str
) -> None:
    point = "." if decimal == "point" else ","
    number = f"{whole:,}".replace(",", mark) + f"{point}{parts:04}"
    assert read(dy.Float64(), number, decimal=decimal) == float(f"{whole}.{parts:04}")


def test_texts_may_have_codes_and_need_none() -> None:
    codes: dict[str, str | bool] = {"Düren, Stadt": "05358008"}
    assert read(dy.String(), "Düren, Stadt", codes) == "05358008"
    assert read(dy.String(), "05358004", codes) == "05358004"
    assert read(dy.String(nullable=True), None, codes) is None


def test_yes_and_no_of_a_workbook_need_no_codes() -> None:
    assert read(dy.Bool(), "WAHR") is True
    assert read(dy.Bool(), "FALSCH") is False


class Pair(dy.Schema):
    line = dy.Int64(min=1)
    key = dy.String(primary_key=True)
    low = dy.Float64(min=0)
    high = dy.Float64(nullable=True)

    @dy.rule()
    def in_order(cls) -> pl.Expr:
        return pl.col("high").is_null() | (pl.col("high") >= pl.col("low"))


PAIRS = Layout({"key": "Schlüssel", "low": "von", "high": "bis"})


def pairs(*rows: tuple[str | None, ...], repeated: int = 0, misshapen: int = 0) -> TextTable:
    columns = ["line", *PAIRS.columns.values()]
    frame = pl.DataFrame(
        [(line, *row) for line, row in enumerate(rows, start=2)],
        schema={name: pl.Int64 if name == "line" else pl.String for name in columns},
        orient="row",
    )
    return TextTable("file.csv", frame, [90] * repeated, [80 + number for number in range(misshapen)])


def test_good_rows_are_kept_in_order_and_bad_ones_named_by_heading_and_rule() -> None:
    outcome = read_valid(
        pairs(("b", "1", "2"), ("a", "x", "2"), ("c", "-1", None), ("d", "3", "2"), (None, "1", None)), PAIRS, Pair
    )
    assert outcome.frame.rows() == [(2, "b", 1.0, 2.0)]
    assert sorted(outcome.rejected.rows()) == [
        (3, "von", "readable_number"),
        (4, "von", "min"),
        (5, "–", "in_order"),
        (6, "Schlüssel", "nullability"),
    ]


def test_both_rows_of_a_key_used_twice_are_rejected() -> None:
    outcome = read_valid(pairs(("a", "1", None), ("a", "2", None), ("b", "1", None)), PAIRS, Pair)
    assert outcome.frame["key"].to_list() == ["b"]
    assert [(line, rule) for line, _, rule in sorted(outcome.rejected.rows())] == [
        (2, "primary_key"),
        (3, "primary_key"),
    ]


def test_a_row_that_breaks_two_rules_is_one_rejected_row() -> None:
    outcome = read_valid(pairs(("a", "x", "y")), PAIRS, Pair)
    assert outcome.rejected.height == 2
    assert outcome.rows_rejected == 1


def test_misshapen_and_repeated_rows_are_in_the_account() -> None:
    outcome = read_valid(pairs(("a", "1", None), repeated=2, misshapen=3), PAIRS, Pair)
    assert (outcome.rows_read, outcome.rows_loaded, outcome.rows_rejected, outcome.duplicate) == (6, 1, 3, 2)
    assert set(outcome.rejected["rule"]) == {"as_many_cells_as_header"}


def test_further_checks_reject_where_they_are_false_and_not_where_they_are_unknown() -> None:
    frame = pl.DataFrame({"line": [2, 3, 4], "key": ["a", "b", "c"], "low": [1.0, 2.0, 3.0], "high": [5.0, 6.0, None]})
    good, rejected = validate(frame, Pair, PAIRS, {"small": ("high", pl.col("high") < 6)})
    assert good["key"].to_list() == ["a", "c"]
    assert rejected.rows() == [(3, "bis", "small")]


def test_an_outcome_that_loses_a_row_is_refused() -> None:
    frame = pl.DataFrame({"line": [2]})
    with pytest.raises(InputError, match=r"file\.csv: 3 rows were read but 1 are accounted for"):
        Outcome("file.csv", frame, rejections([]), rows_read=3).checked()
