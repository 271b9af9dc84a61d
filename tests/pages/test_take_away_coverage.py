"""What Versorgung, Überblick and Gemeinde offer to take away: whole for a meeting, and what the page itself shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from xml.etree import ElementTree as Xml

import pytest

from charts.medium import SLIDE_WIDTH, Medium
from locales import Language
from pages._shared import replay
from pages._shared.exhibits import exhibit_of
from pages._shared.offered import Figure
from report.exhibit import Exhibit
from report.picture import png
from report.table_text import csv_table
from report.workbook import workbook
from tests.charts.pictures import SVG
from warehouse import Store

NOERVENICH = "05358052"
# Address -> the figures it offers: pictures, and tables by themselves.
OFFERED = {
    "versorgung?part=map": (("map",), ("map_table",)),
    "versorgung?part=map&show=people": (("map",), ("map_table",)),
    "versorgung?part=map&show=rate&area=psychosocial": (("map",), ("map_table",)),
    "versorgung?part=areas": (("areas",), ("areas_table",)),
    "versorgung?part=compare": (("compare",), ("compare_table",)),
    "versorgung?part=compare&with=area&against=psychosocial": (("compare",), ("compare_table",)),
    "versorgung?part=reach": (("reach_map", "reach_intervals"), ("reach_table",)),
    "versorgung?part=distance": (("distance",), ("distance_table",)),
    "versorgung?part=distance&distance=nearest": (("distance",), ("distance_table",)),
    "versorgung?part=fairness": (("lorenz", "hoover_history"), ("evenness",)),
    "versorgung?part=list": ((), ("list",)),
    "": (("map",), ("key_figures",)),
    f"gemeinde?ags={NOERVENICH}": (("gaps", "new_cases"), ("figures", "compared", "distances", "posts", "goals")),
    "gemeinde": ((), ("places",)),
}
WITH_CLIENTS = {"reach_map", "reach_intervals", "reach_table", "list", "key_figures", "figures"}
WITH_CLIENTS |= {"compared", "new_cases", "goals"}
SINGLE_MAPS = ("map", "reach_map", "distance")
# Figure -> page, its address, and the part of the page that shows it.
SHOWN = {
    "map": ("coverage", {"part": "map"}, "coverage_map"),
    "areas": ("coverage", {"part": "areas"}, "focus_areas_map"),
    "compare": ("coverage", {"part": "compare"}, "compare_map"),
    "reach_map": ("coverage", {"part": "reach"}, "reach_map"),
    "reach_intervals": ("coverage", {"part": "reach"}, "reach_intervals"),
    "distance": ("coverage", {"part": "distance", "detour": "1.5"}, "distance_map"),
    "lorenz": ("coverage", {"part": "fairness", "area": "psychosocial"}, "lorenz"),
    "hoover_history": ("coverage", {"part": "fairness"}, "hoover_history"),
}
MOST_HEIGHT = 500
Offer = Callable[[str, str], dict[str, Figure]]
every_address = pytest.mark.parametrize("address", OFFERED)
both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(scope="module")
def offer(loaded: Store) -> Iterator[Offer]:
    """The figures at an address in a language, worked out once."""
    known: dict[tuple[str, str], dict[str, Figure]] = {}

    def found(address: str, language: str) -> dict[str, Figure]:
        if (address, language) not in known:
            known[address, language] = replay.figures(address, loaded.current_id(), "steering", language)
        return known[address, language]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIM_DATA_DIR", str(loaded.data))
        yield found


@pytest.fixture
def exhibits(offer: Offer) -> Callable[[str, str], dict[str, Exhibit]]:
    return lambda address, language: {
        key: exhibit_of(figure, address) for key, figure in offer(address, language).items()
    }


@every_address
@both_languages
def test_an_address_offers_its_figures(offer: Offer, address: str, language: str) -> None:
    pictures, tables = OFFERED[address]
    found = offer(address, language)
    assert set(found) == {*pictures, *tables}
    assert {key for key, figure in found.items() if figure.picture is not None} == set(pictures)


@every_address
@both_languages
def test_exhibits_are_whole(exhibits, address: str, language: str) -> None:
    for key, found in exhibits(address, language).items():
        assert found.title
        assert found.findings and all(sentence and not re.search("<[a-z/]", sentence) for sentence in found.findings)
        assert found.table is not None and found.table.rows
        assert found.facts.meanings and found.facts.dates and found.facts.sources, key
        assert any(found.edition_id in note for note in found.facts.notes)
        has_protection = any(("gerundet" if language == "de" else "rounded") in note for note in found.facts.notes)
        assert has_protection == (key in WITH_CLIENTS), key
        assert (found.example is not None) == (key in WITH_CLIENTS), key


@every_address
@both_languages
def test_pictures_fit_a_slide(exhibits, address: str, language: str) -> None:
    for key, found in exhibits(address, language).items():
        if not found.picture:
            continue
        root = Xml.fromstring(found.picture)
        _, _, width, height = map(float, root.get("viewBox", "").split())
        assert width == SLIDE_WIDTH and height <= MOST_HEIGHT, key
        assert min(float(text.get("font-size", "nan")) for text in root.iter(f"{SVG}text")) >= 13, key
        assert found.title not in " ".join(root.itertext()).replace(root.findtext(f"{SVG}title") or "", "")
        assert found.picture.count("<text") > 5


@every_address
def test_all_municipalities_are_named_on_a_single_map(exhibits, offer: Offer, address: str) -> None:
    names = {row[1] for row in offer("gemeinde", "de")["places"].sheets()[0].rows}
    assert len(names) == 15
    for key, found in exhibits(address, "de").items():
        if key in SINGLE_MAPS and found.picture:
            written = {(text.text or "").rstrip(" ■") for text in Xml.fromstring(found.picture).iter(f"{SVG}text")}
            assert names <= written


@both_languages
@every_address
def test_files_can_be_made_and_explain_themselves(offer: Offer, address: str, language: str) -> None:
    for key, figure in offer(address, language).items():
        sheets = figure.sheets()
        assert workbook(sheets).startswith(b"PK")
        assert figure.visit.edition_id in csv_table(sheets, Language(language)).decode("utf-8-sig")
        if figure.picture is not None:
            svg = figure.picture(Medium.FILE)
            words = " ".join(unescape(re.sub(r"<[^>]*>", " ", svg)).split())
            assert figure.visit.edition_id in words, key
            assert ("Quellen: " if language == "de" else "Sources: ") in words
            assert 'role="button"' not in svg and "tabindex" not in svg


def test_a_picture_of_each_kind_can_be_drawn(exhibits) -> None:
    for address in ("versorgung?part=areas", "versorgung?part=fairness", "versorgung?part=reach"):
        for found in exhibits(address, "de").values():
            assert not found.picture or png(found.picture, width=400).startswith(b"\x89PNG")


@pytest.mark.parametrize("key", SHOWN)
@both_languages
def test_what_is_replayed_is_what_the_page_draws(open_page, loaded: Store, key: str, language: str) -> None:
    page, choices, part = SHOWN[key]
    shown = open_page(page, lang=language, ags=NOERVENICH, **choices)
    assert not shown.app.exception
    query = "&".join(f"{name}={value}" for name, value in choices.items())
    found = replay.figures(f"versorgung?{query}&ags={NOERVENICH}", loaded.current_id(), "steering", language)
    assert found[key].picture(Medium.PAGE) == shown.markup(part)
    for sentence in found[key].findings:
        assert sentence in unescape(shown.html)


@pytest.mark.parametrize("address", [{"part": "map"}, {"part": "fairness"}, {"part": "reach"}])
def test_a_page_has_one_row_of_buttons_for_each_figure(open_page, address: dict[str, str]) -> None:
    shown = open_page("coverage", **address)
    pictures, tables = OFFERED[f"versorgung?part={address['part']}"]
    labels = [button.proto.label for button in shown.app.get("download_button")]
    assert labels.count("SVG") == labels.count("PNG") == len(pictures)
    assert labels.count("Excel") == labels.count("CSV") == len(pictures) + len(tables)


def test_no_chart_of_plotly_is_left_on_coverage(open_page) -> None:
    for part in ("reach", "fairness"):
        assert not [node for node in open_page("coverage", part=part).app.main if node.type == "plotly_chart"]


def test_the_coordination_may_take_away_what_the_meeting_may_not_see(loaded: Store) -> None:
    address = "versorgung?part=reach&area=psychosocial"
    exact = replay.figures(address, loaded.current_id(), "coordination", "de")["reach_table"]
    meeting = replay.figures(address, loaded.current_id(), "steering", "de")["reach_table"]
    assert "Psychosoziale" in exact.name and "Psychosoziale" not in meeting.name
    counts = [row[2] for row in exact.sheets()[0].rows]
    assert any(count % 5 for count in counts)
