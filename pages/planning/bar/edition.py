"""What is different today about a plan that was made on another edition of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from charts import before_after
from locales import Language
from pages._shared import door, kept_editions
from pages._shared.earlier import moment_of
from pages._shared.need import is_known
from pages._shared.stored_words import edition_text
from pages._shared.travel import default_travel
from pages._shared.view import View, rules, span_of
from pages._shared.visit import Visit
from pages.planning import figures
from pages.planning.bar.posts import post_sentences
from pages.planning.edit_words import edit_sentence
from pages.planning.evaluated import evaluated, names_of, planned, today
from pages.planning.plan import Plan
from pages.planning.refusals import refusal_sentence
from planning.edit import Edit
from planning.edits import Refused
from planning.evaluate import Evaluation


@dataclass(frozen=True)
class Since:
    """What has happened to a plan since the edition it was made on.

    `figures`: the district with the plan then and now, None where the edition of then cannot be compared with; `posts`: a sentence
    for each post that is not as it was; `refused`: changes that were possible then, or of which that is not known, and are not now.
    """

    figures: Evaluation | None
    posts: tuple[str, ...]
    refused: tuple[Refused, ...]


def show(visit: Visit, view: View, plan: Plan) -> None:
    """A notice, and in a fold-out what has changed; nothing for a plan made on the current edition."""
    if plan.opened is None or plan.opened.scenario.edition_id == visit.edition_id:
        return
    language, text = visit.language, visit.language.text
    made_on = plan.opened.scenario.edition_id
    found = since_edition(visit, view, plan.edits, made_on)
    st.html(f'<p class="kim-notice" role="note">{escape(summary(found, made_on, visit))}</p>')
    if not (found.posts or found.refused or found.figures):
        return
    with st.expander(text("What has changed since")):
        names = names_of(visit)
        sentences = [*refused_sentences(found.refused, names, language), *found.posts]
        if sentences:
            items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
            st.html(f'<ul class="kim-findings">{items}</ul>')
        if found.figures:
            st.html(f"<strong>{escape(text('The district with this plan, then → now'))}</strong>")
            st.html(before_after.render(figures.changes(found.figures, default_travel(visit), language), language))


def since_edition(visit: Visit, view: View, edits: Sequence[Edit], edition_id: str) -> Since:
    """Compare a plan on the edition it was made on with the current one."""
    now = planned(visit, view, edits)
    then_visit = visit_then(visit, view, edition_id)
    if then_visit is None:
        return Since(None, (), now.refused)
    then = planned(then_visit, view, edits)
    known = [refused.edit for refused in then.refused]
    told = Evaluation(evaluated(then_visit, view, edits).after, evaluated(visit, view, edits).after)
    posts = post_sentences(today(then_visit, view), today(visit, view), names_of(visit), visit.language)
    return Since(told, tuple(posts), tuple(refused for refused in now.refused if refused.edit not in known))


def visit_then(visit: Visit, view: View, edition_id: str) -> Visit | None:
    """The same visit on another edition; None where that is gone, was made by an older version of the program, is newer, or has
    not all the figures of the view."""
    comparable, _ = kept_editions.earlier(visit.edition_id)
    if edition_id not in comparable:
        return None
    then = replace(visit, edition_id=edition_id, manifest=door.manifest(edition_id))
    has_figures = is_known(then, view.indicators, span_of(then, view)[1]) and view.rule in rules(then)
    return then if has_figures else None


def summary(found: Since, edition_id: str, visit: Visit) -> str:
    """One or two sentences: on what the plan was made, on what it is worked out here, and how much is different."""
    language, text = visit.language, visit.language.text
    first = text(
        "This plan was made on the edition of {then}; all figures here are those of the edition of {now}.",
        then=edition_text(edition_id, language),
        now=moment_of(visit),
    )
    parts = []
    if found.refused:
        parts.append(text("changes that are no longer possible: {number}", number=len(found.refused)))
    if found.posts:
        parts.append(text("differences in the posts: {number}", number=len(found.posts)))
    if parts:
        return f"{first} {text('Since then: {changes}.', changes='; '.join(parts))}"
    if found.figures is None:
        return f"{first} {text('That edition is no longer there to compare with; all changes of the plan are still possible.')}"
    return f"{first} {text('The posts are the same, and all changes of the plan are still possible.')}"


def refused_sentences(refused: Sequence[Refused], names: dict[str, str], language: Language) -> list[str]:
    """Each change that is no longer possible, with the reason."""
    return [
        language.text(
            "No longer possible: {edit}. {reason}",
            edit=edit_sentence(each.edit, names, language),
            reason=refusal_sentence(each.refusal, language, names),
        )
        for each in refused
    ]
