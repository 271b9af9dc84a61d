"""Taking files in: a dry run first, then the load, and going back to an earlier edition with its inputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from etl.comparing.difference import Difference, difference
from etl.comparing.returning import cases_only_in
from etl.control_totals import ControlTotal
from etl.errors import InputError
from etl.load import Counted, Loaded, Progress, load
from etl.moving.arrivals import Arrival, changes_of
from etl.moving.exchange import exchanged
from etl.moving.mirror import mirrored
from etl.moving.one_at_a_time import one_at_a_time
from etl.moving.restoring import changes_back
from etl.outcome import LINE, Outcome
from etl.recognising.suggestion import Suggestion, suggest_arrival
from warehouse import NoEditionError, Store

__all__ = [
    "Arrival",
    "DryRun",
    "Suggestion",
    "cases_returning",
    "dry_run",
    "go_back",
    "prune",
    "remove",
    "suggest_arrival",
    "take_in",
]


@dataclass(frozen=True)
class DryRun:
    """What loading some files would do.

    `outcomes`: what would become of the rows of each, in their order; their frames hold line numbers only. `totals`: the
    control totals, failed ones among them. `difference`: against the current edition; None where nothing can be loaded.
    `problem`: why nothing can be loaded, if so.
    """

    outcomes: Sequence[Outcome]
    totals: Sequence[ControlTotal]
    difference: Difference | None
    problem: InputError | None


def dry_run(
    data: Path,
    arrivals: Sequence[Arrival],
    mappings: Mapping[str, str] = {},
    removed: Collection[str] = (),
    progress: Progress | None = None,
    threshold_share: float = 0.1,
    threshold_cases: int = 5,
) -> DryRun:
    """Load a copy of the inputs with the arrivals among them, compare it with the current edition and forget it.

    `mappings`: name -> YAML text of mappings that are not saved yet; `removed`: names of inputs to leave out; the thresholds
    are those of etl.comparing.difference. Nothing of the data folder is changed, and nothing of the arrivals stays on disk.
    """
    store = Store(data)
    heard: list[Counted] = []
    compared: Difference | None = None
    problem: InputError | None = None
    try:
        with ExitStack() as held:
            with one_at_a_time(store):
                mirror = held.enter_context(mirrored(store, changes_of(data, arrivals, mappings, removed)))
            made = load(mirror.data, progress=progress, listen=heard.append).edition_id
            compared = difference(_current_database(store), mirror.database(made), threshold_share, threshold_cases)
    except InputError as error:
        problem = error
    read = {outcome.name: outcome for counted in heard for outcome in counted.read.outcomes}
    return DryRun(
        [_without_values(read[arrival.name]) for arrival in arrivals if arrival.name in read],
        [total for counted in heard for total in counted.totals],
        compared,
        problem,
    )


def take_in(
    data: Path,
    arrivals: Sequence[Arrival],
    mappings: Mapping[str, str] = {},
    removed: Collection[str] = (),
    progress: Progress | None = None,
) -> Loaded:
    """Put arrivals and mappings among the inputs, in the place of what they replace, and load.

    Raises InputError, and leaves every input as it was, when that cannot be done. What was replaced is kept for going back.
    """
    store = Store(data)
    with one_at_a_time(store), exchanged(store, changes_of(data, arrivals, mappings, removed)):
        return load(data, progress=progress)


def go_back(data: Path, edition_id: str) -> list[str]:
    """Make an edition the current one and its inputs those of the folder, so that the next load does not undo it.

    Returns the names of inputs that could not be restored: their present versions, if any, are not those of the edition.
    Raises NoEditionError when there is no such edition.
    """
    store = Store(data)
    store.database(edition_id)  # raises, before anything is touched
    with one_at_a_time(store):
        changes, missing = changes_back(store, edition_id)
        with exchanged(store, changes):
            store.use(edition_id)
    return missing


def prune(data: Path, keep: int) -> list[str]:
    """Remove old editions as Store.prune does. Raises InputError when something is being loaded."""
    store = Store(data)
    with one_at_a_time(store):
        return store.prune(keep)


def remove(data: Path, edition_id: str) -> None:
    """Remove one edition for good, also a frozen one, and the replaced inputs that no other edition names.

    Raises NoEditionError when there is none, InputError for the current one, and when it is in use.
    """
    store = Store(data)
    with one_at_a_time(store):
        try:
            store.remove(edition_id)
        except ValueError as error:
            raise InputError("is the current edition; load or go back to another one first", edition_id) from error
        except PermissionError as error:
            raise InputError("is in use; close what shows it and try again", edition_id) from error


def cases_returning(data: Path, edition_id: str) -> int | None:
    """How many cases would come back with an edition that the current one does not have, withdrawn or removed since; None
    where that cannot be told. Raises NoEditionError when there is no such edition."""
    store = Store(data)
    edition, current = store.database(edition_id), _current_database(store)
    return cases_only_in(edition, current) if current else None


def _current_database(store: Store) -> Path | None:
    try:
        return store.database(store.current_id())
    except NoEditionError:
        return None


def _without_values(outcome: Outcome) -> Outcome:
    """The account of a file without the rows themselves: what a page keeps is not about anybody."""
    return replace(outcome, frame=outcome.frame.select(LINE))
