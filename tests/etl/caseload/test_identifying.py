"""Columns that identify people are told by heading and by content, and others are left alone."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from etl.caseload.client_fields import FIELDS
from etl.caseload.identifying import by_content, by_heading, identifying
from metrics.codes import codes

ON = dt.date(2026, 10, 31)
HEADINGS = {
    "name": [
        *("Name", "Nachname", "NACHNAME", "Vorname", "Vor- und Zuname", "Familienname", "Geburtsname", "Rufname", "Klient"),
        *("Klientin", "Ratsuchende", "Name, Vorname", "Name des Klienten", "Name_Klient", "lastName", "first_name", "surname"),
        *("Full Name", "maiden name", "Client", "Kontaktperson"),
    ],
    "address": [
        *("Straße", "STRASSE", "Strasse", "Str.", "Straße und Hausnr.", "Hausnr", "Hausnummer", "Haus-Nr.", "Anschrift"),
        *("Adresse", "Wohnadresse", "Adresszusatz", "PLZ Straße", "street", "Address", "house number"),
    ],
    "phone": [
        *("Telefon", "Tel.", "Tel. privat", "Telefonnummer", "Handy", "Handynr.", "Mobil", "Mobilnummer", "Rufnummer"),
        *("Fax", "phone", "Mobile phone", "Festnetz"),
    ],
    "email": ["E-Mail", "EMail", "e_mail", "E-Mail-Adresse", "Mailadresse", "Mail", "email address"],
    "file_number": [
        *("Aktenzeichen", "AZ", "Az.", "AZR-Nummer", "AZR Nr.", "Ausweisnummer", "Passnummer", "Reisepass-Nr.", "Fallnummer"),
        *("Klientennummer", "Kunden-Nr.", "BG-Nummer", "Sozialversicherungsnummer", "Steuer-ID", "file number", "Client ID"),
        *("Personalausweis", "case_number"),
    ],
    "birth_date": [
        *("Geburtsdatum", "Geburtstag", "geb. am", "geb.", "Geb.-Datum", "GebDat", "geboren am", "Date of Birth", "DOB"),
        *("birthday", "born on"),
    ],
    "account": ["IBAN", "BIC", "Kontonummer", "Konto", "Bankverbindung", "bank account"],
}  # fmt: skip
HARMLESS = [
    *("PLZ", "Ort", "Wohnort", "Gemeinde", "Gemeindename", "Name der Gemeinde", "Ortsname", "AGS", "Gemeindeschlüssel"),
    *("Träger", "Name des Trägers", "Stelle", "Schwerpunkt", "Einwilligung", "Anfrage am", "Erstgespräch am", "Fallende am"),
    *("Endegrund", "Einreisemonat", "Geburtsjahr", "Geburtsland", "Geburtsort", "Alter", "Altersgruppe", "Geschlecht"),
    *("Herkunftsgruppe", "Aufenthaltsstatus", "Beratungssprache", "Name der Sprache", "Zugangsweg", "Zielnummer", "Thema"),
    *("Vereinbart am", "Zielstand", "Leistungsnummer", "Datum", "Leistungsart", "Stunden", "Vermittelt an", "Mobilität"),
    *("Mobile Beratung", "Bemerkung", "Adressat", "Mailand", "Status", "Strom", "Kontakt abgebrochen", "", "1", "Spalte 3"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "heading"), [(why, text) for why, texts in HEADINGS.items() for text in texts])
def test_headings_that_identify_people_are_told(reason: str, heading: str) -> None:
    assert identifying(heading) == reason


@pytest.mark.parametrize("heading", HARMLESS)
def test_other_headings_are_left_alone(heading: str) -> None:
    assert identifying(heading) is None


def test_umlauts_may_be_of_two_characters() -> None:
    assert identifying("Auslaenderzentralregister") == identifying("Ausla\u0308nderzentralregister") == "file_number"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (["a.b@example.org"], "email"),
        (["ruft an", "hat geschrieben von a.b@example.org", "kommt wieder"], "email"),
        (["DE89 3704 0044 0532 0130 00"], "account"),
        (["DE89370400440532013000", "unbekannt"], "account"),
        (["02421 123456", "0176/1234567"], "phone"),
        (["+49 2421 22123"], "phone"),
        (["01761234567"], "phone"),
        (["Hauptstr. 5", "Bonner Straße 12a"], "address"),
        (["Am Bach 3", "Im Winkel 1"], "address"),
        (["Hauptstraße 5, 52349 Düren"], "address"),
        (["Müller, Anna", "al-Hassan, Omar", "O'Brien, Mary Ann"], "name"),
        (["Frau Yilmaz", "Herr Kovač"], "name"),
        (["01.02.1980", "14.11.2003", "30.06.2015"], "birth_date"),
        (["1980-02-01", "2003-11-14 00:00"], "birth_date"),
        (["Schmidt, Eva", None, "", "keine Angabe"], "name"),
    ],
)
def test_contents_that_identify_people_are_told(values: list[str | None], reason: str) -> None:
    assert identifying("Spalte", values, ON) == reason


@pytest.mark.parametrize(
    "values",
    [
        [],
        [None, "", "  "],
        ["05358008", "05358020", "053580008008", "05358"],
        ["52349", "01067"],
        ["01.02.2024", "2025-06-30"],
        ["09.2015", "2016-03"],
        ["1,25", "0,5", "1.234,5", "-3"],
        ["BSP-000001", "SKF-1", "2024/17"],
        ["Düren, Stadt", "Jülich, Stadt", "Düren, Kreis"],
        ["Willkommensberatung", "Naher und Mittlerer Osten", "vorübergehender Schutz (§ 24)"],
        ["Beispielperson 000001"],
        ["ja", "nein"],
    ],
)
def test_other_contents_are_left_alone(values: list[str | None]) -> None:
    assert identifying("Spalte", values, ON) is None


@pytest.mark.parametrize(
    "field", ["topic", "service_type", "referred_to", "origin_group", "residence_status", "access_channel"]
)
def test_names_of_our_codes_do_not_look_like_people(field: str) -> None:
    assert field in {name for fields in FIELDS.values() for name in fields}
    for language in ("de", "en"):
        assert by_content([names[language] for names in codes(field).values()], ON) is None


def test_dates_of_the_last_years_and_of_centuries_ago_are_no_births() -> None:
    assert by_content(["01.02.2017", "01.02.2020"], ON) is None
    assert by_content(["01.02.1890"], ON) is None
    assert by_content(["01.02.2017", "01.02.2020"], dt.date(2031, 1, 1)) == "birth_date"


def test_of_a_heading_only_its_beginning_is_looked_at() -> None:
    assert by_heading("a " * 90 + "Telefon") == "phone"
    assert by_heading("a " * 16_000 + "Telefon") is None


def test_a_book_in_a_cell_is_looked_at_quickly() -> None:
    began = time.perf_counter()
    for text in (
        "a" * 130_000,
        "a" * 1990 + "@",
        "a." * 65_000 + "@",
        "Weg " * 30_000,
        "Abc " * 30_000 + ", Abc",
        "0" * 130_000,
    ):
        identifying("Spalte", [text] * 5, ON)
    assert time.perf_counter() - began < 2
