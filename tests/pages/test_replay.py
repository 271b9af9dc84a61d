"""A page run again for its figures: choices come from the address, nothing reaches anybody, runs do not mix."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner import get_script_run_ctx

from locales import Language
from pages._shared import offered, replay
from pages._shared.replay import FOLDERS, NotAPage, figures
from warehouse import NoEditionError, Store

DUEREN = "05358008"
Figures = Callable[..., dict[str, offered.Figure]]
PAGE = """
import streamlit as st
from pages._shared.choices import choice, number_choice, text_choice
from pages._shared.take_away import take_away
from pages._shared.visit import current_visit
from report.sheets import Column, Sheet

visit = current_visit()
"""
OFFER = """
def sheets():
    return [Sheet("T", "T", [Column("a")], [(1,)])]
"""


@pytest.fixture
def replayed(loaded: Store) -> Figures:
    """The figures at an address of the shipped inputs."""

    def run(address: str, role: str = "steering", language: str = "de") -> dict[str, offered.Figure]:
        return figures(address, loaded.current_id(), role, language)

    return run


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes "probe" a page with this body."""
    folder = tmp_path / "probe"
    folder.mkdir()

    def write(body: str) -> None:
        (folder / "page.py").write_text(PAGE + OFFER + body, encoding="utf-8")

    # An absolute folder stands for itself when it is joined to that of the pages.
    monkeypatch.setitem(FOLDERS, "probe", str(folder))
    return write


def test_choices_are_those_of_the_address(replayed: Figures) -> None:
    found = replayed("versorgung?part=map&area=psychosocial&show=rate&split=equal&group=immigrated")
    figure = found["map"]
    assert figure.name.startswith("Stellen je 1.000 der Zielgruppe, Psychosoziale Beratung")
    chosen = {value for _, value in figure.sheets()[-1].facts.choices}
    german = Language("de").text
    assert {german("equally"), "Psychosoziale Beratung"} <= chosen
    assert german("by need") not in chosen
    assert replayed("versorgung")["map"].name.startswith("Lücke in Stellen, Willkommensberatung")


def test_numbers_of_the_address_are_taken_and_impossible_ones_not(replayed: Figures) -> None:
    chosen, impossible = (replayed(f"versorgung?part=distance&detour={number}") for number in ("1.5", "99"))
    assert "× 1,5" in chosen["distance"].name
    assert "× 1,3" in impossible["distance"].name


def test_texts_of_the_address_are_taken(replayed: Figures, written: Callable[[str], None]) -> None:
    written("take_away(visit, text_choice('x', 'why', longest=20) or '-', key='one', sheets=sheets)")
    assert replayed("probe?why=Haushalt%202027")["one"].name == "Haushalt 2027"
    assert replayed("probe")["one"].name == "-"


def test_the_chosen_municipality_is_that_of_the_address_if_there_is_one(replayed: Figures) -> None:
    assert replayed(f"gemeinde?ags={DUEREN}")["gaps"].visit.ags == DUEREN
    assert list(replayed("gemeinde?ags=99999999")) == ["places"]


def test_language_and_role_are_those_asked_for_and_not_the_addresses(replayed: Figures) -> None:
    figure = replayed("versorgung?part=reach&lang=en&role=coordination&area=welcome")["reach_map"]
    assert (figure.visit.language.code, figure.visit.role) == ("de", "steering")
    assert "alle Schwerpunkte" in figure.name
    exact = replayed("versorgung?part=reach&area=welcome", "coordination", "en")["reach_map"]
    assert "Welcome counselling" in exact.name


@pytest.mark.parametrize("address", ["daten", "https://host/versorgung", "../app", "versorgung/map"])
def test_other_addresses_are_no_pages(replayed: Figures, address: str) -> None:
    with pytest.raises(NotAPage):
        replayed(address)


def test_an_edition_that_is_not_there_is_said() -> None:
    with pytest.raises(NoEditionError):
        figures("versorgung", "20200101T000000Z-000000000000", "steering", "de")


