"""The one door between pages and data: every frame a page sees was asked for here and protected for its visitor's role.

Everything cached is keyed on scalars (edition, role, question, arguments) and holds protected frames only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from etl.load import METHOD_VERSION, load
from etl.moving.one_at_a_time import clear_away
from locales import LANGUAGES, Language
from metrics import processes
from metrics.protection import StaffFiguresWithheld, protect, sees_exact
from warehouse import Edition, NoEditionError, Stage, Store, data_folder, open_edition, queries
from warehouse import compare as compare_exactly
from warehouse import stages as stages_between
from warehouse.contracts import PEOPLE, PUBLIC, STAFF, classes
from warehouse.stage import STAGES
from warehouse.stage_figures import PROTECTION
from warehouse.store import EDITION_ID, Manifest

QUESTIONS: dict[str, Callable[..., queries.Answer]] = {
    question.__name__: question
    for question in (
        queries.municipalities,
        queries.indicator,
        queries.indicators,
        queries.posts,
        queries.filled_posts,
        queries.post_areas,
        queries.outreach,
        queries.travel_times,
        queries.authority_counts,
        queries.arrivals,
        queries.arrivals_by_year,
        queries.sources,
        queries.official_rows,
        queries.client_rows,
        queries.client_rows_in_all,
        queries.consent,
        queries.rejected,
        queries.rejected_rows,
        queries.findings,
        queries.finding_rows,
        queries.quality,
        queries.deliveries,
        queries.delivery_days,
        queries.caseload,
        queries.caseload_months,
        queries.carrier_groups,
        queries.caseload_of_a_year,
        queries.services_of_a_year,
        queries.contact_scale,
        queries.occupancy,
        queries.goals,
        queries.agreements,
        queries.goal_design_effect,
        queries.outcome_frame,
        queries.characteristics,
        queries.referrals,
        queries.services,
        queries.waiting,
        queries.duration_steps,
    )
}


class ExampleAndReal(PermissionError):
    """Editions with real and with made-up clients are not compared: over made-up ones, visitors choose their role."""


def current_edition() -> str:
    """The id of the current edition. The first start, and the first after an update that changed the form of editions,
    loads the inputs, with progress on screen. What killed runs left is cleared away when the app starts."""
    store = Store(data_folder())
    _clear_away_once(str(store.data))
    try:
        edition_id = store.current_id()
    except NoEditionError:
        return _load(store.data)
    same_form = store.manifest(edition_id)["method"]["version"] == METHOD_VERSION
    return edition_id if same_form else _load(store.data)


def is_edition_id(text: str) -> bool:
    """Whether a text has the form of an edition's id; any other text from an address is shown nowhere."""
    return EDITION_ID.fullmatch(text) is not None


def can_be_shown(edition_id: str) -> bool:
    """Whether there is an edition of this id that pages can read."""
    try:
        return bool(Store(data_folder()).manifest(edition_id)["method"]["version"] == METHOD_VERSION)
    except NoEditionError:
        return False


def mixes_clients(*manifests: Manifest) -> bool:
    """Whether some editions are about real clients and others about made-up ones; those without clients count as neither."""
    return len({bool(each["clients_are_example"]) for each in manifests if each["caseload_on"]}) > 1


def has_real_clients(edition_id: str) -> bool:
    """Whether an edition counts clients that are not made up. Raises NoEditionError."""
    return _has_real_clients(str(data_folder()), edition_id)


def keeps_real_clients() -> bool:
    """Whether any edition that is kept counts clients that are not made up."""
    store = Store(data_folder())
    return any(_has_real_clients(str(store.data), each) for each in store.ids())


def manifest(edition_id: str) -> Manifest:
    """What is known of an edition."""
    return _open(str(data_folder()), edition_id).manifest


def read(edition_id: str, role: str, question: str, *arguments: Any, **named: Any) -> pl.DataFrame:
    """The answer to a question of `warehouse.queries`, as `role` may see it.

    Raises metrics.protection.StaffFiguresWithheld for figures that would describe single employees.
    """
    return _protected(str(data_folder()), edition_id, role, question, arguments, tuple(sorted(named.items())))


def compare(edition_a: str, edition_b: str, role: str) -> pl.DataFrame:
    """What changed from one edition to another, by the columns of warehouse.compare, as `role` may see it: counts of clients
    are rounded at each stage on its own, and rows without any are left out. Raises as `stages` does."""
    recomputed = stages(edition_a, edition_b)[1].edition_id
    return _compared(str(data_folder()), edition_a, edition_b, recomputed, role)


