"""A comparison of caseloads as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from charts.verdicts import VERDICT_WORDS
from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.visit import Visit
from pages.caseload.ags_column import with_ags
from pages.caseload.compare_figures import all_files, has_missing, heading, headings, norm_text, ordered
from pages.caseload.comparison import Comparison
from pages.caseload.norm import Norm
from pages.caseload.supply import need_of_split
from pages.caseload.view import choices_in_words
from report.sheets import Column, Explanation, Sheet, number_format


def sheets(
    visit: Visit, found: Comparison, norm: Norm | None = None, notes: Sequence[str] = ()
) -> Sequence[Sheet | Explanation]:
    """The table with all its figures, and the sheet that explains it; `notes` are set below the table."""
    language, text, view = visit.language, visit.language.text, found.view
    unit, counted, posts, rate, _, evened, expected, ratio, *_, verdict = headings(found, norm, language)
    decimals = number_format(view.meaning.decimals)
    columns = [
        Column(unit, 34),
        Column(counted, 12, number_format(0)),
        Column(posts, 12, number_format(2)),
        Column(rate, 12, decimals),
        Column(text("Lower limit (95 %)"), 12, decimals),
        Column(text("Upper limit (95 %)"), 12, decimals),
        Column(evened, 12, decimals),
        Column(expected, 12, number_format(1)),
        Column(ratio, 12, number_format(2)),
        *([Column(text("Posts missing (FTE, cautious)"), 14, number_format(2))] if has_missing(found) else []),
        Column(verdict, 36),
    ]
    figures = ["observed", "fte", "per_fte", "lower", "upper", "shrunken", "expected", "ratio"]
    figures += ["missing_fte"] if has_missing(found) else []
    units = ordered(found)
    rows = [
        (*(row[name] for name in ("label", *figures)), text(VERDICT_WORDS[row["verdict"]]))
        for row in units.iter_rows(named=True)
    ]
    whole = (text("District"), found.total, found.fte, found.per_fte, *[None] * (len(columns) - 4))
    name = heading(found, language)
    dates = {text("Counted until"): view.last}
    if view.by == "ags":
        dates[text("Target group as of")] = max(need_of_split(visit, view).dates)
    choices = dict(choices_in_words(visit, view)) | _norm(norm, found, visit)
    about = explained(
        visit,
        name,
        meanings=[view.meaning, definition("caseload_ratio")],
        choices=choices,
        dates=dates,
        files=all_files(visit, view),
        uses_clients=True,
    )
    table = Sheet(text("Comparison"), name, columns, [*rows, whole], notes)
    return [with_ags(table, view, [*units["key"], None]), about]


def _norm(norm: Norm | None, found: Comparison, visit: Visit) -> dict[str, str]:
    if norm is None:
        return {}
    return {visit.language.text("Norm"): norm_text(norm, found.view, visit.language)}
