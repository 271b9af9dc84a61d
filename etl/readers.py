"""Reading all inputs of a load in the order they depend on each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from etl.caseload.clients import read_clients
from etl.control_totals import read_district
from etl.district import District, district_settings
from etl.errors import InputError
from etl.indicator_rules import read_indicator_rules
from etl.inputs import CASELOAD_KINDS, InputFile
from etl.outcome import LINE, Outcome
from etl.schemas import Arrival, AuthorityCount, Outreach, TravelTime
from etl.several_files import one_table
from etl.sources.caseload import Surroundings
from etl.sources.counts import read_arrivals, read_authority_counts
from etl.sources.district_posts import areas_of, posts_input, posts_of
from etl.sources.indicators import read_indicators
from etl.sources.municipalities import read_municipalities
from etl.sources.places import municipalities_of, read_outlines, refuse_other_places
from etl.sources.staffing import core_posts, read_outreach, read_post_areas, read_posts
from etl.sources.travel_times import ONE_JOURNEY, TRAVEL_TIMES, columns_of, read_travel_times
from etl.staffing_findings import beyond_granted, odd_areas, odd_outreach, unserving
from etl.stated_totals import DISTRICT_FILE, stated_totals
from etl.travel_findings import without_times
from warehouse import Store


@dataclass(frozen=True)
class Inputs:
    """Everything read: core tables by name, and what became of the rows of each file; among the files are the district's
    settings where posts stand in them. `caseload_on` is the last day for which all carriers have delivered."""

    files: Sequence[InputFile]
    tables: dict[str, pl.DataFrame]
    outcomes: Sequence[Outcome]
    district: District
    staffing_on: dt.date
    caseload_on: dt.date | None
    clients_are_example: bool


@dataclass(frozen=True)
class _Staffing:
    """Posts and the municipalities they serve, the day they are compared with need, and what stands in for their file."""

    posts: pl.DataFrame
    areas: pl.DataFrame
    on: dt.date
    stand_in: InputFile | None = None


def read_inputs(store: Store, files: Sequence[InputFile], advance: Callable[[str], None]) -> Inputs:
    """Read every file; `advance` is told its name before. Raises InputError when one cannot be used."""
    outcomes: list[Outcome] = []

    def keep(outcome: Outcome) -> Outcome:
        outcomes.append(outcome)
        return outcome

    def start(found: InputFile) -> tuple[Path, str]:
        advance(found.name)
        return found.path, found.name

    settings = read_district(store.data)
    district = district_settings(settings)
    places, outlines = _read_places(files, district, start, keep)
    known_places = places["ags"].to_list()
    if not _all(files, "indicators"):
        raise InputError("at least one file of kind indicators is wanted, found: none", "data/raw")
    rules = read_indicator_rules(store.data)
    indicators = [keep(read_indicators(*start(found), known_places, rules)) for found in _all(files, "indicators")]
    granted = stated_totals(settings).block_fte.get("case_management")
    staffing = _read_staffing(store.data, files, district, granted, known_places, start, keep)
    posts, areas = staffing.posts, staffing.areas
    known_posts = posts["post"].to_list()
    counted = _read_counts(files, known_posts, known_places, areas, start, keep)
    managed = posts.filter(pl.col("focus_area").is_not_null()).select("post", pl.col("focus_area").cast(pl.String))
    around = Surroundings(
        managed["post"].unique().sort().to_list(),
        known_places,
        exported_on=staffing.on,
        focus_area_of=dict(managed.rows()),
        periods=posts.select("post", "valid_from", "valid_to"),
        areas=areas.select("post", "ags"),
    )
    carriers = posts.select("post", "carrier").unique().join(managed, on="post", how="semi")
    clients = read_clients(store, files, around, carriers, start)
    outcomes += clients.outcomes
    sourced = [outcome.frame.with_columns(source=pl.lit(outcome.name)) for outcome in indicators]
    tables = {
        "municipality": places.drop(LINE),
        "boundary": outlines.select("ags", "outline_wkb"),
        "indicator": _unique_indicators(pl.concat(sourced)).drop(LINE),
        **core_posts(posts),
        "post_area": areas.drop(LINE),
        **counted,
        "travel_time": _read_travel_times(files, known_places, start, keep),
        **clients.tables,
    }
    return Inputs(
        [*files, *([staffing.stand_in] if staffing.stand_in else [])],
        tables,
        outcomes,
        district,
        staffing_on=staffing.on,
        caseload_on=clients.complete_until,
        clients_are_example=any(
            found.sidecar.data == "example" for kind in CASELOAD_KINDS for found in _all(files, kind)
        ),
    )


def _read_places(
    files: Sequence[InputFile],
    district: District,
    start: Callable[[InputFile], tuple[Path, str]],
    keep: Callable[[Outcome], Outcome],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The municipalities, from a list of them or else from the boundaries, and the outlines of exactly these."""
    boundaries = _only(files, "boundaries")
    listed = (
        keep(read_municipalities(*start(_only(files, "municipalities")), district.ags))
        if _all(files, "municipalities")
        else None
    )
    outlines = keep(read_outlines(*start(boundaries), district.ags)).frame
    if listed is None:
        return municipalities_of(outlines, boundaries.name), outlines
    refuse_other_places(outlines, boundaries.name, listed.frame["ags"].to_list())
    return listed.frame, outlines


