"""Languages asked for and offered, interpreters and services: against the export counted line by line, and what each role sees."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.inputs import sign
from etl.load import load
from locales import Language
from metrics.codes import codes
from metrics.intervals import wilson_interval
from metrics.protection import ROLES, StaffFiguresWithheld, protect, round_to_five
from pages._shared import door
from pages._shared.visit import Visit
from pages.outcomes import services_figures
from pages.outcomes.asking import of_units
from pages.outcomes.languages_asked import by_place, places
from pages.outcomes.languages_concept import concept_text
from pages.outcomes.languages_figures import interpreters_by_unit, languages_picture, spoken_by_unit
from pages.outcomes.languages_findings import INTERPRETER, asked_finding, offered_finding
from pages.outcomes.languages_foremost import foremost, foremost_text
from pages.outcomes.languages_sheets import sheets
from pages.outcomes.measures import figures
from pages.outcomes.services_shown import finding as services_finding
from pages.outcomes.view import OutcomeView
from report.workbook import workbook
from warehouse import Edition, Store

CASES = "raw/caseload/Beispieldaten_Faelle.csv"
DUEREN, JUELICH, INDEN, NIDEGGEN = "05358008", "05358024", "05358020", "05358044"
PLACES = {f"05358{number:03}" for number in range(4, 64, 4)}
WITHOUT_EXACT = ("steering", "planning")
YEAR = 2025
CODE_OF = {names["de"]: code for code, names in codes("counselling_language").items()}
AREA_OF = {names["de"]: code for code, names in codes("focus_area").items()}
# Every post states its languages: Arabic only two in Düren, Spanish none.
SPOKEN = {
    "CARITAS-1": "Deutsch, Englisch",
    "CARITAS-2": "Deutsch, Russisch",
    "CARITAS-3": "Deutsch, Ukrainisch",
    "SKF-2": "Deutsch, Arabisch",
    "SKF-3": "Deutsch, Englisch, Arabisch",
    "SOZIALWERK-1": "Deutsch, Englisch",
    "SOZIALWERK-2": "Deutsch, Russisch",
}
Row = dict[str, str]


def visit_to(store: Store, role: str, lang: str = "de", ags: str = "") -> Visit:
    edition_id = store.current_id()
    return Visit(edition_id, store.manifest(edition_id), Language(lang), role, ags)


def view_of(by: str = "focus_area", year: int | None = YEAR, **chosen: str) -> OutcomeView:
    return OutcomeView(by, **{"focus_area": "", "carrier": "", "ags": "", **chosen}, year=year)


@pytest.fixture
def visit_of(loaded: Store) -> Callable[..., Visit]:
    """Makes the visit of a role to the shipped inputs."""
    return lambda role, lang="de", ags="": visit_to(loaded, role, lang, ags)


@pytest.fixture(scope="module")
def begun(loaded: Store) -> list[Row]:
    """The lines of the export about cases with consent whose first interview lies in the year."""
    with (loaded.data / CASES).open(encoding="utf-8-sig", newline="") as stream:
        rows = [dict(row) for row in {tuple(row.items()) for row in csv.DictReader(stream, delimiter=";")}]
    told = Counter(row["Fallnummer"] for row in rows if _is_usable(row))
    usable = [row for row in rows if _is_usable(row) and told[row["Fallnummer"]] == 1]
    return [row for row in usable if row["Einwilligung"] == "ja" and row["Erstgespräch am"].endswith(str(YEAR))]


def _is_usable(row: Row) -> bool:
    try:
        days = [dt.datetime.strptime(row[name], "%d.%m.%Y") for name in _DAYS if row[name]]
    except ValueError:
        return False
    is_known = row["Gemeindeschlüssel"] in PLACES and row["Schwerpunkt"] in AREA_OF
    return is_known and bool(row["Fallnummer"]) and row["Stelle"].endswith(("-1", "-2", "-3")) and days == sorted(days)


_DAYS = ("Anfrage am", "Erstgespräch am", "Fallende am")


@pytest.fixture(scope="module")
def polyglot(loaded: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The shipped inputs with a staffing table in which every post states its languages."""
    folder = tmp_path_factory.mktemp("polyglot") / "data"
    shutil.copytree(loaded.data, folder, ignore=shutil.ignore_patterns("warehouse"))
    path = folder / "raw" / "staffing" / "stellen.csv"
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    spoken = [f"{row};{SPOKEN.get(row.split(';')[0], 'Deutsch')}" for row in rows]
    path.write_text("\n".join([f"{heading};Sprachen", *spoken]) + "\n", encoding="utf-8")
    sign(path)
    load(folder)
    return Store(folder)


