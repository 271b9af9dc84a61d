"""What a reader must know before trusting a comparison of caseloads, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Language
from metrics.funnel import MARK_LEVEL
from metrics.protection import sees_exact
from pages._shared.units import ONE_POST
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload.comparison import Comparison, alone_in_area, at_month, of_a_year
from pages.caseload.view import CaseloadView


def notices(visit: Visit, found: Comparison) -> list[str]:
    """What limits this comparison: whom it describes, what is rounded, pooled, not filled, not comparable or not recorded."""
    text, view = visit.language.text, found.view
    said = []
    if view.by == "post":
        said.append(
            text("This describes single employees. It serves functional supervision only and must not be passed on.")
        )
    if view.by == "focus_area":
        said.append(
            text(
                "Focus areas differ in the work that a case makes: above the district does not mean overburdened. “Weighting” "
                "compares with weights of your own."
            )
        )
    elif view.basis == "district" and view.focus_area == ALL_AREAS:
        said.append(
            text(
                "All posts are measured by the district as a whole: differences between focus areas count as differences here."
            )
        )
    said += alone(visit, view, dict(found.frame.select("key", "label").rows()))
    if not sees_exact(visit.role):
        said.append(
            text(
                "Counts are rounded to 5: high or low is only what holds for every count behind. Granted posts are counted, whether "
                "filled or not."
            )
        )
    elif view.fte == "granted":
        said.append(text("Granted posts are counted, whether filled or not."))
    if ONE_POST in found.frame["key"]:
        said.append(
            text(
                "Small carriers stand together: with a single post, a figure of their own would be that of one employee."
            )
        )
    return said + _hours_not_recorded(visit, view)


def reading_aid(visit: Visit, found: Comparison) -> str:
    """How to read the funnel, every term once."""
    language, text, view = visit.language, visit.language.text, found.view
    expected = (
        text("expected is what the same posts would have at the rates of their focus areas in the district")
        if view.basis == "areas"
        else text("expected is what the same posts would have at the rate of the whole district")
    )
    aid = text(
        "Reading aid: the farther right, the more is expected; the higher, the more was counted beyond that; {expected}. Between "
        "the curves lies what chance explains, and small units get more room (funnel plot, exact Poisson limits, Spiegelhalter "
        "2005). High or low is only what lies beyond {level}, in picture and table alike.",
        expected=expected,
        level=language.percent(MARK_LEVEL, 1),
    )
    if found.scale <= 1:
        return aid
    clumps = text(
        "One case brings several at once ({scale} in effect), so the limits are as wide as for as many fewer cases.",
        scale=language.number(found.scale, 1),
    )
    return f"{aid} {clumps}"


def reading_aid_of_table(language: Language) -> str:
    """How to read the table beside the funnel."""
    return language.text(
        "In the table: the range holds the rates that agree with the count (95 %, exact Poisson interval); evened out is the rate "
        "drawn towards the others, as chance moves small units most (empirical Bayes, Marshall 1991). No rate below 10 cases, no "
        "verdict below 10 expected ones."
    )


def alone(visit: Visit, view: CaseloadView, labels: Mapping[str, str]) -> list[str]:
    """Who of the units in `labels` (key -> name) is the only one in a focus area."""
    text, known = visit.language.text, alone_in_area(visit, view)
    wholly, partly = (
        ", ".join(sorted(label for key, label in labels.items() if known.get(key) is is_all))
        for is_all in (True, False)
    )
    said = []
    if wholly:
        said.append(text("{units}: alone in the focus area, so there is nothing to compare with.", units=wholly))
    if partly:
        said.append(text("{units}: alone in one of several focus areas, and there measured by itself.", units=partly))
    return said


def _hours_not_recorded(visit: Visit, view: CaseloadView) -> list[str]:
    if view.measure != "hours":
        return []
    counted = at_month(of_a_year(visit, (), view.focus_area), view.month)
    services, recorded = (counted[name].sum() for name in ("services", "services_with_hours"))
    if recorded >= services:
        return []
    number = visit.language.number
    return [
        visit.language.text(
            "Hours are recorded for {recorded} of {services} services; the others count 0 hours.",
            recorded=number(recorded),
            services=number(services),
        )
    ]
