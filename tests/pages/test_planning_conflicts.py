"""Every kind of clash has words in both languages, which name what it is about and what would do."""

from __future__ import annotations

import math
from typing import Any

import pytest

from locales import LANGUAGES, Language
from pages.planning.proposing.conflict_phrases import asked, ways
from pages.planning.proposing.conflicts import conflict_sentences
from planning.proposal import Conflict

DE, EN = (Language(code) for code in ("de", "en"))
TITZ, LINNICH, INDEN = "05358056", "05358036", "05358020"
NAMES = {f"053580{number:02}": f"Ort {number}" for number in range(4, 64, 4)} | {
    TITZ: "Titz",
    LINNICH: "Linnich",
    INDEN: "Inden",
}
EVERYWHERE = tuple(NAMES)
CERTAIN = {"is_least": True, "is_smallest": True, "is_irreducible": True}


def conflict(kind: str, subject: str = "", **values: Any) -> Conflict:
    return Conflict(kind, subject, {**CERTAIN, **values})


def minimum(places: tuple[str, ...], relaxed: float | None, lowered: tuple[str, ...] = (), of: int = 15) -> Conflict:
    subject = places[0] if len(places) == 1 else ""
    return conflict("minimum_fte", subject, least=0.5, places=places, of=of, relaxed=relaxed, lowered=lowered)