@pytest.fixture
def of_polyglot(polyglot: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Visit]:
    monkeypatch.setenv("KIM_DATA_DIR", str(polyglot.data))
    return lambda role, lang="de", ags="": visit_to(polyglot, role, lang, ags)


# Asked for


@pytest.mark.parametrize("role", ROLES)
def test_languages_asked_for_are_those_of_the_export(visit_of, begun: list[Row], role: str) -> None:
    counted = Counter((row["Gemeindeschlüssel"], CODE_OF[row["Beratungssprache"]]) for row in begun)
    exact = role == "coordination"
    found, whole = places(visit_of(role), view_of())
    seen = {(place.key, code): count for place in found for code, count in place.asked.items()}
    rounded = {key: count if exact else round_to_five(count) for key, count in counted.items()}
    assert seen == {key: count for key, count in rounded.items() if count}
    in_all = Counter(CODE_OF[row["Beratungssprache"]] for row in begun)
    assert whole.asked == {code: count if exact else round_to_five(count) for code, count in in_all.items()}
    assert sum(in_all.values()) > 900


@pytest.mark.parametrize("role", ROLES)
def test_interpreters_are_those_of_the_export(visit_of, begun: list[Row], role: str) -> None:
    """The interval is Wilson's, and holds for every count behind a rounded one."""
    found = {row["unit"]: row for row in interpreters_by_unit(visit_of(role), view_of("ags")).iter_rows(named=True)}
    assert set(found) == PLACES
    for place, row in found.items():
        own = [CODE_OF[line["Beratungssprache"]] for line in begun if line["Gemeindeschlüssel"] == place]
        lower, upper = wilson_interval(own.count("interpreter"), len(own))
        if role == "coordination":
            assert (row["count"], row["base"]) == (own.count("interpreter"), len(own))
            assert (row["lower"], row["upper"]) == pytest.approx((lower, upper))
        else:
            assert abs(row["base"] - len(own)) <= 4
            assert (row["value"] is None) == (row["base"] < 10)
            assert row["value"] is None or (row["lower"] <= lower and row["upper"] >= upper)


