"""The municipalities beside each other: what they have, would get, and would get if only proportion counted."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import polars as pl

from charts import table
from locales import Language
from pages._shared.visit import Visit
from pages.planning.proposing.moves import RESIDUE_FTE
from planning.apportion import largest_remainder, sainte_lague
from planning.evaluate import Evaluation

DECIMALS = 2
SMALLEST_REST = 0.005


@dataclass(frozen=True)
class Beside:
    """`rows`: ags, name, share (0 to 1, of the need), due, today, proposed, largest_remainder, sainte_lague (FTE), the largest change
    first. `rest`: FTE that no whole step takes."""

    rows: pl.DataFrame
    rest: float


def beside(found: Evaluation, names: dict[str, str], step: float) -> Beside:
    """Today's posts, the proposal and both methods of apportionment, which spread the proposal's total in steps by need."""
    places = found.after.places
    total, need = found.after.totals.fte, places["need"].cast(pl.Float64)
    seats = floor(total / step + RESIDUE_FTE)
    share = need / need.sum()
    rows = places.select(
        "ags",
        name=pl.col("ags").replace_strict(names),
        share=share,
        due=share * total,
        today=found.before.places["fte"],
        proposed="fte",
        largest_remainder=pl.Series(largest_remainder(need, seats), dtype=pl.Float64) * step,
        sainte_lague=pl.Series(sainte_lague(need, seats), dtype=pl.Float64) * step,
    )
    change = (pl.col("proposed") - pl.col("today")).abs().round(DECIMALS)
    return Beside(rows.sort(change, "name", descending=[True, False]), max(total - seats * step, 0.0))


def headings(language: Language) -> list[str]:
    text = language.text
    return [
        text("Municipality"),
        text("Share of the need"),
        text("Due by need (FTE)"),
        text("Posts today (FTE)"),
        text("Proposal (FTE)"),
        text("Largest remainder"),
        "Sainte-Laguë",
    ]


def markup(visit: Visit, found: Beside) -> str:
    """The table as HTML whose rows can be picked."""
    language = visit.language
    rows = [
        (ags, [name, language.percent(share), *(language.number(fte, DECIMALS) for fte in numbers)])
        for ags, name, share, *numbers in found.rows.iter_rows()
    ]
    caption = language.text(
        "All municipalities: today, the proposal, and by proportion alone; the largest change first"
    )
    sums = [language.number(found.rows[column].sum(), DECIMALS) for column in found.rows.columns[3:]]
    total = [language.text("Sum"), language.percent(1.0), *sums]
    return table.render(caption, headings(language), rows, selected=visit.ags, total=total)


def what_proportion_ignores(found: Beside, step: float, language: Language) -> str:
    """What the two methods of apportionment know, and what not."""
    told = language.text(
        "Largest remainder (Hare) and Sainte-Laguë spread the same total in whole steps of {step} posts by the need alone, as seats "
        "in a parliament are. They know nothing of focus areas, carriers, the size of posts, how many places a post serves, ways, or "
        "where anybody works today.",
        step=language.number(step, DECIMALS),
    )
    if found.rest < SMALLEST_REST:
        return told
    rest = language.number(found.rest, DECIMALS)
    return f"{told} {language.text('{rest} posts are left over, less than a step.', rest=rest)}"
