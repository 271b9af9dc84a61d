"""Taking in a scenario that was saved as a file, here or in another installation."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from charts.sentences import note_as_html
from pages._shared import scenario_files, scenarios
from pages._shared.choices import set_choice
from pages._shared.file_button import word_button
from pages._shared.frame import literal
from pages._shared.scenarios import LONGEST_NAME, ScenarioFile
from pages._shared.stored_words import edition_text, problem_sentence, role_text
from pages._shared.visit import Visit
from pages.planning.bar.saving import no_names
from pages.planning.draft import attempt
from pages.planning.saved.news import keep_news
from pages.planning.saved.words import free_name, number_of_changes
from planning.scenario_file import SUFFIX

MEGABYTES = 1
GENERATION = "scenario_file_generation"


def show(visit: Visit, taken: Collection[str]) -> None:
    """A fold-out that takes one file, says what is in it, and saves it under a name."""
    text = visit.language.text
    with st.expander(text("Take in a scenario from a file")):
        word_button(text("Choose file"))
        key = f"scenario_upload_{st.session_state.setdefault(GENERATION, 0)}"
        label = text("File of a scenario (json), at most {size} MB", size=MEGABYTES)
        sent = st.file_uploader(label, type=[SUFFIX], key=key, max_upload_size=MEGABYTES)
        if sent is None:
            return
        try:
            found = scenario_files.read_file(visit, sent.getvalue())
        except scenarios.PROBLEMS as error:
            words = problem_sentence(error, visit.language)
            st.error(literal(text("The file cannot be taken in. {problem}", problem=words)))
            return
        st.markdown(literal(content_sentence(visit, found)))
        _form(visit, found, taken, key)


def content_sentence(visit: Visit, found: ScenarioFile) -> str:
    """What a file holds, in words."""
    language = visit.language
    sentences = [
        language.text(
            "«{name}»: {changes}, from {day} on.",
            name=found.name,
            changes=number_of_changes(len(found.edits), language),
            day=language.day(found.valid_from),
        )
    ]
    if found.author_role:
        sentences.append(language.text("Made by the role {role}.", role=role_text(found.author_role, language)))
    if found.edition_id and found.edition_id != visit.edition_id:
        edition = edition_text(found.edition_id, language)
        sentences.append(language.text("It was made on other data (edition of {edition}).", edition=edition))
    return " ".join(sentences)


def _form(visit: Visit, found: ScenarioFile, taken: Collection[str], key: str) -> None:
    text, name = visit.language.text, f"{key}_name"

    def taken_in() -> None:
        made = scenarios.take_in(visit, found, st.session_state[name])
        st.session_state[GENERATION] += 1
        set_choice("chosen", made.id)
        keep_news(text("Saved as «{name}».", name=made.name))

    with st.form(f"{key}_form", border=False):
        st.text_input(text("Name"), free_name(found.name, taken), max_chars=LONGEST_NAME, key=name)
        st.html(note_as_html(no_names(visit.language)))
        st.form_submit_button(
            text("Take in"), key="scenario_take_in", type="primary", on_click=attempt, args=(visit, taken_in)
        )
