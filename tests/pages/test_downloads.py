"""Buttons that save files: nothing is made before they are pressed, and what they give is what they say."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from locales import Language
from pages._shared import door
from pages._shared.downloads import file_name
from pages._shared.visit import Visit
from warehouse import Store

PAGE = Path(__file__).with_name("page_with_downloads.py")


@dataclass(frozen=True)
class Offered:
    """A file as offered: how it is made, its type and its name."""

    make: Callable[[], bytes]
    media_type: str
    name: str


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[Offered]:
    """What the buttons of the next run offer, in their order."""
    found: list[Offered] = []
    original = MediaFileManager.add_deferred

    def noted(self: MediaFileManager, make: Any, media_type: str, *others: Any, **named: Any) -> str:
        found.append(Offered(make, media_type, named["file_name"]))
        return original(self, make, media_type, *others, **named)

    monkeypatch.setattr(MediaFileManager, "add_deferred", noted)
    return found


@pytest.fixture
def visit(loaded: Store) -> Visit:
    edition_id = loaded.current_id()
    return Visit(edition_id, loaded.manifest(edition_id), Language("de"), "steering", "")


def run() -> AppTest:
    app = AppTest.from_file(PAGE, default_timeout=60).run()
    assert [problem.value for problem in app.exception] == []
    return app


def test_the_buttons_say_what_they_save_and_do_not_run_the_page_again(offered: list[Offered]) -> None:
    app = run()
    buttons = app.get("download_button")
    assert [button.proto.label for button in buttons] == ["SVG", "PNG", "Excel", "CSV", "Excel", "CSV"]
    assert all(button.proto.ignore_rerun for button in buttons)
    tables = [("xlsx", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ("csv", "csv")]
    assert [(one.name.rpartition(".")[2], one.media_type.rpartition("/")[2]) for one in offered] == [
        ("svg", "svg+xml"),
        ("png", "png"),
        *tables,
        *tables,
    ]
    assert [one.name.startswith("Beispieldaten_neue_faelle") for one in offered] == [False] * 4 + [True] * 2


def test_nothing_is_made_until_a_button_is_pressed(offered: list[Offered]) -> None:
    app = run()
    assert app.session_state["made"] == []
    offered[0].make()
    assert app.session_state["made"] == ["picture file"]
    offered[2].make()
    offered[5].make()
    assert app.session_state["made"] == ["picture file", "workbook", "workbook"]


def test_both_pictures_are_the_one_that_was_drawn(offered: list[Offered]) -> None:
    run()
    assert "<title>Düren</title>" in offered[0].make().decode("utf-8")
    picture = offered[1].make()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(picture[16:20]) == 2400
    assert int.from_bytes(picture[20:24]) == 1800


def test_the_workbook_has_its_explanation_and_says_that_cases_are_made_up(offered: list[Offered]) -> None:
    run()
    book = CalamineWorkbook.from_filelike(io.BytesIO(offered[4].make()))
    assert book.sheet_names == ["Fälle", "Erläuterung"]
    table, about = (book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names)
    assert table[0][0] == "Beispieldaten: Neue Fälle"
    assert table[4][:2] == ["Düren", 5.0]
    words = "\n".join(str(cell) for row in about for cell in row)
    for part in (
        "Lücke in Stellen",
        "GeoBasis-DE / BKG 2016",
        "auf ein Vielfaches von 5 gerundet",
        "Datenstand (Edition): ",
    ):
        assert part in words
    assert "12411" not in words  # sources the table does not use


def test_names_of_files_are_plain_and_have_the_day_of_the_edition(visit: Visit) -> None:
    day = dt.datetime.fromisoformat(visit.manifest["created_at"]).date()
    assert file_name(visit, "Lücke in Stellen, Düren: Größe (m²)", "png") == (
        f"luecke_in_stellen_dueren_groesse_m2_{day}.png"
    )
    assert file_name(visit, "../a\\b:c*?", "svg") == f"a_b_c_{day}.svg"
    assert len(file_name(visit, "Wort " * 100, "xlsx")) < 120
    assert file_name(visit, "u\u0308ber", "svg") == f"ueber_{day}.svg"  # two characters as one letter


def test_files_with_made_up_cases_are_named_so(visit: Visit) -> None:
    assert file_name(visit, "Fälle", "xlsx", uses_clients=True).startswith("Beispieldaten_faelle_")
    assert not file_name(visit, "Stellen", "xlsx").startswith("Beispieldaten")
    real = replace(visit, manifest={**visit.manifest, "clients_are_example": False})
    assert file_name(real, "Fälle", "xlsx", uses_clients=True).startswith("faelle_")


def test_the_door_protects_what_a_download_asks_for_outside_of_a_run(visit: Visit) -> None:
    """A button's file is made in a thread of its own, where Streamlit knows no session."""
    question = (visit.edition_id, "steering", "caseload", ("ags", "month"))
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(door.read, *question).result()
    assert asked.equals(door.read(*question))
    assert set(asked["new_cases"] % 5) == {0}
