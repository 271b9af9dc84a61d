"""The first start, when nothing has been loaded yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pages._shared import door
from warehouse import Store


class Bar:
    """Remembers what a progress bar was told."""

    def __init__(self) -> None:
        self.told: list[tuple[float, str]] = []
        self.is_gone = False

    def progress(self, share: float, text: str = "") -> Bar:
        self.told.append((share, text))
        return self

    def empty(self) -> None:
        self.is_gone = True


@pytest.fixture
def nothing_loaded(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    return small_data


def test_first_start_loads_the_inputs_and_shows_the_overview(start, titles, nothing_loaded: Path) -> None:
    shown = start()
    assert not shown.app.exception
    assert not shown.app.error
    assert shown.heading == titles["overview"]["de"]
    assert "33.970" in shown.html
    assert Store(nothing_loaded).current_id() in shown.html


@pytest.mark.parametrize(("lang", "announcement"), [("de", "Daten werden geladen"), ("en", "Loading the data")])
@pytest.mark.usefixtures("nothing_loaded")
def test_first_start_shows_its_progress(start, monkeypatch: pytest.MonkeyPatch, lang: str, announcement: str) -> None:
    bar = Bar()
    monkeypatch.setattr(door.st, "progress", bar.progress)
    start(lang=lang)
    shares = [share for share, _ in bar.told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len(shares) > 10
    assert all(text.startswith(announcement) for _, text in bar.told)
    assert any("stellen.csv" in text for _, text in bar.told)
    assert bar.is_gone


def test_second_start_loads_nothing(start, nothing_loaded: Path) -> None:
    start()
    before = Store(nothing_loaded).ids()
    assert not start().app.exception
    assert Store(nothing_loaded).ids() == before


def test_pointer_to_a_lost_edition_is_no_dead_end(start, titles, nothing_loaded: Path) -> None:
    pointer = Store(nothing_loaded).pointer
    pointer.parent.mkdir()
    pointer.write_text("20260101T000000Z-000000000000\n", encoding="utf-8")
    assert start().heading == titles["overview"]["de"]


def test_wrong_total_is_told_with_file_and_numbers(
    start, titles, nothing_loaded: Path, edit: Callable[..., None]
) -> None:
    posts = nothing_loaded / "raw" / "staffing" / "stellen.csv"
    intact = posts.read_text(encoding="utf-8")
    edit(posts, lambda text: text.replace(_line(text, "SKF-2"), _line(text, "SKF-2").replace("0,5", "1,5")))
    shown = start()
    assert not shown.app.exception
    (error,) = shown.app.error
    for part in ("staffing/stellen.csv", "erwartet 12", "gefunden 13", "Die Daten wurden nicht geladen"):
        assert part in error.value.replace("\\", "")
    assert not shown.app.title
    assert not Store(nothing_loaded).ids()

    edit(posts, lambda _: intact)
    assert start().heading == titles["overview"]["de"]


def test_changed_input_is_told_by_its_name(start, nothing_loaded: Path) -> None:
    posts = nothing_loaded / "raw" / "staffing" / "stellen.csv"
    posts.write_bytes(posts.read_bytes() + b"\n")
    shown = start()
    assert not shown.app.exception
    (error,) = shown.app.error
    assert "staffing/stellen.csv" in error.value.replace("\\", "")


def test_missing_settings_of_the_district_are_told_by_their_name(start, nothing_loaded: Path) -> None:
    (nothing_loaded / "reference" / "district.toml").unlink()
    shown = start()
    assert not shown.app.exception
    (error,) = shown.app.error
    assert "reference/district.toml" in error.value.replace("\\", "")


@pytest.mark.parametrize(("lang", "neutral"), [("de", "Datei über Fälle"), ("en", "file about cases")])
def test_what_is_wrong_with_a_file_about_clients_is_told_to_the_coordination(
    start, nothing_loaded: Path, monkeypatch: pytest.MonkeyPatch, lang: str, neutral: str
) -> None:
    (nothing_loaded / "raw" / "caseload" / "Fallliste Zielinska.csv").write_text("a;b\n", encoding="utf-8")
    (error,) = start(lang=lang).app.error
    assert neutral in error.value
    assert "Zielinska" not in error.value
    monkeypatch.setenv("KIM_LOCAL_ROLE", "coordination")
    (error,) = start(lang=lang).app.error
    assert "Zielinska" in error.value


def _line(text: str, post: str) -> str:
    (found,) = (line for line in text.splitlines() if line.startswith(post))
    return found
