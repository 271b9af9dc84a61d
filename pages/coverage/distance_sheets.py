"""Distance as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions import definition
from pages._shared.coverage import need_of
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.need import meaning_of
from pages._shared.travel import Travel, access
from pages._shared.view import View
from pages._shared.view_facts import choices, dates
from pages._shared.visit import Visit
from pages.coverage.distance_figures import KINDS, headings, ranked, title
from pages.coverage.distance_findings import notices
from pages.coverage.travel_choices import METHOD_NAMES, way, weights_text
from report.sheets import Column, Explanation, Sheet, number_format


def sheets(visit: Visit, view: View, travel: Travel, shown: str) -> Sequence[Sheet | Explanation]:
    """The table as a workbook, with what explains it."""
    language, text = visit.language, visit.language.text
    first, reach, nearest, cost = headings(travel, language)
    columns = (
        Column("AGS", 11),
        Column(first, 18),
        Column(reach, 16, number_format(3)),
        Column(nearest, 18),
        Column(cost, 18, number_format(1)),
    )
    found = ranked(access(visit, view, travel), shown)
    cells = found.select("ags", "name", "per_1000", "nearest_name", "cost").rows()
    heading, need = title(view, travel, shown, language), need_of(visit, view)
    chosen = choices(visit, view) | {
        text("Way there"): way(travel, language),
        text("What is within reach"): f"{text(METHOD_NAMES[travel.method])}. {weights_text(travel, language)}",
    }
    groups = [meaning_of(visit, indicator) for indicator in view.weights]
    about = explained(
        visit,
        heading,
        meanings=[definition("accessibility"), definition(travel.definition), *groups],
        choices=chosen,
        dates=dates(visit, view),
        files=need.sources | files_of(visit, "posts", "post_areas", "boundaries", *KINDS),
    )
    return [Sheet(text("Distance"), heading, columns, cells, notices(visit, travel)), about]
