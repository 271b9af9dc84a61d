"""Which plans are compared: the posts as they stand, the plan being looked at, and saved scenarios; kept in the address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import streamlit as st

from pages._shared import scenarios
from pages._shared.choices import PREFIX
from pages._shared.frame import literal
from pages._shared.stored_words import problem_sentence
from pages._shared.visit import Visit
from pages.planning.draft import as_they_stand
from pages.planning.plan import Plan
from planning.edit import Edit

NAME = "plans"
TODAY, DRAFT = "today", "draft"
LETTERS = "ABCD"
LEAST, MOST = 2, len(LETTERS)
LONGEST_NAME = 40


@dataclass(frozen=True)
class Compared:
    """One of the plans: its code in the address, the letter it goes by, its name, and its edits. `edition_id`: the edition of the
    data it was made on; "" for the posts as they stand."""

    code: str
    letter: str
    name: str
    edits: tuple[Edit, ...] = ()
    edition_id: str = ""

    @property
    def label(self) -> str:
        """Letter, if it goes by one, and name, a long one cut off."""
        return f"{self.letter}: {self._short}" if self.letter else self._short

    @property
    def said(self) -> str:
        """Letter and name within a sentence."""
        return f"{self.letter} «{self._short}»"

    @property
    def _short(self) -> str:
        return self.name if len(self.name) <= LONGEST_NAME else f"{self.name[: LONGEST_NAME - 1].rstrip()}…"

    def is_older(self, visit: Visit) -> bool:
        """Whether it was made on another edition of the data than the one it is looked at on."""
        return bool(self.edition_id) and self.edition_id != visit.edition_id


def choose_plans(visit: Visit, plan: Plan) -> tuple[Compared, ...]:
    """The chosen plans, the first to be compared with, kept in the address as `?plans=today,draft,ID`, also while they are the usual
    ones, as others will be when something is saved; not while there is nothing to compare.

    Until something is chosen these are the posts as they stand, the plan being looked at, and the scenarios saved last. What
    an address names and nobody can find any more is left out, and the page says so.
    """
    language = visit.language
    names = offered(visit, plan, {each.id: each.name for each in saved(visit)})
    key, seen, automatic = PREFIX + NAME, f"address_{NAME}", f"automatic_{NAME}"
    wanted, kept = st.query_params.get(NAME), st.session_state.get(key)
    usual = default(names, plan)
    if wanted is not None and wanted != st.session_state.get(seen):
        kept = parsed(wanted, names)
        if gone := {code for code in wanted.split(",") if code} - set(names):
            st.warning(language.text("No longer to be found: {number} of the plans in the address.", number=len(gone)))
    # Nothing was chosen yet: a plan that came into being meanwhile is among the usual ones.
    if kept == st.session_state.get(automatic):
        kept = usual
    st.session_state[key] = [code for code in kept if code in names] or usual
    chosen = st.multiselect(
        language.text("Plans side by side: up to four, the others compared with the first"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        max_selections=MOST,
        select_all=False,
        placeholder=language.text("choose one or several"),
        persist_state="session",
    )
    st.session_state[automatic] = usual
    if chosen == usual and len(chosen) < LEAST:
        st.query_params.pop(NAME, None)
    else:
        st.query_params[NAME] = ",".join(chosen)
    st.session_state[seen] = st.query_params.get(NAME)
    return compared(visit, plan, {code: names[code] for code in chosen})


def saved(visit: Visit) -> list[scenarios.Scenario]:
    """The saved scenarios, the last changed first; none, and a warning, where they cannot be read."""
    try:
        return scenarios.saved()
    except scenarios.PROBLEMS as problem:
        st.warning(literal(problem_sentence(problem, visit.language)))
        return []


def offered(visit: Visit, plan: Plan, saved_names: Mapping[str, str]) -> dict[str, str]:
    """Code -> name of all that can be compared. The plan being looked at is among the saved ones, or a draft."""
    names = {TODAY: as_they_stand(visit.language)}
    if plan.edits and plan.scenario_id not in saved_names:
        names[DRAFT] = plan.name
    return names | dict(saved_names)


def default(names: Collection[str], plan: Plan) -> list[str]:
    """The posts as they stand, the plan being looked at, and as many of the scenarios saved last as there is room for."""
    first = [code for code in (TODAY, DRAFT, plan.scenario_id) if code in names]
    return list(dict.fromkeys((*first, *names)))[:MOST]


def parsed(address: str, names: Collection[str]) -> list[str]:
    """The codes of an address, each once; what is not known or too many is left out."""
    return [code for code in dict.fromkeys(address.split(",")) if code in names][:MOST]


def compared(visit: Visit, plan: Plan, chosen: Mapping[str, str]) -> tuple[Compared, ...]:
    """The plans of some codes (code -> name) with their edits; what cannot be read is left out with a warning."""
    found: list[Compared] = []
    for code, name in chosen.items():
        opened = plan.opened if code == DRAFT else None
        if code not in (TODAY, DRAFT):
            try:
                opened = scenarios.load(code)
            except scenarios.PROBLEMS as problem:
                st.warning(f"{literal(name)}: {literal(problem_sentence(problem, visit.language))}")
                continue
        edits = opened.edits if opened else ()
        edition_id = opened.scenario.edition_id if opened else ""
        found.append(Compared(code, LETTERS[len(found)], name, edits, edition_id))
    return tuple(found)
