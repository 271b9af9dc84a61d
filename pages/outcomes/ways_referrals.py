"""Where counselling refers people to, and how many come by case management's own referrals: sent and arrived, counted apart."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from metrics.codes import codes, name
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.outcomes.asking import UNIT, of_all, of_chosen, of_units, with_every_unit
from pages.outcomes.view import EVERY, OutcomeView, years
from pages.outcomes.ways_channels import ATTRIBUTE, COLLEAGUES, NOT_STATED

TARGET, SOURCE = "referred_to", "focus_area"


@dataclass(frozen=True)
class Exchange:
    """What goes to a focus area and what comes there: referrals `sent` to it, new cases that `arrived` by colleagues, and all new
    cases whose way is `known`."""

    focus_area: str
    sent: int
    arrived: int
    known: int


def told_by(visit: Visit, view: OutcomeView) -> OutcomeView:
    """What referrals are told by: all that is chosen for the coordination, the focus area alone for others, to whom where a single
    municipality or carrier sends people would tell the work of single employees."""
    if door.is_coordination(visit.role):
        return view
    return view.of(by="focus_area", ags=EVERY, carrier=EVERY)


def of_exchange(visit: Visit, view: OutcomeView) -> OutcomeView:
    """What sent and arrived are narrowed by: the same, without focus area and carrier, of which one sends and another receives."""
    return told_by(visit, view).of(by="focus_area", focus_area=EVERY, carrier=EVERY)


def target_names(visit: Visit, view: OutcomeView) -> dict[str, str]:
    """Where to people are referred -> its name, in the order to show them; not stated last, where that occurs."""
    language = visit.language.code
    names = {target: name(TARGET, target, language) for target in codes(TARGET)}
    if NOT_STATED in totals(visit, view):
        names[NOT_STATED] = name(NOT_STATED, NOT_STATED, language)
    return names


def flows(visit: Visit, view: OutcomeView) -> list[tuple[str, str, int]]:
    """Focus area that sends, where to, and how many referrals of what is chosen."""
    found = kept(
        visit,
        "referral_flows",
        view,
        lambda: of_chosen(visit, told_by(visit, view), "referrals", SOURCE, TARGET),
    )
    return found.select(SOURCE, TARGET, "referrals").rows()


def sources(visit: Visit, view: OutcomeView) -> dict[str, int]:
    """Focus area -> referrals that it makes, of what is chosen."""
    found = kept(visit, "referral_sources", view, lambda: of_chosen(visit, told_by(visit, view), "referrals", SOURCE))
    counts = dict(found.select(SOURCE, "referrals").rows())
    return {area: counts[area] for area in codes(SOURCE) if area in counts}


def totals(visit: Visit, view: OutcomeView) -> dict[str, int]:
    """Where to -> referrals of what is chosen, every place there is; not stated only where that occurs."""
    found = kept(visit, "referral_targets", view, lambda: of_chosen(visit, told_by(visit, view), "referrals", TARGET))
    counts = dict(found.filter(pl.col("referrals") > 0).select(TARGET, "referrals").rows())
    return {target: counts.get(target, 0) for target in codes(TARGET)} | (
        {NOT_STATED: counts[NOT_STATED]} if NOT_STATED in counts else {}
    )


def all_referrals(visit: Visit, view: OutcomeView) -> int:
    """How many referrals of what is chosen there are."""
    found = kept(visit, "referrals_of_chosen", view, lambda: of_chosen(visit, told_by(visit, view), "referrals"))
    return int(found["referrals"].sum())


def by_unit(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """unit, label, referrals, and a column of them for each place they go to (null: none, or too few to tell), for every unit."""

    def build() -> pl.DataFrame:
        asked = told_by(visit, view)
        made = with_every_unit(visit, asked, of_units(visit, asked, "referrals").select(UNIT, "referrals"))
        wide = _wide(of_units(visit, asked, "referrals", TARGET), UNIT)
        return made.join(wide, on=UNIT, how="left", maintain_order="left")

    return kept(visit, "referrals_by_unit", view, build)


def of_every_unit(visit: Visit, view: OutcomeView) -> dict[str, int]:
    """referrals and where they go, of all units together."""

    def build() -> dict[str, int]:
        asked = told_by(visit, view)
        made = int(of_all(visit, asked, "referrals")["referrals"].sum())
        return {"referrals": made} | dict(of_all(visit, asked, "referrals", TARGET).select(TARGET, "referrals").rows())

    return kept(visit, "referrals_of_units", view, build)


def exchanges(visit: Visit, view: OutcomeView) -> list[Exchange]:
    """Sent and arrived in the chosen time, for each focus area."""
    return kept(visit, "exchanges", view, lambda: _exchanges(visit, of_exchange(visit, view)))


def exchanges_by_year(visit: Visit, view: OutcomeView) -> dict[int, list[Exchange]]:
    """The same for every calendar year."""
    asked = of_exchange(visit, view)
    return kept(
        visit,
        "exchanges_by_year",
        view.of(year=None),
        lambda: {year: _exchanges(visit, asked.of(year=year)) for year in years(visit)},
    )


def _exchanges(visit: Visit, asked: OutcomeView) -> list[Exchange]:
    sent = dict(of_all(visit, asked, "referrals", TARGET).select(TARGET, "referrals").rows())
    came = of_units(visit, asked, "characteristics", "value", attribute=ATTRIBUTE)
    ways = {(unit, value): cases for unit, value, cases in came.select(UNIT, "value", "cases").iter_rows()}
    begun = dict(of_units(visit, asked, "agreements").select(UNIT, "cases").rows())
    return [
        Exchange(
            area,
            sent.get(area, 0),
            ways.get((area, COLLEAGUES), 0),
            max(begun.get(area, 0) - ways.get((area, NOT_STATED), 0), 0),
        )
        for area in codes(SOURCE)
    ]


def _wide(found: pl.DataFrame, key: str) -> pl.DataFrame:
    return found.pivot(on=TARGET, on_columns=[*codes(TARGET), NOT_STATED], index=key, values="referrals")
