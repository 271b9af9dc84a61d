"""The three building blocks of the concept: posts, and what they produce."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from charts.wording import absolute_text, value_text
from locales import Language
from metrics.caseload import fte_by_month, month_starts
from metrics.codes import codes, name
from metrics.protection import SMALLEST_BASE
from pages._shared import door
from pages._shared.supply import CASE_MANAGEMENT
from pages._shared.view import begun
from pages._shared.visit import Visit
from pages.caseload.comparison import at_month, of_a_year, scale_of
from pages.caseload.view import CaseloadView
from report.sheets import Cell

AUTHORITIES = "authorities"
NO_FIGURE = "–"
YEARS_SHOWN = 2


@dataclass(frozen=True)
class Block:
    """A building block in the counted time: its posts with any FTE, the mean of their FTE granted, and filled where that may be
    told (None: not)."""

    code: str
    posts: int
    fte: float
    filled_fte: float | None


@dataclass(frozen=True)
class Produced:
    """A yearly count of the authorities, all together: `people` None where one of them has not published it; `fte` of the block's
    posts, mean of that year's months; `authorities` that told of it."""

    measure: str
    year: int
    people: int | None
    fte: float | None
    authorities: tuple[str, ...]

    @property
    def per_fte(self) -> float | None:
        """People per FTE; None below 10 people or without posts."""
        if self.people is None or self.people < SMALLEST_BASE or not self.fte:
            return None
        return self.people / self.fte


def blocks_of(visit: Visit, view: CaseloadView) -> list[Block]:
    """The building blocks in the counted time of the view. Filled posts are told exactly to the coordination, to everyone else only
    where at least five posts stand behind them."""
    monthly = _months(visit).filter(pl.col("month").is_between(view.first.replace(day=1), view.month))
    exact = _filled(visit, view)
    found = []
    for code in codes("building_block"):
        rows = monthly.filter(pl.col("building_block") == code)
        if rows.is_empty():
            found.append(Block(code, 0, 0.0, None))
            continue
        is_told = rows["filled_fte"].null_count() == 0
        filled = _mean(rows, view, "filled_fte") if is_told else None
        found.append(Block(code, _most(rows), _mean(rows, view, "fte"), exact.get(code, filled)))
    return found


def cases_per_fte(visit: Visit, view: CaseloadView, block: Block) -> tuple[float, float | None]:
    """What the view's figure counts in the district, and how many come to one post of case management: filled for whoever chose
    them, else granted. No rate on fewer than 10."""
    whole = at_month(of_a_year(visit, (), view.focus_area), view.month)
    counted = float(whole[view.measure].item()) if whole.height else 0.0
    is_enough = counted / scale_of(visit, view) >= SMALLEST_BASE
    is_filled = view.fte == "filled" and door.is_coordination(visit.role)
    fte = block.filled_fte if is_filled else block.fte
    return counted, counted / fte if fte and is_enough else None


def produced(visit: Visit) -> list[Produced]:
    """The yearly counts of the authorities of the newest years, by measure; none where none are loaded."""
    counts = door.read(visit.edition_id, visit.role, "authority_counts")
    monthly = _months(visit).filter(pl.col("building_block") == AUTHORITIES)
    found = []
    for measure in codes("authority_measure"):
        of_measure = counts.filter(pl.col("measure") == measure)
        for year in of_measure["year"].unique().sort(descending=True).to_list()[:YEARS_SHOWN]:
            rows = of_measure.filter(pl.col("year") == year)
            is_known = rows["people"].null_count() == 0
            fte = monthly.filter(pl.col("month").dt.year() == year)["fte"].mean()
            found.append(
                Produced(
                    measure,
                    year,
                    int(rows["people"].sum()) if is_known else None,
                    None if fte is None else float(fte),  # type: ignore[arg-type]
                    tuple(rows["authority"].unique().sort()),
                )
            )
    return found


def block_rows(blocks: list[Block], visit: Visit, view: CaseloadView) -> list[list[str]]:
    """Cells of the table of building blocks."""
    language = visit.language
    return [
        [
            name("building_block", block.code, language.code),
            language.number(block.posts),
            language.number(block.fte, 1),
            language.number(block.filled_fte, 1) if block.filled_fte is not None else NO_FIGURE,
            *_output(block, visit, view),
        ]
        for block in blocks
    ]


def block_cells(blocks: list[Block], visit: Visit, view: CaseloadView) -> list[list[Cell]]:
    """The same for the workbook, numbers as numbers."""
    rates = [cases_per_fte(visit, view, block)[1] if block.code == CASE_MANAGEMENT else None for block in blocks]
    shown = block_rows(blocks, visit, view)
    return [
        [words[0], block.posts, block.fte, block.filled_fte, words[4], rate]
        for words, block, rate in zip(shown, blocks, rates, strict=True)
    ]


def produced_cells(found: list[Produced], language: Language) -> list[list[Cell]]:
    """The table of the authorities' counts for the workbook, numbers as numbers."""
    return [
        [*words[:1], row.year, words[2], words[3] if row.people is None else row.people, row.fte, row.per_fte]
        for words, row in zip(produced_rows(found, language), found, strict=True)
    ]


def produced_rows(found: list[Produced], language: Language) -> list[list[str]]:
    """Cells of the table of the authorities' counts."""
    return [
        [
            name("authority_measure", row.measure, language.code),
            str(row.year),
            ", ".join(row.authorities),
            language.number(row.people) if row.people is not None else language.text("not published by all"),
            language.number(row.fte, 1) if row.fte else NO_FIGURE,
            language.number(row.per_fte, 1) if row.per_fte is not None else NO_FIGURE,
        ]
        for row in found
    ]


def _output(block: Block, visit: Visit, view: CaseloadView) -> tuple[str, str]:
    """What a block produces, and how much of it comes to one post."""
    language, text = visit.language, visit.language.text
    if block.code == CASE_MANAGEMENT:
        counted, rate = cases_per_fte(visit, view, block)
        shown = f"{begun(view.meaning.numerator[language.code])}: {absolute_text(round(counted, 1), language)}"
        return shown, value_text(rate, view.meaning, language) if rate is not None else NO_FIGURE
    if block.code == AUTHORITIES:
        found = produced(visit)
        return (text("yearly counts, see below") if found else text("not loaded (authority_counts.csv)")), NO_FIGURE
    return text("nothing that is counted: steering and coordination"), NO_FIGURE


def _months(visit: Visit) -> pl.DataFrame:
    return door.read(visit.edition_id, visit.role, "occupancy")


def _filled(visit: Visit, view: CaseloadView) -> dict[str, float]:
    """Filled FTE of every building block, the mean of the monthly values; only for the coordination."""
    if not door.is_coordination(visit.role):
        return {}
    periods = door.read(visit.edition_id, visit.role, "filled_posts")
    months = month_starts(view.first.replace(day=1), view.month)
    monthly = fte_by_month(periods.with_columns(fte="filled_fte"), months)
    kinds = periods.select("post", "building_block").unique()
    summed = monthly.join(kinds, on="post").group_by("building_block").agg(pl.col("fte").sum() / len(months))
    return dict(summed.sort("building_block").rows())


def _mean(rows: pl.DataFrame, view: CaseloadView, column: str) -> float:
    """The month's own value, or the mean of twelve; a month without posts counts as 0."""
    months = 1 if view.is_stock else 12
    return float(rows[column].sum()) / months


def _most(rows: pl.DataFrame) -> int:
    """The posts of the last of the months."""
    return int(rows.sort("month")["posts"][-1])
