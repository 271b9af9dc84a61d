"""The page about one place: its figures agree with the other pages, and its protection with the visitor's role."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable

import pytest

from metrics.codes import codes
from metrics.protection import ROLES, StaffFiguresWithheld, round_to_five
from pages._shared import door
from warehouse import Edition, Store

DUEREN, KREUZAU, NOERVENICH, INDEN = "05358008", "05358028", "05358052", "05358020"
WITHOUT_EXACT = ("steering", "planning")
# The concept: psychosocial counselling is for Stadt Düren and the southern district, five municipalities by assumption.
PSYCHOSOCIAL = {"05358008", "05358012", "05358016", "05358028", "05358044", "05358060"}
GAPS, POSTS, PEOPLE = "Lücke in Stellen", "Stellen und Träger, die für", "Menschen in"
AREAS = ["alle Schwerpunkte", *(names["de"] for names in codes("focus_area").values())]


def lines(cell: str) -> list[str]:
    """The lines of a cell, with ordinary spaces."""
    return re.sub("[\u00a0\u202f]", " ", cell).split("\n")


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(".", "").replace(",", "."))


def by_name(table: dict[str, list[str]]) -> dict[str, list[list[str]]]:
    """First line of the first column -> the lines of all cells of a row, its own first."""
    every = zip(*(map(lines, column) for column in table.values()), strict=True)
    return {cells[0][0]: list(cells) for cells in every}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_page_of_a_place_runs(open_page, lang: str, role: str) -> None:
    shown = open_page("place", ags=NOERVENICH, lang=lang, role=role)
    assert not shown.app.exception
    assert not shown.app.error
    assert shown.heading == "Nörvenich"
    assert "Beispieldaten" in shown.banner


def test_without_a_place_there_is_a_list_to_choose_from(open_page) -> None:
    shown = open_page("place")
    rows = shown.rows("place_list")
    assert len(rows) == 15
    assert list(rows) == sorted(rows)
    assert shown.markup("place_list").count("<button") == 15
    assert rows["Düren"][0] == "17.267"
    assert shown.choose("ags", DUEREN).heading == "Düren"


def test_a_place_that_is_none_leads_to_the_list(open_page) -> None:
    shown = open_page("place", ags="05358999")
    assert not shown.app.exception
    assert len(shown.rows("place_list")) == 15


def test_people_are_those_the_concept_quotes(open_page) -> None:
    """Zensus 2022, as in the concept: Stadt Düren 17,267 foreign nationals (18.34 %), Kreis 12.34 %; 29,544 with an
    immigration history (31.38 %), Kreis 21.74 %."""
    rows = by_name(open_page("place", ags=DUEREN).table(PEOPLE))
    for group, figure, share, district in (
        ("Ausländische Staatsangehörige", "17.267", "18,3 %", "12,3 %"),
        ("Menschen mit Einwanderungsgeschichte", "29.544", "31,4 %", "21,7 %"),
    ):
        name, own, _, whole = rows[group]
        assert name[1] == "15.05.2022"
        assert own == [figure, share]
        assert whole == [district]


def test_shares_elsewhere_are_those_of_the_other_places_of_the_kind(open_page, edition: Edition) -> None:
    alike = edition.query(
        "SELECT sum(value) FILTER (indicator = 'foreign_nationals') / sum(value) FILTER (indicator = 'population') AS share "
        "FROM mart_indicator WHERE reference_date = DATE '2022-05-15' AND ags IN "
        "('05358012', '05358016', '05358044', '05358060')"
    )["share"].item()
    rows = by_name(open_page("place", ags=NOERVENICH).table(PEOPLE))
    assert number(rows["Ausländische Staatsangehörige"][2][0].removesuffix(" %")) == pytest.approx(
        alike * 100, abs=0.05
    )


@pytest.mark.parametrize(
    ("ags", "said"),
    [
        (NOERVENICH, "Heimbach, Hürtgenwald, Nideggen, Vettweiß (gleicher Raumtyp)"),
        (KREUZAU, "Merzenich, Niederzier (gleiche Besiedlung; vom gleichen Raumtyp gibt es zu wenige)"),
    ],
)
def test_what_a_place_is_compared_with_is_said(open_page, ags: str, said: str) -> None:
    assert said in open_page("place", ags=ags).html


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("area", ["all", *codes("focus_area")])
def test_gaps_are_those_of_the_page_on_coverage(open_page, role: str, area: str) -> None:
    address = {"ags": NOERVENICH, "role": role, "split": "equal"}
    rows = by_name(open_page("place", **address).table(GAPS))
    label = AREAS[["all", *codes("focus_area")].index(area)]
    gap = open_page("coverage", area=area, **address).rows("coverage_table")["Nörvenich"][0]
    assert number(rows[label][2][0]) == number(gap.removeprefix("■ "))
    assert list(rows) == AREAS


def test_a_gap_holds_for_every_split_where_its_limits_have_one_sign(open_page) -> None:
    marked = {}
    for ags in (DUEREN, NOERVENICH, KREUZAU, INDEN):
        for label, (_, _, words) in by_name(open_page("place", ags=ags).table(GAPS)).items():
            ends = [number(end) for end in re.findall("[+−]?[0-9]+,[0-9]+", " ".join(words[1:2])) or [words[0]]]
            marked[(ags, label)] = "gilt bei jeder Aufteilung" in words
            assert marked[(ags, label)] == (min(ends) * max(ends) > 0), (ags, label)
    assert set(marked.values()) == {True, False}


def test_a_focus_area_that_is_missing_is_said_on_top(open_page) -> None:
    shown = open_page("place", ags=NOERVENICH)
    assert "Gar keine Stelle gibt es hier für: Psychosoziale Beratung." in shown.html
    assert "hier kein Angebot" in by_name(shown.table(GAPS))["Psychosoziale Beratung"][2]
    assert "Gar keine Stelle" not in open_page("place", ags=DUEREN).html


def test_posts_are_all_that_serve_the_place_with_the_part_that_is_there_for_it(open_page) -> None:
    shown = open_page("place", ags=DUEREN)
    table = shown.table(POSTS)
    assert sorted(lines(cell)[1] for cell in table["Träger, Schwerpunkt"]) == sorted(
        ["Willkommensberatung"] * 4 + ["Arbeitsmarktintegration"] * 2 + ["Psychosoziale Beratung"]
    )
    parts = sum(number(part) for part in table["davon hier (VZÄ)"])
    in_all = open_page("coverage", area="all", ags=DUEREN).rows("coverage_table")["Düren"][-3]
    assert parts == pytest.approx(number(in_all), abs=0.005 * len(table["davon hier (VZÄ)"]))


def test_what_is_not_said_and_what_is_not_loaded_are_two_things(open_page) -> None:
    html = open_page("place", ags=NOERVENICH).html
    assert "Sprachen: nicht angegeben." in html
    assert "Sprechstunden vor Ort: nicht geladen." in html


def test_languages_and_hours_stand_with_their_posts(open_page, staffed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    shown = open_page("place", ags=INDEN, month="2025-03")
    assert "Sprechstunden vor Ort: Rathaus Inden: 2,5 Stunden je Woche" in shown.html
    assert "Sprechstunden vor Ort: sonst nicht angegeben." in shown.html
    assert "nicht geladen" not in shown.html.split("Stellen und Träger")[1].split("</p>")[0]
    dueren = open_page("place", ags=DUEREN, month="2025-03").table(POSTS)["Träger, Schwerpunkt"]
    assert any("Sprachen: Arabisch, Englisch" in lines(cell) for cell in dueren)


@pytest.mark.parametrize("role", WITHOUT_EXACT)
def test_topics_of_a_place_are_for_the_coordination(open_page, edition: Edition, role: str) -> None:
    shown = open_page("place", ags=DUEREN, role=role)
    assert "Worum es bei den meisten Zielen geht" not in shown.html
    assert "sieht nur die Koordination" in shown.html
    agreed = edition.query("SELECT sum(goals_agreed)::BIGINT AS n FROM mart_goal WHERE ags = ?", [DUEREN])["n"].item()
    assert f"Ziele: {round_to_five(agreed):,}".replace(",", ".") + " vereinbart" in shown.html
    with pytest.raises(StaffFiguresWithheld):
        door.read(edition.id, role, "goals", ("topic",), ags=DUEREN)


def test_the_coordination_sees_the_topics_most_goals_are_about(open_page, edition: Edition) -> None:
    expected = edition.query(
        "SELECT topic, sum(goals_agreed)::BIGINT AS agreed, sum(goals_reached)::BIGINT AS achieved FROM mart_goal "
        "WHERE ags = ? GROUP BY topic ORDER BY agreed DESC, topic LIMIT 5",
        [DUEREN],
    )
    table = open_page("place", ags=DUEREN, role="coordination").table("Worum es bei den meisten Zielen geht")
    assert [number(count) for count in table["Ziele vereinbart"]] == expected["agreed"].to_list()
    assert [number(count) for count in table["erreicht"]] == expected["achieved"].to_list()
    assert table["Thema"] == [codes("topic")[topic]["de"] for topic in expected["topic"]]


def counted_by_period(edition: Edition, ags: str, length: int) -> dict[str, int]:
    """First day of a period of so many months -> new cases, month by month."""
    months = edition.query("SELECT month, new_cases FROM mart_caseload WHERE ags = ?", [ags])
    found: dict[str, int] = {}
    for month, cases in months.iter_rows():
        begins = dt.date(month.year, (month.month - 1) // length * length + 1, 1)
        found[begins.isoformat()] = found.get(begins.isoformat(), 0) + cases
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("ags", [DUEREN, NOERVENICH])
def test_periods_are_summed_before_they_are_rounded(open_page, edition: Edition, ags: str, role: str) -> None:
    """Quarters for the coordination. Beside rounded sums of twelve months, rounded quarters would give exact counts away."""
    (bar,) = open_page("place", ags=ags, role=role).figure("periods")["data"]
    length = 12 if role in WITHOUT_EXACT else 3
    exact = counted_by_period(edition, ags, length)
    shown = {str(day)[:10]: count for day, count in zip(bar["x"], bar["y"], strict=True)}
    # The export goes from January 2021 to October 2026: the period that has only begun is not shown.
    assert len(shown) == (5 if role in WITHOUT_EXACT else 12)
    assert max(shown) == ("2025-01-01" if role in WITHOUT_EXACT else "2026-07-01")
    rounded = round_to_five if role in WITHOUT_EXACT else int
    assert shown == {day: rounded(exact.get(day, 0)) for day in shown}


def test_reach_is_that_of_twelve_months(open_page, edition: Edition) -> None:
    cases, need = edition.query(
        "SELECT (SELECT sum(new_cases) FROM mart_caseload WHERE ags = $ags "
        "AND month BETWEEN DATE '2025-11-01' AND DATE '2026-10-01')::BIGINT AS cases, "
        "(SELECT value FROM mart_indicator WHERE ags = $ags AND indicator = 'foreign_nationals') AS need",
        {"ags": DUEREN},
    ).row(0)
    rows = by_name(open_page("place", ags=DUEREN, role="coordination").table("Reichweite"))
    assert number(rows["Düren"][2][0]) == pytest.approx(cases * 1000 / need, abs=0.05)


@pytest.mark.parametrize("role", WITHOUT_EXACT)
def test_no_rate_on_a_base_below_ten(open_page, edition: Edition, role: str) -> None:
    counts = edition.query(
        "SELECT ags, name, coalesce(sum(new_cases) FILTER (month >= DATE '2025-11-01'), 0)::BIGINT AS cases "
        "FROM mart_municipality LEFT JOIN mart_caseload USING (ags) GROUP BY ags, name ORDER BY cases LIMIT 1"
    )
    ags, name, cases = counts.row(0)
    assert round_to_five(cases) < 10
    shown = open_page("place", ags=ags, role=role)
    assert by_name(shown.table("Reichweite"))[name][2] == ["zu wenige Fälle für eine Rate"]
    assert by_name(shown.table("Unter den Orten"))["Neue Fälle"][2] == ["zu wenige Fälle für eine Rate"]
    assert "Menschen als im Kreis" not in shown.html
    exact = by_name(open_page("place", ags=ags, role="coordination").table("Reichweite"))[name][2]
    assert "weniger als 10 Fälle" in exact


def test_distances_are_those_to_the_nearest_place_served(open_page, edition: Edition) -> None:
    """A slow twin: great circles on a sphere, which differ from the ellipsoid by less than half a per cent."""
    places = edition.query("SELECT ags, name, longitude, latitude FROM mart_municipality")
    points = {row["ags"]: (row["longitude"], row["latitude"], row["name"]) for row in places.iter_rows(named=True)}

    def kilometres(one: str, other: str) -> float:
        (x, y, _), (u, v, _) = points[one], points[other]
        east = math.radians(u - x) * math.cos(math.radians((y + v) / 2))
        return 6371.0 * math.hypot(east, math.radians(v - y)) * 1.3

    nearest = min(PSYCHOSOCIAL, key=lambda ags: kilometres(NOERVENICH, ags))
    table = open_page("place", ags=NOERVENICH).table("Wie weit es ist")
    rows = by_name(table)
    name, distance = rows["Psychosoziale Beratung"][1][0].removesuffix(" km").split(", ")
    assert name == points[nearest][2]
    assert number(distance) == pytest.approx(kilometres(NOERVENICH, nearest), rel=0.01)
    assert rows["Willkommensberatung"][1][0].startswith("hier, ")
    assert "nächste Beratung, ungefähr" in table


def test_ranks_are_among_places_of_the_same_kind(open_page) -> None:
    alike = ["Heimbach", "Hürtgenwald", "Nideggen", "Nörvenich", "Vettweiß"]
    coverage = open_page("coverage", area="all", role="coordination").rows("coverage_table")
    per_1000 = [number(coverage[name][-1]) for name in alike]
    rows = by_name(open_page("place", ags=NOERVENICH, role="coordination").table("Unter den Orten gleicher Art"))
    own = number(coverage["Nörvenich"][-1])
    rank = 1 + sum(value > own for value in per_1000)
    assert rows["Stellen"][2] == [coverage["Nörvenich"][-1], f"Platz {rank} von 5"]


def test_choices_of_the_page_on_coverage_hold_here(open_page) -> None:
    by_need, equally = (open_page("place", ags=KREUZAU, split=rule).table(GAPS) for rule in ("need", "equal"))
    assert by_need != equally
    shown = open_page("place", ags=KREUZAU, group="sgb2_recipients")
    assert "Leistungsberechtigte nach SGB II" in shown.html.split("Balken:")[1]


def test_a_district_without_a_list_of_places_has_a_page_for_each(
    open_page: Callable[..., object], other_district: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(other_district.data))
    shown = open_page("place", ags="05366016", lang="en")
    assert not shown.app.exception  # type: ignore[attr-defined]
    html = shown.html  # type: ignore[attr-defined]
    assert "all municipalities, as there are too few of the same kind" in html
    assert "No cases have been loaded" in shown.app.info[0].value  # type: ignore[attr-defined]
    assert shown.banner == ""  # type: ignore[attr-defined]
