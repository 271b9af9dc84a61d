"""Wirkung to take away: every figure is whole in both languages, protected for the steering group, and what the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qsl
from xml.etree import ElementTree as Xml

import pytest

from charts.medium import Medium
from locales import Language
from pages._shared.exhibits import NotOffered, exhibit
from pages._shared.offered import Figure
from report.exhibit import Exhibit
from tests.pages.whole_exhibits import check_same, check_whole, exhibits_at, shown_by_page
from warehouse import Store

__all__ = ["shown_by_page"]

OVERVIEW = ["outcome_waiting_days", "outcome_waiting_in_time_share", "outcome_agreement_share"]
OVERVIEW += ["outcome_goals_reached_share", "outcome_table"]
GOALS = ["goal_parts", "outcome_goals_reached_share", "outcome_agreement_share", "outcome_cases_reached_share"]
TOPICS = ["goal_topics", "goal_shares"]
WAYS = ["registration", "channel_years", "channels", "referrals", "exchange_table", "ways_table"]
PEOPLE = ["people_chosen", "people_units", "people_newcomers", "people_table"]
# State of the page -> the figures offered to the steering group.
OFFERED = {
    "outcome=overview": OVERVIEW,
    "outcome=overview&outcome_by=ags&ags=05358008": OVERVIEW,
    "outcome=overview&outcome_by=carrier": OVERVIEW,
    "outcome=goals": [*GOALS, *TOPICS, "goals_table"],
    "outcome=goals&outcome_by=ags&ags=05358008": [*GOALS, "goals_table"],
    "outcome=time": ["time_curves_waiting", "outcome_waiting_days", "time_table_waiting"],
    "outcome=time&clock=case&outcome_by=ags": ["time_curves_case", "time_units_case", "time_table_case"],
    "outcome=time&clock=first_goal": ["time_curves_first_goal", "time_units_first_goal", "time_table_first_goal"],
    "outcome=ways": WAYS,
    "outcome=ways&outcome_by=ags": WAYS,
    "outcome=languages": ["languages", "interpreters", "services", "effort_table", "languages_table"],
    "outcome=languages&outcome_by=ags": ["interpreters", "services", "effort_table", "languages_table"],
    "outcome=people": PEOPLE,
    "outcome=people&outcome_by=ags&attribute=arrival": PEOPLE,
    "outcome=compare": ["compared_picture", "compared_against", "compared_table"],
    "outcome=compare&outcome_measure=waiting_days": ["compared_picture", "compared_table"],
    "outcome=authorities": ["authorities_table"],
}
# Without counts of the authorities there is a table without rows, and nothing found in it.
EMPTY = "outcome=authorities"


@cache
def offered(state: str, edition_id: str, lang: str) -> tuple[Mapping[str, Figure], Mapping[str, Exhibit]]:
    return exhibits_at(f"wirkung?{state}", edition_id, lang)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("state", [state for state in OFFERED if state != EMPTY])
def test_every_figure_is_whole(loaded: Store, state: str, lang: str) -> None:
    _, made = offered(state, loaded.current_id(), lang)
    assert list(made) == OFFERED[state]
    for key, each in made.items():
        is_table = "_table" in key or key == "compared_against"
        check_whole(each, is_picture=not is_table, uses_clients=True)


@pytest.mark.parametrize("state", [state for state in OFFERED if state != EMPTY])
def test_a_page_replayed_is_the_page(loaded: Store, open_page, shown_by_page: dict[str, Figure], state: str) -> None:
    replayed, _ = offered(state, loaded.current_id(), "de")
    assert not open_page("outcomes", role="steering", lang="de", **dict(parse_qsl(state))).app.exception
    check_same(replayed, shown_by_page)


def test_the_first_sheet_has_the_numbers_of_the_picture(loaded: Store) -> None:
    """Each figure comes with its own table, not with all that its section has."""
    _, made = offered("outcome=ways", loaded.current_id(), "en")
    names = {key: each.table.name for key, each in made.items() if each.table}
    assert names == {
        "registration": "Registration office",
        "channel_years": "Access channels by year",
        "channels": "Access channels",
        "referrals": "Referrals",
        "exchange_table": "Sent and arrived",
        "ways_table": "Access channels",
    }
    assert [len(each.facts.meanings) for each in made.values()] == [1, 1, 1, 1, 1, 4]


def test_referrals_have_every_ribbon_as_a_row(loaded: Store) -> None:
    figures, made = offered("outcome=ways", loaded.current_id(), "de")
    table, draw = made["referrals"].table, figures["referrals"].picture
    assert table is not None
    assert draw is not None
    assert [column.heading for column in table.columns] == ["Vermittelt von", "Vermittelt an", "Weitervermittlungen"]
    root = Xml.fromstring(draw(Medium.FILE))
    said = {part.get("aria-label") for part in root.iter() if " an " in part.get("aria-label", "")}
    number = Language("de").number
    assert said == {f"{source} an {target}: {number(count)}" for source, target, count in table.rows if count}
    assert said


@pytest.mark.parametrize(
    ("state", "key"),
    [
        ("outcome=overview&outcome_area=welcome&outcome_by=carrier", "outcome_waiting_days"),
        ("outcome=goals&ags=05358008&outcome_by=focus_area", "goal_parts"),
        ("outcome=people&ags=05358008&outcome_by=focus_area", "people_chosen"),
        ("outcome=compare&outcome_area=welcome&outcome_by=ags", "compared_picture"),
    ],
)
def test_what_only_the_coordination_sees_is_not_replaced_by_something_else(loaded: Store, state: str, key: str) -> None:
    edition_id, address, narrowed = loaded.current_id(), f"wirkung?{state}", f"{key}_narrowed"
    figures, _ = exhibits_at(address, edition_id, "de", "coordination")
    assert all(each.endswith("_narrowed") for each in figures)
    assert narrowed in figures
    with pytest.raises(NotOffered, match=narrowed):
        exhibit(address, narrowed, edition_id, "de")


@pytest.mark.parametrize(
    ("state", "key", "word"),
    [
        ("outcome=languages", "services", "Leistung"),
        ("outcome=languages", "effort_table", "Leistung"),
        ("outcome=ways", "registration", "Einwohnermelde"),
        ("outcome=people", "people_newcomers", "Monate hier"),
    ],
)
def test_the_first_sentence_is_about_the_figure(loaded: Store, state: str, key: str, word: str) -> None:
    _, made = offered(state, loaded.current_id(), "de")
    found = next(each for name, each in made.items() if name.startswith(key))
    assert word in found.findings[0]


def test_referrals_do_not_speak_of_ways_in(loaded: Store) -> None:
    _, made = offered("outcome=ways", loaded.current_id(), "de")
    found = next(each for name, each in made.items() if name.startswith("referrals"))
    assert not any("Einwohnermelde" in finding for finding in found.findings)