PLACES = conflict("max_places", most=3, relaxed=4)
KEEPING = conflict("post_fte", relaxed=1.5)
IN_TITZ = minimum((TITZ,), 0.25, (TITZ,))
# A clash, what it asks for and what would do, in German and in English.
WORDS: list[tuple[Conflict, str, str, str, str]] = [
    (
        IN_TITZ,
        "mindestens 0,50 Stellen in Titz",
        "at least 0.50 posts in Titz",
        "mindestens 0,25 statt 0,50 Stellen in Titz",
        "at least 0.25 instead of 0.50 posts in Titz",
    ),
    (
        minimum((LINNICH, TITZ), 0.0, (LINNICH, TITZ)),
        "mindestens 0,50 Stellen in Linnich, Titz",
        "at least 0.50 posts in Linnich, Titz",
        "kein Mindestmaß für Linnich, Titz",
        "no minimum for Linnich, Titz",
    ),
    (
        minimum(EVERYWHERE, 0.25, EVERYWHERE),
        "mindestens 0,50 Stellen in jeder Gemeinde",
        "at least 0.50 posts in every municipality",
        "mindestens 0,25 statt 0,50 Stellen in jeder Gemeinde",
        "at least 0.25 instead of 0.50 posts in every municipality",
    ),
    (
        minimum(EVERYWHERE, 0.0, EVERYWHERE),
        "mindestens 0,50 Stellen in jeder Gemeinde",
        "at least 0.50 posts in every municipality",
        "ohne Mindestmaß, in allen Gemeinden",
        "no minimum in any municipality",
    ),
    (
        minimum(EVERYWHERE[:12], 0.25, EVERYWHERE[:12], of=12),
        "mindestens 0,50 Stellen in 12 Gemeinden",
        "at least 0.50 posts in 12 municipalities",
        "mindestens 0,25 statt 0,50 Stellen in 12 Gemeinden",
        "at least 0.25 instead of 0.50 posts in 12 municipalities",
    ),
    (
        PLACES,
        "höchstens 3 Gemeinden je Stelle",
        "at most 3 municipalities per post",
        "bis zu 4 Gemeinden je Stelle",
        "up to 4 municipalities per post",
    ),
    (
        conflict("max_places", most=1, relaxed=2),
        "jede Stelle in nur einer Gemeinde",
        "every post in one municipality",
        "bis zu 2 Gemeinden je Stelle",
        "up to 2 municipalities per post",
    ),
    (
        conflict("distance_limit", limit=20.0, relaxed=23.41),
        "die Gemeinden einer Stelle höchstens 20 km Straße voneinander entfernt",
        "those of one post at most 20 km by road apart",
        "die Gemeinden einer Stelle bis zu 23,5 km Straße voneinander entfernt",
        "those of one post up to 23.5 km by road apart",
    ),
    (
        conflict("carrier_fte", "Caritas", least=3.0, most=3.5, relaxed=(2.3333, 3.5)),
        "Caritas: 3,00 bis 3,50 Stellen",
        "Caritas: 3.00 to 3.50 posts",
        "Caritas: 2,33 bis 3,50 Stellen",
        "Caritas: 2.33 to 3.50 posts",
    ),
    (
        conflict("carrier_fte", "Caritas", least=2.5, most=2.5, relaxed=(2.5, 2.7511)),
        "Caritas: 2,50 Stellen",
        "Caritas: 2.50 posts",
        "Caritas: 2,50 bis 2,76 Stellen",
        "Caritas: 2.50 to 2.76 posts",
    ),
    (
        conflict("carrier_fte", "Caritas", least=2.5, most=math.inf, relaxed=(1.0, math.inf)),
        "Caritas: mindestens 2,50 Stellen",
        "Caritas: at least 2.50 posts",
        "Caritas: mindestens 1,00 Stellen",
        "Caritas: at least 1.00 posts",
    ),
    (
        conflict("focus_area_fte", "welcome", total=9.0, relaxed=8.5),
        "Willkommensberatung: 9,00 Stellen im Ganzen",
        "Welcome counselling: 9.00 posts in all",
        "Willkommensberatung: 8,50 Stellen im Ganzen",
        "Welcome counselling: 8.50 posts in all",
    ),
    (
        conflict("allowed", "Caritas", allowed=(LINNICH,), relaxed=(INDEN, TITZ)),
        "Caritas nur in Linnich",
        "Caritas only in Linnich",
        "Caritas auch in Inden, Titz",
        "Caritas also in Inden, Titz",
    ),
    (
        conflict("fixed_posts", "SKF-1", relaxed=True),
        "SKF-1 bleibt, wie sie ist",
        "SKF-1 stays as it is",
        "SKF-1 darf sich ändern",
        "SKF-1 may change",
    ),
    (
        KEEPING,
        "jede Stelle behält ihre Größe",
        "every post keeps its size",
        "Stellen in anderer Größe (1,50 VZÄ gehen von einer Stelle an eine andere)",
        "posts of other sizes (1.50 FTE go from one post to another)",
    ),
    (
        conflict("extra", "welcome", fte=1.0, relaxed=0.5),
        "1,00 neue Stellen: Willkommensberatung",
        "1.00 new posts: Welcome counselling",
        "0,50 neue Stellen: Willkommensberatung",
        "0.50 new posts: Welcome counselling",
    ),
]


@pytest.mark.parametrize("words", WORDS, ids=lambda words: f"{words[0].kind}-{words[2]}")
def test_every_kind(words: tuple[Conflict, str, str, str, str]) -> None:
    found, *expected = words
    told = [
        phrase
        for phrases in (asked, ways)
        for language in (DE, EN)
        for phrase in phrases([found], language, NAMES, "km")
    ]
    assert told == expected


def test_minutes_are_minutes() -> None:
    (german,) = asked([conflict("distance_limit", limit=30.0, relaxed=None)], DE, NAMES, "min")
    assert german == "die Gemeinden einer Stelle höchstens 30 Minuten voneinander entfernt"


