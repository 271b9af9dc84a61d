"""Access channels and referrals: against the exports counted line by line, and what each role sees."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl.inputs import sign
from etl.load import load
from locales import Language
from metrics.codes import codes
from metrics.intervals import wilson_interval
from metrics.protection import ROLES, StaffFiguresWithheld, round_to_five
from pages._shared import door
from pages._shared.visit import Visit
from pages.outcomes import ways_channels as channels
from pages.outcomes import ways_channels_shown, ways_referrals_shown
from pages.outcomes import ways_referrals as referrals
from pages.outcomes.asking import of_chosen
from pages.outcomes.measures import figures
from pages.outcomes.view import OutcomeView
from pages.outcomes.ways_findings import by_registration_office, sent_and_arrived, without_registration
from pages.outcomes.ways_sheets import sheets
from pages.outcomes.ways_words import breakable
from report.workbook import workbook
from warehouse import Edition, Store

DUEREN, JUELICH, HUERTGENWALD = "05358008", "05358024", "05358016"
PLACES = {f"05358{number:03}" for number in range(4, 64, 4)}
AREAS = ("welcome", "labour_market", "psychosocial")
WITHOUT_EXACT = ("steering", "planning")
YEAR = 2025
BY_REGISTRATION, BY_COLLEAGUES = "registration_office", "case_management"
Row = dict[str, Any]


def visit_to(store: Store, role: str, lang: str = "de", ags: str = "") -> Visit:
    edition_id = store.current_id()
    return Visit(edition_id, store.manifest(edition_id), Language(lang), role, ags)


def view_of(by: str = "focus_area", year: int | None = YEAR, **chosen: str) -> OutcomeView:
    return OutcomeView(by, **{"focus_area": "", "carrier": "", "ags": "", **chosen}, year=year)


def seen(count: int, role: str) -> int:
    return count if role == "coordination" else round_to_five(count)


@pytest.fixture
def visit_of(loaded: Store) -> Callable[..., Visit]:
    """Makes the visit of a role to the shipped inputs."""
    return lambda role, lang="de", ags="": visit_to(loaded, role, lang, ags)


@pytest.fixture
def begun(edition: Edition) -> list[Row]:
    """All cases with a first interview, one by one."""
    cases = edition.query("FROM client_case WHERE first_interview_on IS NOT NULL").to_dicts()
    return [{**row, "channel": row["access_channel"] or "not_stated"} for row in cases]


@pytest.fixture
def referred(edition: Edition) -> list[Row]:
    """All referrals with their cases, one by one."""
    cases = {row["case_key"]: row for row in edition.query("FROM client_case").to_dicts()}
    given = [{**cases[row["case_key"]], **row} for row in edition.query("FROM case_service").to_dicts()]
    return [row for row in given if row["service_type"] == "referral" or row["referred_to"]]


# Access channels


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["focus_area", "ags"])
def test_channels_are_those_of_the_cases_one_by_one(visit_of, begun: list[Row], role: str, by: str) -> None:
    in_year = [row for row in begun if row["first_interview_on"].year == YEAR]
    counted = Counter((row[by], row["channel"]) for row in in_year)
    found = channels.by_unit(visit_of(role), view_of(by)).rows(named=True)
    told = {
        (row["unit"], code): row[code]
        for row in found
        for code in (*codes("access_channel"), "not_stated")
        if row[code]
    }
    assert told == {key: seen(count, role) for key, count in counted.items() if seen(count, role)}
    cases = Counter(row[by] for row in in_year)
    assert {row["unit"]: row["cases"] or 0 for row in found} == {
        unit: seen(cases[unit], role) for unit in (PLACES if by == "ags" else AREAS)
    }
    assert len(in_year) > 900


@pytest.mark.parametrize("role", ROLES)
def test_channels_of_years_are_those_of_what_is_chosen(visit_of, begun: list[Row], role: str) -> None:
    visit, view = visit_of(role, ags=JUELICH), view_of("ags", ags=JUELICH)
    counted = Counter((row["first_interview_on"].year, row["channel"]) for row in begun if row["ags"] == JUELICH)
    found = channels.by_year(visit, view).rows(named=True)
    assert [row["year"] for row in found] == list(range(2021, 2027))
    for row in found:
        for code in codes("access_channel"):
            assert (row[code] or 0) == seen(counted[row["year"], code], role)
    drawn = ways_channels_shown.years_picture(visit, view)
    assert "2026 (bis 31.10.2026)" in drawn
    assert "data-ags" not in drawn


@pytest.mark.parametrize("role", ROLES)
def test_the_share_by_the_registration_office_is_that_of_the_cases(visit_of, begun: list[Row], role: str) -> None:
    found = {row["unit"]: row for row in channels.by_registration(visit_of(role), view_of("ags")).rows(named=True)}
    assert set(found) == PLACES
    for place, row in found.items():
        own = [line["channel"] for line in begun if line["ags"] == place and line["first_interview_on"].year == YEAR]
        known = [channel for channel in own if channel != "not_stated"]
        lower, upper = wilson_interval(known.count(BY_REGISTRATION), len(known))
        if role == "coordination":
            assert (row["count"], row["base"]) == (known.count(BY_REGISTRATION), len(known))
            assert (row["lower"], row["upper"]) == pytest.approx((lower, upper))
        else:
            assert (row["value"] is None) == (row["base"] < 10)
            assert row["value"] is None or (row["lower"] <= lower and row["upper"] >= upper)


def test_cases_whose_way_is_not_stated_are_no_base(visit_of, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 30 cases 6 came by the registration office, 16 by word of mouth, and of 8 nobody knows how."""
    answers = {
        "agreements": pl.DataFrame({"cases": [30]}),
        "characteristics": pl.DataFrame(
            {"value": [BY_REGISTRATION, "word_of_mouth", "not_stated"], "cases": [6, 16, 8]}
        ),
    }
    monkeypatch.setattr(door, "read", lambda *asked, **_: answers[asked[2]])
    (row,) = figures(visit_of("coordination"), view_of(), channels.REGISTRATION, of_chosen).rows(named=True)
    assert (row["count"], row["base"]) == (6, 22)
    assert row["value"] == pytest.approx(6 / 22)
    told = {"cases": 30, BY_REGISTRATION: 6, "word_of_mouth": 16, "not_stated": 8}
    assert channels.known(told) == 22
    assert channels.share_of_known(told, BY_REGISTRATION, "planning") == pytest.approx(6 / 22)
    assert channels.share_of_known({"cases": 5, BY_REGISTRATION: 5}, BY_REGISTRATION, "planning") is None
    assert channels.share_of_known({"cases": 5, BY_REGISTRATION: 5}, BY_REGISTRATION, "coordination") == 1.0
    assert channels.share_of_known({"cases": 10, BY_REGISTRATION: 15}, BY_REGISTRATION, "planning") == 1.0


