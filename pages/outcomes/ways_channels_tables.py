"""Access channels as tables: by unit, and by calendar year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts import table
from charts.wording import value_text
from metrics.definitions import definition
from pages._shared.visit import Visit
from pages.outcomes import ways_channels as channels
from pages.outcomes.view import UNITS, OutcomeView, year_text
from pages.outcomes.ways_channels import NOT_STATED, OTHERS
from pages.outcomes.ways_channels_shown import title_of_units, title_of_years
from pages.outcomes.ways_words import breakable

NOTHING = "–"


def units_table(visit: Visit, view: OutcomeView) -> str:
    """New cases of every unit by the access channels that are drawn, as HTML."""
    text = visit.language.text
    rows = channels.by_unit(visit, view).rows(named=True)
    parts = channels.parts_of(visit)
    unknown = {NOT_STATED: text("way not stated")} if any(row[NOT_STATED] for row in rows) else {}
    fields = ("cases", *parts, *unknown)

    def counts(row: Mapping[str, Any]) -> list[str]:
        found = {**row, OTHERS: channels.other_ways(visit, row)}
        return [_number(visit, found.get(field)) for field in fields]

    return table.render(
        title_of_units(visit, view),
        [text(UNITS[view.by]), text("New cases"), *map(breakable, parts.values()), *unknown.values()],
        [(row["unit"], [row["label"], *counts(row)]) for row in rows],
        selected=view.picked,
        total=[text("all together"), *counts(channels.of_every_unit(visit, view))],
    )


def years_table(visit: Visit, view: OutcomeView) -> str:
    """Access channels of what is chosen with their shares, a column for each calendar year, as HTML."""
    text, language = visit.language.text, visit.language
    rows = channels.by_year(visit, view).rows(named=True)
    names = channels.channel_names(visit)
    counted = [
        [label, *(_with_share(visit, row, code) for row in rows)]
        for code, label in names.items()
        if any(row[code] for row in rows)
    ]
    unknown = [_number(visit, row[NOT_STATED]) for row in rows]
    return table.plain(
        title_of_years(visit, view),
        [text("Access channel"), *(year_text(visit, row["year"]) for row in rows)],
        [
            *counted,
            [text("way not stated"), *unknown],
            [text("New cases"), *(language.number(row["cases"] or 0) for row in rows)],
        ],
        numeric=range(1, len(rows) + 1),
    )


def _with_share(visit: Visit, row: dict[str, Any], code: str) -> str:
    share = channels.share_of_known(row, code, visit.role)
    if not row[code] or share is None:
        return _number(visit, row[code])
    return (
        f"{visit.language.number(row[code])} ({value_text(share, definition('access_channel_share'), visit.language)})"
    )


def _number(visit: Visit, count: int | None) -> str:
    return visit.language.number(count) if count else NOTHING
