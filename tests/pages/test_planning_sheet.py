"""The table of posts and municipalities, without a browser: what it shows of a plan, and what arrives of what was typed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import Language
from pages.planning.sheet import sheet as sheet_module
from pages.planning.sheet.data import TOTAL, RefusedEntry, SheetData, SheetRow
from pages.planning.sheet.rows import sheet_data
from pages.planning.sheet.sheet import Entry, sheet

GERMAN = Language("de")
A, B, C = "05358004", "05358008", "05358012"
PLACES = [(A, "Aldenhoven"), (B, "Düren"), (C, "Heimbach")]
NEED = pl.DataFrame({"ags": [A, B, C], "need": [100, 300, 0]})
CARITAS, SKF = "Caritasverband", "Sozialdienst"
AREAS = {"NORD": "welcome", "SKF-2": "welcome", "SKF-10": "welcome", "MITTE": "labour_market"}
# Post -> parts: as they stand today.
TODAY = {
    "NORD": {A: 0.5, B: 0.5},
    "SKF-2": {B: 0.5},
    "SKF-10": {B: 0.25, C: 0.75},
    "MITTE": {A: 1 / 3, B: 1 / 3, C: 1 / 3},
}

Parts = dict[str, dict[str, float]]


def allocation(
    parts: Parts, areas: dict[str, str] | None = None, carriers: dict[str, str] | None = None
) -> pl.DataFrame:
    """A placed allocation: posts named after the SKF are the SKF's, others Caritas', unless said otherwise."""
    rows = [
        (
            post,
            (carriers or {}).get(post, SKF if post.startswith("SKF") else CARITAS),
            (areas or {}).get(post, AREAS.get(post, "welcome")),
            sum(of.values()),
            ags,
            fte,
        )
        for post, of in sorted(parts.items())
        for ags, fte in sorted(of.items())
    ]
    schema = {"post": pl.String, "carrier": pl.String, "focus_area": pl.String, "post_fte": pl.Float64}
    return pl.DataFrame(rows, {**schema, "ags": pl.String, "fte": pl.Float64}, orient="row")


def table(
    plan: pl.DataFrame | Parts, language: Language = GERMAN, undecided: tuple[str, ...] = (), **options: Any
) -> SheetData:
    after = plan if isinstance(plan, pl.DataFrame) else allocation(plan)
    return sheet_data(allocation(TODAY), after, undecided, PLACES, NEED, language, rule="nach Bedarf", **options)


def rows(data: SheetData) -> dict[str, SheetRow]:
    return {row.post: row for group in data.groups for row in group.rows}


def test_posts_as_they_stand_change_nothing() -> None:
    data = table(TODAY, undecided=("NORD",))
    assert [(group.label, [row.post for row in group.rows]) for group in data.groups] == [
        ("Willkommensberatung", ["NORD", "SKF-2", "SKF-10"]),
        ("Arbeitsmarktintegration", ["MITTE"]),
    ]
    assert rows(data)["NORD"].cells == {A: "0,50", B: "0,50", TOTAL: "1,00"}
    assert rows(data)["MITTE"].cells == {A: "0,33", B: "0,33", C: "0,33", TOTAL: "1,00"}
    assert {post: row.is_decided for post, row in rows(data).items()} == {
        "NORD": False,
        "SKF-2": True,
        "SKF-10": True,
        "MITTE": True,
    }
    assert not any(
        row.is_changed or row.is_new or row.is_gone or row.note or row.changes for row in rows(data).values()
    )
    assert not any(row.changes for row in data.sums)
    assert not any(carrier.change for carrier in data.carriers)
    assert data.columns == tuple(PLACES)
    assert (data.granted, data.exceeds_granted) == ("3,50 von 3,50 bewilligten Stellen", False)


def test_sums_stand_above_their_focus_area_and_below_all() -> None:
    data = table({**TODAY, "NORD": {A: 1.0, B: 0.5}})
    welcome, labour_market = data.groups
    assert welcome.cells == {A: "1,00", B: "1,25", C: "0,75", TOTAL: "3,00"}
    assert labour_market.cells == {A: "0,33", B: "0,33", C: "0,33", TOTAL: "1,00"}
    before, after, due, gap = data.sums
    assert before.cells == {A: "0,83", B: "1,58", C: "1,08", TOTAL: "3,50"}
    assert after.cells == {A: "1,33", B: "1,58", C: "1,08", TOTAL: "4,00"}
    assert after.changes == {A: "heute 0,83", TOTAL: "heute 3,50"}
    # 100 and 300 of 400 people: a quarter and three quarters of 4 posts, nothing for the place without need.
    assert due.cells == {A: "1,00", B: "3,00", TOTAL: "4,00"}
    assert gap.cells == {A: "−0,33", B: "+1,42", C: "−1,08"}
    assert [row.is_strong for row in data.sums] == [False, True, False, True]


def test_a_changed_cell_says_what_stands_there_today() -> None:
    changed = rows(table({**TODAY, "NORD": {A: 0.5, C: 1.0}}))["NORD"]
    assert changed.cells == {A: "0,50", C: "1,00", TOTAL: "1,50"}
    assert changed.changes == {B: "heute 0,50", C: "heute 0", TOTAL: "heute 1,00"}
    assert changed.is_changed and not changed.is_new


def test_residues_of_sums_are_no_change() -> None:
    plan = {**TODAY, "NORD": {A: 0.1 + 0.2 + 0.2, B: 0.5 + 1e-9}}
    assert rows(table(plan))["NORD"].changes == {}


def test_shares_are_those_of_the_post_and_sums_stay_posts() -> None:
    data = table({**TODAY, "NORD": {A: 0.25, B: 0.75}}, unit="share")
    nord, ten, middle = (rows(data)[post] for post in ("NORD", "SKF-10", "MITTE"))
    assert nord.cells == {A: "25\u202f%", B: "75\u202f%", TOTAL: "1,00"}
    assert nord.changes == {A: "heute 50\u202f%", B: "heute 50\u202f%"}
    assert ten.cells == {B: "25\u202f%", C: "75\u202f%", TOTAL: "1,00"}
    assert middle.cells[A] == "33,3\u202f%"
    assert data.groups[0].cells[TOTAL] == "2,50"
    assert data.words["caption"] == "Stellen und Gemeinden, in Anteilen jeder Stelle"


def test_the_same_share_of_a_larger_post_is_no_change() -> None:
    larger = rows(table({**TODAY, "NORD": {A: 1.0, B: 1.0}}, unit="share"))["NORD"]
    assert larger.changes == {TOTAL: "heute 1,00"}


def test_a_new_post_is_named_so() -> None:
    data = table({**TODAY, "NEU-1": {C: 0.5}})
    new = rows(data)["NEU-1"]
    assert (new.is_new, new.is_changed, new.note, new.changes) == (True, True, "neu", {})
    assert (data.granted, data.exceeds_granted) == ("4,00 von 3,50 bewilligten Stellen: 0,50 mehr", True)


def test_a_closed_post_stays_to_be_seen_with_what_it_was() -> None:
    data = table({post: parts for post, parts in TODAY.items() if post != "SKF-2"})
    closed = rows(data)["SKF-2"]
    assert (closed.is_gone, closed.note, closed.cells) == (True, "entfällt", {B: "0,50", TOTAL: "0,50"})
    assert data.groups[0].cells[TOTAL] == "2,00"
    assert [row.post for row in data.groups[0].rows][-1] == "SKF-2"
    assert (data.granted, data.exceeds_granted) == ("3,00 von 3,50 bewilligten Stellen: 0,50 weniger", False)


def test_the_last_post_of_a_focus_area_can_be_closed() -> None:
    data = table({post: parts for post, parts in TODAY.items() if post != "MITTE"})
    assert (data.groups[1].label, data.groups[1].cells) == ("Arbeitsmarktintegration", {})
    assert [row.is_gone for row in data.groups[1].rows] == [True]


def test_another_carrier_and_focus_area_are_named() -> None:
    data = table(allocation(TODAY, {**AREAS, "SKF-2": "psychosocial"}, {"SKF-2": CARITAS}))
    moved = rows(data)["SKF-2"]
    assert (moved.note, moved.is_changed, moved.is_gone) == (
        "bisher Sozialdienst, bisher Willkommensberatung",
        True,
        False,
    )
    assert [group.label for group in data.groups][-1] == "Psychosoziale Beratung"
    assert sum(row.post == "SKF-2" for group in data.groups for row in group.rows) == 1
    assert [(each.name, each.before, each.after, each.change) for each in data.carriers] == [
        ("Caritasverband", "2,00", "2,50", "+0,50"),
        ("Sozialdienst", "1,50", "1,00", "−0,50"),
    ]


def test_one_focus_area_has_only_its_posts_and_says_which_leave_it() -> None:
    plan = allocation(TODAY, {**AREAS, "SKF-2": "labour_market"})
    welcome = table(plan, focus_area="welcome")
    assert [(row.post, row.is_gone) for row in welcome.groups[0].rows] == [
        ("NORD", False),
        ("SKF-10", False),
        ("SKF-2", True),
    ]
    assert rows(welcome)["SKF-2"].note == "jetzt Arbeitsmarktintegration"
    assert [welcome.sums[0].cells[TOTAL], welcome.sums[1].cells[TOTAL]] == ["2,50", "2,00"]
    assert welcome.granted == "2,00 von 2,50 bewilligten Stellen: 0,50 weniger"
    labour_market = table(plan, focus_area="labour_market")
    assert {post: row.note for post, row in rows(labour_market).items()} == {
        "MITTE": "",
        "SKF-2": "bisher Willkommensberatung",
    }


def test_posts_granted_can_be_others_than_todays() -> None:
    data = table(TODAY, granted=3.0)
    assert (data.granted, data.exceeds_granted) == ("3,50 von 3,00 bewilligten Stellen: 0,50 mehr", True)


def test_a_plan_without_any_post_is_a_table_with_what_is_gone() -> None:
    data = table(allocation({}))
    assert all(row.is_gone for row in rows(data).values())
    assert data.sums[1].cells == {}
    assert data.granted == "0,00 von 3,50 bewilligten Stellen: 3,50 weniger"


def test_english_has_english_words_and_marks() -> None:
    data = table({**TODAY, "NORD": {A: 1.0}}, Language("en"))
    assert rows(data)["NORD"].changes == {A: "today 0.50", B: "today 0.50"}
    assert data.groups[0].label == "Welcome counselling"
    assert data.words["by_rule"] == "grey: split nach Bedarf, not decided yet"


def test_unknown_units_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown unit 'hours'"):
        table(TODAY, unit="hours")


@given(
    st.dictionaries(
        st.sampled_from(sorted(TODAY)), st.dictionaries(st.sampled_from([A, B, C]), st.floats(0.01, 5), min_size=1)
    )
)
def test_cells_are_marked_exactly_where_a_plain_comparison_finds_a_difference(changed: Parts) -> None:
    plan = {**TODAY, **changed}
    for post, row in rows(table(plan)).items():
        expected = {ags for ags in (A, B, C) if abs(plan[post].get(ags, 0) - TODAY[post].get(ags, 0)) > 1e-6}
        if abs(sum(plan[post].values()) - sum(TODAY[post].values())) > 1e-6:
            expected.add(TOTAL)
        assert set(row.changes) == expected
        assert row.is_changed == bool(expected)


class Mounted:
    """A table on a page without a browser; `send` is what the browser does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **reactions: Any) -> None:
        self.session: dict[str, Any] = {}
        self.given: dict[str, Any] = {}
        self.calls: list[Any] = []
        self.reactions = reactions
        monkeypatch.setattr(sheet_module, "st", SimpleNamespace(session_state=self.session))
        monkeypatch.setattr(sheet_module, "_component", lambda: lambda **given: self.given.update(given))
        self.run()

    def run(self, data: SheetData | None = None) -> None:
        sheet(data or table(TODAY), "plan", lambda *typed: self.calls.append(typed), **self.reactions)

    def send(self, trigger: str, nonce: str, *entries: tuple[str, str, str]) -> None:
        value = {
            "nonce": nonce,
            "entries": [dict(zip(("post", "column", "entry"), each, strict=True)) for each in entries],
        }
        self.session[self.given["key"]] = {"entered": None, "undo": None, "redo": None, trigger: value}
        self.given[f"on_{trigger}_change"]()
        self.run()