def _read_staffing(
    data: Path,
    files: Sequence[InputFile],
    district: District,
    granted_fte: float | None,
    municipalities: Sequence[str],
    start: Callable[[InputFile], tuple[Path, str]],
    keep: Callable[[Outcome], Outcome],
) -> _Staffing:
    """Posts from their tables or else from the settings of the district, never from both."""
    tables = [*_all(files, "posts"), *_all(files, "post_areas")]
    if district.posts and tables:
        raise InputError(
            "has posts of its own under [[post]], and there is also {files}; keep one of them",
            DISTRICT_FILE,
            column="post",
            files=", ".join(found.name for found in tables),
        )
    if district.posts:
        stand_in = posts_input(data, district)
        posts = posts_of(district)
        keep(replace(posts, findings=beyond_granted(posts.frame, granted_fte)))
        areas = areas_of(district, municipalities).join(posts.frame, on="post", how="semi")
        return _Staffing(posts.frame, areas, stand_in.sidecar.reference_date, stand_in)
    posts_file = _only(files, "posts")
    posts = read_posts(*start(posts_file))
    areas_file = _only(files, "post_areas")
    areas = read_post_areas(*start(areas_file), posts.frame["post"].to_list(), municipalities)
    found = [beyond_granted(posts.frame, granted_fte), unserving(posts.frame, areas.frame)]
    keep(replace(posts, findings=pl.concat(found)))
    keep(replace(areas, findings=odd_areas(areas.frame, posts.frame)))
    return _Staffing(posts.frame, areas.frame, posts_file.sidecar.reference_date)


def _read_counts(
    files: Sequence[InputFile],
    posts: Sequence[str],
    municipalities: Sequence[str],
    areas: pl.DataFrame,
    start: Callable[[InputFile], tuple[Path, str]],
    keep: Callable[[Outcome], Outcome],
) -> dict[str, pl.DataFrame]:
    """The tables of outreach hours and of counts by month or year, empty where no file is there."""
    hours = [read_outreach(*start(found), posts, municipalities) for found in _all(files, "outreach")]
    hours = [keep(replace(found, findings=odd_outreach(found.frame, areas))) for found in hours]
    granted = [
        keep(read_authority_counts(*start(found), found.sidecar.reference_date))
        for found in _all(files, "authority_counts")
    ]
    arrived = [
        keep(read_arrivals(*start(found), municipalities, found.sidecar.reference_date))
        for found in _all(files, "arrivals")
    ]
    return {
        "outreach": one_table(hours, Outreach, ("post",)),
        "authority_count": one_table(granted, AuthorityCount, ("authority", "year", "measure")),
        "arrivals": one_table(arrived, Arrival, ("ags", "month")),
    }


def _read_travel_times(
    files: Sequence[InputFile],
    municipalities: Sequence[str],
    start: Callable[[InputFile], tuple[Path, str]],
    keep: Callable[[Outcome], Outcome],
) -> pl.DataFrame:
    """The times of all files together, empty where no file is there."""
    times = {found: read_travel_times(*start(found), municipalities) for found in _all(files, TRAVEL_TIMES)}
    together = one_table(list(times.values()), TravelTime, ONE_JOURNEY)
    for found, outcome in times.items():
        headings = columns_of(found.path, found.name)
        keep(replace(outcome, findings=without_times(outcome.frame, together, municipalities, headings)))
    return together


def _unique_indicators(indicators: pl.DataFrame) -> pl.DataFrame:
    """Every figure once: of files that agree the first by name is its source. Raises InputError where two files give a
    figure differently: which one is right is not for a program to guess."""
    key = ["ags", "indicator", "reference_date"]
    differing = indicators.filter(pl.struct("value", "quality").n_unique().over(key) > 1).sort(key)
    if differing.height:
        first = differing.row(0, named=True)
        same = differing.filter(pl.struct(key) == pl.struct(pl.lit(first[name]).alias(name) for name in key))
        raise InputError(
            "{indicator} of {area} on {day} is also in another file, and differs; keep one",
            ", ".join(same["source"].unique().sort()),
            column="indicator",
            indicator=first["indicator"],
            area=first["ags"],
            day=first["reference_date"],
        )
    return indicators.sort("source", maintain_order=True).unique(key, keep="first", maintain_order=True)


def _all(files: Iterable[InputFile], kind: str) -> list[InputFile]:
    return [found for found in files if found.sidecar.kind == kind]


def _only(files: Iterable[InputFile], kind: str) -> InputFile:
    found = _all(files, kind)
    if not found:
        raise InputError("exactly one file of kind {kind} is wanted, found: none", "data/raw", kind=kind)
    if len(found) > 1:
        raise InputError(
            "exactly one file of kind {kind} is wanted, found: {names}",
            "data/raw",
            kind=kind,
            names=", ".join(item.name for item in found),
        )
    return found[0]
