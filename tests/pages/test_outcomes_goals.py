"""Goals: counts and shares against a slow twin, what open goals count as, and what each role is told."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from python_calamine import CalamineWorkbook

from charts.sentences import as_html
from etl.inputs import sign
from etl.load import load
from locales import Language
from metrics.codes import codes, name
from metrics.protection import ROLES, StaffFiguresWithheld, round_to_five
from pages._shared import kept
from pages._shared.trends import SINGLE_POST
from pages._shared.visit import Visit
from pages.outcomes import goals_figures
from pages.outcomes.changes import Change
from pages.outcomes.goals_figures import (
    AGREEMENT,
    CASES_REACHED,
    COUNTS,
    OUTSIDE,
    PARTS,
    REACHED,
    by_topic,
    by_unit,
    by_year,
    changes,
    of_every_unit,
    of_what_is_chosen,
)
from pages.outcomes.goals_findings import findings
from pages.outcomes.goals_sheets import sheets
from pages.outcomes.goals_shown import title_of_units as units_bars_title
from pages.outcomes.goals_tables import title_of_units as units_table_title
from pages.outcomes.measures import scale_of
from pages.outcomes.overview_figures import of_every_unit as shares_of
from pages.outcomes.overview_figures import title_of
from pages.outcomes.view import OutcomeView, is_running
from report.workbook import workbook
from warehouse import Edition, Store, open_edition

YEAR = 2025
DUEREN, JUELICH = "05358008", "05358024"
HALF_WIDTH = 1.959964
UNITS = ("focus_area", "ags", "carrier")
# What the shipped frame says of every focus area; a test below holds it to that.
OUTCOME_OF = {"achieved": "reached", "partly_achieved": "partly_reached", "ended": "ended_otherwise", "open": "open"}
Row = dict[str, Any]
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])
each_role = pytest.mark.parametrize("role", ROLES)
each_language = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(scope="module")
def history(staffed: Store) -> Iterator[Edition]:
    """Posts that change over time, one of them half vacant."""
    with open_edition(data=staffed.data) as found:
        yield found


@pytest.fixture(scope="module")
def _few(small_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """An edition of few cases in which every goal about subsistence or rights and duties is about psychoeducation instead."""
    data = small_copy(tmp_path_factory.mktemp("goals"))
    path = data / "raw/caseload/Beispieldaten_Ziele.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub("Sicherung des Lebensunterhalts|Rechte und Pflichten", "Psychoedukation", before), encoding="utf-8"
    )
    sign(path)
    load(data)
    return Store(data)


@pytest.fixture
def few(_few: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The same, shown by the pages."""
    monkeypatch.setenv("KIM_DATA_DIR", str(_few.data))
    return _few


@pytest.fixture
def _nothing_kept() -> Iterator[None]:
    """Results are worked out anew, and those of this test are forgotten."""
    kept._kept.clear()
    yield
    kept._kept.clear()


def visit_of(store: Store, role: str = "coordination", language: str = "en", ags: str = "") -> Visit:
    edition_id = store.current_id()
    return Visit(edition_id, store.manifest(edition_id), Language(language), role, ags)


def view_of(**choices: Any) -> OutcomeView:
    return OutcomeView(**{"by": "focus_area", "focus_area": "", "carrier": "", "ags": "", "year": YEAR, **choices})


def cases_by_hand(edition: Edition) -> list[Row]:
    """The cases, each with the list of its goals."""
    cases = edition.query("FROM client_case JOIN (SELECT DISTINCT post, carrier FROM post) USING (post)").to_dicts()
    goals: dict[str, list[Row]] = {}
    for goal in edition.query("FROM case_goal").to_dicts():
        goals.setdefault(goal["case_key"], []).append(goal)
    return [{**case, "goals": goals.get(case["case_key"], [])} for case in cases]


