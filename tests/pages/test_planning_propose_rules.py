"""Rules of a proposal: in the address and back, as constraints, in words."""

from __future__ import annotations

import string

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import Language
from pages.planning.proposing.further import own_places
from pages.planning.proposing.problem import constraints
from pages.planning.proposing.rule_words import rule_phrases
from pages.planning.proposing.rules import (
    DISTANCES,
    PLACES,
    STARTS,
    STEPS,
    TOTALS,
    Rules,
    Scope,
    from_address,
    place_codes,
    to_address,
    usual_rules,
)

PLACES_OF_DISTRICT = {"05358008": "Düren", "05358024": "Jülich", "05358048": "Niederzier", "05358056": "Titz"}
CARRIERS = {"Stadt Düren": 1.0, "Caritasverband e. V.": 2.5, "Gemeinde Niederzier": 0.5, "Verein – Titz_8~&?": 1.0}
AREAS = {"labour_market": 2.5, "welcome": 8.5}
POSTS = {
    "STADT-1": "Stadt Düren",
    "CARITAS-1": "Caritasverband e. V.",
    "a_b-c~d": "Verein – Titz_8~&?",
    "N": "Gemeinde Niederzier",
}
SCOPES = {unit: Scope(POSTS, CARRIERS, AREAS, PLACES_OF_DISTRICT, unit) for unit in ("km", "min")}
UNRESERVED = set(string.ascii_letters + string.digits + "-._~")

amounts = st.integers(0, 900).map(lambda hundredths: hundredths / 100)
some_places = st.lists(st.sampled_from(sorted(PLACES_OF_DISTRICT)), unique=True, min_size=1).map(sorted).map(tuple)


def pairs(keys, *values):
    """Sorted tuples of a key and its values, no key twice."""
    return st.dictionaries(st.sampled_from(sorted(keys)), st.tuples(*values)).map(
        lambda found: tuple(sorted((key, *rest) for key, rest in found.items()))
    )


def some_rules(unit: str):
    return st.builds(
        Rules,
        start=st.sampled_from(STARTS),
        step=st.sampled_from(STEPS),
        minimum=amounts,
        exceptions=pairs(PLACES_OF_DISTRICT, amounts),
        max_places=st.sampled_from(PLACES),
        distance=st.sampled_from(DISTANCES[unit]),
        fixed_posts=st.lists(st.sampled_from(sorted(POSTS)), unique=True).map(sorted).map(tuple),
        fixed_carriers=st.lists(st.sampled_from(sorted(CARRIERS)), unique=True).map(sorted).map(tuple),
        may_resize=st.booleans(),
        totals=st.sampled_from(TOTALS),
        carrier_fte=pairs(CARRIERS, amounts, amounts.map(lambda fte: round(fte + 9, 2))),
        area_fte=pairs(AREAS, amounts),
        allowed=pairs(CARRIERS, some_places),
        extra=pairs(AREAS, amounts.filter(bool)),
    )


@pytest.mark.parametrize("unit", ["km", "min"])
@given(data=st.data())
def test_rules_come_back_from_the_address_as_they_went(data, unit: str) -> None:
    rules, scope = data.draw(some_rules(unit)), SCOPES[unit]
    address = to_address(rules, scope)
    assert from_address(address, scope) == rules
    assert set(address) <= UNRESERVED


@pytest.mark.parametrize("unit", ["km", "min"])
def test_usual_rules_need_no_address(unit: str) -> None:
    assert to_address(usual_rules(unit), SCOPES[unit]) == ""
    assert from_address("", SCOPES[unit]) == usual_rules(unit)


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "step-0.1",
        "step-nan_step-inf_step--1",
        "min-1e3_min-10000_min-.5_min-",
        "places-7_places-x",
        "within-20min",
        "within-21km",
        "start-tomorrow_totals-mine_resize-yes",
        "fix-00000000_fixall-zz",
        "least-999-0.5_least-008",
        "carrier-00000000-1-2",
        "only-00000000-008",
        "area-psychosocial-1_extra-welcome-0",
        "_-_--_<script>_%00",
    ],
)
def test_nonsense_in_an_address_is_ignored(address: str) -> None:
    assert from_address(address, SCOPES["km"]) == usual_rules("km")


@given(st.text(alphabet=string.printable, max_size=60))
def test_no_address_stops_the_page(address: str) -> None:
    assert isinstance(from_address(address, SCOPES["km"]), Rules)


def test_what_is_known_in_a_half_broken_address_counts() -> None:
    found = from_address("step-0.5_min-x_least-056-0.25_least-999-1", SCOPES["km"])
    assert (found.step, found.minimum, found.exceptions) == (0.5, 0.0, (("05358056", 0.25),))


def test_municipalities_of_several_districts_keep_their_whole_key() -> None:
    assert place_codes(["05358008", "05354008"]) == {"05358008": "05358008", "05354008": "05354008"}


def test_carriers_that_are_municipalities_are_found_by_name() -> None:
    assert own_places(SCOPES["km"]) == {"Stadt Düren": "05358008", "Gemeinde Niederzier": "05358048"}


# As constraints


@pytest.fixture
def posts() -> pl.DataFrame:
    rows = [
        ("CARITAS-1", "Caritasverband e. V.", "welcome", 1.5, "05358008", 0.5),
        ("CARITAS-1", "Caritasverband e. V.", "welcome", 1.5, "05358024", 1.0),
        ("CARITAS-2", "Caritasverband e. V.", "welcome", 1.0, "05358056", 1.0),
        ("NEW", "", "welcome", 0.5, "05358056", 0.5),
        ("STADT-1", "Stadt Düren", "welcome", 1.0, "05358008", 1.0),
    ]
    return pl.DataFrame(rows, schema=["post", "carrier", "focus_area", "post_fte", "ags", "fte"], orient="row")


