"""Who is reached: groups counted one by one beside the census read line by line, and what each role is told."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import shutil
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from etl.inputs import Sidecar, sha256, write_sidecar
from etl.load import load
from locales import Language
from metrics.intervals import poisson_interval, wilson_interval
from metrics.protection import ROLES, StaffFiguresWithheld, round_to_five, sees_exact
from metrics.shares import difference
from pages._shared.visit import Visit
from pages.outcomes import people_arrivals as arrivals
from pages.outcomes.people_composition import Composition, of_all_together, of_every_unit, of_what_is_chosen
from pages.outcomes.people_figures import picture_of_chosen, picture_of_units
from pages.outcomes.people_findings import composition_finding
from pages.outcomes.people_newcomers import finding as newcomer_finding
from pages.outcomes.people_sheets import sheets
from pages.outcomes.people_view import ATTRIBUTES, PeopleView
from pages.outcomes.people_words import notes_on_units
from pages.outcomes.view import OutcomeView
from report.workbook import workbook
from tests.pages.whole_exhibits import check_whole, exhibits_at
from warehouse import Edition, Store, open_edition

YEAR = 2025
DISTRICT, DUEREN, JUELICH, TITZ, VETTWEISS = "05358", "05358008", "05358024", "05358056", "05358060"
UNITS = ("focus_area", "ags", "carrier")
# Group of both -> indicators of the census that make it up, and codes of the case records.
COMMON = {
    "age_band": {
        "age_under_25": (
            ["age_under_3", "age_3_5", "age_6_9", "age_10_15", "age_16_18", "age_19_24"],
            ["age_under_18", "age_18_24"],
        ),
        "age_25_39": (["age_25_39"], ["age_25_39"]),
        "age_40_59": (["age_40_59"], ["age_40_59"]),
        "age_60_plus": (["age_60_66", "age_67_74", "age_75_plus"], ["age_60_plus"]),
    },
    "sex": {"female": (["female"], ["female"]), "male": (["male"], ["male"])},
}
# How far the cell key method may move a count of the 2022 census; what half of 0.2 % is.
PERTURBED_BY, TAIL = 3, 0.001
Row = dict[str, Any]
each_role = pytest.mark.parametrize("role", ROLES)
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])
each_attribute = pytest.mark.parametrize("attribute", ATTRIBUTES)


@pytest.fixture
def visit_of(loaded: Store) -> Callable[..., Visit]:
    """Makes the visit of a role to the shipped inputs."""
    return lambda role="coordination", lang="en", ags="": visit_to(loaded, role, lang, ags)


@pytest.fixture(scope="module")
def begun(edition: Edition) -> list[Row]:
    """The cases whose first interview lies in a year, with the year and carrier of each."""
    sql = "FROM client_case JOIN (SELECT DISTINCT post, carrier FROM post) USING (post)"
    rows = edition.query(sql).to_dicts()
    return [{**row, "year": row["first_interview_on"].year} for row in rows if row["first_interview_on"]]


@pytest.fixture(scope="module")
def census(project: Path) -> dict[tuple[str, str], int]:
    """(area, indicator) -> people, from the shipped table line by line."""
    with (project / "data/raw/census/zensus2022_demografie.csv").open(encoding="utf-8-sig", newline="") as table:
        return {(row["ags"], row["indicator"]): int(row["value"]) for row in csv.DictReader(table, delimiter=";")}


def visit_to(store: Store, role: str = "coordination", lang: str = "en", ags: str = "") -> Visit:
    edition_id = store.current_id()
    return Visit(edition_id, store.manifest(edition_id), Language(lang), role, ags)


def view_of(**choices: Any) -> OutcomeView:
    return OutcomeView(**{"by": "focus_area", "focus_area": "", "carrier": "", "ags": "", "year": YEAR, **choices})


def asked_of(attribute: str = "age_band", ages: str = "all", **choices: Any) -> PeopleView:
    return PeopleView(view_of(**choices), attribute, ages)


def value_of(case: Row, attribute: str) -> str:
    """The value of a case as the section counts it, before groups are put together."""
    if attribute != "arrival":
        found = case[attribute]
        return "not_stated" if found in (None, "unknown") else str(found)
    arrived, came = case["arrived_month"], case["requested_on"] or case["first_interview_on"]
    if arrived is None:
        return "not_stated"
    months = (came.year - arrived.year) * 12 + came.month - arrived.month
    if months < 0:
        return "not_stated"
    return "within_12_months" if months <= 12 else "later"


def counted(cases: list[Row], attribute: str, role: str) -> Counter[str]:
    """Group -> cases as a role may see them: rounded value by value, then put together."""
    values = Counter(value_of(case, attribute) for case in cases)
    called = {code: group for group, (_, found) in COMMON.get(attribute, {}).items() for code in found}
    groups: Counter[str] = Counter()
    for value, number in values.items():
        groups[called.get(value, value)] += number if sees_exact(role) else int(round_to_five(number))
    return groups


def of_group(found: Composition, value: str) -> Row:
    (row,) = found.groups.filter(pl.col("value") == value).to_dicts()
    return row


def tail(least: int, trials: int, share: float) -> float:
    """The probability of `least` or more successes."""
    return math.fsum(
        math.comb(trials, number) * share**number * (1 - share) ** (trials - number)
        for number in range(least, trials + 1)
    )


# Counts and shares


@each_role
@each_attribute
def test_groups_are_those_of_the_cases_counted_one_by_one(
    visit_of, begun: list[Row], role: str, attribute: str
) -> None:
    visit = visit_of(role)
    of_year = [case for case in begun if case["year"] == YEAR]
    assert len(of_year) > 900
    for by in UNITS:
        found = of_every_unit(visit, asked_of(attribute, by=by))
        if by == "carrier" and not sees_exact(role):
            continue  # put together in groups, see test_units.py
        for one in found:
            groups = counted([case for case in of_year if case[by] == one.key], attribute, role)
            assert {value: number for value, number in one.groups.select("value", "cases").rows() if number} == {
                value: number for value, number in groups.items() if number and value != "not_stated"
            }
            assert one.not_stated == groups["not_stated"]
    whole = of_all_together(visit, asked_of(attribute))
    groups = counted(of_year, attribute, role)
    assert sum(groups.values()) == pytest.approx(len(of_year), abs=0 if sees_exact(role) else 2 * len(groups) + 2)
    for value, number in whole.groups.select("value", "cases").rows():
        assert number == groups[value]


@each_attribute
def test_shares_have_the_limits_of_wilson(visit_of, attribute: str) -> None:
    found = of_what_is_chosen(visit_of(), asked_of(attribute)).groups.drop_nulls("share")
    assert found.height > 1
    for row in found.iter_rows(named=True):
        assert row["base"] == found["cases"].sum()
        assert row["share"] == pytest.approx(row["cases"] / row["base"])
        assert (row["lower"], row["upper"]) == pytest.approx(wilson_interval(row["cases"], row["base"]))


@each_role
@pytest.mark.parametrize("attribute", COMMON)
@pytest.mark.parametrize("ags", ["", DUEREN, VETTWEISS])
def test_the_population_is_the_published_one(visit_of, census, role: str, attribute: str, ags: str) -> None:
    found = of_what_is_chosen(visit_of(role, ags=ags), asked_of(attribute, by="ags", ags=ags))
    people = {
        group: sum(census[ags or DISTRICT, indicator] for indicator in indicators)
        for group, (indicators, _) in COMMON[attribute].items()
    }
    assert found.population.on == (dt.date(2022, 5, 15),)
    for group, number in people.items():
        assert of_group(found, group)["population_share"] == pytest.approx(number / sum(people.values()))


def test_the_district_is_compared_with_the_shares_of_the_census(visit_of) -> None:
    """2022 census, Kreis Düren: 50,851 aged 25 to 39 and 76,512 aged 40 to 59 of 275,394 of all age groups."""
    found = of_what_is_chosen(visit_of(), asked_of())
    assert of_group(found, "age_25_39")["population_share"] == pytest.approx(50_851 / 275_394)
    assert of_group(found, "age_40_59")["population_share"] == pytest.approx(76_512 / 275_394)


@pytest.mark.parametrize("by", UNITS)
@pytest.mark.parametrize("attribute", COMMON)
def test_verdicts_are_those_of_exact_probabilities(visit_of, census, by: str, attribute: str) -> None:
    """More or fewer, where as many or as few cases would come with a probability of 0.1 % at most, wherever within its margin
    the share of the population lies."""
    verdicts = Counter()
    for one in of_every_unit(visit_of(), asked_of(attribute, by=by)):
        area = one.key if by == "ags" else DISTRICT
        counts = {
            group: [census[area, indicator] for indicator in indicators]
            for group, (indicators, _) in COMMON[attribute].items()
        }
        everybody, margin = sum(map(sum, counts.values())), PERTURBED_BY * sum(map(len, counts.values()))
        for group, figures in counts.items():
            row = of_group(one, group)
            own = PERTURBED_BY * len(figures)
            most = (sum(figures) + own) / (everybody + own - (margin - own))
            fewest = (sum(figures) - own) / (everybody - own + (margin - own))
            if row["base"] < 10:
                expected = "too_few"
            elif tail(row["cases"], row["base"], most) < TAIL:
                expected = "more"
            elif 1 - tail(row["cases"] + 1, row["base"], fewest) < TAIL:
                expected = "fewer"
            else:
                expected = "no_difference"
            assert row["verdict"] == expected, (one.label, group)
            verdicts[expected] += 1
    assert len(verdicts) > 1 or attribute == "sex"


@without_exact
@pytest.mark.parametrize("attribute", COMMON)
def test_what_rounded_counts_are_said_to_show_holds_for_the_exact_ones(visit_of, role: str, attribute: str) -> None:
    said = 0
    for year in (None, 2023, 2024, YEAR):
        asked = asked_of(attribute, by="ags", year=year)
        exact = {one.key: one for one in of_every_unit(visit_of(), asked)}
        for one in of_every_unit(visit_of(role), asked):
            for row in one.groups.iter_rows(named=True):
                own = of_group(exact[one.key], row["value"])
                if row["verdict"] in ("more", "fewer"):
                    assert own["verdict"] == row["verdict"]
                    said += 1
                if row["share"] is not None and own["share"] is not None:
                    assert row["lower"] <= own["lower"] + 1e-12
                    assert row["upper"] >= own["upper"] - 1e-12
                assert row["share"] is None or row["base"] >= 10
                assert row["cases"] % 5 == 0
    assert said > 10 or attribute == "sex"


@each_role
def test_from_25_on_children_have_no_part_in_the_comparison(visit_of, census, role: str) -> None:
    every = of_what_is_chosen(visit_of(role), asked_of())
    grown = of_what_is_chosen(visit_of(role), asked_of(ages="from_25"))
    assert grown.groups["value"].to_list() == ["age_25_39", "age_40_59", "age_60_plus"]
    assert grown.base == every.base - of_group(every, "age_under_25")["cases"]
    people = [
        sum(census[DISTRICT, indicator] for indicator in indicators)
        for indicators, _ in list(COMMON["age_band"].values())[1:]
    ]
    shares = grown.groups["population_share"].to_list()
    assert shares == pytest.approx([number / sum(people) for number in people])
    assert of_group(grown, "age_60_plus")["verdict"] == "fewer"


def test_diverse_is_counted_but_not_compared(visit_of, begun: list[Row]) -> None:
    row = of_group(of_what_is_chosen(visit_of(), asked_of("sex", year=None)), "diverse")
    assert row["cases"] == sum(case["sex"] == "diverse" for case in begun) > 0
    assert (row["share"], row["verdict"]) == (None, "unknown")


# What is told to whom


@pytest.mark.parametrize("attribute", COMMON)
def test_the_work_of_one_employee_is_judged_for_the_coordination_alone(visit_of, attribute: str) -> None:
    judged = {"more", "fewer", "no_difference"}
    for role in ROLES:
        asked = asked_of(attribute, focus_area="psychosocial")
        found = of_what_is_chosen(visit_of(role), asked)
        units = {one.key: set(one.groups["verdict"]) for one in of_every_unit(visit_of(role), asked)}
        sentence = composition_finding(visit_of(role), asked)
        assert set(found.groups["verdict"]) == units["psychosocial"]
        assert bool(units["psychosocial"] & judged) == sees_exact(role)
        assert units["welcome"] & judged
        assert ("largest groups of the new cases" in sentence) != sees_exact(role)
        assert found.has_shares
        if not sees_exact(role):
            assert "not judged: a single post" in unescape(picture_of_chosen(visit_of(role), asked, width=640))
            assert " 2024" not in newcomer_finding(visit_of(role), asked.of)


@without_exact
@each_attribute
def test_two_units_at_once_are_withheld(visit_of, role: str, attribute: str) -> None:
    for asked in (
        asked_of(attribute, by="focus_area", ags=JUELICH),
        asked_of(attribute, by="ags", ags=JUELICH, focus_area="welcome"),
    ):
        with pytest.raises(StaffFiguresWithheld):
            of_every_unit(visit_of(role), asked)
    assert of_every_unit(visit_of(), asked_of(attribute, by="focus_area", ags=JUELICH))


@without_exact
def test_bars_of_few_rounded_cases_are_not_drawn(visit_of, role: str) -> None:
    drawn = picture_of_units(visit_of(role), asked_of(by="ags"), width=640)
    said = {
        label: (int(cases), parts)
        for label, cases, parts in re.findall(r'aria-label="([^",]*), (\d+) new cases: ([^"]*)"', unescape(drawn))
    }
    assert len(said) == 15
    for cases, parts in said.values():
        assert ("%" in parts) == (cases >= 40)
        assert all(int(number) % 5 == 0 for number in re.findall(r"(\d+) \(", parts))


# Findings


@each_role
def test_the_finding_names_what_differs_beyond_chance_and_nothing_else(visit_of, role: str) -> None:
    visit = visit_of(role)
    found = of_what_is_chosen(visit, asked_of())
    verdicts = dict(found.groups.select("value", "verdict").rows())
    assert verdicts == {
        "age_under_25": "no_difference",
        "age_25_39": "more",
        "age_40_59": "no_difference",
        "age_60_plus": "fewer",
    }
    share = {value: f"{of_group(found, value)['share']:.0%}" for value in ("age_25_39", "age_60_plus")}
    assert composition_finding(visit, asked_of()) == (
        f"District, 2025, age: more often than among the inhabitants 25 to 39 ({share['age_25_39']} of the new cases, 18% of the "
        f"inhabitants); less often 60 and older ({share['age_60_plus']} of the new cases, 30% of the inhabitants)."
    )
    assert "no group differs" in composition_finding(visit, asked_of("sex"))


def test_without_a_census_figure_the_largest_groups_are_named(visit_of, begun: list[Row]) -> None:
    origins = Counter(case["origin_group"] for case in begun if case["year"] == YEAR)
    (first, number), *_ = origins.most_common()
    assert (first, number) == ("middle_east", 296)
    sentence = composition_finding(visit_of(), asked_of("origin_group"))
    lower, upper = wilson_interval(number, sum(origins.values()))
    assert f"largest groups of the new cases Middle East 30% ({lower:.0%} to {upper:.0%}), Ukraine 22%" in sentence


def test_newcomers_are_told_by_focus_area_with_changes_beyond_chance(visit_of, begun: list[Row]) -> None:
    sentence = newcomer_finding(visit_of(), view_of())
    counts = Counter((case["year"], case["focus_area"], value_of(case, "arrival")) for case in begun)

    def of(year: int, area: str) -> tuple[int, int]:
        came = counts[year, area, "within_12_months"]
        return came, came + counts[year, area, "later"]

    changed = 0
    for area, label in (
        ("welcome", "Welcome counselling"),
        ("labour_market", "Labour market integration"),
        ("psychosocial", "Psychosocial counselling"),
    ):
        count, base = of(YEAR, area)
        lower, upper = wilson_interval(count, base)
        told = f"{label} {count / base:.0%} ({lower:.0%} to {upper:.0%})"
        assert told in sentence
        beyond = difference(count, base, *of(YEAR - 1, area)).is_beyond_chance  # type: ignore[union-attr]
        assert (sentence.split(told)[1][:2] == ", ") == beyond
        changed += beyond
    assert ("Otherwise no change from 2024" in sentence) == (0 < changed < 3)


@without_exact
def test_newcomers_of_a_municipality_are_told_together(visit_of, role: str) -> None:
    sentence = newcomer_finding(visit_of(role, ags=DUEREN), view_of(by="ags", ags=DUEREN))
    assert sentence.startswith("Düren, 2025, here for at most twelve months when they asked: 66% (")
    assert "counselling" not in sentence


# Arrivals from abroad


@pytest.fixture(scope="module")
def arrived(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The shipped inputs with arrivals of 2024 and 2025; Titz publishes those of eleven months of 2025 only."""
    data = tmp_path_factory.mktemp("arrived") / "data"
    shutil.copytree(project / "data", data, ignore=shutil.ignore_patterns("warehouse"))
    with (data / "raw/municipalities/gemeinden.csv").open(encoding="utf-8-sig", newline="") as table:
        places = sorted({row["ags"] for row in csv.DictReader(table, delimiter=";") if len(row["ags"]) == 8})
    rows = [
        f"{place};{month:02}.{year};{people_of(place, month)}"
        for place in places
        for year in (2024, YEAR)
        for month in range(1, 13)
        if (place, year, month) != (TITZ, YEAR, 12)
    ]
    path = data / "raw/staffing/arrivals.csv"
    path.write_text("\n".join(["AGS;Monat;Zuzüge", *rows]) + "\n", encoding="utf-8")
    cited = dict.fromkeys(("title", "publisher", "licence", "attribution", "url"), "arrivals")
    write_sidecar(
        path,
        Sidecar("arrivals", reference_date=dt.date(2025, 12, 31), data="real", sha256=sha256(path), **cited),
    )
    load(data)
    return Store(data)


