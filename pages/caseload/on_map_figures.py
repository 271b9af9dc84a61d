"""The map of cases per full-time post, and the table beside it."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts import table
from charts.verdicts import verdict_text
from charts.wording import absolute_text, value_text
from locales import Language
from metrics.staffing import RESIDUE
from pages._shared.maps import draw_map
from pages._shared.view import RULE_NAMES
from pages._shared.visit import Visit
from pages.caseload.compare_figures import COUNTED, NO_FIGURE, card, ordered, range_text
from pages.caseload.comparison import JUDGED, Comparison
from pages.caseload.supply import need_of_split
from pages.caseload.view import span_text, title


def draw(visit: Visit, found: Comparison, **options: Any) -> str:
    """The rates as SVG; a dot marks what is high or low beyond chance. Hatched: no post, or too few cases for a rate."""
    language = visit.language
    return draw_map(
        visit,
        values(found, language),
        found.view.meaning,
        map_title(found, language),
        note(visit, found),
        mark_label=language.text("high or low, beyond chance"),
        **options,
    )


def values(found: Comparison, language: Language) -> pl.DataFrame:
    """Rates as charts.map.render takes them: a rate of its own, none because nobody is there, or too few to show."""
    rate = pl.col("per_fte")
    state = (
        pl.when(pl.col("fte") <= RESIDUE)
        .then(pl.lit("no_service"))
        .when((pl.col("observed") == 0) & (pl.col("verdict") != "too_small"))
        .then(pl.lit("zero"))
        .when(rate.is_null())
        .then(pl.lit("suppressed"))
        .otherwise(pl.lit("value"))
    )
    details = [card(row, found, language) for row in found.frame.iter_rows(named=True)]
    named = found.frame.with_columns(state=state, detail=pl.Series(details, dtype=pl.String))
    return named.select(
        "state",
        "detail",
        ags="key",
        name="label",
        value=pl.when(pl.col("state") == "zero").then(0.0).otherwise(rate),
        mark=pl.col("verdict").is_in(list(JUDGED)) & rate.is_not_null(),
    ).sort("ags")


def map_title(found: Comparison, language: Language) -> str:
    """What the map shows."""
    return f"{title(found.view, language)}, {span_text(found.view, language)}"


def note(visit: Visit, found: Comparison) -> str:
    """When is counted, and how shared posts are split."""
    language, view = visit.language, found.view
    parts = [span_text(view, language)]
    need = need_of_split(visit, view)
    if view.rule == "need":
        parts.append(
            language.text(
                "shared posts split by need ({group}, {date})", group=need.name, date=need.dates_text(language)
            )
        )
    else:
        rule = language.text(RULE_NAMES[view.rule])
        parts.append(language.text("shared posts split {rule}", rule=rule))
    return " · ".join(parts)


def table_markup(visit: Visit, found: Comparison) -> str:
    """Rates and verdicts as a table."""
    language, view = visit.language, found.view
    text = language.text
    headings = [
        text("Municipality"),
        text("per post (FTE)"),
        text(COUNTED[view.measure]),
        text("Posts (FTE)"),
        text("Range (95 %)"),
        text("Evened out"),
        text("Verdict"),
    ]
    rows = [(row["key"], _cells(row, found, language)) for row in ordered(found).iter_rows(named=True)]
    rate = found.per_fte
    total = [
        text("District"),
        NO_FIGURE if rate is None else value_text(rate, view.meaning, language),
        absolute_text(round(found.total, 1), language),
        language.number(found.fte, 2),
        NO_FIGURE,
        NO_FIGURE,
        NO_FIGURE,
    ]
    return table.render(map_title(found, language), headings, rows, selected=visit.ags, total=total, words=(6,))


def _cells(row: dict[str, Any], found: Comparison, language: Language) -> list[str]:
    rate, evened = (
        NO_FIGURE if row[name] is None else value_text(row[name], found.view.meaning, language)
        for name in ("per_fte", "shrunken")
    )
    return [
        row["label"],
        rate,
        absolute_text(round(row["observed"], 1), language),
        language.number(row["fte"], 2) if row["fte"] > RESIDUE else language.text("none"),
        range_text(row, found, language),
        evened,
        verdict_text(row["verdict"], language),
    ]
