"""What every figure that is taken away must have, and what a page offers as its visitors see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from charts.medium import SLIDE_WIDTH, Medium
from pages._shared import exhibits, replay, take_away
from pages._shared.offered import Figure
from report.exhibit import Exhibit
from report.sheets import Explanation, Sheet
from report.workbook import workbook

SVG = "{http://www.w3.org/2000/svg}"
LEAST_LETTERS, HIGHEST = 13.0, 520.0
ROUNDED = {"de": "auf ein Vielfaches von 5 gerundet", "en": "rounded to a multiple of 5"}


def exhibits_at(
    address: str, edition_id: str, language: str, role: str = exhibits.ROLE
) -> tuple[dict[str, Figure], dict[str, Exhibit]]:
    """The figures that a page offers at an address, and the exhibits made of them."""
    figures = replay.figures(address, edition_id, role, language)
    return figures, {key: exhibits.exhibit_of(figure, address) for key, figure in figures.items()}


def check_whole(exhibit: Exhibit, *, is_picture: bool, uses_clients: bool) -> None:
    """That nothing is missing that must stand beside a figure wherever it is shown."""
    assert exhibit.title
    assert exhibit.findings
    assert all(finding and "<" not in finding for finding in exhibit.findings)
    sheets = [sheet for sheet in exhibit.sheets if isinstance(sheet, Sheet)]
    assert isinstance(exhibit.sheets[0], Sheet)
    assert isinstance(exhibit.sheets[1], Explanation)
    for sheet in sheets:
        assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}
    assert sheets[0].rows
    assert workbook(exhibit.sheets, exhibit.example).startswith(b"PK")
    facts = exhibit.facts
    assert facts.meanings
    assert facts.dates
    assert facts.sources
    assert any(exhibit.edition_id in note for note in facts.notes)
    assert any(ROUNDED[exhibit.language] in note for note in facts.notes) == uses_clients
    assert (exhibit.example is not None) == uses_clients
    assert bool(exhibit.picture) == is_picture
    if is_picture:
        _check_slide(exhibit.picture, exhibit.title)


def _check_slide(svg: str, title: str) -> None:
    root = Xml.fromstring(svg)
    *_, width, height = map(float, root.get("viewBox", "").split())
    assert width == SLIDE_WIDTH
    assert height <= HIGHEST
    sizes = [float(part.get("font-size", "0")) for part in root.iter(f"{SVG}text")]
    assert sizes
    assert min(sizes) >= LEAST_LETTERS
    written = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert title not in written  # the slide carries it
    assert not any(name in part.attrib for part in root.iter() for name in ("tabindex", "data-card", "data-ags"))


@pytest.fixture
def shown_by_page(
    start: Callable[..., Any], _known_pages: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Figure]:
    """Key -> figure that the page run next offers with a button for meetings."""
    if not _known_pages:  # by another page, whose figures are none of these
        _known_pages.update(start().app._registered_pages)
    found: dict[str, Figure] = {}
    monkeypatch.setattr(take_away, "to_meeting", lambda figure: found.update({figure.key: figure}))
    return found


def check_same(replayed: Mapping[str, Figure], shown: Mapping[str, Figure]) -> None:
    """That a page replayed offers what it offers to a visitor."""
    assert list(replayed) == list(shown)
    for key, figure in replayed.items():
        other = shown[key]
        assert (figure.name, figure.findings, figure.uses_clients) == (other.name, other.findings, other.uses_clients)
        assert _drawn(figure.picture) == _drawn(other.picture)
        assert _filled(figure.sheets) == _filled(other.sheets)


def _drawn(picture: Callable[[Medium], str] | None) -> list[str]:
    return [picture(medium) for medium in (Medium.FILE, Medium.SLIDE)] if picture else []


def _filled(sheets: Callable[[], Any] | None) -> list[Any]:
    return list(sheets()) if sheets else []
