"""What the assistant proposes for exports: the example's, a made-up carrier's, and odd ones."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml

from etl.assistant.columns import Column, columns_of
from etl.assistant.field_words import PATH, entries, known_fields, simplified
from etl.assistant.guessed_formats import date_format, number_format
from etl.assistant.likeness import Places
from etl.assistant.mapping_draft import IGNORED, REFUSED, Choice, chosen_twice, drafted, first_choice
from etl.assistant.proposals import Proposal, guess_as, propose
from etl.caseload.client_fields import FIELDS
from etl.caseload.mappings import mapping_text, parse_mapping, read_mapping
from etl.files import Grid, Reading, read_grid
from metrics.codes import codes

CASELOAD = {
    "cases": "Beispieldaten_Faelle.csv",
    "goals": "Beispieldaten_Ziele.csv",
    "services": "Beispieldaten_Leistungen.csv",
}
CARRIER = """Klienten-ID;Nachname;Telefon;Geb.-Datum;Wohnort;Beratungsstelle;Einverständnis;Erstkontakt;Beratungsbeginn;m/w/d;Bemerkung
K1;Müller;02421 12345;01.05.1990;Heimbach;CARITAS-1;ja;01.02.2026;05.02.2026;w;ruft an
K2;Öztürk;02421 23456;02.06.1985;Nideggen;CARITAS-1;nein;01.03.2026;07.03.2026;m;
K3;Haddad;02421 34567;03.07.2001;Kreuzau;CARITAS-2;ja;01.04.2026;09.04.2026;d;Termin
"""

every_kind = pytest.mark.parametrize("kind", list(CASELOAD))


@pytest.fixture(scope="module")
def places(project: Path) -> Places:
    towns = pl.read_csv(project / "data/raw/municipalities/gemeinden.csv", separator=";", infer_schema=False)
    posts = pl.read_csv(project / "data/raw/staffing/stellen.csv", separator=";", infer_schema=False)
    return Places(dict(towns.select("name", "ags").rows()), posts["Stelle"].to_list())


def grid(text: str) -> Grid:
    records = [(number, line.split(";")) for number, line in enumerate(text.splitlines(), 1)]
    return Grid("export.csv", records, Reading("utf-8", ";"))


@pytest.fixture
def carrier(places: Places) -> Proposal:
    return propose(columns_of(grid(CARRIER)), places)


@every_kind
def test_every_field_a_mapping_can_have_has_words(kind: str) -> None:
    assert set(known_fields(kind)) == set(FIELDS[kind])


@every_kind
def test_every_coded_field_has_its_list(kind: str) -> None:
    for name, wanted in known_fields(kind).items():
        if wanted.content == "code":
            assert set(entries(name).values()) == set(codes(name)), name


@every_kind
def test_the_example_is_proposed_as_its_mapping_has_it(project: Path, places: Places, kind: str) -> None:
    path = project / "data/raw/caseload" / CASELOAD[kind]
    proposal = propose(columns_of(read_grid(path, path.name)), places)
    mapping = read_mapping(project / "data/mappings/beispieldaten.yml")[kind]
    proposed = {guess.field: guess.heading for guess in proposal.guesses if guess.field}
    assert proposal.kind == kind
    assert proposal.missing == ()
    assert proposal.has_headings()
    assert proposed == dict(mapping.layout.columns)
    for guess in proposal.guesses:
        for text, code in mapping.layout.codes.get(guess.field, {}).items():
            assert guess.codes.get(text, code) == code, (guess.heading, text)
    assert {guess.heading for guess in proposal.guesses if guess.is_refused} == set(mapping.refused)


def test_a_carriers_own_words_are_understood(carrier: Proposal) -> None:
    assert carrier.kind == "cases"
    assert {guess.heading: guess.field for guess in carrier.guesses} == {
        "Klienten-ID": "case_number",
        "Nachname": "",
        "Telefon": "",
        "Geb.-Datum": "born_on",
        "Wohnort": "ags",
        "Beratungsstelle": "post",
        "Einverständnis": "consent",
        "Erstkontakt": "requested_on",
        "Beratungsbeginn": "first_interview_on",
        "m/w/d": "sex",
        "Bemerkung": "",
    }
    by_heading = {guess.heading: guess for guess in carrier.guesses}
    assert [name for name, guess in by_heading.items() if guess.is_refused] == ["Nachname", "Telefon"]
    assert by_heading["Wohnort"].codes == {"Heimbach": "05358012", "Nideggen": "05358044", "Kreuzau": "05358028"}
    assert by_heading["m/w/d"].codes == {"d": "diverse", "m": "male", "w": "female"}
    assert by_heading["Einverständnis"].codes == {"ja": True, "nein": False}
    assert carrier.missing == ()


def test_a_proposal_taken_as_it_is_makes_a_mapping_without_problems(carrier: Proposal) -> None:
    choices = [first_choice(guess) for guess in carrier.guesses]
    part = drafted("cases", choices, Reading(), carrier.dates, carrier.decimal)
    found = parse_mapping(mapping_text({"cases": part}, "Caritas", "Caritasverband"), "caritas")
    assert dict(found) == {"cases": part}
    assert found["cases"].refused == ("Nachname", "Telefon")
    assert found["cases"].ignored == ("Bemerkung",)
    assert found["cases"].layout.codes["ags"]["Heimbach"] == "05358012"
    assert "post" not in found["cases"].layout.codes


def test_content_tells_what_a_strange_heading_hides(places: Places) -> None:
    counted = {"Titz": 4, "Inden": 3, "Linnich": 2}
    (guess,) = propose([Column("Spalte 4", counted)], places, "cases").guesses
    assert (guess.field, guess.why) == ("ags", "content")


def test_dates_alone_do_not_say_of_what(places: Places) -> None:
    (guess,) = propose([Column("Spalte 4", {"01.02.2026": 2})], places, "cases").guesses
    assert (guess.field, guess.why) == ("", "")


def test_only_one_column_says_how_old_somebody_is(places: Places) -> None:
    columns = [
        Column("Geburtsdatum", {"01.02.1990": 1}),
        Column("Geburtsjahr", {"1990": 1}),
        Column("Altersgruppe", {"18-24": 3}),
    ]
    fields = [guess.field for guess in propose(columns, places, "cases").guesses]
    assert len([name for name in fields if name]) == 1


def test_a_first_row_about_a_person_is_not_taken_for_headings(places: Places) -> None:
    rows = "\n".join(CARRIER.splitlines()[1:])
    assert not propose(columns_of(grid(rows)), places).has_headings()


def test_what_is_missing_is_named(places: Places) -> None:
    found = propose([Column("Fallnummer", {"1": 1})], places, "cases")
    assert ("consent",) in found.missing
    assert ("first_interview_on", "requested_on") in found.missing


def test_titles_above_the_header_are_passed_over() -> None:
    found = columns_of(grid("Export vom 01.02.2026\n\n" + CARRIER))
    assert found[0].heading == "Klienten-ID"
    assert found[0].filled == 3


def test_a_chosen_field_shows_what_its_entries_mean(places: Places) -> None:
    column = Column("Geschlecht", {"w": 5, "m": 4, "Ältere Dame": 1})
    guess = guess_as(column, known_fields("cases")["sex"], places)
    assert guess.codes == {"m": "male", "w": "female"}
    assert guess.shown.unshown == 1
    assert guess_as(column, None, places).codes == {}


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["31.12.2025", "2025-12-31"], "auto"),
        (["31/12/2025", "01/02/2025"], "dmy_slash"),
        (["12/31/2025", "01/02/2025"], "mdy_slash"),
        (["01/02/2025"], "dmy_slash"),
        (["31.12.25", "01.02.25"], "dmy_short"),
        ([], "auto"),
    ],
)
def test_form_of_dates(texts: list[str], form: str) -> None:
    assert date_format([Column("am", dict.fromkeys(texts, 1))]) == form


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["1,5", "2"], "auto"),
        (["1.234", "1,5"], "comma"),
        (["1,234.5", "1.5", "1,234"], "point"),
        (["1.234"], "auto"),
    ],
)
def test_form_of_numbers(texts: list[str], form: str) -> None:
    assert number_format([Column("Stunden", dict.fromkeys(texts, 1))]) == form


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("Gemeindeschlüssel", "gemeindeschlussel"),
        ("GEMEINDESCHLUESSEL ", "gemeindeschlussel"),
        ("Straße-Nr.", "strasse nr"),
    ],
)
def test_words_are_compared_without_case_and_signs(text: str, simple: str) -> None:
    assert simplified(text) == simple


def test_choices_of_a_known_mapping_go_before_guesses(project: Path, carrier: Proposal) -> None:
    part = read_mapping(project / "data/mappings/beispieldaten.yml")["cases"]
    consent = guess_as(Column("Einwilligung", {"ja": 3}), known_fields("cases")["consent"], Places({}, []))
    assert first_choice(consent, part) == Choice("Einwilligung", "consent", {"ja": True, "nein": False})
    name = next(guess for guess in carrier.guesses if guess.heading == "Nachname")
    assert first_choice(name, part).becomes == REFUSED
    note = next(guess for guess in carrier.guesses if guess.heading == "Bemerkung")
    assert first_choice(note, part).becomes == IGNORED


def test_a_field_chosen_twice_is_named() -> None:
    choices = [Choice("a", "sex"), Choice("b", "sex"), Choice("c", IGNORED), Choice("d", IGNORED)]
    assert chosen_twice(choices) == ["sex"]


def test_what_a_mapping_refuses_stays_refused_where_an_export_lacks_it(carrier: Proposal) -> None:
    known = drafted(
        "cases", [Choice("Anschrift", REFUSED), Choice("Nachname", REFUSED), Choice("Ort", IGNORED)], Reading()
    )
    part = drafted("cases", [first_choice(guess) for guess in carrier.guesses], Reading(), known=known)
    assert part.refused == ("Nachname", "Telefon", "Anschrift")
    assert part.ignored == ("Bemerkung", "Ort")


def test_every_word_of_the_lists_is_text() -> None:
    """YAML takes a bare yes for a truth value."""
    content = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    words = [word for lists in content["entries"].values() for words in lists.values() for word in words]
    assert [word for word in words if not isinstance(word, str)] == []
    assert {"yes", "no", "ja", "nein"} <= set(words)