def goals_by_hand(edition: Edition, key: Callable[[Row, Row], Any], year: int | None) -> dict[Any, Counter[str]]:
    """What `key` says of a case and a goal of it -> columns of COUNTS and how many goals they count."""
    found: dict[Any, Counter[str]] = {}
    for case in cases_by_hand(edition):
        for goal in case["goals"]:
            if year is None or goal["agreed_on"].year == year:
                counter = found.setdefault(key(case, goal), Counter())
                counter["goals_agreed"] += 1
                counter[PARTS[OUTCOME_OF[goal["goal_status"]]]] += 1
    return found


def counts_of(row: Row) -> dict[str, int]:
    return {column: row[column] for column in COUNTS}


def complete(counter: Counter[str]) -> dict[str, int]:
    return {column: counter[column] for column in COUNTS}


def wilson(count: float, base: float, scale: float) -> tuple[float, float]:
    """Wilson's interval of a share of base / scale independent ones, written out again."""
    size, share = base / scale, count / base
    square = HALF_WIDTH**2
    middle = (share + square / (2 * size)) / (1 + square / size)
    reach = HALF_WIDTH / (1 + square / size) * sqrt(share * (1 - share) / size + square / (4 * size**2))
    return middle - reach, middle + reach


def test_the_shipped_frame_counts_every_status_as_the_twin_does(project: Path) -> None:
    for area in codes("focus_area"):
        path = project / "metrics/definitions/outcomes" / f"{area}.yml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert {status: outcome for outcome, those in content["outcomes"].items() for status in those} == OUTCOME_OF
        assert "exceptions" not in content


@pytest.mark.parametrize("year", [YEAR, 2026, None])
@pytest.mark.parametrize("by", UNITS)
def test_goals_of_every_unit_are_those_counted_one_by_one(
    loaded: Store, edition: Edition, by: str, year: int | None
) -> None:
    expected = goals_by_hand(edition, lambda case, _: case[by], year)
    found = {row["unit"]: row for row in by_unit(visit_of(loaded), view_of(by=by, year=year)).iter_rows(named=True)}
    assert {unit for unit, row in found.items() if row["goals_agreed"]} == set(expected)
    for unit, counter in expected.items():
        assert counts_of(found[unit]) == complete(counter)
    together = sum(expected.values(), Counter())
    assert of_every_unit(visit_of(loaded), view_of(by=by, year=year)) == complete(together)
    assert together["goals_open"]