def test_bars_have_eight_parts_that_are_the_same_everywhere(visit_of, begun: list[Row]) -> None:
    """The three rarest ways of the district stand together."""
    every = Counter(row["channel"] for row in begun)
    own = channels.on_their_own(visit_of("coordination"))
    assert BY_REGISTRATION in own and BY_COLLEAGUES in own
    assert len(own) == 7
    rest = [code for code in codes("access_channel") if code not in own]
    assert max(every[code] for code in rest) <= min(every[code] for code in own)
    names = [names["de"] for code, names in codes("access_channel").items() if code in rest]
    assert f"Andere Wege: {', '.join(names)}." in ways_channels_shown.reading(visit_of("coordination"))
    row = dict(every) | {"cases": len(begun)}
    assert channels.other_ways(visit_of("coordination"), row) == sum(every[code] for code in rest)
    assert list(channels.parts_of(visit_of("coordination"))) == [*own, channels.OTHERS]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_finding_states_the_share_with_its_interval(visit_of, begun: list[Row], lang: str) -> None:
    own = [row["channel"] for row in begun if row["first_interview_on"].year == YEAR]
    count, base = own.count(BY_REGISTRATION), len(own) - own.count("not_stated")
    said = by_registration_office(visit_of("coordination", lang), view_of())
    language = Language(lang)
    assert f"{count} {'von' if lang == 'de' else 'of'} {base}" in said
    for share in (count / base, *wilson_interval(count, base)):
        assert language.percent(share, 0) in said
    # 165 of 984 the year before: 16.8 % and 18.0 % do not differ beyond chance.
    assert ("über den Zufall" if lang == "de" else "beyond chance") in said
    assert "Prozentpunkte" not in said and "percentage points" not in said


