"""One plan as a workbook: everything before and after it."""

from __future__ import annotations

from collections.abc import Sequence

from pages._shared.travel import default_travel
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning import plan_maps
from pages.planning.comparing import tables
from pages.planning.comparing.evaluated import evaluate_all
from pages.planning.comparing.measures import client_measures, measures
from pages.planning.comparing.plans import DRAFT, TODAY, Compared
from pages.planning.comparing.sheets import GAP, about
from pages.planning.draft import as_they_stand
from pages.planning.evaluated import evaluated
from pages.planning.plan import Plan
from planning.edit import Edit
from report.sheets import Explanation, Sheet


def sheets(visit: Visit, view: View, plan: Plan) -> Sequence[Sheet | Explanation]:
    """Figures before and after, what explains them, municipalities and posts before and after, changes, and the limits."""
    language, text = visit.language, visit.language.text
    edition_id = plan.opened.scenario.edition_id if plan.opened else ""
    found = evaluate_all(
        visit,
        view,
        (
            Compared(TODAY, "", as_they_stand(language)),
            Compared(DRAFT, "", plan.name, plan.edits, edition_id),
        ),
    )
    titles = [text("before"), text("after")]
    shown = measures(found, default_travel(visit), language)
    if visit.has_clients:
        shown += client_measures(found, visit, view)
    before, after = (each.applied.allocation for each in found)
    return [
        tables.figures(shown, titles, (text("Figures"), plan.name), language),
        about(visit, view, plan.name, {text("before"): found[0].plan.name, text("after"): plan.name}),
        tables.municipalities(visit, found, titles, plan.name),
        tables.posts(visit, view, before, (text("Posts before"), found[0].plan.name)),
        tables.posts(visit, view, after, (text("Posts after"), plan.name)),
        tables.changes(visit, view, found, plan.name),
        tables.left_out(language, plan.name),
    ]


def title(visit: Visit, plan: Plan) -> str:
    """What the workbook holds."""
    return visit.language.text("Figures before and after «{plan}»", plan=plan.name)


def sheets_of_maps(visit: Visit, view: View, edits: Sequence[Edit], name: str) -> Sequence[Sheet | Explanation]:
    """The gaps on the maps before and after the plan called `name`, and what explains them."""
    text, found = visit.language.text, evaluated(visit, view, edits)
    shown = [(text("before"), found.before.places), (text("after"), found.after.places)]
    heading = plan_maps.title(visit, view, name)
    plans = {text("before"): as_they_stand(visit.language), text("after"): name}
    return [tables.gaps(visit, shown, heading), about(visit, view, heading, plans, indices=(GAP,))]
