"""Reader of the cases of an export."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl.caseload.mapping_problems import FileMapping
from etl.caseload.quality import odd_cases
from etl.errors import InputError
from etl.outcome import LINE, Outcome
from etl.schemas import Case
from etl.sources.caseload.consent import in_doubt, without_consent
from etl.sources.caseload.mapped_rows import Keyed, KeyOf, keyed, parsed_fields
from etl.sources.caseload.people import without_birth
from etl.sources.caseload.surroundings import Surroundings, in_time
from etl.text_table import TextTable, read_text_table
from etl.typed_rows import Layout, validate

EXAMPLE_NUMBER = r"^BSP-[0-9]{6}$"


@dataclass(frozen=True)
class CaseFile:
    """The cases of one export, where the other case numbers of the file went ("withheld" or "rejected"), and the keys of
    all cases it says anything of."""

    outcome: Outcome
    elsewhere: dict[str, str]
    seen: frozenset[str] = field(default_factory=frozenset)

    @property
    def fates(self) -> dict[str, str]:
        """Case key -> "loaded", "withheld" or "rejected"; also a case of which only a row of the wrong shape may speak is
        rejected."""
        loaded = dict.fromkeys(self.outcome.frame["case_key"], "loaded")
        return dict.fromkeys(self.seen, "rejected") | self.elsewhere | loaded


def read_cases(
    path: Path,
    name: str,
    mapping: FileMapping,
    key_of: KeyOf,
    around: Surroundings,
    settled: Collection[str] = (),
) -> CaseFile:
    """The cases with consent, as etl.schemas.Case, less those whose state is `settled` by a newer export (superseded).

    A row whose consent is refused or withdrawn is withheld; one that does not say is rejected, so that its sender can ask,
    and so is one whose case does not give it in every row, readable or not, or whose number the file spells in several ways.
    Raises InputError when an export that claims to be made
    up has case numbers that the generator does not make.
    """
    layout = mapping.layout
    whole = read_text_table(path, name, layout.columns.values(), mapping.reading)
    number = layout.columns["case_number"]
    if around.is_example:
        _refuse_real_numbers(whole, number)
    found = keyed(whole, number, key_of, settled)
    doubtful = in_doubt(found, layout, key_of)
    table, withheld, refusing = without_consent(found, layout)
    parsed, unreadable = parsed_fields(table, layout, "cases")
    people = without_birth(parsed.join(found.keys, on=LINE, how="left", maintain_order="left"))
    cases, invalid = validate(
        _with_focus_area(people, layout, around), Case, layout, _checks(layout, around, found, doubtful)
    )
    rejected = pl.concat([unreadable, invalid])
    outcome = Outcome(
        name,
        cases,
        rejected,
        whole.rows_read,
        withheld=withheld,
        duplicate=len(whole.repeated),
        superseded=found.superseded,
        findings=odd_cases(cases, layout, around.exported_on, around.periods, around.areas),
    ).checked()
    lost = found.keys.join(rejected, on=LINE, how="semi")["case_key"].drop_nulls()
    elsewhere = dict.fromkeys(lost, "rejected") | dict.fromkeys(refusing, "withheld")
    loaded = set(cases["case_key"])
    return CaseFile(outcome, {key: fate for key, fate in elsewhere.items() if key not in loaded}, found.seen)


def _checks(
    layout: Layout, around: Surroundings, found: Keyed, doubtful: Collection[str]
) -> dict[str, tuple[str, pl.Expr]]:
    opening = next(name for name in ("requested_on", "first_interview_on") if name in layout.columns)
    return {
        "case_number_stated": ("case_number", pl.col("case_key").is_not_null()),
        "case_number_spelled_once": ("case_number", found.is_spelled_once),
        "consent_stated": ("consent", pl.col("consent").is_not_null().fill_null(False)),
        "consent_not_refused_elsewhere": (
            "consent",
            pl.col("consent").is_null() | ~pl.col("case_key").is_in(list(doubtful)),
        ),
        "known_post": ("post", pl.col("post").is_in(list(around.posts))),
        "known_municipality": ("ags", pl.col("ags").is_in(list(around.municipalities))),
        "focus_area_of_the_post": ("focus_area", _of_its_post(around)),
        "nullability": (opening, pl.col(opening).is_not_null()),
        **in_time(around.exported_on, "requested_on", "first_interview_on", "ended_on"),
    }


def _with_focus_area(cases: pl.DataFrame, layout: Layout, around: Surroundings) -> pl.DataFrame:
    """Where the export does not say the focus area, that of the post."""
    if "focus_area" in layout.columns:
        return cases
    return cases.with_columns(focus_area=_expected(around).cast(pl.Enum(Case.focus_area.categories)))


def _of_its_post(around: Surroundings) -> pl.Expr:
    """Whether a case has the focus area of its post; unknown posts are another rule's matter."""
    return _expected(around).is_null() | (pl.col("focus_area").cast(pl.String) == _expected(around))


def _expected(around: Surroundings) -> pl.Expr:
    return pl.col("post").replace_strict(dict(around.focus_area_of), default=None, return_dtype=pl.String)


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
