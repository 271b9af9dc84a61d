"""Coverage on the map, focus areas side by side, and two maps compared: what is found, marked, drawn and saved."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.map_labels import MARK
from charts.medium import Medium
from charts.sentences import beyond_doubt
from etl.load import load
from locales import Language
from metrics.protection import ROLES
from pages._shared import door, kept_editions
from pages._shared.coverage import coverage
from pages._shared.maps import gap_map, picture_notes, rate_map
from pages._shared.view import ALL_AREAS, View, months
from pages._shared.visit import Visit
from pages.coverage import compare, focus_areas, on_map
from pages.coverage.compared_with import COMPARISON_NAMES, Side
from pages.coverage.differences import differences, finding
from pages.coverage.figures import headline
from pages.coverage.gap_sheets import sheets
from report.sheets import Column, Sheet
from report.table_text import csv_table
from warehouse import Edition

NOERVENICH, DUEREN, TITZ = "05358052", "05358008", "05358056"
NORTH = ("Aldenhoven", "Inden", "Jülich", "Langerwehe", "Linnich", "Merzenich", "Niederzier", "Nörvenich", "Titz")
SECTIONS = ("map", "areas", "compare")
GERMAN, ENGLISH = Language("de"), Language("en")
every_section = pytest.mark.parametrize("part", SECTIONS)


@pytest.fixture
def visit(edition: Edition) -> Visit:
    """A visit of the coordination without a chosen municipality."""
    return Visit(edition.id, door.manifest(edition.id), GERMAN, "coordination", "")


@every_section
@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_section_runs(open_page, part: str, lang: str, role: str) -> None:
    shown = open_page("coverage", part=part, lang=lang, role=role, ags=NOERVENICH)
    assert not shown.app.exception
    assert not shown.app.error
    assert 'class="kim-finding"' in shown.html


@every_section
def test_dates_far_apart_are_said_once_in_a_calm_line(open_page, part: str) -> None:
    html = open_page("coverage", part=part).html
    notices = re.findall(r'<p class="kim-notice" role="note">([^<]*)</p>', html)
    assert [notice for notice in notices if "mehr als zwei Jahre auseinander" in notice and "15.05.2022" in notice]
    assert not open_page("coverage", part=part).app.warning


def test_dates_close_to_each_other_are_not_warned_of(open_page) -> None:
    html = open_page("coverage", group="asylum_benefit_recipients").html
    assert "mehr als zwei Jahre" not in html


# The map


def test_gap_beyond_doubt_is_marked_in_map_table_and_words(open_page) -> None:
    shown = open_page("coverage")
    svg, table = shown.markup("coverage_map"), shown.rows("coverage_table")
    assert f"+0,91 {MARK}" in svg
    assert f"{MARK} +0,91" in table["Düren"]
    assert "gilt bei jeder Aufteilung geteilter Stellen" in svg
    assert "Bei jeder Aufteilung geteilter Stellen fehlen Stellen in Düren (mindestens 0,81)." in shown.html
    assert "Bei jeder Aufteilung mehr als der Anteil: Niederzier." in shown.html
    assert "Je nach Aufteilung verschieden: 13 von 15." in shown.html


def test_interval_holds_the_gap_of_every_rule(open_page) -> None:
    """Whatever rule is chosen, limits and marks stay, and the gap lies between the limits."""
    by_need, equally = (open_page("coverage", split=rule).rows("coverage_table") for rule in ("need", "equal"))
    for place in list(by_need)[:-1]:
        assert by_need[place][1] == equally[place][1]
        assert by_need[place][0].startswith(MARK) == equally[place][0].startswith(MARK)
        lower, upper = map(_number, by_need[place][1].split(" bis "))
        for rows in (by_need, equally):
            assert lower <= _number(rows[place][0]) <= upper


def test_no_service_is_a_hatching_of_its_own(open_page) -> None:
    svg = open_page("coverage", area="psychosocial").markup("coverage_map")
    fills = dict(re.findall(r'<path [^>]*fill="([^"]*)"[^>]*aria-label="([^:"]*):', svg))
    hatched = {
        re.search(r'aria-label="([^:"]*)', path).group(1)
        for path in re.findall(r"<path [^>]*aria-label[^>]*>", svg)
        if re.search(r'fill="url\(#[^"]*no_service', path)
    }
    assert fills
    assert hatched == set(NORTH)


def test_legend_stays_the_same_at_every_month(visit) -> None:
    """Breaks are locked: the slider must not make a colour mean something else."""
    known = [f"{month:%Y-%m}" for month in months(visit)]
    drawn = [gap_map(visit, View(month=month)) for month in known]
    assert len(known) == 70
    assert len({_classes(svg) for svg in drawn}) == 1
    assert len({_outline(svg) for svg in drawn}) == 1
    assert len({_classes(rate_map(visit, View(month=month))) for month in known[::12]}) == 1


@pytest.mark.parametrize(
    ("shown", "words"), [("rate", "Stellen je 1.000 der Zielgruppe"), ("people", "Ausländische Staatsangehörige")]
)
def test_map_shows_what_is_chosen(open_page, shown: str, words: str) -> None:
    page = open_page("coverage", show=shown)
    svg = page.markup("coverage_map")
    assert not page.app.exception
    assert page.widget("show").value == page.address["show"] == shown
    assert words in re.search(r"<svg.*?</svg>", svg, re.DOTALL).group(0)
    assert ("<circle" in svg) == (shown == "people")
    assert "<circle" not in open_page("coverage").markup("coverage_map")


def test_circles_grow_with_the_people_of_the_group(visit) -> None:
    svg = gap_map(visit, View(), with_people=True)
    radii = sorted(float(radius) for radius in re.findall(r'<circle [^>]*r="([^"]*)"', svg))
    assert len(radii) == 16  # and one in the legend
    people = coverage(visit, View())["need"].sort()
    assert radii[-1] ** 2 / radii[-2] ** 2 == pytest.approx(people[-1] / people[-2], rel=0.02)


def test_margin_is_shown_only_where_it_changes_a_digit(open_page) -> None:
    """3 of 33,977 people move 8.5 posts by 0.0008, 2 of 1,740 by 0.01."""
    large, small = (open_page("coverage", group=group) for group in ("foreign_nationals", "asylum_benefit_recipients"))
    assert large.rows("coverage_table")["Titz"][3] == "656"
    assert small.rows("coverage_table")["Titz"][3] == "55 ± 2"
    assert "±:" in small.html
    assert "±:" not in large.html


def test_without_any_post_the_finding_is_that_alone(visit) -> None:
    nobody = {"fte": pl.lit(0.0), "gap_fte": pl.lit(0.0), "state": pl.lit("no_service")}
    found = coverage(visit, View()).with_columns(**nobody)
    (sentence,) = headline(found, View(), GERMAN)
    assert sentence == "Willkommensberatung gibt es im ganzen Kreis nicht."


def test_chosen_municipality_leads_to_its_page(open_page) -> None:
    shown = open_page("coverage", ags=NOERVENICH)
    (link,) = (node.proto for node in shown.app.main if node.type == "page_link")
    assert link.label == "Alles über Nörvenich"
    assert link.page == "gemeinde"
    assert NOERVENICH in link.query_string


@pytest.mark.parametrize("kind", ["gap", "rate", "people"])
def test_picture_for_download_explains_itself(visit, kind: str) -> None:
    svg = unescape(on_map.draw(visit, View(), kind, Medium.FILE))
    words = " ".join(re.sub(r"<[^>]*>", " ", svg).split())
    assert on_map.picture_name(visit, View(), kind) in words
    for fact in (
        "01.10.2024",
        "15.05.2022",
        "Zensus 2022",
        "BKG",
        visit.edition_id,
        "nach Bedarf",
        "bewilligte Stellen",
    ):
        assert fact in words, fact
    assert 'role="button"' not in svg


def test_filled_and_granted_posts_are_told_apart(visit) -> None:
    assert "besetzte Stellen 01.10.2024" in gap_map(visit, View(fte="filled"))
    assert "bewilligte Stellen 01.10.2024" in gap_map(visit, View(fte="granted"))


def test_csv_has_limits_and_doubt(visit) -> None:
    lines = csv_table(sheets(visit, View(), "Lücke"), GERMAN).decode("utf-8-sig").split("\r\n")
    head = next(number for number, line in enumerate(lines) if line.startswith("AGS;"))
    facts = dict(line.split(";", 1) for line in lines[:head] if ";" in line)
    assert facts["Zielgruppe"] == "Ausländische Staatsangehörige"
    assert facts["Gezählt werden"] == "bewilligte Stellen"
    headings, dueren = lines[head : head + 2]
    cells = dict(zip(headings.split(";"), dueren.split(";"), strict=True))
    assert cells["Gemeinde"] == "Düren"
    assert float(cells["Lücke in Stellen (VZÄ)"].replace(",", ".")) == pytest.approx(0.9071, abs=5e-5)
    assert float(cells["Kleinste Lücke aller Aufteilungen (VZÄ)"].replace(",", ".")) == pytest.approx(0.8140, abs=5e-5)
    assert float(cells["Größte Lücke aller Aufteilungen (VZÄ)"].replace(",", ".")) == pytest.approx(1.8254, abs=5e-5)
    assert cells["Gilt bei jeder Aufteilung"] == "ja"


@given(st.sampled_from(["=", "+", "-", "@", "\t", "\r"]), st.text("abc", max_size=5))
def test_no_cell_of_a_csv_is_a_formula(sign: str, rest: str) -> None:
    table = Sheet("T", "T", [Column("name")], [[sign + rest]])
    written = csv_table([table], GERMAN).decode("utf-8-sig")
    assert f"'{sign}" in written


# Sentences


def test_beyond_doubt_names_few_and_counts_many() -> None:
    few = _doubt([("A", 0.5, 0.2, 0.9), ("B", -0.1, -0.5, 0.3)])
    assert beyond_doubt(few, ENGLISH) == (
        "However shared posts are split, posts are missing in A (at least 0.20). Depending on the split: 1 of 2."
    )
    many = _doubt([(name, 0.5, 0.2, 0.9) for name in "ABCD"])
    assert beyond_doubt(many, ENGLISH) == "However shared posts are split, 4 of 4 municipalities lack posts."
    none = _doubt([("A", 0.1, -0.2, 0.9), ("B", -0.1, -0.5, -0.05)])
    assert beyond_doubt(none, ENGLISH) == (
        "No gap holds for every split of shared posts. More than the share at every split: B. "
        "Depending on the split: 1 of 2."
    )


# Focus areas


def test_focus_areas_stand_side_by_side_on_one_scale(open_page) -> None:
    shown = open_page("coverage", part="areas", ags=TITZ)
    svg = shown.markup("focus_areas_map")
    assert svg.count("<svg") == 1
    assert re.findall(r'data-panel="(\d)"', svg) == ["0", "1", "2"]
    assert svg.count(">0,5 und mehr Stellen fehlen<") == 1
    for area in ("Willkommensberatung", "Arbeitsmarktintegration", "Psychosoziale Beratung"):
        assert f'aria-label="{area}, Titz:' in svg
    assert svg.count('aria-pressed="true"') == 3
    assert "kein Angebot in 9 von 15 Gemeinden" in svg
    assert "größte Lücke: Düren, 0,91 Stellen" in svg


def test_focus_areas_have_a_row_for_every_municipality(open_page) -> None:
    rows = open_page("coverage", part="areas").rows("focus_areas_table")
    *places, total = rows
    assert len(places) == 15
    assert {place for place in places if rows[place][2] == "keine"} == set(NORTH)
    assert rows["Düren"] == [f"{MARK} +0,91", "0,00", "−0,32", "+0,58"]
    assert rows[total] == ["8,50", "2,50", "1,00", "12,00"]


@pytest.mark.parametrize("rule", ["need", "equal"])
def test_gap_in_all_is_the_sum_of_the_gaps_of_the_focus_areas(visit, rule: str) -> None:
    view = View(rule=rule)
    parts = pl.concat(
        coverage(visit, view.of(area)).select("ags", "gap_fte") for area in ("welcome", "labour_market", "psychosocial")
    )
    summed = dict(parts.group_by("ags").agg(pl.col("gap_fte").sum()).iter_rows())
    for ags, gap in coverage(visit, view.of(ALL_AREAS)).select("ags", "gap_fte").iter_rows():
        assert gap == pytest.approx(summed[ags], abs=1e-9)


def test_most_severe_finding_comes_first(visit) -> None:
    assert focus_areas.most_severe(visit, View()).startswith("Psychosoziale Beratung gibt es in 6 von 15")
    assert "für alle Gemeinden da" in focus_areas.short_finding(visit, View(), "labour_market")
    assert "Stellen" in focus_areas.short_finding(visit, View(rule="equal"), "labour_market")


def test_picture_of_focus_areas_explains_itself(visit) -> None:
    words = re.sub(r"<[^>]*>", " ", unescape(focus_areas.panels(visit, View(), Medium.FILE)))
    for fact in ("Lücke in Stellen je Schwerpunkt", "01.10.2024", "15.05.2022", visit.edition_id):
        assert fact in words


# Compare


@pytest.mark.parametrize(
    ("kind", "against", "name"),
    [
        ("month", "2023-01", "Januar 2023"),
        ("group", "asylum_benefit_recipients", "Leistungsberechtigte nach AsylbLG"),
        ("split", "equal", "gleichmäßig"),
        ("area", "psychosocial", "Psychosoziale Beratung"),
    ],
)
def test_one_thing_is_changed_and_kept_in_the_address(open_page, kind: str, against: str, name: str) -> None:
    shown = open_page("coverage", part="compare", **{"with": kind}, against=against)
    assert not shown.app.exception
    assert shown.widget("with").value == kind
    assert shown.widget("against").value == against
    assert shown.address["with" if kind != "month" else "against"] in (kind, against)
    svg = shown.markup("compare_map")
    assert re.findall(r'data-panel="(\d)"', svg) == ["0", "1"]
    labels = re.findall(r'aria-label="([^"]*), Düren:', svg)
    assert len(labels) == 2
    assert name in labels[1]
    assert name not in labels[0]


def test_comparison_begins_a_year_earlier(open_page) -> None:
    shown = open_page("coverage", part="compare")
    assert shown.widget("against").value == "2023-10"
    assert "Niederzier unterscheidet sich am meisten: −0,38 Stellen (Oktober 2024), +0,11 Stellen" in shown.html
    rows = shown.rows("compare_table")
    assert next(iter(rows)) == "Niederzier"
    assert rows["Niederzier"] == ["−0,38", "+0,11", "+0,49", "0,68", "0,18"]
    assert list(rows.values())[-1][-2:] == ["8,50", "8,00"]


def test_kind_of_comparison_can_be_changed(open_page) -> None:
    """What was chosen for one kind is no choice of another: it must not linger."""
    shown = open_page("coverage", part="compare", **{"with": "month"}, against="2023-01")
    shown.choose("with", "area")
    assert not shown.app.exception
    assert shown.widget("against").value == "labour_market"
    assert "against" not in shown.address
    assert shown.choose("with", "month").widget("against").value == "2023-10"


def test_chosen_municipality_is_marked_on_both_maps(open_page) -> None:
    svg = open_page("coverage", part="compare", ags=DUEREN).markup("compare_map")
    pressed = re.findall(r'data-ags="(\d+)"[^>]*aria-pressed="true"|aria-pressed="true"[^>]*data-ags="(\d+)"', svg)
    assert ["".join(found) for found in pressed] == [DUEREN, DUEREN]


def test_editions_are_offered_only_where_there_are_earlier_ones(open_page) -> None:
    shown = open_page("coverage", part="compare", **{"with": "edition"})
    assert not shown.app.exception
    assert shown.widget("with").value == "month"


@pytest.fixture
def two_editions(small_data: Path, edit: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """An edition, and a later one in which 100 more foreign nationals live in Merzenich; the ids."""
    moment = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    earlier = load(small_data, now=moment).edition_id
    census = small_data / "raw/census/zensus2022_demografie.csv"
    edit(census, lambda text: text.replace(";foreign_nationals;2022-05-15;746;", ";foreign_nationals;2022-05-15;846;"))
    later = load(small_data, now=moment + dt.timedelta(hours=1)).edition_id
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    return earlier, later


def test_earlier_edition_is_compared_with_the_present(open_page, two_editions: tuple[str, str]) -> None:
    earlier, later = two_editions
    shown = open_page("coverage", part="compare", **{"with": "edition"})
    assert not shown.app.exception
    assert shown.widget("against").value == earlier
    assert later in shown.html
    assert shown.markup("compare_map").count("Datenstand vom") >= 30
    rows = shown.rows("compare_table")
    assert next(iter(rows)) in ("Merzenich", "Düren")
    # 100 of 34,077 people are due 0.025 posts more, of which a part of the shared post comes along.
    assert _number(rows["Merzenich"][0]) > _number(rows["Merzenich"][1])


def test_real_clients_are_not_compared_with_from_example_data(
    open_page, two_editions: tuple[str, str], small_data: Path
) -> None:
    """Over example data everybody may choose the role of the coordination, so nothing of real clients may be near."""
    manifest = small_data / "warehouse/editions" / f"{two_editions[0]}.json"
    manifest.write_text(manifest.read_text().replace('"clients_are_example": true', '"clients_are_example": false'))
    assert kept_editions.earlier(two_editions[1]) == ({}, 0)
    shown = open_page("coverage", part="compare", **{"with": "edition"})
    assert not shown.app.exception
    assert shown.widget("with").value == "month"


def test_picture_of_a_comparison_names_both_sides(visit) -> None:
    left, right = (Side(visit, View(rule=rule), rule) for rule in ("need", "equal"))
    words = " ".join(re.sub(r"<[^>]*>", " ", unescape(compare.maps(left, right, Medium.FILE))).split())
    assert compare.title(left, right) in words
    for rule in ("nach Bedarf", "gleichmäßig"):
        assert f"Aufteilung geteilter Stellen: {rule}." in words
    assert words.count(picture_notes(visit, View())[2]) == 1


GAPS = st.lists(st.floats(-3, 3), min_size=2, max_size=15)


@given(GAPS, st.randoms(use_true_random=False))
def test_differences_are_those_of_the_figures_shown(gaps: list[float], random) -> None:
    others = random.sample(gaps, len(gaps))
    found = differences(_side(gaps), _side(others))
    assert found.height == len(gaps)
    sizes = found["difference"].abs().to_list()
    assert sizes == sorted(sizes, reverse=True)
    for row in found.iter_rows(named=True):
        number = int(row["ags"])
        assert row["difference"] == pytest.approx(round(others[number], 2) - round(gaps[number], 2), abs=0.011)
    same = differences(_side(gaps), _side(gaps))
    assert finding(same, "a", "b", ENGLISH) == ["No difference: every municipality has the same gap on both maps."]


def test_every_kind_of_comparison_has_a_name_in_both_languages() -> None:
    for name in COMPARISON_NAMES.values():
        assert GERMAN.text(name) != name


def _side(gaps: list[float]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "ags": [str(number) for number in range(len(gaps))],
            "name": [f"place {number}" for number in range(len(gaps))],
            "gap_fte": gaps,
            "fte": [1.0] * len(gaps),
            "is_beyond_doubt": [False] * len(gaps),
        }
    )


def _doubt(rows: list[tuple[str, float, float, float]]) -> pl.DataFrame:
    found = pl.DataFrame(rows, schema=["name", "gap_fte", "lower", "upper"], orient="row")
    return found.with_columns(is_beyond_doubt=(pl.col("lower") > 0) | (pl.col("upper") < 0))


def _number(shown: str) -> float:
    return float(shown.removeprefix(MARK).replace(".", "").replace(",", ".").replace("−", "-"))


def _outline(svg: str) -> str:
    """Where the first municipality is drawn."""
    return re.search(r'<path d="([^"]*)" fill="#', svg).group(1)


def _classes(svg: str) -> tuple[tuple[str, str], ...]:
    """Colours and texts of the legend, without the rows that appear only where something is to be explained."""
    swatches = re.findall(r'<rect [^>]*fill="(#[0-9a-f]{6})"', svg)
    texts = re.findall(r">((?:\d|etwa|mehr als)[^<]*(?:fehlen|ausgeglichen|über dem|je 1\.000)[^<]*)<", svg)
    assert len(texts) >= 5
    return tuple(swatches), tuple(texts)
