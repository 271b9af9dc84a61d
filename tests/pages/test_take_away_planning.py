"""Planung to take away: plans whole in both languages, as the page shows them; replaying a page writes nothing and starts nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from pages._shared import exhibits, jobs, replay
from pages._shared.offered import Figure
from planning.edit import Edit
from planning.scenario_file import to_content
from tests.pages.whole_exhibits import SVG, check_same, check_whole, exhibits_at, shown_by_page
from warehouse import Store
from workspace import Scenarios

__all__ = ["shown_by_page"]

pytestmark = pytest.mark.usefixtures("own_workspace")

DAY, MONTH = dt.date(2027, 1, 1), "2027-01"
DUEREN, JUELICH, LINNICH, TITZ = "05358008", "05358024", "05358036", "05358056"
HALF_TO_DUEREN = Edit("parts", "STADT-JUELICH-1", DAY, {JUELICH: 0.5, DUEREN: 0.5})
TO_THE_NORTH = Edit("parts", "STADT-JUELICH-1", DAY, {JUELICH: 0.5, TITZ: 0.25, LINNICH: 0.25})
MADE_AT = dt.datetime(2026, 11, 3, 9, 0, tzinfo=dt.UTC)
SECTIONS = ("edit", "propose", "compare", "scenarios")


@pytest.fixture
def plans(own_workspace: Path, loaded: Store) -> list[str]:
    """The ids of two saved scenarios."""
    workspace = Scenarios(own_workspace / "workspace.sqlite")
    usual: dict[str, Any] = {"author_role": "planning", "edition_id": loaded.current_id(), "valid_from": DAY}
    return [
        workspace.create(name=name, content=to_content([edit]), at=MADE_AT, **usual).id
        for name, edit in (("Nördlich & mehr", TO_THE_NORTH), ("Düren", HALF_TO_DUEREN))
    ]


@pytest.fixture
def not_started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The states that jobs were begun for, which are none."""
    begun: list[object] = []
    monkeypatch.setattr(jobs, "begin", lambda *named: begun.append(named[:2]))
    return begun


def addresses(plans: list[str]) -> dict[str, dict[str, str]]:
    """What is looked at -> the state of the page."""
    first, second = plans
    return {
        "edit": {"plan": "edit", "from": MONTH, "scenario": first},
        "today": {"plan": "edit"},
        "compare": {"plan": "compare", "from": MONTH, "plans": f"today,{first},{second}"},
        "two": {"plan": "compare", "from": MONTH, "plans": f"today,{second}", "focus_area": "all"},
    }


def written(state: dict[str, str]) -> str:
    return "planung?" + "&".join(f"{name}={value}" for name, value in state.items())


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", ["edit", "today", "compare", "two"])
def test_every_figure_is_whole(loaded: Store, plans: list[str], name: str, lang: str) -> None:
    _, made = exhibits_at(written(addresses(plans)[name]), loaded.current_id(), lang)
    keys = ["plan_maps", "plan_table"] if name in ("edit", "today") else ["plans_maps", "plans_table"]
    assert list(made) == keys
    for key, each in made.items():
        check_whole(each, is_picture="maps" in key, uses_clients="table" in key)


@pytest.mark.parametrize("name", ["edit", "compare"])
def test_a_page_replayed_is_the_page(
    loaded: Store, plans: list[str], open_page: Callable[..., Any], shown_by_page: dict[str, Figure], name: str
) -> None:
    state = addresses(plans)[name]
    replayed = replay.figures(written(state), loaded.current_id(), "steering", "de")
    assert not open_page("planning", role="steering", lang="de", **state).app.exception
    check_same(replayed, shown_by_page)


def test_titles_name_the_plans_and_the_choices_do_too(loaded: Store, plans: list[str]) -> None:
    of_plan, compared = (
        exhibits_at(written(addresses(plans)[name]), loaded.current_id(), "de")[1] for name in ("edit", "compare")
    )
    assert all("«Nördlich & mehr»" in each.title for each in of_plan.values())
    for each in compared.values():
        assert "A «Stellen wie heute», B «Nördlich & mehr», C «Düren»" in each.title
        assert ("Plan B", "Nördlich & mehr") in each.facts.choices


def test_the_sheet_of_the_maps_has_their_gaps(loaded: Store, plans: list[str]) -> None:
    _, made = exhibits_at(written(addresses(plans)["edit"]), loaded.current_id(), "de")
    table = made["plan_maps"].table
    assert table is not None
    rows = {row[1]: row for row in table.rows}
    headings = [column.heading for column in table.columns]
    before, after = (headings.index(f"Lücke in Stellen: {when}") for when in ("vorher", "nachher"))
    # A quarter of a post each, of which the need is the same.
    for place in ("Titz", "Linnich"):
        assert rows[place][before] - rows[place][after] == pytest.approx(0.25)
    assert rows["Jülich"][after] - rows["Jülich"][before] == pytest.approx(0.5)
    root = Xml.fromstring(made["plan_maps"].picture)
    written_there = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert {"Vorher", "Nachher", "Unterschied"} <= written_there


def test_a_plan_that_is_gone_is_none(loaded: Store) -> None:
    """The address of a scenario that was removed shows the posts as they stand, as the page does."""
    found = replay.figures("planung?plan=edit&scenario=zzzzzzzzzz", loaded.current_id(), "steering", "de")
    assert "«Stellen wie heute»" in found["plan_table"].name


@pytest.mark.parametrize("role", ["steering", "coordination"])
@pytest.mark.parametrize("section", SECTIONS)
def test_replaying_writes_nothing_and_starts_nothing(
    loaded: Store, own_workspace: Path, plans: list[str], not_started: list[object], section: str, role: str
) -> None:
    file = own_workspace / "workspace.sqlite"
    before = {path.name: path.read_bytes() for path in own_workspace.glob("workspace*")}
    assert file.name in before
    address = f"planung?plan={section}&from={MONTH}&scenario={plans[0]}"
    assert replay.figures(address, loaded.current_id(), role, "de") is not None
    assert {path.name: path.read_bytes() for path in own_workspace.glob("workspace*")} == before
    assert not_started == []


@pytest.mark.parametrize("section", SECTIONS)
def test_replaying_makes_no_workspace(loaded: Store, own_workspace: Path, section: str) -> None:
    replay.figures(f"planung?plan={section}", loaded.current_id(), exhibits.ROLE, "de")
    assert list(own_workspace.glob("workspace*")) == []


def test_a_proposal_goes_into_files_only(
    loaded: Store, open_page: Callable[..., Any], shown_by_page: dict[str, Figure]
) -> None:
    """It has no address: whoever follows one would have to calculate it first."""
    page = open_page("planning", plan="propose", role="planning", **{"from": MONTH})
    (button,) = (node for node in page.app.button if node.key == "propose")
    if not button.disabled:
        button.click().run()
        page.app.session_state["job_proposal"].join(120)
        page.app.run()
    assert not page.app.exception
    saved = [node.proto.id.rpartition("-")[2] for node in page.app.get("download_button")]
    assert [key for key in saved if key.startswith("download_propose")] == [
        f"download_propose_{kind}"
        for kind in ("table_xlsx", "table_csv", "maps_svg", "maps_png", "maps_xlsx", "maps_csv")
    ]
    assert shown_by_page == {}
    assert replay.figures(f"planung?plan=propose&from={MONTH}", loaded.current_id(), "planning", "de") == {}
