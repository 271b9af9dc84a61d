"""What the screen shows of an export's columns: lists and ranges, never a person."""

from __future__ import annotations

import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.assistant.columns import Column
from etl.assistant.different_cases import case_of_each_row
from etl.assistant.likeness import Places
from etl.assistant.proposals import Guess, propose
from etl.assistant.shown_cells import MOST_VALUES, OFTEN, examples
from etl.caseload.case_numbers import canonical

PLACES = Places({"Düren": "05358008", "Titz": "05358056"}, ["CARITAS-1"])
NAMES = ["Müller, Anna", "Yilmaz, Ali", "Kowalenko, Olena", "Öztürk, Can", "Haddad, Rima"]
IDENTIFYING = [
    "Nachname",
    "Vorname",
    "Telefon",
    "E-Mail",
    "Straße",
    "Aktenzeichen",
    "IBAN",
    "Geburtsdatum",
    "Klient",
    "AZR-Nummer",
]

cells = (
    st.text(string.ascii_letters + string.digits + " .,@+-/äöü", min_size=1, max_size=20).map(str.strip).filter(bool)
)
counts = st.dictionaries(cells, st.integers(1, 20), min_size=1, max_size=40)


def everything_shown(guess: Guess) -> str:
    """All that a page could show of a guess, but for its heading."""
    shown = guess.shown
    return "\n".join([*shown.values, *guess.codes, shown.pattern, str(shown.first), str(shown.last)])


@given(heading=st.sampled_from(IDENTIFYING), counted=counts)
def test_an_identifying_column_shows_nothing_but_how_many(heading: str, counted: dict[str, int]) -> None:
    for kind in ("cases", "goals", "services"):
        (guess,) = propose([Column(heading, counted)], PLACES, kind).guesses
        assert guess.shown.form == "withheld"
        assert guess.shown.filled == sum(counted.values())
        assert everything_shown(guess) == "\nNone\nNone"


@given(
    heading=st.sampled_from(["Spalte 7", "Bemerkung", "Feld", "Notiz", "Geschlecht", "Wohnort", "Thema"]),
    counted=st.dictionaries(st.sampled_from(NAMES), st.integers(1, 50), min_size=1),
)
def test_names_show_under_no_heading(heading: str, counted: dict[str, int]) -> None:
    for kind in ("cases", "goals", "services"):
        (guess,) = propose([Column(heading, counted)], PLACES, kind).guesses
        assert not any(name in everything_shown(guess) for name in NAMES)


@given(counted=st.dictionaries(cells, st.integers(1, OFTEN - 1), min_size=1, max_size=40))
def test_rare_entries_show_only_where_they_are_words_of_our_lists(counted: dict[str, int]) -> None:
    known = {"duren", "ja", "nein"}
    shown = examples(Column("Thema", counted), identifies=False, known=known, is_listed=True)
    assert all(value.strip().casefold().replace("ü", "u") in known for value in shown.values)


@given(counted=counts)
def test_cells_are_counted_whatever_is_shown(counted: dict[str, int]) -> None:
    shown = examples(Column("Spalte", counted, 3), identifies=False)
    assert (shown.filled, shown.empty) == (sum(counted.values()), 3)
    assert len(shown.values) + shown.unshown in (0, len(counted))


@given(st.lists(st.integers(10_000, 999_999), min_size=1, max_size=50, unique=True))
def test_numbers_of_cases_show_no_digit(numbers: list[int]) -> None:
    counted = {f"K-{number}": 1 for number in numbers}
    for heading in ("Fallnummer", "Spalte 1", "Vorgang"):
        (guess,) = propose([Column(heading, counted)], PLACES, "cases").guesses
        assert not any(str(number) in everything_shown(guess) for number in numbers if set(str(number)) != {"9"})


@pytest.mark.parametrize(
    ("counted", "form", "first", "last"),
    [
        ({"01.02.2024": 3, "15.12.2026": 1}, "days", 2024, 2026),
        ({"2024-02-01": 3, "2025-12-15 00:00:00": 1}, "days", 2024, 2025),
        ({"02.2024": 3, "12.2025": 1}, "months", 2024, 2025),
        ({"0,5": 9, "1,25": 6, "12": 5}, "numbers", 0.5, 12),
        ({"12345": 5, "23456": 9}, "text", None, None),
        ({}, "empty", None, None),
    ],
)
def test_form_of_what_stands_in_a_column(counted: dict[str, int], form: str, first: float, last: float) -> None:
    shown = examples(Column("Spalte", counted), identifies=False)
    assert (shown.form, shown.first, shown.last) == (form, first, last)