def people_of(place: str, month: int) -> int:
    """Arrivals of a month; nobody comes to Vettweiß."""
    return 0 if place == VETTWEISS else 3 * int(place[-2:]) % 17 + month


@pytest.fixture
def of_arrived(arrived: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Visit]:
    monkeypatch.setenv("KIM_DATA_DIR", str(arrived.data))
    return lambda role="coordination", lang="en", ags="": visit_to(arrived, role, lang, ags)


@each_role
def test_newcomers_are_set_against_the_arrivals_of_the_same_place_and_year(of_arrived, begun, role: str) -> None:
    found = {row["unit"]: row for row in arrivals.reached(of_arrived(role), view_of()).iter_rows(named=True)}
    assert len(found) == 15
    for place, row in found.items():
        came = sum(
            case["ags"] == place and case["year"] == YEAR and value_of(case, "arrival") == "within_12_months"
            for case in begun
        )
        moved = sum(people_of(place, month) for month in range(1, 13))
        if place == TITZ or (place == VETTWEISS and not sees_exact(role)):
            assert row["arrivals"] is None
        else:
            assert row["arrivals"] == (moved if sees_exact(role) else round_to_five(moved))
        if place in (TITZ, VETTWEISS):
            assert row["value"] is None
            continue
        lower, upper = (limit * 100 / moved for limit in poisson_interval(came))
        if sees_exact(role):
            assert (row["value"], row["lower"], row["upper"]) == pytest.approx((came * 100 / moved, lower, upper))
        else:
            assert row["lower"] <= lower
            assert row["upper"] >= upper
            assert row["value"] == pytest.approx(100 * round_to_five(came) / round_to_five(moved))


