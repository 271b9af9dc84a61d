"""The reader of caseload exports: consent, columns that identify people, keys, age bands, orphans."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.caseload.case_keys import case_key
from etl.caseload.mappings import FileMapping, parse_mapping, read_mapping
from etl.errors import InputError
from etl.inputs import find_inputs
from etl.outcome import Outcome
from etl.readers import read_inputs
from etl.sources.caseload import CaseFile, Surroundings, read_cases, read_goals, read_services
from etl.typed_rows import Layout
from warehouse import Store

PROJECT = Path(__file__).parents[3]
MAPPING = read_mapping(PROJECT / "data/mappings/beispieldaten.yml")
KEY = case_key(b"a salt for tests")
AROUND = Surroundings(["SKF-1"], ["05358020", "05358008"], exported_on=dt.date(2026, 10, 31))

CASE = {
    "Fallnummer": "BSP-000001",
    "Name": "Beispielperson 000001",
    "Geburtsdatum": "02.06.1988",
    "Stelle": "SKF-1",
    "Schwerpunkt": "Willkommensberatung",
    "Gemeindeschlüssel": "05358020",
    "Gemeinde": "Inden",
    "Einwilligung": "ja",
    "Anfrage am": "01.02.2024",
    "Erstgespräch am": "15.02.2024",
    "Fallende am": "20.08.2024",
    "Endegrund": "weggezogen",
    "Einreisemonat": "09.2023",
    "Geschlecht": "weiblich",
    "Herkunftsgruppe": "Ukraine",
    "Aufenthaltsstatus": "Duldung",
    "Beratungssprache": "Arabisch",
    "Zugangsweg": "Vereine",
}
GOAL = {
    "Fallnummer": "BSP-000001",
    "Zielnummer": "1",
    "Thema": "Rechte und Pflichten",
    "Vereinbart am": "20.02.2024",
    "Zielstand": "erreicht",
    "Zielstand am": "01.06.2024",
}
SERVICE = {
    "Fallnummer": "BSP-000001",
    "Leistungsnummer": "1",
    "Datum": "20.02.2024",
    "Leistungsart": "Schriftverkehr",
    "Stunden": "1,25",
    "Vermittelt an": "",
}

Row = Mapping[str, str]


def write(path: Path, *rows: Row) -> Path:
    """Rows as an export has them; the columns are those of the first."""
    lines = [";".join(rows[0]), *(";".join(row.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def cases(folder: Path, *rows: Row) -> CaseFile:
    return read_cases(write(folder / "cases.csv", *rows), "cases.csv", MAPPING["cases"], KEY, AROUND)


def case(folder: Path, **changes: str) -> dict[str, Any]:
    """The one case loaded from a row with changes (blanks in headings as underscores)."""
    return cases(folder, CASE | spelled(changes)).outcome.frame.row(0, named=True)


def spelled(changes: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", " "): value for name, value in changes.items()}


def goals(folder: Path, of: CaseFile, *rows: Row) -> Outcome:
    return read_goals(write(folder / "goals.csv", *rows), "goals.csv", MAPPING["goals"], KEY, of.fates, AROUND).outcome


def services(folder: Path, of: CaseFile, *rows: Row) -> Outcome:
    path = write(folder / "services.csv", *rows)
    return read_services(path, "services.csv", MAPPING["services"], KEY, of.fates, AROUND).outcome


def rules(outcome: Outcome) -> list[tuple[int, str, str]]:
    return sorted(outcome.rejected.rows())


def fates(outcome: Outcome) -> tuple[int, int, int, int]:
    """Rows loaded, rejected, withheld, duplicate."""
    return outcome.rows_loaded, outcome.rows_rejected, outcome.withheld, outcome.duplicate


def numbered(number: int, **changes: str) -> dict[str, str]:
    return CASE | {"Fallnummer": f"BSP-{number:06}"} | spelled(changes)


def test_a_case_is_read_with_our_codes_a_key_an_age_band_and_a_month(tmp_path: Path) -> None:
    assert case(tmp_path) == {
        "line": 2,
        "case_key": KEY("BSP-000001"),
        "post": "SKF-1",
        "focus_area": "welcome",
        "ags": "05358020",
        "requested_on": dt.date(2024, 2, 1),
        "first_interview_on": dt.date(2024, 2, 15),
        "ended_on": dt.date(2024, 8, 20),
        "end_reason": "moved_away",
        "arrived_month": dt.date(2023, 9, 1),
        "age_band": "age_25_39",
        "sex": "female",
        "origin_group": "ukraine",
        "residence_status": "toleration",
        "counselling_language": "arabic",
        "access_channel": "associations",
    }


def test_refused_consent_is_withheld_and_only_counted(tmp_path: Path) -> None:
    found = cases(tmp_path, numbered(1), numbered(2, Einwilligung="nein"))
    assert fates(found.outcome) == (1, 0, 1, 0)
    assert KEY("BSP-000002") not in found.outcome.frame["case_key"]


def test_a_withheld_row_is_not_looked_at_for_other_errors(tmp_path: Path) -> None:
    found = cases(tmp_path, numbered(1, Einwilligung="nein", Anfrage_am="31.02.2024", Stelle="X"))
    assert fates(found.outcome) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("answer", "rule"), [("", "consent_stated"), ("Ja", "known_code"), ("unbekannt", "known_code")]
)
def test_unclear_consent_is_rejected_and_never_taken_for_yes(tmp_path: Path, answer: str, rule: str) -> None:
    found = cases(tmp_path, numbered(1, Einwilligung=answer))
    assert rules(found.outcome) == [(2, "Einwilligung", rule)]


def test_a_case_that_refuses_consent_in_another_row_is_not_loaded(tmp_path: Path) -> None:
    found = cases(tmp_path, numbered(1), numbered(1, Einwilligung="nein"))
    assert rules(found.outcome) == [(2, "Einwilligung", "consent_not_refused_elsewhere")]
    assert fates(found.outcome) == (0, 1, 1, 0)
    assert fates(goals(tmp_path, found, GOAL)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("02.02.2006", "age_under_18"),  # eighteen on the day after the request of 1 February 2024
        ("01.02.2006", "age_18_24"),
        ("02.02.1999", "age_18_24"),
        ("01.02.1999", "age_25_39"),
        ("02.02.1984", "age_25_39"),
        ("01.02.1984", "age_40_59"),
        ("02.02.1964", "age_40_59"),
        ("01.02.1964", "age_60_plus"),
        ("01.02.2024", "age_under_18"),
        ("02.02.2024", "unknown"),
        ("01.01.1850", "unknown"),
        ("", "unknown"),
    ],
)
def test_age_bands_are_those_of_the_day_of_the_request(tmp_path: Path, born: str, band: str) -> None:
    assert case(tmp_path, Geburtsdatum=born)["age_band"] == band


def test_somebody_born_on_29_february_has_a_birthday_on_1_march(tmp_path: Path) -> None:
    assert case(tmp_path, Geburtsdatum="29.02.2008", **{"Anfrage am": "28.02.2026", "Erstgespräch am": "01.03.2026"},
                **{"Fallende am": "", "Endegrund": ""})["age_band"] == "age_under_18"  # fmt: skip


@pytest.mark.parametrize(
    "field", ["Endegrund", "Einreisemonat", "Herkunftsgruppe", "Beratungssprache", "Zugangsweg", "Fallende am"]
)
def test_what_nobody_has_to_say_may_be_empty(tmp_path: Path, field: str) -> None:
    assert fates(cases(tmp_path, CASE | {field: ""}).outcome) == (1, 0, 0, 0)


def test_sex_and_residence_status_that_are_not_stated_are_unknown(tmp_path: Path) -> None:
    found = case(tmp_path, Geschlecht="", Aufenthaltsstatus="")
    assert (found["sex"], found["residence_status"]) == ("unknown", "unknown")


@pytest.mark.parametrize(
    ("heading", "value", "column", "rule"),
    [
        ("Fallnummer", "", "Fallnummer", "case_number_stated"),
        ("Stelle", "CARITAS-9", "Stelle", "known_post"),
        ("Stelle", "", "Stelle", "nullability"),
        ("Schwerpunkt", "Wilkommensberatung", "Schwerpunkt", "known_code"),
        ("Gemeindeschlüssel", "05358999", "Gemeindeschlüssel", "known_municipality"),
        ("Gemeindeschlüssel", "5358020", "Gemeindeschlüssel", "known_municipality"),
        ("Anfrage am", "31.02.2024", "Anfrage am", "readable_date"),
        ("Anfrage am", "", "Anfrage am", "nullability"),
        ("Erstgespräch am", "31.01.2024", "–", "interview_after_request"),
        ("Fallende am", "14.02.2024", "–", "end_after_interview"),
        ("Fallende am", "01.11.2026", "Fallende am", "ended_on_not_after_export"),
        ("Endegrund", "keine Lust", "Endegrund", "known_code"),
        ("Einreisemonat", "09.23", "Einreisemonat", "readable_month"),
        ("Geburtsdatum", "30.02.1988", "Geburtsdatum", "readable_date"),
        ("Geschlecht", "w", "Geschlecht", "known_code"),
    ],
)
def test_wrong_cases_are_rejected_with_column_and_rule(
    tmp_path: Path, heading: str, value: str, column: str, rule: str
) -> None:
    found = cases(tmp_path, CASE | {heading: value})
    assert rules(found.outcome) == [(2, column, rule)]


def test_a_row_with_a_cell_too_few_is_rejected(tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", CASE)
    path.write_text(path.read_text(encoding="utf-8").replace(";Vereine", ""), encoding="utf-8")
    found = read_cases(path, "cases.csv", MAPPING["cases"], KEY, AROUND)
    assert rules(found.outcome) == [(2, "–", "as_many_cells_as_header")]


def test_a_repeated_row_is_a_duplicate_and_its_case_is_loaded_once(tmp_path: Path) -> None:
    assert fates(cases(tmp_path, CASE, numbered(2), CASE).outcome) == (2, 0, 0, 1)


def test_a_case_number_used_for_two_cases_loads_neither(tmp_path: Path) -> None:
    found = cases(tmp_path, CASE, numbered(2), CASE | {"Geschlecht": "männlich"})
    assert rules(found.outcome) == [(2, "–", "primary_key"), (4, "–", "primary_key")]
    assert found.outcome.frame["case_key"].to_list() == [KEY("BSP-000002")]


def test_only_the_key_of_a_case_number_leaves_the_reader(tmp_path: Path) -> None:
    found = cases(tmp_path, CASE, numbered(2, Einwilligung="nein"), numbered(3, Stelle="X"))
    for frame in (found.outcome.frame, found.outcome.rejected):
        text = frame.write_csv()
        assert "BSP-" not in text
        assert "Beispielperson" not in text
        assert "1988" not in text
    assert found.elsewhere == {KEY("BSP-000002"): "withheld", KEY("BSP-000003"): "rejected"}


def test_goals_and_services_of_a_loaded_case_are_loaded(tmp_path: Path) -> None:
    found = cases(tmp_path, CASE)
    assert goals(tmp_path, found, GOAL).frame.row(0, named=True) == {
        "line": 2,
        "case_key": KEY("BSP-000001"),
        "goal_number": 1,
        "topic": "rights_duties",
        "agreed_on": dt.date(2024, 2, 20),
        "goal_status": "achieved",
        "status_on": dt.date(2024, 6, 1),
    }
    assert services(tmp_path, found, SERVICE).frame.row(0, named=True) == {
        "line": 2,
        "case_key": KEY("BSP-000001"),
        "service_number": 1,
        "provided_on": dt.date(2024, 2, 20),
        "service_type": "correspondence",
        "hours": 1.25,
        "referred_to": None,
    }


@pytest.mark.parametrize(("read", "row"), [(goals, GOAL), (services, SERVICE)], ids=["goals", "services"])
def test_the_fate_of_goals_and_services_follows_their_case(
    tmp_path: Path, read: Callable[..., Outcome], row: Row
) -> None:
    found = cases(tmp_path, CASE, numbered(2, Einwilligung="nein"), numbered(3, Stelle="X"))
    outcome = read(
        tmp_path, found, *(row | {"Fallnummer": number} for number in ("BSP-000001", "BSP-000002", "BSP-000003")),
        row | {"Fallnummer": "BSP-999999"}, row | {"Fallnummer": ""}, row,
    )  # fmt: skip
    assert fates(outcome) == (1, 3, 1, 1)
    assert rules(outcome) == [
        (4, "Fallnummer", "case_not_rejected"),
        (5, "Fallnummer", "case_known"),
        (6, "Fallnummer", "case_number_stated"),
    ]


@pytest.mark.parametrize(
    ("heading", "value", "column", "rule"),
    [
        ("Zielnummer", "eins", "Zielnummer", "readable_whole_number"),
        ("Zielnummer", "0", "Zielnummer", "min"),
        ("Thema", "Verschiedenes", "Thema", "known_code"),
        ("Zielstand", "", "Zielstand", "nullability"),
        ("Zielstand am", "19.02.2024", "–", "status_after_agreement"),
        ("Zielstand am", "01.01.2027", "Zielstand am", "status_on_not_after_export"),
    ],
)
def test_wrong_goals_are_rejected_with_column_and_rule(
    tmp_path: Path, heading: str, value: str, column: str, rule: str
) -> None:
    assert rules(goals(tmp_path, cases(tmp_path, CASE), GOAL | {heading: value})) == [(2, column, rule)]


@pytest.mark.parametrize(
    ("heading", "value", "column", "rule"),
    [
        ("Stunden", "-1,00", "Stunden", "min"),
        ("Stunden", "24,5", "Stunden", "max"),
        ("Stunden", "zwei", "Stunden", "readable_number"),
        ("Datum", "15.03.2062", "Datum", "provided_on_not_after_export"),
        ("Leistungsart", "Kaffee", "Leistungsart", "known_code"),
        ("Vermittelt an", "irgendwen", "Vermittelt an", "known_code"),
    ],
)
def test_wrong_services_are_rejected_with_column_and_rule(
    tmp_path: Path, heading: str, value: str, column: str, rule: str
) -> None:
    assert rules(services(tmp_path, cases(tmp_path, CASE), SERVICE | {heading: value})) == [(2, column, rule)]


def test_a_goal_number_used_twice_in_a_case_loads_neither(tmp_path: Path) -> None:
    outcome = goals(tmp_path, cases(tmp_path, CASE), GOAL, GOAL | {"Thema": "Psychoedukation"})
    assert fates(outcome) == (0, 2, 0, 0)


def read_all(data: Path) -> object:
    return read_inputs(Store(data), find_inputs(data / "raw"), str)


CASES_FILE = "raw/caseload/Beispieldaten_Faelle.csv"
MAPPING_FILE = "mappings/beispieldaten.yml"


def test_a_column_the_mapping_does_not_know_stops_the_load(small_data: Path, edit: Callable[..., None]) -> None:
    edit(small_data / CASES_FILE, lambda text: text.replace(";Zugangsweg", ";Bemerkung", 1))
    with pytest.raises(InputError) as error:
        read_all(small_data)
    assert str(error.value) == (
        "caseload/Beispieldaten_Faelle.csv, row 1: the mapping «beispieldaten» does not know the columns «Bemerkung»; "
        "name them there under columns, refused (identifies people) or ignored"
    )


def test_a_column_that_may_be_a_person_is_told_by_its_place(small_data: Path, edit: Callable[..., None]) -> None:
    edit(small_data / CASES_FILE, lambda text: text.replace(";Zugangsweg", ";Mehmet Yilmaz", 1))
    with pytest.raises(InputError, match="does not know the columns number 18; name them") as error:
        read_all(small_data)
    assert "Yilmaz" not in str(error.value)


def test_a_column_that_is_missing_stops_the_load(small_data: Path, edit: Callable[..., None]) -> None:
    without_last = "\n".join
    edit(
        small_data / CASES_FILE,
        lambda text: without_last(line.rpartition(";")[0] for line in text.splitlines()),
    )
    with pytest.raises(InputError, match=r"Faelle\.csv, row 1: the header lacks «Zugangsweg»"):
        read_all(small_data)


def test_a_refused_or_ignored_column_may_be_left_out_of_the_export(tmp_path: Path) -> None:
    row = {heading: value for heading, value in CASE.items() if heading not in ("Name", "Gemeinde")}
    assert fates(cases(tmp_path, row).outcome) == (1, 0, 0, 0)


def change_cases(data: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = data / MAPPING_FILE
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content["files"]["cases"])
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda part: part["columns"].pop("consent"), "fields missing under columns: consent"),
        (lambda part: part["columns"].update(nickname="Rufname"), "unknown fields under columns: nickname"),
        (
            lambda part: part["refused"].append("Geburtsdatum"),
            "headings both read and refused or ignored: Geburtsdatum",
        ),
        (lambda part: part["columns"].update(sex="Stelle"), "headings of more than one field: Stelle"),
        (lambda part: part["codes"].pop("consent"), "fields that need codes: consent"),
        (lambda part: part["codes"].update(requested_on={"A": "B"}), "fields without codes: requested_on"),
        (lambda part: part["codes"]["sex"].update(w="femal"), "unknown codes: sex 'femal'"),
        (lambda part: part["codes"]["consent"].update(ja="yes"), "unknown codes: consent 'yes'"),
        (lambda part: part["codes"]["sex"].update({1: "female"}), "not text, put it in quotation marks: int"),
        (lambda part: part.pop("columns"), "is not a mapping of the form of beispieldaten.yml"),
        (lambda part: part.update(columns=["a"]), "is not a mapping of the form of beispieldaten.yml"),
    ],
)
def test_a_wrong_mapping_is_refused_by_name(
    data_folder: Path, change: Callable[[dict[str, Any]], object], problem: str
) -> None:
    change_cases(data_folder, change)
    with pytest.raises(InputError) as error:
        read_mapping(data_folder / MAPPING_FILE)
    assert str(error.value).startswith("beispieldaten.yml: ")
    assert problem in str(error.value)


@pytest.mark.parametrize("content", ["", "files: 1", "files: {cases: 1}", "files: [", "files: {people: {columns: {}}}"])
def test_a_file_that_is_no_mapping_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "eigene.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"^eigene\.yml(, row 1)?: "):
        read_mapping(path)


def test_a_mapping_that_is_missing_is_refused_by_name(small_data: Path) -> None:
    (small_data / MAPPING_FILE).unlink()
    with pytest.raises(InputError, match=r"^beispieldaten\.yml: the mapping does not exist"):
        read_all(small_data)


def test_a_mapping_without_a_part_for_a_file_is_refused_by_name(
    small_data: Path, edit_yaml: Callable[..., None]
) -> None:
    edit_yaml(small_data / MAPPING_FILE, lambda content: content["files"].pop("goals"))
    with pytest.raises(InputError, match=r"^beispieldaten\.yml: has no part «goals», for caseload/Beispieldaten_Ziele"):
        read_all(small_data)


def test_goals_of_a_mapping_without_cases_are_refused(small_data: Path, edit_yaml: Callable[..., None]) -> None:
    edit_yaml(
        small_data / "raw/caseload/Beispieldaten_Ziele.csv.source.yml", lambda side: side.update(mapping="andere")
    )
    with pytest.raises(InputError, match=r"Ziele\.csv: belongs to no file of cases with the mapping «andere»"):
        read_all(small_data)


def test_example_data_beside_real_client_data_are_refused(small_data: Path, edit_yaml: Callable[..., None]) -> None:
    edit_yaml(small_data / f"{CASES_FILE}.source.yml", lambda sidecar: sidecar.update(data="real"))
    with pytest.raises(InputError, match=r"Ziele\.csv, .*Leistungen\.csv: example data beside real client data"):
        read_all(small_data)


def test_the_mapping_reads_into_layout_refused_and_ignored() -> None:
    assert isinstance(MAPPING["cases"], FileMapping)
    assert (MAPPING["cases"].refused, MAPPING["cases"].ignored) == (("Name",), ("Gemeinde",))
    assert MAPPING["cases"].layout.columns["born_on"] == "Geburtsdatum"


@pytest.mark.parametrize(
    "other",
    [
        {"Einwilligung": "nein"},
        {"Einwilligung": "widerrufen"},
        {"Einwilligung": ""},
        {"Einwilligung": "Nein"},
        {"Einwilligung": "nein", "Fallnummer": "bsp-000001"},
    ],
)
def test_a_case_is_loaded_only_when_all_its_rows_give_consent(tmp_path: Path, other: dict[str, str]) -> None:
    found = cases(tmp_path, CASE, CASE | {"Geschlecht": "männlich"} | other)
    assert found.outcome.rows_loaded == 0
    assert (2, "Einwilligung", "consent_not_refused_elsewhere") in rules(found.outcome)
    assert goals(tmp_path, found, GOAL).rows_loaded == 0


def test_a_row_with_a_cell_too_many_puts_its_case_in_doubt(tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", CASE)
    refusing = ";".join((CASE | {"Einwilligung": "nein"}).values())
    path.write_text(path.read_text(encoding="utf-8-sig") + refusing + ";x\n", encoding="utf-8-sig")
    found = read_cases(path, "cases.csv", MAPPING["cases"], KEY, AROUND)
    assert fates(found.outcome) == (0, 2, 0, 0)


def test_example_data_are_recognised_by_their_numbers(tmp_path: Path) -> None:
    path = write(tmp_path / "cases.csv", CASE, CASE | {"Fallnummer": "DN-2024-17"})
    claimed = dataclasses.replace(AROUND, is_example=True)
    with pytest.raises(
        InputError, match=r"cases\.csv, row 3, column «Fallnummer»: its sidecar calls it example data"
    ) as error:
        read_cases(path, "cases.csv", MAPPING["cases"], KEY, claimed)
    assert "DN-2024" not in str(error.value)
    assert read_cases(path, "cases.csv", MAPPING["cases"], KEY, AROUND).outcome.rows_loaded == 2


def test_numbers_of_goals_and_services_are_counted_anew_in_each_case(tmp_path: Path) -> None:
    """A sender's own number may be the case number with a suffix."""
    of = cases(tmp_path, CASE)
    found = goals(tmp_path, of, GOAL | {"Zielnummer": "100017"}, GOAL | {"Zielnummer": "100003"})
    assert found.frame["goal_number"].to_list() == [2, 1]
    given = services(tmp_path, of, SERVICE | {"Leistungsnummer": "987654"})
    assert given.frame["service_number"].to_list() == [1]