def test_frequent_entries_of_a_list_are_shown_and_the_others_counted() -> None:
    counted = {"Beratung zu Hause": 12, "Anna": 1, "Video": 4}
    shown = examples(Column("Leistungsart", counted), identifies=False, is_listed=True, cases=counted)
    assert shown.values == ("Beratung zu Hause", "Video")
    assert shown.unshown == 1
    assert examples(Column("Spalte", counted), identifies=False).form == "text"


def test_a_pattern_shows_only_where_all_cells_have_it() -> None:
    assert examples(Column("x", {"AB-123": 2, "CD-456": 2}), identifies=False).pattern == "AA-999"
    assert examples(Column("x", {"AB-123": 2, "CD-45": 2}), identifies=False).pattern == ""


def test_too_many_entries_are_no_list() -> None:
    counted = {f"Wort{chr(97 + number // 26)}{chr(97 + number % 26)}": 9 for number in range(MOST_VALUES + 1)}
    assert examples(Column("Thema", counted), identifies=False, is_listed=True, cases=counted).values == ()


def of_services(**columns: list[str]) -> dict[str, Guess]:
    """Guesses for services of five cases with three rows each; columns by heading."""
    numbers = [str(4711 + row // 3) for row in range(15)]
    everything = {"Fallnummer": numbers, "Datum": [f"{row + 1:02d}.03.2024" for row in range(15)], **columns}
    made = [Column(heading, Counter(cells), 0, tuple(cells)) for heading, cells in everything.items()]
    return {guess.heading: guess for guess in propose(made, PLACES, "services").guesses}


def test_what_one_person_has_in_many_rows_is_not_frequent() -> None:
    kinds = ["Begleitung Mehmet Abschiebehaft"] * 3 + ["Hausbesuch vor Ort"] * 12
    guess = of_services(Leistungsart=kinds)["Leistungsart"]
    assert guess.field == "service_type"
    assert (guess.shown.values, guess.shown.unshown) == (("Hausbesuch vor Ort",), 1)
    assert list(guess.codes) == ["Hausbesuch vor Ort"]


def test_without_case_numbers_only_words_of_our_lists_are_shown() -> None:
    column = Column("Leistungsart", {"Abschiebehaft": 40, "ja": 3})
    assert examples(column, identifies=False, known={"ja"}, is_listed=True).values == ("ja",)


def test_numbers_of_rows_are_no_numbers_of_cases() -> None:
    numbers = Column("ID", {str(row): 1 for row in range(9)}, 0, tuple(map(str, range(9))))
    assert case_of_each_row(numbers, "services") is None
    assert case_of_each_row(numbers, "cases") == tuple(map(canonical, numbers.cells))


def test_initials_show_nowhere_but_among_cases() -> None:
    assert "MY" not in everything_shown(of_services(Kürzel=["MY", "OP", "RH"] * 5)["Kürzel"])


@pytest.mark.parametrize("text", ["Frau Schmitz", "Yilmaz, Mehmet", "01.02.1990", "Steinweg 4", "0176 1234567", "4711"])
def test_an_entry_that_looks_like_somebody_is_no_item(text: str) -> None:
    column = Column("Vermittelt an", {text: 9, "Hausarzt": 9})
    shown = examples(column, identifies=False, is_listed=True, cases=column.counts)
    assert shown.values == ("Hausarzt",)


def test_who_works_at_a_post_is_masked_and_can_be_given_a_meaning() -> None:
    cells = ["Schmitz", "Team Titz", "CARITAS 1"] * 4
    numbers = Column("Fallnummer", Counter(map(str, range(12))), 0, tuple(map(str, range(12))))
    team = Column("Team", Counter(cells), 0, tuple(cells))
    guess = propose([numbers, team], PLACES, "cases").guesses[1]
    assert guess.field == "post"
    assert (guess.shown.values, guess.shown.masked, guess.shown.unshown) == (
        ("CARITAS 1", "Team Titz"),
        ("Schmitz",),
        1,
    )
    assert set(guess.codes) == {"Schmitz", "Team Titz", "CARITAS 1"}