def test_the_district_is_told_where_all_publish_their_arrivals(of_arrived, begun: list[Row]) -> None:
    assert arrivals.whole(of_arrived(), view_of()) is None
    assert arrivals.finding(of_arrived(), view_of()) == ""
    places = {case["ags"] for case in begun}
    moved = sum(people_of(place, month) for place in places for month in range(1, 13))
    came = sum(case["year"] == 2024 and value_of(case, "arrival") == "within_12_months" for case in begun)
    lower, upper = (limit * 100 / moved for limit in poisson_interval(came))
    assert len(places) == 15
    assert arrivals.finding(of_arrived(), view_of(year=2024)) == (
        f"Newcomers counselled per 100 arrivals from abroad: District, 2024: {came * 100 / moved:.0f} ({lower:.0f} to "
        f"{upper:.0f}); {came} newcomers, {moved:,} arrivals."
    )
    own = arrivals.finding(of_arrived(ags=JUELICH), view_of(by="ags", ags=JUELICH))
    assert own.startswith("Newcomers counselled per 100 arrivals from abroad: Jülich, 2025: ")


@each_role
def test_there_are_no_arrivals_to_compare_with_over_all_years_or_in_a_running_one(of_arrived, role: str) -> None:
    for year in (None, 2023, 2026):
        assert arrivals.reached(of_arrived(role), view_of(year=year)).is_empty()


