"""Places of the same kind: the finer typology first, and always at least a few of them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.peers import FEWEST, Peers, peers


def places(*kinds: tuple[str | None, str | None]) -> pl.DataFrame:
    """Places A, B, C … with RegioStaR7 and degree of urbanisation."""
    rows = [(chr(ord("A") + number), *kind) for number, kind in enumerate(kinds)]
    schema = {"ags": pl.String, "regiostar7": pl.String, "degurba": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_the_finer_typology_is_taken_where_it_finds_enough() -> None:
    found = peers(places(("77", "03"), ("77", "03"), ("77", "02"), ("74", "03")), "A")
    assert found == Peers("regiostar7", ("A", "B", "C"))


def test_the_coarser_one_where_it_does_not() -> None:
    found = peers(places(("76", "02"), ("73", "02"), ("73", "02"), ("77", "03")), "A")
    assert found == Peers("degurba", ("A", "B", "C"))


def test_all_places_where_neither_does() -> None:
    assert peers(places(("73", "01"), ("77", "03"), ("77", "03")), "A") == Peers("", ("A", "B", "C"))


def test_places_of_unknown_kind_are_not_alike() -> None:
    assert peers(places((None, None), (None, None), (None, None), ("77", "03")), "A").typology == ""


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="Z is not one of the 1 places"):
        peers(places(("77", "03")), "Z")


kind = st.sampled_from(["73", "74", "77", None])


@given(st.lists(st.tuples(kind, kind), min_size=1, max_size=12), st.data())
def test_a_place_is_among_its_peers_and_they_are_alike(kinds: list, data: st.DataObject) -> None:
    known = places(*kinds)
    ags = data.draw(st.sampled_from(known["ags"].to_list()))
    found = peers(known, ags)
    assert ags in found.ags
    assert len(found.ags) >= min(FEWEST, known.height)
    if found.typology:
        assert known.filter(pl.col("ags").is_in(found.ags))[found.typology].n_unique() == 1