def test_dates_of_another_century_are_rejected(tmp_path: Path) -> None:
    found = cases(tmp_path, CASE | {"Anfrage am": "01.02.1924"}).outcome
    assert rules(found) == [(2, "Anfrage am", "requested_on_not_before_2000")]
    found = cases(tmp_path, CASE | {"Anfrage am": "01.02.0224"}).outcome
    assert [column for _, column, _ in rules(found)] == ["Anfrage am"]


def test_a_header_that_swallowed_a_row_is_not_quoted(small_data: Path, edit: Callable[..., None]) -> None:
    edit(small_data / CASES_FILE, lambda text: text.replace("Zugangsweg\n", "Zugangsweg", 1))
    with pytest.raises(InputError) as error:
        read_all(small_data)
    assert "Beispielperson" not in str(error.value)
    assert "BSP-" not in str(error.value)


def test_a_case_has_the_focus_area_of_its_post(tmp_path: Path) -> None:
    around = dataclasses.replace(AROUND, focus_area_of={"SKF-1": "welcome"})
    path = write(tmp_path / "cases.csv", CASE, numbered(2, Schwerpunkt="Psychosoziale Beratung"))
    found = read_cases(path, "cases.csv", MAPPING["cases"], KEY, around).outcome
    assert found.rows_loaded == 1
    assert rules(found) == [(3, "Schwerpunkt", "focus_area_of_the_post")]