@each_role
@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.usefixtures("of_arrived")
def test_arrivals_are_shown_where_they_are_loaded(open_page, role: str, lang: str) -> None:
    shown = open_page(
        "outcomes", outcome="people", role=role, lang=lang, outcome_area="welcome", characteristic="arrival"
    )
    assert not shown.app.exception
    words = unescape(shown.markup("people_arrivals"))
    assert words.count("<circle") == 13
    together = {"de": "Alle Schwerpunkte und Träger zusammen.", "en": "All focus areas and carriers together."}[lang]
    assert (together in unescape(shown.html)) != sees_exact(role)
    assert ("Welcome counselling" in words or "Willkommensberatung" in words) == sees_exact(role)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_arrivals_can_be_taken_away(of_arrived, lang: str) -> None:
    _, made = exhibits_at("wirkung?outcome=people", of_arrived("steering").edition_id, lang)
    assert list(made) == ["people_chosen", "people_units", "people_newcomers", "people_arrivals", "people_table"]
    check_whole(made["people_arrivals"], is_picture=True, uses_clients=True)
    assert made["people_arrivals"].table is not None
    assert len(made["people_arrivals"].table.rows) == 15


@given(
    newcomers=st.lists(st.integers(0, 90), min_size=1, max_size=4),
    moved=st.integers(8, 400),
)
def test_limits_from_rounded_counts_hold_for_all_that_may_stand_behind(newcomers: list[int], moved: int) -> None:
    exact = pl.DataFrame({"newcomers": newcomers, "arrivals": [moved] * len(newcomers)})
    rounded = exact.select(round_to_five(pl.all()))
    inner, outer = arrivals.rates(exact, "coordination"), arrivals.rates(rounded, "steering")
    assert (outer["lower"] <= inner["lower"] + 1e-9).all()
    assert (outer["upper"] >= inner["upper"] - 1e-9).all()


