"""The sentence why a place is ranked where it is: what it says, what it leaves out, and that it is never too strong."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import reasons
from charts.reasons import Facts, Missing, Reached, share_short
from charts.sentences import SMALLEST_GAP_FTE
from locales import Language
from metrics.reach import VERDICTS

DE, EN = Language("de"), Language("en")
PSYCHOSOCIAL, LABOUR = "Psychosoziale Beratung", "Arbeitsmarktintegration"
SHORT = Facts("Titz", "Willkommensberatung", 0.25, 0.17, -1.08, 0.42, is_beyond_doubt=False)
SURE = Facts("Düren", "Willkommensberatung", 3.41, 0.91, 0.81, 1.83, is_beyond_doubt=True)
PER = {DE: "1.000", EN: "1,000"}
CERTAIN = {DE: "bei jeder Aufteilung", EN: "at every split"}
DOUBTFUL = {DE: "hängt von der Aufteilung ab", EN: "depends on the split"}


def reason(facts: Facts, language: Language) -> str:
    """The sentence with plain spaces between numbers and their units."""
    return reasons.reason(facts, language).replace("\u00a0", " ")


def test_a_gap_that_holds_for_every_split() -> None:
    assert reason(SURE, DE) == (
        "Düren hat 3,41 Stellen, 0,91 weniger als nach seinem Anteil am Bedarf, und zwar bei jeder Aufteilung "
        "(0,81 bis 1,83 weniger)."
    )


def test_a_gap_that_depends_on_the_split_with_reach_and_distance() -> None:
    facts = replace(
        SHORT,
        missing=(Missing(PSYCHOSOCIAL, "Düren", 22.6),),
        reached=Reached("lower", 7.207, district_per_1000=18.866),
    )
    assert reason(facts, DE) == (
        "Titz hat 0,25 Stellen, 0,17 weniger als nach seinem Anteil am Bedarf, doch das hängt von der Aufteilung ab "
        "(von 1,08 mehr bis 0,42 weniger); zudem erreicht die Beratung deutlich weniger Menschen als im Kreis "
        "(7,2 statt 18,9 neue Fälle je 1.000); Psychosoziale Beratung gibt es erst in Düren (rund 23 km)."
    )
    assert reason(facts, EN) == (
        "Titz has 0.25 posts, 0.17 fewer than its share of the need, but that depends on the split (from 1.08 more to 0.42 fewer); "
        "moreover counselling reaches clearly fewer people than in the district (7.2 instead of 18.9 new cases per 1,000); "
        "Psychosoziale Beratung is no nearer than Düren (about 23 km)."
    )


def test_a_surplus() -> None:
    facts = Facts("Niederzier", "W", 0.68, -0.38, -1.69, -0.19, is_beyond_doubt=True)
    assert reason(facts, DE) == (
        "Niederzier hat 0,68 Stellen, 0,38 mehr als nach seinem Anteil am Bedarf, und zwar bei jeder Aufteilung "
        "(0,19 bis 1,69 mehr)."
    )


def test_a_place_without_the_focus_area_says_where_the_nearest_is_first() -> None:
    facts = Facts(
        "Jülich",
        PSYCHOSOCIAL,
        0.0,
        0.153,
        0.1528,
        0.1533,
        is_beyond_doubt=True,
        is_served=False,
        missing=(Missing(PSYCHOSOCIAL, "Düren", 31.0, "Bus und Bahn"), Missing(LABOUR)),
        reached=Reached("lower", 0.0, district_per_1000=3.2),
    )
    assert reason(facts, DE) == (
        "Psychosoziale Beratung gibt es in Jülich nicht, obwohl der Anteil am Bedarf 0,15 Stellen ergäbe; "
        "die nächste ist in Düren (31 Minuten, Bus und Bahn); zudem ist kein einziger neuer Fall erfasst (im Kreis 3,2 je 1.000); "
        "Arbeitsmarktintegration ist von hier nicht zu erreichen."
    )


def test_a_gap_too_small_to_speak_of_is_not_spoken_of() -> None:
    facts = Facts("Inden", PSYCHOSOCIAL, 0.0, 0.013, 0.0129, 0.0131, is_beyond_doubt=True, is_served=False)
    assert reason(facts, DE) == "Psychosoziale Beratung gibt es in Inden nicht."
    even = Facts("Inden", "W", 0.15, -0.034, -0.04, 0.01, is_beyond_doubt=False)
    assert reason(even, DE) == "Inden hat 0,15 Stellen, etwa so viel wie nach seinem Anteil am Bedarf."
    wide = replace(even, lower=-0.39, upper=0.11)
    assert reason(wide, DE).endswith(", je nach Aufteilung von 0,39 mehr bis 0,11 weniger.")


def test_no_post_for_a_place_in_any_focus_area() -> None:
    facts = Facts("Titz", "", 0.0, 0.23, 0.23, 0.23, is_beyond_doubt=True, is_served=False)
    assert reason(facts, DE) == "Für Titz ist keine einzige Stelle da, obwohl der Anteil am Bedarf 0,23 Stellen ergäbe."


def test_a_place_that_is_served_may_get_nothing_by_the_chosen_split() -> None:
    facts = replace(SHORT, fte=0.0)
    assert reason(facts, DE).startswith("Titz hat keine Stelle, 0,17 weniger")
    assert "hängt von der Aufteilung ab" in reason(facts, DE)
    assert reason(replace(SHORT, fte=0.003), DE).startswith("Titz hat fast keine Stelle, ")


@pytest.mark.parametrize(("fte", "words"), [(1.0, "1,00 Stelle,"), (1.01, "1,01 Stellen,"), (0.5, "0,50 Stellen,")])
def test_one_post_is_singular(fte: float, words: str) -> None:
    assert words in reason(replace(SHORT, fte=fte), DE)


def test_a_number_is_not_parted_from_its_unit() -> None:
    assert "(rund\u00a05\u00a0km)" in reasons.reason(replace(SHORT, missing=(Missing(LABOUR, "Düren", 5.4),)), DE)


@pytest.mark.parametrize(("minutes", "words"), [(1.2, "(1 Minute, Auto)"), (2.0, "(2 Minuten, Auto)")])
def test_one_minute_is_singular(minutes: float, words: str) -> None:
    assert words in reason(replace(SHORT, missing=(Missing(LABOUR, "Düren", minutes, "Auto"),)), DE)


def test_several_missing_focus_areas_are_one_clause() -> None:
    missing = (Missing(LABOUR, "Düren", 5.4), Missing(PSYCHOSOCIAL, "Kreuzau", 9.6))
    assert reason(replace(SHORT, missing=missing), DE).endswith(
        "; Arbeitsmarktintegration gibt es erst in Düren (rund 5 km), Psychosoziale Beratung erst in Kreuzau (rund 10 km)."
    )


def test_limits_that_read_as_zero_do_not_contradict_every_split() -> None:
    facts = Facts("Titz", "W", 0.2, 0.06, 0.001, 0.13, is_beyond_doubt=True)
    assert reason(facts, DE).endswith(", und zwar bei jeder Aufteilung.")
    touching = Facts("Titz", "W", 0.2, 0.06, 0.0, 0.13, is_beyond_doubt=False)
    assert reason(touching, DE).endswith(", doch das hängt von der Aufteilung ab (von ausgeglichen bis 0,13 weniger).")


def test_reach_is_said_only_where_it_is_a_finding() -> None:
    for verdict in ("as_expected", None):
        found = Reached(verdict, 15.0, 18.0) if verdict else None
        assert reason(replace(SHORT, reached=found), DE) == reason(SHORT, DE)
    few = reason(replace(SHORT, reached=Reached("too_small", None, 18.0)), DE)
    assert few.endswith("; ob die Beratung die Menschen erreicht, lässt sich bei so wenigen neuen Fällen nicht sagen.")


@pytest.mark.parametrize(
    ("gap", "verdict", "link"),
    [
        (0.2, "lower", "zudem"),
        (0.2, "higher", "dennoch"),
        (-0.2, "lower", "dennoch"),
        (-0.2, "higher", "zudem"),
        (0.0, "lower", "zugleich"),
    ],
)
def test_reach_follows_on_posts(gap: float, verdict: str, link: str) -> None:
    facts = replace(SHORT, gap_fte=gap, reached=Reached(verdict, 9.0, 18.0, covers_all=True))
    assert f"; {link} erreicht die Beratung aller Schwerpunkte deutlich " in reason(facts, DE)


def test_summary_counts_gaps_and_names_the_certain_ones() -> None:
    even = replace(SHORT, gap_fte=0.0)
    surplus = replace(SURE, place="Jülich", gap_fte=-0.5, lower=-0.6, upper=-0.4)
    assert share_short([SURE, SHORT, even, surplus], DE) == (
        "2 von 4 Gemeinden fehlen Stellen; bei jeder Aufteilung gilt das für Düren."
    )
    assert share_short([SHORT, even], DE) == (
        "Einer von 2 Gemeinden fehlen Stellen; bei jeder Aufteilung gilt das für keine davon."
    )
    assert share_short([even, surplus], DE) == "Keiner dieser Gemeinden fehlen 0,05 Stellen oder mehr."


def test_a_place_without_any_post_lacks_posts_however_small_its_share() -> None:
    """The map says of the same places that they lack posts at every split: both must count alike."""
    places = "ABCD"
    without = [
        replace(SURE, place=each, fte=0, gap_fte=0.01, lower=0.01, upper=0.01, is_served=False) for each in places
    ]
    served = replace(SURE, place="E", gap_fte=0.01, lower=0.01, upper=0.01)
    assert share_short([*without, served], DE) == (
        "4 von 5 Gemeinden fehlen Stellen; bei jeder Aufteilung gilt das für alle."
    )
    assert share_short([*without, SHORT], DE) == (
        "5 von 5 Gemeinden fehlen Stellen; bei jeder Aufteilung gilt das für 4 davon."
    )
    assert share_short([*without[:2], served], DE) == (
        "2 von 3 Gemeinden fehlen Stellen; bei jeder Aufteilung gilt das für A, B."
    )


# What must hold for every set of facts

amounts = st.floats(0, 20, allow_nan=False)
gaps = st.floats(-20, 20, allow_nan=False)
missing = st.builds(
    Missing,
    st.sampled_from([PSYCHOSOCIAL, LABOUR]),
    st.sampled_from([None, "Düren", "Kreuzau"]),
    st.floats(0, 90),
    st.sampled_from(["", "Auto"]),
)
reached = st.builds(Reached, st.sampled_from(VERDICTS), st.floats(0, 99), st.floats(0, 99), st.booleans())


@st.composite
def all_facts(draw: st.DrawFn) -> Facts:
    """Facts that do not contradict themselves, as metrics.coverage.gap_interval gives them."""
    lower, gap, upper = sorted(draw(st.tuples(gaps, gaps, gaps)))
    is_served = draw(st.booleans())
    return Facts(
        "Titz",
        draw(st.sampled_from(["", "Willkommensberatung", PSYCHOSOCIAL])),
        draw(amounts) if is_served else 0.0,
        gap,
        lower,
        upper,
        is_beyond_doubt=lower > 1e-9 or upper < -1e-9,
        is_served=is_served,
        missing=tuple(draw(st.lists(missing, max_size=2, unique_by=lambda each: each.focus_area))),
        reached=draw(st.none() | reached),
    )


def known_numbers(facts: Facts, language: Language) -> set[str]:
    posts = [facts.fte, *(abs(value) for value in (facts.gap_fte, facts.lower, facts.upper))]
    rates = [facts.reached.per_1000 or 0.0, facts.reached.district_per_1000] if facts.reached else []
    return {
        PER[language],
        *(language.number(value, 2) for value in posts),
        *(language.number(value, 1) for value in rates),
        *(language.number(each.cost) for each in facts.missing),
    }


@given(facts=all_facts(), language=st.sampled_from([DE, EN]))
def test_every_number_of_the_sentence_is_one_of_the_facts(facts: Facts, language: Language) -> None:
    said = re.findall(r"\d[\d.,]*\d|\d", reason(facts, language))
    assert set(said) <= known_numbers(facts, language)


@given(facts=all_facts(), language=st.sampled_from([DE, EN]))
def test_certainty_is_said_only_of_gaps_beyond_doubt_and_never_with_doubt(facts: Facts, language: Language) -> None:
    sentence = reason(facts, language)
    assert CERTAIN[language] not in sentence or facts.is_beyond_doubt
    assert not (CERTAIN[language] in sentence and DOUBTFUL[language] in sentence)
    if facts.is_served and abs(facts.gap_fte) >= SMALLEST_GAP_FTE:
        assert (CERTAIN[language] in sentence) == facts.is_beyond_doubt
        assert (DOUBTFUL[language] in sentence) != facts.is_beyond_doubt


@given(facts=all_facts())
def test_more_and_fewer_follow_the_sign_of_the_gap(facts: Facts) -> None:
    sentence = reason(facts, EN)
    said = {word: f" {word} than its share of the need" in sentence for word in ("fewer", "more")}
    assert said["fewer"] == (facts.is_served and facts.gap_fte >= SMALLEST_GAP_FTE)
    assert said["more"] == (facts.is_served and facts.gap_fte <= -SMALLEST_GAP_FTE)
    verdict = facts.reached.verdict if facts.reached else ""
    assert ("clearly more people" in sentence) == (verdict == "higher")
    assert "clearly fewer people" not in sentence or verdict == "lower"


@given(facts=all_facts(), language=st.sampled_from([DE, EN]))
def test_it_is_one_sentence_without_empty_slots(facts: Facts, language: Language) -> None:
    sentence = reason(facts, language)
    assert sentence.endswith(".") and not sentence.endswith("..")
    assert not re.search(r"\{|\}|None|nan|\( *\)|  | ,|,,|; *;|;\.", sentence)
    assert not re.search(r"\. [A-ZÄÖÜ]", sentence)
    assert "Titz" in sentence