def test_running_and_all_years_and_single_posts_are_told_no_change(visit_of) -> None:
    assert "Zufall" in by_registration_office(visit_of("coordination"), view_of(focus_area="psychosocial"))
    for role in WITHOUT_EXACT:
        assert "Zufall" not in by_registration_office(visit_of(role), view_of(focus_area="psychosocial"))
    for year in (None, 2026):
        assert "Zufall" not in by_registration_office(visit_of("coordination"), view_of(year=year))


@pytest.mark.parametrize("role", ROLES)
def test_where_nobody_came_by_the_registration_office(visit_of, begun: list[Row], role: str) -> None:
    """Rounded counts of none may be up to two people, and the sentence says so."""
    visit = visit_of(role)
    labels = dict(door.read(visit.edition_id, role, "municipalities").select("ags", "name").rows())
    own = [row for row in begun if row["first_interview_on"].year == YEAR and row["channel"] != "not_stated"]
    known = Counter(row["ags"] for row in own)
    sent = Counter(row["ags"] for row in own if row["channel"] == BY_REGISTRATION)
    judged = {place for place in known if seen(known[place], role) >= 10}
    nobody = {labels[place] for place in judged if seen(sent[place], role) == 0}
    places, told = channels.nobody_by_registration(visit, view_of())
    assert (set(places), told) == (nobody, len(judged))
    said = without_registration(visit, view_of())
    assert all(place in said for place in places)
    if role == "coordination":
        assert not places
        assert f"In jeder der {told} Gemeinden" in said
    else:
        assert labels[HUERTGENWALD] in places
        assert "höchstens zwei Personen" in said


def test_the_coordination_is_told_where_a_focus_area_gets_nobody_by_it(visit_of, begun: list[Row]) -> None:
    """In psychosocial counselling nobody comes by the registration office."""
    view = view_of(focus_area="psychosocial")
    own = [row for row in begun if row["focus_area"] == "psychosocial" and row["first_interview_on"].year == YEAR]
    known = Counter(row["ags"] for row in own if row["channel"] != "not_stated")
    assert all(row["channel"] != BY_REGISTRATION for row in own)
    places, told = channels.nobody_by_registration(visit_of("coordination"), view)
    assert len(places) == told == sum(count >= 10 for count in known.values()) > 0
    assert "Niemand kam" in without_registration(visit_of("coordination"), view)
    others = channels.nobody_by_registration(visit_of("steering"), view)
    assert others == channels.nobody_by_registration(visit_of("steering"), view_of())


# Referrals


@pytest.mark.parametrize("role", ROLES)
def test_flows_are_the_referrals_one_by_one(visit_of, referred: list[Row], role: str) -> None:
    in_year = [row for row in referred if row["provided_on"].year == YEAR]
    counted = Counter((row["focus_area"], row["referred_to"] or "not_stated") for row in in_year)
    visit, view = visit_of(role), view_of()
    told = {(source, target): count for source, target, count in referrals.flows(visit, view)}
    assert told == {key: seen(count, role) for key, count in counted.items() if seen(count, role)}
    from_each, to_each = (
        Counter(row["focus_area"] for row in in_year),
        Counter(target for _, target in counted.elements()),
    )
    assert referrals.sources(visit, view) == {area: seen(from_each[area], role) for area in AREAS}
    assert {target: count for target, count in referrals.totals(visit, view).items() if count} == {
        target: seen(count, role) for target, count in to_each.items() if seen(count, role)
    }
    assert referrals.all_referrals(visit, view) == seen(len(in_year), role)
    drawn = unescape(ways_referrals_shown.picture(visit, view))
    assert f"Willkommensberatung an Psychosoziale Beratung: {told['welcome', 'psychosocial']}" in drawn