def test_posts_of_the_overhead_have_no_cases(small_data: Path, edit: Callable[..., None]) -> None:
    edit(small_data / CASES_FILE, lambda text: text.replace(";SKF-2;", ";KOORDINATION-1;"))
    read = read_all(small_data)
    assert read.tables["client_case"].filter(post="KOORDINATION-1").is_empty()


def test_goals_of_another_day_than_the_cases_are_not_mixed_with_them(
    small_data: Path, edit_yaml: Callable[..., None]
) -> None:
    sidecar = small_data / f"{CASES_FILE}.source.yml"
    edit_yaml(sidecar, lambda content: content.update(reference_date=dt.date(2026, 3, 31)))
    with pytest.raises(
        InputError, match=r"no file of cases with the mapping «beispieldaten» and the reference date 2026-10-31"
    ):
        read_all(small_data)


FEW = parse_mapping(
    """
files:
  cases:
    columns: {case_number: Nr, consent: Ja, post: Team, ags: Wohnort, first_interview_on: Beginn}
    codes: {consent: {J: true, N: false}, ags: {Inden: "05358020"}, post: {Team Nord: SKF-1}}
  goals:
    columns: {case_number: Nr, topic: Ziel, agreed_on: Datum, goal_status: Stand}
    codes: {topic: {Arbeit: finding_work}, goal_status: {offen: open}}
  services:
    columns: {case_number: Nr, provided_on: Datum, service_type: Art}
    codes: {service_type: {Brief: correspondence}}
""",
    "few.yml",
)
FEW_CASE = {"Nr": "1", "Ja": "J", "Team": "Team Nord", "Wohnort": "Inden", "Beginn": "15.02.2024"}
WITH_FOCUS = dataclasses.replace(AROUND, focus_area_of={"SKF-1": "welcome"})


