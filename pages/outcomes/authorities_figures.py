"""Picture and tables of the authorities' yearly counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from charts import yearly
from charts.wording import value_text
from locales import Language
from metrics.codes import name
from metrics.definitions import Definition, definition
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.frame import date_of, files_of
from pages._shared.maps import notes_of_picture
from pages._shared.trends import TREND_NAMES, rule_text
from pages._shared.view import begun
from pages._shared.visit import Visit
from pages.outcomes.authorities_counts import (
    NOT_PUBLISHED,
    PUBLISHED,
    Count,
    by_authority,
    counts,
    posts,
    trend,
)

NOTHING = "–"
# Pixels; one authority alone needs half of the page.
HEIGHT, NARROW = 380, 560


def meaning() -> Definition:
    """What is drawn."""
    return definition("authority_counts_per_fte")


def title(measure: str, language: Language) -> str:
    """What picture and table show."""
    return language.text("{measure}, year by year", measure=begun(name("authority_measure", measure, language.code)))


def drawn(visit: Visit, measure: str) -> dict[str, list[Count]]:
    """The authorities of which something can be divided by posts, with their counts."""
    found = by_authority(counts(visit, measure))
    return {name: of_one for name, of_one in found.items() if any(count.value is not None for count in of_one)}


def picture(visit: Visit, measure: str, **options: Any) -> str:
    """People per FTE of each authority, year by year, as SVG."""
    language, shown = visit.language, drawn(visit, measure)
    found = [count for of_one in shown.values() for count in of_one]
    frame = pl.DataFrame(
        [(count.authority, count.year, count.value, count.lower, count.upper) for count in found],
        schema={"series": pl.String, "year": pl.Int32, "value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64},
        orient="row",
    )
    return yearly.render(
        frame,
        meaning(),
        language,
        title=f"{title(measure, language)} ({meaning().unit[language.code]})",
        names={authority: authority for authority in shown},
        # Authorities do different work and have other employees: there is no district to lay beside them.
        whole=pl.DataFrame(schema={"year": pl.Int32, "value": pl.Float64}),
        trends={authority: _below(visit, of_one) for authority, of_one in shown.items()},
        open_years=sorted({count.year for count in found if count.is_open}),
        each=language.text("authority, people per post (FTE)"),
        **{"height": HEIGHT, "width": NARROW if len(shown) == 1 else yearly.WIDTH, **options},
    )


def notes(visit: Visit) -> list[str]:
    """How to read the picture, sources, protection and edition, for pictures that leave the page."""
    reading = [*on_counts(visit), *rule(visit.language)]
    return notes_of_picture(visit, files(visit), reading=reading, uses_clients=False)


def on_counts(visit: Visit) -> list[str]:
    """That the counts are not fit to compare authorities, and what protection did to them."""
    return [not_compared(visit.language), *rounded(visit)]


def rounded(visit: Visit) -> list[str]:
    """What rounding does, for whoever sees rounded counts."""
    if door.is_coordination(visit.role):
        return []
    return [visit.language.text("Counts are rounded to 5 (0 may be 0 to 2), and every comparison allows for it.")]


def not_compared(language: Language) -> str:
    """That the figures are not fit to compare authorities."""
    return language.text(
        "These are counts of whole authorities, of which the posts of building block 3 do a part: they tell how one authority "
        "developed, not which one works better."
    )


def rule(language: Language) -> list[str]:
    """When a change and a trend are named."""
    text = language.text
    return [
        text(
            "A change from one year to the next is named only where the two counts differ by more than chance explains (99.8 %)."
        ),
        f"{text('Trends compare the last five full calendar years.')} {rule_text(language)}",
    ]


def files(visit: Visit) -> set[str]:
    """The files that the figures are worked out from."""
    return files_of(visit, "authority_counts", "posts")


def headings(visit: Visit) -> list[str]:
    """Headings of the table of one measure."""
    text = visit.language.text
    return [
        text("Authority"),
        text("Year"),
        text("Number"),
        text("Posts (FTE)"),
        *([text("of which filled (FTE)")] if door.is_coordination(visit.role) else []),
        text("per post (FTE)"),
        text("95 % interval"),
    ]


def rows(visit: Visit, measure: str) -> list[list[str]]:
    """Cells of the table: authority by authority, the newest year first."""
    return [
        _cells(visit, count) for of_one in by_authority(counts(visit, measure)).values() for count in reversed(of_one)
    ]


def number_text(visit: Visit, count: Count) -> str:
    """What was counted, or why there is no number: not published and not reported are not the same."""
    language, text = visit.language, visit.language.text
    if count.state == PUBLISHED:
        return language.number(count.people or 0)
    if count.state == NOT_PUBLISHED:
        return text("not published")
    return text("not reported") if door.is_coordination(visit.role) else text("not reported, or at most 2")


def post_headings(visit: Visit) -> list[str]:
    """Headings of the table of the block's posts."""
    text = visit.language.text
    return [
        text("Authority"),
        text("Post"),
        text("Posts (FTE)"),
        *([text("of which filled (FTE)")] if door.is_coordination(visit.role) else []),
        text("Remark"),
    ]


def post_rows(visit: Visit) -> list[list[str]]:
    """The block's posts as of the staffing table's reference date."""
    language = visit.language
    there = posts(visit).filter(valid_on(date_of(visit, "staffing_on"))).sort("carrier", "post")
    filled = ("filled_fte",) if "filled_fte" in there.columns else ()
    return [
        [
            row["carrier"],
            row["post"],
            *(language.number(row[column], 1) for column in ("fte", *filled)),
            row["remark"] or "",
        ]
        for row in there.iter_rows(named=True)
    ]


def _cells(visit: Visit, count: Count) -> list[str]:
    language, staffed = visit.language, count.staffed
    posts_text = language.number(staffed.fte, 1) if staffed.posts else NOTHING
    filled = NOTHING if staffed.filled_fte is None or not staffed.posts else language.number(staffed.filled_fte, 1)
    return [
        count.authority,
        _year_text(count, language),
        number_text(visit, count),
        posts_text,
        *([filled] if door.is_coordination(visit.role) else []),
        NOTHING if count.value is None else value_text(count.value, meaning(), language),
        range_text(count, language) or NOTHING,
    ]


def _below(visit: Visit, of_one: Sequence[Count]) -> str:
    """The trend in words below the name of a panel."""
    language = visit.language
    slope, verdict = trend(visit, of_one)
    word = language.text(TREND_NAMES[verdict])
    if verdict not in ("rising", "falling"):
        return word
    return language.text("{trend}: {slope} a year", trend=word, slope=slope_text(slope, language))


def slope_text(slope: float | None, language: Language) -> str:
    return language.number(slope or 0.0, meaning().decimals, signed=True)


def range_text(count: Count, language: Language) -> str:
    if count.lower is None or count.upper is None:
        return ""
    lower, upper = (value_text(limit, meaning(), language) for limit in (count.lower, count.upper))
    return language.text("{lower} to {upper}", lower=lower, upper=upper)


def _year_text(count: Count, language: Language) -> str:
    return language.text("{year} to date", year=count.year) if count.is_open else str(count.year)
