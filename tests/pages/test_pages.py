"""Every page in both languages and for every role; choices in the address; what each role gets to see."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from charts.map_labels import MARK
from etl.load import load
from metrics.protection import ROLES, StaffFiguresWithheld
from pages._shared import door, visit
from pages._shared.wording import OUTCOME_PART_NAMES
from pages.caseload.view import MEASURES
from warehouse import Edition

PAGES = ("overview", "coverage", "place", "caseload", "outcomes", "data", "methods")
CLIENT_PAGES = ("overview", "caseload", "outcomes", "data")
WITHOUT_EXACT = ("steering", "planning")
NOERVENICH = "05358052"
DUEREN = "05358008"

every_page = pytest.mark.parametrize("page", PAGES)
every_language = pytest.mark.parametrize("lang", ["de", "en"])
every_role = pytest.mark.parametrize("role", ROLES)
without_exact = pytest.mark.parametrize("role", WITHOUT_EXACT)


@pytest.fixture(scope="session")
def catalogue(project: Path) -> dict[str, str]:
    """English -> German text, where they differ and carry no fields."""
    with (project / "locales" / "de" / "LC_MESSAGES" / "kim_atlas.po").open("rb") as file:
        texts = [(str(message.id), str(message.string)) for message in read_po(file, locale="de") if message.id]
    return {ours: german for ours, german in texts if "{" not in ours and ours.lower() != german.lower()}


@every_page
@every_language
@every_role
def test_page_runs(open_page, titles, page: str, lang: str, role: str) -> None:
    shown = open_page(page, lang=lang, role=role)
    assert not shown.app.exception
    assert not shown.app.error
    assert shown.heading == titles[page][lang]


@every_page
@every_language
def test_banner_stands_where_client_data_are_used(open_page, page: str, lang: str) -> None:
    assert ("Beispieldaten" in open_page(page, lang=lang).banner) == (page in CLIENT_PAGES)


@every_page
def test_sources_stand_below_every_page(open_page, page: str) -> None:
    html = open_page(page).html
    assert "Quellen" in html
    assert re.search(r"\d{8}T\d{6}Z-[0-9a-f]{12}", html)


@every_page
@every_role
def test_german_pages_keep_no_english(open_page, catalogue: dict[str, str], page: str, role: str) -> None:
    words = open_page(page, role=role, ags=NOERVENICH).words()
    assert [english for english in catalogue if _says(words, english)] == []


@every_page
@every_role
def test_english_pages_keep_no_german(open_page, catalogue: dict[str, str], page: str, role: str) -> None:
    words = open_page(page, role=role, ags=NOERVENICH, lang="en").words()
    # Single German words may come with the data: carriers, files, assumptions.
    assert [german for german in catalogue.values() if " " in german and _says(words, german)] == []


@pytest.mark.parametrize("section", list(OUTCOME_PART_NAMES))
def test_sections_of_outcomes_keep_no_other_language(open_page, catalogue: dict[str, str], section: str) -> None:
    address = {"outcome": section, "role": "coordination", "ags": NOERVENICH}
    german, english = (open_page("outcomes", lang=lang, **address) for lang in ("de", "en"))
    assert not german.app.exception and not english.app.exception
    in_german, in_english = german.words(), english.words()
    assert [words for words in catalogue if _says(in_german, words)] == []
    assert [words for words in catalogue.values() if " " in words and _says(in_english, words)] == []


# Key numbers


def test_overview_shows_the_numbers_of_the_concept(open_page) -> None:
    html = open_page("overview").html.replace("\u202f", " ")
    for number in ("33.970", "12,34 %", "59.878", "21,74 %", ">12,0<"):
        assert number in html


def test_overview_writes_numbers_as_english_readers_do(open_page) -> None:
    html = open_page("overview", lang="en").html
    for number in ("33,970", "12.34%", "59,878", "21.74%", ">12.0<"):
        assert number in html


def test_overview_names_the_largest_gap(open_page) -> None:
    shown = open_page("overview")
    assert "Düren: Es fehlen 0,91 Stellen" in shown.html
    assert "Düren: +0,91" in shown.markup("overview_map")


@every_role
def test_overview_says_which_posts_are_counted(open_page, role: str) -> None:
    svg = open_page("overview", role=role).markup("overview_map")
    kind, other = ("besetzte", "bewilligte") if role == "coordination" else ("bewilligte", "besetzte")
    assert f"{kind} Stellen 01.10.2024" in svg
    assert f"{other} Stellen" not in svg


def test_overview_draws_the_map_of_the_coverage_page(open_page) -> None:
    """The same municipalities in the same colours with the same marks, whatever the size."""
    overview, coverage = (
        re.findall(
            r'fill="(#\w+|url)[^>]*data-ags="(\d+)"[^>]*aria-label="([^"]*)"', open_page(page).markup(f"{page}_map")
        )
        for page in ("overview", "coverage")
    )
    assert len(overview) == 15
    assert overview == coverage


def test_overview_says_what_is_beyond_doubt_and_that_dates_lie_apart(open_page) -> None:
    shown = open_page("overview")
    assert "Bei jeder Aufteilung geteilter Stellen fehlen Stellen in Düren" in shown.html
    assert shown.html.count("mehr als zwei Jahre auseinander") == 1
    assert not shown.app.warning


def test_overview_says_it_of_the_chosen_municipality(open_page) -> None:
    shown = open_page("overview", ags=DUEREN)
    (sentence,) = shown.app.info
    assert "Düren" in sentence.value
    assert "0,91" in sentence.value


def test_coverage_ranks_all_municipalities_by_gap(open_page) -> None:
    rows = open_page("coverage").rows("coverage_table")
    *places, total = rows
    assert len(places) == 15
    assert rows["Düren"][:3] == [f"{MARK} +0,91", "+0,81 bis +1,83", "3,41"]
    gaps = [_number(rows[place][0].removeprefix(MARK)) for place in places]
    assert gaps == sorted(gaps, reverse=True)
    assert rows[total][:3] == ["0,00", "", "8,50"]


def test_rule_of_splitting_changes_the_ranking(open_page) -> None:
    by_need, equally = (open_page("coverage", split=rule).rows("coverage_table") for rule in ("need", "equal"))
    assert list(by_need) != list(equally)
    assert sorted(by_need) == sorted(equally)
    # Nörvenich, Merzenich and Düren share one full post.
    assert _number(equally["Merzenich"][2]) == pytest.approx(1 / 3, abs=0.005)
    assert _number(by_need["Merzenich"][2]) < 0.2


def test_focus_area_names_the_places_without_service(open_page) -> None:
    shown = open_page("coverage", area="psychosocial")
    assert "Psychosoziale Beratung gibt es in 6 von 15 Gemeinden" in shown.html
    assert shown.rows("coverage_table")["Titz"][2] == "keine"


def test_posts_for_the_whole_district_are_explained(open_page) -> None:
    assert "alle" in open_page("coverage", area="labour_market").app.info[0].value.lower()
    assert not open_page("coverage", area="labour_market", split="equal").app.info


def test_coverage_names_the_posts_of_the_chosen_municipality(open_page) -> None:
    table = open_page("coverage", ags=NOERVENICH).table("Stellen, die für Nörvenich da sind")
    assert table["Träger"] == ["Evangelische Gemeinde zu Düren"]
    assert table["davon für Nörvenich (VZÄ)"] == ["0,05"]


# Choices in the address

CHOICES = [
    ("overview", "ags", NOERVENICH),
    ("coverage", "area", "psychosocial"),
    ("coverage", "group", "asylum_benefit_recipients"),
    ("coverage", "split", "equal"),
    ("caseload", "measure", "new_cases"),
    ("caseload", "by", "carrier"),
    ("caseload", "split", "equal"),
    ("outcomes", "outcome_area", "welcome"),
    ("outcomes", "year", "2024"),
    ("outcomes", "outcome", "goals"),
    ("methods", "lang", "en"),
    ("methods", "role", "planning"),
]
every_choice = pytest.mark.parametrize(("page", "name", "code"), CHOICES)


@every_choice
def test_choice_is_taken_from_the_address(open_page, page: str, name: str, code: str) -> None:
    shown = open_page(page, **{name: code})
    assert shown.widget(name).value == code
    assert shown.address[name] == code


@every_choice
def test_choice_is_written_to_the_address_and_its_default_is_not(open_page, page: str, name: str, code: str) -> None:
    shown = open_page(page)
    default = shown.widget(name).value
    assert name not in shown.address
    assert shown.choose(name, code).address[name] == code
    assert not shown.app.exception
    assert name not in shown.choose(name, default).address


@every_choice
def test_unknown_code_in_the_address_is_ignored(open_page, page: str, name: str, code: str) -> None:
    shown = open_page(page, **{name: f"{code}?"})
    assert not shown.app.exception
    assert shown.widget(name).value == open_page(page).widget(name).value
    assert name not in shown.address


def test_marked_carrier_is_a_choice_of_its_own(open_page) -> None:
    carrier = "Stadt Jülich"
    shown = open_page("caseload", by="carrier", unit=carrier, role="coordination")
    assert shown.widget("unit").value == shown.address["unit"] == carrier
    (marked,) = re.findall(r'<tr aria-current="true">.*?</tr>', shown.markup("caseload_table"))
    assert carrier in marked
    (pressed,) = re.findall(r'data-ags="([^"]*)" aria-pressed="true"', shown.markup("caseload_funnel"))
    assert pressed == carrier


def test_language_switch_keeps_the_other_choices(open_page) -> None:
    chosen = {
        "area": "psychosocial",
        "group": "immigration_history",
        "split": "equal",
        "ags": NOERVENICH,
        "role": "planning",
    }
    shown = open_page("coverage", **chosen).choose("lang", "en")
    assert shown.heading == "Coverage: posts compared with need"
    assert {name: shown.widget(name).value for name in chosen} == chosen
    assert shown.address == {**chosen, "lang": "en"}
    assert shown.choose("lang", "de").address == chosen


def test_choices_last_from_page_to_page(open_page) -> None:
    shown = open_page("coverage", split="equal", area="psychosocial", ags=NOERVENICH)
    shown.app.query_params.clear()  # as a click in the navigation does
    shown.app.switch_page("pages/caseload/page.py").run()
    assert not shown.app.exception
    assert shown.address == {"split": "equal", "ags": NOERVENICH}
    shown.app.query_params.clear()
    shown.app.switch_page("pages/coverage/page.py").run()
    assert shown.address == {"split": "equal", "area": "psychosocial", "ags": NOERVENICH}


@pytest.mark.parametrize("rule", ["need", "equal"])
def test_rule_of_splitting_is_one_choice_on_two_pages(open_page, rule: str) -> None:
    shown = open_page("coverage")
    shown.choose("split", rule).app.switch_page("pages/caseload/page.py").run()
    assert not shown.app.exception
    assert shown.widget("split").value == rule


# Roles


@without_exact
def test_counts_of_people_are_multiples_of_five(open_page, role: str) -> None:
    assert _key_figure(open_page("overview", role=role).html, "Offene Fälle") == 565
    for measure in MEASURES[WITHOUT_EXACT.index(role) :: 2]:  # both roles see the same
        counted = {"services": "Leistungen", "hours": "Stunden"}.get(measure, "Fälle")
        shown = open_page("caseload", role=role, measure=measure)
        for by in ("ags", "carrier", "focus_area"):
            shown.choose("by", by)
            assert _unrounded(_number(cells[0]) for cells in shown.rows("caseload_table").values()) == []
            said = re.findall(rf"{counted}: ([\d.,]+), erwartet", shown.markup("caseload_funnel"))
            assert said
            assert _unrounded(map(_number, said)) == []
        on_map = open_page("caseload", show="map", role=role, measure=measure)
        assert _unrounded(_number(cells[1]) for cells in on_map.rows("caseload_table").values()) == []
        said = re.findall(rf"{counted}: ([\d.,]+), erwartet", on_map.markup("caseload_map"))
        assert len(said) == 15
        assert _unrounded(map(_number, said)) == []
    goals = open_page("outcomes", role=role, outcome="goals").table("Was aus den Zielen wurde, nach Thema")
    for column in ("Ziele vereinbart", "erreicht", "teilweise erreicht", "anders beendet", "offen"):
        assert _unrounded(map(_number, goals[column])) == []
    services = open_page("outcomes", role=role, outcome="languages").table("Leistungen nach Art")
    assert _unrounded(map(_number, services["Leistungen"])) == []


def test_coordination_sees_exact_counts(open_page) -> None:
    assert _key_figure(open_page("overview", role="coordination").html, "Offene Fälle") == 567
    rows = open_page("caseload", role="coordination").rows("caseload_table")
    *places, total = (_number(cells[0]) for cells in rows.values())
    assert sum(places) == total == 567


@every_page
def test_protection_is_explained_to_whom_it_concerns(open_page, page: str) -> None:
    explained = {role: "auf ein Vielfaches von 5 gerundet" in open_page(page, role=role).html for role in ROLES}
    rounded = page in CLIENT_PAGES
    assert explained == {"steering": rounded, "planning": rounded, "coordination": False}


@every_role
def test_only_the_coordination_sees_figures_per_post(open_page, role: str) -> None:
    shown = open_page("caseload", role=role, by="post")
    assert not shown.app.exception
    assert ("Stelle" in shown.widget("by").options) == (role == "coordination")
    assert (shown.widget("by").value == "post") == (role == "coordination")
    assert ("CARITAS-1" in shown.words()) == (role == "coordination")
    assert ("beschreibt einzelne Beschäftigte" in shown.html) == (role == "coordination")


@every_role
@pytest.mark.parametrize("by", ["ags", "carrier", "focus_area", "building_block"])
def test_no_other_comparison_names_a_post(open_page, by: str, role: str) -> None:
    assert "CARITAS-1" not in open_page("caseload", role=role, by=by).words()


@pytest.mark.parametrize("by", ["ags", "carrier"])
def test_only_the_coordination_may_narrow_places_and_carriers_to_a_focus_area(open_page, by: str) -> None:
    for role in ROLES:
        assert open_page("caseload", role=role, by=by).offers("cases_area") == (role == "coordination")
    shown = open_page("caseload", role="coordination", by=by, cases_area="welcome")
    assert shown.widget("cases_area").value == shown.address["cases_area"] == "welcome"


def test_only_the_coordination_sees_focus_areas_and_topics_of_a_single_municipality(open_page) -> None:
    for role in ROLES:
        of_place = open_page("outcomes", role=role, ags=NOERVENICH, outcome="goals", year="all")
        assert not of_place.app.exception
        assert of_place.offers("outcome_area") == (role == "coordination")
        shows_topics = "Was aus den Zielen wurde, nach Thema" in of_place.html
        assert shows_topics == (role == "coordination")
        assert open_page("outcomes", role=role).offers("outcome_area")


def test_only_the_coordination_sees_what_became_of_each_file_about_clients(open_page) -> None:
    for role in ROLES:
        shown = open_page("data", role=role)
        files = shown.table("Was geladen wurde")["Datei"]
        assert ("caseload/Beispieldaten_Faelle.csv" in files) == (role == "coordination")
        assert ("Was zurückgewiesen wurde" in shown.html) == (role == "coordination")


@without_exact
def test_focus_area_in_the_address_narrows_no_carrier(open_page, role: str) -> None:
    plain = open_page("caseload", role=role, by="carrier")
    narrowed = open_page("caseload", role=role, by="carrier", cases_area="labour_market")
    assert not narrowed.app.exception
    for key in ("caseload_funnel", "caseload_table"):
        assert narrowed.markup(key) == plain.markup(key)


# What the configuration says


@every_role
def test_configured_role_is_where_the_visit_starts(open_page, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    monkeypatch.setenv("KIM_LOCAL_ROLE", role)
    assert open_page("overview").widget("role").value == role


@pytest.mark.parametrize("content", ["", 'local_role = "planning"\n', None])
def test_role_of_the_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None) -> None:
    settings = tmp_path / "kim-atlas.toml"
    if content is not None:
        settings.write_text(content, encoding="utf-8")
    monkeypatch.setattr(visit, "SETTINGS", settings)
    assert visit.local_role() == ("planning" if content else "steering")
    monkeypatch.setenv("KIM_LOCAL_ROLE", "coordination")
    assert visit.local_role() == "coordination"


def test_wrong_role_is_named_with_what_may_stand_there(start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_LOCAL_ROLE", "boss")
    app = start().app
    assert not app.exception
    (error,) = app.error
    for word in ("'boss'", "KIM_LOCAL_ROLE", *ROLES):
        assert word in error.value.replace("\\", "")


# Other data


@pytest.fixture(scope="module")
def _real(small_copy: Callable[[Path], Path], edit_yaml: Callable[..., None], tmp_path_factory) -> Path:
    data = small_copy(tmp_path_factory.mktemp("real"))
    for sidecar in (data / "raw" / "caseload").glob("*.source.yml"):
        edit_yaml(sidecar, lambda content: content.update(data="real"))
    load(data)
    return data


@pytest.fixture
def real_clients(_real: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data said to be of real people. Read them, never change them."""
    monkeypatch.setenv("KIM_DATA_DIR", str(_real))
    return _real


