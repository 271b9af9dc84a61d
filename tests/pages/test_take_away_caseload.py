"""Fallzahlen to take away: every figure is whole in both languages, protected for the steering group, and what the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qsl

import pytest

from pages._shared.exhibits import NotOffered, exhibit
from pages._shared.offered import Figure
from report.exhibit import Exhibit
from tests.pages.whole_exhibits import check_same, check_whole, exhibits_at, shown_by_page
from warehouse import Store

__all__ = ["shown_by_page"]

# State of the page -> the figures offered to the steering group.
OFFERED = {
    "show=compare": ["caseload_funnel", "caseload_table"],
    "show=compare&by=carrier": ["caseload_funnel", "caseload_table"],
    "show=compare&by=focus_area&measure=new_cases": ["caseload_funnel", "caseload_table"],
    "show=compare&by=building_block": ["blocks_table"],
    "show=map&ags=05358008": ["caseload_map"],
    "show=course": ["course_picture", "course_table"],
    "show=course&by=carrier": ["course_picture", "course_table"],
    "show=intensity": ["weighted_table"],
    "show=need": ["required_table"],
    "show=vacancy": ["vacancy_picture"],
}
# What only the coordination is offered, and what that is called.
FOR_THE_COORDINATION = {
    "show=compare&by=post": ["caseload_funnel_posts", "caseload_table_posts"],
    "show=compare&cases_area=welcome": ["caseload_funnel_area", "caseload_table_area"],
    "show=map&cases_area=welcome": ["caseload_map_area"],
    "show=course&by=post": ["course_picture_posts", "course_table_posts"],
    "show=intensity&by=post": ["weighted_table_posts"],
    "show=need&cases_area=welcome": ["required_table_area"],
    "show=vacancy": ["vacancy_units", "vacancy_table", "vacancy_picture"],
    "show=details": ["details_course", "details_table"],
}
PICTURES = ("caseload_funnel", "caseload_map", "course_picture", "vacancy_picture", "vacancy_units", "details_course")
# Posts alone.
WITHOUT_CLIENTS = ("vacancy_picture", "vacancy_units")


@cache
def offered(state: str, edition_id: str, lang: str) -> tuple[Mapping[str, Figure], Mapping[str, Exhibit]]:
    return exhibits_at(f"fallzahlen?{state}", edition_id, lang)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("state", OFFERED)
def test_every_figure_is_whole(loaded: Store, state: str, lang: str) -> None:
    _, made = offered(state, loaded.current_id(), lang)
    assert list(made) == OFFERED[state]
    for key, each in made.items():
        has_clients = key not in WITHOUT_CLIENTS
        check_whole(each, is_picture=key in PICTURES, uses_clients=has_clients)


@pytest.mark.parametrize("state", OFFERED)
def test_a_page_replayed_is_the_page(loaded: Store, open_page, shown_by_page: dict[str, Figure], state: str) -> None:
    replayed, _ = offered(state, loaded.current_id(), "de")
    assert not open_page("caseload", role="steering", lang="de", **dict(parse_qsl(state))).app.exception
    check_same(replayed, shown_by_page)


@pytest.mark.parametrize("state", FOR_THE_COORDINATION)
def test_what_only_the_coordination_sees_is_not_replaced_by_something_else(loaded: Store, state: str) -> None:
    edition_id, address = loaded.current_id(), f"fallzahlen?{state}"
    _, made = exhibits_at(address, edition_id, "de", "coordination")
    assert list(made) == FOR_THE_COORDINATION[state]
    for key, each in made.items():
        assert bool(each.picture) == key.startswith(PICTURES)
        assert each.table is not None
        assert each.table.rows
        if key == "vacancy_picture":  # the district, which everybody may see
            assert exhibit(address, key, edition_id, "de").title == each.title
            continue
        with pytest.raises(NotOffered, match=key):
            exhibit(address, key, edition_id, "de")


def test_the_chosen_unit_is_marked_on_slides(loaded: Store) -> None:
    (plain, marked) = (
        offered(state, loaded.current_id(), "de")[1]["caseload_map"].picture
        for state in ("show=map", "show=map&ags=05358008")
    )
    assert plain != marked
