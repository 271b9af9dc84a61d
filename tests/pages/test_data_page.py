"""The page on data: who sees what, taking files in from the first byte to the new edition, going back."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest

from etl.caseload.mappings import read_mapping
from etl.load import load
from etl.moving.scratch import UPLOAD
from metrics.protection import ROLES
from pages._shared import uploads
from pages._shared.kept_editions import workbook_of
from warehouse import Store

SECTIONS = ("loaded", "upload", "quality", "editions")
OF_COORDINATION = ("upload", "quality", "editions")
PERSONS = ("Zielinska", "Oleksandra", "02421 998877", "K-77001", "Steinweg 4")
HEADINGS = (
    "Klienten-ID;Nachname;Vorname;Telefon;Anschrift;Wohnort;Stelle;Einverständnis;Erstkontakt;Beratungsbeginn;m/w/d"
)
FATES = ("geladen", "zurückgewiesen", "zurückgehalten (keine Einwilligung)", "ersetzt", "doppelt")

every_section = pytest.mark.parametrize("section", SECTIONS)
every_language = pytest.mark.parametrize("lang", ["de", "en"])
every_role = pytest.mark.parametrize("role", ROLES)


def export(rows: int = 30) -> bytes:
    """An export as no carrier of the example has it: other headings, Windows-1252, people in it."""
    towns = ("Heimbach", "Nideggen", "Kreuzau")
    lines = [
        f"K-{77001 + number};Zielinska;Oleksandra;02421 998877;Steinweg {number};{towns[number % 3]};CARITAS-1;"
        f"{'nein' if number % 10 == 0 else 'ja'};{number % 28 + 1:02d}.02.2026;{number % 28 + 1:02d}.03.2026;{'wm'[number % 2]}"
        for number in range(rows)
    ]
    return "\r\n".join([HEADINGS, *lines, ""]).encode("cp1252")


def pressed(app: AppTest, label: str) -> AppTest:
    (button,) = (button for button in app.button if button.label == label)
    return button.click().run()


def sent(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return app.run()


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def loading(
    open_page, small_data: Path, small_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., object]:
    """Opens a section over loaded data of its own, as the coordination."""
    shutil.copytree(small_warehouse, Store(small_data).folder)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    monkeypatch.setenv("KIM_LOCAL_ROLE", "coordination")
    return lambda section="upload", **address: open_page("data", section=section, **address)


@pytest.fixture(scope="session")
def english(project: Path) -> list[str]:
    """English texts that differ from the German ones and carry no fields."""
    with (project / "locales" / "de" / "LC_MESSAGES" / "kim_atlas.po").open("rb") as file:
        texts = [(str(message.id), str(message.string)) for message in read_po(file, locale="de") if message.id]
    return [ours for ours, german in texts if "{" not in ours and ours.lower() != german.lower()]


@every_section
@every_language
@every_role
def test_section_runs(open_page, titles, section: str, lang: str, role: str) -> None:
    shown = open_page("data", section=section, lang=lang, role=role)
    assert not shown.app.exception
    assert not shown.app.error
    assert shown.heading == titles["data"][lang]


@every_section
def test_only_the_coordination_is_offered_more_than_what_is_loaded(open_page, section: str) -> None:
    for role in ROLES:
        shown = open_page("data", section=section, role=role)
        may = role == "coordination" or section == "loaded"
        assert (shown.widget("section").value == section) == may
        assert bool(shown.app.file_uploader) == (section == "upload" and role == "coordination")


@every_section
def test_german_sections_keep_no_english(open_page, english: list[str], section: str) -> None:
    words = open_page("data", section=section, role="coordination").words()
    said = [text for text in english if text in words and re.search(rf"(?<![\w/.]){re.escape(text)}(?![\w/.])", words)]
    assert said == []


def test_account_of_every_file_adds_up(open_page) -> None:
    table = open_page("data", role="coordination").table("Was geladen wurde")
    read = [_number(cell) for cell in table["Zeilen gelesen"]]
    fates = [[_number(cell) for cell in table[fate]] for fate in FATES]
    assert read == [sum(found) for found in zip(*fates, strict=True)]
    assert sum(read) > 30_000


def test_kinds_without_a_file_are_said(open_page) -> None:
    table = open_page("data").table("Wie aktuell die Daten sind")
    stand = dict(zip(table["Daten"], table["neuester Stand"], strict=True))
    assert stand["Zuzüge aus dem Ausland"] == stand["Jahreszahlen der Behörden"] == "nicht geladen"
    assert stand["Fälle"] == "31.10.2026"


def test_quality_shows_every_carrier_and_leads_to_the_lines(open_page) -> None:
    shown = open_page("data", section="quality", role="coordination")
    matrix = re.search(r'<table class="kim-table kim-matrix">.*?</table>', shown.html, re.DOTALL)
    assert matrix is not None
    assert matrix[0].count('scope="row"') == 8
    assert any("Zeilen der Datei" in text.value for text in shown.app.markdown)
    rule = shown.widget("rule")
    assert len(rule.options) > 10
    last = re.compile(r"\d+")
    before = shown.words()
    assert last.search(before)
    assert shown.choose("rule", "rejected-caseload/Beispieldaten_Ziele.csv-status_after_agreement").words() != before


def test_a_carriers_export_is_understood_tried_out_loaded_and_taken_back(loading, small_data: Path) -> None:
    first, before = Store(small_data).current_id(), tree(small_data / "raw")
    shown = loading()
    app = sent(shown.app, ("Export März.csv", export()))
    assert not app.exception
    assert not app.error
    becomes = {box.label.replace("\\", ""): box.value for box in app.selectbox if "wird zu" in box.label}
    assert becomes["Klienten-ID wird zu"] == "case_number"
    assert becomes["Wohnort wird zu"] == "ags"
    assert {becomes[f"{name} wird zu"] for name in ("Nachname", "Vorname", "Telefon", "Anschrift")} == {"refused"}
    assert not any(person in shown.words() for person in PERSONS)

    app = pressed(app, "Probelauf: Was würde sich ändern?")
    assert not app.error
    account = shown.table("Was aus jeder Zeile würde")
    assert account["Zeilen gelesen"] == ["30"]
    assert account["zurückgehalten (keine Einwilligung)"] == ["3"]
    assert sum(_number(account[fate][0]) for fate in FATES) == 30
    assert any("«Nachname»" in note.value for note in app.info)
    assert not any(person in shown.words() for person in PERSONS)
    assert Store(small_data).current_id() == first
    assert tree(small_data / "raw") == before
    assert not list((small_data / "warehouse").glob(f"{UPLOAD}*"))

    app = pressed(app, "Laden")
    assert not app.exception
    second = Store(small_data).current_id()
    assert second != first
    assert second in app.success[0].value.replace("\\", "")
    assert app.session_state["visit"].edition_id == second
    assert not app.file_uploader[0].value
    stored = b"".join(path.read_bytes() for path in (small_data / "warehouse" / "editions").iterdir())
    assert not any(person.encode() in stored for person in PERSONS)
    assert [path.name for path in (small_data / "mappings").glob("caritas*.yml")]

    shown = loading("editions", kept=first)
    (sure,) = (box for box in shown.app.checkbox if box.label == "Trotzdem zurückgehen")
    app = pressed(sure.check().run(), "Zurückgehen")
    assert Store(small_data).current_id() == first
    assert tree(small_data / "raw") == before
    assert app.session_state["visit"].edition_id == first


def test_what_cannot_be_loaded_is_said_and_changes_nothing(loading, small_data: Path) -> None:
    first = Store(small_data).current_id()
    posts = (small_data / "raw/staffing/stellen.csv").read_bytes().replace(b"CARITAS-1;", b"CARITAS-9;")
    app = sent(loading().app, ("stellen.csv", posts))
    app = pressed(app, "Probelauf: Was würde sich ändern?")
    assert not app.exception
    assert any("nichts verändert" in error.value for error in app.error)
    (load_button,) = (button for button in app.button if button.label == "Laden")
    assert load_button.disabled
    assert Store(small_data).current_id() == first


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02" * 50,
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0" * 40,
        b"ein Satz ohne Tabelle",
        b";;;\n;;;\n",
    ],
)
def test_files_that_are_nothing_are_refused_in_words(loading, content: bytes) -> None:
    shown = loading()
    app = sent(shown.app, ("unbekannt.csv", content))
    assert not app.exception
    assert not [button for button in app.button if button.label == "Laden"] or "Probelauf" in shown.words()
    assert "nicht erkannt" in shown.words() or app.error


def test_a_changed_choice_asks_for_another_dry_run(loading) -> None:
    app = pressed(sent(loading().app, ("export.csv", export())).run(), "Probelauf: Was würde sich ändern?")
    (title,) = (field for field in app.text_input if field.label == "Titel")
    app = title.set_value("Ein anderer Titel").run()
    assert any("Seit dem letzten Probelauf" in note.value for note in app.info)
    (load_button,) = (button for button in app.button if button.label == "Laden")
    assert load_button.disabled


def test_a_mapping_is_used_again(loading) -> None:
    app = pressed(sent(loading().app, ("export.csv", export())), "Probelauf: Was würde sich ändern?")
    pressed(app, "Laden")
    shown = loading()
    app = sent(shown.app, ("export2.csv", export(40)))
    assert not app.exception
    assert "Export nach der Zuordnung" in shown.words()
    assert not any("wird zu" in box.label for box in app.selectbox)
    app = app.toggle[0].set_value(True).run()
    assert not app.exception
    becomes = {box.label.replace("\\", ""): box.value for box in app.selectbox if "wird zu" in box.label}
    assert becomes["Klienten-ID wird zu"] == "case_number"
    assert any("vollständig" in note.value for note in app.success)


def test_cases_and_goals_of_a_new_carrier_make_one_mapping(loading, small_data: Path) -> None:
    goals = ["Klienten-ID;Thema;Vereinbart am;Zielstand"]
    goals += [f"K-{77001 + number};Berufliche Orientierung;20.03.2026;offen" for number in range(30)]
    files = (("faelle.csv", export()), ("ziele.csv", "\n".join([*goals, ""]).encode()))
    app = sent(loading().app, *files)
    assert not app.exception
    app = pressed(app, "Probelauf: Was würde sich ändern?")
    assert not app.error
    app = pressed(app, "Laden")
    assert not app.exception
    (path,) = (small_data / "mappings").glob("caritas*.yml")
    assert set(read_mapping(path)) == {"cases", "goals"}
    inputs = {entry["kind"]: entry for entry in app.session_state["visit"].manifest["inputs"]}
    assert inputs["cases"]["rows_loaded"] == 27
    assert inputs["goals"]["rows_loaded"] == 27


def test_a_wrong_encoding_is_said_and_taken_back(loading) -> None:
    app = sent(loading().app, ("export.csv", export()))
    (encoding,) = (box for box in app.selectbox if box.label == "Zeichensatz")
    app = encoding.set_value("utf-8").run()
    assert not app.exception
    assert app.error
    app = pressed(app, "So lesen, wie von selbst erkannt")
    assert not app.error
    assert any("vollständig" in note.value for note in app.success)


def test_what_a_mapping_lacks_is_said_in_the_words_of_the_screen(loading) -> None:
    app = sent(loading().app, ("export.csv", export()))
    for heading in ("Erstkontakt", "Beratungsbeginn", "Wohnort"):
        (box,) = (box for box in app.selectbox if box.label.startswith(heading))
        app = box.set_value("ignored").run()
    assert not app.exception
    said = " ".join(note.value for note in app.warning).replace("\\", "")
    assert "Noch keiner Spalte zugeordnet" in said
    assert "Anfrage am oder Erstgespräch am" in said
    assert "Gemeinde" in said


def test_freezing_and_removing(loading, small_data: Path) -> None:
    first = Store(small_data).current_id()
    shown = loading("editions")
    (reason,) = (field for field in shown.app.text_input if "Grund" in field.label)
    app = pressed(reason.set_value("Lenkungsgruppe Herbst").run(), "Festhalten")
    assert Store(small_data).frozen_because(first) == "Lenkungsgruppe Herbst"
    assert "Lenkungsgruppe Herbst" in shown.html
    pressed(app, "Freigeben")
    assert not Store(small_data).is_frozen(first)
    Store(small_data).hold(first, ["Sitzung 01.06.2099: Herbst"])
    app = app.run()
    assert "Sitzung 01.06.2099: Herbst" in " ".join(note.value for note in app.markdown).replace("\\", "")
    assert not [button for button in app.button if button.label in ("Freigeben", "Festhalten")]
    assert not [button for button in shown.app.button if button.label == "Entfernen"]


def second_edition(data: Path, edit) -> tuple[str, str]:
    """Two editions, the later one without the consent of a person."""
    first = Store(data).current_id()
    edit(data / "raw/caseload/Beispieldaten_Faelle.csv", lambda text: text.replace(";ja;", ";nein;", 1))
    return first, load(data, dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2)).edition_id


def test_going_back_to_a_withdrawn_case_is_said_and_has_to_be_confirmed(loading, small_data: Path, edit) -> None:
    first, _ = second_edition(small_data, edit)
    shown = loading("editions", kept=first)
    table = shown.table("Datenstände")
    assert table["Fälle, die der jetzige Datenstand nicht hat"] == ["0", "1"]
    assert any("kämen zurück" in note.value for note in shown.app.warning)
    (button,) = (button for button in shown.app.button if button.label == "Zurückgehen")
    assert button.disabled
    (sure,) = (box for box in shown.app.checkbox if box.label == "Trotzdem zurückgehen")
    app = pressed(sure.check().run(), "Zurückgehen")
    assert not app.exception
    assert Store(small_data).current_id() == first


def test_one_edition_is_removed_even_if_frozen(loading, small_data: Path, edit) -> None:
    first, second = second_edition(small_data, edit)
    Store(small_data).freeze(first, "Lenkungsgruppe")
    shown = loading("editions", kept=first)
    assert any("festgehalten: Lenkungsgruppe" in note.value.replace("\\", "") for note in shown.app.warning)
    (button,) = (button for button in shown.app.button if button.label == "Diesen Datenstand entfernen")
    assert button.disabled
    (sure,) = (box for box in shown.app.checkbox if box.key == f"sure_of_{first}")
    app = pressed(sure.check().run(), "Diesen Datenstand entfernen")
    assert not app.exception
    assert Store(small_data).ids() == [second]
    assert not [each for each in app.button if each.label == "Diesen Datenstand entfernen"]


def test_files_that_are_there_can_be_removed_after_a_dry_run(loading, small_data: Path) -> None:
    app = loading().app
    (toggle,) = (each for each in app.toggle if each.label == "Vorhandene Dateien entfernen")
    app = toggle.set_value(True).run()
    (tried,) = (each for each in app.button if each.label.startswith("Probelauf"))
    assert tried.disabled
    (names,) = (each for each in app.multiselect if each.label == "Eingangsdateien, die wegfallen")
    exports = sorted(f"caseload/{path.name}" for path in (small_data / "raw/caseload").glob("*.csv"))
    app = pressed(names.set_value(exports).run(), "Probelauf: Was würde sich ändern?")
    assert not app.exception
    assert not app.error
    app = pressed(app, "Laden")
    assert not app.exception
    assert not (small_data / "raw" / "caseload").exists()
    assert any("Entfernte Dateien: 3" in note.value.replace("\\", "") for note in app.success)


def test_what_a_killed_process_left_goes_when_the_app_starts(
    start, small_data: Path, project: Path, monkeypatch
) -> None:
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    code = """
import os
from pages._shared.uploads import Upload, on_disk
with on_disk([Upload("1", "Export.csv", b"Fall;Name")]):
    os._exit(9)
