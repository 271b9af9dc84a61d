"""Reading all inputs of a load in the order they depend on each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.case_keys import case_key, installation_salt, salt_of_export
from etl.errors import InputError
from etl.inputs import CASELOAD_KINDS, InputFile
from etl.mappings import FileMapping, read_mapping
from etl.outcome import Outcome, rejections
from etl.schemas import Case, Goal, Service
from etl.sources.caseload import Surroundings, read_cases, read_goals, read_services
from etl.sources.tables import read_indicators, read_municipalities, read_post_areas, read_posts
from etl.text_table import LINE, header, named
from geo.area_keys import district_of
from geo.boundaries import read_boundaries
from warehouse import Store

CLIENT_TABLES = {"client_case": Case, "case_goal": Goal, "case_service": Service}


@dataclass(frozen=True)
class Inputs:
    """Everything read: core tables by name, and what became of the rows of each file."""

    files: Sequence[InputFile]
    tables: dict[str, pl.DataFrame]
    outcomes: Sequence[Outcome]
    staffing_on: dt.date
    caseload_on: dt.date | None
    clients_are_example: bool


def read_inputs(store: Store, files: Sequence[InputFile], advance: Callable[[str], None]) -> Inputs:
    """Read every file; `advance` is told its name before. Raises InputError when one cannot be used."""
    outcomes: list[Outcome] = []

    def keep(outcome: Outcome) -> Outcome:
        outcomes.append(outcome)
        return outcome

    def start(found: InputFile) -> tuple[Path, str]:
        advance(found.name)
        return found.path, found.name

    places = keep(read_municipalities(*start(_only(files, "municipalities"))))
    known_places = places.frame["ags"].to_list()
    boundaries = keep(_boundaries(*start(_only(files, "boundaries")), known_places))
    if not _all(files, "indicators"):
        raise InputError("at least one file of kind indicators is wanted, found: none", "data/raw")
    known_areas = {*known_places, *(district_of(ags) for ags in known_places)}
    indicators = [keep(read_indicators(*start(found), known_areas)) for found in _all(files, "indicators")]
    posts_file = _only(files, "posts")
    posts = keep(read_posts(*start(posts_file)))
    known_posts = posts.frame["post"].to_list()
    areas = keep(read_post_areas(*start(_only(files, "post_areas")), known_posts, known_places))
    managed = posts.frame.filter(pl.col("focus_area").is_not_null()).select(
        "post", pl.col("focus_area").cast(pl.String)
    )
    clients = _read_clients(store, files, dict(managed.rows()), known_places, start, keep)
    exports = [found.sidecar for found in _all(files, "cases")]
    sourced = [outcome.frame.with_columns(source=pl.lit(outcome.name)) for outcome in indicators]
    tables = {
        "municipality": places.frame.drop(LINE),
        "boundary": boundaries.frame.drop(LINE),
        "indicator": _unique_indicators(pl.concat(sourced)).drop(LINE),
        "post": posts.frame.drop(LINE),
        "post_area": areas.frame.drop(LINE),
        "caseload_export": pl.DataFrame(
            {"exported_on": [found.reference_date for found in exports]}, schema={"exported_on": pl.Date}
        ),
        **clients,
    }
    return Inputs(
        files,
        tables,
        outcomes,
        staffing_on=posts_file.sidecar.reference_date,
        caseload_on=max((found.reference_date for found in exports), default=None),
        clients_are_example=any(
            found.sidecar.data == "example" for kind in CASELOAD_KINDS for found in _all(files, kind)
        ),
    )


def _read_clients(
    store: Store,
    files: Sequence[InputFile],
    posts: Mapping[str, str],
    municipalities: Sequence[str],
    start: Callable[[InputFile], tuple[Path, str]],
    keep: Callable[[Outcome], Outcome],
) -> dict[str, pl.DataFrame]:
    """The client tables, empty where no caseload is there; goals and services belong to the cases of their mapping."""
    frames: dict[str, list[pl.DataFrame]] = {name: [schema.create_empty()] for name, schema in CLIENT_TABLES.items()}
    _refuse_strays(files)
    salt = installation_salt(store.folder)
    for cases_file in _all(files, "cases"):
        name = cases_file.sidecar.mapping
        mapping = read_mapping(store.data / "mappings" / f"{name}.yml")
        key_of = case_key(salt_of_export(salt, name))
        is_example = cases_file.sidecar.data == "example"
        around = Surroundings(list(posts), municipalities, cases_file.sidecar.reference_date, is_example, posts)
        of_cases = _part(mapping, cases_file)
        cases = read_cases(*start(cases_file), of_cases, key_of, around)
        frames["client_case"].append(keep(cases.outcome).frame)
        for kind, table, read in (("goals", "case_goal", read_goals), ("services", "case_service", read_services)):
            for found in (found for found in _all(files, kind) if found.sidecar.mapping == name):
                part = _part(mapping, found)
                frames[table].append(keep(read(*start(found), part, key_of, cases, around)).frame)
    return {name: pl.concat(found).drop(LINE) for name, found in frames.items()}


def _part(mapping: Mapping[str, FileMapping], found: InputFile) -> FileMapping:
    """What the mapping says of a file. Every heading is mapped, refused or ignored on purpose: a new column must not
    pass unseen."""
    if found.sidecar.kind not in mapping:
        raise InputError(f"has no part «{found.sidecar.kind}», for {found.name}", f"{found.sidecar.mapping}.yml")
    part = mapping[found.sidecar.kind]
    decided = {*part.layout.columns.values(), *part.refused, *part.ignored}
    headings = header(found.path, found.name)
    if decided.isdisjoint(headings):  # the first row may be a person: it is not quoted
        raise InputError(
            f"the first row has none of the headings of the mapping «{found.sidecar.mapping}»; put the header back",
            found.name,
            row=1,
        )
    strangers = [heading for heading in headings if heading not in decided]
    if strangers:
        raise InputError(
            f"the mapping «{found.sidecar.mapping}» does not know {named(strangers, headings)}; "
            "name them there under columns, refused (identifies people) or ignored",
            found.name,
            row=1,
        )
    return part


def _refuse_strays(files: Sequence[InputFile]) -> None:
    mappings = [found.sidecar.mapping for found in _all(files, "cases")]
    for found in (found for kind in ("goals", "services") for found in _all(files, kind)):
        if found.sidecar.mapping not in mappings:
            raise InputError(f"belongs to no file of cases with the mapping «{found.sidecar.mapping}»", found.name)
    caseload = [found for kind in CASELOAD_KINDS for found in _all(files, kind)]
    examples = [found.name for found in caseload if found.sidecar.data == "example"]
    if 0 < len(examples) < len(caseload):
        raise InputError("example data beside real client data; remove the example's files", ", ".join(examples))
    days = sorted({found.sidecar.reference_date for found in caseload})
    if len(days) > 1:
        raise InputError(
            f"the files have different reference dates ({', '.join(day.isoformat() for day in days)}); export all for the same day",
            ", ".join(found.name for found in caseload),
            column="reference_date",
        )
    twice = {mapping for mapping in mappings if mappings.count(mapping) > 1}
    if twice:
        raise InputError(f"several files of cases share the mapping «{', '.join(sorted(twice))}»; keep one", "caseload")


def _boundaries(path: Path, name: str, municipalities: Sequence[str]) -> Outcome:
    """The outlines of exactly the municipalities there are."""
    try:
        frame = read_boundaries(path)
    except ValueError as error:
        raise InputError(str(error), name) from error
    missing = sorted(set(municipalities) - set(frame["ags"]))
    unknown = sorted(set(frame["ags"]) - set(municipalities))
    if missing or unknown:
        raise InputError(
            f"boundaries and municipalities differ; without boundary: {', '.join(missing) or 'none'}; "
            f"unknown: {', '.join(unknown) or 'none'}",
            name,
            column="ags",
        )
    return Outcome(name, frame.with_row_index(LINE, offset=1), rejections([]), frame.height).checked()


def _unique_indicators(indicators: pl.DataFrame) -> pl.DataFrame:
    """Refuses a figure that two files give: which one is right is not for a program to guess."""
    key = ["ags", "indicator", "reference_date"]
    twice = indicators.filter(pl.struct(key).is_duplicated()).sort(key)
    if twice.height:
        first = twice.row(0, named=True)
        raise InputError(
            f"{first['indicator']} of {first['ags']} on {first['reference_date']} is also in another file; keep one",
            ", ".join(twice["source"].unique().sort()),
            column="indicator",
        )
    return indicators


def _all(files: Iterable[InputFile], kind: str) -> list[InputFile]:
    return [found for found in files if found.sidecar.kind == kind]


def _only(files: Iterable[InputFile], kind: str) -> InputFile:
    found = _all(files, kind)
    if len(found) != 1:
        names = ", ".join(item.name for item in found) or "none"
        raise InputError(f"exactly one file of kind {kind} is wanted, found: {names}", "data/raw")
    return found[0]
