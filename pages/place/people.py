"""Who lives in a municipality: the main target groups, and how large they are elsewhere."""

from __future__ import annotations

import polars as pl

from charts.place import note, table
from locales import Language
from metrics.states import NAMES, state_of_figure
from pages._shared import door
from pages._shared.need import MUNICIPALITY_DIGITS, group_names, meaning_of
from pages._shared.view import View, span_of
from pages._shared.visit import Visit
from pages.place.place import Place

GROUPS = ("foreign_nationals", "immigration_history", "immigrated", "asylum_benefit_recipients", "sgb2_recipients")
POPULATIONS = ("population_update", "population")
NONE = "–"


def groups_of(visit: Visit, view: View) -> list[str]:
    """The population, the main target groups and those the view looks at, as far as they are loaded."""
    loaded = group_names(visit)
    populations = [indicator for indicator in POPULATIONS if indicator in loaded][:1]
    wanted = dict.fromkeys([*populations, *GROUPS, *view.weights])
    return [indicator for indicator in wanted if indicator in loaded]


def people(visit: Visit, view: View, place: Place) -> str:
    """HTML of the table: number, share of the population here, in the other places of the kind, and in the district."""
    language = visit.language
    caption = language.text("People in {place}", place=place.name)
    drawn = table(caption, headings(language), rows(visit, view, place), numeric=range(1, 4))
    return drawn + note(how_to_read(language))


def headings(language: Language) -> list[str]:
    """Headings of the table."""
    text = language.text
    return [text("Group"), text("Number, share"), text("same kind of place"), text("District")]


def rows(visit: Visit, view: View, place: Place) -> list[list[str]]:
    """Cells of the table, some of two lines: a row for each group."""
    return [_row(visit, view, place, indicator) for indicator in groups_of(visit, view)]


def how_to_read(language: Language) -> str:
    """What shares are of."""
    return language.text("Shares are of the population on the same day; – where none was counted then.")


def _row(visit: Visit, view: View, place: Place, indicator: str) -> list[str]:
    language, meaning = visit.language, meaning_of(visit, indicator)
    figures = _figures(visit, view, indicator)
    own = figures.filter(pl.col("ags") == place.ags)
    label = meaning.label[language.code]
    if own.is_empty():
        return [label, language.text(NAMES["not_reported"]), NONE, NONE]
    row = own.row(0, named=True)
    number = (
        language.number(row["value"])
        if row["value"] is not None
        else language.text(NAMES[state_of_figure(None, row["quality"])])
    )
    is_whole = indicator in POPULATIONS
    shares = (
        ("", NONE, NONE)
        if is_whole or row["unit"] != "persons"
        else _shares(figures.join(_populations(visit, row["reference_date"]), on="ags"), place, language)
    )
    own_share, *others = shares
    return [f"{label}\n{language.day(row['reference_date'])}", "\n".join(filter(None, (number, own_share))), *others]


def _figures(visit: Visit, view: View, indicator: str) -> pl.DataFrame:
    return door.read(visit.edition_id, visit.role, "indicator", indicator, span_of(visit, view)[1])


def _populations(visit: Visit, on: object) -> pl.DataFrame:
    """The population of all areas on a day: ags, population; no rows where none was counted."""
    for indicator in POPULATIONS:
        found = door.read(visit.edition_id, visit.role, "indicator", indicator, on)
        same_day = found.filter(pl.col("reference_date") == on).select("ags", population="value")
        if same_day.height:
            return same_day
    return pl.DataFrame(schema={"ags": pl.String, "population": pl.Float64})


def _shares(figures: pl.DataFrame, place: Place, language: Language) -> tuple[str, str, str]:
    """Here, in the other places of the kind together, and in the district (its own figure, else that of all places)."""
    known = figures.drop_nulls(["value", "population"])
    is_place = pl.col("ags").str.len_chars() == MUNICIPALITY_DIGITS
    district = known.filter(~is_place)
    parts = (
        known.filter(pl.col("ags") == place.ags),
        known.filter(pl.col("ags").is_in(place.others)),
        district if district.height else known.filter(is_place),
    )
    return tuple(_share(part, language) for part in parts)  # type: ignore[return-value]


def _share(figures: pl.DataFrame, language: Language) -> str:
    population = figures["population"].sum()
    return language.percent(figures["value"].sum() / population) if population else NONE
