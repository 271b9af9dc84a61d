from __future__ import annotations

import pytest

from geo.area_keys import ags_from_ars, district_of, is_municipality


@pytest.mark.parametrize("key", ["05358008", "01001000", "16077056"])
def test_eight_digits_are_a_municipality(key: str) -> None:
    assert is_municipality(key)


@pytest.mark.parametrize("key", ["", "5358008", "053580080", "05358", "05358O08", " 5358008", "0535800²", "٠٥٣٥٨٠٠٨"])
def test_anything_else_is_not(key: str) -> None:
    assert not is_municipality(key)


@pytest.mark.parametrize(
    ("ars", "ags"),
    [
        ("053580008008", "05358008"),  # Düren: the association repeats the municipality's digits
        ("010510044044", "01051044"),  # Heide, from the official list of municipalities
        ("071310005005", "07131005"),
    ],
)
def test_the_ags_lies_in_the_ars(ars: str, ags: str) -> None:
    assert ags_from_ars(ars) == ags


@pytest.mark.parametrize("ars", ["53580008008", "05358008", "05358000800x", ""])
def test_a_broken_ars_is_refused_with_advice(ars: str) -> None:
    with pytest.raises(ValueError, match=r"12 digits, found .* leading zeros"):
        ags_from_ars(ars)


def test_the_district_is_the_first_five_digits() -> None:
    assert district_of("05358060") == "05358"


def test_a_key_of_another_length_has_no_district() -> None:
    with pytest.raises(ValueError, match="8 digits, found '5358060'"):
        district_of("5358060")