# The page


@each_role
@pytest.mark.parametrize("lang", ["de", "en"])
@each_attribute
def test_the_section_shows_every_characteristic(open_page, role: str, lang: str, attribute: str) -> None:
    shown = open_page("outcomes", outcome="people", role=role, lang=lang, characteristic=attribute)
    assert not shown.app.exception
    assert not shown.app.error
    table = shown.rows("people_table")
    assert len(table) == 4
    bases = [int(cells[0]) for cells in table.values()]
    assert sees_exact(role) or all(base % 5 == 0 for base in bases)
    assert sum(bases[:-1]) == pytest.approx(bases[-1], abs=0 if sees_exact(role) else 40)
    assert shown.offers("ages") == (attribute == "age_band")
    html = unescape(shown.html)
    is_compared = attribute in COMMON
    census = {"de": "Der Zensus zählt die ganze Bevölkerung", "en": "The census counts all inhabitants"}[lang]
    silent = {"de": "Die geladenen Tabellen des Zensus nennen", "en": "The loaded census tables do not tell"}[lang]
    assert (census in html, silent in html) == (is_compared, not is_compared)
    assert ("Zensus 2022, Regionaltabelle Demografie" in html) == is_compared
    assert (
        "15.05.2022" in shown.markup("people_chosen") or "15 May 2022" in shown.markup("people_chosen")
    ) == is_compared
    words = shown.words()
    codes = (
        "age_band",
        "origin_group",
        "residence_status",
        "within_12_months",
        "not_stated",
        "no_difference",
        "too_few",
    )
    assert [code for code in codes if code in words] == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_municipality_stands_beside_its_own_population(open_page, census, lang: str) -> None:
    shown = open_page("outcomes", outcome="people", lang=lang, role="steering", outcome_by="ags", ags=DUEREN)
    assert not shown.app.exception
    drawn = unescape(shown.markup("people_chosen"))
    share = census[DUEREN, "age_40_59"] / sum(
        census[DUEREN, indicator] for indicators, _ in COMMON["age_band"].values() for indicator in indicators
    )
    assert f"{share * 100:.0f}" in re.findall(r"Düren, 15[^)]*\) (\d+)", drawn)
    assert {"de": "derselben Gemeinde", "en": "of the same municipality"}[lang] in unescape(shown.html)
    assert 'aria-pressed="true"' in shown.markup("people_units")


