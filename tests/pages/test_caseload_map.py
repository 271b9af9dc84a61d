"""The map of caseloads: it says what the comparison says, and hatches what has no rate."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from charts.verdicts import SIGNS, VERDICT_WORDS
from locales import Language
from metrics.protection import ROLES
from pages._shared.visit import Visit
from pages.caseload import on_map_figures
from pages.caseload.compare_figures import notes
from pages.caseload.comparison import comparison
from pages.caseload.view import MEASURES, CaseloadView, counted_months
from warehouse import Store

GERMAN = Language("de")
every_role = pytest.mark.parametrize("role", ROLES)


def view_of(visit: Visit) -> CaseloadView:
    """Open cases of the last month on granted posts."""
    return CaseloadView("open_cases", "ags", "all", "need", counted_months(visit)[-1], "granted", "areas")


@pytest.fixture
def visit_of(loaded: Store) -> Callable[[str], Visit]:
    """Makes the visit of a role to the shipped inputs."""

    def made(role: str) -> Visit:
        edition_id = loaded.current_id()
        return Visit(edition_id, loaded.manifest(edition_id), GERMAN, role, "")

    return made


@every_role
@pytest.mark.parametrize("measure", MEASURES)
def test_map_and_table_say_what_the_comparison_says(open_page, role: str, measure: str) -> None:
    on_map = open_page("caseload", show="map", measure=measure, role=role)
    compared = open_page("caseload", measure=measure, role=role)
    assert not on_map.app.exception
    drawing, rows = on_map.markup("caseload_map"), on_map.rows("caseload_table")
    assert len(rows) == 16
    for name, cells in compared.rows("caseload_table").items():
        counted, fte, rate, limits, evened, *_, verdict = cells
        assert rows[name] == [rate, counted, fte, limits, evened, verdict], name
        if name != "Kreis":
            shown = f"{name}: {rate}" if rate != "–" else f"{name}: zu wenige Fälle"
            assert shown in drawing, name


@pytest.mark.parametrize("lang", ["de", "en"])
def test_places_without_a_post_are_hatched_as_such(open_page, lang: str) -> None:
    shown = open_page("caseload", show="map", role="coordination", cases_area="psychosocial", lang=lang)
    drawing, rows = shown.markup("caseload_map"), shown.rows("caseload_table")
    nothing = Language(lang).text("no service")
    without = {
        name
        for name, cells in rows.items()
        if cells[-1] == f"{SIGNS['none']} {Language(lang).text(VERDICT_WORDS['none'])}"
    }
    assert len(without) == 9
    assert set(re.findall(rf'aria-label="([^:"]*): {nothing}', drawing)) == without


def test_marks_are_the_verdicts_that_have_a_rate(visit_of) -> None:
    found = comparison(visit_of("coordination"), view_of(visit_of("coordination")))
    rates = found.frame["per_fte"].is_not_null()
    turned = found.frame.with_columns(verdict=pl.lit("low"))
    values = on_map_figures.values(replace(found, frame=turned), GERMAN)
    assert values["mark"].sum() == rates.sum() == 11
    assert set(values.filter("mark")["name"]) == set(found.frame.filter(rates)["label"])
    assert not on_map_figures.values(found, GERMAN)["mark"].any()


def test_a_place_without_a_case_is_zero_and_one_with_few_is_hatched(visit_of) -> None:
    """Where ten or more cases are expected and none is there, the rate is 0, not unknown."""
    found = comparison(visit_of("coordination"), view_of(visit_of("coordination")))
    nobody = found.frame.with_columns(observed=pl.lit(0.0), per_fte=pl.lit(None, pl.Float64))
    values = on_map_figures.values(replace(found, frame=nobody), GERMAN)
    states = dict(values.select("name", "state").rows())
    expected = {"too_small": "suppressed", "as_expected": "zero"}
    assert states == {label: expected[verdict] for label, verdict in nobody.select("label", "verdict").rows()}
    assert set(states.values()) == {"suppressed", "zero"}
    assert values.filter(pl.col("state") == "zero")["value"].unique().to_list() == [0.0]


@every_role
def test_saved_map_explains_itself(visit_of, role: str) -> None:
    visit = visit_of(role)
    found = comparison(visit, view_of(visit))
    picture = on_map_figures.draw(visit, found, heading=True, notes=notes(visit, found))
    words = re.sub(r"<[^>]*>", " ", picture)
    assert "Offene Fälle je Vollzeitstelle, Stand 31.10.2026" in words
    assert "geteilte Stellen nach Bedarf" in words
    assert "Beispieldaten" in words
    assert ("Schutz:" in words) == (role != "coordination")
    assert 'role="button"' not in picture


@pytest.mark.parametrize("rule", ["need", "equal"])
def test_the_split_is_said_below_the_map(open_page, rule: str) -> None:
    words = open_page("caseload", show="map", split=rule).markup("caseload_map")
    assert ("geteilte Stellen nach Bedarf" in words) == (rule == "need")
    assert ("geteilte Stellen gleichmäßig" in words) == (rule == "equal")
