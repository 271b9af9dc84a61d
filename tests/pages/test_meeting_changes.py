"""Since the last meeting: what the page says of two editions of which is known how they differ."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import polars as pl
import pytest
import streamlit as st

from charts.bridge_figure import Figure, unchanged_text
from charts.medium import Medium
from etl import load as load_module
from etl.inputs import sign
from etl.load import load
from locales import Language
from metrics.bridge import STAGES, Bridge, bridge
from pages._shared import door, exhibits, kept_editions, meetings, replay
from pages._shared.visit import Visit
from pages.meeting.changes_figures import Named, changes
from pages.meeting.changes_findings import findings, sentence
from pages.meeting.changes_inputs import differences
from report.sheets import Sheet
from tests.charts.pictures import SVG
from warehouse import Store, compare

SPRING, AUTUMN = dt.datetime(2026, 5, 2, 8, 30, tzinfo=dt.UTC), dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
CUT_ON = dt.date(2026, 4, 30)
CASES, POSTS, AREAS = (
    f"raw/{name}.csv" for name in ("caseload/Beispieldaten_Faelle", "staffing/stellen", "staffing/stellen_gebiete")
)
NEW_POST = "SKF-4;Case-Management;Sozialdienst katholischer Frauen e. V. Düren;Willkommensberatung;0,5;01.06.2026;;;\n"
MOST_LATE = 40
OLDER = "20260401T083000Z-aaaaaaaaaaaa"
GERMAN, ENGLISH = Language("de"), Language("en")


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d.%m.%Y").date()


def is_later(text: str) -> bool:
    try:
        return bool(text) and day(text) > CUT_ON
    except ValueError:
        return False


def of_spring(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """What an export of spring has: nothing later, and some cases of one carrier are delivered late."""
    kept, late = [], 0
    for row in rows:
        if is_later(row["Anfrage am"]) or is_later(row["Erstgespräch am"]):
            continue
        if late < MOST_LATE and row["Stelle"].startswith("SKF") and row["Erstgespräch am"] and not row["Fallende am"]:
            late += 1
            continue
        is_open = is_later(row["Fallende am"])
        kept.append({**row, **({"Fallende am": "", "Endegrund": ""} if is_open else {})})
    return kept


def write_cases(path: Path, rows: list[dict[str, str]], reference_date: dt.date) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    dated(path, reference_date)


def dated(path: Path, reference_date: dt.date) -> None:
    sidecar = path.with_name(f"{path.name}.source.yml")
    text = sidecar.read_text(encoding="utf-8")
    sidecar.write_text(re.sub(r"reference_date: .*", f"reference_date: {reference_date}", text), encoding="utf-8")
    sign(path)


@pytest.fixture(scope="module")
def two_editions(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an edition of spring and one of autumn: half a post more, cases delivered late, half a year of cases."""
    data = tmp_path_factory.mktemp("two-editions")
    for part in ("raw", "reference", "mappings"):
        shutil.copytree(project / "data" / part, data / part)
    path = data / CASES
    for other in path.parent.glob("*"):
        if not other.name.startswith(path.name):
            other.unlink()
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
    write_cases(path, of_spring(rows), CUT_ON)
    load(data, SPRING)
    write_cases(path, rows, dt.date(2026, 10, 31))
    for name, row in ((POSTS, NEW_POST), (AREAS, "SKF-4;05358016;Hürtgenwald;;ja;\n")):
        table = data / name
        table.write_text(table.read_text(encoding="utf-8").rstrip("\n") + "\n" + row, encoding="utf-8")
        dated(table, dt.date(2026, 6, 1))
    load(data, AUTUMN, is_judged=False)  # the settings still say what was granted in 2024
    return data