def test_how_many_verdicts_chance_alone_would_bring_is_said(visit_of) -> None:
    found = of_every_unit(visit_of(), asked_of(by="ags"))
    compared = sum(4 for one in found if one.base >= 10)
    assert 40 < compared <= 60
    said = " ".join(notes_on_units(visit_of(), asked_of(by="ags"), found))
    assert f"of {compared} comparisons chance alone would mark {compared * 0.002:.2f} on average" in said
    assert "comparisons" not in " ".join(
        notes_on_units(visit_of(), asked_of("origin_group"), of_every_unit(visit_of(), asked_of("origin_group")))
    )


@each_role
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_workbook_holds_every_unit_and_says_what_its_figures_mean(visit_of, role: str, lang: str) -> None:
    visit, asked = visit_of(role, lang), asked_of(by="ags")
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheets(visit, asked))))
    assert len(book.sheet_names) == 4
    rows = book.get_sheet_by_name(book.sheet_names[2]).to_python()
    of_places = [row for row in rows if str(row[0]).startswith("05358")]
    assert len(of_places) == 15 * 5
    assert {str(row[0]) for row in of_places} == {one.key for one in of_every_unit(visit, asked)}
    explained = " ".join(str(cell) for row in book.get_sheet_by_name(book.sheet_names[1]).to_python() for cell in row)
    for expected in {
        "de": ("Anteil einer Gruppe an den neuen Fällen", "Merkmal", "2022-05-15", "Einwilligung", "Wilson 1927"),
        "en": ("Share of a group among the new cases", "Characteristic", "2022-05-15", "Consenting", "Wilson 1927"),
    }[lang]:
        assert expected in explained


