"""A comparison of plans as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions import definition
from pages._shared.coverage import need_of
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.need import meaning_of
from pages._shared.travel import default_travel
from pages._shared.view import RULE_NAMES, View, area_name, span_of
from pages._shared.visit import Visit
from pages.planning.comparing import tables
from pages.planning.comparing.evaluated import Evaluated
from pages.planning.comparing.measures import client_measures, measures
from pages.planning.evaluated import clients_of
from pages.planning.view import begins
from report.sheets import Explanation, Sheet

INDICES = ("gap_in_posts", "hoover", "gini")
OF_CLIENTS = ("open_cases_per_fte", "reach")


def sheets(visit: Visit, view: View, found: Sequence[Evaluated]) -> list[Sheet | Explanation]:
    """Figures of all plans, what explains them, municipalities, the posts of every plan, all changes, and the limits."""
    language, text = visit.language, visit.language.text
    title = text("Plans compared")
    titles = [each.plan.label for each in found]
    shown = measures(found, default_travel(visit), language)
    if visit.has_clients:
        shown += client_measures(found, language)
    return [
        tables.figures(shown, titles, (text("Figures"), title), language),
        about(visit, view, title, {each.plan.letter: each.plan.name for each in found}),
        tables.municipalities(visit, found, titles, title),
        *(
            tables.posts(
                visit, view, each.applied.allocation, (text("Posts {plan}", plan=each.plan.letter), each.plan.label)
            )
            for each in found
        ),
        tables.changes(visit, view, found, title),
        tables.left_out(language, title),
    ]


def about(visit: Visit, view: View, title: str, plans: dict[str, str]) -> Explanation:
    """The sheet that explains figures of plans; `plans`: what they are called, by how the tables name them."""
    language, text, need = visit.language, visit.language.text, need_of(visit, view)
    day = span_of(visit, view)[1]
    of_clients = OF_CLIENTS if visit.has_clients else ()
    choices = {text("Plan {plan}", plan=letter): name for letter, name in plans.items()} | {
        text("Focus area"): area_name(view.focus_area, language),
        text("Target group"): need.name,
        text("Changes hold from"): language.day(begins(view)),
        text("Posts"): text("posts that are granted"),
        text("Shared posts are split"): text(RULE_NAMES[view.rule]),
    }
    if visit.has_clients:
        choices[text("Clients of")] = area_name(clients_of(visit, view), language)
    kinds = ("posts", "post_areas", "municipalities", *(("cases",) if visit.has_clients else ()))
    return explained(
        visit,
        title,
        meanings=[
            *map(definition, (*INDICES, default_travel(visit).definition, *of_clients)),
            *(meaning_of(visit, indicator) for indicator in view.weights),
        ],
        choices=choices,
        dates={text("Target group as of"): max(need.dates), text("Posts as of"): day},
        files=need.sources | files_of(visit, *kinds),
        uses_clients=visit.has_clients,
    )
