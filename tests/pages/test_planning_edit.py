"""Moving posts on the page: what is changed is kept at once, and every figure follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from warehouse import Store

ROLES = ("steering", "planning", "coordination")

pytestmark = pytest.mark.usefixtures("own_workspace")


def button(page: Any, key: str) -> Any:
    (found,) = (node for node in page.app.button if node.key == key)
    return found


def select(page: Any, key: str) -> Any:
    (found,) = (node for node in page.app.selectbox if node.key == key)
    return found


def number(page: Any, key: str) -> Any:
    (found,) = (node for node in page.app.number_input if node.key == key)
    return found


def select_action(page: Any, action: str) -> None:
    (found,) = (node for node in page.app.button_group if node.key == "plan_action_chosen")
    found.set_value(action).run()


def moved(page: Any, post: str, source: str, target: str, fte: float) -> Any:
    """The page after the form «Move» was filled in and sent."""
    select_action(page, "move")
    select(page, "plan_action_move_post").set_value(post).run()
    select(page, "plan_action_move_from").set_value(source).run()
    select(page, "plan_action_move_to").set_value(target).run()
    number(page, "plan_action_move_fte").set_value(fte)
    button(page, "plan_action_move").click().run()
    return page


@pytest.mark.parametrize("role", ROLES)
def test_the_page_opens_with_posts_as_they_stand(open_page: Callable[..., Any], role: str, titles: Any) -> None:
    page = open_page("planning", role=role)
    assert not page.app.exception
    assert page.heading == titles["planning"]["de"]
    assert "Stellen wie heute: Am meisten fehlt in Düren (+0,91 Stellen)." in page.html
    assert "→" not in page.html
    assert "scenario" not in page.address


def test_a_move_changes_figures_and_is_kept(open_page: Callable[..., Any]) -> None:
    page = moved(open_page("planning", role="planning"), "DIAKONIE-1", "05358024", "05358008", 0.25)
    assert not page.app.exception
    scenario = page.address["scenario"]
    assert "Die größte Lücke schrumpft: vorher Düren (+0,91 Stellen), nachher Düren (+0,66 Stellen)." in page.html
    assert "Mehr fehlt in:" in page.html
    again = open_page("planning", role="planning", scenario=scenario)
    assert "nachher Düren (+0,66 Stellen)" in again.html


def test_what_cannot_be_moved_is_refused_with_its_reason(open_page: Callable[..., Any]) -> None:
    page = moved(open_page("planning", role="planning"), "DIAKONIE-1", "05358024", "05358008", 5.0)
    assert not page.app.exception
    assert "scenario" not in page.address
    assert any("DIAKONIE-1" in str(warning.value).replace("\\", "") for warning in page.app.warning)


def test_a_post_that_is_closed_no_longer_counts(open_page: Callable[..., Any]) -> None:
    page = open_page("planning", role="planning")
    select_action(page, "close")
    select(page, "plan_action_close_post").set_value("NIEDERZIER-1").run()
    button(page, "plan_action_close").click().run()
    assert not page.app.exception
    assert '<span class="before">8,50</span> → 8,00' in page.html
    assert "NIEDERZIER-1 entfällt ab 01.11.2026" in page.words().replace("\\", "")


def test_every_change_can_be_taken_back_by_itself(open_page: Callable[..., Any]) -> None:
    page = moved(open_page("planning", role="planning"), "DIAKONIE-1", "05358024", "05358008", 0.25)
    button(page, "plan_action_without_0").click().run()
    assert not page.app.exception
    assert "Stellen wie heute: Am meisten fehlt in Düren (+0,91 Stellen)." in page.html


def test_a_scenario_nobody_knows_is_said_and_left(open_page: Callable[..., Any]) -> None:
    page = open_page("planning", role="planning", scenario="nosuchscenario")
    assert not page.app.exception
    assert len(page.app.warning) == 1
    assert "scenario" not in page.address


@pytest.mark.parametrize("area", ["labour_market", "psychosocial", "all"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_focus_area_in_both_languages(open_page: Callable[..., Any], area: str, lang: str) -> None:
    page = open_page("planning", role="planning", area=area, lang=lang)
    assert not page.app.exception
    assert ("Stellen wie heute" in page.html) == (lang == "de")


def test_nothing_is_left_in_the_data_of_all_tests(loaded: Store) -> None:
    assert not list(loaded.data.glob("workspace*"))


def test_a_plan_that_changes_no_gap_in_the_view_is_not_called_todays_posts(open_page: Callable[..., Any]) -> None:
    page = open_page("planning", role="planning", area="all")
    select_action(page, "assign")
    (area,) = (node for node in page.app.selectbox if str(node.key).endswith("_area") and "assign" in str(node.key))
    area.set_value("psychosocial").run()
    button(page, "plan_action_assign").click().run()
    assert not page.app.exception
    assert "Dieser Plan ändert in dieser Ansicht keine Lücke: Am meisten fehlt in Düren" in page.html
    assert "Stellen wie heute: Am meisten" not in page.html
