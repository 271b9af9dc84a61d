"""What explains the workbooks of the page on a municipality."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from metrics.definitions import definition
from pages._shared.coverage import need_of
from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.need import meaning_of
from pages._shared.view import View
from pages._shared.view_facts import choices, dates
from pages._shared.visit import Visit
from pages.place.place import Place, compared_with
from report.sheets import Explanation


def about_view(
    visit: Visit,
    view: View,
    heading: str,
    meanings: Sequence[str],
    kinds: Collection[str],
    *,
    place: Place | None = None,
    uses_clients: bool = False,
) -> Explanation:
    """Of a table that depends on the choices: `meanings` are ids of definitions, `kinds` of the files it rests on beside those of
    need; with `place`, which places it is compared with."""
    text = visit.language.text
    compared = {text("Compared with"): compared_with(place, visit.language)} if place else {}
    return explained(
        visit,
        heading,
        meanings=[*map(definition, meanings), *(meaning_of(visit, indicator) for indicator in view.weights)],
        choices=choices(visit, view) | compared,
        dates=dates(visit, view) | (_cases_until(visit) if uses_clients else {}),
        files=need_of(visit, view).sources | files_of(visit, *kinds),
        uses_clients=uses_clients,
    )


def about_clients(visit: Visit, heading: str, meaning: str, kinds: Collection[str]) -> Explanation:
    """Of a table of clients alone."""
    return explained(
        visit,
        heading,
        meanings=[definition(meaning)],
        choices={},
        dates=_cases_until(visit),
        files=files_of(visit, *kinds),
        uses_clients=True,
    )


def _cases_until(visit: Visit) -> dict[str, dt.date]:
    return {visit.language.text("Cases until"): date_of(visit, "caseload_on")}
