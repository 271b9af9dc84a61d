"""Reader of caseload exports: cases, their goals and services.

Consent and identifying columns are dealt with here and nowhere later: rows without consent are only counted, columns
that identify people are never read, case numbers leave as keyed hashes, dates of birth as age bands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import dataframely as dy
import polars as pl

from etl.errors import InputError
from etl.mappings import FIELDS, FileMapping, fields_of
from etl.outcome import Outcome
from etl.schemas import Case, Goal, Service
from etl.text_table import LINE, TextTable, read_text_table
from etl.typed_rows import Layout, parse, validate

EARLIEST = dt.date(2000, 1, 1)
EXAMPLE_NUMBER = r"^BSP-\d{6}$"
AGE_BANDS = {"age_under_18": 18, "age_18_24": 25, "age_25_39": 40, "age_40_59": 60, "age_60_plus": 130}
UNSTATED = {"sex": "unknown", "residence_status": "unknown"}


@dataclass(frozen=True)
class Surroundings:
    """What a caseload is checked against: the posts and municipalities there are, the day the export was made, and
    whether it claims to be made up; `focus_area_of` is the focus area of each post."""

    posts: Collection[str]
    municipalities: Collection[str]
    exported_on: dt.date
    is_example: bool = False
    focus_area_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseFile:
    """The cases of one export, and where the other case numbers of the file went ("withheld" or "rejected")."""

    outcome: Outcome
    elsewhere: dict[str, str]


def read_cases(
    path: Path, name: str, mapping: FileMapping, key_of: Callable[[str], str], around: Surroundings
) -> CaseFile:
    """The cases with consent, as etl.schemas.Case.

    A row whose consent is refused is withheld; one that does not say is rejected, so that its sender can ask, and so is
    one whose case does not give it in every row, readable or not. Raises InputError when an export that claims to be made
    up has case numbers that the generator does not make.
    """
    table = read_text_table(path, name, mapping.layout.columns.values())
    layout = mapping.layout
    number = layout.columns["case_number"]
    if around.is_example:
        _refuse_real_numbers(table, number)
    doubtful = _in_doubt(table, layout, key_of)
    table, withheld = _without_consent(table, layout)
    parsed, unreadable = parse(table, layout, FIELDS["cases"])
    keyed = _pseudonymised(parsed, key_of)
    without_consent = {key_of(value) for value in withheld[number].drop_nulls()}
    checks = {
        "case_number_stated": ("case_number", pl.col("case_key").is_not_null()),
        "consent_stated": ("consent", pl.col("consent").is_not_null().fill_null(False)),
        "consent_not_refused_elsewhere": (
            "consent",
            pl.col("consent").is_null() | ~pl.col("case_key").is_in(list(doubtful)),
        ),
        "known_post": ("post", pl.col("post").is_in(list(around.posts))),
        "known_municipality": ("ags", pl.col("ags").is_in(list(around.municipalities))),
        "focus_area_of_the_post": ("focus_area", _of_its_post(around)),
        **_in_time(around.exported_on, "requested_on", "first_interview_on", "ended_on"),
    }
    cases, invalid = validate(keyed, Case, layout, checks)
    rejected = pl.concat([unreadable, invalid])
    outcome = Outcome(
        name,
        cases,
        rejected,
        table.rows_read + withheld.height,
        withheld=withheld.height,
        duplicate=len(table.repeated),
    ).checked()
    lost = table.rows.join(rejected, on=LINE, how="semi")[number].drop_nulls()
    elsewhere = {key_of(value): "rejected" for value in lost} | dict.fromkeys(without_consent, "withheld")
    return CaseFile(outcome, {key: fate for key, fate in elsewhere.items() if key not in set(cases["case_key"])})


def read_goals(
    path: Path, name: str, mapping: FileMapping, key_of: Callable[[str], str], cases: CaseFile, around: Surroundings
) -> Outcome:
    """The goals of loaded cases, as etl.schemas.Goal; goals of withheld cases are withheld too."""
    return _of_cases(path, name, mapping, key_of, cases, Goal, _in_time(around.exported_on, "agreed_on", "status_on"))


def read_services(
    path: Path, name: str, mapping: FileMapping, key_of: Callable[[str], str], cases: CaseFile, around: Surroundings
) -> Outcome:
    """The services given in loaded cases, as etl.schemas.Service; services of withheld cases are withheld too."""
    return _of_cases(path, name, mapping, key_of, cases, Service, _in_time(around.exported_on, "provided_on"))


def _of_its_post(around: Surroundings) -> pl.Expr:
    """Whether a case has the focus area of its post; unknown posts are another rule's matter."""
    expected = pl.col("post").replace_strict(dict(around.focus_area_of), default=None, return_dtype=pl.String)
    return expected.is_null() | (pl.col("focus_area").cast(pl.String) == expected)


