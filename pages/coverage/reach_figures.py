"""Sentences, map and tables of reach."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts import intervals
from charts.medium import Medium
from charts.verdict_signs import SIGNS
from locales import Language
from metrics.definitions import definition
from pages._shared.drawing import options_for
from pages._shared.frame import files_of
from pages._shared.maps import draw_map, map_options, notes_of_picture
from pages._shared.reach import Reach
from pages._shared.view import area_name
from pages._shared.visit import Visit

# About the pixels beside the map on a screen 1366 pixels wide.
INTERVALS_SIZE = {"width": 540}
VERDICT_NAMES = {
    "higher": "higher than the district, beyond chance",
    "lower": "lower than the district, beyond chance",
    "as_expected": "within what chance explains",
    "too_small": "too few new cases to judge",
}
VERDICT_FINDINGS = {
    "higher": "Higher than in the district, by more than chance explains: {places}.",
    "lower": "Lower than in the district, by more than chance explains: {places}.",
    "too_small": "Too few new cases to judge: {places}.",
}


def span(found: Reach, language: Language) -> str:
    """The twelve counted months in words."""
    return language.text("{first} to {last}", first=language.day(found.first), last=language.day(found.last))


def names(language: Language) -> dict[str, str]:
    """What verdicts and evened-out rates are called in the chart."""
    verdicts = {key: language.text(VERDICT_NAMES[key]) for key in VERDICT_NAMES}
    return verdicts | {"shrunken": language.text("evened out (drawn towards the district)")}


def title(found: Reach, language: Language) -> str:
    """What map, chart and table show."""
    return language.text(
        "New cases per 1,000, {area}, {span}", area=area_name(found.focus_area, language), span=span(found, language)
    )


def findings(found: Reach, language: Language) -> list[str]:
    """The district's rate, who differs from it beyond chance, and who has too few cases to say."""
    text = language.text
    lines = [
        text(
            "{cases} new cases in twelve months (until {day}, {area}): that is {rate} per 1,000 people of the target group ({group}) "
            "in the district.",
            cases=language.number(found.district_cases),
            day=language.day(found.last),
            area=area_name(found.focus_area, language),
            rate=language.number(found.district_per_1000, 1),
            group=found.need.name,
        )
    ]
    for verdict in ("higher", "lower", "too_small"):
        places = found.frame.filter(pl.col("verdict") == verdict)
        if places.height:
            lines.append(text(VERDICT_FINDINGS[verdict], places=_rates(places, language)))
    if not found.frame["verdict"].is_in(["higher", "lower"]).any():
        lines.insert(1, text("No municipality differs from the district by more than chance explains."))
    small = found.frame.filter((pl.col("verdict") != "too_small") & pl.col("is_small_base"))
    if small.height:
        lines.append(
            text("Fewer than ten new cases, to be read with care: {places}.", places=", ".join(small["name"].to_list()))
        )
    return lines


def reach_map(visit: Visit, found: Reach, medium: Medium = Medium.PAGE) -> str:
    """The rates as SVG; a dot marks where the district is left beyond chance, too small a base has its own hatching."""
    language = visit.language
    too_small = pl.col("verdict") == "too_small"
    state = (
        pl.when(too_small)
        .then(pl.lit("suppressed"))
        .when(pl.col("per_1000") == 0)
        .then(pl.lit("zero"))
        .otherwise(pl.lit("value"))
    )
    values = found.frame.select(
        "ags", "name", value="per_1000", state=state, mark=pl.col("verdict").is_in(["higher", "lower"])
    ).with_columns(
        detail=pl.Series([_detail(row, found.need.name, language) for row in found.frame.iter_rows(named=True)])
    )
    note = language.text(
        "{group} as of {day}; cases of twelve months until {last}",
        group=found.need.name,
        day=found.need.dates_text(language),
        last=language.day(found.last),
    )
    return draw_map(
        visit,
        values,
        definition("reach"),
        title(found, language),
        note,
        mark_label=language.text("differs from the district by more than chance explains"),
        **map_options(medium, lambda: notes(visit, found)),
    )


def reach_intervals(visit: Visit, found: Reach, medium: Medium = Medium.PAGE) -> str:
    """The rates with what they may be, and the evened-out ones, as SVG."""
    language = visit.language
    return intervals.render(
        ranked(found),
        names(language),
        definition("reach"),
        language,
        title=title(found, language),
        average=found.district_per_1000,
        selected=visit.ags,
        **options_for(medium, lambda: notes(visit, found), page=INTERVALS_SIZE),
    )


def notes(visit: Visit, found: Reach) -> list[str]:
    """What is made up, sources, protection and edition, for pictures that leave the page."""
    return notes_of_picture(visit, files_of_reach(visit, found))


def headings(found: Reach, language: Language) -> list[str]:
    """Headings of the table."""
    text = language.text
    return [
        text("Municipality"),
        text("New cases"),
        found.need.name,
        text("per 1,000"),
        text("Range (95 %)"),
        text("Evened out"),
        text("Compared with the district"),
    ]


def rows(found: Reach, language: Language) -> list[tuple[str, list[str]]]:
    """AGS and cells of every municipality, the highest rate first."""
    return [(row["ags"], _cells(row, language)) for row in ranked(found).iter_rows(named=True)]


def total(found: Reach, language: Language) -> list[str]:
    """Cells of the district's row; its count is its own, not the sum of rounded parts."""
    people = language.number(float(found.need.frame["need"].sum()))
    rate = language.number(found.district_per_1000, 1)
    return [language.text("District"), language.number(found.district_cases), people, rate, "–", "–", "–"]


def ranked(found: Reach) -> pl.DataFrame:
    """The municipalities from the highest rate to the lowest, those without one last."""
    return found.frame.sort("per_1000", "name", descending=[True, False], nulls_last=True)


def files_of_reach(visit: Visit, found: Reach) -> frozenset[str]:
    """The files that reach is worked out from."""
    return found.need.sources | files_of(visit, "cases")


def _rates(places: pl.DataFrame, language: Language) -> str:
    """Names, with the rate where there is one, the farthest from the others first."""
    named = [
        row["name"] if row["per_1000"] is None else f"{row['name']} ({language.number(row['per_1000'], 1)})"
        for row in places.sort("per_1000", "name", descending=[places["verdict"][0] == "higher", False]).iter_rows(
            named=True
        )
    ]
    return ", ".join(named)


def _cells(row: dict[str, Any], language: Language) -> list[str]:
    counted = [row["name"], language.number(row["new_cases"]), language.number(row["need"])]
    verdict = f"{SIGNS[row['verdict']]} {language.text(VERDICT_NAMES[row['verdict']])}"
    if row["per_1000"] is None:
        return [*counted, "–", "–", "–", verdict]
    return [
        *counted,
        language.number(row["per_1000"], 1),
        _range(row, language),
        language.number(row["shrunken"], 1),
        verdict,
    ]


def _range(row: dict[str, Any], language: Language) -> str:
    lower, upper = (language.number(row[limit], 1) for limit in ("lower", "upper"))
    return language.text("{lower} to {upper}", lower=lower, upper=upper)


def _detail(row: dict[str, Any], group: str, language: Language) -> str:
    """Further lines of the hover card: cases, people, range and verdict."""
    text = language.text
    lines = [
        text("New cases: {number}", number=language.number(row["new_cases"])),
        text("{group}: {number}", group=group, number=language.number(row["need"])),
    ]
    if row["per_1000"] is not None:
        lines.append(text("Range (95 %): {range}", range=_range(row, language)))
    return "\n".join([*lines, text(VERDICT_NAMES[row["verdict"]])])
