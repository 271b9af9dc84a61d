"""Ids from words of official tables."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.official.slugs import indicator_id, slug, unit_id


@pytest.mark.parametrize(
    ("table", "measure", "expected"),
    [
        ("12411", "BEVSTD", "12411__bevstd"),
        ("12411", "BEVSTD | GES=GESM", "12411__bevstd__ges_gesm"),
        ("regionaltabelle_demografie", "Staatsange_kurz__2", "regionaltabelle_demografie__staatsange_kurz__2"),
        ("12521-03i", "Ausländische Bevölkerung | 163 Türkei", "12521_03i__auslaendische_bevoelkerung__163_tuerkei"),
    ],
)
def test_ids_are_made_of_table_and_measure(table: str, measure: str, expected: str) -> None:
    assert indicator_id(table, measure) == expected


def test_a_basis_stands_at_the_end() -> None:
    assert indicator_id("12411", "BEVSTD", "basis_2011") == "12411__bevstd__basis_2011"


@pytest.mark.parametrize(
    ("text", "unit"),
    [("Anzahl", "number"), ("Prozent", "per_cent"), ("", "number"), ("1000", "thousand"), ("Tsd. t", "tsd_t")],
)
def test_units(text: str, unit: str) -> None:
    assert unit_id(text) == unit


@given(st.text())
def test_an_id_has_only_letters_digits_and_underscores(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]*", slug(text))
    assert re.fullmatch(r"[a-z0-9_]+", unit_id(text))