def few_cases(folder: Path, *rows: Row, **more: str) -> CaseFile:
    """Cases of an export with few columns; `more` are further fields and their headings."""
    layout = dataclasses.replace(FEW["cases"].layout, columns={**FEW["cases"].layout.columns, **more})
    mapping = dataclasses.replace(FEW["cases"], layout=layout)
    return read_cases(write(folder / "few.csv", *rows), "few.csv", mapping, KEY, WITH_FOCUS)


def test_what_an_export_lacks_is_empty_or_unknown_and_never_made_up(tmp_path: Path) -> None:
    found = few_cases(tmp_path, FEW_CASE).outcome.frame.row(0, named=True)
    assert found == {
        "line": 2,
        "case_key": KEY("1"),
        "post": "SKF-1",
        "focus_area": "welcome",
        "ags": "05358020",
        "requested_on": None,
        "first_interview_on": dt.date(2024, 2, 15),
        "ended_on": None,
        "end_reason": None,
        "arrived_month": None,
        "age_band": "unknown",
        "sex": "unknown",
        "origin_group": None,
        "residence_status": "unknown",
        "counselling_language": None,
        "access_channel": None,
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Team": "Team Süd"}, ("Team", "known_post")),
        ({"Wohnort": "Köln"}, ("Wohnort", "known_municipality")),
        ({"Beginn": ""}, ("Beginn", "nullability")),
        ({"Ja": "?"}, ("Ja", "known_code")),
    ],
)
def test_few_columns_are_checked_like_many(tmp_path: Path, changes: Row, reason: tuple[str, str]) -> None:
    assert rules(few_cases(tmp_path, FEW_CASE | dict(changes)).outcome) == [(2, *reason)]