@pytest.mark.parametrize("role", ROLES)
def test_sent_and_arrived_are_counted_at_their_own_ends(
    visit_of, referred: list[Row], begun: list[Row], role: str
) -> None:
    found = referrals.exchanges_by_year(visit_of(role), view_of())
    assert list(found) == list(range(2021, 2027))
    for year, rows in found.items():
        sent = Counter(row["referred_to"] for row in referred if row["provided_on"].year == year)
        own = [row for row in begun if row["first_interview_on"].year == year]
        for row in rows:
            ways = [case["channel"] for case in own if case["focus_area"] == row.focus_area]
            assert row.sent == seen(sent[row.focus_area], role)
            assert row.arrived == seen(ways.count(BY_COLLEAGUES), role)
            assert abs(row.known - (len(ways) - ways.count("not_stated"))) <= (0 if role == "coordination" else 4)
    assert referrals.exchanges(visit_of(role), view_of()) == found[YEAR]


def test_a_carrier_or_focus_area_does_not_narrow_what_is_sent_and_arrives(visit_of) -> None:
    """One sends and another receives; the place of both is the same."""
    visit = visit_of("coordination")
    carrier = "Stadt Düren"
    whole = referrals.exchanges(visit, view_of())
    assert referrals.exchanges(visit, view_of("carrier", carrier=carrier)) == whole
    assert referrals.exchanges(visit, view_of(focus_area="welcome")) == whole
    assert referrals.exchanges(visit_of("coordination", ags=JUELICH), view_of("ags", ags=JUELICH)) != whole


@pytest.mark.parametrize("by", ["ags", "carrier"])
def test_the_coordination_sees_referrals_of_every_unit(
    visit_of, referred: list[Row], edition: Edition, by: str
) -> None:
    carriers = dict(edition.query("SELECT post, carrier FROM post").rows())
    in_year = [row for row in referred if row["provided_on"].year == YEAR]
    counted = Counter(
        (row["ags"] if by == "ags" else carriers[row["post"]], row["referred_to"] or "not_stated") for row in in_year
    )
    found = referrals.by_unit(visit_of("coordination"), view_of(by)).rows(named=True)
    told = {(row["unit"], code): row[code] for row in found for code in codes("referred_to") if row[code]}
    assert told == dict(counted)
    assert sum(row["referrals"] or 0 for row in found) == len(in_year)
    assert len(found) == (15 if by == "ags" else 8)


@pytest.mark.parametrize("role", WITHOUT_EXACT)
@pytest.mark.parametrize("by", ["ags", "carrier"])
def test_others_see_referrals_by_focus_area_alone(visit_of, open_page, role: str, by: str) -> None:
    chosen = {"ags": DUEREN} if by == "ags" else {"carrier": "one_post"}
    visit, view = visit_of(role, ags=chosen.get("ags", "")), view_of(by, **chosen)
    assert referrals.flows(visit, view) == referrals.flows(visit_of(role), view_of())
    assert referrals.by_unit(visit, view)["unit"].to_list() == list(AREAS)
    column = "ags" if by == "ags" else "carrier_group"
    with pytest.raises(StaffFiguresWithheld):
        door.read(visit.edition_id, role, "referrals", (column, "referred_to"), year=YEAR)
    shown = open_page("outcomes", outcome="ways", role=role, outcome_by=by)
    assert not shown.app.exception
    assert "nur für den ganzen Kreis und nach Schwerpunkt" in unescape(shown.html)
    names = [codes("focus_area")[area]["de"] for area in AREAS]
    assert shown.table("Weitervermittlungen nach Schwerpunkt und Ziel")["Schwerpunkt"] == [*names, "alle zusammen"]


def test_the_sentence_about_referrals_keeps_sent_and_arrived_apart(visit_of, referred: list[Row]) -> None:
    in_year = [row for row in referred if row["provided_on"].year == YEAR]
    sent = Counter(row["referred_to"] for row in in_year)
    said = sent_and_arrived(visit_of("coordination"), view_of())
    assert f"{len(in_year)} Weitervermittlungen" in said
    assert f"Psychosoziale Beratung {sent['psychosocial']}" in said
    assert "lässt sich nicht einzeln zuordnen" in said
    assert "%" not in said
    narrowed = sent_and_arrived(visit_of("coordination"), view_of(focus_area="psychosocial"))
    assert narrowed.startswith(
        f"Psychosoziale Beratung, 2025: {sum(row['focus_area'] == 'psychosocial' for row in in_year)} Weiterv"
    )
    assert "(Kreis)" in narrowed


