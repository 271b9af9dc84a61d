"""A comparison of caseloads to take away: the picture that stands on the page, with its table, or the table alone."""

from __future__ import annotations

from collections.abc import Sequence

from pages._shared.take_away import Picture, take_away
from pages._shared.visit import Visit
from pages.caseload.compare_notices import notices
from pages.caseload.compare_sheets import sheets
from pages.caseload.comparison import Comparison
from pages.caseload.norm import Norm
from pages.caseload.view import key_of


def downloads(
    visit: Visit,
    found: Comparison,
    name: str,
    findings: Sequence[str],
    *,
    key: str,
    picture: Picture | None = None,
    norm: Norm | None = None,
) -> None:
    """The row that takes away the comparison, with the picture or alone; parameters as of pages._shared.take_away."""
    take_away(
        visit,
        name,
        key=key_of(found.view, key),
        picture=picture,
        sheets=lambda: sheets(visit, found, norm, notices(visit, found)),
        findings=findings,
        uses_clients=True,
    )