def test_cases_without_a_language_are_no_base_of_interpreters(visit_of, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20 cases 5 are counselled with an interpreter and 8 in a language nobody recorded."""
    answers = {
        "agreements": pl.DataFrame({"focus_area": ["welcome"], "cases": [20]}),
        "characteristics": pl.DataFrame(
            {
                "focus_area": ["welcome"] * 3,
                "value": ["interpreter", "german", "not_stated"],
                "cases": [5, 7, 8],
            }
        ),
    }
    monkeypatch.setattr(door, "read", lambda *asked, **_: answers[asked[2]])
    (row,) = figures(visit_of("coordination"), view_of(), INTERPRETER, of_units).iter_rows(named=True)
    assert (row["count"], row["base"]) == (5, 12)
    assert row["value"] == pytest.approx(5 / 12)


@given(
    spoken=st.lists(st.integers(0, 60), min_size=2, max_size=7),
    not_stated=st.integers(0, 40),
)
def test_the_base_behind_rounded_counts_is_never_farther_than_four(spoken: list[int], not_stated: int) -> None:
    count, known = spoken[0], sum(spoken)
    shown = round_to_five(known + not_stated) - round_to_five(not_stated)
    assert abs(max(shown, round_to_five(count)) - known) <= 4


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["focus_area", "ags", "carrier"])
def test_languages_of_units_add_up_to_their_cases(visit_of, role: str, by: str) -> None:
    found = spoken_by_unit(visit_of(role), view_of(by)).drop_nulls("cases")
    off = 0 if role == "coordination" else 2 * 9
    for row in found.iter_rows(named=True):
        parts = sum(row[code] or 0 for code in (*codes("counselling_language"), "not_stated"))
        assert abs(parts - row["cases"]) <= off
    assert found["cases"].sum() == pytest.approx(973, abs=0 if role == "coordination" else 30)


def test_rounded_parts_are_drawn_only_where_rounding_changes_little(visit_of) -> None:
    for role, fewest in (("coordination", 1), ("planning", 40)):
        drawn = languages_picture(visit_of(role), view_of("ags"), width=640)
        cases = spoken_by_unit(visit_of(role), view_of("ags"))["cases"].fill_null(0)
        said = re.findall(r'aria-label="[^"]*neue Fälle: ([^"]*)"', drawn)
        assert len(said) == 15
        assert [":" not in words and "%" in words for words in said] == [count >= fewest for count in cases]


# Offered


def served_by_hand(store: Store) -> dict[str, dict[str, float]]:
    """AGS -> language -> FTE of the posts that serve it, from the files."""
    raw = store.data / "raw" / "staffing"
    with (raw / "stellen.csv").open(encoding="utf-8-sig", newline="") as stream:
        posts = {row["Stelle"]: row for row in csv.DictReader(stream, delimiter=";")}
    found: dict[str, Counter[str]] = {place: Counter() for place in PLACES}
    with (raw / "stellen_gebiete.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            post = posts[row["Stelle"]]
            for language in post["Sprachen"].split(", "):
                found[row["AGS"]][CODE_OF[language]] += float(post["VZÄ"].replace(",", "."))  # type: ignore[assignment]
    return {place: dict(counts) for place, counts in found.items()}


@pytest.mark.parametrize("role", ROLES)
def test_languages_offered_are_those_of_the_posts_that_serve_a_place(of_polyglot, polyglot: Store, role: str) -> None:
    found, whole = places(of_polyglot(role), view_of())
    expected = served_by_hand(polyglot)
    assert {place.key: dict(place.offered) for place in found} == {
        place: pytest.approx(offered) for place, offered in expected.items()
    }
    assert (whole.posts, whole.stating) == (14, 14)
    assert sum(place.posts > 2 for place in found) == 15
    for place in found:
        asked = {code for code, count in place.asked.items() if count >= 10} - {"german", "interpreter"}
        assert set(place.lacking) == asked - set(expected[place.key])
    lacking = {place.key: place.lacking for place in found if place.lacking}
    assert "arabic" in lacking[JUELICH]
    assert lacking[DUEREN] == ["spanish"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("of_polyglot")
def test_a_language_asked_for_and_not_offered_is_marked_in_words(open_page, role: str) -> None:
    shown = open_page("outcomes", outcome="languages", lang="de", role=role)
    assert not shown.app.exception
    rows = shown.rows("language_matrix")
    count = "29" if role == "coordination" else "30"
    assert rows["Jülich"][2] == f"✗ {count}"
    assert rows["Jülich"][-1].startswith("✗ Arabisch")
    assert rows["Düren"][2].startswith("✓ ")
    assert rows["Düren"][-1] == "✗ Spanisch"
    assert rows["Inden"][-1] == "–"
    assert "Arabisch 1,50" in rows["Düren"][-2]
    said = re.search("Gefragt, aber laut Stellenplan von keiner Stelle angeboten[^:]*: ([^;]*)", unescape(shown.html))
    assert said and said[1] == f"Arabisch in Jülich ({count} neue Fälle)"


def test_what_some_posts_do_not_state_is_unknown_and_never_lacking(staffed: Store, monkeypatch) -> None:
    """Only SKF-3 states languages, English and Arabic; it serves Düren alone."""
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    visit = visit_to(staffed, "coordination")
    found, whole = places(visit, view_of())
    assert {place.key: dict(place.offered) for place in found if place.offered} == {
        DUEREN: {"arabic": 1.0, "english": 1.0}
    }
    assert whole.stating == 1
    assert [place.key for place in found if place.lacking] == []
    assert f"Nur bei 1 von {whole.posts} Stellen" in offered_finding(visit, view_of())


def test_posts_are_those_of_the_last_day_that_is_counted(staffed: Store, monkeypatch) -> None:
    """SKF-3 was half a post with German until the end of 2023; EVANGELISCHE-1 served Inden until June 2023."""
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    visit = visit_to(staffed, "coordination")
    by_year = {
        year: {place.key: place for place in places(visit, view_of(year=year))[0]} for year in (2022, 2023, 2024)
    }
    assert dict(by_year[2023][DUEREN].offered) == {"german": 0.5}
    assert dict(by_year[2024][DUEREN].offered) == {"arabic": 1.0, "english": 1.0}
    assert by_year[2022][INDEN].posts - by_year[2023][INDEN].posts == 1
    newest = {place.key: place for place in places(visit, view_of(year=None))[0]}
    assert dict(newest[DUEREN].offered) == {"arabic": 1.0, "english": 1.0}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_without_languages_in_the_staffing_table_nothing_is_called_lacking(open_page, lang: str, role: str) -> None:
    shown = open_page("outcomes", outcome="languages", lang=lang, role=role)
    assert not shown.app.exception
    assert not shown.app.error
    words = shown.words()
    assert "✗" not in words and "✓" not in words
    assert ("steht nicht im Stellenplan" if lang == "de" else "not stated in the staffing table") in unescape(
        shown.html
    )
    names = {code: found[lang] for code, found in codes("counselling_language").items() if code != "interpreter"}
    (concept,) = re.findall(r"(?:Fortschreibung 2024\) )((?:nennt|names)[^<]*)", unescape(shown.html))[:1]
    assert [name for name in names.values() if name not in concept] == []
    assert len(shown.rows("language_matrix")) == 16
    assert len(shown.rows("effort")) == 4


def test_a_district_whose_concept_is_unknown_is_not_told_that_of_another(visit_of) -> None:
    visit = visit_of("coordination")
    other = replace(visit, manifest={**visit.manifest, "district": {"ags": "05366", "name": "Kreis Euskirchen"}})
    assert concept_text(visit)
    assert concept_text(other) == ""
    assert offered_finding(other, view_of(year=2024)).endswith("steht nicht im Stellenplan.")


# Services


def given_by_hand(edition: Edition, **only: str) -> list[dict[str, Any]]:
    cases = {row["case_key"]: row for row in edition.query("FROM client_case").to_dicts()}
    every = [{**cases[row["case_key"]], **row} for row in edition.query("FROM case_service").to_dicts()]
    return [row for row in every if all(row[column] == value for column, value in only.items())]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("by", "unit"), [("focus_area", "psychosocial"), ("ags", JUELICH)])
def test_services_are_those_recorded_one_by_one(visit_of, edition: Edition, role: str, by: str, unit: str) -> None:
    exact = role == "coordination"
    visit, view = visit_of(role, ags=unit if by == "ags" else ""), view_of(by, **{by: unit})
    own = given_by_hand(edition, **{by: unit})
    in_year = [row for row in own if row["provided_on"].year == YEAR]
    (row,) = services_figures.by_unit(visit, view).filter(pl.col("unit") == unit).to_dicts()
    hours = sum(line["hours"] for line in in_year)
    assert len(in_year) > 300
    assert row["services"] == (len(in_year) if exact else round_to_five(len(in_year)))
    assert row["lower"] <= hours / len(in_year) * 1.000001
    assert row["upper"] >= hours / len(in_year) * 0.999999
    assert (row["lower"] == row["upper"]) == exact
    assert abs(row["hours"] - hours) <= (1e-6 if exact else 2.5)
    kinds = Counter(line["service_type"] for line in in_year)
    expected = {kind: count if exact else round_to_five(count) for kind, count in kinds.items()}
    assert services_figures.kinds_by_unit(visit, view)[unit] == expected
    chosen = services_figures.by_kind(visit, view)
    assert dict(chosen.select("service_type", "services").rows()) == expected
    per_year = Counter(line["provided_on"].year for line in own)
    found = dict(services_figures.by_year(visit, view).select("year", "services").rows())
    assert found == {year: count if exact else round_to_five(count) for year, count in per_year.items()}


@given(
    rows=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 4 * 240)), min_size=1, max_size=6),
    role=st.sampled_from(WITHOUT_EXACT),
)
def test_hours_per_service_lie_between_what_rounding_leaves_open(rows: list[tuple[int, int]], role: str) -> None:
    """Hours are recorded in quarters."""
    counts = pl.DataFrame(
        {
            "unit": [str(number) for number in range(len(rows))],
            "hours": [quarters / 4 if base else 0.0 for base, quarters in rows],
            "services_with_hours": [base for base, _ in rows],
        },
        schema={"unit": pl.String, "hours": pl.Float64, "services_with_hours": pl.Int64},
    )
    exact = {row["unit"]: row for row in counts.iter_rows(named=True)}
    seen = protect(counts, {"unit": "public", "hours": "people", "services_with_hours": "people"}, role)
    for row in services_figures.with_hours_per_service(seen, role).iter_rows(named=True):
        assert (row["per_service"] is None) == (row["services_with_hours"] < 10)
        if row["per_service"] is not None:
            own = exact[row["unit"]]
            assert row["lower"] <= row["per_service"] <= row["upper"]
            assert row["lower"] - 1e-9 <= own["hours"] / own["services_with_hours"] <= row["upper"] + 1e-9


def test_exact_hours_per_service_have_no_range() -> None:
    counts = pl.DataFrame({"hours": [9.0, 0.0], "services_with_hours": [6, 0]})
    found = services_figures.with_hours_per_service(counts, "coordination")
    assert found["per_service"].to_list() == [1.5, None]
    assert found["lower"].to_list() == found["upper"].to_list() == [1.5, None]
    assert services_figures.per_service_text(found.row(0, named=True), Language("de")) == "1,5"
    assert services_figures.per_service_text(found.row(1, named=True), Language("de")) == "–"


def test_hours_that_nobody_recorded_are_told(small_data: Path, edit, monkeypatch, open_page) -> None:
    """Every second service of a small export loses its hours; the mean is that of the others."""
    (path,) = (small_data / "raw" / "caseload").glob("*Leistungen.csv")
    edit(path, _without_every_second_hour)
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    visit, view = visit_to(Store(small_data), "coordination"), view_of(year=None)
    found = services_figures.of_what_is_chosen(visit, view)
    assert 0 < found["services_with_hours"] < found["services"]
    assert found["per_service"] == pytest.approx(found["hours"] / found["services_with_hours"])
    said = f"Für {found['services_with_hours']} von {found['services']} Leistungen sind Stunden verzeichnet"
    assert said in services_finding(visit, view)
    row = open_page("outcomes", outcome="languages", role="coordination", year="all").rows("effort")["alle zusammen"]
    assert row[0] == str(found["services"])
    assert row[3].startswith(f"{found['services_with_hours']} (")


def _without_every_second_hour(text: str) -> str:
    heading, *rows = text.splitlines()
    cells = [row.split(";") for row in rows]
    return "\n".join(
        [heading, *(";".join([*row[:4], "" if number % 2 else row[4], *row[5:]]) for number, row in enumerate(cells))]
    )


# Findings


@given(counts=st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=8))
def test_the_foremost_are_at_least_as_large_as_all_others(counts: dict[str, int]) -> None:
    found = foremost(counts)
    positive = {key for key, count in counts.items() if count}
    assert len(found) >= min(3, len(positive))
    assert set(found) <= positive
    assert [counts[key] for key in found] == sorted((counts[key] for key in found), reverse=True)
    others = positive - set(found)
    assert all(counts[key] < counts[found[-1]] for key in others)
    rounded = {key: round_to_five(count) for key, count in counts.items()}
    kept = foremost(rounded)
    assert all(counts[key] < counts[other] for other in kept for key in positive - set(kept))


def test_the_foremost_in_words() -> None:
    names = {"arabic": "Arabic", "german": "German"}
    assert foremost_text({"german": 1175, "arabic": 0}, names, Language("de")) == "German 1.175"
    assert foremost_text({"german": 5, "arabic": 7}, names, Language("de")) == "Arabic 7, German 5"
    assert foremost_text({}, names, Language("de")) == ""


@pytest.mark.parametrize("lang", ["de", "en"])
def test_findings_say_what_is_counted(visit_of, begun: list[Row], lang: str) -> None:
    said = asked_finding(visit_of("coordination", lang), view_of())
    spoken = Counter(CODE_OF[row["Beratungssprache"]] for row in begun)
    interpreted = spoken.pop("interpreter")
    for code, count in spoken.most_common(3):
        assert f"{codes('counselling_language')[code][lang]} {count}" in said
    assert spoken.most_common(4)[3][0] not in said
    lower, upper = wilson_interval(interpreted, len(begun))
    language = Language(lang)
    assert str(len(begun)) in said
    for share in (interpreted / len(begun), lower, upper):
        assert language.percent(share, 0) in said


def test_a_single_post_is_told_no_change(visit_of) -> None:
    """Psychosocial counselling is the work of one employee."""
    view = view_of(focus_area="psychosocial")
    beyond = ("über den Zufall", "Prozentpunkte")
    assert any(word in asked_finding(visit_of("coordination"), view) for word in beyond)
    for role in WITHOUT_EXACT:
        said = asked_finding(visit_of(role), view)
        assert "Psychosoziale Beratung, 2025" in said and "mit Sprachmittlung" in said
        assert not any(word in said for word in beyond)
        assert any(word in asked_finding(visit_of(role), view_of(focus_area="welcome")) for word in beyond)


def test_a_year_that_is_running_and_all_years_are_compared_with_none(visit_of) -> None:
    for year in (None, 2026):
        said = asked_finding(visit_of("coordination"), view_of(year=year))
        assert "2021 bis" in said or "2026 (bis 31.10.2026)" in said
        assert "Zufall" not in said and "Prozentpunkte" not in said


# What each role sees


@pytest.mark.parametrize("role", WITHOUT_EXACT)
def test_by_municipality_others_see_all_focus_areas_together(open_page, visit_of, role: str) -> None:
    narrowed = view_of(focus_area="psychosocial")
    assert places(visit_of(role), narrowed) == places(visit_of(role), view_of())
    assert by_place(visit_of(role), view_of("carrier", carrier="one_post")).carrier == ""
    shown = open_page("outcomes", outcome="languages", role=role, outcome_area="psychosocial")
    assert not shown.app.exception
    assert "der Koordination vorbehalten" in unescape(shown.html)
    cells = [cell for row in shown.rows("language_matrix").values() for cell in row if cell != "–"]
    assert cells and all(int(cell.replace(".", "")) % 5 == 0 for cell in cells)


def test_the_coordination_sees_one_focus_area_by_municipality(visit_of, begun: list[Row], open_page) -> None:
    found, whole = places(visit_of("coordination"), view_of(focus_area="psychosocial"))
    own = [row for row in begun if AREA_OF[row["Schwerpunkt"]] == "psychosocial"]
    assert whole.asked == Counter(CODE_OF[row["Beratungssprache"]] for row in own)
    assert whole.posts == 1
    # The concept: Stadt Düren and the southern district, five municipalities by assumption.
    assert sum(place.posts for place in found) == 6
    shown = open_page("outcomes", outcome="languages", role="coordination", outcome_area="psychosocial")
    assert "der Koordination vorbehalten" not in unescape(shown.html)


@pytest.mark.parametrize("role", WITHOUT_EXACT)
def test_a_municipality_beside_a_focus_area_is_refused(visit_of, role: str) -> None:
    visit = visit_of(role)
    for question in ("services", "characteristics"):
        named = {"attribute": "counselling_language"} if question == "characteristics" else {}
        with pytest.raises(StaffFiguresWithheld):
            door.read(visit.edition_id, role, question, ("ags",), focus_area="welcome", **named)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["focus_area", "ags", "carrier"])
def test_the_section_runs_for_every_unit_and_role(open_page, role: str, by: str) -> None:
    shown = open_page("outcomes", outcome="languages", role=role, outcome_by=by, lang="en")
    assert not shown.app.exception
    assert not shown.app.error
    units = {"focus_area": 3, "ags": 15, "carrier": 8 if role == "coordination" else 5}[by]
    rows = shown.rows("effort")
    assert len(rows) == units + 1
    assert shown.markup("services").count("data-ags=") == units
    assert shown.markup("interpreters").count("data-ags=") == units
    # By municipality, the table above has the languages already.
    has_bars = any(getattr(node, "key", None) == "pickable_languages" for node in shown.app.main)
    assert has_bars == (by != "ags")
    assert "Consenting clients only" in unescape(shown.html)


def test_a_chosen_municipality_is_marked_and_its_own_services_are_shown(open_page) -> None:
    shown = open_page("outcomes", outcome="languages", role="steering", ags=JUELICH, lang="de")
    assert not shown.app.exception
    assert 'aria-current="true"' in shown.markup("language_matrix")
    assert "Jülich, 2025" in unescape(shown.html)
    kinds = shown.table("Leistungen nach Art, Jülich, 2025")
    assert sum(int(count) for count in kinds["Leistungen"]) == pytest.approx(
        int(shown.rows("effort")["Jülich"][0]), abs=2 * 7
    )


# Files to take away, and editions with little in them


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["focus_area", "ags", "carrier"])
def test_the_workbook_holds_what_is_shown_and_explains_it(visit_of, role: str, by: str) -> None:
    visit, view = visit_of(role), view_of(by)
    made = sheets(visit, view)
    assert workbook(made).startswith(b"PK")
    assert made[1].sections
    tables = [sheet for sheet in made if hasattr(sheet, "rows")]
    names = [sheet.name for sheet in made]
    assert len(set(names)) == len(names) == 8
    for sheet in tables:
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}, sheet.name
    assert tables[0].columns[0].heading == "AGS"
    assert [row[0] for row in tables[0].rows] == [place.key for place in places(visit, view)[0]]
    # Nobody is nought, not an empty cell.
    assert all(isinstance(cell, int) for sheet in (tables[1], tables[4]) for row in sheet.rows for cell in row[2:])
    by_unit = tables[1:3] + tables[3:5]
    assert all((sheet.columns[0].heading == "AGS") == (by == "ags") for sheet in by_unit)
    explained = str(made[1].sections)
    for label in ("Stunden je Leistung", "Anteil der Fälle mit Sprachmittlung", "Stellen mit einer Beratungssprache"):
        assert label in explained
    limits = [column.heading for column in tables[3].columns if "Rundung" in column.heading]
    assert len(limits) == (0 if role == "coordination" else 2)


@pytest.mark.parametrize("role", ["steering", "coordination"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_tiny_export_is_shown_without_shares(
    small_data: Path, small_warehouse: Path, monkeypatch, open_page, lang: str, role: str
) -> None:
    shutil.copytree(small_warehouse, small_data / "warehouse")
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    for by in ("focus_area", "ags", "carrier"):
        shown = open_page("outcomes", outcome="languages", role=role, lang=lang, outcome_by=by)
        assert not shown.app.exception
        assert not shown.app.error
    if role == "steering":
        few = "too few" if lang == "en" else "zu wenige"
        assert few in shown.words()


def test_cases_alone_are_shown_without_services(small_data: Path, monkeypatch, open_page) -> None:
    for path in (small_data / "raw" / "caseload").glob("*Leistungen*"):
        path.unlink()
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("outcomes", outcome="languages", role="coordination", year="all")
    assert not shown.app.exception
    assert "Es sind keine Leistungen geladen." in unescape(shown.html)
    visit = visit_to(Store(small_data), "coordination")
    assert len(sheets(visit, view_of(year=None))) == 4
    assert "keine Leistungen verzeichnet" in services_finding(visit, view_of(year=None))
