"""What a pick on a drawing or table changes: the municipality of the whole page, or another choice of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pages._shared import choices, pickable
from pages._shared.pickable import NOTHING


class Kept(dict[str, Any]):
    """What the session keeps."""


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Kept:
    kept = Kept()
    st = SimpleNamespace(session_state=kept)
    monkeypatch.setattr(pickable, "st", st)
    monkeypatch.setattr(choices, "st", st)
    return kept


def pick(session: Kept, monkeypatch: pytest.MonkeyPatch, key: str, *, ags: str = "", **options: Any) -> dict[str, Any]:
    """Mount a drawing and pick the part of a key on it; returns what was mounted."""
    mounted: dict[str, Any] = {}
    monkeypatch.setattr(pickable, "_component", lambda: lambda **given: mounted.update(given))
    pickable.pickable("<svg/>", "drawing", SimpleNamespace(ags=ags), **options)  # type: ignore[arg-type]
    session["pickable_drawing"] = SimpleNamespace(picked=key)
    mounted["on_picked_change"]()
    return mounted


def test_a_pick_selects_the_municipality(session: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted = pick(session, monkeypatch, "05358008")
    assert (mounted["data"], mounted["key"]) == ({"markup": "<svg/>"}, "pickable_drawing")
    assert session["choice_ags"] == "05358008"


def test_picking_the_chosen_municipality_lets_go(session: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    pick(session, monkeypatch, "05358008", ags="05358008")
    assert session["choice_ags"] == NOTHING


def test_another_choice_leaves_the_municipality_alone(session: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    pick(session, monkeypatch, "AWO", ags="05358008", choice="carrier")
    assert session["choice_carrier"] == "AWO"
    assert "choice_ags" not in session


def test_picking_what_is_chosen_lets_go_and_something_else_moves(
    session: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    session["choice_carrier"] = "AWO"
    pick(session, monkeypatch, "Diakonie", choice="carrier")
    assert session["choice_carrier"] == "Diakonie"
    pick(session, monkeypatch, "Diakonie", choice="carrier")
    assert session["choice_carrier"] == NOTHING
