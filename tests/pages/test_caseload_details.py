"""One unit in detail: every figure against the export counted by hand, and shown to nobody but the coordination."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import pytest

from locales import Language
from metrics.protection import StaffFiguresWithheld
from pages._shared import door
from pages._shared.frame import files_of
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload import details, details_figures
from pages.caseload.comparison import comparison
from pages.caseload.details_counts import Unit
from pages.caseload.details_facts import facts_of
from pages.caseload.details_sheets import sheets
from pages.caseload.view import MEASURES, CaseloadView
from report.workbook import workbook
from warehouse import Store

CASES = "raw/caseload/Beispieldaten_Faelle.csv"
SERVICES = "raw/caseload/Beispieldaten_Leistungen.csv"
MONTH, FIRST, LAST = dt.date(2026, 10, 1), dt.date(2025, 11, 1), dt.date(2026, 10, 31)
JUELICH, NIEDERZIER = "05358024", "05358048"
PLACES = {f"05358{number:03}" for number in range(4, 64, 4)}
AREAS = {
    "Willkommensberatung": "welcome",
    "Arbeitsmarktintegration": "labour_market",
    "Psychosoziale Beratung": "psychosocial",
}
SKF, CARITAS = "Sozialdienst katholischer Frauen e. V. Düren", "Caritasverband für die Region Düren-Jülich e. V."
SOZIALWERK = "Katholisches Sozialwerk Dürener Christen für arbeitslose Jugendliche e. V."
UNITS = [
    Unit("ags", JUELICH, "Jülich"),
    Unit("carrier", SKF, SKF),
    Unit("focus_area", "psychosocial", "Psychosoziale Beratung"),
    Unit("post", "NIEDERZIER-1", "NIEDERZIER-1"),
]
every_unit = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.by)
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])


@dataclass(frozen=True)
class Case:
    """One line of the export."""

    number: str
    ags: str
    post: str
    focus_area: str
    begun: dt.date
    ended: dt.date | None

    def is_open(self, day: dt.date) -> bool:
        return self.begun <= day and (self.ended is None or self.ended > day)


@pytest.fixture
def visit(loaded: Store) -> Visit:
    edition_id = loaded.current_id()
    return Visit(edition_id, door.manifest(edition_id), Language("de"), "coordination", "")


@pytest.fixture(scope="module")
def cases(loaded: Store) -> list[Case]:
    """Every case with consent and a first interview whose row the load takes."""
    with (loaded.data / CASES).open(encoding="utf-8-sig", newline="") as stream:
        rows = [dict(row) for row in {tuple(row.items()) for row in csv.DictReader(stream, delimiter=";")}]
    usable = [row for row in rows if _is_usable(row)]
    told = Counter(row["Fallnummer"] for row in usable)
    return [
        Case(
            row["Fallnummer"],
            row["Gemeindeschlüssel"],
            row["Stelle"],
            AREAS[row["Schwerpunkt"]],
            dt.datetime.strptime(row["Erstgespräch am"], "%d.%m.%Y").date(),
            _day(row["Fallende am"]),
        )
        for row in usable
        if told[row["Fallnummer"]] == 1 and row["Einwilligung"] == "ja" and row["Erstgespräch am"]
    ]


def _is_usable(row: dict[str, str]) -> bool:
    try:
        days = [day for column in ("Anfrage am", "Erstgespräch am", "Fallende am") if (day := _day(row[column]))]
    except ValueError:
        return False
    is_known = row["Gemeindeschlüssel"] in PLACES and row["Schwerpunkt"] in AREAS
    return is_known and bool(row["Fallnummer"]) and row["Stelle"].endswith(("-1", "-2", "-3")) and days == sorted(days)


def _day(text: str) -> dt.date | None:
    return dt.datetime.strptime(text, "%d.%m.%Y").date() if text else None


def view_of(unit: Unit, measure: str = "new_cases", fte: str = "filled") -> CaseloadView:
    return CaseloadView(measure, unit.by, ALL_AREAS, "need", MONTH, fte, "areas")


def of_unit(cases: list[Case], unit: Unit, visit: Visit) -> list[Case]:
    posts = door.read(visit.edition_id, visit.role, "posts").select("post", "carrier").unique()
    carriers = dict(posts.rows())
    column: dict[str, Callable[[Case], str]] = {
        "ags": lambda case: case.ags,
        "carrier": lambda case: carriers[case.post],
        "focus_area": lambda case: case.focus_area,
        "post": lambda case: case.post,
    }
    return [case for case in cases if column[unit.by](case) == unit.key]


def counted(cases: list[Case]) -> dict[str, float]:
    """The four counts of cases of the twelve months, one by one."""
    ends = [
        FIRST.replace(year=FIRST.year + (FIRST.month + step) // 12, month=(FIRST.month + step) % 12 + 1)
        for step in range(12)
    ]
    days = [first - dt.timedelta(days=1) for first in ends]
    return {
        "open_cases": sum(case.is_open(LAST) for case in cases),
        "mean_open_cases": sum(case.is_open(day) for case in cases for day in days) / 12,
        "new_cases": sum(FIRST <= case.begun <= LAST for case in cases),
        "accompanied_cases": sum(
            case.is_open(FIRST - dt.timedelta(days=1)) or FIRST <= case.begun <= LAST for case in cases
        ),
    }


@every_unit
def test_all_measures_are_those_of_the_export(loaded: Store, visit: Visit, cases: list[Case], unit: Unit) -> None:
    own = of_unit(cases, unit, visit)
    found = facts_of(visit, view_of(unit), unit)
    by_measure = dict(found.measures.select("measure", "observed").rows())
    assert list(by_measure) == list(MEASURES)
    assert {name: by_measure[name] for name in counted(own)} == pytest.approx(counted(own))
    with (loaded.data / SERVICES).open(encoding="utf-8-sig", newline="") as stream:
        numbers = {case.number for case in own}
        given = {
            (row["Fallnummer"], row["Leistungsnummer"])
            for row in csv.DictReader(stream, delimiter=";")
            if row["Fallnummer"] in numbers and (day := _service_day(row["Datum"])) and FIRST <= day <= LAST
        }
    # The load refuses some services: those before the first interview, or of an unknown kind.
    assert by_measure["services"] <= len(given) <= by_measure["services"] * 1.02 + 2
    assert by_measure["services"] == found.services["services"].sum() > 0
    assert by_measure["hours"] == pytest.approx(found.services["hours"].sum())


def _service_day(text: str) -> dt.date | None:
    try:
        return _day(text)
    except ValueError:
        return None


@every_unit
def test_months_are_those_of_the_export(visit: Visit, cases: list[Case], unit: Unit) -> None:
    own = of_unit(cases, unit, visit)
    months = facts_of(visit, view_of(unit), unit).months
    assert months["month"].to_list() == sorted(set(months["month"])) and months["month"][-1] == MONTH
    for month, new, closed, still_open in months.rows():
        end = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        assert new == sum(month <= case.begun <= end for case in own)
        assert closed == sum(case.ended is not None and month <= case.ended <= end for case in own)
        assert still_open == sum(case.is_open(end) for case in own)


@every_unit
def test_parts_add_up_to_the_unit(visit: Visit, cases: list[Case], unit: Unit) -> None:
    own = of_unit(cases, unit, visit)
    found = facts_of(visit, view_of(unit), unit)
    part: Callable[[Case], str] = (lambda case: case.post) if unit.by == "ags" else (lambda case: case.ags)
    new = Counter(part(case) for case in own if FIRST <= case.begun <= LAST)
    assert {key: count for key, count in found.parts.select("part", "new_cases").rows() if count} == dict(new)
    whole = dict(found.measures.select("measure", "observed").rows())
    for measure in MEASURES:
        assert found.parts[measure].sum() == pytest.approx(whole[measure]), measure
    assert found.parts["fte"].sum() == pytest.approx(found.chosen["fte"])
    if unit.by == "focus_area":
        assert found.areas.is_empty()
    else:
        assert found.areas["observed"].sum() == whole["new_cases"]
        assert found.areas["fte"].sum() == pytest.approx(found.chosen["fte"])


@every_unit
def test_no_rate_on_fewer_than_ten_cases(visit: Visit, unit: Unit) -> None:
    for measure in ("new_cases", "open_cases"):
        parts = facts_of(visit, view_of(unit, measure), unit).parts
        expected = (parts["fte"] > 1e-9) & (parts[measure] >= 10)
        assert parts["per_fte"].is_not_null().to_list() == expected.to_list()
        rated = parts.filter(expected)
        assert rated["per_fte"].to_list() == pytest.approx((rated[measure] / rated["fte"]).to_list())


@every_unit
@pytest.mark.parametrize("measure", ["open_cases", "hours"])
def test_verdict_is_the_one_of_the_comparison(visit: Visit, unit: Unit, measure: str) -> None:
    view = view_of(unit, measure)
    (row,) = comparison(visit, view).frame.filter(pl.col("key") == unit.key).iter_rows(named=True)
    chosen = facts_of(visit, view, unit).chosen
    assert {name: chosen[name] for name in row} == row


def test_filled_posts_stand_beside_those_granted(staffed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """SKF-3 has 1.0 post granted and half of it filled."""
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    edition_id = staffed.current_id()
    visit = Visit(edition_id, door.manifest(edition_id), Language("de"), "coordination", "")
    for fte, there in (("filled", 0.5), ("granted", 1.0)):
        unit = Unit("post", "SKF-3", "SKF-3")
        measures = facts_of(visit, view_of(unit, fte=fte), unit).measures
        assert measures["granted_fte"].to_list() == [1.0] * 6
        assert measures["filled_fte"].to_list() == [0.5] * 6
        assert measures["per_fte"].to_list() == pytest.approx((measures["observed"] / there).to_list())


@every_unit
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_coordination_reads_everything_about_a_unit(open_page, unit: Unit, lang: str) -> None:
    chosen = {"ags": unit.key} if unit.by == "ags" else {"unit": unit.key}
    shown = open_page(
        "caseload", show="details", by=unit.by, measure="new_cases", role="coordination", lang=lang, **chosen
    )
    assert not shown.app.exception
    name = "Psychosocial counselling" if lang == "en" and unit.by == "focus_area" else unit.label
    numbers = shown.table(f"{name}: all" if lang == "en" else f"{name}: alle Kennzahlen")
    assert len(next(iter(numbers.values()))) == len(MEASURES)
    assert name in shown.markup("details_course")
    assert "data-ags" not in shown.markup("details_course").replace(f'data-ags="{unit.key}"', "")
    warning = "single post" if lang == "en" else "eine einzige Stelle"
    assert (warning in shown.html) == (unit.by in ("focus_area", "post"))


def test_default_is_the_first_by_name_and_nobody_is_ranked(open_page) -> None:
    shown = open_page("caseload", show="details", by="post", role="coordination")
    assert "CARITAS-1: alle Kennzahlen" in shown.html
    posts = [option for option in shown.widget("unit").options if "(" not in option]
    assert posts == sorted(posts) and len(posts) == 14
    assert "unit" not in shown.address
    assert "Aldenhoven: alle Kennzahlen" in open_page("caseload", show="details", role="coordination").html


def test_what_is_alone_in_its_focus_areas_is_not_judged(open_page) -> None:
    """All labour market posts are the Sozialwerk's; the only psychosocial post is one of the Caritas' three."""
    wholly, partly = "allein im Schwerpunkt, deshalb ohne Vergleich", "Schwerpunkten allein"
    verdict = "○ kein Vergleich: allein im Schwerpunkt"
    judged = {}
    for unit in (SOZIALWERK, CARITAS, SKF):
        shown = open_page("caseload", show="details", by="carrier", unit=unit, role="coordination")
        assert (f"{unit}: {wholly}" in shown.html) == (unit == SOZIALWERK)
        assert (partly in shown.html) == (unit == CARITAS)
        areas = shown.table(f"{unit}: Offene Fälle am Monatsende nach Schwerpunkt")
        alone = [said == verdict for said in areas["Urteil"]]
        assert all(ratio == "–" for ratio, is_alone in zip(areas["Gezählt / erwartet"], alone, strict=True) if is_alone)
        judged[unit] = dict(zip(areas["Schwerpunkt"], alone, strict=True))
        figures = shown.table(f"{unit}: alle Kennzahlen")
        assert (set(figures["Urteil"]) == {verdict}) == (unit == SOZIALWERK)
        assert (set(figures["Gezählt / erwartet"]) == {"–"}) == (unit == SOZIALWERK)
    assert judged == {
        SOZIALWERK: {"Arbeitsmarktintegration": True},
        CARITAS: {"Willkommensberatung": False, "Psychosoziale Beratung": True},
        SKF: {"Willkommensberatung": False},
    }


def test_a_table_of_focus_areas_is_saved_with_the_verdicts_it_shows(visit: Visit) -> None:
    unit = Unit("carrier", CARITAS, CARITAS)
    view = view_of(unit)
    found = facts_of(visit, view, unit)
    (sheet,) = (sheet for sheet in sheets(visit, view, unit, found, set()) if sheet.name == "Nach Schwerpunkt")
    told = {row[0]: row[-2:] for row in sheet.rows}
    assert told["Psychosoziale Beratung"] == (None, "kein Vergleich: allein im Schwerpunkt")
    assert told["Willkommensberatung"][0] == found.areas.filter(pl.col("focus_area") == "welcome")["ratio"].item() > 0


@pytest.mark.parametrize("unit", ["NIEDERZIER-9", "<script>alert(1)</script>", "one_post", CARITAS])
def test_a_unit_that_is_none_is_ignored(open_page, unit: str) -> None:
    shown = open_page("caseload", show="details", by="post", unit=unit, role="coordination")
    assert not shown.app.exception
    assert "CARITAS-1: alle Kennzahlen" in shown.html
    assert "<script" not in shown.html


def test_compare_leads_to_the_details_of_what_is_marked(open_page) -> None:
    shown = open_page("caseload", by="carrier", unit=SKF, role="coordination")
    (button,) = (found for found in shown.app.button if found.key == "to_details")
    button.click().run()
    assert not shown.app.exception
    assert shown.widget("show").value == "details"
    assert f"{SKF}: alle Kennzahlen" in shown.html


@every_unit
def test_workbook_holds_every_table_and_explains_it(visit: Visit, unit: Unit) -> None:
    view = view_of(unit)
    found = facts_of(visit, view, unit)
    made = sheets(visit, view, unit, found, files_of(visit, "cases", "posts"))
    assert workbook(made).startswith(b"PK")
    assert made[1].name == "Begriffe" or made[1].sections
    names = [sheet.name for sheet in made]
    assert len(set(names)) == len(names) == (6 if unit.by == "focus_area" else 7)
    assert [row[1] for row in made[0].rows] == found.measures["observed"].to_list()
    assert made[0].notes == [details_figures.notice(visit, view, unit)]
    assert list(made[-1].rows) == found.months.rows()
    widths = {
        sheet.name: {len(row) for row in sheet.rows} | {len(sheet.columns)} for sheet in made if hasattr(sheet, "rows")
    }
    assert all(len(found) == 1 for found in widths.values()), widths


# Refused


@without_exact
def test_details_are_neither_offered_nor_shown_to_others(open_page, role: str) -> None:
    for unit in UNITS:
        shown = open_page("caseload", show="details", by=unit.by, unit=unit.key, role=role)
        assert not shown.app.exception
        assert "Im Einzelnen" not in shown.widget("show").options
        assert shown.widget("show").value == "compare"
        assert "show" not in shown.address
        assert "alle Kennzahlen" not in shown.words()
        assert "NIEDERZIER-1" not in shown.words()


@without_exact
def test_details_themselves_refuse_others(visit: Visit, role: str) -> None:
    others = Visit(visit.edition_id, visit.manifest, visit.language, role, "")
    with pytest.raises(StaffFiguresWithheld):
        details.show(others)


@without_exact
@every_unit
def test_the_door_refuses_the_facts_of_a_unit_anyway(visit: Visit, role: str, unit: Unit) -> None:
    others = Visit(visit.edition_id, visit.manifest, visit.language, role, "")
    with pytest.raises(StaffFiguresWithheld):
        facts_of(others, view_of(unit, fte="granted"), unit)


def test_a_post_that_has_ended_has_no_figures_per_post(
    open_page, staffed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    shown = open_page("caseload", show="details", by="post", unit="PROJEKT-1", role="coordination")
    assert not shown.app.exception
    assert "PROJEKT-1: kein Wert je Stelle" in shown.html
    assert set(shown.table("PROJEKT-1: alle Kennzahlen")["je Stelle (VZÄ)"]) == {"–"}
    assert set(shown.table("PROJEKT-1: alle Kennzahlen")["Urteil"]) == {"– keine Stelle"}