@pytest.mark.parametrize(
    ("born", "band"),
    [("2007", "age_under_18"), ("2006", "age_18_24"), ("1964", "age_60_plus"), ("2025", "unknown"), ("", "unknown"),
     ("1850", "unknown")],
)  # fmt: skip
def test_a_year_of_birth_becomes_the_age_reached_in_the_year_of_the_opening(
    tmp_path: Path, born: str, band: str
) -> None:
    found = few_cases(tmp_path, FEW_CASE | {"Jahrgang": born}, birth_year="Jahrgang").outcome
    assert found.frame["age_band"].to_list() == [band]
    assert "birth_year" not in found.frame.columns


def test_a_full_date_in_a_column_of_years_is_rejected(tmp_path: Path) -> None:
    found = few_cases(tmp_path, FEW_CASE | {"Jahrgang": "02.06.1988"}, birth_year="Jahrgang").outcome
    assert rules(found) == [(2, "Jahrgang", "readable_whole_number")]


def test_an_age_band_may_be_given_as_such(tmp_path: Path) -> None:
    codes = {**FEW["cases"].layout.codes, "age_band": {"U18": "age_under_18"}}
    columns = {**FEW["cases"].layout.columns, "age_band": "Alter"}
    mapping = dataclasses.replace(FEW["cases"], layout=Layout(columns, codes))
    path = write(tmp_path / "few.csv", FEW_CASE | {"Alter": "U18"}, FEW_CASE | {"Nr": "2", "Alter": ""})
    found = read_cases(path, "few.csv", mapping, KEY, WITH_FOCUS).outcome
    assert found.frame["age_band"].to_list() == ["age_under_18", "unknown"]


