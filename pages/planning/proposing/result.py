"""A proposal on the page: what it achieves, what is proven, who moves where, maps and municipalities."""

from __future__ import annotations

from html import escape

import streamlit as st

from charts import table
from charts.sentences import finding_as_html, note_as_html
from pages._shared.choices import set_choice
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.view import RULE_NAMES
from pages._shared.visit import Visit
from pages.planning import plan_maps
from pages.planning.draft import keep
from pages.planning.plan import Plan
from pages.planning.plan_sheets import sheets_of_maps
from pages.planning.proposing import findings as propose_findings
from pages.planning.proposing import table as propose_table
from pages.planning.proposing.answer import Answer
from pages.planning.proposing.moves import move_sentences, shown_moves
from pages.planning.proposing.sheets import sheets

MOST_MOVES = 10


def show(visit: Visit, plan: Plan, answer: Answer) -> None:
    """The finding first, then what can be done with it, and below what it rests on."""
    language, text = visit.language, visit.language.text
    more = [propose_findings.service(answer.found, answer.names, language)]
    st.html(finding_as_html(propose_findings.finding(answer.proposal, answer.new_fte, language), *filter(None, more)))
    _actions(visit, plan, answer)
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        rows = propose_findings.objective_rows(answer.proposal, language)
        caption = text("What counts, in this order (FTE)")
        st.html(table.plain(caption, propose_findings.objective_headings(language), rows, numeric=(1, 2)))
        st.html(note_as_html(" ".join(_notes(visit, answer))))
    with right:
        _moves(visit, answer)
    name = text("Proposal")
    pickable(plan_maps.maps(visit, answer.view, answer.all_edits, name), "propose_maps", visit)
    take_away(
        visit,
        plan_maps.title(visit, answer.view, name),
        key="propose_maps",
        picture=lambda medium: plan_maps.maps(visit, answer.view, answer.all_edits, name, medium),
        sheets=lambda: sheets_of_maps(visit, answer.view, answer.all_edits, name),
        for_meetings=False,
    )
    found = propose_table.beside(answer.found, answer.names, answer.rules.step)
    pickable(propose_table.markup(visit, found), "propose_places", visit)
    st.html(note_as_html(propose_table.what_proportion_ignores(found, answer.rules.step, language)))


def _actions(visit: Visit, plan: Plan, answer: Answer) -> None:
    text = visit.language.text
    with st.container(horizontal=True):
        if answer.edits:
            st.button(
                text("Open as a scenario"),
                key="propose_open",
                type="primary",
                on_click=open_as_scenario,
                args=(visit, plan, answer),
                help=text("The moves become changes of a draft, which you can go on working on, save and share."),
            )
        take_away(
            visit,
            text("Proposal for posts"),
            key="propose_table",
            sheets=lambda: sheets(visit, answer),
            for_meetings=False,
        )


def open_as_scenario(visit: Visit, plan: Plan, answer: Answer) -> None:
    """From a button: the moves follow the plan's own changes, or make a draft of their own where they start from today's posts."""
    is_on_top = answer.rules.start == "plan"
    keep(visit, answer.view, plan.with_edits(answer.edits) if is_on_top else Plan("", answer.edits))
    set_choice("plan", "edit")


def _moves(visit: Visit, answer: Answer) -> None:
    language, text = visit.language, visit.language.text
    sentences = move_sentences(answer.proposal.moves, answer.names, answer.known_posts, language)
    st.html(f"<strong>{escape(text('What moves (FTE)'))}</strong>")
    if not sentences:
        st.html(f"<p>{escape(text('Nothing.'))}</p>")
        return
    st.html(_listed(sentences[:MOST_MOVES]))
    if rest := sentences[MOST_MOVES:]:
        with st.expander(text("and {number} further moves", number=len(rest))):
            st.html(_listed(rest))
    left_out = answer.proposal.moves.height - shown_moves(answer.proposal.moves).height
    if left_out:
        st.html(note_as_html(text("Moves that round to 0.00 posts are left out: {number}.", number=left_out)))


def _listed(sentences: list[str]) -> str:
    return f'<ul class="kim-findings">{"".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)}</ul>'


def _notes(visit: Visit, answer: Answer) -> list[str]:
    """What the figures of the table mean, and what today's rest on."""
    language, text = visit.language, visit.language.text
    notes = [
        propose_findings.how_it_ended(answer.proposal, language),
        text(
            "Each goal counts only among the allocations that are best by the ones above it. A gap is what a municipality's share of "
            "the need would give it of a focus area's posts, less what is there."
        ),
        text("Often several allocations are equally good by all three goals; this is one of them."),
    ]
    if answer.question.posts["ags"].len() > answer.question.posts["post"].n_unique():
        notes.append(
            text(
                "Where shared posts are today is an assumption (split {rule}), and with it how much of them has to move.",
                rule=text(RULE_NAMES[answer.view.rule]),
            )
        )
    return notes