NEED = pl.DataFrame({"ags": list(PLACES_OF_DISTRICT), "need": [50, 30, 15, 5]})
COST = pl.DataFrame({"from_ags": ["05358008"], "to_ags": ["05358024"], "cost": [18.0]})


def test_usual_rules_as_constraints(posts: pl.DataFrame) -> None:
    found = constraints(usual_rules("km"), posts, NEED, COST)
    assert (found.step, found.max_places, found.distance_limit, found.may_resize) == (0.25, 3, 20.0, False)
    assert not (found.minimum_fte or found.fixed_posts or found.carrier_fte or found.allowed or found.extra)


def test_no_limit_means_none(posts: pl.DataFrame) -> None:
    found = constraints(Rules(max_places=0, distance=0), posts, NEED, COST)
    assert (found.max_places, found.distance_limit, found.distances) == (None, None, None)
    assert constraints(Rules(), posts, NEED, None).distance_limit is None


def test_a_minimum_everywhere_has_exceptions_also_of_zero(posts: pl.DataFrame) -> None:
    rules = Rules(minimum=0.25, exceptions=(("05358008", 1.0), ("05358056", 0.0)))
    assert constraints(rules, posts, NEED, COST).minimum_fte == {"05358008": 1.0, "05358024": 0.25, "05358048": 0.25}


def test_posts_are_fixed_by_name_and_by_carrier(posts: pl.DataFrame) -> None:
    rules = Rules(fixed_posts=("STADT-1", "GONE"), fixed_carriers=("Caritasverband e. V.",))
    assert constraints(rules, posts, NEED, COST).fixed_posts == {"STADT-1", "CARITAS-1", "CARITAS-2"}


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ("today", {"Caritasverband e. V.": (2.5, 2.5), "Stadt Düren": (1.0, 1.0)}),
        ("own", {"Caritasverband e. V.": (2.0, 3.0), "Stadt Düren": (1.0, 1.0)}),
        ("free", {}),
    ],
)
def test_totals_of_carriers_where_posts_may_change(posts: pl.DataFrame, totals: str, expected: dict) -> None:
    limits = (("Caritasverband e. V.", 2.0, 3.0), ("Gone", 1.0, 1.0))
    rules = Rules(
        may_resize=True, totals=totals, carrier_fte=limits, area_fte=(("welcome", 4.5), ("labour_market", 1.0))
    )
    found = constraints(rules, posts, NEED, COST)
    assert found.carrier_fte == expected
    assert found.focus_area_fte == ({"welcome": 4.5} if totals == "own" else {})
    fixed = constraints(Rules(totals=totals, carrier_fte=limits), posts, NEED, COST)
    assert not fixed.carrier_fte and not fixed.focus_area_fte


def test_areas_and_new_posts_of_what_is_not_there_are_left_out(posts: pl.DataFrame) -> None:
    rules = Rules(
        allowed=(("Gone", ("05358008",)), ("Stadt Düren", ("05358008",))),
        extra=(("labour_market", 1.0), ("welcome", 0.5)),
    )
    found = constraints(rules, posts, NEED, COST)
    assert found.allowed == {"Stadt Düren": frozenset({"05358008"})}
    assert found.extra == {"welcome": 0.5}


def test_own_totals_of_focus_areas_come_on_top_of_new_posts(posts: pl.DataFrame) -> None:
    rules = Rules(may_resize=True, totals="own", area_fte=(("welcome", 4.5),), extra=(("welcome", 0.75),))
    assert constraints(rules, posts, NEED, COST).focus_area_fte == {"welcome": 5.25}


# In words


def test_rules_in_words() -> None:
    rules = Rules(
        minimum=0.25,
        exceptions=(("05358056", 0.5),),
        fixed_posts=("STADT-1",),
        allowed=(("Stadt Düren", ("05358008",)),),
        extra=(("welcome", 1.5),),
    )
    assert rule_phrases(rules, SCOPES["km"], Language("de")) == [
        "Schritte von 0,25 Stellen",
        "mindestens 0,25 Stellen in jeder Gemeinde",
        "mindestens 0,50 Stellen in Titz",
        "höchstens 3 Gemeinden je Stelle",
        "die Gemeinden einer Stelle höchstens 20 km Straße voneinander entfernt",
        "STADT-1 bleibt, wie sie ist",
        "Stadt Düren nur in Düren",
        "1,50 neue Stellen: Willkommensberatung",
        "jede Stelle behält ihre Größe",
    ]


def test_sizes_in_words() -> None:
    rules = Rules(may_resize=True, totals="own", carrier_fte=(("Stadt Düren", 0.5, 2.0),), area_fte=(("welcome", 9.0),))
    assert rule_phrases(rules, SCOPES["min"], Language("en"))[-4:] == [
        "posts may grow and shrink",
        "totals of carriers stay as they are",
        "but Stadt Düren has 0.50 to 2.00 posts",
        "Welcome counselling: 9.00 posts in all, besides new ones",
    ]
    assert (
        rule_phrases(Rules(max_places=1, distance=0), SCOPES["km"], Language("en"))[1]
        == "every post in one municipality"
    )