def stages(edition_a: str, edition_b: str) -> tuple[Stage, ...]:
    """The five stages from one edition to another: see warehouse.stages. `read` takes the edition_id of each that has one.

    Raises ExampleAndReal where one edition is about real clients and the other about made-up ones, NoEditionError and ValueError
    as warehouse.stages does.
    """
    store = Store(data_folder())
    if mixes_clients(store.manifest(edition_a), store.manifest(edition_b)):
        raise ExampleAndReal(f"{edition_a} and {edition_b}: one is about real clients, the other about made-up ones")
    return stages_between(edition_a, edition_b, store.data)


def curves(
    edition_id: str, role: str, process: str, by: Sequence[str], year: int | None = None, **only: str | None
) -> pl.DataFrame:
    """How a process goes on over time, as `role` may see it: the curves of metrics.processes of each group `by`, of those that
    began in `year` (None: in all), narrowed to `only`.

    Raises metrics.protection.StaffFiguresWithheld where counts of these groups would describe single employees.
    """
    return _curves(str(data_folder()), edition_id, role, process, tuple(by), year, tuple(sorted(only.items())))


def forget() -> None:
    """Keep nothing of what was read, after editions were removed: who withdrew consent is not to be shown any longer."""
    for cache in (_protected, _compared, _curves, _open):
        cache.clear()


def is_coordination(role: str) -> bool:
    """Whether a page may offer what only the coordination sees: figures per post, rejected rows."""
    return sees_exact(role)


@st.cache_data(max_entries=5000, show_spinner=False)
def _protected(
    data: str, edition_id: str, role: str, question: str, arguments: tuple[Any, ...], named: tuple[tuple[str, Any], ...]
) -> pl.DataFrame:
    answer = QUESTIONS[question](_open(data, edition_id), *arguments, **dict(named))
    shown = protect(answer.frame.drop(answer.put_together), answer.classes, role, answer.bases, answer.least)
    return shown.with_columns(**answer.put_together).select(answer.frame.columns)


@st.cache_data(max_entries=200, show_spinner=False)
def _compared(data: str, edition_a: str, edition_b: str, recomputed: str | None, role: str) -> pl.DataFrame:  # noqa: ARG001
    """`recomputed` is part of the key: the answer changes when somebody has made a recomputation."""
    found = compare_exactly(edition_a, edition_b, Path(data))
    shown = []
    for rows in found.partition_by("quantity", maintain_order=True):
        of_stages = dict.fromkeys(STAGES, PROTECTION[rows["quantity"][0]])
        shown.append(protect(rows, {**dict.fromkeys(rows.columns, PUBLIC), **of_stages}, role))
    # An unknown stage must not keep a row whose known ones are rounded to 0: beside rows that are not there, it would tell of few.
    is_counted = pl.any_horizontal((pl.col(STAGES) > 0).fill_null(False))
    is_of_clients = pl.col("quantity").replace_strict(PROTECTION, return_dtype=pl.String) == PEOPLE
    return pl.concat([found.clear(), *shown]).filter(sees_exact(role) | ~is_of_clients | is_counted)


@st.cache_data(max_entries=1000, show_spinner=False)
def _curves(
    data: str,
    edition_id: str,
    role: str,
    process: str,
    by: tuple[str, ...],
    year: int | None,
    only: tuple[tuple[str, str | None], ...],
) -> pl.DataFrame:
    narrowed_by = (*by, *(column for column, value in only if value is not None))
    if not sees_exact(role) and classes("mart_duration", narrowed_by)["cases"] == STAFF:
        raise StaffFiguresWithheld(f"curves by {', '.join(narrowed_by)} are for the coordination")
    answer = queries.duration_steps(_open(data, edition_id), by, process, year, **dict(only))
    return processes.curves(answer.frame, process, role, by)


@st.cache_resource(max_entries=1000, show_spinner=False)
def _has_real_clients(data: str, edition_id: str) -> bool:
    """Manifests never change."""
    found = Store(Path(data)).manifest(edition_id)
    return found["caseload_on"] is not None and not found["clients_are_example"]


@st.cache_resource(max_entries=4, show_spinner=False)
def _open(data: str, edition_id: str) -> Edition:
    return open_edition(edition_id, Path(data))


@st.cache_resource(show_spinner=False)
def _clear_away_once(data: str) -> None:
    clear_away(Store(Path(data)))


def _load(data: Path) -> str:
    announcement = Language(asked_language()).text("Loading the data …")
    bar = st.progress(0.0, text=announcement)

    def show(step: str, done: int, total: int) -> None:
        bar.progress(done / total, text=f"{announcement} {step}")

    loaded = load(data, progress=show)
    bar.empty()
    return loaded.edition_id


def asked_language() -> str:
    """The language of the address, before there is anything to choose it with."""
    asked = st.query_params.get("lang")
    return asked if asked in LANGUAGES else LANGUAGES[0]