def _refuse_real_numbers(table: TextTable, number: str) -> None:
    other = table.rows.filter(~pl.col(number).str.contains(EXAMPLE_NUMBER))
    if other.height:
        raise InputError(
            "its sidecar calls it example data, but the case number is not one of the example's; real data need «data: real» "
            "in the sidecars of cases, goals and services",
            table.name,
            row=other[LINE][0],
            column=number,
        )


def _in_doubt(table: TextTable, layout: Layout, key_of: Callable[[str], str]) -> set[str]:
    """Keys of cases with a row that is misshapen or does not say that consent was given."""
    consents = [text for text, given in layout.codes["consent"].items() if given is True]
    given = pl.col(layout.columns["consent"]).is_in(consents).fill_null(False)
    numbers = table.rows.filter(~given)[layout.columns["case_number"]].drop_nulls().to_list()
    return {key_of(text) for text in (*numbers, *table.stray_cells)}


def _without_consent(table: TextTable, layout: Layout) -> tuple[TextTable, pl.DataFrame]:
    """The table less the rows whose consent is refused, and those rows' line and case number."""
    heading = layout.columns["consent"]
    refusals = [text for text, given in layout.codes["consent"].items() if given is False]
    refused = pl.col(heading).is_in(refusals).fill_null(False)
    withheld = table.rows.filter(refused).select(LINE, layout.columns["case_number"])
    return replace(table, rows=table.rows.filter(~refused)), withheld


def _pseudonymised(parsed: pl.DataFrame, key_of: Callable[[str], str]) -> pl.DataFrame:
    """Case number -> key, date of birth -> age band at the request, unstated sex and status -> "unknown"."""
    requested, born = (pl.col(day).dt.strftime("%Y%m%d").cast(pl.Int64) for day in ("requested_on", "born_on"))
    age = (requested - born) // 10_000
    bands = pl.when(pl.lit(False)).then(pl.lit("unknown"))
    for band, limit in AGE_BANDS.items():
        bands = bands.when((age >= 0) & (age < limit)).then(pl.lit(band))
    age_band = bands.otherwise(pl.lit("unknown")).cast(pl.Enum(Case.age_band.categories))
    return parsed.with_columns(
        _keys(key_of).alias("case_key"),
        age_band.alias("age_band"),
        *(pl.col(name).fill_null(code) for name, code in UNSTATED.items()),
    ).drop("case_number", "born_on")


def _of_cases(
    path: Path,
    name: str,
    mapping: FileMapping,
    key_of: Callable[[str], str],
    cases: CaseFile,
    schema: type[dy.Schema],
    checks: dict[str, tuple[str, pl.Expr]],
) -> Outcome:
    table = read_text_table(path, name, mapping.layout.columns.values())
    numbers = table.rows.select(LINE, case_number=mapping.layout.columns["case_number"])
    fates = numbers.with_columns(
        fate=_keys(key_of).replace_strict(
            dict.fromkeys(cases.outcome.frame["case_key"], "loaded") | cases.elsewhere,
            default="unknown",
            return_dtype=pl.String,
        )
    )
    withheld = fates.filter(pl.col("fate") == "withheld")
    kept = replace(table, rows=table.rows.join(withheld, on=LINE, how="anti", maintain_order="left"))
    parsed, unreadable = parse(kept, mapping.layout, fields_of(schema))
    keyed = (
        parsed.with_columns(_keys(key_of).alias("case_key"))
        .drop("case_number")
        .join(fates.select(LINE, "fate"), on=LINE)
    )
    of_a_case = {
        "case_number_stated": ("case_number", pl.col("case_key").is_not_null()),
        "case_known": ("case_number", pl.col("case_key").is_null() | (pl.col("fate") != "unknown")),
        "case_not_rejected": ("case_number", pl.col("fate") != "rejected"),
    }
    good, invalid = validate(keyed, schema, mapping.layout, of_a_case | checks)
    rejected = pl.concat([unreadable, invalid])
    return Outcome(
        name,
        _renumbered(good, schema),
        rejected,
        table.rows_read,
        withheld=withheld.height,
        duplicate=len(table.repeated),
    ).checked()


def _renumbered(valid: pl.DataFrame, schema: type[dy.Schema]) -> pl.DataFrame:
    """Numbers 1, 2, ... within each case instead of the sender's, which may be the case number with a suffix."""
    number = next(name for name in schema.primary_key() if name != "case_key")
    return valid.with_columns(pl.col(number).rank("ordinal").over("case_key").cast(pl.Int64))


def _keys(key_of: Callable[[str], str]) -> pl.Expr:
    return pl.col("case_number").map_elements(key_of, return_dtype=pl.String)


def _in_time(exported_on: dt.date, *fields: str) -> dict[str, tuple[str, pl.Expr]]:
    """Nothing can have happened after the day of the export, and nothing before there was such counselling."""
    after = {f"{field}_not_after_export": (field, pl.col(field) <= exported_on) for field in fields}
    return after | {f"{field}_not_before_2000": (field, pl.col(field) >= EARLIEST) for field in fields}