@pytest.fixture(scope="module")
def _without_clients(small_copy: Callable[[Path], Path], tmp_path_factory) -> Path:
    data = small_copy(tmp_path_factory.mktemp("no-clients"))
    for path in (data / "raw" / "caseload").iterdir():
        path.unlink()
    load(data)
    return data


@pytest.fixture
def no_clients(_without_clients: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data without any clients. Read them, never change them."""
    monkeypatch.setenv("KIM_DATA_DIR", str(_without_clients))


@pytest.mark.usefixtures("real_clients")
@pytest.mark.parametrize("page", CLIENT_PAGES)
def test_nobody_chooses_a_role_over_real_clients(open_page, page: str) -> None:
    shown = open_page(page, role="coordination")
    assert not shown.app.exception
    assert not shown.offers("role")
    assert shown.app.session_state["visit"].role == "steering"
    assert page != "caseload" or "Stelle" not in shown.widget("by").options
    assert "auf ein Vielfaches von 5 gerundet" in shown.html
    assert not shown.banner


def test_role_chosen_over_example_data_ends_with_them(
    open_page, loaded, real_clients: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new edition may come while somebody looks: what was chosen before must not carry over to real people."""
    monkeypatch.setenv("KIM_DATA_DIR", str(loaded.data))
    shown = open_page("caseload", role="coordination")
    assert shown.app.session_state["visit"].role == "coordination"
    monkeypatch.setenv("KIM_DATA_DIR", str(real_clients))
    shown.app.run()
    assert not shown.app.exception
    assert shown.app.session_state["visit"].role == "steering"


@pytest.mark.usefixtures("real_clients")
def test_configured_role_holds_over_real_clients(open_page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_LOCAL_ROLE", "coordination")
    shown = open_page("caseload")
    assert not shown.offers("role")
    assert "Stelle" in shown.widget("by").options


@pytest.mark.usefixtures("no_clients")
@every_page
@every_language
def test_pages_do_without_clients(open_page, titles, page: str, lang: str) -> None:
    shown = open_page(page, lang=lang)
    assert not shown.app.exception
    assert not shown.app.error
    assert shown.heading == titles[page][lang]
    assert not shown.banner


@pytest.mark.usefixtures("no_clients")
@pytest.mark.parametrize("page", ["caseload", "outcomes"])
def test_pages_say_that_there_are_no_clients(open_page, page: str) -> None:
    (message,) = open_page(page).app.info
    assert "keine Fälle geladen" in message.value


@pytest.mark.usefixtures("no_clients")
def test_overview_says_that_there_are_no_clients(open_page) -> None:
    html = open_page("overview").html
    assert "Fälle: nicht geladen" in html
    assert "Offene Fälle" not in html
    assert "33.970" in html


# The door


@without_exact
@pytest.mark.parametrize(
    ("question", "arguments", "named"),
    [
        ("caseload", (("carrier", "focus_area"), ("new_cases",)), {}),
        ("caseload", (("carrier", "ags"), ("new_cases",)), {}),
        ("caseload", (("carrier",), ("new_cases",)), {"focus_area": "labour_market"}),
        ("caseload", (("carrier",), ("new_cases",)), {}),
        ("caseload_of_a_year", (("carrier",),), {}),
        ("caseload_of_a_year", (("carrier_group",),), {"focus_area": "labour_market"}),
        ("caseload_of_a_year", (("focus_area",),), {"carrier": "Stadt Jülich"}),
        ("caseload_of_a_year", ((),), {"post": "STADT-JUELICH-1"}),
        ("services", (("carrier",),), {}),
        ("goals", (("ags", "topic"),), {}),
        ("goals", (("carrier_group",),), {"focus_area": "labour_market"}),
        ("agreements", (("focus_area",),), {"ags": "05358008"}),
        ("characteristics", (("focus_area", "ags"), "origin_group"), {}),
        ("characteristics", ((), "sex"), {"carrier": "Stadt Jülich"}),
        ("referrals", (("ags", "referred_to"),), {}),
    ],
)
def test_door_withholds_what_describes_single_employees(
    edition: Edition, role: str, question: str, arguments: tuple[object, ...], named: dict[str, str]
) -> None:
    with pytest.raises(StaffFiguresWithheld):
        door.read(edition.id, role, question, *arguments, **named)
    assert door.read(edition.id, "coordination", question, *arguments, **named).height


@without_exact
def test_door_withholds_figures_per_post(edition: Edition, role: str) -> None:
    for question in ("caseload_of_a_year", "services", "goals", "agreements", "referrals"):
        with pytest.raises(StaffFiguresWithheld):
            door.read(edition.id, role, question, ("post",))


def test_door_protects_before_it_keeps(edition: Edition) -> None:
    """The same question of two roles, one after the other in either order, gives each its own answer."""
    for order in (("coordination", "steering"), ("steering", "coordination")):
        found = {role: door.read(edition.id, role, "caseload", ("month",), ("new_cases",)) for role in order}
        assert _unrounded(found["steering"]["new_cases"]) == []
        assert _unrounded(found["coordination"]["new_cases"]) != []


def test_door_knows_no_other_role(edition: Edition) -> None:
    with pytest.raises(ValueError, match="unknown role"):
        door.read(edition.id, "admin", "municipalities")


def _number(shown: str) -> float:
    """The number a German reader sees."""
    return float(shown.replace(".", "").replace(",", ".").replace("−", "-"))


def _unrounded(counts) -> list[float]:
    return [count for count in counts if count % 5]


def _key_figure(html: str, label: str) -> float:
    (value,) = re.findall(rf'<dt>{label}</dt><dd class="value">([^<]*)</dd>', html)
    return _number(value)


def _says(words: str, text: str) -> bool:
    # Most texts are not there at all, and to compile a pattern takes longer than to look.
    return text in words and re.search(rf"(?<![\w/.]){re.escape(text)}(?![\w/.])", words) is not None


# Editions that are not like the shipped one


@pytest.fixture
def change_and_load(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Loads a changed copy of the data and makes it what the pages show."""

    def loaded() -> Path:
        load(small_data)
        monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
        return small_data

    return loaded


@pytest.mark.parametrize("measure", MEASURES)
def test_caseload_shows_places_without_a_post_as_such(open_page, measure: str) -> None:
    shown = open_page("caseload", show="map", role="coordination", cases_area="psychosocial", measure=measure)
    assert not shown.app.exception
    rows = shown.rows("caseload_table")
    assert len(rows) == 16
    assert rows["Titz"][0] == "–"
    assert "Titz: kein Angebot" in shown.markup("caseload_map")


@pytest.mark.parametrize("page", ["overview", "coverage", "caseload"])
def test_a_figure_of_need_that_is_not_published_is_named(
    open_page, small_data, edit, change_and_load, page: str
) -> None:
    census = small_data / "raw/census/zensus2022_demografie.csv"
    edit(census, lambda text: text.replace(";foreign_nationals;2022-05-15;746;", ";foreign_nationals;2022-05-15;.;"))
    change_and_load()
    shown = open_page(page)
    assert not shown.app.exception
    (warning,) = shown.app.warning
    assert "Merzenich" in warning.value


def test_a_month_cut_short_is_not_counted(open_page, small_data, edit_yaml, change_and_load) -> None:
    for path in (small_data / "raw/caseload").glob("*.source.yml"):
        edit_yaml(path, lambda content: content.update(reference_date=dt.date(2026, 10, 10)))
    change_and_load()
    shown = open_page("caseload", role="coordination")
    assert not shown.app.exception
    assert "Stand 30.09.2026" in shown.html
    assert shown.widget("until").value == "2026-09"
    assert "2026-10" not in shown.words()
    assert "Oktober 2026" not in shown.widget("until").options


def test_an_export_without_a_usable_case_is_said(open_page, small_data, edit, change_and_load) -> None:
    edit(small_data / "raw/caseload/Beispieldaten_Faelle.csv", lambda text: text.replace(";ja;", ";nein;"))
    change_and_load()
    for page in ("caseload", "outcomes", "overview", "data", "methods"):
        assert not open_page(page).app.exception, page
    assert "keine Fälle geladen" in open_page("caseload").app.info[0].value