def test_a_page_that_stops_offers_what_came_before(replayed: Figures, written: Callable[[str], None]) -> None:
    written(
        "take_away(visit, 'one', key='one', sheets=sheets)\nst.stop()\ntake_away(visit, 'two', key='two', sheets=sheets)"
    )
    assert list(replayed("probe")) == ["one"]


def test_a_page_that_asks_to_be_run_again_offers_what_came_before(
    replayed: Figures, written: Callable[[str], None]
) -> None:
    written("take_away(visit, 'one', key='one', sheets=sheets)\nst.rerun()")
    assert list(replayed("probe")) == ["one"]


def test_weights_of_the_address_are_taken_and_nobody_weighed_ends_the_run(replayed: Figures) -> None:
    mixed = replayed("versorgung?part=map&group=mix&mix=foreign_nationals:70,asylum_benefit_recipients:30")["map"]
    assert "70" in str(mixed.sheets()[-1].facts.choices)
    assert replayed("versorgung?part=map&group=mix&mix=foreign_nationals:0") == {}


def test_an_error_of_the_page_is_raised(replayed: Figures, written: Callable[[str], None]) -> None:
    written("raise ZeroDivisionError('of the page')")
    with pytest.raises(ZeroDivisionError, match="of the page"):
        replayed("probe")


def test_one_key_for_two_figures_is_an_error(replayed: Figures, written: Callable[[str], None]) -> None:
    written("take_away(visit, 'one', key='one', sheets=sheets)\n" * 2)
    with pytest.raises(ValueError, match="'one'"):
        replayed("probe")


def test_what_is_not_for_meetings_is_not_found(replayed: Figures, written: Callable[[str], None]) -> None:
    written("take_away(visit, 'one', key='one', sheets=sheets, for_meetings=False)")
    assert replayed("probe") == {}


def test_two_replays_at_the_same_time_do_not_mix(replayed: Figures) -> None:
    wanted = [
        ("versorgung?part=map&area=psychosocial", "de", "Psychosoziale Beratung"),
        ("versorgung?part=map&area=labour_market", "en", "Labour market"),
    ] * 4
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda one: replayed(one[0], language=one[1]), wanted))
    for (address, language, area), offers in zip(wanted, found, strict=True):
        assert list(offers) == ["map", "map_table"], address
        assert area.casefold() in offers["map"].name.casefold()
        assert offers["map"].visit.language.code == language


def test_nothing_reaches_the_session_that_asks(open_page, loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for from within a run, as from the button on a page."""
    sent: list[object] = []
    monkeypatch.setattr(replay, "_nowhere", sent.append)
    shown = open_page("coverage", part="areas", area="labour_market")
    before = (dict(shown.address), shown.app.session_state["visit"], shown.app.session_state["choice_part"])
    figures("versorgung?part=list&area=psychosocial", loaded.current_id(), "steering", "en")
    assert (dict(shown.address), shown.app.session_state["visit"], shown.app.session_state["choice_part"]) == before
    assert sent  # what the page draws is taken from it and goes nowhere
    assert get_script_run_ctx(suppress_warning=True) is None
    assert offered.is_shown()


def test_a_replay_writes_no_warnings(replayed: Figures, caplog: pytest.LogCaptureFixture) -> None:
    """Streamlit warns in the log of every call without a session; a meeting would fill it."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith("streamlit")]
    for logger in loggers:
        logger.addHandler(caplog.handler)
    try:
        replayed("versorgung?part=fairness")
        replayed(f"gemeinde?ags={DUEREN}")
    finally:
        for logger in loggers:
            logger.removeHandler(caplog.handler)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_every_folder_of_the_addresses_is_a_page(project: Path) -> None:
    app = (project / "app.py").read_text(encoding="utf-8")
    for path, folder in FOLDERS.items():
        assert (project / "pages" / folder / "page.py").is_file()
        assert not path or f'url_path="{path}"' in app or folder == "overview"