def test_goals_and_services_without_numbers_are_numbered_in_the_order_of_the_file(tmp_path: Path) -> None:
    fates_of = few_cases(tmp_path, FEW_CASE, FEW_CASE | {"Nr": "2"}).fates
    goal = {"Nr": "1", "Ziel": "Arbeit", "Datum": "20.02.2024", "Stand": "offen"}
    path = write(tmp_path / "goals.csv", goal, goal | {"Nr": "2"}, goal | {"Datum": "21.02.2024"}, goal)
    found = read_goals(path, "goals.csv", FEW["goals"], KEY, fates_of, AROUND).outcome
    assert found.frame.select("line", "goal_number").rows() == [(2, 1), (3, 1), (4, 2)]
    assert found.duplicate == 1
    service = {"Nr": "1", "Datum": "20.02.2024", "Art": "Brief"}
    path = write(tmp_path / "services.csv", service, service | {"Datum": "21.02.2024"})
    given = read_services(path, "services.csv", FEW["services"], KEY, fates_of, AROUND).outcome
    assert given.frame.select("service_number", "hours").rows() == [(1, None), (2, None)]


def test_rows_of_settled_cases_are_superseded_whatever_else_is_wrong_with_them(tmp_path: Path) -> None:
    path = write(
        tmp_path / "cases.csv", numbered(1), numbered(2, Stelle="X"), numbered(3, Einwilligung="nein"), numbered(4)
    )
    settled = {KEY(f"BSP-00000{number}") for number in (1, 2, 3)}
    found = read_cases(path, "cases.csv", MAPPING["cases"], KEY, AROUND, settled)
    assert (fates(found.outcome), found.outcome.superseded) == ((1, 0, 0, 0), 3)
    assert settled < found.seen


