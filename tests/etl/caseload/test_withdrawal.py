"""Consent that ends: in a column of its own, under another spelling of the case number, or in a row that lost its place."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from etl.caseload.case_keys import case_key
from etl.caseload.mappings import MappingError, parse_mapping
from etl.errors import InputError
from etl.outcome import Outcome
from etl.sources.caseload import CaseFile, Surroundings, read_cases, read_goals
from tests.etl.files.made import xlsx_of

KEY = case_key(b"a salt for tests")
AROUND = Surroundings(["SKF-1"], ["05358020"], exported_on=dt.date(2026, 10, 31), focus_area_of={"SKF-1": "welcome"})
TEXT = """
files:
  cases:
    columns:
      {case_number: Fall, consent: Einwilligung, consent_withdrawn_on: Widerruf am, post: Stelle, ags: Ort, first_interview_on: Beginn}
    codes: {consent: {erteilt: true, verweigert: false}}
  goals:
    columns: {case_number: Fall, topic: Ziel, agreed_on: Datum, goal_status: Stand}
    codes: {topic: {Arbeit: finding_work}, goal_status: {offen: open}}
"""
MAPPING = parse_mapping(TEXT, "eigene.yml")
HEADER = "Fall;Einwilligung;Widerruf am;Stelle;Ort;Beginn"


def row(number: str, consent: str = "erteilt", withdrawn: str = "", post: str = "SKF-1") -> str:
    return ";".join((number, consent, withdrawn, post, "05358020", "15.02.2024"))


def cases(folder: Path, *lines: str, header: str = HEADER, settled: frozenset[str] = frozenset()) -> CaseFile:
    path = folder / "cases.csv"
    path.write_text("\n".join((header, *lines)), encoding="utf-8")
    return read_cases(path, "cases.csv", MAPPING["cases"], KEY, AROUND, settled)


def goals(folder: Path, of: CaseFile, *numbers: str) -> Outcome:
    path = folder / "goals.csv"
    rows = (f"{number};Arbeit;{day:02}.03.2024;offen" for day, number in enumerate(numbers, 1))
    path.write_text("\n".join(("Fall;Ziel;Datum;Stand", *rows)), encoding="utf-8")
    return read_goals(path, "goals.csv", MAPPING["goals"], KEY, of.fates, AROUND).outcome


def fates(outcome: Outcome) -> tuple[int, int, int]:
    """Rows loaded, rejected, withheld."""
    return outcome.rows_loaded, outcome.rows_rejected, outcome.withheld


def rules(outcome: Outcome) -> set[tuple[int, str]]:
    return set(outcome.rejected.select("line", "rule").rows())


@pytest.mark.parametrize("entry", ["05.05.2024", "2027-01-01", "31.02.2024", "ja", "nein", "?", "-"])
@pytest.mark.parametrize("consent", ["erteilt", "verweigert", "", "vielleicht"])
def test_any_entry_of_a_withdrawal_withholds_the_case_and_its_goals(tmp_path: Path, entry: str, consent: str) -> None:
    found = cases(tmp_path, row("1", consent, entry), row("2"))
    assert fates(found.outcome) == (1, 0, 1)
    assert found.fates == {KEY("1"): "withheld", KEY("2"): "loaded"}
    assert fates(goals(tmp_path, found, "1", "2")) == (1, 0, 1)


def test_a_withdrawal_in_one_row_holds_for_every_row_of_the_case(tmp_path: Path) -> None:
    found = cases(tmp_path, row("1"), row("1", withdrawn="05.05.2024"))
    assert fates(found.outcome) == (0, 1, 1)
    assert (2, "consent_not_refused_elsewhere") in rules(found.outcome)


def test_a_withdrawn_case_is_seen_so_that_no_older_state_comes_through(tmp_path: Path) -> None:
    assert KEY("0001") in cases(tmp_path, row("1", withdrawn="05.05.2024")).seen


def test_the_withdrawal_is_no_column_of_the_cases(tmp_path: Path) -> None:
    assert "consent_withdrawn_on" not in cases(tmp_path, row("1")).outcome.frame.columns


def test_a_withdrawal_needs_no_codes_and_may_be_left_out() -> None:
    with pytest.raises(MappingError, match="fields without codes: consent_withdrawn_on"):
        parse_mapping(
            TEXT.replace("codes: {consent", "codes: {consent_withdrawn_on: {ja: x}, consent", 1), "eigene.yml"
        )
    with pytest.raises(MappingError, match="unknown fields under columns: consent_withdrawn_on"):
        parse_mapping(TEXT.replace("topic: Ziel,", "topic: Ziel, consent_withdrawn_on: Widerruf,"), "eigene.yml")
    without = parse_mapping(TEXT.replace("consent_withdrawn_on: Widerruf am,", ""), "eigene.yml")
    assert "consent_withdrawn_on" not in without["cases"].layout.columns


def test_two_spellings_of_a_number_in_one_file_load_neither_row(tmp_path: Path) -> None:
    found = cases(tmp_path, row("17"), row("017", post="X"), row("18"), row("'0018'", "verweigert"), row("19"))
    assert fates(found.outcome) == (1, 3, 1)
    assert {(2, "case_number_spelled_once"), (3, "case_number_spelled_once"), (4, "case_number_spelled_once")} <= rules(
        found.outcome
    )
    assert found.fates == {KEY("17"): "rejected", KEY("18"): "withheld", KEY("19"): "loaded"}


def test_a_number_may_be_spelled_otherwise_in_another_file_but_one_way_in_each(tmp_path: Path) -> None:
    found = cases(tmp_path, row("0017"), row("18"))
    assert fates(goals(tmp_path, found, "17", "17", "18")) == (3, 0, 0)
    assert rules(goals(tmp_path, found, "17", "017", "18")) == {
        (2, "case_number_spelled_once"),
        (3, "case_number_spelled_once"),
    }


def test_a_number_nobody_sees_is_none(tmp_path: Path) -> None:
    assert rules(cases(tmp_path, row("\N{ZERO WIDTH SPACE}"), row("''")).outcome) == {
        (2, "case_number_stated"),
        (3, "case_number_stated"),
    }


@pytest.mark.parametrize("lost", ['"00001;verweigert;;SKF-1"', '"1;verweigert;;SKF-1";;;;;', '"1,verweigert,SKF-1"'])
def test_a_row_that_became_a_single_cell_puts_its_case_in_doubt(tmp_path: Path, lost: str) -> None:
    found = cases(tmp_path, row("1"), row("2"), lost)
    assert set(found.outcome.frame["case_key"]) == {KEY("2")}
    assert (2, "consent_not_refused_elsewhere") in rules(found.outcome)
    assert KEY("1") in cases(tmp_path, row("2"), lost).seen


def test_a_row_pasted_into_one_cell_of_a_sheet_puts_its_case_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    sheet = [HEADER.split(";"), row("1").split(";"), row("2").split(";"), [row("1", "verweigert")]]
    path.write_bytes(xlsx_of({"Tabelle1": sheet}))
    found = read_cases(path, path.name, MAPPING["cases"], KEY, AROUND)
    assert set(found.outcome.frame["case_key"]) == {KEY("2")}


@pytest.mark.parametrize("lost", ["1;;verweigert;;;", "1;verweigert;;SKF-1;05358020;", ";;0001;;;"])
def test_a_row_above_the_header_puts_its_case_in_doubt(tmp_path: Path, lost: str) -> None:
    found = cases(tmp_path, HEADER, row("1"), row("2"), header=lost)
    assert set(found.outcome.frame["case_key"]) == {KEY("2")}
    assert KEY("1") in cases(tmp_path, HEADER, row("2"), header=lost).seen


def test_a_title_above_the_header_disturbs_nothing(tmp_path: Path) -> None:
    found = cases(tmp_path, ";;;;;", HEADER, row("1"), row("2"), header="Fälle, Stand 31.10.2026;;;;;")
    assert fates(found.outcome) == (2, 0, 0)


def test_numbers_of_the_example_have_plain_digits(tmp_path: Path) -> None:
    claimed = dataclasses.replace(AROUND, is_example=True)
    path = tmp_path / "cases.csv"
    number = "BSP-" + "\N{ARABIC-INDIC DIGIT ONE}" * 6
    path.write_text(f"{HEADER}\n{row(number)}\n", encoding="utf-8")
    with pytest.raises(InputError, match="its sidecar calls it example data"):
        read_cases(path, path.name, MAPPING["cases"], KEY, claimed)
