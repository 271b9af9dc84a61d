"""Tables as a German spreadsheet opens them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from locales import Language
from pages._shared.coverage import need_of
from pages._shared.need import meaning_of
from pages._shared.view import FTE_NAMES, RULE_NAMES, View, area_name, span_text
from pages._shared.visit import Visit

Cell = str | float | None


def as_csv(
    facts: Mapping[str, str], headings: Sequence[str], rows: Iterable[Sequence[Cell]], language: Language
) -> bytes:
    """Semicolons, the decimal marks of the language, UTF-8 with BOM; what was chosen and when it was counted in the head."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(cell, language) for cell in row] for row in (*facts.items(), headings, *rows))
    return text.getvalue().encode("utf-8-sig")


def facts_of_view(visit: Visit, view: View) -> dict[str, str]:
    """What was chosen, of when the figures are, and where they come from, by its label."""
    language, need = visit.language, need_of(visit, view)
    return {
        language.text("Focus area"): area_name(view.focus_area, language),
        language.text("Target group"): need.name,
        language.text("Target group as of"): need.dates_text(language),
        language.text("Posts as of"): span_text(visit, view),
        language.text("Counted are"): language.text(FTE_NAMES[view.fte]),
        language.text("Shared posts are split"): language.text(RULE_NAMES[view.rule]),
        language.text("Source"): "; ".join(
            meaning_of(visit, indicator).source[language.code] for indicator in view.weights
        ),
        language.text("Edition of the data"): visit.edition_id,
    }


def no_formula(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _cell(cell: Cell, language: Language) -> str:
    if isinstance(cell, str):
        return no_formula(cell)
    return "" if cell is None else f"{cell:.4f}".replace(".", "," if language.code == "de" else ".")
