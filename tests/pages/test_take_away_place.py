"""What the page on a municipality offers to take away: the figures that its small tables show, one by one."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

import pytest
import streamlit as st

from charts.medium import Medium
from metrics.protection import ROLES
from pages._shared import replay
from pages._shared.offered import Figure
from pages.place import new_cases
from report.sheets import Sheet
from tests.charts.pictures import SVG
from warehouse import Store

DUEREN, NOERVENICH, NIDEGGEN = "05358008", "05358052", "05358044"


def offered(store: Store, ags: str, role: str, language: str = "de") -> dict[str, Figure]:
    return replay.figures(f"gemeinde?ags={ags}", store.current_id(), role, language)


def rows(figure: Figure) -> list[tuple[object, ...]]:
    (table, _) = figure.sheets()
    assert isinstance(table, Sheet)
    return [tuple(row) for row in table.rows]


def cells(table: dict[str, list[str]]) -> list[list[str]]:
    """The first lines of a table's cells, row by row, with plain spaces."""
    return [
        [re.sub("[\u00a0\u202f]", " ", cell).split("\n")[0] for cell in row]
        for row in zip(*table.values(), strict=True)
    ]


def written(number: object, decimals: int) -> str:
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize("ags", [DUEREN, NOERVENICH])
@pytest.mark.parametrize("role", ROLES)
def test_posts_are_those_of_the_page(open_page, loaded: Store, ags: str, role: str) -> None:
    shown = open_page("place", ags=ags, role=role).table("Stellen und Träger, die für")
    figure = offered(loaded, ags, role)["posts"]
    found = [[carrier, written(fte, 2), written(part, 2)] for carrier, _, fte, part, *_ in rows(figure)]
    assert found == cells(shown)
    total = written(sum(row[3] for row in rows(figure)), 2)
    assert figure.findings[0].startswith(f"{len(found)} Stellen sind für")
    assert f"davon kommen {total} VZÄ" in figure.findings[0]


@pytest.mark.parametrize("ags", [DUEREN, NOERVENICH])
def test_distances_are_those_of_the_page(open_page, loaded: Store, ags: str) -> None:
    shown = cells(open_page("place", ags=ags).table("Wie weit es ist von"))
    figure = offered(loaded, ags, "steering")["distances"]
    found = [
        [area, f"{where}, {written(cost, 1)} km", written(per_1000, 2)] for area, where, cost, per_1000 in rows(figure)
    ]
    assert found == shown
    elsewhere = [area for area, where, *_ in rows(figure)[:-1] if where != "hier"]
    assert elsewhere == ([] if ags == DUEREN else ["Psychosoziale Beratung"])
    assert all(area in figure.findings[0] for area in elsewhere)


@pytest.mark.parametrize("role", ["steering", "coordination"])
def test_the_comparison_has_every_place_and_the_ranks_of_the_page(open_page, loaded: Store, role: str) -> None:
    shown = open_page("place", ags=NOERVENICH, role=role).table("Unter den Orten gleicher Art")
    figure = offered(loaded, NOERVENICH, role)["compared"]
    found = rows(figure)
    assert len(found) == 15
    assert found[0][0] == "Nörvenich"
    assert [row[0] for row in found if row[1] == "ja"] == [
        "Nörvenich",
        "Heimbach",
        "Hürtgenwald",
        "Nideggen",
        "Vettweiß",
    ]
    said = [cell.split("\n")[-1] for cell in list(shown.values())[-1]]
    for column, rank in zip((2, 3, 4), said, strict=True):
        alike = [row[column] for row in found if row[1] == "ja" and isinstance(row[column], float)]
        own = found[0][column]
        place = 1 + sum(value > own for value in alike) if isinstance(own, float) else 0
        expected = f"Platz {place} von {len(alike)}" if place else "zu wenige Fälle für eine Rate"
        assert rank.endswith(expected)
        assert expected in figure.findings[0]


@pytest.mark.parametrize("role", ["steering", "coordination"])
def test_new_cases_are_the_bars_of_the_page(open_page, loaded: Store, role: str) -> None:
    (bar,) = open_page("place", ags=DUEREN, role=role).figure("periods")["data"]
    figure = offered(loaded, DUEREN, role)["new_cases"]
    assert [count for _, count in rows(figure)] == [int(str(text).replace(".", "")) for text in bar["text"]]
    assert [name for name, _ in rows(figure)] == list(bar["customdata"])
    root = Xml.fromstring(figure.picture(Medium.SLIDE))
    texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert {written(count, 0) for _, count in rows(figure)} <= texts
    last, before = rows(figure)[-1], rows(figure)[-2]
    assert figure.findings[0] == (
        f"Neue Fälle in Düren: {last[0]}: {written(last[1], 0)}, {before[0]}: {written(before[1], 0)}."
    )


def test_before_a_first_period_is_over_there_is_nothing_to_draw(
    open_page, loaded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_cases, "full_periods", lambda *_: [])
    st.cache_resource.clear()
    try:
        shown = open_page("place", ags=DUEREN)
        assert not shown.app.exception
        assert "Noch kein solcher Zeitraum" in shown.html
        assert "new_cases" not in offered(loaded, DUEREN, "steering")
    finally:
        st.cache_resource.clear()


def test_goals_by_topic_stay_with_the_coordination(loaded: Store) -> None:
    exact, protected = (rows(offered(loaded, DUEREN, role)["goals"]) for role in ("coordination", "steering"))
    assert len(exact) > 1
    ((topic, agreed, achieved),) = protected
    assert topic == "alle Themen zusammen"
    assert agreed % 5 == achieved % 5 == 0
    assert abs(agreed - sum(row[1] for row in exact)) <= 2
    assert abs(achieved - sum(row[2] for row in exact)) <= 2


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_small_table_has_one_button_that_opens_the_others(open_page, lang: str) -> None:
    shown = open_page("place", ags=NIDEGGEN, lang=lang)
    name = {"de": "Speichern, zur Sitzung", "en": "Save or add to meeting"}[lang]
    folded = [block.proto.popover.label for block in shown.app.get("popover")]
    assert folded.count(name) == 6
    labels = [button.proto.label for button in shown.app.get("download_button")]
    assert labels.count("SVG") == labels.count("PNG") == 2
    assert labels.count("Excel") == labels.count("CSV") == 7
