"""Mapping files: what may be left out, what cannot be, and that what is written reads back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.caseload.client_fields import FIELDS, REQUIRED, TRANSLATED, coded, codes_of
from etl.caseload.mappings import (
    FileMapping,
    MappingError,
    mapping_path,
    mapping_text,
    parse_mapping,
    read_mapping,
    write_mapping,
)
from etl.errors import InputError
from etl.files import Reading
from etl.headings import is_about_somebody
from etl.typed_rows import DATES, DECIMALS, Layout

CASES: dict[str, Any] = {
    "columns": {
        "case_number": "Aktenzeichen",
        "consent": "DSGVO",
        "post": "Team",
        "ags": "Wohnort",
        "first_interview_on": "Erstkontakt",
    },
    "codes": {"consent": {"J": True, "N": False}},
}
GOALS: dict[str, Any] = {
    "columns": {"case_number": "Aktenzeichen", "topic": "Ziel", "agreed_on": "Datum", "goal_status": "Status"},
    "codes": {"topic": {"Arbeit": "finding_work"}, "goal_status": {"1": "achieved"}},
}
SERVICES: dict[str, Any] = {
    "columns": {"case_number": "Aktenzeichen", "provided_on": "Datum", "service_type": "Art"},
    "codes": {"service_type": {"Brief": "correspondence"}},
}


def parsed(cases: dict[str, Any], **about: Any) -> Any:
    return parse_mapping(yaml.safe_dump({**about, "files": {"cases": cases}}, allow_unicode=True), "caritas.yml")


def with_part(name: str, **changes: Any) -> dict[str, Any]:
    return {**CASES, name: {**CASES.get(name, {}), **changes}}


def problems(cases: dict[str, Any]) -> list[str]:
    with pytest.raises(MappingError) as error:
        parsed(cases)
    assert str(error.value).startswith("caritas.yml: cases: ")
    return [str(problem) for problem in error.value.problems]


def test_few_fields_are_enough() -> None:
    content = {"cases": CASES, "goals": GOALS, "services": SERVICES}
    found = parse_mapping(yaml.safe_dump({"files": content}), "caritas.yml")
    assert list(found) == ["cases", "goals", "services"]
    assert (found.title, found.carrier) == ("", "")
    assert found["cases"] == FileMapping(Layout(CASES["columns"], CASES["codes"]))


@pytest.mark.parametrize(("kind", "part"), [("cases", CASES), ("goals", GOALS), ("services", SERVICES)])
def test_every_required_field_is_required(kind: str, part: dict[str, Any]) -> None:
    assert sum(len(some) for some in REQUIRED[kind]) >= len(part["columns"])
    for left_out in part["columns"]:
        columns = {field: heading for field, heading in part["columns"].items() if field != left_out}
        with pytest.raises(MappingError, match=f"{kind}: fields missing under columns: .*{left_out}"):
            parse_mapping(yaml.safe_dump({"files": {kind: {**part, "columns": columns}}}), "caritas.yml")


def test_title_and_carrier_are_kept() -> None:
    found = parsed(CASES, title="Caritas", carrier="Caritasverband für die Region Düren-Jülich e. V.")
    assert (found.title, found.carrier) == ("Caritas", "Caritasverband für die Region Düren-Jülich e. V.")


def test_the_format_goes_where_files_and_cells_are_read() -> None:
    stated = {"encoding": "cp1252", "separator": "\t", "sheet": "Fälle", "dates": "dmy_short", "decimal": "point"}
    found = parsed({**CASES, "format": stated})["cases"]
    assert found.reading == Reading(encoding="cp1252", separator="\t", sheet="Fälle")
    assert (found.layout.dates, found.layout.decimal) == ("dmy_short", "point")


@pytest.mark.parametrize(
    "wrong", [{"encoding": "klingon"}, {"encoding": "zip"}, {"encoding": 8}, {"separator": "abc"}, {"dates": "ymd"}, {"decimal": ";"}]
)  # fmt: skip
def test_a_format_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    assert problems({**CASES, "format": wrong}) == [f"cases: unknown values under format: {next(iter(wrong))}"]


def test_names_of_places_and_posts_may_be_translated() -> None:
    translated = {**CASES["codes"], "ags": {"Düren": "05358008"}, "post": {"Team Nord": "SKF-1"}}
    assert parsed({**CASES, "codes": translated})["cases"].layout.codes["ags"] == {"Düren": "05358008"}


@pytest.mark.parametrize(
    ("field", "codes", "problem"),
    [
        ("ags", {"Düren": "5358008"}, "cases: unknown codes: ags '5358008'"),
        ("ags", {"Düren": 5358008}, "cases: unknown codes: ags 5358008"),
        ("post", {"Team": None}, "cases: unknown codes: post None"),
        ("consent", {"J": 1}, "cases: unknown codes: consent 1"),
        ("requested_on", {"gestern": "2024-01-01"}, "cases: fields without codes: requested_on"),
        ("nickname", {"a": "b"}, "cases: fields without codes: nickname"),
    ],
)
def test_codes_that_cannot_be_are_refused(field: str, codes: dict[str, Any], problem: str) -> None:
    assert problems(with_part("codes", **{field: codes})) == [problem]


def test_a_birth_is_said_once() -> None:
    twice = with_part("columns", born_on="Geburtsdatum", birth_year="Jahrgang")
    assert problems(twice) == ["cases: only one of these fields may say how old somebody is: birth_year, born_on"]


@pytest.mark.parametrize("field", ["born_on", "birth_year"])
def test_any_way_to_say_a_birth_will_do(field: str) -> None:
    assert field in parsed(with_part("columns", **{field: "Spalte"}))["cases"].layout.columns


@pytest.mark.parametrize(
    ("field", "heading"), [("post", "Nachname"), ("ags", "Anschrift"), ("ended_on", "Geburtsdatum"), ("birth_year", "geb. am")]
)  # fmt: skip
def test_a_column_that_identifies_people_is_not_read_into_another_field(field: str, heading: str) -> None:
    assert problems(with_part("columns", **{field: heading})) == [
        f"cases: headings that identify people, under refused instead: «{heading}»"
    ]


ABOUT = "cases: a number, a day or something about a person stands where a heading belongs: "
SOMEBODY = ["100", "01.03.2024", "Weierstraße 5", "Frau Yilmaz", "Yilmaz, Mehmet", "0176 1234567"]


@pytest.mark.parametrize("heading", SOMEBODY)
def test_what_stands_in_a_row_is_no_heading_and_is_not_repeated(heading: str) -> None:
    assert problems(with_part("columns", requested_on=heading)) == [f"{ABOUT}requested_on"]
    assert problems({**CASES, "refused": ["Name, Vorname", heading]}) == [f"{ABOUT}refused 2"]
    assert problems({**CASES, "ignored": [heading]}) == [f"{ABOUT}ignored 1"]


def test_entries_in_the_place_of_headings_are_a_row_without_header() -> None:
    row = with_part("columns", consent="ja", sex="weiblich")
    assert problems({**row, "codes": {**CASES["codes"], "sex": {"w": "female"}}}) == [f"{ABOUT}consent, sex"]


@pytest.mark.parametrize("entry", ["01.02.1990", "Frau Yilmaz", "Yilmaz, Mehmet", "Steinweg 4", "471100"])
def test_entries_about_somebody_are_not_kept_in_a_mapping(entry: str) -> None:
    codes = {**CASES["codes"], "consent": {entry: True}}
    assert problems({**CASES, "codes": codes}) == [
        "cases: entries that are a number, a day or something about a person, under the codes of: consent"
    ]


def test_names_of_posts_may_be_those_of_the_staff() -> None:
    assert parsed({**CASES, "codes": {**CASES["codes"], "post": {"Schmitz, Anna": "SKF-1", "4711": "SKF-2"}}})


def test_a_problem_is_a_text_to_translate_with_its_names() -> None:
    with pytest.raises(MappingError) as error:
        parsed({**with_part("columns", nickname="Rufname?"), "ignored": ["Team"]})
    found = {problem.text: problem.values for problem in error.value.problems}
    assert found["unknown fields under columns: {names}"] == {"names": "nickname"}
    assert found["headings both read and refused or ignored: {names}"] == {"names": "Team"}
    assert {problem.kind for problem in error.value.problems} == {"cases"}


@pytest.mark.parametrize(
    "change",
    [
        {"refused": "Name"},
        {"ignored": {"Name": 1}},
        {"column": {}},
        {"format": {"colour": "red"}},
        {"codes": [1]},
        {"columns": None},
    ],
)
def test_parts_of_the_wrong_form_are_refused_by_name(change: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"^caritas\.yml: is not a mapping of the form of beispieldaten\.yml"):
        parsed({**CASES, **change})


def test_a_title_that_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="title and carrier must be text"):
        parsed(CASES, carrier=7)


@pytest.mark.parametrize("name", ["../other", "a/b", "", ".hidden", "a b", "ä" * 80, "a\n"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="letters, digits, - and _ only"):
        mapping_path(tmp_path, name)


def test_a_mapping_lies_in_the_folder_of_mappings(tmp_path: Path) -> None:
    assert mapping_path(tmp_path, "skf-düren_2") == tmp_path / "mappings" / "skf-düren_2.yml"


def test_the_shipped_mapping_reads_back(project: Path) -> None:
    shipped = read_mapping(project / "data/mappings/beispieldaten.yml")
    assert parse_mapping(mapping_text(shipped, shipped.title, shipped.carrier), "x.yml") == shipped


def test_a_mapping_is_written_once_it_is_right(tmp_path: Path) -> None:
    path = mapping_path(tmp_path, "caritas")
    text = mapping_text(parsed(CASES), "Caritas")
    write_mapping(path, text)
    assert path.read_bytes() == text.encode("utf-8")
    with pytest.raises(InputError):
        write_mapping(path, "files: {cases: {columns: {}}}")
    assert path.read_bytes() == text.encode("utf-8")
    assert [found.name for found in path.parent.iterdir()] == ["caritas.yml"]


ODD = st.text("aäß:#-.'\"\x85 1,{}[]&*!|>%@`=\n\t", max_size=8).filter(lambda text: not is_about_somebody(text))
headings = ODD.map(lambda text: f"Spalte {text}")


@st.composite
def file_mappings(draw: st.DrawFn, kind: str) -> FileMapping:
    required = [sorted(some)[0] for some in REQUIRED[kind]]
    births = {"born_on", "birth_year", "age_band"}
    optional = sorted(FIELDS[kind].keys() - set(required) - births)
    fields = [*required, *draw(st.lists(st.sampled_from(optional), unique=True))]
    texts = draw(st.lists(headings, min_size=len(fields) + 2, max_size=len(fields) + 2, unique=True))
    codes: dict[str, Any] = {
        field: draw(st.dictionaries(ODD, st.sampled_from(codes_of(kind, field)), min_size=1, max_size=3))
        for field in sorted(coded(kind) & set(fields))
    }
    if kind == "cases":
        codes |= {field: draw(st.just({}) | st.just({"x": "05358008"})) for field in TRANSLATED}
    layout = Layout(
        dict(zip(fields, texts, strict=False)), codes, draw(st.sampled_from(DATES)), draw(st.sampled_from(DECIMALS))
    )
    reading = Reading(draw(st.sampled_from([None, "cp1252"])), draw(st.sampled_from([None, "\t"])))
    return FileMapping(layout, tuple(texts[-2:-1]), tuple(texts[-1:]), reading)


def test_odd_characters_in_texts_read_back() -> None:
    for text in ("\x85", "\u2028", "=", "<<", "yes", "1", "0x1", " a ", "", "\t", "a: b", "\ufeff", "- a", "~"):
        codes = {"consent": {text: True, "nein": False}}
        files = {"cases": FileMapping(Layout(CASES["columns"], codes), ignored=() if text == "1" else (text,))}
        assert dict(parse_mapping(mapping_text(files), "any.yml")) == files


@settings(max_examples=40, deadline=None, database=None)
@given(st.fixed_dictionaries({kind: file_mappings(kind) for kind in FIELDS}), st.text(max_size=20))
def test_what_is_written_reads_back(files: dict[str, FileMapping], title: str) -> None:
    found = parse_mapping(mapping_text(files, title, carrier="SkF"), "any.yml")
    assert dict(found) == files
    assert (found.title, found.carrier) == (title, "SkF")
