"""Exhibits: figures of pages as a meeting shows them, whole and protected for the steering group."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import pytest

from pages._shared.exhibits import ANSWERING, NotOffered, exhibit, still
from pages._shared.replay import NotAPage
from report.sheets import Explanation, Sheet
from warehouse import Store

DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="group" aria-label="Karte"><title>Karte</title>'
    '<path d="M0,0" role="button" tabindex="0" aria-pressed="true" data-ags="1" data-card="x" aria-label="Düren: 3 &lt; 5"/>'
    '<text font-size="13">Düren &amp; Titz</text></svg>'
)


def test_nothing_in_a_still_picture_answers() -> None:
    root = Xml.fromstring(still(DRAWN))
    assert [name for part in root.iter() if part is not root for name in ANSWERING if name in part.attrib] == []
    assert (root.get("role"), root.get("aria-label")) == ("img", "Karte")
    assert "".join(root.itertext()) == "KarteDüren & Titz"
    assert root.find("{http://www.w3.org/2000/svg}path").get("d") == "M0,0"


def test_a_still_picture_stays_as_it_is_and_keeps_plain_names() -> None:
    assert still(still(DRAWN)) == still(DRAWN)
    assert "ns0:" not in still(DRAWN)


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_exhibit_says_where_and_of_what_it_is(loaded: Store, language: str) -> None:
    address, edition = "versorgung?part=map&area=psychosocial&edition=x", loaded.current_id()
    found = exhibit(address, "map", edition, language)
    assert (found.address, found.edition_id, found.language) == (address, edition, language)
    assert ("Psychosoziale" if language == "de" else "Psychosocial") in found.title
    assert [type(sheet) for sheet in found.sheets] == [Sheet, Explanation]
    assert found.example is None
    assert found.picture.startswith("<svg")


def test_people_are_rounded_whoever_prepares_the_meeting(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_LOCAL_ROLE", "coordination")
    found = exhibit("versorgung?part=reach&role=coordination&area=welcome", "reach_table", loaded.current_id(), "de")
    counts = [row[2] for row in found.table.rows]
    assert [count for count in counts if count % 5] == []
    assert any("gerundet" in note for note in found.facts.notes)
    assert found.example is not None and found.example.word == "Beispieldaten"
    assert "alle Schwerpunkte" in found.title


def test_what_the_page_does_not_offer_is_said(loaded: Store) -> None:
    with pytest.raises(NotOffered, match="reach_map"):
        exhibit("versorgung?part=map", "reach_map", loaded.current_id(), "de")
    with pytest.raises(NotAPage):
        exhibit("daten", "map", loaded.current_id(), "de")


def test_the_same_address_gives_the_same_exhibit(loaded: Store) -> None:
    address, edition = "versorgung?part=areas", loaded.current_id()
    assert exhibit(address, "areas", edition, "de") == exhibit(address, "areas", edition, "de")
