from __future__ import annotations

from dataclasses import replace

import pytest

from charts.map_encoding import scale_of
from charts.wording import class_texts
from locales.language import Language
from metrics.definitions import Definition, definition, definitions

GERMAN, ENGLISH = Language("de"), Language("en")
DISTANCE = Definition(
    id="road",
    kind="distance",
    label={"de": "Weg zur Beratung", "en": "Way to counselling"},
    unit={"de": "Kilometer", "en": "kilometres"},
    numerator={},
    explanation={},
    source={},
    breaks=(5, 12.5),
)


def test_the_classes_of_a_gap_read_as_sentences() -> None:
    assert class_texts(definition("gap_in_posts"), GERMAN) == [
        "mehr als 0,5 Stellen über dem Anteil",
        "0,2 bis 0,5 Stellen über dem Anteil",
        "0,05 bis 0,2 Stellen über dem Anteil",
        "etwa ausgeglichen (±0,05 Stellen)",
        "0,05 bis 0,2 Stellen fehlen",
        "0,2 bis 0,5 Stellen fehlen",
        "0,5 und mehr Stellen fehlen",
    ]


def test_a_gap_balanced_off_centre_names_both_limits() -> None:
    uneven = replace(definition("gap_in_posts"), breaks=(-0.1, 0.2))
    assert class_texts(uneven, GERMAN)[1] == "etwa ausgeglichen (−0,1 bis +0,2 Stellen)"
    assert class_texts(uneven, ENGLISH)[1] == "about balanced (−0.1 to +0.2 posts)"


def test_a_gap_with_a_limit_at_zero_has_no_balanced_class() -> None:
    halves = replace(definition("gap_in_posts"), breaks=(-0.5, 0, 0.5))
    assert class_texts(halves, ENGLISH) == [
        "more than 0.5 posts above the share",
        "0 to 0.5 posts above the share",
        "0 to 0.5 posts missing",
        "0.5 or more posts missing",
    ]


def test_a_range_names_what_it_counts_and_begins_at_zero() -> None:
    assert class_texts(DISTANCE, GERMAN) == [
        "0 bis unter 5 Kilometer",
        "5 bis unter 12,5 Kilometer",
        "12,5 und mehr Kilometer",
    ]
    assert class_texts(DISTANCE, ENGLISH) == [
        "0 to below 5 kilometres",
        "5 to below 12.5 kilometres",
        "12.5 or more kilometres",
    ]


def test_explanations_in_brackets_are_left_to_the_legends_title() -> None:
    rate = replace(DISTANCE, kind="rate", unit={"de": "Stellen (VZÄ) je 1.000"}, breaks=(0.05,))
    assert class_texts(rate, GERMAN) == ["0 bis unter 0,05 Stellen je 1.000", "0,05 und mehr Stellen je 1.000"]


def test_a_share_carries_its_sign_at_every_limit() -> None:
    share = replace(DISTANCE, kind="share", unit={"de": "% der Ziele", "en": "% of goals"}, breaks=(0.25, 0.575))
    assert class_texts(share, GERMAN) == [
        "0\u202f% bis unter 25\u202f%",
        "25\u202f% bis unter 57,5\u202f%",
        "57,5\u202f% und mehr",
    ]
    assert class_texts(share, ENGLISH) == ["0% to below 25%", "25% to below 57.5%", "57.5% or more"]


@pytest.mark.parametrize("breaks", [(0.0, 5.0), (-1.0, 5.0)])
def test_a_range_below_zero_is_refused(breaks: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="road: breaks must lie above zero"):
        class_texts(replace(DISTANCE, breaks=breaks), ENGLISH)


@pytest.mark.parametrize("language", [GERMAN, ENGLISH], ids=lambda language: language.code)
@pytest.mark.parametrize("meaning", [found for found in definitions().values() if found.breaks], ids=lambda d: d.id)
def test_every_indicator_of_a_map_has_a_colour_and_words_of_its_own_for_each_class(
    meaning: Definition, language: Language
) -> None:
    scale = scale_of(meaning, language)
    assert len(set(scale.texts)) == len(set(scale.colours)) == len(meaning.breaks) + 1
    assert not [text for text in scale.texts if "(VZÄ)" in text or "(FTE)" in text or text != text.strip()]
