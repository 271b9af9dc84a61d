"""Posts required: worked out by hand from the loaded cases, made-up values marked, own values kept, and what each role sees."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.load import load
from locales import Language
from metrics.codes import codes
from metrics.protection import ROLES, SMALLEST_BASE, StaffFiguresWithheld, round_to_five
from pages._shared import door
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload import need_sheets
from pages.caseload.need_posts import posts_required, recorded_minutes, required_by_area
from pages.caseload.need_values import (
    EXAMPLE,
    FIELDS,
    FIRST_INTERVIEW,
    MINUTES,
    START,
    Values,
    as_address,
    from_address,
)
from pages.caseload.supply import fte_of_units
from pages.caseload.view import CaseloadView
from report.workbook import workbook
from warehouse import Edition, Store

LAST_MONTH, FIRST_DAY, LAST_DAY = dt.date(2026, 10, 1), dt.date(2025, 11, 1), dt.date(2026, 10, 31)
MARK = {
    "de": "Beispielwerte, frei erfunden: bitte eigene eintragen",
    "en": "Example values, made up: please enter your own",
}
OWN = Values(
    {
        **START,
        "sick_days": 10.0,
        "training_days": 5.0,
        "documentation": 10.0,
        "meetings": 15.0,
        "individual_people": 2.0,
        "individual_hours": 100.0,
        **{code: 30.0 + 15 * position for position, code in enumerate(MINUTES)},
    },
    is_example=False,
)
# 52 weeks of five days, less 30 days of leave, 9 holidays, 10 sick days and 5 of training; 39 hours in five days.
HOURS = (52 * 5 - 30 - 9 - 10 - 5) * 39 / 5
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])


def view_of(by: str, **changed: str) -> CaseloadView:
    return CaseloadView("services", by, ALL_AREAS, "need", LAST_MONTH, "granted", "district").of(**changed)


@pytest.fixture
def visit_of(loaded: Store) -> Callable[[str], Visit]:
    """Makes the visit of a role to the shipped inputs."""

    def made(role: str) -> Visit:
        edition_id = loaded.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language("de"), role, "")

    return made


@pytest.fixture(scope="module")
def done(edition: Edition) -> Counter[tuple[str, str, str]]:
    """First interviews and services of twelve months by municipality, focus area and activity, counted one by one."""
    counted: Counter[tuple[str, str, str]] = Counter()
    cases = edition.query("SELECT case_key, ags, focus_area::VARCHAR, first_interview_on FROM client_case")
    places = {}
    for key, ags, area, begun in cases.iter_rows():
        places[key] = (ags, area)
        if begun is not None and FIRST_DAY <= begun <= LAST_DAY:
            counted[ags, area, FIRST_INTERVIEW] += 1
    given_services = edition.query("SELECT case_key, service_type::VARCHAR, provided_on FROM case_service")
    for key, kind, day in given_services.iter_rows():
        if FIRST_DAY <= day <= LAST_DAY:
            counted[*places[key], kind] += 1
    return counted


def required(counts: Counter[str], individual: float) -> float:
    """Posts that counts of activities require at OWN, `individual` of which for what only some people do."""
    return sum(number * OWN.minutes[code] for code, number in counts.items()) / 60 / HOURS / 0.75 + individual


def by_activity(done: Counter[tuple[str, str, str]], position: int, unit: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for cell, number in done.items():
        if cell[position] == unit:
            counted[cell[2]] += number
    return counted


def all_activities(done: Counter[tuple[str, str, str]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for cell, number in done.items():
        counted[cell[2]] += number
    return counted


@pytest.mark.parametrize(("by", "position"), [("ags", 0), ("focus_area", 1)])
def test_posts_required_are_those_worked_out_by_hand(visit_of, done, by: str, position: int) -> None:
    found = posts_required(visit_of("coordination"), view_of(by), OWN)
    individual = 2 * 100 / HOURS
    whole = required(all_activities(done), individual)
    assert found.whole is not None
    assert found.whole.required == pytest.approx(whole)
    assert found.whole.ratio == pytest.approx(12 / whole)
    assert found.whole.difference == pytest.approx(12 - whole)
    shown = dict(found.frame.drop_nulls("required").select("key", "required").rows())
    assert len(shown) > 2
    for unit, posts in shown.items():
        own = required(by_activity(done, position, unit), 0.0)
        assert posts == pytest.approx(own + individual * own / (whole - individual))


@pytest.mark.parametrize("by", ["carrier", "focus_area"])
def test_the_units_add_up_to_the_district(visit_of, by: str) -> None:
    found = posts_required(visit_of("coordination"), view_of(by), OWN)
    assert found.frame["required"].null_count() == 0
    assert found.frame["required"].sum() == pytest.approx(found.whole.required)
    assert found.frame["fte"].sum() == pytest.approx(found.fte) == pytest.approx(12.0)


def test_focus_areas_chosen_one_by_one_are_those_compared(visit_of) -> None:
    visit = visit_of("coordination")
    together = dict(posts_required(visit, view_of("focus_area"), OWN).frame.select("key", "required").rows())
    for area in codes("focus_area"):
        alone = posts_required(visit, view_of("ags", focus_area=area), OWN)
        assert alone.whole.required == pytest.approx(together[area])


@without_exact
def test_others_see_posts_worked_out_from_rounded_counts(visit_of, done, role: str) -> None:
    found = posts_required(visit_of(role), view_of("focus_area"), OWN)
    rounded = Counter({code: round_to_five(number) for code, number in all_activities(done).items()})
    individual = 2 * 100 / HOURS
    whole = required(rounded, individual)
    assert found.whole.required == pytest.approx(whole)
    for area, posts in found.frame.select("key", "required").rows():
        parts = {code: round_to_five(number) for code, number in by_activity(done, 1, area).items()}
        own = required(Counter(parts), 0.0)
        assert posts == pytest.approx(own * whole / (whole - individual))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["ags", "carrier", "focus_area"])
def test_ranges_hold_the_posts_and_too_few_cases_give_none(visit_of, role: str, by: str) -> None:
    visit, view = visit_of(role), view_of(by)
    found = posts_required(visit, view, OWN).frame
    known = found.drop_nulls("required")
    assert known.height and ((known["lower"] < known["required"]) & (known["required"] < known["upper"])).all()
    unit = "carrier_group" if by == "carrier" and role != "coordination" else by
    counted = door.read(visit.edition_id, role, "caseload_of_a_year", (unit,)).filter(month=LAST_MONTH)
    cases = dict(counted.select(unit, pl.col("cases_at_begin") + pl.col("new_cases")).rows())
    small = {key for key in found["key"] if cases.get(key, 0) < SMALLEST_BASE}
    assert set(found.filter(found["required"].is_null())["key"]) == small
    assert (
        found.filter(found["required"].is_null()).select("lower", "upper", "difference", "ratio").null_count().row(0)
    ) == ((len(small),) * 4)


@pytest.mark.parametrize("role", ROLES)
def test_minutes_of_a_single_activity_show_no_posts_for_fewer_than_ten_of_it(visit_of, role: str) -> None:
    visit, view = visit_of(role), view_of("ags")
    counted = door.read(visit.edition_id, role, "services_of_a_year", ("ags",), LAST_MONTH, service_type="referral")
    referrals = dict(counted.select("ags", "services").rows())
    alone = {code: float(60 * (code == "referral")) for code in MINUTES}
    found = posts_required(visit, view, Values({**OWN.numbers, **alone}, is_example=False)).frame
    shown = set(found.drop_nulls("required")["key"])
    assert shown and shown <= {ags for ags, number in referrals.items() if number >= SMALLEST_BASE}
    assert found["required"].null_count() > 0


@without_exact
def test_ranges_of_rounded_counts_hold_the_posts_of_the_exact_ones(visit_of, role: str) -> None:
    for by in ("ags", "focus_area"):
        rough, exact = (posts_required(visit_of(who), view_of(by), OWN).frame for who in (role, "coordination"))
        both = rough.drop_nulls("required").join(exact.drop_nulls("required"), on="key", suffix="_exact")
        assert both.height > 2
        assert ((both["lower"] <= both["required_exact"]) & (both["required_exact"] <= both["upper"])).all()


def test_more_minutes_require_more_posts_and_find_more_places_lacking_them(visit_of) -> None:
    visit, view = visit_of("coordination"), view_of("ags")
    found = []
    for minutes in (1.0, 600.0):
        values = Values({**OWN.numbers, **dict.fromkeys(MINUTES, minutes)}, is_example=False)
        found.append(posts_required(visit, view, values))
    short, long = found
    assert short.lacking == ()
    known = long.frame.drop_nulls("required")
    assert long.lacking and set(long.lacking) <= set(known.filter(known["fte"] < known["lower"])["label"])
    equal = fte_of_units(visit, view.of(rule="equal")).filter(month=LAST_MONTH)
    most = dict(equal.group_by("unit").agg(pl.col("fte").sum()).rows())
    lacking = known.filter(known["label"].is_in(list(long.lacking)))
    assert all(most.get(key, 0.0) < lower for key, lower in lacking.select("key", "lower").rows())


@without_exact
def test_nobody_is_said_to_lack_posts_whose_work_is_one_employee_s(visit_of, role: str) -> None:
    values = Values({**OWN.numbers, **dict.fromkeys(MINUTES, 600.0)}, is_example=False)
    exact = posts_required(visit_of("coordination"), view_of("focus_area"), values)
    rough = posts_required(visit_of(role), view_of("focus_area"), values)
    assert "Psychosoziale Beratung" in exact.lacking
    assert "Psychosoziale Beratung" not in rough.lacking and rough.lacking


@without_exact
def test_places_by_focus_area_are_for_the_coordination(visit_of, role: str) -> None:
    with pytest.raises(StaffFiguresWithheld):
        required_by_area(visit_of(role), view_of("ags"), OWN)


def test_places_by_focus_area_are_worked_out_by_hand(visit_of, done) -> None:
    whole = required(all_activities(done), 0.0)
    shown = required_by_area(visit_of("coordination"), view_of("ags"), OWN)
    known = shown.drop_nulls("required")
    assert known.height > 10
    for ags, area, posts in known.select("key", "focus_area", "required").rows():
        counts = Counter({code: number for (a, f, code), number in done.items() if (a, f) == (ags, area)})
        assert posts == pytest.approx(required(counts, 0.0) * (1 + 2 * 100 / HOURS / whole))
    assert shown["fte"].sum() == pytest.approx(12.0)


def test_recorded_minutes_are_the_mean_of_services_with_hours(visit_of, edition: Edition) -> None:
    rows = edition.query("SELECT service_type::VARCHAR, hours, provided_on FROM case_service WHERE hours IS NOT NULL")
    hours: Counter[str] = Counter()
    number: Counter[str] = Counter()
    for kind, worked, day in rows.iter_rows():
        if FIRST_DAY <= day <= LAST_DAY:
            hours[kind] += worked
            number[kind] += 1
    found = recorded_minutes(visit_of("coordination"), view_of("ags"))
    assert found == pytest.approx({kind: hours[kind] * 60 / number[kind] for kind in codes("service_type")})


@given(st.text(alphabet="weksdatrining_:,.0123456789-ef ", max_size=80))
def test_whatever_stands_in_an_address_gives_values_within_their_limits(address: str) -> None:
    found = from_address(address)
    assert list(found) == list(FIELDS)
    for code, number in found.items():
        assert number is None or FIELDS[code].least <= number <= FIELDS[code].most
    assert from_address(as_address(found)) == found


@given(st.dictionaries(st.sampled_from(list(FIELDS)), st.none() | st.integers(0, 4).map(float)))
def test_an_address_brings_back_every_value(changed: dict[str, float | None]) -> None:
    allowed = {code: n for code, n in changed.items() if n is None or FIELDS[code].least <= n <= FIELDS[code].most}
    numbers = {**START, **allowed}
    assert from_address(as_address(numbers)) == numbers


def test_values_out_of_their_limits_are_as_at_the_start() -> None:
    assert from_address("weeks:99,hours_per_week:nan,nothing:3,meetings,sick_days:inf,applications:1e3") == START
    assert from_address("weeks:50,sick_days:7") == {**START, "weeks": 50.0, "sick_days": 7.0}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("by", ["ags", "carrier", "focus_area"])
def test_made_up_values_say_so_wherever_they_are_shown(open_page, role: str, language: str, by: str) -> None:
    shown = open_page("caseload", show="need", role=role, lang=language, by=by)
    assert not shown.app.exception
    mark = MARK[language]
    (finding,) = [element.value for element in shown.app.html if 'class="kim-finding"' in element.value]
    assert mark in finding
    table = shown.markup("required_table") if by == "ags" else shown.html
    assert f"({mark})</caption>" in table
    matrix = "Benötigte / vorhandene Stellen" if language == "de" else "Posts required / posts there"
    assert (matrix in shown.words()) == (role == "coordination" and by == "ags")


def test_the_finding_is_that_of_the_district(open_page, visit_of) -> None:
    of_2025 = view_of("ags").of(month=dt.date(2025, 12, 1))
    posts = posts_required(visit_of("steering"), of_2025, EXAMPLE).whole.required
    shown = open_page("caseload", show="need")
    said = Language("de").number(posts, 1)
    assert f"Bei diesen Werten bräuchte es {said} Stellen; bewilligt sind 12,0 (alle Schwerpunkte)." in shown.html
    assert "über den Zufall hinaus" not in shown.html


def test_own_values_are_worked_out_only_when_all_are_given(open_page) -> None:
    shown = open_page("caseload", show="need", values="own", wisn="sick_days:10,training_days:5")
    assert not shown.app.exception
    assert "7 von 19 Werten fehlen noch" in shown.app.info[0].value
    assert "bräuchte" not in shown.words()
    for code in MINUTES:
        shown.widget(f"wisn_{code}").set_value(45.0)
    shown.app.run()
    assert not shown.app.info
    assert "bräuchte" in shown.html and MARK["de"] not in shown.words()
    assert from_address("".join(shown.address["wisn"])) == {
        **START,
        "sick_days": 10.0,
        "training_days": 5.0,
        **dict.fromkeys(MINUTES, 45.0),
    }


def test_a_bookmark_brings_own_values_back(open_page, visit_of) -> None:
    shown = open_page(
        "caseload",
        show="need",
        values="own",
        wisn=as_address(OWN.numbers),
        role="coordination",
        by="focus_area",
        fte="granted",
    )
    posts = posts_required(visit_of("coordination"), view_of("focus_area"), OWN)
    assert f"bräuchte es {Language('de').number(posts.whole.required, 1)} Stellen" in shown.html
    assert shown.widget("wisn_meetings").value == 15.0


def test_no_time_left_to_work_is_said(open_page) -> None:
    address = as_address({**OWN.numbers, "documentation": 60.0, "networking": 40.0})
    shown = open_page("caseload", show="need", values="own", wisn=address)
    assert not shown.app.exception
    assert "lassen keine Arbeitszeit übrig" in shown.app.info[0].value


def test_without_services_nothing_is_worked_out(open_page, small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (small_data / "raw/caseload").iterdir():
        if "Leistungen" in path.name:
            path.unlink()
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("caseload", show="need")
    assert not shown.app.exception
    assert "keine Leistungen geladen" in shown.app.info[0].value


@pytest.mark.parametrize(("role", "there"), [("coordination", "11,5"), ("planning", "12,0"), ("steering", "12,0")])
def test_the_coordination_compares_with_posts_that_are_filled(
    open_page, staffed: Store, monkeypatch: pytest.MonkeyPatch, role: str, there: str
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    shown = open_page("caseload", show="need", role=role)
    word = "besetzt" if role == "coordination" else "bewilligt"
    assert f"{word} sind {there} " in shown.html


@pytest.mark.parametrize("role", ROLES)
def test_the_workbook_has_all_values_on_the_second_sheet(visit_of, role: str) -> None:
    visit, view = visit_of(role), view_of("ags")
    for values in (EXAMPLE, OWN):
        found = posts_required(visit, view, values)
        made = need_sheets.sheets(visit, view, values, found)
        assert workbook(made)
        assert [sheet.name for sheet in made[:2]] == ["Stellenbedarf", "Erläuterung"]
        assert (len(made) == 3) == (role == "coordination")
        assert all((MARK["de"] in sheet.title) == values.is_example for sheet in made)
        told = {row[0]: row[1] for section in made[1].sections for row in section.rows}
        assert told["Urlaubstage"] == "30,0"
        assert told["Hilfe bei Anträgen"] == Language("de").number(values.minutes["applications"], 1)
        assert [column.heading for column in made[0].columns][:2] == ["AGS", "Gemeinde"]
        shown = {row[0]: row[1:3] for row in made[0].rows}
        required = {key: (label, posts) for key, label, posts in found.frame.select("key", "label", "required").rows()}
        assert len(required) == 15
        assert shown == {**required, None: ("Kreis", found.whole.required)}
        for sheet in made[2:]:
            assert sheet.columns[0].heading == "AGS"
            assert {row[:2] for row in sheet.rows} == {(key, label) for key, (label, _) in required.items()}


@pytest.mark.parametrize("by", ["carrier", "focus_area"])
def test_only_municipalities_have_a_key_in_the_workbook(visit_of, by: str) -> None:
    visit, view = visit_of("coordination"), view_of(by)
    found = posts_required(visit, view, OWN)
    shown, _ = need_sheets.sheets(visit, view, OWN, found)
    assert [row[0] for row in shown.rows] == [*found.frame["label"], "Kreis"]
    assert "AGS" not in {column.heading for column in shown.columns}
