"""Weighted cases: counted by hand, what weights change and what they cannot, and what each role may weight."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from itertools import cycle, product
from pathlib import Path

import pytest

from etl.load import load
from locales import Language
from metrics.codes import codes
from metrics.intervals import poisson_interval
from metrics.protection import ROLES, SMALLEST_BASE, round_to_five
from pages._shared import door
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload import intensity_sheets
from pages.caseload.comparison import comparison
from pages.caseload.intensity_counts import (
    changes,
    sensitivity,
    weighted_comparison,
    weighted_counts,
)
from pages.caseload.intensity_weights import KINDS, Weights
from pages.caseload.view import CASES, CaseloadView
from report.workbook import workbook
from warehouse import Edition, Store

AREAS = tuple(codes("focus_area"))
UNITS = ("ags", "carrier", "focus_area")
ONCE = Weights(dict.fromkeys(AREAS, 1.0), dict.fromkeys(KINDS, 1.0))
MIXED = Weights(
    {"welcome": 1.0, "labour_market": 1.5, "psychosocial": 3.0},
    {"with_goals": 2.0, "counselling": 1.0, "short": 0.5},
)
LAST_MONTH, FIRST_DAY, LAST_DAY = dt.date(2026, 10, 1), dt.date(2025, 11, 1), dt.date(2026, 10, 31)
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])


def view_of(by: str, measure: str = "new_cases", **changed: str) -> CaseloadView:
    basis = "district" if by == "focus_area" else "areas"
    return CaseloadView(measure, by, ALL_AREAS, "need", LAST_MONTH, "granted", basis).of(**changed)


@pytest.fixture
def visit_of(loaded: Store) -> Callable[..., Visit]:
    """Makes the visit of a role to the shipped inputs."""

    def made(role: str, language: str = "de") -> Visit:
        edition_id = loaded.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language(language), role, "")

    return made


@pytest.fixture(scope="module")
def new_cases(edition: Edition) -> Counter[tuple[str, str, str, str]]:
    """New cases of twelve months by municipality, post, focus area and kind, counted one by one from the loaded cases."""
    with_goals = set(edition.query("SELECT DISTINCT case_key FROM case_goal")["case_key"])
    services = Counter(edition.query("SELECT case_key FROM case_service")["case_key"])
    rows = edition.query(
        "SELECT case_key, ags, post, focus_area::VARCHAR, first_interview_on, ended_on FROM client_case"
    )
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for key, ags, post, area, begun, ended in rows.iter_rows():
        if begun is None or not FIRST_DAY <= begun <= LAST_DAY:
            continue
        kind = "short" if ended is not None and services[key] <= 3 else "counselling"
        counted[ags, post, area, "with_goals" if key in with_goals else kind] += 1
    assert {kind for *_, kind in counted} == set(KINDS)
    return counted


def weight(area: str, kind: str, weights: Weights = MIXED) -> float:
    return weights.areas[area] * weights.kinds[kind]


@pytest.mark.parametrize(("by", "position"), [("ags", 0), ("post", 1), ("focus_area", 2)])
def test_weighted_cases_are_those_counted_one_by_one(visit_of, new_cases, by: str, position: int) -> None:
    counts = weighted_counts(visit_of("coordination"), view_of(by), MIXED, MIXED.columns)
    by_hand: Counter[str] = Counter()
    squares = total = 0.0
    for cell, number in new_cases.items():
        by_hand[cell[position]] += number * weight(*cell[2:])
        total += number * weight(*cell[2:])
        squares += number * weight(*cell[2:]) ** 2
    found = {unit: observed for unit, observed in counts.units.rows() if observed}
    assert found == pytest.approx(dict(by_hand))
    assert (counts.total, counts.scale) == pytest.approx((total, squares / total))


@without_exact
def test_others_get_sums_of_counts_rounded_each_on_its_own(visit_of, new_cases, role: str) -> None:
    kinds = Weights({}, MIXED.kinds)
    by_kind: Counter[tuple[str, str]] = Counter()
    for (ags, _, _, kind), number in new_cases.items():
        by_kind[ags, kind] += number
    by_hand: Counter[str] = Counter()
    for (ags, kind), number in by_kind.items():
        by_hand[ags] += round_to_five(number) * MIXED.kinds[kind]
    counts = weighted_counts(visit_of(role), view_of("ags"), kinds, kinds.columns)
    found = {ags: value for ags, value in counts.units.rows() if value}
    assert found == {ags: value for ags, value in by_hand.items() if value}
    assert counts.slack == 2 * sum(MIXED.kinds.values())


def test_a_single_kind_shows_nothing_but_its_rounded_count(visit_of) -> None:
    """Weights 0, 0 and 1 would tell exact counts apart, were any exact count behind them."""
    visit = visit_of("steering")
    for kind in KINDS:
        alone = Weights({}, {code: float(code == kind) for code in KINDS})
        found = weighted_comparison(visit, view_of("ags"), alone).frame
        assert all(count % 5 == 0 for count in found["observed"])
        small = found.filter(found["observed"] < SMALLEST_BASE)
        assert small.height and small["per_fte"].null_count() == small.height
        assert not set(small["verdict"]) & {"high", "low", "as_expected", "single_post"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("measure", CASES)
@pytest.mark.parametrize("by", ["ags", "carrier", "focus_area"])
def test_weights_that_are_all_alike_change_no_verdict(visit_of, role: str, measure: str, by: str) -> None:
    visit, view = visit_of(role), view_of(by, measure)
    plain = comparison(visit, view).frame
    assert weighted_comparison(visit, view, ONCE).frame.equals(plain)
    kinds = Weights({}, dict.fromkeys(KINDS, 2.0))
    twice = weighted_comparison(visit, view, kinds).frame
    assert twice["verdict"].to_list() == plain["verdict"].to_list()
    for name in ("observed", "expected", "per_fte", "lower", "upper", "shrunken"):
        assert twice[name].to_list() == pytest.approx([None if v is None else 2 * v for v in plain[name]], nan_ok=True)
    assert twice["ratio"].to_list() == pytest.approx(plain["ratio"].to_list())


def test_the_weight_of_a_focus_area_says_nothing_about_posts_that_are_compared_within_it(visit_of) -> None:
    visit = visit_of("coordination")
    for measure in CASES:
        view = view_of("post", measure)
        plain = comparison(visit, view).frame
        heavy = weighted_comparison(visit, view, ONCE.of("labour_market", 5.0)).frame
        assert heavy["verdict"].to_list() == plain["verdict"].to_list()
        assert heavy["ratio"].to_list() == pytest.approx(plain["ratio"].to_list())
        grown = heavy.filter(heavy["observed"] > plain["observed"] * 4.99)["key"].to_list()
        assert grown == ["SOZIALWERK-1", "SOZIALWERK-2"]


def test_the_range_is_that_of_the_cases_the_weighted_ones_are_worth(visit_of) -> None:
    found = weighted_comparison(visit_of("coordination"), view_of("focus_area"), MIXED)
    for row in found.frame.iter_rows(named=True):
        lower, upper = (limit * found.scale / row["fte"] for limit in poisson_interval(row["observed"] / found.scale))
        assert (row["lower"], row["upper"]) == pytest.approx((lower, upper))
        assert row["lower"] < row["per_fte"] < row["upper"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["ags", "carrier", "focus_area"])
def test_fewer_than_ten_cases_give_no_rate_whatever_they_weigh(visit_of, role: str, by: str) -> None:
    heavy = Weights({}, {"with_goals": 10.0, "counselling": 10.0, "short": 9.5})
    visit, view = visit_of(role), view_of(by)
    cases = dict(comparison(visit, view).frame.select("key", "observed").rows())
    found = weighted_comparison(visit, view, heavy).frame
    without = {row["key"] for row in found.iter_rows(named=True) if row["per_fte"] is None}
    assert {key for key, number in cases.items() if number < SMALLEST_BASE} <= without


@without_exact
def test_a_verdict_on_rounded_counts_is_that_of_the_exact_ones(visit_of, role: str) -> None:
    for measure in CASES:
        for by in ("ags", "focus_area"):
            weights = MIXED if by == "focus_area" else Weights({}, MIXED.kinds)
            rough, exact = (
                dict(
                    weighted_comparison(visit_of(who), view_of(by, measure), weights)
                    .frame.select("key", "verdict")
                    .rows()
                )
                for who in (role, "coordination")
            )
            judged = {key: verdict for key, verdict in rough.items() if verdict in ("high", "low")}
            assert judged == {key: exact[key] for key in judged}


def test_whose_verdict_changes_is_what_two_comparisons_differ_in(visit_of) -> None:
    visit, view = visit_of("coordination"), view_of("focus_area", "accompanied_cases")
    before, after = (
        dict(found.frame.select("label", "verdict").rows())
        for found in (comparison(visit, view), weighted_comparison(visit, view, ONCE.of("psychosocial", 6.0)))
    )
    found = changes(visit, view, ONCE, ONCE.of("psychosocial", 6.0))
    assert {one.label: (one.before, one.after) for one in found.changed} == {
        label: (before[label], after[label]) for label in before if before[label] != after[label]
    }
    assert found.judged and not found.by_rounding


def test_every_single_weight_is_tried_at_half_and_double(visit_of) -> None:
    visit, view = visit_of("coordination"), view_of("focus_area", "accompanied_cases")
    weights = MIXED.of("short", 0.0)
    tried = sensitivity(visit, view, weights)
    assert set(tried) == {*AREAS, *KINDS} - {"short"}
    for code, (halved, doubled) in tried.items():
        now = weights.every[code]
        assert halved == changes(visit, view, weights, weights.of(code, now / 2))
        assert doubled == changes(visit, view, weights, weights.of(code, now * 2))


@pytest.mark.parametrize(
    ("role", "by", "language"),
    [(*pair, language) for pair, language in zip(product(ROLES, UNITS), cycle(["de", "en"]), strict=False)],
)
def test_the_page_shows_weighted_beside_unweighted(open_page, role: str, language: str, by: str) -> None:
    shown = open_page(
        "caseload", show="intensity", role=role, lang=language, by=by, measure="accompanied_cases", weight_short="0.5"
    )
    assert not shown.app.exception
    words = shown.words()
    assert ("Gewichtete Fälle je Stelle" if language == "de" else "Weighted cases per FTE") in words
    assert ("Wessen Urteil änderte sich" if language == "de" else "Whose verdict would change") in words
    assert shown.address["weight_short"] == "0.5" or shown.address["weight_short"] == ["0.5"]
    assert shown.offers("weight_psychosocial") == (role == "coordination" or by == "focus_area")


def test_without_weights_the_page_says_that_nothing_differs(open_page) -> None:
    shown = open_page("caseload", show="intensity", measure="new_cases")
    assert "Alle Gewichte sind 1" in shown.html
    for cells in shown.rows("weighted_table").values():
        assert cells[:4] == cells[4:8]
        assert cells[8] in ("nein", "–")


def test_sentence_and_table_agree_on_whom_a_single_weight_moves(open_page) -> None:
    shown = open_page("caseload", show="intensity", role="coordination")
    sentence = "würde niemand anders beurteilt; nur ob die Fälle für ein Urteil reichen, änderte sich bei: Heimbach."
    assert sentence in shown.html
    assert "Heimbach (im üblichen Rahmen → zu wenige für ein Urteil)" in shown.html
    assert "änderte sich kein Urteil" not in shown.html


def test_the_button_sets_all_weights_to_one(open_page) -> None:
    shown = open_page("caseload", show="intensity", role="coordination", weight_psychosocial="3", weight_with_goals="2")
    assert "Alle Gewichte sind 1" not in shown.html
    (button,) = (button for button in shown.app.button if button.key == "weights_reset")
    button.click().run()
    assert "Alle Gewichte sind 1" in shown.html
    assert not [name for name in shown.address if name.startswith("weight_")]


def test_a_single_focus_area_has_no_weight_of_its_own(open_page) -> None:
    shown = open_page("caseload", show="intensity", role="coordination", cases_area="welcome")
    assert not shown.offers("weight_welcome") and shown.offers("weight_short")
    assert "Innerhalb eines einzelnen Schwerpunkts" in shown.html


def test_weights_that_count_nothing_are_refused(open_page) -> None:
    shown = open_page(
        "caseload",
        show="intensity",
        weight_with_goals="0",
        weight_counselling="0",
        weight_short="0",
        measure="new_cases",
    )
    assert not shown.app.exception
    assert "Kein Fall zählt" in shown.app.info[0].value


def test_without_goals_and_services_kinds_cannot_be_told(
    open_page, small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (small_data / "raw/caseload").iterdir():
        if "Faelle" not in path.name:
            path.unlink()
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("caseload", show="intensity", measure="accompanied_cases")
    assert not shown.app.exception
    assert "Weder Ziele noch Leistungen sind geladen" in shown.html
    assert not shown.offers("weight_short")


def test_the_workbook_has_the_definitions_second_and_names_all_weights(visit_of) -> None:
    visit, view = visit_of("coordination"), view_of("focus_area")
    before, after = comparison(visit, view), weighted_comparison(visit, view, MIXED)
    tried = sensitivity(visit, view, MIXED)
    made = intensity_sheets.sheets(visit, view, MIXED, before, after, changes(visit, view, ONCE, MIXED), tried)
    tabled, about, singly = made
    assert workbook(made)
    assert [sheet.name for sheet in made] == ["Gewichtung", "Erläuterung", "Einzelne Gewichte"]
    told = {row[0]: row[1] for section in about.sections for row in section.rows}
    assert (told["Gewicht: Psychosoziale Beratung"], told["Gewicht: Kurzberatung"]) == ("3,00", "0,50")
    weighted = dict(after.frame.select("label", "observed").rows())
    assert {row[0]: row[8] for row in tabled.rows} == {**weighted, "Kreis": after.total}
    assert (tabled.rows[-1][3], tabled.rows[-1][9]) == (before.per_fte, after.per_fte)
    assert all(len(row) == len(tabled.columns) for row in tabled.rows)
    assert len(singly.rows) == len(tried) == len(MIXED.every)
    assert [row[1] for row in singly.rows] == list(MIXED.every.values())
    assert all(type(row[1]) is float for row in singly.rows)
    assert singly.columns[1].number_format == "#,##0.00"


@pytest.mark.parametrize("role", ROLES)
def test_municipalities_in_the_workbook_have_their_key(visit_of, role: str) -> None:
    visit, view = visit_of(role), view_of("ags")
    weights = MIXED if role == "coordination" else Weights({}, MIXED.kinds)
    before, after = comparison(visit, view), weighted_comparison(visit, view, weights)
    tabled, about = intensity_sheets.sheets(
        visit, view, weights, before, after, changes(visit, view, ONCE, weights), {}
    )
    assert workbook([tabled, about])
    assert [column.heading for column in tabled.columns][:2] == ["AGS", "Gemeinde"]
    weighted = {key: (label, seen) for key, label, seen in after.frame.select("key", "label", "observed").rows()}
    assert len(tabled.rows) == 16
    assert {row[0]: (row[1], row[9]) for row in tabled.rows} == {**weighted, None: ("Kreis", after.total)}