def test_shares_that_arrived_need_a_base() -> None:
    row = referrals.Exchange("welcome", sent=10, arrived=5, known=5)
    assert ways_referrals_shown.share_arrived(row, "planning") is None
    assert ways_referrals_shown.share_arrived(row, "coordination") == 1.0
    rounded = referrals.Exchange("welcome", sent=10, arrived=15, known=10)
    assert ways_referrals_shown.share_arrived(rounded, "planning") == 1.0


def test_long_headings_may_break() -> None:
    assert breakable("Willkommensberatung: vermittelt") == "Willkommens\u00adberatung: vermittelt"
    assert breakable("Psychosoziale Beratung") == "Psychosoziale Beratung"
    assert breakable("Einwohnermeldeamt").replace("\u00ad", "") == "Einwohnermeldeamt"


# The page


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["focus_area", "ags", "carrier"])
def test_the_section_runs_for_every_unit_role_and_language(open_page, role: str, by: str, lang: str) -> None:
    shown = open_page("outcomes", outcome="ways", role=role, outcome_by=by, lang=lang)
    assert not shown.app.exception
    assert not shown.app.error
    units = {"focus_area": 3, "ags": 15, "carrier": 8 if role == "coordination" else 5}[by]
    assert len(shown.rows("channel_units")) == units + 1
    for picture in ("channels", "registration"):
        assert shown.markup(picture).count("data-ags=") == units
    assert ("Consenting clients only" if lang == "en" else "Nur Ratsuchende mit Einwilligung") in unescape(shown.html)
    counts = [cell for row in shown.rows("channel_units").values() for cell in row if cell != "–"]
    numbers = [int(re.sub(r"\D", "", cell)) for cell in counts]
    assert numbers
    assert role == "coordination" or all(number % 5 == 0 for number in numbers)
    by_year = shown.table("Zugangswege nach Kalenderjahr" if lang == "de" else "Access channels by calendar year")
    assert len(by_year) == 7


@pytest.mark.parametrize("role", ["steering", "coordination"])
def test_a_chosen_municipality_is_marked_and_its_years_are_shown(open_page, role: str) -> None:
    shown = open_page("outcomes", outcome="ways", role=role, ags=JUELICH, outcome_by="ags", lang="de")
    assert not shown.app.exception
    assert 'aria-current="true"' in shown.markup("channel_units")
    html = unescape(shown.html)
    assert "Jülich, 2025: Über das Einwohnermeldeamt" in html
    assert "Zugangswege nach Kalenderjahr, Jülich" in html
    flow = unescape(shown.markup("referrals"))
    assert ("Jülich" in flow) == (role == "coordination")
    if role == "coordination":
        assert 'aria-current="true"' in shown.markup("referral_units")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["focus_area", "ags", "carrier"])
def test_the_workbook_holds_what_is_shown_and_explains_it(visit_of, role: str, by: str) -> None:
    visit, view = visit_of(role), view_of(by)
    made = sheets(visit, view)
    assert workbook(made).startswith(b"PK")
    explained = str(made[1].sections)
    for label in ("Anteil der Fälle über das Einwohnermeldeamt", "Anteil eines Zugangswegs", "Weitervermittlungen"):
        assert label in explained
    tables = [sheet for sheet in made if hasattr(sheet, "rows")]
    assert len({sheet.name for sheet in tables}) == len(tables) == 5
    for sheet in tables:
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}, sheet.name
    assert all((sheet.columns[0].heading == "AGS") == (by == "ags") for sheet in tables[:2])
    # Nobody is nought, not an empty cell.
    assert all(
        isinstance(cell, int) for sheet in (tables[0], tables[2], tables[3]) for row in sheet.rows for cell in row[2:]
    )
    by_place = by == "ags" and role == "coordination"
    assert (tables[3].columns[0].heading == "AGS") == by_place
    assert len(tables[4].rows) == 6 * 3


