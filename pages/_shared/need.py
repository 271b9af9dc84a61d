"""Whose need is looked at: any loaded count of people or households, or a mix of several by weights of the visitor's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import isfinite

import polars as pl
import streamlit as st

from locales import Language
from metrics.definitions import Definition, described, target_groups
from metrics.need import can_be_need, weighted_need
from metrics.states import NAMES, state_of_figure
from pages._shared import door
from pages._shared.choices import PREFIX
from pages._shared.frame import literal
from pages._shared.kept import kept
from pages._shared.visit import Visit

MIX = "mix"
DEFAULT_MIX = ("foreign_nationals", "asylum_benefit_recipients")
EVEN = 50.0
MOST_GROUPS = 5
MUNICIPALITY_DIGITS = 8


@dataclass(frozen=True)
class Need:
    """`frame`: ags, need (people), margin (people, null = unknown). `name` and `unit` in the visitor's language. `dates` are the
    reference dates of the figures, `sources` their files."""

    frame: pl.DataFrame
    name: str
    unit: str
    dates: tuple[dt.date, ...]
    sources: frozenset[str]

    def dates_text(self, language: Language) -> str:
        """The reference dates in words."""
        return ", ".join(language.day(date) for date in self.dates)


def need_for(visit: Visit, weights: Mapping[str, float], on: dt.date) -> Need:
    """The need of every municipality by weights of indicators, with the figures closest to a day."""

    def build() -> Need:
        figures = {indicator: municipal(visit, indicator, on) for indicator, weight in weights.items() if weight}
        dates = sorted({date for found in figures.values() for date in found["reference_date"]})
        first = meaning_of(visit, next(iter(figures)))
        return Need(
            weighted_need(figures, weights),
            need_name(visit, weights),
            first.unit[visit.language.code],
            tuple(dates),
            frozenset(source for found in figures.values() for source in found["source"]),
        )

    return kept(visit, "need", (sorted(weights.items()), on), build)


def municipal(visit: Visit, indicator: str, on: dt.date | None = None) -> pl.DataFrame:
    """Figures of the municipalities, without the district's own, closest to a day or else the newest: the columns of
    mart_indicator."""
    found = door.read(visit.edition_id, visit.role, "indicator", indicator, on)
    return found.filter(pl.col("ags").str.len_chars() == MUNICIPALITY_DIGITS)


def require_figures(visit: Visit, indicators: Collection[str], on: dt.date | None = None) -> None:
    """Go on only when every municipality has a figure of need and somebody is counted; else say what is missing, and why, and
    end the page's run."""
    places = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    text = visit.language.text
    is_complete = True
    for indicator in indicators:
        found = municipal(visit, indicator, on).select("ags", "value", "quality")
        unknown = places.join(found, on="ags", how="left").filter(pl.col("value").is_null()).sort("name")
        if unknown.height:
            is_complete = False
            missing = text(
                "{group}: no figure for {places}. Shares of need, and so gaps, cannot be computed without these figures.",
                group=meaning_of(visit, indicator).label[visit.language.code],
                places=", ".join(
                    f"{name} ({text(NAMES[state_of_figure(None, quality or 'not_reported')])})"
                    for name, quality in unknown.select("name", "quality").iter_rows()
                ),
            )
            st.warning(literal(missing))
        elif not found["value"].sum():
            is_complete = False
            nobody = text(
                "{group}: 0 in every municipality. Without anybody in need there are no shares to compare posts with.",
                group=meaning_of(visit, indicator).label[visit.language.code],
            )
            st.warning(literal(nobody))
    if not is_complete:
        st.stop()


def is_known(visit: Visit, indicators: Collection[str], on: dt.date) -> bool:
    """Whether every municipality has a figure of each indicator, and somebody is counted; figures closest to a day."""
    places = set(door.read(visit.edition_id, visit.role, "municipalities")["ags"])
    figures = [municipal(visit, indicator, on).drop_nulls("value") for indicator in indicators]
    return all(places <= set(found["ags"]) and found["value"].sum() > 0 for found in figures)


def group_names(visit: Visit) -> dict[str, str]:
    """Indicators that can stand for need, those with a description of ours first, and the mix -> name."""
    return kept(visit, "group_names", "", lambda: _group_names(visit)) | {MIX: visit.language.text("Own mix …")}


