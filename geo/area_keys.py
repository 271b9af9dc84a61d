"""Official keys of German areas.

A municipality has an AGS of 8 digits (state 2, region 1, district 2, municipality 3). The ARS of 12 digits carries the
same digits with the association of municipalities (4) between district and municipality.
"""

from __future__ import annotations


def is_municipality(ags: str) -> bool:
    """Whether the text has the form of a municipality's AGS: exactly 8 digits, leading zeros kept."""
    return _has_digits(ags, 8)


def is_district(key: str) -> bool:
    """Whether the text has the form of a district's key: exactly 5 digits, leading zeros kept."""
    return _has_digits(key, 5)


def ags_from_ars(ars: str) -> str:
    """The AGS within an ARS. Raises ValueError unless the ARS has 12 digits."""
    if not _has_digits(ars, 12):
        raise ValueError(f"an ARS has 12 digits, found {ars!r}; keep the column as text so that leading zeros stay")
    return ars[0:5] + ars[9:12]


def district_of(ags: str) -> str:
    """The district's key: the first five digits. Raises ValueError unless the AGS has 8 digits."""
    if not is_municipality(ags):
        raise ValueError(f"an AGS has 8 digits, found {ags!r}; keep the column as text so that leading zeros stay")
    return ags[:5]


def _has_digits(key: str, count: int) -> bool:
    # str.isdigit alone would let superscripts and other scripts' digits pass.
    return len(key) == count and key.isascii() and key.isdigit()
