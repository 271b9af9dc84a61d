"""A comparison of plans as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions import definition
from pages._shared.coverage import need_of
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.need import meaning_of
from pages._shared.travel import default_travel
from pages._shared.view import RULE_NAMES, View, area_name
from pages._shared.view_facts import dates
from pages._shared.visit import Visit
from pages.planning.comparing import maps, tables
from pages.planning.comparing.evaluated import Evaluated
from pages.planning.comparing.measures import client_measures, measures
from pages.planning.evaluated import clients_of
from pages.planning.view import begins
from report.sheets import Explanation, Sheet

GAP = "gap_in_posts"
INDICES = (GAP, "hoover", "gini")
OF_CLIENTS = ("open_cases_per_fte", "reach")


def sheets(visit: Visit, view: View, found: Sequence[Evaluated]) -> list[Sheet | Explanation]:
    """Figures of all plans, what explains them, municipalities, the posts of every plan, all changes, and the limits."""
    language, text = visit.language, visit.language.text
    name = text("Plans compared")
    titles = [each.plan.label for each in found]
    shown = measures(found, default_travel(visit), language)
    if visit.has_clients:
        shown += client_measures(found, visit, view)
    return [
        tables.figures(shown, titles, (text("Figures"), name), language),
        about(visit, view, name, _names(found)),
        tables.municipalities(visit, found, titles, name),
        *(
            tables.posts(
                visit, view, each.applied.allocation, (text("Posts {plan}", plan=each.plan.letter), each.plan.label)
            )
            for each in found
        ),
        tables.changes(visit, view, found, name),
        tables.left_out(language, name),
    ]


def title(visit: Visit, found: Sequence[Evaluated]) -> str:
    """What the workbook holds, with the names of the plans."""
    return visit.language.text("Plans compared: {plans}", plans=", ".join(each.plan.said for each in found))


def sheets_of_maps(visit: Visit, view: View, found: Sequence[Evaluated]) -> list[Sheet | Explanation]:
    """The gaps on the maps, and what explains them."""
    name = maps.title(visit, view, found)
    shown = [(each.plan.label, each.found.after.places) for each in found]
    return [tables.gaps(visit, shown, name), about(visit, view, name, _names(found), indices=(GAP,))]


def _names(found: Sequence[Evaluated]) -> dict[str, str]:
    return {each.plan.letter: each.plan.name for each in found}


def about(visit: Visit, view: View, title: str, plans: dict[str, str], *, indices: Sequence[str] = ()) -> Explanation:
    """The sheet that explains figures of plans; `plans`: what they are called, by how the tables name them. `indices`: the
    definitions of the figures shown, where these are not all and tell nothing of clients."""
    language, text, need = visit.language, visit.language.text, need_of(visit, view)
    has_clients = visit.has_clients and not indices
    every = (*INDICES, default_travel(visit).definition, *(OF_CLIENTS if has_clients else ()))
    choices = {text("Plan {plan}", plan=letter): name for letter, name in plans.items()} | {
        text("Focus area"): area_name(view.focus_area, language),
        text("Target group"): need.name,
        text("Changes hold from"): language.day(begins(view)),
        text("Posts"): text("posts that are granted"),
        text("Shared posts are split"): text(RULE_NAMES[view.rule]),
    }
    if has_clients:
        choices[text("Clients of")] = area_name(clients_of(visit, view), language)
    kinds = ("posts", "post_areas", "municipalities", *(("cases",) if has_clients else ()))
    return explained(
        visit,
        title,
        meanings=[
            *map(definition, indices or every),
            *(meaning_of(visit, indicator) for indicator in view.weights),
        ],
        choices=choices,
        dates=dates(visit, view),
        files=need.sources | files_of(visit, *kinds),
        uses_clients=has_clients,
    )
