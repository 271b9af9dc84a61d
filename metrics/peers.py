"""Places of the same kind, for a place to be compared with."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

# The finer one first: RegioStaR7 (BMDV) tells towns and villages of urban and rural regions apart, the degree of
# urbanisation (DEGURBA, Eurostat) only how densely people live.
TYPOLOGIES = ("regiostar7", "degurba")
FEWEST = 3


@dataclass(frozen=True)
class Peers:
    """`typology`: the column in which the places are alike, or "" where all places are taken. `ags`: the places, in their
    order, the compared one among them."""

    typology: str
    ags: tuple[str, ...]


def peers(places: pl.DataFrame, ags: str, fewest: int = FEWEST) -> Peers:
    """The places of the same kind as one of them: of the first typology that finds at least `fewest`, itself included.

    `places`: ags and the columns of TYPOLOGIES (null = not known: such a place is of no kind). Where neither finds enough,
    all places. Raises ValueError when `ags` is none of the places.
    """
    own = places.filter(pl.col("ags") == ags)
    if own.height != 1:
        raise ValueError(f"{ags} is not one of the {places.height} places")
    for typology in TYPOLOGIES:
        kind = own[typology].item()
        alike = places.filter(pl.col(typology) == pl.lit(kind, pl.String))["ags"]
        if alike.len() >= fewest:
            return Peers(typology, tuple(alike))
    return Peers("", tuple(places["ags"]))
