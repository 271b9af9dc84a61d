"""Whom all figures about clients leave out: those who did not consent to being recorded."""

from __future__ import annotations

from metrics.protection import SMALLEST_BASE, sees_exact
from pages._shared import door
from pages._shared.visit import Visit


def consent_text(visit: Visit) -> str:
    """That only consenting clients are counted, with the share of cases in the exports that is withheld."""
    language = visit.language
    found = door.read(visit.edition_id, visit.role, "consent").row(0, named=True)
    read, withheld = found["rows_read"], found["rows_withheld"]
    if read < (1 if sees_exact(visit.role) else SMALLEST_BASE):
        return language.text("Consenting clients only.")
    return language.text(
        "Consenting clients only: {withheld} of {read} cases in the exports ({share}) are withheld for lack of consent, "
        "and nobody knows how their counselling went.",
        withheld=language.number(withheld),
        read=language.number(read),
        share=language.percent(withheld / read, 1),
    )
