"""Reach: the page's figures against the export counted by hand, what each role sees, and what is said where there is none."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from charts.medium import Medium
from etl.load import load
from locales import Language
from metrics.intervals import poisson_interval
from metrics.protection import ROLES, round_to_five
from pages._shared import door
from pages._shared.coverage import need_of
from pages._shared.reach import Reach, reach_months, reach_of
from pages._shared.view import ALL_AREAS, View
from pages._shared.visit import Visit
from pages.coverage import reach_figures, reach_sheets
from report.workbook import workbook
from warehouse import Store

CASES = "raw/caseload/Beispieldaten_Faelle.csv"
GERMAN_AREAS = {
    "welcome": "Willkommensberatung",
    "labour_market": "Arbeitsmarktintegration",
    "psychosocial": "Psychosoziale Beratung",
}
MERZENICH = "05358040"
PLACES = {f"05358{number:03}" for number in range(4, 64, 4)}
POST_ENDINGS = ("-1", "-2", "-3")
VERDICTS = ("▲ höher als im Kreis", "▼ niedriger als im Kreis", "● im Rahmen", "– zu wenige")
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])


@pytest.fixture
def visit_of(loaded: Store) -> Callable[[str], Visit]:
    """Makes the visit of a role to the shipped inputs."""

    def made(role: str) -> Visit:
        edition_id = loaded.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language("de"), role, "")

    return made


@pytest.fixture(scope="module")
def interviews(loaded: Store) -> list[tuple[str, str, dt.date]]:
    """Municipality, focus area and day of the first interview of every case with consent, as the export says; of the rows
    that the load refuses for their contents, none."""
    with (loaded.data / CASES).open(encoding="utf-8-sig", newline="") as stream:
        rows = {tuple(row.items()) for row in csv.DictReader(stream, delimiter=";")}
    usable = [row for row in map(dict, rows) if _is_usable(row)]
    told = Counter(row["Fallnummer"] for row in usable)
    return [
        (row["Gemeindeschlüssel"], row["Schwerpunkt"], _day(row["Erstgespräch am"]))
        for row in usable
        if told[row["Fallnummer"]] == 1 and row["Einwilligung"] == "ja" and row["Erstgespräch am"]
    ]


def _is_usable(row: dict[str, str]) -> bool:
    """Whether a row names its case, a post and a place of the district, and days that follow each other."""
    try:
        days = [day for column in ("Anfrage am", "Erstgespräch am", "Fallende am") if (day := _day(row[column]))]
    except ValueError:
        return False
    is_known = row["Gemeindeschlüssel"] in PLACES and row["Schwerpunkt"] in GERMAN_AREAS.values()
    return is_known and bool(row["Fallnummer"]) and row["Stelle"].endswith(POST_ENDINGS) and days == sorted(days)


def _day(text: str) -> dt.date | None:
    return dt.datetime.strptime(text, "%d.%m.%Y").date() if text else None


def by_hand(interviews: list[tuple[str, str, dt.date]], area: str, first: dt.date, last: dt.date) -> Counter[str]:
    """New cases by municipality, counted one by one."""
    counted: Counter[str] = Counter()
    for ags, focus_area, day in interviews:
        if first <= day <= last and area in (ALL_AREAS, focus_area):
            counted[ags] += 1
    return counted


@pytest.mark.parametrize("area", ["welcome", "labour_market", "psychosocial", ALL_AREAS])
@pytest.mark.parametrize("until", [dt.date(2026, 10, 1), dt.date(2025, 12, 1), dt.date(2021, 12, 1)])
def test_the_coordination_sees_what_the_export_says(visit_of, interviews, area: str, until: dt.date) -> None:
    found = reach_of(visit_of("coordination"), View(focus_area=area), until)
    assert (found.first.day, found.last + dt.timedelta(days=1)) == (
        1,
        dt.date(until.year + until.month // 12, until.month % 12 + 1, 1),
    )
    assert (found.last - found.first).days in (364, 365)
    counted = by_hand(interviews, GERMAN_AREAS.get(area, ALL_AREAS), found.first, found.last)
    assert dict(found.frame.select("ags", "new_cases").rows()) == {ags: counted[ags] for ags in found.frame["ags"]}
    assert found.district_cases == counted.total()
    need = float(found.need.frame["need"].sum())
    assert found.district_per_1000 == pytest.approx(counted.total() * 1000 / need)
    for row in found.frame.iter_rows(named=True):
        lower, upper = (limit * 1000 / row["need"] for limit in poisson_interval(counted[row["ags"]]))
        assert (row["lower"], row["upper"]) == pytest.approx((lower, upper))


@without_exact
def test_others_see_rounded_counts_of_all_focus_areas(visit_of, interviews, role: str) -> None:
    found = reach_of(visit_of(role), View(focus_area="psychosocial"))
    assert found.focus_area == ALL_AREAS
    counted = by_hand(interviews, ALL_AREAS, found.first, found.last)
    rounded = {ags: round_to_five(counted[ags]) for ags in found.frame["ags"]}
    assert dict(found.frame.select("ags", "new_cases").rows()) == rounded
    assert found.district_cases == round_to_five(counted.total())
    small = {ags for ags, cases in rounded.items() if cases < 10}
    assert set(found.frame.filter(found.frame["per_1000"].is_null())["ags"]) == small != set()


@without_exact
def test_intervals_of_rounded_counts_hold_those_of_the_exact_ones(visit_of, role: str) -> None:
    rough, exact = (reach_of(visit_of(who), View(focus_area=ALL_AREAS)).frame for who in (role, "coordination"))
    both = rough.drop_nulls("per_1000").join(exact, on="ags", suffix="_exact")
    assert both.height > 10
    assert (both["lower"] <= both["lower_exact"]).all() and (both["upper"] >= both["upper_exact"]).all()
    certain = both.filter(both["verdict"].is_in(["higher", "lower"]))
    assert certain.height and (certain["verdict"] == certain["verdict_exact"]).all()


def test_months_begin_with_the_first_full_year(visit_of) -> None:
    months = reach_months(visit_of("steering"))
    counted = door.read(visit_of("steering").edition_id, "steering", "caseload_months")["month"].to_list()
    assert months == counted[11:]
    assert months[0] == dt.date(counted[0].year + (counted[0].month + 10) // 12, (counted[0].month + 10) % 12 + 1, 1)


def test_a_month_without_a_case_does_not_shorten_the_first_year(visit_of, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = visit_of("steering")
    real = door.read
    skipped = dt.date(2021, 3, 1)

    def read(*arguments, **named):
        frame = real(*arguments, **named)
        return frame.filter(frame["month"] != skipped) if arguments[2] == "caseload_months" else frame

    expected = reach_months(visit)
    monkeypatch.setattr(door, "read", read)
    assert reach_months(visit) == expected


def test_an_unknown_month_means_the_newest(visit_of) -> None:
    visit = visit_of("coordination")
    assert reach_of(visit, View(), dt.date(1999, 1, 1)) == reach_of(visit, View())


def test_need_is_the_one_closest_to_the_counted_months(visit_of) -> None:
    """Figures of the register are there for several years."""
    visit = visit_of("coordination")
    view = View(group="population_update")
    found = reach_of(visit, view)
    assert found.need.dates == need_of(visit, View(group="population_update", month="2026-10")).dates


@pytest.mark.parametrize("role", ROLES)
def test_table_and_map_say_the_same(open_page, role: str) -> None:
    shown = open_page("coverage", part="reach", role=role)
    assert not shown.app.exception
    rows = shown.rows("reach_table")
    assert len(rows) == 16
    assert all(cells[5].startswith(VERDICTS) for name, cells in rows.items() if name != "Kreis")
    drawing = shown.markup("reach_map")
    for name, cells in rows.items():
        if name != "Kreis" and cells[2] != "–":
            assert f"{name}: {cells[2]}" in drawing, name
    marked = sum(cells[5][0] in "▲▼" for cells in rows.values())
    assert marked == sum(place.count("Zufall hinaus") for place in re.findall(r'data-card="([^"]*)"', drawing))
    intervals = {
        one.partition(":")[0]: one for one in re.findall(r'aria-label="([^"]*)"', shown.markup("reach_intervals"))
    }
    for name, cells in rows.items():
        if name != "Kreis":
            assert intervals[name].endswith(cells[5][2:]), name
            assert cells[2] == "–" or f"{name}: {cells[2]}," in intervals[name]


def test_the_coordination_reads_the_finding_of_its_focus_area(open_page) -> None:
    html = open_page("coverage", part="reach", role="coordination").html
    assert "641 neue Fälle in zwölf Monaten (bis 31.10.2026, Willkommensberatung)" in html
    assert "18,9 je 1.000" in html
    assert (
        "Höher als im Kreis, stärker als der Zufall erklärt: Heimbach (56,1), Niederzier (43,8), Jülich (29,6)." in html
    )
    assert "gerundet" not in html


@without_exact
def test_others_are_told_why_all_focus_areas_stand_together(open_page, role: str) -> None:
    for area in GERMAN_AREAS:
        shown = open_page("coverage", part="reach", role=role, area=area)
        assert "Alle Schwerpunkte zusammen" in shown.html
        assert "960 neue Fälle" in shown.html
        counts = [float(cells[0].replace(".", "")) for cells in shown.rows("reach_table").values()]
        assert [count for count in counts if count % 5] == []
        assert shown.rows("reach_table")["Merzenich"][2:] == ["–", "–", "–", "– zu wenige neue Fälle für ein Urteil"]
        assert "Merzenich: zu wenige Fälle" in shown.markup("reach_map")


def test_the_year_can_be_chosen(open_page) -> None:
    shown = open_page("coverage", part="reach", until="2024-03", role="coordination")
    assert shown.widget("until").value == "2024-03" == shown.address["until"]
    assert "bis 31.03.2024" in shown.html
    assert "01.04.2023 bis 31.03.2024" in shown.markup("reach_table")
    assert "until" not in shown.choose("until", "2026-10").address


def test_dates_of_posts_are_not_compared_where_no_post_is_counted(open_page) -> None:
    shown = open_page("coverage", part="reach")
    assert "Bedarf und Stellen liegen" not in shown.html
    assert "Stand 15.05.2022, Fälle bis 31.10.2026" in shown.html


@pytest.mark.parametrize("lang", ["de", "en"])
def test_without_clients_it_says_so(open_page, small_data: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    for path in (small_data / "raw" / "caseload").iterdir():
        path.unlink()
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("coverage", part="reach", lang=lang)
    assert not shown.app.exception
    (message,) = shown.app.info
    assert ("keine Fälle geladen" if lang == "de" else "No cases have been loaded") in message.value


def test_a_group_without_a_figure_closest_to_the_cases_is_named(
    open_page, small_data: Path, edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer figure, which is the closest to the cases, is not published for one municipality."""
    path = small_data / "raw/census/zensus2022_demografie.csv"

    def later_without_merzenich(text: str) -> str:
        rows = [line for line in text.splitlines() if ";foreign_nationals;2022-05-15;" in line]
        assert len(rows) == 16
        later = [row.replace("2022-05-15", "2026-05-15") for row in rows]
        blank = [
            re.sub(r"(;foreign_nationals;2026-05-15;)[^;]*", r"\1.", row) if MERZENICH in row else row for row in later
        ]
        return text.rstrip("\n") + "\n" + "\n".join(blank) + "\n"

    edit(path, later_without_merzenich)
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("coverage", part="reach", role="coordination")
    assert not shown.app.exception
    assert "Merzenich" in shown.app.warning[0].value