def meaning_of(visit: Visit, indicator: str) -> Definition:
    """The definition of an indicator; one without a file of its own is described by its id and unit."""
    known = target_groups().get(indicator)
    return known or described(indicator, _units(visit).get(indicator, ""))


def need_name(visit: Visit, weights: Mapping[str, float]) -> str:
    """The group, or all groups of a mix with their weights in per cent."""
    language, total = visit.language, sum(weights.values())
    names = {
        indicator: meaning_of(visit, indicator).label[language.code] for indicator, weight in weights.items() if weight
    }
    if len(names) == 1:
        return next(iter(names.values()))
    parts = (f"{language.percent(weights[indicator] / total, 0)} {name}" for indicator, name in names.items())
    return language.text("Mix of {parts}", parts=", ".join(parts))


def choose_mix(visit: Visit) -> tuple[tuple[str, float], ...]:
    """Which groups make up the need, and with what weight; kept in the address as `mix=group:weight,…`."""
    text = visit.language.text
    names = {key: label for key, label in group_names(visit).items() if key != MIX}
    chosen_key, seen = f"{PREFIX}mix_groups", "address_mix"
    wanted = _parsed(st.query_params.get(MIX, ""), names)
    if chosen_key not in st.session_state or (wanted and st.query_params.get(MIX) != st.session_state.get(seen)):
        begun = wanted or {key: EVEN for key in DEFAULT_MIX if key in names} or {next(iter(names)): EVEN}
        st.session_state[chosen_key] = list(begun)
        st.session_state.update({f"{PREFIX}mix_{key}": weight for key, weight in begun.items()})
    else:
        st.session_state[chosen_key] = [key for key in st.session_state[chosen_key] if key in names]
    groups, *weights = st.columns(
        [2.2, *([1] * max(len(st.session_state[chosen_key]), 1))], vertical_alignment="bottom"
    )
    with groups:
        chosen = st.multiselect(
            text("Groups of the mix"),
            list(names),
            format_func=names.__getitem__,
            key=chosen_key,
            max_selections=MOST_GROUPS,
            placeholder=text("choose one or several"),
            select_all=False,
            persist_state="session",
            help=text("Each group counts by its share of all people of the group in the district, times its weight."),
        )
    mix = []
    for column, indicator in zip(weights, chosen, strict=False):
        key = f"{PREFIX}mix_{indicator}"
        st.session_state[key] = st.session_state.get(key, EVEN)
        with column:
            label = text("Weight: {group}", group=names[indicator])
            mix.append(
                (
                    indicator,
                    float(st.number_input(label, 0.0, 100.0, step=5.0, format="%g", key=key, persist_state="session")),
                )
            )
    units = {_units(visit)[indicator] for indicator, weight in mix if weight}
    if len(units) > 1:
        st.warning(text("Groups that are counted in different units, such as people and households, cannot be mixed."))
        st.stop()
    if not units:
        st.info(text("Choose at least one group and give it a weight above zero."))
        st.stop()
    st.query_params[MIX] = ",".join(f"{indicator}:{weight:g}" for indicator, weight in mix)
    st.session_state[seen] = st.query_params[MIX]
    return tuple(mix)


def _parsed(address: str, known: Collection[str]) -> dict[str, float]:
    """The weights of an address; what cannot be read, is not known or is more than can be mixed is left out."""
    found = {}
    for part in address.split(","):
        indicator, _, number = part.partition(":")
        try:
            weight = float(number)
        except ValueError:
            continue
        if indicator in known and isfinite(weight) and weight >= 0:
            found[indicator] = min(weight, 100.0)
    return dict(list(found.items())[:MOST_GROUPS])


def _group_names(visit: Visit) -> dict[str, str]:
    units, code = _units(visit), visit.language.code
    named = {key: meaning.label[code] for key, meaning in target_groups().items() if key in units}
    others = {key: described(key, unit).label[code] for key, unit in units.items() if key not in named}
    return named | dict(sorted(others.items(), key=lambda item: item[1]))


def _units(visit: Visit) -> dict[str, str]:
    """Unit of each loaded indicator that counts people or households and has a figure."""
    found = door.read(visit.edition_id, visit.role, "indicators").filter("has_figures")
    return {key: unit for key, unit in found.select("indicator", "unit").rows() if can_be_need(unit)}