"""
    killed = subprocess.run([sys.executable, "-c", code], cwd=project, check=False)
    assert killed.returncode == 9
    assert list((small_data / "warehouse").glob(f"{UPLOAD}*/*/Export.csv"))
    assert not start().app.exception
    assert not list((small_data / "warehouse").glob(f"{UPLOAD}*"))


def test_over_real_people_only_the_configured_role_counts(
    open_page, small_data: Path, edit_yaml, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Going back to the example would let everybody look with the eyes of the coordination again."""
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    load(small_data)
    example = Store(small_data).current_id()
    for sidecar in (small_data / "raw" / "caseload").glob("*.source.yml"):
        edit_yaml(sidecar, lambda content: content.update(data="real"))
    load(small_data)
    Store(small_data).use(example)
    for section in ("upload", "editions"):
        shown = open_page("data", section=section, role="coordination")
        assert not shown.app.file_uploader
        assert not [button for button in shown.app.button if button.label == "Zurückgehen"]
        assert not shown.offers("role")
    monkeypatch.setenv("KIM_LOCAL_ROLE", "coordination")
    assert open_page("data", section="upload").app.file_uploader


def test_names_of_uploads_lead_nowhere_else() -> None:
    for name in ("../../etc/passwd", "..\\..\\x.csv", ".hidden", "a/b/c.csv", "", "...", "CON|?.csv"):
        safe = uploads.Upload("1", name, b"").safe_name
        assert safe
        assert not safe.startswith(".")
        assert not re.search(r'[/\\|?*<>:"]', safe)