def test_the_clash_and_each_way_out_of_it() -> None:
    assert conflict_sentences([IN_TITZ, PLACES], DE, NAMES) == [
        "Diese Regeln gehen nicht zusammen: mindestens 0,50 Stellen in Titz; höchstens 3 Gemeinden je Stelle.",
        "Bleiben alle anderen Regeln, genügte schon eines davon: mindestens 0,25 statt 0,50 Stellen in Titz; "
        "bis zu 4 Gemeinden je Stelle.",
    ]
    assert conflict_sentences([IN_TITZ, PLACES], EN, NAMES) == [
        "These rules do not go together: at least 0.50 posts in Titz; at most 3 municipalities per post.",
        "Each of these alone would make it possible, all other rules as they are: at least 0.25 instead of 0.50 posts in Titz; "
        "up to 4 municipalities per post.",
    ]


def test_one_rule_that_cannot_be_kept() -> None:
    assert conflict_sentences([minimum(EVERYWHERE, 0.25, EVERYWHERE)], DE, NAMES) == [
        "Diese Regel ist nicht einzuhalten: mindestens 0,50 Stellen in jeder Gemeinde.",
        "Bleiben alle anderen Regeln, wäre es hiermit möglich: mindestens 0,25 statt 0,50 Stellen in jeder Gemeinde.",
    ]


def test_what_does_not_do_alone_is_no_way_out() -> None:
    no_way = conflict("max_places", most=3, relaxed=None)
    some = conflict_sentences([IN_TITZ, no_way], DE, NAMES)
    assert (
        some[1] == "Bleiben alle anderen Regeln, wäre es hiermit möglich: mindestens 0,25 statt 0,50 Stellen in Titz."
    )
    assert len(some) == 2
    none = conflict_sentences([minimum((TITZ,), None), no_way], DE, NAMES)
    assert none[1:] == ["Eine davon zu lockern genügt nicht: Mindestens zwei Regeln müssen nachgeben."]


def test_carriers_that_are_barred_from_the_same_place_are_told_together() -> None:
    carriers = ("Caritas", "Diakonie", "Stadt Jülich")
    barred = [conflict("allowed", name, allowed=EVERYWHERE[:14], relaxed=(TITZ,)) for name in carriers]
    sentences = conflict_sentences([IN_TITZ, *barred], DE, NAMES)
    assert "Caritas, Diakonie, Stadt Jülich nur in 14 Gemeinden." in sentences[0]
    assert sentences[1].endswith("; Caritas, Diakonie oder Stadt Jülich auch in Titz.")
    other = conflict("allowed", "SkF", allowed=EVERYWHERE[:13], relaxed=(TITZ, LINNICH))
    assert len(ways([*barred, other], DE, NAMES, "km")) == 2


@pytest.mark.parametrize(
    ("values", "number", "words"),
    [
        ({}, 2, ""),
        ({"is_smallest": False}, 3, "vielleicht gibt es aber einen aus weniger Regeln"),
        ({"is_smallest": False, "is_irreducible": False}, 3, "bevor sicher war, dass jede dieser Regeln"),
        ({"is_least": False}, 3, "Vielleicht genügt weniger"),
    ],
)
def test_what_is_not_certain_is_said(values: dict[str, bool], number: int, words: str) -> None:
    unsure = [Conflict(each.kind, each.subject, {**each.values, **values}) for each in (IN_TITZ, PLACES)]
    sentences = conflict_sentences(unsure, DE, NAMES)
    assert len(sentences) == number
    assert words in sentences[-1]


def test_not_known_is_not_the_same_as_not_enough() -> None:
    unknown = conflict("max_places", most=3, relaxed=None, is_least=False)
    sentences = conflict_sentences([minimum((TITZ,), None), unknown], DE, NAMES)
    assert sentences[1:] == ["Ob es genügte, eine der anderen zu lockern, war in der Zeit nicht herauszufinden."]


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_to_say_without_a_clash(code: str) -> None:
    assert conflict_sentences([], Language(code), NAMES) == []


@pytest.mark.parametrize("phrases", [asked, ways])
def test_another_kind_has_no_words(phrases: Any) -> None:
    with pytest.raises(ValueError, match="'step'"):
        phrases([conflict("step", relaxed=True)], DE, NAMES, "km")