@pytest.mark.parametrize("role", ["steering", "coordination"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_tiny_export_is_shown_without_shares(
    small_data: Path, small_warehouse: Path, monkeypatch, open_page, lang: str, role: str
) -> None:
    shutil.copytree(small_warehouse, small_data / "warehouse")
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    for by in ("focus_area", "ags", "carrier"):
        shown = open_page("outcomes", outcome="ways", role=role, lang=lang, outcome_by=by)
        assert not shown.app.exception
        assert not shown.app.error
    if role == "steering":
        assert ("too few" if lang == "en" else "zu wenige") in shown.words()


def test_cases_alone_are_shown_without_referrals(small_data: Path, monkeypatch, open_page) -> None:
    for path in (small_data / "raw" / "caseload").glob("*Leistungen*"):
        path.unlink()
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("outcomes", outcome="ways", role="coordination", year="all")
    assert not shown.app.exception
    assert "Es sind keine Leistungen geladen." in unescape(shown.html)
    visit = visit_to(Store(small_data), "coordination")
    assert len(sheets(visit, view_of(year=None))) == 4
    assert "keine Weitervermittlungen verzeichnet" in sent_and_arrived(visit, view_of(year=None))


def test_a_way_that_nobody_recorded_stands_apart(small_data: Path, edit, monkeypatch, open_page) -> None:
    """Every second case of a small export loses its way."""
    (path,) = (small_data / "raw" / "caseload").glob("*Faelle.csv")
    edit(path, _without_every_second_way)
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    visit, view = visit_to(Store(small_data), "coordination"), view_of(year=None)
    whole = channels.of_every_unit(visit, view)
    assert 0 < whole["not_stated"] < whole["cases"]
    assert "ohne Angabe des Wegs" in ways_channels_shown.units_picture(visit, view)
    shown = open_page("outcomes", outcome="ways", role="coordination", year="all")
    assert not shown.app.exception
    assert shown.rows("channel_units")["alle zusammen"][-1] == str(whole["not_stated"])
    told = channels.by_registration(visit, view)
    assert told["base"].sum() == whole["cases"] - whole["not_stated"]


def _without_every_second_way(text: str) -> str:
    heading, *rows = text.splitlines()
    position = heading.lstrip("\ufeff").split(";").index("Zugangsweg")
    cells = [row.split(";") for row in rows]
    for number, row in enumerate(cells):
        row[position] = "" if number % 2 else row[position]
    return "\n".join([heading, *(";".join(row) for row in cells)]) + "\n"


@pytest.fixture(scope="module")
def neighbour(other_district: Store, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The neighbouring district with cases of its own and no services: one post, one municipality, all by the same way."""
    data = tmp_path_factory.mktemp("neighbour") / "data"
    shutil.copytree(other_district.data, data, ignore=shutil.ignore_patterns("warehouse"))
    shutil.copytree(project / "data" / "mappings", data / "mappings", dirs_exist_ok=True)
    for path in sorted((project / "data" / "raw" / "caseload").glob("*Faelle.csv*")):
        (data / "raw" / "caseload").mkdir(exist_ok=True)
        shutil.copy(path, data / "raw" / "caseload")
    (path,) = (data / "raw" / "caseload").glob("*Faelle.csv")
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    moved = [row.split(";") for row in rows[::20]]
    for cells in moved:
        cells[3:7] = ["NORD-1", "Willkommensberatung", "05366016", ""]
        cells[-1] = "Mundpropaganda"
    path.write_text("\n".join([head, *map(";".join, moved), ""]), encoding="utf-8")
    sign(path)
    load(data)
    return Store(data)


@pytest.mark.parametrize("role", ["steering", "coordination"])
def test_another_district_where_nobody_comes_by_the_registration_office(
    neighbour: Store, monkeypatch, open_page, role: str
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(neighbour.data))
    for by in ("focus_area", "ags", "carrier"):
        shown = open_page("outcomes", outcome="ways", role=role, outcome_by=by, year="all")
        assert not shown.app.exception
        assert not shown.app.error
    assert not any(place in shown.words() for place in ("Jülich", "Nideggen", "Sozialwerk"))
    visit = visit_to(neighbour, role)
    labels = dict(door.read(visit.edition_id, role, "municipalities").select("ags", "name").rows())
    assert channels.nobody_by_registration(visit, view_of(year=None)) == ([labels["05366016"]], 1)
    said = without_registration(visit, view_of(year=None))
    assert labels["05366016"] in said
    assert ("höchstens zwei" in said) == (role == "steering")
