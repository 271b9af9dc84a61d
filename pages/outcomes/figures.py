"""Figures, sentences and tables of the outcomes page."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from charts.table import plain
from locales import Language
from metrics.codes import codes, name
from metrics.outcomes import achievement
from metrics.protection import rate
from pages._shared import door
from pages._shared.choices import choice
from pages._shared.view import ALL_AREAS, area_name
from pages._shared.visit import Visit

ALL_YEARS = "all"


@dataclass(frozen=True)
class OutcomeView:
    """What is looked at: a focus area (or "all"), a year (or None for all), and whether figures may be told apart by focus
    area and topic: in a single municipality that would show single employees and is for the coordination."""

    focus_area: str
    year: int | None
    by_subject: bool

    @property
    def only_area(self) -> str | None:
        return None if self.focus_area == ALL_AREAS else self.focus_area


def choose_view(visit: Visit) -> OutcomeView:
    """Focus area and year; the municipality is chosen in the sidebar."""
    language = visit.language
    areas = {ALL_AREAS: language.text("all focus areas")} | {
        code: names[language.code] for code, names in codes("focus_area").items()
    }
    found = door.read(visit.edition_id, visit.role, "goals", ("year",))["year"].to_list()
    years = {ALL_YEARS: language.text("all years")} | {str(year): str(year) for year in reversed(found)}
    columns = iter(st.columns([1, 1, 1.2]))
    by_subject = not visit.ags or door.is_coordination(visit.role)
    area = ALL_AREAS
    if by_subject:
        with next(columns):
            area = choice(language.text("Focus area"), "outcome_area", areas, default=ALL_AREAS)
    with next(columns):
        year = choice(
            language.text("Year"),
            "year",
            years,
            default=ALL_YEARS,
            explanation=language.text(
                "Goals by the year they were agreed, cases by the year of the first interview, waiting times by the year of "
                "the request, services by the year they were given."
            ),
        )
    return OutcomeView(area, None if year == ALL_YEARS else int(year), by_subject)


def headline(visit: Visit, view: OutcomeView) -> list[str]:
    """Where it is, how many goals were reached and how long people waited, with the range of each."""
    language = visit.language
    place = _place(visit)
    sentences = []
    goals = achievement(_goals(visit, view, ()), visit.role).row(0, named=True)
    if goals["share_achieved"] is not None:
        sentences.append(
            language.text(
                "{place}, {area}: {achieved} of {settled} settled goals were fully achieved, that is {share} "
                "(between {lower} and {upper}); {open} are still open.",
                place=place,
                area=area_name(view.focus_area, language),
                achieved=language.number(goals["goals_achieved"]),
                settled=language.number(goals["goals_settled"]),
                share=language.percent(goals["share_achieved"], 0),
                lower=language.percent(goals["share_lower"], 0),
                upper=language.percent(goals["share_upper"], 0),
                open=language.number(goals["goals_open"]),
            )
        )
    agreed = _agreements(visit, view)
    if agreed["share"] is not None:
        sentences.append(
            language.text(
                "In {share} of {cases} cases goals were agreed.",
                share=language.percent(agreed["share"], 0),
                cases=language.number(agreed["cases"]),
            )
        )
    waited = _waiting(visit, view)
    if waited is not None:
        sentences.append(
            language.text(
                "Half of the people waited at most {median} days for their first interview, a quarter longer than {upper} days.",
                median=language.number(waited["median_days"]),
                upper=language.number(waited["upper_quartile_days"]),
            )
        )
    return sentences or [language.text("{place}: too few cases for figures.", place=place)]


def goals_by_area(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """Counts of goals by what became of them, one row per focus area, or one for the municipality, with label."""
    if not view.by_subject:
        return _goals(visit, view, ()).with_columns(label=pl.lit(_place(visit)))
    goals = _goals(visit, view, ("focus_area",))
    labels = {code: names[visit.language.code] for code, names in codes("focus_area").items()}
    order = pl.Series(list(labels))
    return goals.sort(pl.col("focus_area").replace_strict(order, range(len(order)))).with_columns(
        label=pl.col("focus_area").replace_strict(labels)
    )


def status_names(language: Language) -> dict[str, str]:
    """Columns of counts and how they are called."""
    known = {f"goals_{code}": names[language.code] for code, names in codes("goal_status").items()}
    return {
        column: known[column] for column in ("goals_achieved", "goals_partly_achieved", "goals_ended", "goals_open")
    }


def topics(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """Goals and share achieved, one row per topic, with label; only where view.by_subject."""
    found = achievement(_goals(visit, view, ("topic",)), visit.role)
    labels = {code: names[visit.language.code] for code, names in codes("topic").items()}
    return found.with_columns(label=pl.col("topic").replace_strict(labels))


def waiting_by_year(visit: Visit, view: OutcomeView) -> tuple[pl.DataFrame, dict[str, str]]:
    """Median days waited by year of the request and by focus area where that may be shown, with the names of the lines."""
    if not view.by_subject:
        found = door.read(visit.edition_id, visit.role, "waiting", ("year",), ags=visit.ags)
        return found.with_columns(series=pl.lit(visit.ags)), {visit.ags: _place(visit)}
    found = door.read(visit.edition_id, visit.role, "waiting", ("focus_area", "year"), ags=visit.ags or None)
    names = {code: names[visit.language.code] for code, names in codes("focus_area").items()}
    return found.rename({"focus_area": "series"}), names


def numbers(visit: Visit, view: OutcomeView, topics: pl.DataFrame | None) -> None:
    """Goals by topic, where they may be shown, and services by kind as tables."""
    language = visit.language
    services = door.read(
        visit.edition_id,
        visit.role,
        "services",
        ("service_type",),
        view.year,
        focus_area=view.only_area,
        ags=visit.ags or None,
    )
    kinds = {code: name("service_type", code, language.code) for code in codes("service_type")}
    by_topic = [
        [
            row["label"],
            *(language.number(row[count]) for count in ("goals_agreed", "goals_settled", "goals_achieved")),
            "–" if row["share_achieved"] is None else language.percent(row["share_achieved"], 0),
        ]
        for row in (topics.sort("goals_agreed", descending=True).to_dicts() if topics is not None else [])
    ]
    by_kind = [
        [kinds[kind], language.number(count)] for kind, count in services.sort("services", descending=True).rows()
    ]
    headings = [
        language.text("Topic"),
        language.text("Goals agreed"),
        language.text("settled"),
        language.text("achieved"),
        language.text("achieved, % of settled"),
    ]
    with st.expander(language.text("Figures as tables: goals by topic, services by kind")):
        first, second = st.columns([1.6, 1], gap="large")
        with first:
            if topics is not None:
                st.html(plain(language.text("Goals by topic"), headings, by_topic, numeric=range(1, 5)))
        with second:
            kind_headings = [language.text("Kind of service"), language.text("Services")]
            st.html(plain(language.text("Services by kind"), kind_headings, by_kind, numeric=(1,)))


def _goals(visit: Visit, view: OutcomeView, by: tuple[str, ...]) -> pl.DataFrame:
    return door.read(
        visit.edition_id, visit.role, "goals", by, view.year, focus_area=view.only_area, ags=visit.ags or None
    )


def _agreements(visit: Visit, view: OutcomeView) -> dict[str, float | None]:
    counts = door.read(
        visit.edition_id, visit.role, "agreements", (), view.year, focus_area=view.only_area, ags=visit.ags or None
    )
    share = rate(pl.col("cases_with_goals"), pl.col("cases"), visit.role)
    return counts.with_columns(share=share).row(0, named=True)


def _waiting(visit: Visit, view: OutcomeView) -> dict[str, float] | None:
    found = door.read(
        visit.edition_id, visit.role, "waiting", (), view.year, focus_area=view.only_area, ags=visit.ags or None
    ).drop_nulls("median_days")
    return None if found.is_empty() else found.row(0, named=True)


def _place(visit: Visit) -> str:
    if not visit.ags:
        return visit.language.text("District")
    places = door.read(visit.edition_id, visit.role, "municipalities")
    return str(places.row(by_predicate=pl.col("ags") == visit.ags, named=True)["name"])
