"""Rows that are headers, and headings that a message may repeat."""

from __future__ import annotations

import pytest

from etl.headings import is_about_somebody, is_header, may_be_quoted

HEADER = ["Fallnummer", "Nachname", "Einwilligung", "Wohnort", "Anfrage am"]


@pytest.mark.parametrize(
    "headings",
    [
        HEADER,
        [*HEADER, "2024"],
        ["Datum der Anfrage", "Einwilligung (DSGVO)", "Wohnort unbekannt", "Feld 7", "x", "y", "z"],
        ["Fall", "Wert"],
    ],
)
def test_a_header_is_told_by_its_words(headings: list[str]) -> None:
    assert is_header(headings)


@pytest.mark.parametrize(
    "row",
    [
        ["100", "Yilmaz", "Mehmet", "Erstgespräch", "12.03.2024", "2,5"],
        ["100", "Yilmaz", "Mehmet", "Duldung", "Sprache", "Status", "13.03.2024"],
        ["K1", "Müller", "02421 12345", "Heimbach", "CARITAS-1", "ja", "w", "ruft an"],
        ["100", "Termin", "Maßnahme", "Anmeldung", "Yilmaz", "a", "b", "c"],
        ["Estelle", "Marta"],
        [""],
        [],
    ],
)
def test_a_row_about_a_person_is_none(row: list[str]) -> None:
    assert not is_header(row)


def test_a_mapping_knows_further_headings() -> None:
    assert is_header(["Kd", "VN", "Q1", "Q2"], ["Kd", "Q2"])
    assert not is_header(["Kd", "VN", "Q1", "Q2"])


@pytest.mark.parametrize(
    ("heading", "may"),
    [("Bemerkung", True), ("Einwiligung", True), ("Mehmet Yilmaz", False), ("Kinder von Mehmet", False), ("ja", False)],
)
def test_a_heading_is_quoted_where_it_is_known_or_nearly(heading: str, may: bool) -> None:
    assert may_be_quoted(heading, [*HEADER, heading]) is may
    assert may_be_quoted("Q7", [*HEADER, "Q7"], ["Q7"])


def test_what_is_nearly_known_is_not_quoted_from_a_row() -> None:
    assert not may_be_quoted("Estelle", ["Estelle", "Yilmaz", "100", "ja"])


@pytest.mark.parametrize("text", ["Name, Vorname", "Straße, Hausnummer", "Fallnummer", "Ziel 1"])
def test_usual_headings_are_about_nobody(text: str) -> None:
    assert not is_about_somebody(text)
