"""Consent is proposed only from what plainly says so: whole words, and headings that are about consent and nothing else."""

from __future__ import annotations

import pytest

from etl.assistant.columns import Column
from etl.assistant.field_words import entries, known_fields
from etl.assistant.likeness import Places, by_heading, code_of
from etl.assistant.proposals import propose

ANSWERS = entries("yes_no")
CONSENT, WITHDRAWN = (known_fields("cases")[name] for name in ("consent", "consent_withdrawn_on"))
PLACES = Places({"Düren": "05358008"}, ["SKF-1"])


@pytest.mark.parametrize(
    "word", ["ja", " JA ", "erteilt", "liegt vor", "liegt  vor", "unterschrieben", "vorhanden", "true"]
)
def test_words_of_consent(word: str) -> None:
    assert code_of(word, ANSWERS) is True


@pytest.mark.parametrize(
    "word", ["nein", "nicht erteilt", "liegt nicht vor", "nicht vorhanden", "verweigert", "widerrufen", "zurückgezogen", "keine"]
)  # fmt: skip
def test_words_of_refusal(word: str) -> None:
    assert code_of(word, ANSWERS) is False


@pytest.mark.parametrize(
    "entry",
    [
        *("unerteilt", "unvorhanden", "liegt nich vor", "nicht erteil", "ununterschrieben", "jain", "nicht verweigert"),
        *("erteilt*", "vorhanden?", "ja, widerrufen", "ja (widerrufen)", "erteilt/widerrufen", "ja bis 2024", "ja нет"),
        *("noch offen", "unbekannt", "-", "", "wurde nie erteilt", "nicht ja", "erteil", "n/a"),
    ],
)
def test_everything_else_is_left_to_a_person(entry: str) -> None:
    assert code_of(entry, ANSWERS) is None


def test_other_lists_are_still_understood_by_likeness() -> None:
    assert code_of("weiblch", entries("sex")) == "female"


@pytest.mark.parametrize(
    "heading",
    [
        *("Keine Einwilligung", "Einwilligung nicht erteilt", "ohne Einwilligung", "Einwilligung fehlt", "Widerruf"),
        *("Einwilligung widerrufen", "Einwilligung Foto", "Einwilligung Bildrechte", "Einwilligung Newsletter"),
        *("Fotoeinwilligung", "Einwilligung zurückgezogen", "consent withdrawn", "no consent"),
    ],
)
def test_a_heading_about_something_else_is_no_consent_whatever_its_cells(heading: str) -> None:
    column = Column(heading, {"ja": 5, "nein": 4})
    assert by_heading(column, CONSENT) == 0
    (guess,) = propose([column], PLACES, "cases").guesses
    assert guess.field != "consent"


@pytest.mark.parametrize("heading", ["Einwilligung", "Einverständnis", "Zustimmung", "DSGVO", "Einwilligung EMA"])
def test_a_heading_of_consent_still_is_one(heading: str) -> None:
    (guess,) = propose([Column(heading, {"ja": 5, "nein": 4})], PLACES, "cases").guesses
    assert (guess.field, dict(guess.codes)) == ("consent", {"ja": True, "nein": False})


@pytest.mark.parametrize("heading", ["Widerruf am", "Einwilligung widerrufen am", "widerrufen", "Datum des Widerrufs"])
@pytest.mark.parametrize("cells", [{"05.05.2024": 1}, {}, {"ja": 2, "nein": 7}])
def test_a_withdrawal_is_proposed_as_such(heading: str, cells: dict[str, int]) -> None:
    columns = [Column("Einwilligung", {"ja": 5}), Column(heading, cells, empty=4)]
    assert [guess.field for guess in propose(columns, PLACES, "cases").guesses] == ["consent", "consent_withdrawn_on"]


def test_the_withdrawal_is_named_in_both_languages() -> None:
    assert dict(WITHDRAWN.label) == {"de": "Einwilligung widerrufen am", "en": "Consent withdrawn on"}
