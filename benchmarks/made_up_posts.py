"""Posts and, where no census file is at hand, need of a whole federal state: made up, always the same for a seed."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl

SEED = 2024
POSTS = 300
SIZES, OFTEN = (0.5, 1.0, 1.5), (0.35, 0.55, 0.1)
MOST_PLACES = 5
KEY_DIGITS, DISTRICT_DIGITS = 12, 5
NORTH_RHINE_WESTPHALIA = "05"


def foreign_nationals(census: Path, places: pl.DataFrame) -> pl.DataFrame:
    """ags, need from the Zensus 2022 table "Regionaltabelle Demografie" for the municipalities of `places` (ags)."""
    with census.open(encoding="utf-8-sig", newline="") as file:
        every = [row for row in csv.DictReader(file, delimiter=";") if len(row["_RS"]) == KEY_DIGITS]
    rows = [row for row in every if row["_RS"].startswith(NORTH_RHINE_WESTPHALIA)]
    # A regional key is the AGS with four digits of the association of municipalities in between.
    found = pl.DataFrame(
        {
            "ags": [row["_RS"][:5] + row["_RS"][9:] for row in rows],
            "need": [float(row["Staatsange_kurz__2"]) for row in rows],
        }
    )
    return places.select("ags").join(found, on="ags").sort("ags")


def made_up_need(places: pl.DataFrame) -> pl.DataFrame:
    """ags, need: a few large places, many small ones."""
    draw = np.random.default_rng(SEED)
    return places.select("ags", need=pl.Series(np.round(draw.lognormal(7.0, 1.1, places.height)))).sort("ags")


def posts(need: pl.DataFrame, distances: pl.DataFrame) -> pl.DataFrame:
    """An allocation (planning.allocation), decided. Each district has posts by its need, with some luck, one carrier of its own;
    a post serves up to five municipalities near to each other, split by need."""
    draw = np.random.default_rng(SEED)
    people = dict(zip(need["ags"], need["need"], strict=True))
    districts = sorted({ags[:DISTRICT_DIGITS] for ags in people})
    km = {(start, end): cost for start, end, cost in distances.rows()}
    weight = np.array([sum(n for ags, n in people.items() if ags.startswith(key)) for key in districts])
    weight = weight * draw.uniform(0.6, 1.4, weight.size)
    counts = np.maximum(draw.multinomial(POSTS - len(districts), weight / weight.sum()) + 1, 1)
    rows = []
    for key, count in zip(districts, counts, strict=True):
        mine = [ags for ags in people if ags.startswith(key)]
        for number in range(1, count + 1):
            base = mine[draw.integers(len(mine))]
            near = sorted(mine, key=lambda ags: km.get((base, ags), 0.0))[: draw.integers(1, MOST_PLACES + 1)]
            fte, total = float(draw.choice(SIZES, p=OFTEN)), sum(people[ags] for ags in near)
            name, carrier = f"{key}-{number:02}", f"carrier {key}"
            rows += [(name, carrier, "welcome", fte, ags, fte * people[ags] / total) for ags in near]
    schema = ["post", "carrier", "focus_area", "post_fte", "ags", "fte"]
    return pl.DataFrame(rows, schema=schema, orient="row").sort("post", "ags")