@pytest.fixture
def data(two_editions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both editions in a folder of one's own."""
    copied = tmp_path / "data"
    shutil.copytree(two_editions, copied)
    monkeypatch.setenv("KIM_DATA_DIR", str(copied))
    return copied


@pytest.fixture
def visit(data: Path) -> Visit:
    return visit_of(data)


def visit_of(data: Path, role: str = "steering") -> Visit:
    edition_id = Store(data).current_id()
    return Visit(edition_id, Store(data).manifest(edition_id), GERMAN, role, "")


def first_of(data: Path) -> str:
    return Store(data).ids()[0]


def named(visit: Visit, since: str) -> dict[str, Named]:
    """The figures of the whole district, by name; those of focus areas are left out."""
    found = changes(visit, since).figures
    return {each.name: each for each in reversed(found)}


def older_copy(data: Path, **changed: Any) -> None:
    """One more edition, made before both others, of which other things are noted."""
    store, first = Store(data), first_of(data)
    shutil.copy(store.database(first), store.editions / f"{OLDER}.duckdb")
    noted = {**store.manifest(first), "edition": OLDER, "created_at": "2026-04-01T08:30:00+00:00", **changed}
    (store.editions / f"{OLDER}.json").write_text(json.dumps(noted), encoding="utf-8")


def picture(page: Any) -> Xml.Element:
    return Xml.fromstring(page.markup("changes"))


def said_in(svg: Xml.Element) -> list[str]:
    return [str(part.get("aria-label")) for part in svg.iter(f"{SVG}rect") if part.get("role") == "img"]


def test_the_levels_are_those_of_the_comparison_and_the_steps_what_was_done(data: Path, visit: Visit) -> None:
    exact = compare(first_of(data), visit.edition_id, data)
    assert exact["method_is_known"].all()
    found = named(replace(visit, role="coordination"), first_of(data))
    for name, quantity in (
        ("open_cases", "open_cases"),
        ("new_cases", "new_cases_12m"),
        ("need", "need:foreign_nationals"),
    ):
        (levels,) = exact.filter(quantity=quantity, ags="", focus_area="").select(STAGES).rows()
        assert found[name].figure.bridge.levels == levels
    cases = found["open_cases"].figure.bridge
    assert step(cases, "method") == step(cases, "posts") == 0
    assert 0 < step(cases, "data") <= MOST_LATE
    assert step(cases, "development") != 0
    fte = [each.figure.bridge for each in changes(visit, first_of(data)).figures if each.name == "fte"]
    assert [(each.before, step(each, "posts"), each.after, each.change) for each in fte] == [
        (12.0, 0.5, 12.5, 0.5),
        (2.5, 0.0, 2.5, 0.0),
        (1.0, 0.0, 1.0, 0.0),
        (8.5, 0.5, 9.0, 0.5),
    ]
    gap = found["worst_shortage"].figure
    assert step(gap.bridge, "posts") == gap.bridge.change != 0
    assert (gap.place_before, gap.place_after) == ("Düren", "Düren")


def test_the_gap_at_each_stage_is_the_one_of_the_page_on_coverage(data: Path, visit: Visit) -> None:
    """A twin: need shares of all posts of welcome counselling, less the posts split by need, one post at a time."""
    of_towns = {}
    for edition_id, level in zip((first_of(data), visit.edition_id), ("before", "after"), strict=True):
        on = dt.date.fromisoformat(Store(data).manifest(edition_id)["staffing_on"])
        need = dict(
            door.read(edition_id, "steering", "indicator", "foreign_nationals")
            .filter(pl.col("ags").str.len_chars() == 8)
            .select("ags", "value")
            .rows()
        )
        posts = door.read(edition_id, "steering", "posts").filter(focus_area="welcome").rows(named=True)
        areas = door.read(edition_id, "steering", "post_areas", on).select("post", "ags").rows()
        there, total = dict.fromkeys(need, 0.0), 0.0
        for post in posts:
            if post["valid_from"] > on or (post["valid_to"] and post["valid_to"] < on):
                continue
            total += post["fte"]
            served = [ags for name, ags in areas if name == post["post"]]
            for ags in served:
                there[ags] += post["fte"] * need[ags] / sum(need[each] for each in served)
        gaps = {ags: need[ags] / sum(need.values()) * total - there[ags] for ags in need}
        of_towns[level] = there, gaps
        figures = named(visit, first_of(data))
        assert getattr(figures["worst_shortage"].figure.bridge, level) == pytest.approx(max(gaps.values()), abs=0.005)
        misplaced = sum(abs(gap) for gap in gaps.values()) / 2
        assert getattr(figures["misplaced_fte"].figure.bridge, level) == pytest.approx(misplaced, abs=0.005)
    (moved,) = changes(visit, first_of(data)).moved.rows(named=True)
    assert (moved["focus_area"], moved["ags"]) == ("welcome", "05358016")
    for level, (there, gaps) in of_towns.items():
        assert moved[f"fte_{level}"] == pytest.approx(there[moved["ags"]])
        assert moved[f"gap_{level}"] == pytest.approx(gaps[moved["ags"]])


def test_the_steering_group_sees_cases_rounded_at_every_stage(open_page: Callable[..., Any], data: Path) -> None:
    visit = visit_of(data)
    exact = compare(first_of(data), visit.edition_id, data)
    found = named(visit, first_of(data))
    for name, quantity in (("open_cases", "open_cases"), ("new_cases", "new_cases_12m")):
        (levels,) = exact.filter(quantity=quantity, ags="", focus_area="").select(STAGES).rows()
        assert found[name].figure.bridge.levels == tuple((level + 2) // 5 * 5 for level in levels)
    page = open_page("meeting", meet="changes", role="steering")
    assert not page.app.exception and not page.app.error
    table = page.table("Was sich verändert hat")
    for figure, unit, *cells in zip(*table.values(), strict=True):
        if unit == "Fälle":
            numbers = [int(re.sub(r"[^\d]", "", cell)) for cell in cells]
            assert all(number % 5 == 0 for number in numbers), figure
    assert "kann um bis zu 4 abweichen" in page.html
    assert "abweichen, und 0" not in open_page("meeting", meet="changes", role="coordination").html


@pytest.mark.parametrize("role", ["steering", "coordination"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_findings_picture_and_table_say_the_same(
    open_page: Callable[..., Any], data: Path, role: str, language: str
) -> None:
    page = open_page("meeting", meet="changes", role=role, lang=language)
    assert not page.app.exception and not page.app.error
    visit = replace(visit_of(data, role), language=Language(language))
    found = changes(visit, first_of(data))
    told = findings(found.figures, visit.language)
    assert 1 <= len(told) <= 3
    assert all(sentence in page.html for sentence in told)
    assert len(said_in(picture(page))) == len(found.figures)
    moved = page.table({"de": "Wo Stellen hinzukamen", "en": "Where posts came to"}[language])
    assert moved[{"de": "Unterschied", "en": "Difference"}[language]] == [visit.language.number(0.5, 2, signed=True)]
    table = page.table({"de": "Was sich verändert hat", "en": "What changed"}[language])
    (*_, method, data_step, posts, development, after) = table.values()
    before = list(table.values())[2]
    for number, each in enumerate(found.figures):
        levels, decimals = each.figure.bridge.levels, each.figure.decimals
        assert before[number].startswith(visit.language.number(levels[0] or 0.0, decimals))
        assert after[number].startswith(visit.language.number(levels[-1] or 0.0, decimals))
        steps = [column[number] for column in (method, data_step, posts, development)]
        assert sum(map(signed, steps)) == pytest.approx(
            round(levels[-1] or 0.0, decimals) - round(levels[0] or 0.0, decimals), abs=1e-9
        )


def step(found: Bridge, name: str) -> float:
    """What a step brings about by itself."""
    (amount,) = (part.amount for part in found.parts if part.steps == (name,))
    assert amount is not None
    return amount


def signed(cell: str) -> float:
    """What a step is as a number, in either language (no step of these editions has a thousand)."""
    number = float(re.sub(r"[^\d,.]", "", cell).replace(",", "."))
    return -number if "−" in cell else number


def test_what_only_looks_like_a_development_is_called_so() -> None:
    def of(*levels: float | None) -> str:
        return sentence(Figure("Offene Fälle", "Fälle", bridge(levels, 0)), GERMAN)

    assert of(310, 310, 330, 330, 345) == (
        "Offene Fälle: vorher 310 Fälle, jetzt 345 Fälle. Davon +20 durch nachgelieferte oder berichtigte Daten und +15 durch neue "
        "Entwicklung."
    )
    assert "sieht nur wie eine Entwicklung aus: +20 durch nachgelieferte" in of(310, 310, 330, 330, 330)
    assert "sieht nur wie eine Entwicklung aus: +20 durch eine geänderte Methode." in of(310, 330, 330, 330, 330)
    assert "Das hat sich wirklich verändert: +15 durch neue Entwicklung." in of(330, 330, 330, 330, 345)
    assert "die sich aufheben: +20 durch nachgelieferte oder berichtigte Daten und −20" in of(310, 310, 330, 330, 310)
    assert "+20 durch eine geänderte Methode und nachgelieferte oder berichtigte Daten zusammen" in of(
        310, None, 330, 330, 345
    )
    rounded = Figure("Offene Fälle", "Fälle", bridge((50, 50, 50, 50, 55), 0), is_protected=True)
    assert sentence(rounded, GERMAN).endswith("jetzt 55 Fälle. Davon +5 durch neue Entwicklung.")
    same = replace(rounded, bridge=bridge((50, 50, 50, 50, 50), 0))
    (said,) = findings([Named("open_cases", same)], GERMAN)
    assert said == "Gerundet hat sich keine dieser Zahlen zwischen den beiden Datenständen verändert."
    assert unchanged_text(same, GERMAN) == "gerundet gleich: 50 Fälle"
    assert unchanged_text(replace(same, is_protected=False), GERMAN) == "unverändert: 50 Fälle"
    late = replace(rounded, bridge=bridge((50, 50, 55, 55, 55), 0))
    assert sentence(late, GERMAN).endswith("Davon +5 durch nachgelieferte oder berichtigte Daten.")
    assert of(None, None, 330, 330, 345).startswith(
        "Offene Fälle: vorher nicht bekannt, jetzt 345 Fälle. Was sich verändert"
    )


def test_the_edition_of_the_meeting_before_is_compared_with(open_page: Callable[..., Any], data: Path) -> None:
    older_copy(data)
    visit = visit_of(data)
    assert [each.id for each in kept_editions.comparable(visit.edition_id)] == [Store(data).ids()[1], OLDER]
    page = open_page("meeting", meet="changes", role="coordination")
    assert page.address["since"] == Store(data).ids()[1]
    earlier = Visit(OLDER, Store(data).manifest(OLDER), GERMAN, "coordination", "")
    meetings.create(earlier, "Frühjahr", dt.date(2026, 4, 15))
    meetings.create(replace(visit, role="coordination"), "Herbst", dt.date(2099, 11, 15))
    page = open_page("meeting", meet="changes", role="coordination")
    assert page.address["since"] == OLDER
    assert any("Sitzung 15.04.2026: Frühjahr" in option for option in page.widget("since").options)
    chosen = page.choose("since", Store(data).ids()[1])
    assert chosen.address["since"] == Store(data).ids()[1]


def test_editions_about_real_and_made_up_clients_are_never_compared(open_page: Callable[..., Any], data: Path) -> None:
    older_copy(data, clients_are_example=False)
    visit = visit_of(data)
    assert OLDER not in [each.id for each in kept_editions.comparable(visit.edition_id)]
    page = open_page("meeting", meet="changes", since=OLDER, role="steering")
    assert page.address["since"] == Store(data).ids()[1]
    assert any("lässt sich nicht vergleichen" in warning.value for warning in page.app.warning)
    with pytest.raises(door.ExampleAndReal):
        changes(visit, OLDER)


def test_editions_of_another_district_are_not_offered(data: Path) -> None:
    older_copy(data, district={"ags": "05366", "name": "Kreis Euskirchen"})
    assert OLDER not in [each.id for each in kept_editions.comparable(visit_of(data).edition_id)]


def test_an_edition_of_an_older_form_is_compared_as_far_as_it_can_be_read(data: Path) -> None:
    method = Store(data).manifest(first_of(data))["method"]
    older_copy(data, method={**method, "version": method["version"] - 1})
    found = named(visit_of(data), OLDER)
    cases = found["open_cases"].figure.bridge
    assert cases.before is not None and cases.after is not None
    assert cases.parts[0].steps == ("method", "data") and cases.parts[0].amount is not None
    assert found["worst_shortage"].figure.bridge.before is None


def test_each_meeting_is_compared_with_the_one_before_it(open_page: Callable[..., Any], data: Path) -> None:
    """A meeting on an older edition shows that one, not the newest; another meeting begins with its own comparison."""
    older_copy(data)
    visit = visit_of(data, "coordination")
    middle = Store(data).ids()[1]
    of_then = [replace(visit, edition_id=each, manifest=Store(data).manifest(each)) for each in (OLDER, middle)]
    first = meetings.create(of_then[0], "Erste", dt.date(2099, 1, 15))
    second = meetings.create(of_then[1], "Zweite", dt.date(2099, 2, 15))
    third = meetings.create(visit, "Dritte", dt.date(2099, 3, 15))
    page = open_page("meeting", meet="changes", role="coordination", meeting=first.id)
    assert any("Vor diesem Datenstand gibt es keinen" in info.value for info in page.app.info)
    page = open_page("meeting", meet="changes", role="coordination", meeting=second.id)
    assert page.address["since"] == OLDER
    assert f"Datenstand (Edition): {middle}" in page.html
    page.choose("meeting", third.id)
    assert page.address["since"] == middle
    assert f"Datenstand (Edition): {visit.edition_id}" in page.html


def test_without_an_earlier_edition_the_page_says_so(open_page: Callable[..., Any], own_workspace: Path) -> None:  # noqa: ARG001
    page = open_page("meeting", meet="changes", role="steering")
    assert not page.app.exception
    assert "Vor diesem Datenstand gibt es keinen, mit dem er sich vergleichen ließe." in [
        info.value for info in page.app.info
    ]


def test_what_was_read_differently_is_named_and_real_exports_are_not(data: Path, visit: Visit) -> None:
    found = differences(visit, first_of(data))
    assert [(each.name, each.date, each.change) for each in found] == [
        ("Beispieldaten: erfundener Export der Fallbearbeitung (Fälle)", "30.04.2026 → 31.10.2026", "geändert"),
        ("Stellen des Kommunalen Integrationsmanagements", "01.10.2024 → 01.06.2026", "geändert"),
        ("Gemeinden, für die die Stellen des Case-Managements zuständig sind", "01.10.2024 → 01.06.2026", "geändert"),
    ]
    secret = [
        {**entry, "is_example": False, "title": "Frau Muster"} if entry["kind"] == "cases" else entry
        for entry in visit.manifest["inputs"]
    ]
    real = replace(visit, manifest={**visit.manifest, "inputs": secret})
    assert differences(real, first_of(data))[0].name == "Fälle"
    settings = [{"file": "mappings/muster.yml", "sha256": "0" * 64}, *visit.manifest["settings"]]
    more = replace(visit, manifest={**visit.manifest, "settings": settings})
    assert differences(more, first_of(data))[0].name == "Zuordnung der Spalten eines Exports"
    told = differences(replace(more, role="coordination"), first_of(data))
    assert told[0].name == "Zuordnung der Spalten eines Exports: muster"


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_view_can_be_sealed_for_a_meeting(data: Path, visit: Visit, language: str) -> None:
    address = f"sitzung?meet=changes&since={first_of(data)}"
    found = exhibits.exhibit(address, "changes", visit.edition_id, language)
    *told, moved = found.findings
    assert told == findings(
        changes(replace(visit, language=Language(language)), first_of(data)).figures, Language(language)
    )
    assert (
        moved
        == {
            "de": "Am meisten Stellen kamen hinzu: Hürtgenwald (+0,50 VZÄ, Willkommensberatung).",
            "en": "Most posts came to Hürtgenwald (+0.50 FTE, Welcome counselling).",
        }[language]
    )
    assert found.example is not None
    svg = Xml.fromstring(found.picture)
    assert float(svg.get("viewBox", "").split()[2]) == 1000
    assert min(float(text.get("font-size", "0")) for text in svg.iter(f"{SVG}text")) >= 13
    assert [name for name, _ in found.facts.dates] == {
        "de": ["Stellen, vorher", "Stellen, jetzt", "Fälle, vorher", "Fälle, jetzt"],
        "en": ["Posts, before", "Posts, now", "Cases, before", "Cases, now"],
    }[language]


def test_the_workbook_holds_numbers_that_add_up(data: Path, visit: Visit) -> None:
    offered = replay.figures(f"sitzung?meet=changes&since={first_of(data)}", visit.edition_id, "steering", "de")
    assert offered["changes"].sheets is not None
    table, places, inputs, *_ = (sheet for sheet in offered["changes"].sheets() if isinstance(sheet, Sheet))
    for row in table.rows:
        before, *steps, after = row[3:]
        assert before + sum(steps) == pytest.approx(after, abs=1e-9), row
    ((town, area, before, now, difference, *_),) = places.rows
    assert (town, area, difference) == ("Hürtgenwald", "Willkommensberatung", pytest.approx(0.5))
    assert now - before == pytest.approx(0.5)
    assert len(inputs.rows) == 3
    alone = offered["changes"].picture
    assert alone is not None
    assert Xml.fromstring(alone(Medium.FILE)).get("height") is not None


@pytest.fixture
def other_method(bare_data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two editions of the same inputs, the first of them by another program."""
    with pytest.MonkeyPatch.context() as then:
        then.setattr(load_module, "_method_hash", lambda: "0" * 12)
        load(bare_data, SPRING)
    load(bare_data, AUTUMN)
    monkeypatch.setenv("KIM_DATA_DIR", str(bare_data))
    st.cache_data.clear()
    yield bare_data
    st.cache_data.clear()


def test_the_old_data_are_counted_anew_when_asked(open_page: Callable[..., Any], other_method: Path) -> None:
    page = open_page("meeting", meet="changes", role="steering")
    assert not page.app.exception
    assert any("mit verschiedener Methode" in warning.value for warning in page.app.warning)
    assert page.table("Was anders gelesen wurde")["Datei oder Einstellung"] == ["Das Programm selbst"]
    first, second = Store(other_method).ids()
    assert door.stages(first, second)[1].edition_id is None
    table = page.table("Was sich verändert hat")
    assert set(table["Nachlieferungen"]) == {"in «Methode» enthalten"}
    (button,) = (each for each in page.app.button if each.key == "recompute")
    button.click().run()
    assert not page.app.exception
    until = time.monotonic() + 60
    while page.app.session_state["job_recompute"].is_running and time.monotonic() < until:
        time.sleep(0.1)
    page.app.run()
    assert not page.app.exception and not page.app.error
    assert door.stages(first, second)[1].is_recomputed
    assert not page.app.warning
    table = page.table("Was sich verändert hat")
    assert "in «Methode» enthalten" not in table["Nachlieferungen"]
    assert set(table["Methode"]) <= {"0", "0,0", "0,00"}


def test_a_present_edition_of_an_older_method_cannot_be_the_measure(
    open_page: Callable[..., Any], other_method: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_editions, "can_recompute", lambda *_: False)
    page = open_page("meeting", meet="changes", role="steering")
    assert not [each for each in page.app.button if each.key == "recompute"]
    assert any("Das geht hier nicht" in caption.value for caption in page.app.caption)
    assert Store(other_method).ids()