def with_column(data: Path, edit: Callable[..., None], heading: str, *values: str) -> None:
    """The example's cases with a column more, its values in turn."""

    def change(text: str) -> str:
        header, *lines = text.splitlines()
        filled = [f"{line};{values[place % len(values)]}" for place, line in enumerate(lines)]
        return "\n".join([f"{header};{heading}", *filled]) + "\n"

    edit(data / CASES_FILE, change)


def outcome_of_cases(data: Path) -> Outcome:
    read = read_inputs(Store(data), find_inputs(data / "raw"), str)
    return next(outcome for outcome in read.outcomes if outcome.name.endswith("Faelle.csv"))


@pytest.mark.parametrize(
    ("heading", "value", "refused"),
    [
        ("Telefon", "1", ("Name", "Telefon")),
        ("Kontakt", "02421 123456", ("Name", "Kontakt")),
        ("Notiz", "schreibt von a@example.org", ("Name", "Notiz")),
        ("Spalte 4711", "Müller-Beispiel, Anna", ("Name", "#19")),
    ],
)
def test_a_new_column_that_identifies_people_is_refused_and_named(
    small_data: Path, edit: Callable[..., None], heading: str, value: str, refused: tuple[str, ...]
) -> None:
    before = outcome_of_cases(small_data)
    with_column(small_data, edit, heading, value)
    after = outcome_of_cases(small_data)
    assert after.refused == refused
    assert after.frame.equals(before.frame)


def test_a_new_column_that_identifies_nobody_stops_the_load_even_beside_one_that_does(
    small_data: Path, edit: Callable[..., None]
) -> None:
    with_column(small_data, edit, "Telefon", "1")
    with_column(small_data, edit, "Gruppe", "A", "B")
    with pytest.raises(InputError, match="does not know the columns «Gruppe»"):
        outcome_of_cases(small_data)
