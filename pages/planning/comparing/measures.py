"""The key figures of several plans as numbers, and which plan is best in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from locales import Language
from metrics.definitions import definition
from pages._shared.travel import Travel
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.planning.comparing.evaluated import Evaluated
from pages.planning.evaluated import clients_of
from pages.planning.figures import GINI_DECIMALS, extreme

LESS, MORE, NEITHER = "less_is_better", "more_is_better", "neither"


@dataclass(frozen=True)
class Measure:
    """A figure of each plan, in their order; None where it is not known. `unit` in words, `direction` as of indicators."""

    label: str
    unit: str
    decimals: int
    values: tuple[float | None, ...]
    direction: str = LESS

    @property
    def shown(self) -> list[float | None]:
        """The values as they are shown: two that round to the same digits are the same."""
        return [None if value is None else round(value, self.decimals) + 0.0 for value in self.values]

    @property
    def is_alike(self) -> bool:
        """Whether no plan differs from another in it."""
        return len(set(self.shown)) == 1

    @property
    def best(self) -> frozenset[int]:
        """The positions of the best values; none where better means nothing, or where all are alike."""
        known = [value for value in self.shown if value is not None]
        if self.direction == NEITHER or len(set(known)) < 2:  # noqa: PLR2004, one value alone is no better than another
            return frozenset()
        aim = min(known) if self.direction == LESS else max(known)
        return frozenset(position for position, value in enumerate(self.shown) if value == aim)


def measures(found: Sequence[Evaluated], travel: Travel, language: Language) -> list[Measure]:
    """The figures of posts: how many, gaps, evenness, places, ways, and what moves for it."""
    text, way = language.text, definition(travel.definition)
    decimals, after = definition("gap_in_posts").decimals, [each.found.after.totals for each in found]
    posts, places = text("posts (FTE)"), text("municipalities")
    far = way.unit[language.code]
    # Where posts are cut every gap shrinks, which is no merit: gaps are only judged among plans with as many posts.
    judged = LESS if len({round(each.fte, decimals) for each in after}) == 1 else NEITHER
    return [
        Measure(
            text("Largest gap of a municipality"), posts, decimals, tuple(each.worst_shortage for each in after), judged
        ),
        Measure(text("Posts in the wrong place"), posts, decimals, tuple(each.misplaced_fte for each in after), judged),
        Measure(
            definition("hoover").label[language.code],
            text("0 is even"),
            definition("hoover").decimals,
            tuple(each.hoover for each in after),
        ),
        Measure(text("Inequality (Gini)"), text("0 is even"), GINI_DECIMALS, tuple(each.gini for each in after)),
        Measure(
            text("Short beyond doubt"),
            text("municipalities, however shared posts are split"),
            0,
            tuple(each.beyond_doubt for each in after),
            NEITHER,  # a plan that says who works where leaves less doubt
        ),
        Measure(text("Without any service"), places, 0, tuple(each.unserved for each in after)),
        Measure(
            text("Way to the nearest service"),
            text("{unit}, mean over the target group", unit=far),
            way.decimals,
            tuple(each.mean_cost for each in after),
        ),
        Measure(text("Longest way to the nearest service"), far, way.decimals, tuple(each.farthest for each in after)),
        Measure(
            text("Posts that change places"),
            text("FTE against the posts as they stand"),
            decimals,
            tuple(each.moved_fte for each in found),
            NEITHER,
        ),
        Measure(text("Posts in all"), posts, decimals, tuple(each.fte for each in after), NEITHER),
    ]


def client_measures(found: Sequence[Evaluated], visit: Visit, view: View) -> list[Measure]:
    """Caseload and reach of each plan if demand stays as it is, of the focus areas that the visitor may see them of."""
    language, text = visit.language, visit.language.text
    area = area_name(clients_of(visit, view), language)
    load, reach = definition("open_cases_per_fte"), definition("reach")
    return [
        Measure(
            text("Open cases per full-time post"),
            f"{text('district')}, {area}",
            load.decimals,
            tuple(each.clients.after.totals.open_per_fte for each in found),
            load.direction,
        ),
        Measure(
            text("Highest of a municipality"),
            f"{text('open cases per full-time post')}, {area}",
            load.decimals,
            tuple(extreme(each.clients.after, "open_per_fte", "max") for each in found),
            load.direction,
        ),
        Measure(
            text("Lowest reach of a municipality"),
            f"{text('new cases a year per 1,000 of the target group')}, {area}",
            reach.decimals,
            tuple(extreme(each.clients.after, "reach_per_1000", "min") for each in found),
            reach.direction if len({_unknown(each, "reach_per_1000") for each in found}) == 1 else NEITHER,
        ),
    ]


def _unknown(each: Evaluated, column: str) -> frozenset[str]:
    """The municipalities of which a figure is not known: of others, extremes are no comparison."""
    places = each.clients.after.places
    return frozenset(places.filter(places[column].is_null())["ags"])
