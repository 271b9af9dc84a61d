"""A proposal as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions import definition
from pages._shared.coverage import need_of
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.need import meaning_of
from pages._shared.view import RULE_NAMES, area_name
from pages._shared.view_facts import dates
from pages._shared.visit import Visit
from pages.planning.comparing import tables
from pages.planning.evaluated import planned
from pages.planning.proposing import findings as propose_findings
from pages.planning.proposing import table as propose_table
from pages.planning.proposing.answer import Answer
from pages.planning.proposing.findings import OBJECTIVE_NAMES
from pages.planning.proposing.moves import shown_moves
from pages.planning.proposing.rule_words import rule_phrases
from pages.planning.view import begins
from report.sheets import Cell, Column, Explanation, Sheet, number_format

POSTS = number_format(2)


def sheets(visit: Visit, answer: Answer) -> Sequence[Sheet | Explanation]:
    """Moves, what explains them, goals, municipalities, posts before and after, and the limits."""
    text = visit.language.text
    title = text("Proposal for posts")
    before, after = (planned(visit, answer.view, edits).allocation for edits in (answer.start, answer.all_edits))
    return [
        _moves(visit, answer, title),
        _about(visit, answer, title),
        _goals(visit, answer, title),
        _municipalities(visit, answer, title),
        tables.posts(visit, answer.view, before, (text("Posts before"), title)),
        tables.posts(visit, answer.view, after, (text("Posts after"), title)),
        tables.left_out(visit.language, title),
    ]


def _moves(visit: Visit, answer: Answer, title: str) -> Sheet:
    text = visit.language.text
    columns = [
        Column(text("Post"), 24),
        Column(text("From"), 20),
        Column(text("To"), 20),
        Column(text("Posts (FTE)"), 12, POSTS),
    ]
    rows: list[list[Cell]] = [
        [post, answer.names.get(start or "", text("new")), answer.names.get(end or "", text("given up")), fte]
        for post, start, end, fte in shown_moves(answer.proposal.moves)
        .select("post", "from_ags", "to_ags", "fte")
        .iter_rows()
    ]
    finding = propose_findings.finding(answer.proposal, answer.new_fte, visit.language)
    return Sheet(text("Moves"), title, columns, rows, [finding])


def _goals(visit: Visit, answer: Answer, title: str) -> Sheet:
    language, proposal = visit.language, answer.proposal
    goal, before, after, proof = propose_findings.objective_headings(language)
    columns = [Column(goal, 36), Column(before, 12, POSTS), Column(after, 12, POSTS), Column(proof, 50)]
    rows: list[list[Cell]] = [
        [
            f"{number}. {language.text(OBJECTIVE_NAMES[key])}",
            None if key == "moved_fte" else getattr(proposal.before, key),
            getattr(proposal.objectives, key),
            propose_findings.proven(proposal, key, language),
        ]
        for number, key in enumerate(OBJECTIVE_NAMES, 1)
    ]
    return Sheet(language.text("Goals"), title, columns, rows, [propose_findings.how_it_ended(proposal, language)])


def _municipalities(visit: Visit, answer: Answer, title: str) -> Sheet:
    language = visit.language
    found = propose_table.beside(answer.found, answer.names, answer.rules.step)
    name, share, *others = propose_table.headings(language)
    columns = [
        Column("AGS", 11),
        Column(name, 18),
        Column(share, 12, number_format(1, percent=True)),
        *(Column(heading, 14, POSTS) for heading in others),
    ]
    note = propose_table.what_proportion_ignores(found, answer.rules.step, language)
    return Sheet(language.text("Municipalities"), title, columns, [list(row) for row in found.rows.rows()], [note])


def _about(visit: Visit, answer: Answer, title: str) -> Explanation:
    language, text, view = visit.language, visit.language.text, answer.view
    need = need_of(visit, view)
    return explained(
        visit,
        title,
        meanings=[definition("gap_in_posts"), *(meaning_of(visit, indicator) for indicator in view.weights)],
        choices={
            text("Focus area"): area_name(view.focus_area, language),
            text("Target group"): need.name,
            text("Changes hold from"): language.day(begins(view)),
            text("Posts"): text("posts that are granted"),
            text("Shared posts are split"): text(RULE_NAMES[view.rule]),
            text("Rules of the proposal"): "; ".join(rule_phrases(answer.rules, answer.scope, language)),
        },
        dates=dates(visit, view),
        files=need.sources | files_of(visit, "posts", "post_areas", "municipalities"),
    )
