"""Key figures and sentences of the overview."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts.key_figures import KeyFigure
from locales import Language
from metrics.definitions import definition
from pages._shared import door
from pages._shared.frame import date_of
from pages._shared.need import MUNICIPALITY_DIGITS
from pages._shared.supply import posts_of
from pages._shared.view import ALL_AREAS, View
from pages._shared.visit import Visit


def district_figures(visit: Visit) -> list[KeyFigure]:
    """Population, the two groups the concept quotes, posts, and open cases; figures that no file gives are left out."""
    census = (_share_of_census(visit, indicator) for indicator in ("foreign_nationals", "immigration_history"))
    figures = [*filter(None, (_population(visit), *census)), _posts(visit)]
    return [*figures, _open_cases(visit)] if visit.has_clients else figures


def data_state(visit: Visit) -> list[str]:
    """What was loaded, what was not, and as of when, in a few sentences."""
    language = visit.language
    official = door.read(visit.edition_id, visit.role, "official_rows").filter(pl.col("kind") == "indicators")
    sentences = [
        language.text(
            "Official statistics: {files} files, {rows} rows, newest as of {date}.",
            files=official.height,
            rows=language.number(official["rows_loaded"].sum()),
            date=language.day(official["reference_date"].max()),
        ),
        language.text("Posts: as of {date}.", date=language.day(date_of(visit, "staffing_on"))),
    ]
    if not visit.has_clients:
        return [*sentences, language.text("Cases: not loaded.")]
    clients = door.read(visit.edition_id, visit.role, "client_rows_in_all")
    return [
        *sentences,
        language.text(
            "Cases, goals, services: {loaded} of {read} rows loaded; {withheld} withheld for lack of consent, "
            "{rejected} rejected with a reason, {superseded} replaced by a newer export, {duplicate} duplicates; as of {date}.",
            **{
                name: language.number(clients[f"rows_{name}"].item())
                for name in ("read", "loaded", "withheld", "rejected", "superseded", "duplicate")
            },
            date=language.day(date_of(visit, "caseload_on")),
        ),
    ]


def place_sentence(coverage: pl.DataFrame, ags: str, language: Language) -> str:
    """The gap of the chosen municipality in a sentence."""
    row = coverage.row(by_predicate=pl.col("ags") == ags, named=True)
    known = {
        "place": row["name"],
        "fte": language.number(row["fte"], 2),
        "gap": language.number(abs(row["gap_fte"]), 2),
    }
    if row["gap_fte"] >= 0:
        return language.text("{place}: {fte} posts of welcome counselling, {gap} fewer than its share.", **known)
    return language.text("{place}: {fte} posts of welcome counselling, {gap} more than its share.", **known)


def _population(visit: Visit) -> KeyFigure | None:
    """The yearly update where it is loaded, else the census."""
    language = visit.language
    found = _district(visit, "population_update") or _district(visit, "population")
    if found is None:
        return None
    note = _as_of(found["reference_date"], language)
    return KeyFigure(language.text("Population"), language.number(found["value"]), note)


def _share_of_census(visit: Visit, indicator: str) -> KeyFigure | None:
    language = visit.language
    people, population = _district(visit, indicator), _district(visit, "population")
    if people is None or not population or not population["value"]:
        return None
    share = language.percent(people["value"] / population["value"], 2)
    note = language.text("{share} of the population, {date}", share=share, date=language.day(people["reference_date"]))
    return KeyFigure(definition(indicator).label[language.code], language.number(people["value"]), note)


def _posts(visit: Visit) -> KeyFigure:
    language = visit.language
    posts = posts_of(visit, View(focus_area=ALL_AREAS))
    note = language.text(
        "full-time equivalents granted, at {carriers} carriers, {date}",
        carriers=posts["carrier"].n_unique(),
        date=language.day(date_of(visit, "staffing_on")),
    )
    return KeyFigure(language.text("Case-management posts"), language.number(posts["fte"].sum(), 1), note)


def _open_cases(visit: Visit) -> KeyFigure:
    language = visit.language
    day = date_of(visit, "caseload_on")
    month = day.replace(day=1)
    cases = door.read(visit.edition_id, visit.role, "caseload", (), ("open_cases",), month, month)["open_cases"].item()
    note = _as_of(day, language)
    if visit.manifest["clients_are_example"]:
        note = language.text("example data, {date}", date=language.day(day))
    return KeyFigure(language.text("Open cases"), language.number(cases), note)


def _district(visit: Visit, indicator: str) -> dict[str, Any] | None:
    """The district's own figure with its date, if it is published."""
    figures = door.read(visit.edition_id, visit.role, "indicator", indicator).drop_nulls("value")
    own = figures.filter(pl.col("ags").str.len_chars() < MUNICIPALITY_DIGITS)
    return own.row(0, named=True) if own.height else None


def _as_of(date: object, language: Language) -> str:
    return language.text("as of {date}", date=language.day(date))  # type: ignore[arg-type]
