"""How long proposals take, and how much of them is proven.

    python -m benchmarks.propose [--boundaries FILE [--census FILE]] [--seconds 60]

The shipped district, for several constraints; with a boundary file of North Rhine-Westphalia also its municipalities with 300
posts, once with carriers that stay in their own district and once with all of them allowed everywhere. Those posts are made up
(fixed seed). CENSUS is the official table "Regionaltabelle Demografie" of the Zensus 2022; without it the need is made up too.
Nothing is asserted; times depend on the machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
from pathlib import Path
from time import process_time

import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks import made_up_posts
from etl.load import load
from geo.boundaries import inner_points, read_boundaries
from geo.distances import road_km, straight_line_km
from planning.allocation import placed
from planning.constraints import Constraints
from planning.edition_frames import frames_of
from planning.propose import propose
from warehouse import open_edition

PROJECT = Path(__file__).parents[1]
BUDGET_DISTRICT, BUDGET_STATE = 2, 60
LEAST, PLACES, KM = 0.25, 3, 20.0


def main() -> None:
    arguments = argparse.ArgumentParser(description="Times and gaps of proposals.")
    arguments.add_argument("--boundaries", type=Path, help="municipalities of North Rhine-Westphalia")
    arguments.add_argument("--census", type=Path, help="Zensus 2022, Regionaltabelle Demografie")
    arguments.add_argument("--seconds", type=float, default=BUDGET_STATE, help="time limit (default: 60)")
    given = arguments.parse_args()
    console = Console(width=150)
    console.print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores")
    console.print(district_table(given.seconds))
    if given.boundaries is not None:
        console.print(state_table(given.boundaries, given.census, given.seconds))


def district_table(seconds: float) -> Table:
    """The shipped posts, split by need."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(PROJECT / "data", data, ignore=shutil.ignore_patterns("warehouse"))
        load(data)
        with open_edition(data=data) as edition:
            frames = frames_of(edition)
    today = placed(frames.allocation, frames.need)
    welcome = today.filter(pl.col("focus_area") == "welcome")
    table = _table(f"The shipped district (budget: {BUDGET_DISTRICT} s)")
    for name, chosen in (("welcome", welcome), ("all focus areas", today)):
        for step in (0.25, 0.5):
            for label, constraints in _cases(chosen, frames.cost, step, {}):
                _add(table, f"{name}, step {step}, {label}", chosen, frames.need, constraints, seconds)
    return table


def state_table(boundaries: Path, census: Path | None, seconds: float) -> Table:
    """Made-up posts in the municipalities of a federal state."""
    places = inner_points(read_boundaries(boundaries, made_up_posts.NORTH_RHINE_WESTPHALIA).areas)
    need = made_up_posts.made_up_need(places) if census is None else made_up_posts.foreign_nationals(census, places)
    straight = straight_line_km(places)
    distances = straight.select("from_ags", "to_ags", cost=road_km(pl.col("km")))
    today = made_up_posts.posts(need, distances)
    at_home = {
        carrier: frozenset(ags for ags in need["ags"] if ags.startswith(carrier.removeprefix("carrier ")))
        for carrier in today["carrier"].unique()
    }
    posts = today["post"].n_unique()
    table = _table(f"{need.height} municipalities, {posts} made-up posts, at most {seconds:g} s")
    for name, allowed in (("own district", at_home), ("everywhere", {})):
        for label, constraints in _cases(today, distances, 0.25, allowed):
            _add(table, f"{name}, {label}", today, need, constraints, seconds)
    return table


def _cases(
    today: pl.DataFrame, distances: pl.DataFrame | None, step: float, allowed: dict[str, frozenset[str]]
) -> list[tuple[str, Constraints]]:
    served = today.group_by("ags").agg(pl.col("fte").sum()).filter(pl.col("fte") >= LEAST)
    least = dict.fromkeys(served["ags"].sort(), LEAST)
    return [
        ("nothing else", Constraints(step=step, allowed=allowed)),
        (f"{PLACES} places", Constraints(step=step, allowed=allowed, max_places=PLACES)),
        (
            f"{PLACES} places, {KM:g} km, {LEAST} where it is today",
            Constraints(
                step=step,
                allowed=allowed,
                max_places=PLACES,
                minimum_fte=least,
                distance_limit=KM,
                distances=distances,
            ),
        ),
    ]


def _table(title: str) -> Table:
    table = Table(title=title)
    for heading in (
        "case",
        "status",
        "seconds",
        "CPU s",
        "worst",
        "bound",
        "misallocated",
        "bound",
        "moved",
        "bound",
        "gap",
    ):
        table.add_column(heading, justify="left" if heading in ("case", "status") else "right")
    return table


def _add(
    table: Table, name: str, posts: pl.DataFrame, need: pl.DataFrame, constraints: Constraints, seconds: float
) -> None:
    begun = process_time()
    found = propose(posts, need, constraints, seconds=seconds)
    used = process_time() - begun
    reached, bounds = found.objectives, found.bounds
    figures = [""] * 6
    if reached is not None and bounds is not None:
        pairs = zip(vars(reached).values(), vars(bounds).values(), strict=True)
        figures = [f"{value:.3f}" for pair in pairs for value in pair]
    gap = "" if found.gap is None else f"{found.gap:.3f}"
    table.add_row(name, found.status, f"{found.seconds:.2f}", f"{used:.2f}", *figures, gap)


if __name__ == "__main__":
    main()
