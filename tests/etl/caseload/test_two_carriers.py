"""Two carriers that deliver until different days: a month that not all have delivered must not look like a drop."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.load import load
from warehouse import Store, open_edition

EARLIER, LATER = dt.date(2026, 8, 15), dt.date(2026, 10, 31)
CASES = "raw/caseload/Beispieldaten_Faelle.csv"


@pytest.fixture
def second_carrier(small_data: Path, edit_yaml: Callable[..., None]) -> Path:
    """The shipped example, and its cases once more as another carrier's export of an earlier day."""
    cases = small_data / CASES
    copy = cases.with_name("Beispieldaten_Zweiter.csv")
    shutil.copy(cases, copy)
    shutil.copy(f"{cases}.source.yml", f"{copy}.source.yml")
    edit_yaml(Path(f"{copy}.source.yml"), lambda side: side.update(mapping="zweiter", reference_date=EARLIER))
    mappings = small_data / "mappings"
    shutil.copy(mappings / "beispieldaten.yml", mappings / "zweiter.yml")
    edit_yaml(mappings / "zweiter.yml", lambda mapping: mapping.update(carrier="Stadt Düren"))
    return small_data


def test_the_months_end_with_the_last_that_all_have_delivered(second_carrier: Path) -> None:
    store = Store(second_carrier)
    edition_id = load(second_carrier).edition_id
    assert store.manifest(edition_id)["caseload_on"] == EARLIER.isoformat()
    with open_edition(data=second_carrier) as edition:
        for mart in ("mart_caseload", "mart_counted_month", "mart_contact_spread"):
            assert edition.query(f"SELECT max(month) FROM {mart}").item() == EARLIER.replace(day=1)
        sql = "SELECT count(*) FILTER (first_interview_on > ?), count(*) FROM client_case"
        later, cases = edition.query(sql, [EARLIER]).row(0)
        assert 0 < later < cases
        # Who had begun by the end of August and who had not ended by then, among the cases of both.
        sql = """
            SELECT count(*) FROM client_case
            WHERE first_interview_on <= DATE '2026-08-31' AND (ended_on IS NULL OR ended_on > DATE '2026-08-31')"""
        open_cases = edition.query("SELECT sum(open_cases) FROM mart_caseload WHERE month = DATE '2026-08-01'").item()
        assert open_cases == edition.query(sql).item() > 0
        days = dict(edition.query("FROM mart_delivery").rows())
        assert days["Stadt Düren"] == LATER, "its cases are also in the export of all carriers"
        assert edition.query("FROM caseload_export").rows() == [
            ("beispieldaten", None, LATER),
            ("zweiter", "Stadt Düren", EARLIER),
        ]


def test_an_older_layout_of_the_same_carrier_holds_no_month_back(
    second_carrier: Path, edit_yaml: Callable[..., None]
) -> None:
    """The exports of a carrier by two mappings are one delivery, and one case is one case in both."""
    newer = second_carrier / "raw/caseload/Beispieldaten_Zweiter.csv"
    older = newer.with_name("Beispieldaten_Frueher.csv")
    shutil.copy(newer, older)
    shutil.copy(f"{newer}.source.yml", f"{older}.source.yml")
    edit_yaml(
        Path(f"{older}.source.yml"), lambda side: side.update(mapping="frueher", reference_date=dt.date(2026, 5, 31))
    )
    shutil.copy(second_carrier / "mappings/zweiter.yml", second_carrier / "mappings/frueher.yml")
    store = Store(second_carrier)
    edition_id = load(second_carrier).edition_id
    inputs = {entry["file"]: entry for entry in store.manifest(edition_id)["inputs"]}
    assert inputs["caseload/Beispieldaten_Frueher.csv"]["rows_loaded"] == 0
    assert inputs["caseload/Beispieldaten_Zweiter.csv"]["rows_loaded"] > 0
    with open_edition(data=second_carrier) as edition:
        assert edition.query("SELECT max(month) FROM mart_caseload").item() == EARLIER.replace(day=1)
    assert store.manifest(edition_id)["caseload_on"] == EARLIER.isoformat()


def test_the_same_numbers_at_two_carriers_are_two_cases(second_carrier: Path) -> None:
    load(second_carrier)
    with open_edition(data=second_carrier) as edition:
        found = edition.query("SELECT count(*), count(DISTINCT case_key) FROM client_case").row(0)
        assert found[0] == found[1]


def test_a_newer_export_of_the_same_carrier_supersedes_the_older(
    small_data: Path, edit: Callable[..., None], edit_yaml: Callable[..., None]
) -> None:
    cases = small_data / CASES
    older = cases.with_name("Beispieldaten_Aelter.csv")
    shutil.copy(cases, older)
    shutil.copy(f"{cases}.source.yml", f"{older}.source.yml")
    edit_yaml(Path(f"{older}.source.yml"), lambda side: side.update(reference_date=EARLIER))
    edit(cases, lambda text: text.replace(";weiblich;", ";divers;"))
    store = Store(small_data)
    edition_id = load(small_data).edition_id
    inputs = {entry["file"]: entry for entry in store.manifest(edition_id)["inputs"]}
    old, new = (inputs[f"caseload/Beispieldaten_{name}.csv"] for name in ("Aelter", "Faelle"))
    assert old["rows_read"] == new["rows_read"]
    assert (old["rows_loaded"], old["rows_withheld"]) == (0, 0)
    assert old["rows_superseded"] == old["rows_read"] - old["rows_duplicate"] - old["rows_rejected"] > 0
    assert new["rows_superseded"] == 0 < new["rows_loaded"]
    with open_edition(data=small_data) as edition:
        found = edition.query("SELECT count(*) FILTER (sex = 'female'), count(*) FROM client_case").row(0)
        assert found == (0, new["rows_loaded"])