# Other data


@pytest.fixture
def few(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An edition of few cases."""
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    return Store(small_data)


def test_few_cases_have_no_shares_but_for_the_coordination(few: Store, open_page) -> None:
    for role in ROLES:
        found = of_every_unit(visit_to(few, role), asked_of(by="ags"))
        assert any(one.has_shares for one in found) == sees_exact(role)
        for attribute in ATTRIBUTES:
            shown = open_page(
                "outcomes", outcome="people", lang="en", role=role, characteristic=attribute, outcome_by="ags"
            )
            assert not shown.app.exception
        assert sees_exact(role) or "too few cases" in unescape(shown.markup("people_newcomers"))


def test_without_the_census_shares_stand_alone(small_data: Path, edit, monkeypatch, open_page) -> None:
    """A census table that does not tell ages and sexes."""
    path = small_data / "raw/census/zensus2022_demografie.csv"
    told = re.compile(r".*;(age_\w+|female|male);.*\n")
    edit(path, lambda text: told.sub("", text))
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    store = Store(small_data)
    for attribute in COMMON:
        found = of_what_is_chosen(visit_to(store), asked_of(attribute, year=None))
        assert found.has_shares
        assert not found.is_compared
        assert set(found.groups["verdict"]) == {"unknown"}
        shown = open_page(
            "outcomes", outcome="people", lang="en", role="coordination", characteristic=attribute, year="all"
        )
        assert not shown.app.exception
        assert "do not tell the inhabitants" in shown.html
        assert "▲" not in shown.markup("people_table")


def test_posts_that_changed_are_judged_by_the_years_in_which_they_stood_alone(staffed: Store, monkeypatch) -> None:
    """A unit of one post stays unjudged for the steering group, whatever the history of the others."""
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    with open_edition(data=staffed.data) as history:
        posts = history.query(
            "SELECT focus_area, count(DISTINCT post) AS posts FROM post WHERE building_block = 'case_management' GROUP BY ALL"
        )
    alone = {area for area, number in posts.rows() if number == 1}
    for year in (2022, YEAR):
        found = of_every_unit(visit_to(staffed, "steering"), asked_of(year=year))
        assert {one.key for one in found if "single_post" in set(one.groups["verdict"])} == alone == {"psychosocial"}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_district_without_cases_says_so(open_page, other_district: Store, monkeypatch, lang: str) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(other_district.data))
    shown = open_page("outcomes", outcome="people", lang=lang)
    assert not shown.app.exception
    (info,) = shown.app.info
    assert {"de": "Es sind keine Fälle geladen", "en": "No cases have been loaded"}[lang] in info.value
    assert "Düren" not in shown.words()


def test_the_address_keeps_characteristic_and_ages(open_page) -> None:
    shown = open_page("outcomes", outcome="people", lang="en", ages="from_25")
    assert "under 25" not in unescape(shown.markup("people_chosen"))
    after = shown.choose("characteristic", "sex")
    assert after.address["characteristic"] == "sex"
    assert "female" in after.markup("people_chosen")
