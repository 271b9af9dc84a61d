"""The editions there are, and what may be done with them: going back, freezing, removing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import streamlit as st

from etl import intake
from etl.inputs import CASELOAD_KINDS
from etl.load import METHOD_VERSION, Progress
from etl.outcome import LINE, Outcome, rejections
from etl.recomputing import can_recompute as can_be_recomputed
from etl.recomputing import recompute as recompute_in
from pages._shared import door
from pages._shared.intake import workbook
from pages._shared.visit import Visit
from warehouse import Store, data_folder
from warehouse.store import Manifest


@dataclass(frozen=True)
class Kept:
    """An edition in the list of editions. `files_changed`: inputs that the edition before it did not have like this, or that
    it had and this one has not. `cases_returning`: its cases that the current one no longer has, withdrawn or removed since;
    None where that cannot be told."""

    id: str
    made_at: dt.datetime
    files_changed: tuple[str, ...]
    rows_loaded: int
    has_clients: bool
    is_example: bool
    frozen_because: str | None
    can_be_shown: bool
    cases_returning: int | None

    @property
    def is_frozen(self) -> bool:
        return self.frozen_because is not None


@dataclass(frozen=True)
class Comparable:
    """An earlier edition that can be compared with; `frozen_because` as of Kept."""

    id: str
    made_at: dt.datetime
    frozen_because: str | None


def editions() -> list[Kept]:
    """All editions, the newest first."""
    found, kept, before = store(), [], dict[str, str]()
    current = found.current_id()
    for edition_id in found.ids():
        manifest = found.manifest(edition_id)
        files = {entry["file"]: entry["sha256"] for entry in manifest["inputs"]}
        changed = tuple(sorted(name for name in files | before if files.get(name) != before.get(name)))
        before = files
        kept.append(
            Kept(
                edition_id,
                dt.datetime.fromisoformat(manifest["created_at"]),
                changed,
                sum(entry["rows_loaded"] for entry in manifest["inputs"]),
                any(entry["kind"] in CASELOAD_KINDS for entry in manifest["inputs"]),
                bool(manifest["clients_are_example"]),
                found.frozen_because(edition_id),
                manifest["method"]["version"] == METHOD_VERSION,
                _cases_returning(str(found.data), edition_id, current),
            )
        )
    return kept[::-1]


def earlier(edition_id: str) -> tuple[dict[str, dt.datetime], int]:
    """Editions made before this one that can be compared with it, the newest first: id -> moment; and how many cannot, made by
    an older version of the program.

    Over example data visitors choose their role; so no edition with real clients is compared with one with made-up ones.
    """
    alike = {each: manifest for each, manifest in _manifests_until(edition_id).items() if each != edition_id}
    same_form = {
        each: dt.datetime.fromisoformat(manifest["created_at"])
        for each, manifest in alike.items()
        if manifest["method"]["version"] == METHOD_VERSION
    }
    return same_form, len(alike) - len(same_form)


def comparable(edition_id: str) -> list[Comparable]:
    """Editions made before this one that it can be compared with stage by stage, also those of an older form, the newest first.

    Over example data visitors choose their role; so no edition with real clients is compared with one with made-up ones.
    """
    found = store()
    return [
        Comparable(each, dt.datetime.fromisoformat(manifest["created_at"]), found.frozen_because(each))
        for each, manifest in _manifests_until(edition_id).items()
        if each != edition_id
    ]


def store() -> Store:
    """The editions there are."""
    return Store(data_folder())


def back_to(edition_id: str) -> list[str]:
    """Make an edition current, with its inputs; returns the names of inputs that could not be restored."""
    return intake.go_back(data_folder(), edition_id)


def remove_old(keep: int) -> list[str]:
    """Remove all but the newest editions, the current and the frozen ones; returns the ids of the removed."""
    removed = intake.prune(data_folder(), keep)
    door.forget()
    return removed


def remove(edition_id: str) -> None:
    """Remove one edition for good, also a frozen one. Raises InputError when that cannot be done."""
    intake.remove(data_folder(), edition_id)
    door.forget()


def recompute(edition_id: str, progress: Progress | None = None) -> None:
    """Count an earlier edition anew by the method of today, for comparisons. Raises InputError when that cannot be done."""
    recompute_in(data_folder(), edition_id, progress)


def can_recompute(edition_id: str, method_of: str) -> bool:
    """Whether `recompute` would count an edition by the very method of another one."""
    return can_be_recomputed(data_folder(), edition_id, method_of)


def workbook_of(visit: Visit, edition_id: str) -> bytes:
    """The rejected rows of all files of an edition for their senders: it keeps lines, columns and rules of them."""
    accounts = [
        row
        for question in ("client_rows", "official_rows")
        for row in door.read(edition_id, visit.role, question).iter_rows(named=True)
    ]
    outcomes = [
        Outcome(
            row["file"],
            pl.DataFrame({LINE: pl.int_range(row["rows_loaded"], eager=True)}),
            _lines(visit, edition_id, "rejected", "rejected_rows", row["file"]),
            row["rows_read"],
            row["rows_withheld"],
            row["rows_duplicate"],
            row["rows_superseded"],
            _lines(visit, edition_id, "findings", "finding_rows", row["file"]),
        )
        for row in accounts
    ]
    return workbook(outcomes, visit.language)


def _manifests_until(edition_id: str) -> dict[str, Manifest]:
    """This edition and those made before it that are alike, the newest first."""
    found = store()
    manifests = {each: _manifest(str(found.data), each) for each in reversed(found.ids()) if each <= edition_id}
    return {each: manifest for each, manifest in manifests.items() if _is_alike(manifest, manifests[edition_id])}


def _is_alike(one: Manifest, other: Manifest) -> bool:
    """Whether two editions are of the same district, and not one about real clients and the other about made-up ones. Editions of
    the first form did not note their district."""
    districts = {each.get("district", {}).get("ags") for each in (one, other)} - {None}
    return not door.mixes_clients(one, other) and len(districts) <= 1


@st.cache_resource(max_entries=1000, show_spinner=False)
def _manifest(data: str, edition_id: str) -> Manifest:
    """Manifests never change."""
    return Store(Path(data)).manifest(edition_id)


@st.cache_data(max_entries=1000, show_spinner=False)
def _cases_returning(data: str, edition_id: str, current: str) -> int | None:  # noqa: ARG001, the key of the cache
    """Editions never change, so a number for a pair of them does not either."""
    return intake.cases_returning(Path(data), edition_id)


def _lines(visit: Visit, edition_id: str, summary: str, question: str, file: str) -> pl.DataFrame:
    """Line, column and rule of the rows of a file that broke a rule."""
    rules = door.read(edition_id, visit.role, summary).filter(pl.col("file") == file)["rule"].unique().sort()
    frames = [
        door.read(edition_id, visit.role, question, file, rule).select(LINE, "column", rule=pl.lit(rule))
        for rule in rules
    ]
    return pl.concat([rejections([]), *frames])