@pytest.mark.parametrize("by", UNITS)
def test_goals_where_posts_change_are_those_counted_one_by_one(
    staffed: Store, history: Edition, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    expected = goals_by_hand(history, lambda case, _: case[by], YEAR)
    found = by_unit(visit_of(staffed), view_of(by=by))
    shown = {row["unit"]: counts_of(row) for row in found.iter_rows(named=True) if row["goals_agreed"]}
    assert shown == {unit: complete(counter) for unit, counter in expected.items()}


@pytest.mark.parametrize("by", UNITS)
def test_cases_with_goals_and_with_one_reached_are_those_counted_one_by_one(
    loaded: Store, edition: Edition, by: str
) -> None:
    expected: dict[str, list[Row]] = {}
    for case in cases_by_hand(edition):
        if case["first_interview_on"] and case["first_interview_on"].year == YEAR:
            expected.setdefault(case[by], []).append(case)
    agreed, reached = (
        {row["unit"]: row for row in shares_of(visit_of(loaded), view_of(by=by), measure).iter_rows(named=True)}
        for measure in (AGREEMENT, CASES_REACHED)
    )
    for unit, cases in expected.items():
        with_goals = [case for case in cases if case["goals"]]
        lucky = [case for case in with_goals if any(goal["goal_status"] == "achieved" for goal in case["goals"])]
        assert (agreed[unit]["count"], agreed[unit]["base"]) == (len(with_goals), len(cases))
        assert (reached[unit]["count"], reached[unit]["base"]) == (len(lucky), len(with_goals))
        assert reached[unit]["value"] == pytest.approx(len(lucky) / len(with_goals))


@pytest.mark.parametrize(
    "chosen", [{}, {"focus_area": "labour_market"}, {"ags": DUEREN}, {"ags": JUELICH, "year": None}]
)
def test_topics_are_counted_one_by_one_within_what_is_chosen(
    loaded: Store, edition: Edition, chosen: dict[str, Any]
) -> None:
    view = view_of(**chosen)
    narrowed = {column: value for column, value in chosen.items() if column != "year"}

    def key(case: Row, goal: Row) -> tuple[str, str] | None:
        is_meant = all(case[column] == value for column, value in narrowed.items())
        return (case["focus_area"], goal["topic"]) if is_meant else None

    expected = goals_by_hand(edition, key, view.year)
    expected.pop(None, None)
    found = {(row["focus_area"], row["topic"]): row for row in by_topic(visit_of(loaded), view).iter_rows(named=True)}
    assert {topic for topic, row in found.items() if row["goals_agreed"]} == set(expected)
    for topic, counter in expected.items():
        assert counts_of(found[topic]) == complete(counter)
        settled = counter["goals_agreed"] - counter["goals_open"]
        assert found[topic]["base"] == settled
        if settled:
            assert found[topic]["value"] == pytest.approx(counter["goals_reached"] / settled)
    assert "recognition_degrees" in {topic for _, topic in found}


def test_the_range_is_wilsons_for_as_many_goals_as_tell_of_themselves(loaded: Store) -> None:
    visit, view = visit_of(loaded), view_of(by="ags", year=None)
    scale = scale_of(visit, REACHED)
    assert scale > 1  # goals of one case stand and fall together
    for measure, by_case in ((REACHED, scale), (AGREEMENT, 1.0), (CASES_REACHED, 1.0)):
        for row in shares_of(visit, view, measure).iter_rows(named=True):
            limits = wilson(row["count"], row["base"], by_case)
            assert (row["lower"], row["upper"]) == pytest.approx(limits, abs=1e-6)


def test_open_goals_leave_the_share_reached_alone(loaded: Store) -> None:
    """In the running year a third of the goals are open; the share is that of the others."""
    visit, view = visit_of(loaded), view_of(year=2026)
    goals = of_what_is_chosen(visit, view)
    assert goals["goals_open"] > 300
    settled = sum(goals[PARTS[outcome]] for outcome in ("reached", "partly_reached", "ended_otherwise"))
    found = goals_figures.share_of_chosen(visit, view, REACHED)
    assert found["value"] == pytest.approx(goals["goals_reached"] / settled)
    assert settled + goals["goals_open"] == goals["goals_agreed"]


def as_others_see(exact: Mapping[str, Any]) -> dict[str, int]:
    """COUNTS where settled, reached, partly reached and open goals are rounded and the others put together from these."""
    settled = sum(exact[PARTS[outcome]] or 0 for outcome in ("reached", "partly_reached", "ended_otherwise"))
    still_open, reached, partly = (
        round_to_five(exact[PARTS[part]] or 0) for part in ("open", "reached", "partly_reached")
    )
    ended = max(round_to_five(settled) - reached - partly, 0)
    return dict(zip(COUNTS, (round_to_five(settled) + still_open, reached, partly, ended, still_open), strict=True))


@without_exact
@pytest.mark.parametrize("by", UNITS[:2])
def test_others_see_counts_rounded_and_sums_put_together_from_these(loaded: Store, role: str, by: str) -> None:
    exact = {row["unit"]: row for row in by_unit(visit_of(loaded), view_of(by=by)).iter_rows(named=True)}
    for row in by_unit(visit_of(loaded, role), view_of(by=by)).iter_rows(named=True):
        assert {column: row[column] or 0 for column in COUNTS} == as_others_see(exact[row["unit"]])
    for area, topic, *counts in (
        by_topic(visit_of(loaded, role), view_of()).select("focus_area", "topic", *COUNTS).rows()
    ):
        true = by_topic(visit_of(loaded), view_of()).row(by_predicate=_is(area, topic), named=True)
        assert dict(zip(COUNTS, (count or 0 for count in counts), strict=True)) == as_others_see(true)


def _is(area: str, topic: str) -> pl.Expr:
    return (pl.col("focus_area") == area) & (pl.col("topic") == topic)


@without_exact
def test_topics_within_a_place_or_carrier_are_for_the_coordination(loaded: Store, open_page, role: str) -> None:
    with pytest.raises(StaffFiguresWithheld):
        by_topic(visit_of(loaded, role, ags=DUEREN), view_of(by="ags", ags=DUEREN))
    page = open_page("outcomes", outcome="goals", role=role, outcome_by="ags", ags=DUEREN, lang="en")
    assert not page.app.exception
    assert "topics would tell the work of single employees" in page.words()
    assert name("topic", "subsistence", "en") not in page.markup("goal_units")
    assert not any(getattr(node, "key", "") == "pickable_goal_topics" for node in page.app.main)
    names = [sheet.name for sheet in sheets(visit_of(loaded, role, ags=DUEREN), view_of(by="ags", ags=DUEREN))]
    assert "Goals by topic" not in names
    assert "Goals by topic" in [sheet.name for sheet in sheets(visit_of(loaded, role), view_of())]


@each_role
@each_language
def test_the_page_shows_findings_pictures_and_tables(open_page, loaded: Store, role: str, language: str) -> None:
    page = open_page("outcomes", outcome="goals", role=role, lang=language)
    assert not page.app.exception
    visit, view = visit_of(loaded, role, language), view_of()
    sentences = findings(visit, view)
    assert 2 <= len(sentences) <= 3 and as_html(sentences) in page.html
    assert {"de": "Offene Ziele zählen weder als erreicht", "en": "still open count neither"}[language] in page.words()
    rows = by_unit(visit, view).rows(named=True)
    drawn, shown = page.markup("goal_parts"), page.rows("goal_units")
    for row in rows:
        assert visit.language.number(row["goals_reached"]) in drawn
        assert shown[row["label"]][2:7] == [visit.language.number(row[column]) for column in COUNTS]
    for outcome in PARTS:
        assert name("outcome", outcome, language) in drawn
    for topic in ("subsistence", "recognition_degrees", "psychoeducation"):
        assert name("topic", topic, language) in page.words()
    for caption in ("Ziele und Fälle nach Kalenderjahr", "Goals and cases by calendar year"):
        if caption.startswith("Goals") == (language == "en"):
            assert len(page.table(caption)[{"de": "Jahr", "en": "Year"}[language]]) == 6


def test_findings_say_what_was_counted(loaded: Store, edition: Edition) -> None:
    counter = sum(goals_by_hand(edition, lambda *_: "", YEAR).values(), Counter())
    agreed, became, *_ = findings(visit_of(loaded), view_of())
    cases = [
        case
        for case in cases_by_hand(edition)
        if case["first_interview_on"] and case["first_interview_on"].year == YEAR
    ]
    assert f"goals were agreed in {sum(bool(case['goals']) for case in cases)} of {len(cases)} cases" in agreed
    assert became.startswith(
        f"Of {counter['goals_agreed']:,} goals agreed, {counter['goals_reached']} were reached, "
        f"{counter['goals_partly_reached']} partly reached, {counter['goals_ended']} ended otherwise and "
        f"{counter['goals_open']} are still open"
    )


def test_a_change_is_named_only_beyond_chance_and_whatever_becomes_of_open_goals(loaded: Store) -> None:
    """Newcombe's method 10 written out again, for every year and focus area of the example."""
    visit = visit_of(loaded)
    scale, told = scale_of(visit, REACHED), 0
    for area in ("", *codes("focus_area")):
        view = view_of(focus_area=area, year=None)
        rows = {row["year"]: row for row in by_year(visit, view).iter_rows(named=True)}
        for year, found in changes(visit, view, REACHED).items():
            now, before = rows[year], rows.get(year - 1)
            if is_running(visit, year) or before is None or None in (now["goals_agreed"], before["goals_agreed"]):
                assert found is None
                continue
            ends = [_newcombe(now, before, scale, *fate) for fate in ((None, None), (True, False), (False, True))]
            is_told = all(low > 0 for low, _ in ends) or all(high < 0 for _, high in ends)
            assert isinstance(found, Change) and found.is_beyond_chance == is_told
            told += is_told
            words = " ".join(findings(visit, view.of(year=year)))
            assert ("percentage points" in words.split("; of those settled")[1].split("Share of")[0]) == is_told
    assert told  # labour market integration, 2022


def _newcombe(
    now: Row, before: Row, scale: float, now_reached: bool | None, before_reached: bool | None
) -> tuple[float, float]:
    """Limits of the difference; True or False: all goals that are still open would be reached, or none of them."""
    shares, limits = [], []
    for row, is_reached in ((now, now_reached), (before, before_reached)):
        still_open = 0 if is_reached is None else row["goals_open"]
        count = row["goals_reached"] + (still_open if is_reached else 0)
        base = row["goals_agreed"] - row["goals_open"] + still_open
        shares.append(count / base)
        limits.append(wilson(count, base, scale))
    difference = shares[0] - shares[1]
    return (
        difference - sqrt((shares[0] - limits[0][0]) ** 2 + (limits[1][1] - shares[1]) ** 2),
        difference + sqrt((limits[0][1] - shares[0]) ** 2 + (shares[1] - limits[1][0]) ** 2),
    )


@pytest.mark.usefixtures("_nothing_kept")
@each_role
def test_a_focus_area_of_one_post_is_judged_for_the_coordination_only(
    loaded: Store, open_page, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setattr(goals_figures, "change", lambda *_: Change(YEAR - 1, 0.25, is_beyond_chance=True))
    for area, posts in (("psychosocial", 1), ("labour_market", 2)):
        visit, view = visit_of(loaded, role, language="de"), view_of(focus_area=area)
        is_withheld = role != "coordination" and posts == 1
        assert (changes(visit, view, REACHED)[YEAR] == SINGLE_POST) == is_withheld
    page = open_page("outcomes", outcome="goals", role=role, outcome_area="psychosocial", lang="de")
    is_told = role == "coordination"
    assert ("Kein Urteil, weil die Zahl die einer einzelnen Stelle ist" in page.words()) != is_told
    caption = "Ziele und Fälle nach Kalenderjahr"
    assert set(page.table(caption)["Änderung der erreichten Ziele (Punkte)"]) == ({"–", "+25"} if is_told else {"–"})


def test_goals_of_other_topics_stand_in_a_row_of_their_own(few: Store, open_page, project: Path) -> None:
    with open_edition(data=few.data) as edition:
        named = {
            area: set(
                yaml.safe_load((project / f"metrics/definitions/outcomes/{area}.yml").read_text(encoding="utf-8"))[
                    "topics"
                ]
            )
            for area in codes("focus_area")
        }
        expected = goals_by_hand(
            edition,
            lambda case, goal: (case["focus_area"], goal["topic"] in named[case["focus_area"]]),
            None,
        )
    found = by_topic(visit_of(few), view_of(year=None))
    outside = found.row(by_predicate=_is("welcome", OUTSIDE), named=True)
    assert counts_of(outside) == complete(expected["welcome", False])
    assert outside["goals_agreed"] > 10
    assert found["goals_agreed"].sum() == sum(counter["goals_agreed"] for counter in expected.values())
    page = open_page("outcomes", outcome="goals", role="coordination", year="all", outcome_area="welcome")
    assert not page.app.exception
    assert "Themen anderer Schwerpunkte" in page.markup("goal_topics")
    assert "keine Ziele" in page.markup("goal_topics")  # nobody's subsistence any more


@pytest.mark.usefixtures("few")
@each_role
@pytest.mark.parametrize("by", UNITS)
def test_few_cases_are_told_as_such(open_page, role: str, by: str) -> None:
    page = open_page("outcomes", outcome="goals", role=role, outcome_by=by, lang="en")
    assert not page.app.exception
    if role != "coordination":
        assert "too few goals" in page.markup("goal_parts")
        assert all(
            int(cell) % 5 == 0 for cells in page.rows("goal_units").values() for cell in cells[2:7] if cell != "–"
        )


def test_without_goals_the_section_says_so_and_shows_no_shares(
    open_page, small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (small_data / "raw/caseload").glob("*Ziele*"):
        path.unlink()
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    page = open_page("outcomes", outcome="goals", lang="en")
    assert not page.app.exception
    assert "No goals have been loaded" in page.words()
    assert "Share of cases with goals agreed" not in page.words()
    # Elsewhere they are not told either: nobody agreed on goals is something else than nobody reported them.
    glance = open_page("outcomes", lang="en")
    assert not glance.app.exception
    assert "no goals loaded" in glance.markup("outcome_agreement_share")
    assert "goals agreed in" not in glance.words()
    assert {cells[2] for cells in glance.rows("outcome_table").values()} == {"–"}
    course = open_page("outcomes", outcome="compare", outcome_measure="agreement_share", lang="en")
    assert not course.app.exception
    assert "No goals have been loaded" in course.words()
    assert {cells[0] for cells in course.rows("compared_years").values()} == {"–"}


def test_a_district_without_cases_says_so(open_page, other_district: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(other_district.data))
    page = open_page("outcomes", outcome="goals")
    assert not page.app.exception
    assert "Es sind keine Fälle geladen" in page.words()


@each_role
@pytest.mark.parametrize("by", UNITS)
def test_the_workbook_holds_what_the_page_shows_and_explains_it(loaded: Store, role: str, by: str) -> None:
    visit, view = visit_of(loaded, role), view_of(by=by)
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheets(visit, view))))
    expected = ["Goals", "Definitions", "Cases with goals", "Goals by topic", "Goals by year", "Cases by year"]
    assert book.sheet_names == expected
    first = book.get_sheet_by_name("Goals").to_python()
    (head,) = (row for row in first if "Goals agreed" in row)
    assert (head[0] == "AGS") == (by == "ags")
    start = head.index("Goals agreed")
    rows = {row[start - 1]: row[start:] for row in first[first.index(head) + 1 :]}
    for row in by_unit(visit, view).iter_rows(named=True):
        assert rows[row["label"]][: len(COUNTS)] == ["" if row[column] is None else row[column] for column in COUNTS]
    words = " ".join(str(cell) for row in book.get_sheet_by_name("Definitions").to_python() for cell in row)
    for measure in (REACHED, AGREEMENT, CASES_REACHED):
        assert measure.meaning.explanation["en"] in words
    assert "Consenting clients only" in words


def test_every_message_of_the_section_is_translated(open_page) -> None:
    page = open_page("outcomes", outcome="goals", role="coordination", lang="de")
    for english in ("goals", "reached", "settled", "Share of", "may be chance"):
        assert english not in page.words()


def test_titles_say_what_besides_the_units_is_chosen(loaded: Store) -> None:
    """A picture that leaves the page must not look like one of the whole district."""
    visit = visit_of(loaded, ags=JUELICH)
    view = view_of(by="carrier", focus_area="welcome", ags=JUELICH, carrier="Stadt Jülich")
    titles = [title(visit, view) for title in (units_bars_title, units_table_title)] + [title_of(visit, view, REACHED)]
    assert all("Welcome counselling, Jülich, 2025" in title for title in titles)
    assert not any("Stadt" in title for title in titles)  # marks its row only
    assert units_bars_title(visit_of(loaded), view_of(focus_area="welcome")).endswith("by Focus area, 2025")