def test_uploads_leave_nothing_behind(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    seen = []
    with uploads.on_disk([uploads.Upload("1", "a.csv", b"x;y\n")]) as (path,):
        seen.append(path)
        assert path.read_bytes() == b"x;y\n"
    assert not seen[0].exists()
    with suppress(RuntimeError), uploads.on_disk([uploads.Upload("1", "a.csv", b"x")]) as (path,):
        seen.append(path)
        raise RuntimeError
    assert not seen[1].exists()
    assert not list((small_data / "warehouse").glob(f"{UPLOAD}*"))


def test_workbook_of_an_edition_can_be_made(loading) -> None:
    shown = loading("editions")
    assert not shown.app.exception
    visit = shown.app.session_state["visit"]
    assert workbook_of(visit, visit.edition_id)[:2] == b"PK"


def headless(rows: int = 5) -> bytes:
    names = ("Zielinska", "Petrenko", "Haddad", "Kaya", "Ali")
    lines = [f"{100 + row};{names[row]};Oleksandra;ja;SKF-1;Düren;0{row + 1}.03.2024;weiblich" for row in range(rows)]
    return "\n".join([*lines, ""]).encode()


def mapping_chosen(app: AppTest, index: int) -> AppTest:
    (box,) = (box for box in app.selectbox if box.label == "Zuordnung")
    return box.select_index(index).run()


@pytest.mark.parametrize("mapping", [0, 1])
def test_a_file_without_header_is_shown_by_position_and_gets_no_mapping(loading, mapping: int) -> None:
    shown = loading()
    app = mapping_chosen(sent(shown.app, ("kopflos.csv", headless())), mapping)
    for place, field in ((1, "case_number"), (7, "requested_on")):
        (box,) = (box for box in app.selectbox if box.label.startswith(f"Spalte {place} "))
        app = box.set_value(field).run()
    assert not app.exception
    assert not app.success
    assert any("nicht nach Überschriften" in note.value for note in app.warning)
    assert not any(word in shown.words() for word in ("Zielinska", "Oleksandra"))
    assert not [button for button in app.button if button.label == "Laden"]


def test_a_column_whose_heading_may_be_a_person_stops_the_mapping(loading) -> None:
    content = export().replace(b"Nachname", b"Frau Zielinska", 1)
    shown = loading()
    app = sent(shown.app, ("export.csv", content))
    assert any("Spalten Nummer 2 eine" in note.value.replace("\\", "") for note in app.warning)
    assert not app.success
    assert "Zielinska" not in shown.words()


def test_nothing_that_is_stored_repeats_the_name_of_an_export(loading, small_data: Path) -> None:
    app = sent(loading().app, ("Fallliste Frau Zielinska.csv", export()))
    pressed(pressed(app, "Probelauf: Was würde sich ändern?"), "Laden")
    (sidecar,) = (small_data / "raw/caseload").glob("caritas*.source.yml")
    assert re.fullmatch(r"caritas[\w-]*_cases_\d{4}-\d\d-\d\d\.csv\.source\.yml", sidecar.name)
    assert "title: Fälle, Caritas" in sidecar.read_text(encoding="utf-8")
    assert not list((small_data / "raw").rglob("*Zielinska*"))


def kept(app: AppTest) -> list[str]:
    return [
        key
        for key in ("upload_looked", "upload_guessed", "upload_suggested", "upload_entries", "upload_trial")
        if key in app.session_state
        and len(vars(app.session_state[key]) if key == "upload_trial" else app.session_state[key])
    ]


@pytest.mark.parametrize("way", ["removed", "section", "page"])
def test_nothing_of_an_upload_stays_in_the_session(loading, way: str) -> None:
    shown = loading()
    app = pressed(sent(shown.app, ("export.csv", export())), "Probelauf: Was würde sich ändern?")
    assert kept(app)
    if way == "removed":
        app.file_uploader[0].set_value([]).run()
    elif way == "section":
        shown.choose("section", "quality")
    else:
        app.switch_page("pages/methods/page.py").run()
    assert not app.exception
    assert kept(app) == []


def test_meanings_given_to_entries_outlive_their_closed_fold(loading) -> None:
    content = export().replace(b";w\r\n", b";fem\r\n")
    app = sent(loading().app, ("export.csv", content))
    (box,) = (box for box in app.selectbox if box.label == "fem")
    app = box.set_value("female").run()
    key = next(key for key in app.session_state["upload_entries"] if key[2] == "sex")
    assert app.session_state["upload_entries"][key]["fem"] == "female"
    app.session_state[f"{'_'.join(map(str, key))}_fold"] = False
    app = app.run()
    assert not [box for box in app.selectbox if box.label == "fem"]
    app = pressed(app, "Probelauf: Was würde sich ändern?")
    assert not app.exception
    assert app.session_state["upload_trial"].run.problem is None
    assert "fem: female" in app.session_state["upload_trial"].of.replace("\\n", "\n")


def test_real_inputs_that_are_not_loaded_yet_close_the_switch_of_roles(
    open_page, small_data: Path, edit_yaml, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    load(small_data)
    assert open_page("data", section="upload", role="coordination").app.file_uploader
    sidecar = next((small_data / "raw" / "caseload").glob("*.source.yml"))
    edit_yaml(sidecar, lambda content: content.update(data="real"))
    assert not open_page("data", section="upload", role="coordination").app.file_uploader


def test_names_too_long_for_a_disk_are_cut_or_refused(loading) -> None:
    long = uploads.Upload("1", "ä" * 200 + ".csv", b"a;b\n1;2\n")
    assert len(long.safe_name.encode()) < 255
    assert long.safe_name.endswith(".csv")
    with uploads.on_disk([long]) as (path,):
        assert path.read_bytes() == long.content
    app = sent(loading().app, ("export.csv", export()))
    (name,) = (field for field in app.text_input if field.label == "Ablage unter den Eingangsdateien")
    app = name.set_value("caseload/" + "ä" * 130).run()
    assert not app.exception
    assert any("zu lang" in note.value for note in app.warning)


def _number(shown: str) -> int:
    return int(shown.replace(".", ""))