def test_what_is_typed_arrives_as_it_was_typed_and_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Mounted(monkeypatch)
    assert page.given["data"]["answered"] == ""
    page.send("entered", "x-1", ("NORD", A, "0,5 "))
    assert page.calls == [("NORD", A, "0,5 ")]
    assert page.given["data"]["answered"] == "x-1"


def test_what_arrives_twice_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Mounted(monkeypatch)
    page.send("entered", "x-1", ("NORD", A, "1"))
    page.send("entered", "x-1", ("NORD", A, "1"))
    page.send("entered", "x-2", ("NORD", A, "1"))
    assert page.calls == [("NORD", A, "1")] * 2


def test_several_cells_go_one_after_the_other_or_together(monkeypatch: pytest.MonkeyPatch) -> None:
    pasted = (("NORD", A, "0,25"), ("NORD", B, "0,75"))
    page = Mounted(monkeypatch)
    page.send("entered", "x-1", *pasted)
    assert page.calls == list(pasted)

    blocks: list[tuple[Entry, ...]] = []
    page = Mounted(monkeypatch, on_block=blocks.append)
    page.send("entered", "x-1", *pasted)
    page.send("entered", "x-2", pasted[0])
    assert blocks == [(Entry(*pasted[0]), Entry(*pasted[1]))]
    assert page.calls == [pasted[0]]


def test_taking_back_and_bringing_again_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    page = Mounted(monkeypatch, on_undo=lambda: told.append("undo"), on_redo=lambda: told.append("redo"))
    page.send("undo", "x-1")
    page.send("redo", "x-2")
    assert (told, page.calls) == (["undo", "redo"], [])
    without = Mounted(monkeypatch)
    without.send("undo", "x-1")
    assert without.given["data"]["answered"] == "x-1"


def test_the_browser_gets_plain_values_and_the_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Mounted(monkeypatch)
    page.run(table(TODAY, refusal=RefusedEntry("NORD", A, "x", "«x» ist keine Zahl.")))
    data = page.given["data"]
    assert data["refusal"] == {"post": "NORD", "column": A, "entry": "x", "reason": "«x» ist keine Zahl."}
    assert data["columns"][0] == (A, "Aldenhoven")
    assert data["groups"][0]["rows"][0]["cells"] == {A: "0,50", B: "0,50", TOTAL: "1,00"}
