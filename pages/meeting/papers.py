"""Vorführen und Unterlagen: the meeting on the screen, on paper, as slides and as a workbook, and making it final."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from charts.sentences import note_as_html
from locales import LANGUAGES
from pages._shared import jobs, meetings, sealed
from pages._shared.frame import literal
from pages._shared.jobs import Job
from pages._shared.kept import kept
from pages._shared.meetings import Meeting
from pages._shared.visit import Visit
from pages._shared.watch import watch
from pages.meeting.attempts import attempt
from pages.meeting.presentation.presentation import present
from pages.meeting.presentation.slides import slides_of
from report.build import FILE_NAMES, MEDIA_TYPES, build
from report.meeting import Pack

NAME = "papers"
LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


def show(visit: Visit, meeting: Meeting | None) -> None:
    """Presentation, files, and the way to make the meeting final."""
    if meeting is None:
        return
    text = visit.language.text
    packs = {language: sealed.pack(meeting, language) for language in LANGUAGES}
    here = packs[visit.language.code]
    if not here.views:
        st.info(text("Nothing is on the agenda yet."))
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.header(text("Show on the screen"), anchor=False)
        st.html(
            note_as_html(
                text(
                    "Full screen, one view at a time: arrow keys or a presenter go on and back, Home and End jump, A "
                    "shows all slides, Esc ends. Everything is on this computer before it begins, so the network may "
                    "fail."
                )
            )
        )
        slides = kept(visit, "slides", _state(meeting, here), lambda: slides_of(here, visit.language))
        present(visit, slides, "presentation")
    with right:
        st.header(text("Papers to hand out"), anchor=False)
        _papers(visit, meeting, packs)
    _final(visit, meeting)


def _state(meeting: Meeting, pack: Pack) -> tuple[object, ...]:
    """What slides and papers depend on. The checksum alone would not do: it is the same before and after the meeting is made final."""
    return meeting.id, meeting.is_locked, pack.meeting and pack.meeting.digest


def _papers(visit: Visit, meeting: Meeting, packs: dict[str, Pack]) -> None:
    text = visit.language.text
    state = _state(meeting, packs[visit.language.code])
    job = jobs.job_of(NAME, state)
    is_running = job is not None and job.is_running
    st.html(
        note_as_html(
            text(
                "A PDF for reading and printing, slides to be edited, and a workbook with every table, in German and in"
                " English. What they show is the edition of this meeting, as the steering group may see it."
            )
        )
    )
    if st.button(text("Make the papers"), key="papers", type="primary", disabled=is_running):
        jobs.begin(NAME, state, lambda tell, is_cancelled: _made(packs, tell, is_cancelled))
        st.rerun()
    if job is None:
        return
    if is_running:
        watch(job, lambda: _progress(job, visit), visit.language, "papers_cancel")
        return
    try:
        files: dict[str, bytes] = jobs.result_of(NAME, job)
    except ValueError as error:
        st.error(literal(text("The papers could not be made: {problem}", problem=error)))
        return
    if not files:
        st.info(text("Making the papers was stopped."))
        return
    for language in LANGUAGES:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<strong>{LANGUAGE_NAMES[language]}</strong>")
            for name, content in files.items():
                suffix = Path(name).suffix
                if Path(name).stem.endswith(f"_{language}"):
                    label = text(FILE_NAMES[suffix])
                    st.download_button(label, content, name, MEDIA_TYPES[suffix], key=name, on_click="ignore")
    stem = Path(next(iter(files))).stem.rpartition("_")[0]
    st.download_button(
        text("All files (Zip)"), _zipped(files), f"{stem}.zip", "application/zip", key="papers_zip", on_click="ignore"
    )


def _made(packs: dict[str, Pack], tell: Callable[[Any], None], is_cancelled: Callable[[], bool]) -> dict[str, bytes]:
    """All files by their names; none where it was stopped."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (language, pack) in enumerate(packs.items()):
            if is_cancelled():
                return {}
            build(
                pack.views[0].exhibit.edition_id,
                pack.views,
                language,
                Path(folder),
                meeting=pack.meeting,
                assignments=pack.assignments,
                progress=lambda step, done, total, number=number, language=language: tell(
                    ((number + done / max(total, 1)) / len(packs), f"{LANGUAGE_NAMES[language]}: {step}")
                ),
            )
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def _progress(job: Job, visit: Visit) -> None:
    share, step = job.progress or (0.0, visit.language.text("The papers are being made …"))
    st.progress(min(share, 1.0), text=literal(step))


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _final(visit: Visit, meeting: Meeting) -> None:
    """Making the meeting final, or that it is and still is what it was."""
    text = visit.language.text
    st.header(text("Make final"), anchor=False)
    if meeting.is_locked:  # putting its pack together has compared everything with the checksum
        checked = text(
            "Checked now: every view, its order and its words are what they were when the papers became final."
        )
        st.success(f"{checked} {text('Checksum (SHA-256)')}: {meeting.digest}")
        return
    st.html(
        note_as_html(
            text(
                "Do this before the invitation goes out. Then nothing of the meeting can change any more, whatever data"
                " are loaded later: edition, agenda, headlines, notes and the list of assignments. A checksum proves it"
                " years later. It cannot be undone."
            )
        )
    )
    may = meetings.may_make_final(meeting, visit.role)
    if not may and meetings.may_change(meeting, visit.role):
        told = text(
            "Only the coordination makes it final: with real clients, everybody can open its edition from then on."
        )
        st.html(note_as_html(told))
    sure = st.checkbox(text("I have looked through the agenda."), key=f"final_sure_{meeting.id}", disabled=not may)
    st.button(
        text("Make final"),
        key="meeting_lock",
        on_click=attempt,
        args=(visit, lambda: meetings.lock(visit, meeting), text("The papers of this meeting are final.")),
        disabled=not (may and sure),
    )
