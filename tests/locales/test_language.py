"""Numbers, dates and texts as readers of each language write them."""

from __future__ import annotations

import datetime as dt

import pytest

from locales import LANGUAGES, Language

DE, EN = Language("de"), Language("en")
UNTRANSLATED = "This sentence is in no catalogue."


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (0, 0, "0", "0"),
        (33977, 0, "33.977", "33,977"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (0.5, 1, "0,5", "0.5"),
        (0.9068, 2, "0,91", "0.91"),
        (12, 1, "12,0", "12.0"),
        (-0.179, 3, "−0,179", "−0.179"),
        (-1234.5, 1, "−1.234,5", "−1,234.5"),
        (-0.004, 2, "0,00", "0.00"),  # no minus before a zero
    ],
)
def test_numbers(value: float, decimals: int, german: str, english: str) -> None:
    assert DE.number(value, decimals) == german
    assert EN.number(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.907, "+0,91"), (-0.907, "−0,91"), (0, "0,00"), (0.001, "0,00"), (-0.001, "0,00"), (1500.0, "+1.500,00")],
)
def test_signed_numbers(value: float, expected: str) -> None:
    assert DE.number(value, 2, signed=True) == expected


def test_minus_is_the_minus_sign_and_not_a_hyphen() -> None:
    for language in (DE, EN):
        assert language.number(-5)[0] == "\N{MINUS SIGN}"
        assert "-" not in language.number(-1234.5, 1)


@pytest.mark.parametrize(
    ("share", "decimals", "german", "english"),
    [
        (0.1234, 2, "12,34\u202f%", "12.34%"),
        (0.2174, 1, "21,7\u202f%", "21.7%"),
        (0, 0, "0\u202f%", "0%"),
        (1, 0, "100\u202f%", "100%"),
        (-0.05, 1, "−5,0\u202f%", "−5.0%"),
    ],
)
def test_percentages(share: float, decimals: int, german: str, english: str) -> None:
    assert DE.percent(share, decimals) == german
    assert EN.percent(share, decimals) == english


def test_dates_and_months() -> None:
    day = dt.date(2024, 3, 1)
    assert (DE.day(day), EN.day(day)) == ("01.03.2024", "1 Mar 2024")
    assert (DE.month(day), EN.month(day)) == ("März 2024", "March 2024")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_missing_translation_falls_back_to_the_source_text(code: str) -> None:
    assert Language(code).text(UNTRANSLATED) == UNTRANSLATED
    assert Language(code).text("No catalogue knows {place}.", place="Düren") == "No catalogue knows Düren."


def test_a_text_without_values_may_hold_braces() -> None:
    assert EN.text("a {brace} as it is") == "a {brace} as it is"


def test_german_has_a_catalogue() -> None:
    assert DE.text("Overview") == "Überblick"
    assert EN.text("Overview") == "Overview"