@pytest.mark.parametrize("role", ROLES)
def test_downloads_hold_what_the_page_shows(visit_of, role: str) -> None:
    visit, view = visit_of(role), View()
    found = reach_of(visit, view)
    table, about = reach_sheets.sheets(visit, view, found)
    assert workbook([table, about])
    by_place = {row[0]: row[2:8] for row in table.rows}
    assert by_place.pop(None) == (found.district_cases, *by_place_of_all(found), None, None, None)
    numbers = ("new_cases", "need", "per_1000", "lower", "upper", "shrunken")
    assert by_place == {row["ags"]: tuple(row[name] for name in numbers) for row in found.frame.iter_rows(named=True)}
    for draw in (reach_figures.reach_map, reach_figures.reach_intervals):
        picture = draw(visit, found, Medium.FILE)
        assert "Beispieldaten: erfundener Export" in picture
        assert ("gerundet" in picture) == (role != "coordination")
    assert reach_figures.notes(visit, found)[0].startswith("Beispieldaten: Fälle, Ziele und Leistungen sind erfunden.")


def by_place_of_all(found: Reach) -> tuple[float, float]:
    """People in need of the whole district, and its rate."""
    return float(found.need.frame["need"].sum()), found.district_per_1000


def test_reach_offers_only_choices_that_change_it(open_page) -> None:
    for role, choices in (("steering", {"group"}), ("coordination", {"group", "area"})):
        shown = open_page("coverage", part="reach", role=role, split="equal", month="2023-01")
        offered = {name for name in ("group", "area", "split", "month", "span", "fte") if shown.offers(name)}
        assert offered == choices
        assert shown.choose("part", "map").address["split"] == "equal"
