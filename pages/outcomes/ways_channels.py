"""By which ways people come to counselling: new cases by access channel, unit by unit and year by year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from metrics.codes import codes, name
from metrics.protection import SMALLEST_BASE, sees_exact
from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.outcomes.asking import UNIT, of_all, of_chosen, of_units, with_every_unit
from pages.outcomes.languages_asked import by_place
from pages.outcomes.languages_foremost import foremost
from pages.outcomes.measures import Measure, figures
from pages.outcomes.view import EVERY, OutcomeView, years

ATTRIBUTE, NOT_STATED, OTHERS = "access_channel", "not_stated", "other_ways"
REGISTRATION_OFFICE, COLLEAGUES = "registration_office", "case_management"
REGISTRATION = Measure("registration_office_share")
# More parts of a bar are not told apart.
MOST_PARTS = 8
DISTRICT = OutcomeView("focus_area", EVERY, EVERY, EVERY, None)


def channel_names(visit: Visit) -> dict[str, str]:
    """Access channel -> its name, in the order to show them."""
    return {code: name(ATTRIBUTE, code, visit.language.code) for code in codes(ATTRIBUTE)}


def on_their_own(visit: Visit) -> list[str]:
    """The channels that are drawn one by one: those the page speaks of, and the most frequent of the district in all years, so that
    all pictures have the same parts."""
    every = list(codes(ATTRIBUTE))
    if len(every) <= MOST_PARTS:
        return every
    spoken_of = (REGISTRATION_OFFICE, COLLEAGUES)
    found = kept(visit, "channels_of_all", DISTRICT, lambda: _counts(of_all(visit, DISTRICT, *_ASKED, **_NAMED)))
    others = {code: found.get(code, 0) + 1 for code in every if code not in spoken_of}
    frequent = foremost(others, len(others))[: MOST_PARTS - 1 - len(spoken_of)]
    return [code for code in every if code in (*spoken_of, *frequent)]


def parts_of(visit: Visit) -> dict[str, str]:
    """The parts of a bar and their names: the channels that are drawn one by one, and all others together."""
    names, own = channel_names(visit), on_their_own(visit)
    others = {OTHERS: visit.language.text("other ways")} if len(own) < len(names) else {}
    return {code: names[code] for code in own} | others


def other_ways(visit: Visit, row: Mapping[str, Any]) -> int:
    """How many came by the channels that are not drawn one by one."""
    own = on_their_own(visit)
    return sum(row.get(code) or 0 for code in codes(ATTRIBUTE) if code not in own)


def by_unit(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """unit, label, cases (begun in the counted time), and a column of cases for each channel and for not_stated (null: none, or too
    few to tell), for every unit."""

    def build() -> pl.DataFrame:
        begun = with_every_unit(visit, view, of_units(visit, view, "agreements").select(UNIT, "cases"))
        return _with_channels(begun, of_units(visit, view, *_ASKED, **_NAMED), UNIT)

    return kept(visit, "channels_by_unit", view, build)


def by_year(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """The same of what is chosen for every calendar year: year, cases and the channels."""

    def build() -> pl.DataFrame:
        asked = view.of(year=None)
        every = pl.DataFrame({"year": years(visit)}, schema={"year": pl.Int32})
        found = of_chosen(visit, asked, "agreements", "year").select(pl.col("year").cast(pl.Int32), "cases")
        begun = every.join(found, on="year", how="left", maintain_order="left")
        came = of_chosen(visit, asked, "characteristics", "year", "value", **_NAMED)
        return _with_channels(begun, came.with_columns(pl.col("year").cast(pl.Int32)), "year")

    return kept(visit, "channels_by_year", view.of(year=None), build)


def of_every_unit(visit: Visit, view: OutcomeView) -> dict[str, Any]:
    """cases and the channels of all units together."""

    def build() -> dict[str, Any]:
        begun = of_all(visit, view, "agreements")["cases"].sum()
        return {"cases": begun} | _counts(of_all(visit, view, *_ASKED, **_NAMED))

    return kept(visit, "channels_of_units", view, build)


def by_registration(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """unit, label and the columns of pages.outcomes.measures.figures for every unit: the share by the residents' registration
    office."""
    return kept(
        visit,
        "registration_by_unit",
        view,
        lambda: with_every_unit(visit, view, figures(visit, view, REGISTRATION, of_units)),
    )


def nobody_by_registration(visit: Visit, view: OutcomeView) -> tuple[list[str], int]:
    """The municipalities where the residents' registration office sent nobody (for whoever sees rounded counts: at most two people),
    and how many have the ten new cases whose way is known from which on this is told."""
    rows = by_registration(visit, by_place(visit, view)).filter(pl.col("base") >= SMALLEST_BASE)
    return rows.filter(pl.col("count") == 0)["label"].to_list(), rows.height


def known(row: Mapping[str, Any]) -> int:
    """Of how many new cases the way is known."""
    return max((row["cases"] or 0) - (row.get(NOT_STATED) or 0), 0)


def share_of_known(row: Mapping[str, Any], channel: str, role: str) -> float | None:
    """Which share of the cases whose way is known came by a channel; None on too small a base. Rounded counts may be a little more
    than their base."""
    base = known(row)
    if base < (1 if sees_exact(role) else SMALLEST_BASE):
        return None
    return min((row.get(channel) or 0) / base, 1.0)


def _with_channels(begun: pl.DataFrame, came: pl.DataFrame, key: str) -> pl.DataFrame:
    wide = came.pivot(on="value", on_columns=[*codes(ATTRIBUTE), NOT_STATED], index=key, values="cases")
    return begun.join(wide, on=key, how="left", maintain_order="left")


def _counts(came: pl.DataFrame) -> dict[str, int]:
    return dict(came.select("value", "cases").rows())


_ASKED, _NAMED = ("characteristics", "value"), {"attribute": ATTRIBUTE}
