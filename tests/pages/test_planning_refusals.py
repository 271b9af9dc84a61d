"""Every reason for a refusal has words in both languages."""

from __future__ import annotations

import pytest

from locales import LANGUAGES, Language
from pages.planning.refusals import REFUSAL_SENTENCES, refusal_sentence
from planning.refusal import REFUSALS, Refusal

NAMES = {"05358008": "Düren"}
VALUES = {
    "post": "SKF-1",
    "ags": "05358008",
    "focus_area": "unknown",
    "entry": "0,005",
    "fte": 1.25,
    "post_fte": 0.5,
    "there": 0.75,
    "most": 20.0,
    "least": 0.01,
}


def refusal(code: str) -> Refusal:
    return Refusal(code, {name: VALUES[name] for name in REFUSALS[code]})


def test_there_are_words_for_every_code_and_no_other() -> None:
    assert set(REFUSAL_SENTENCES) == set(REFUSALS)


@pytest.mark.parametrize("code", REFUSALS)
def test_a_sentence_names_what_it_is_about(code: str) -> None:
    german, english = (refusal_sentence(refusal(code), Language(language), NAMES) for language in LANGUAGES)
    assert german != english
    shown = {
        "ags": ("Düren", "Düren"),
        "fte": ("1,25", "1.25"),
        "post_fte": ("0,50", "0.50"),
        "there": ("0,75", "0.75"),
    }
    for name in REFUSALS[code]:
        for sentence, place in ((german, 0), (english, 1)):
            if name in shown:
                assert shown[name][place] in sentence
            elif name not in ("least", "most"):
                assert VALUES[name] in sentence
    for sentence in (german, english):
        assert sentence.endswith((".", "%."))
        assert "{" not in sentence and "!" not in sentence and "05358008" not in sentence


def test_numbers_are_written_as_the_language_writes_them() -> None:
    fine = Refusal("too_fine", {"entry": "0,005", "least": 0.01})
    assert refusal_sentence(fine, Language("de"), NAMES) == (
        "«0,005» ist feiner als 0,01 VZÄ. Bitte in ganzen Hundertsteln eintragen."
    )
    share = Refusal("too_fine_share", {"entry": "33,33 %", "least": 0.001})
    assert "0.1%" in refusal_sentence(share, Language("en"), NAMES)


def test_a_municipality_that_nobody_knows_is_named_by_its_key() -> None:
    stranger = Refusal("unknown_place", {"ags": "05334002"})
    assert refusal_sentence(stranger, Language("de"), NAMES) == "05334002 ist keine Gemeinde des Kreises."
