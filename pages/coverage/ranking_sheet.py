"""The list of under-served municipalities as a workbook: numbers as numbers, and a sheet that explains them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from metrics.definitions import definition
from pages._shared import door
from pages._shared.coverage import need_of
from pages._shared.downloads import explained
from pages._shared.earlier import moment_of
from pages._shared.frame import files_of
from pages._shared.need import meaning_of
from pages._shared.view import FTE_NAMES, RULE_NAMES, View, area_name, span_of, span_text
from pages._shared.visit import Visit
from pages.coverage.facts import reach_at
from pages.coverage.notes_on_ranking import notes_on_ranking
from report.sheets import Cell, Column, Explanation, Sheet, number_format

FILES = ("posts", "post_areas", "municipalities", "boundaries", "travel_times")
FTE, SIGNED, PEOPLE = number_format(2), number_format(2, signed=True), number_format(0)


def sheets(
    visit: Visit,
    view: View,
    listed: pl.DataFrame,
    rule: str,
    kinds: tuple[str, str],
    before: tuple[Visit, View] | None,
) -> list[Sheet | Explanation]:
    """The list as shown, and what its figures mean. `kinds`: names of the chosen regional type and density of settlement."""
    language, text, need = visit.language, visit.language.text, need_of(visit, view)
    title = text("Ranking of municipalities, {area}", area=area_name(view.focus_area, language))
    has_clients = reach_at(visit, view) is not None
    choices = {
        text("Focus area"): area_name(view.focus_area, language),
        text("Target group"): need.name,
        text("Ranking"): rule,
        text("Shared posts are split"): text(RULE_NAMES[view.rule]),
        text("Posts"): span_text(visit, view),
        text("Counted are"): text(FTE_NAMES[view.fte]),
        text("Regional type (RegioStaR7)"): kinds[0],
        text("Density of settlement (DEGURBA)"): kinds[1],
        **{text("Remark {number}", number=i): note for i, note in enumerate(notes_on_ranking(visit, view, before), 1)},
        **({text("Compared with the edition"): f"{moment_of(before[0])} ({before[0].edition_id})"} if before else {}),
    }
    dates = {text("Posts"): span_of(visit, view)[1]}
    several = len(need.dates) > 1
    dates |= {f"{need.name} ({number})" if several else need.name: day for number, day in enumerate(need.dates, 1)}
    meanings = ["gap_in_posts", "coverage_share", "fte_per_1000", *(["reach"] if has_clients else [])]
    about = explained(
        visit,
        title,
        meanings=[definition(name) for name in meanings] + [meaning_of(visit, name) for name in view.weights],
        choices=choices,
        dates=dates,
        files=need.sources | files_of(visit, *FILES, *(["cases"] if has_clients else [])),
        uses_clients=has_clients,
    )
    return [_list(visit, view, listed, title, rule, is_compared=before is not None), about]


def _list(visit: Visit, view: View, listed: pl.DataFrame, title: str, rule: str, *, is_compared: bool) -> Sheet:
    text = visit.language.text
    columns = [
        Column(text("Rank"), 8, PEOPLE),
        Column("AGS", 11),
        Column(text("Municipality"), 18),
        Column(text("Gap in posts (FTE)"), 12, SIGNED),
        Column(text("Gap at least, over all splits"), 12, SIGNED),
        Column(text("Gap at most, over all splits"), 12, SIGNED),
        Column(text("holds for every split"), 11),
        Column(text("Posts (FTE)"), 10, FTE),
        Column(text("Posts due by need (FTE)"), 11, FTE),
        Column(text("Coverage of need"), 12, number_format(0, percent=True)),
        Column(need_of(visit, view).name, 16, PEOPLE),
        Column(text("Posts per 1,000"), 10, FTE),
        Column(_reach_heading(visit, view), 14, number_format(1)),
        Column(text("Regional type (RegioStaR7)"), 30),
        Column(text("Density of settlement (DEGURBA)"), 18),
        Column(text("Why"), 90),
    ]
    if is_compared:
        columns[-1:-1] = [
            Column(text("Gap before (FTE)"), 11, SIGNED),
            Column(text("Change of the gap"), 11, SIGNED),
            Column(text("Change of posts"), 11, SIGNED),
            Column(text("Change of need"), 11, number_format(0, signed=True)),
        ]
    places = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "regiostar7_text", "degurba_text")
    reach = reach_at(visit, view)
    rates = (
        listed.select("ags", per_1000=pl.lit(None, pl.Float64))
        if reach is None
        else reach.frame.select("ags", "per_1000")
    )
    found = listed.join(places, on="ags", how="left", maintain_order="left").join(
        rates, on="ags", how="left", maintain_order="left"
    )
    rows = [_row(row, visit, is_compared=is_compared) for row in found.iter_rows(named=True)]
    return Sheet(text("List"), title, columns, rows, [rule])


def _reach_heading(visit: Visit, view: View) -> str:
    """New cases per 1,000, and that they are those of all focus areas where the role may not see them of the one looked at."""
    found = reach_at(visit, view)
    if found is not None and found.focus_area != view.focus_area:
        return visit.language.text("New cases of all focus areas per 1,000 in twelve months")
    return visit.language.text("New cases per 1,000 in twelve months")


def _row(row: dict[str, Cell], visit: Visit, *, is_compared: bool) -> Sequence[Cell]:
    text = visit.language.text
    before = ("gap_before", "gap_change", "fte_change", "need_change") if is_compared else ()
    holds = text("yes") if row["is_beyond_doubt"] else text("no")
    return [
        *(row[name] for name in ("rank", "ags", "name", "gap_fte", "lower", "upper")),
        holds,
        *(row[name] for name in ("fte", "due_fte", "share_of_due", "need", "fte_per_1000", "per_1000")),
        *(row[name] for name in ("regiostar7_text", "degurba_text", *before, "reason")),
    ]
