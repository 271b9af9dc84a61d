"""The dry run of what was sent, what it would change, and the load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from etl.comparing.difference import FEWEST, SHARE
from etl.errors import InputError
from etl.intake import DryRun
from pages._shared import intake
from pages._shared.frame import literal
from pages._shared.intake import Parcel
from pages._shared.said import problem
from pages._shared.visit import Visit
from pages.data import changes, fates
from pages.data.assistant import MappedPart
from pages.data.news import CAREFUL, GOOD, keep_news

TRIAL = "upload_trial"


@dataclass(frozen=True)
class Tried:
    """A dry run, what it was of (told apart by its repr, which holds no content of a file), the ids of its uploads, and the
    workbook for senders."""

    of: str
    uploads: tuple[str, ...]
    run: DryRun
    workbook: bytes


def show(visit: Visit, parcels: Sequence[Parcel], parts: Sequence[MappedPart]) -> bool:
    """Buttons and results; whether the files have been loaded, so that the page is to run anew."""
    text = visit.language.text
    st.header(text("Dry run"), anchor=False)
    removed = _to_remove(visit, parcels)
    cases, share = _thresholds(visit)
    texts = intake.mapping_texts(parts)
    of = repr(
        ([(parcel.upload.id, parcel.sidecar, parcel.name, parcel.replaces) for parcel in parcels], texts, removed)
    )
    tried: Tried | None = st.session_state.get(TRIAL)
    left, right, _ = st.columns([1.6, 1, 2.4])
    is_something = bool(parcels or removed)
    if left.button(text("Dry run: what would change?"), type="primary", disabled=not is_something, width="stretch"):
        tried = _try(visit, parcels, texts, removed, of + repr((cases, share)), cases, share)
    is_current = tried is not None and tried.of.startswith(of)
    may_load = is_current and tried is not None and tried.run.problem is None
    wants = right.button(text("Load"), disabled=not may_load, width="stretch")
    if wants and may_load:
        return _load(visit, parcels, texts, removed)
    if tried is not None and is_current:
        if tried.of != of + repr((cases, share)):
            st.info(text("The stated amount has changed: press «Dry run» again to see what moves by more than it."))
        _results(visit, tried)
    elif tried is not None:
        st.info(text("Something was changed above since the last dry run."))
    return False


def _thresholds(visit: Visit) -> tuple[int, float]:
    """By how much the new cases of a municipality or a month must move to be named."""
    text = visit.language.text
    left, right, _ = st.columns([1, 1, 1], vertical_alignment="bottom")
    with left:
        cases = st.number_input(
            text("Name municipalities and months that move by more than … new cases"),
            0,
            1000,
            FEWEST,
            key="trial_cases",
        )
    with right:
        share = st.number_input(
            text("and by more than … per cent of what they were"), 0, 1000, round(SHARE * 100), key="trial_share"
        )
    return int(cases), share / 100


def _to_remove(visit: Visit, parcels: Sequence[Parcel]) -> tuple[str, ...]:
    """Inputs that are to go without a successor: the example's, when real exports come."""
    text = visit.language.text
    present = intake.inputs()
    replaced = {name for parcel in parcels for name in parcel.replaces}
    clients = [name for name, kind in present.items() if kind in intake.CASELOAD_KINDS]
    is_real = any(parcel.sidecar.data == "real" and parcel.sidecar.mapping for parcel in parcels)
    ends_example = is_real and visit.manifest["clients_are_example"]
    if is_real and not intake.is_set_to_coordination():
        st.warning(
            text(
                "Once data of real people are loaded, only the role this installation is set to counts. It is not the "
                "coordination now: set local_role to coordination (see README), or this page can only be looked at."
            )
        )
    return tuple(
        st.multiselect(
            text("Inputs that go at the same time, without a successor") if parcels else text("Inputs that go"),
            [name for name in present if name not in replaced],
            default=[name for name in clients if name not in replaced] if ends_example else [],
            placeholder=text("none"),
            select_all=False,
            help=text("Example data and data of real people cannot stand beside each other."),
            key=f"trial_removed_{ends_example}_{len(replaced)}",
        )
    )


def _try(
    visit: Visit,
    parcels: Sequence[Parcel],
    texts: Mapping[str, str],
    removed: Sequence[str],
    of: str,
    cases: int,
    share: float,
) -> Tried:
    announcement = visit.language.text("Dry run …")
    bar = st.progress(0.0, text=announcement)
    run = intake.try_out(parcels, texts, removed, _steps(bar, announcement), cases, share)
    bar.empty()
    sent = tuple(parcel.upload.id for parcel in parcels)
    tried = Tried(of, sent, run, intake.workbook(run.outcomes, visit.language))
    st.session_state[TRIAL] = tried
    return tried


def _load(visit: Visit, parcels: Sequence[Parcel], texts: Mapping[str, str], removed: Sequence[str]) -> bool:
    text = visit.language.text
    announcement = text("Loading the data …")
    bar = st.progress(0.0, text=announcement)
    try:
        loaded = intake.load(parcels, texts, removed, _steps(bar, announcement))
    except InputError as error:
        bar.empty()
        st.error(literal(problem(error, visit.language)))
        return False
    st.session_state.pop(TRIAL, None)
    if loaded.is_new:
        message = text(
            "Loaded: {files} files. The pages now show edition {edition}.",
            files=len(parcels),
            edition=loaded.edition_id,
        )
        if not parcels:
            message = text(
                "Removed: {files} files. The pages now show edition {edition}.",
                files=len(removed),
                edition=loaded.edition_id,
            )
        keep_news(GOOD, message)
    else:
        message = text(
            "These very data had been loaded before: edition {edition} is current again.", edition=loaded.edition_id
        )
        keep_news(CAREFUL, message)
    return True


def _steps(bar: st.delta_generator.DeltaGenerator, announcement: str) -> intake.Progress:
    def show_step(step: str, done: int, total: int) -> None:
        bar.progress(min(done / total, 1.0), text=f"{announcement} {literal(step)}")

    return show_step


def _results(visit: Visit, tried: Tried) -> None:
    text, run = visit.language.text, tried.run
    if run.problem:
        st.error(
            text("This cannot be loaded; nothing was changed.") + "\n\n" + literal(problem(run.problem, visit.language))
        )
    else:
        st.success(text("This can be loaded."))
    if run.outcomes:
        st.html(fates.account(run.outcomes, visit.language))
        fates.show_refused(run.outcomes, visit.language)
        for table in (fates.rejected(run.outcomes, visit.language), fates.findings(run.outcomes, visit.language)):
            if table:
                st.html(table)
        st.download_button(
            text("Rejected rows as a workbook for the sender"),
            tried.workbook,
            text("rejected_rows") + ".xlsx",
            intake.WORKBOOK_TYPE,
        )
    if run.totals:
        st.html(fates.totals_table([total.as_dict() for total in run.totals], visit.language))
    if run.difference:
        changes.show(visit, run.difference)
