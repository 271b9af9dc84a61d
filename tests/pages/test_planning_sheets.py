"""Plans as workbooks: the sheets of one plan and of a comparison hold what the evaluation says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from locales import Language
from metrics.protection import ROLES
from pages._shared import door
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning import plan_sheets
from pages.planning.comparing.evaluated import evaluate_all
from pages.planning.comparing.plans import TODAY, Compared
from pages.planning.comparing.sheets import sheets
from pages.planning.evaluated import clients_evaluated, evaluated, planned, today
from pages.planning.plan import Plan
from planning.edit import Edit
from report.sheets import Cell, Explanation, Sheet
from report.workbook import workbook
from warehouse import Store

DAY = dt.date(2027, 1, 1)
DUEREN, JUELICH, TITZ = "05358008", "05358024", "05358056"
EDITS = (
    Edit("parts", "STADT-JUELICH-1", DAY, {JUELICH: 0.5, DUEREN: 0.5}),
    Edit("add", "NEU-1", DAY, {TITZ: 0.25}, focus_area="welcome"),
    Edit("close", "ALT-9", DAY),
    Edit("fte", "SKF-2", dt.date(2027, 7, 1), fte=0.75),
)
VIEW = View(month="2027-01")
Visits = Callable[..., Visit]


@pytest.fixture
def visit_of(loaded: Store) -> Visits:
    """Makes the visit of a role."""

    def made(role: str = "planning", language: str = "de") -> Visit:
        edition_id = loaded.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language(language), role, "")

    return made


def table(made: Sequence[Sheet | Explanation], name: str) -> Sheet:
    (found,) = (sheet for sheet in made if sheet.name == name)
    assert isinstance(found, Sheet)
    return found


def columns(sheet: Sheet) -> dict[str, list[Cell]]:
    """Heading -> cells."""
    headings = [column.heading for column in sheet.columns]
    assert len(set(headings)) == len(headings)
    return dict(zip(headings, map(list, zip(*sheet.rows, strict=True)), strict=True))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_plan_becomes_a_workbook_with_its_explanation_second(visit_of: Visits, role: str, language: str) -> None:
    made = plan_sheets.sheets(visit_of(role, language), VIEW, Plan("Mein Plan", EDITS))
    assert workbook(made)[:2] == b"PK"
    assert [number for number, sheet in enumerate(made) if isinstance(sheet, Explanation)] == [1]
    names = {
        "de": ["Zahlen", "Erläuterung", "Gemeinden", "Stellen vorher", "Stellen nachher", "Änderungen", "Grenzen"],
        "en": ["Figures", "Definitions", "Municipalities", "Posts before", "Posts after", "Changes of plans", "Limits"],
    }
    assert [sheet.name for sheet in made] == names[language]


def test_figures_before_and_after_are_those_of_the_evaluation(visit_of: Visits) -> None:
    visit = visit_of()
    found, clients = evaluated(visit, VIEW, EDITS), clients_evaluated(visit, VIEW, EDITS)
    figures = columns(table(plan_sheets.sheets(visit, VIEW, Plan("Mein Plan", EDITS)), "Zahlen"))
    rows = dict(zip(figures["Kennzahl"], zip(figures["vorher"], figures["nachher"], strict=True), strict=True))
    for label, name in (
        ("Größte Lücke einer Gemeinde", "worst_shortage"),
        ("Stellen am falschen Ort", "misplaced_fte"),
        ("Ungleichheit (Gini)", "gini"),
        ("Stellen insgesamt", "fte"),
    ):
        assert rows[label] == (getattr(found.before.totals, name), getattr(found.after.totals, name))
    assert rows["Offene Fälle je Vollzeitstelle"] == (
        clients.before.totals.open_per_fte,
        clients.after.totals.open_per_fte,
    )
    assert rows["Stellen, die den Ort wechseln"] == (0.0, pytest.approx(0.5))
    apart = dict(zip(figures["Kennzahl"], figures["nachher: Unterschied"], strict=True))
    assert apart["Stellen insgesamt"] == pytest.approx(0.25)


@pytest.mark.parametrize("role", ROLES)
def test_every_municipality_before_and_after(visit_of: Visits, role: str) -> None:
    visit = visit_of(role)
    found, clients = evaluated(visit, VIEW, EDITS), clients_evaluated(visit, VIEW, EDITS)
    shown = columns(table(plan_sheets.sheets(visit, VIEW, Plan("Mein Plan", EDITS)), "Gemeinden"))
    assert len(shown["AGS"]) == 15
    for when, state, counted in (
        ("vorher", found.before, clients.before),
        ("nachher", found.after, clients.after),
    ):
        places = state.places.rows_by_key("ags", named=True, unique=True)
        told = counted.places.rows_by_key("ags", named=True, unique=True)
        for heading, column, source in (
            ("Stellen (VZÄ)", "fte", places),
            ("Lücke in Stellen", "gap_fte", places),
            ("Lücke mindestens", "lower", places),
            ("Neue Fälle je 1.000", "reach_per_1000", told),
            ("Offene Fälle je VZÄ", "open_per_fte", told),
        ):
            assert shown[f"{heading}: {when}"] == [source[ags][column] for ags in shown["AGS"]], heading


def test_posts_and_their_parts_before_and_after(visit_of: Visits) -> None:
    visit = visit_of()
    made = plan_sheets.sheets(visit, VIEW, Plan("Mein Plan", EDITS))
    before, after = columns(table(made, "Stellen vorher")), columns(table(made, "Stellen nachher"))
    assert before["Stelle"] == [*today(visit, VIEW)["post"].unique().sort().to_list(), "Alle"]
    assert set(after["Stelle"]) - set(before["Stelle"]) == {"NEU-1"}
    for shown in (before, after):
        *parts, total = zip(*(cells for name, cells in shown.items() if name in PLACES), strict=True)
        for position, post in enumerate(parts):
            assert sum(fte for fte in post if fte) == pytest.approx(shown["Stellen (VZÄ)"][position])
        assert sum(total) == pytest.approx(shown["Stellen (VZÄ)"][-1])
    assert (before["Stellen (VZÄ)"][-1], after["Stellen (VZÄ)"][-1]) == pytest.approx((12.0, 12.25))
    moved = after["Stelle"].index("STADT-JUELICH-1")
    assert (after["Düren"][moved], after["Jülich"][moved], after["Titz"][moved]) == (0.5, 0.5, None)
    assert after["Aufteilung"][moved] == "festgelegt" and before["Aufteilung"][0] == "nach der Regel"


PLACES = {
    "Aldenhoven",
    "Düren",
    "Heimbach",
    "Hürtgenwald",
    "Inden",
    "Jülich",
    "Kreuzau",
    "Langerwehe",
    "Linnich",
    "Merzenich",
    "Nideggen",
    "Niederzier",
    "Nörvenich",
    "Titz",
    "Vettweiß",
}


def test_every_change_with_whether_it_counts(visit_of: Visits) -> None:
    shown = columns(table(plan_sheets.sheets(visit_of(), VIEW, Plan("Mein Plan", EDITS)), "Änderungen"))
    assert shown["Plan"] == ["Mein Plan"] * len(EDITS)
    assert shown["Stelle"] == [edit.post for edit in EDITS]
    assert shown["Ab"] == [edit.valid_from for edit in EDITS]
    first, second, third, fourth = shown["In den Zahlen"]
    assert (first, second, fourth) == ("ja", "ja", "nein, gilt erst später")
    assert str(third).startswith("nein, nicht möglich: ")


def test_limits_are_plain_words(visit_of: Visits) -> None:
    rows = table(plan_sheets.sheets(visit_of(), VIEW, Plan("Mein Plan", EDITS)), "Grenzen").rows
    assert rows[0][0] == "Bedarf ist nicht Nachfrage."
    assert all(gist and rest and "*" not in f"{gist}{rest}" for gist, rest in rows)


def test_a_plan_without_changes_is_the_same_before_and_after(visit_of: Visits) -> None:
    made = plan_sheets.sheets(visit_of(), VIEW, Plan("Stellen wie heute"))
    for name in ("Zahlen", "Gemeinden"):
        shown = columns(table(made, name))
        pairs = [
            (cells, shown[heading.replace("vorher", "nachher")])
            for heading, cells in shown.items()
            if "vorher" in heading
        ]
        assert pairs and all(before == after for before, after in pairs)
    assert table(made, "Stellen vorher").rows == table(made, "Stellen nachher").rows
    assert table(made, "Änderungen").rows == []
    assert workbook(made)


@pytest.mark.parametrize("role", ROLES)
def test_a_comparison_becomes_a_workbook(visit_of: Visits, role: str) -> None:
    visit = visit_of(role)
    plans = (
        Compared(TODAY, "A", "Stellen wie heute"),
        Compared(
            "x", "B", "Ein Name: [mit] */? Zeichen, die auf keinem Reiter stehen dürfen", EDITS[:2], visit.edition_id
        ),
        Compared("y", "C", "=1+1", EDITS, visit.edition_id),
    )
    made = sheets(visit, VIEW, evaluate_all(visit, VIEW, plans))
    assert workbook(made)[:2] == b"PK"
    assert [sheet.name for sheet in made][3:6] == ["Stellen A", "Stellen B", "Stellen C"]
    figures = columns(table(made, "Zahlen"))
    states = [evaluated(visit, VIEW, plan.edits).after.totals for plan in plans]
    largest = figures["Kennzahl"].index("Größte Lücke einer Gemeinde")
    assert [figures[plan.label][largest] for plan in plans] == [state.worst_shortage for state in states]
    assert len(table(made, "Änderungen").rows) == 2 + len(EDITS)
    assert [len(table(made, name).rows) - 1 for name in ("Stellen A", "Stellen B")] == [
        planned(visit, VIEW, edits).allocation["post"].n_unique() for edits in ((), EDITS[:2])
    ]
