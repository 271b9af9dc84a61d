"""Pages on posts with several periods: what is compared today stays the same, what lies behind changes (see tests/conftest.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from pages._shared import door
from warehouse import Edition, Store, open_edition

SKF = "Sozialdienst katholischer Frauen e. V. Düren"
DUEREN, JUELICH = "05358008", "05358024"


@pytest.fixture
def in_history(
    staffed: Store, open_page: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., object]:
    """Opens a page on the edition with a history of posts."""

    def opened(page: str, **address: str) -> object:
        with monkeypatch.context() as patch:
            patch.setenv("KIM_DATA_DIR", str(staffed.data))
            shown = open_page(page, **address)
        assert not shown.app.exception
        return shown

    return opened


@pytest.fixture
def history(staffed: Store) -> Iterator[Edition]:
    with open_edition(data=staffed.data) as found:
        yield found


@pytest.mark.parametrize("area", ["welcome", "all"])
@pytest.mark.parametrize("rule", ["need", "equal"])
def test_coverage_compares_the_posts_of_the_reference_date_only(open_page, in_history, area: str, rule: str) -> None:
    address = {"area": area, "split": rule, "ags": DUEREN}
    before, after = open_page("coverage", **address), in_history("coverage", **address)
    assert after.rows("coverage_table") == before.rows("coverage_table")
    assert after.table("Stellen") == before.table("Stellen")


def test_the_overview_counts_each_post_once(in_history) -> None:
    assert "Stellen im Case-Management" in in_history("overview").html
    assert ">12,0<" in in_history("overview").html


def of_unit(shown, name: str) -> tuple[str, float, float]:
    """Cases, posts (FTE) and cases per post of a row of the comparison."""
    cases, fte, rate, *_ = shown.rows("caseload_table")[name]
    return cases, float(fte.replace(",", ".")), float(rate.replace(",", "."))


@pytest.mark.parametrize(
    ("month", "posts", "now"),
    [("2022-06", 2.0, 1.5), ("2022-07", 2.0, 3.0), ("2023-12", 2.0, 1.5), ("2024-01", 2.0, 2.0)],
)
def test_cases_per_post_follow_the_posts_of_each_month(
    open_page, in_history, month: str, posts: float, now: float
) -> None:
    address = {"by": "carrier", "until": month, "fte": "granted", "role": "coordination"}
    before, after = (of_unit(opened("caseload", **address), SKF) for opened in (open_page, in_history))
    assert (before[0], before[1], after[1]) == (after[0], posts, now)
    for cases, fte, rate in (before, after):
        assert rate == pytest.approx(float(cases) / fte, abs=0.05)


def test_cases_per_post_of_a_municipality_follow_what_was_served_then(open_page, in_history) -> None:
    """The project post was there for Jülich from July to December 2022."""
    address = {"by": "ags", "role": "coordination", "split": "equal", "fte": "granted"}

    def in_juelich(opened: Callable[..., object], month: str) -> tuple[str, float, float]:
        return of_unit(opened("caseload", until=month, **address), "Jülich")

    assert in_juelich(in_history, "2022-06") == in_juelich(open_page, "2022-06")
    assert in_juelich(in_history, "2022-12")[2] < in_juelich(open_page, "2022-12")[2]
    assert in_juelich(in_history, "2023-01") == in_juelich(open_page, "2023-01")


def test_figures_per_post_have_one_row_for_a_post_and_its_present_size(in_history) -> None:
    rows = in_history("caseload", by="post", fte="granted", role="coordination").rows("caseload_table")
    assert rows["SKF-3"][1] == "1,00"
    assert len(rows) == 14 + 1  # and the district
    assert "PROJEKT-1" not in rows


def test_methods_show_every_period_with_its_places_languages_and_hours(in_history) -> None:
    table = in_history("methods", lang="en", role="coordination").table("Posts of the three building blocks")
    rows = list(zip(*(table[name] for name in ("Post", "Posts (FTE)", "of which filled (FTE)")), strict=True))
    assert [row for row in rows if row[0] == "SKF-3"] == [("SKF-3", "0.5", "0.5"), ("SKF-3", "1.0", "0.5")]
    assert rows.count(("CARITAS-1", "1.0", "1.0")) == 1
    of_post = {post: number for number, post in enumerate(table["Post"])}
    assert table["Languages"][of_post["SKF-3"]] == "Arabic, English"
    assert table["Consultation hours per week"][of_post["SKF-1"]] == "Rathaus Inden: 2.5 hours"
    assert "Inden" not in table["Municipalities"][of_post["EVANGELISCHE-1"]]
    assert "2022" in table["Valid until"][of_post["PROJEKT-1"]]


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_what_is_filled_is_for_the_coordination(in_history, role: str) -> None:
    table = in_history("methods", lang="en", role=role).table("Posts of the three building blocks")
    assert "of which filled (FTE)" not in table
    assert table["Posts (FTE)"][table["Post"].index("SKF-3")] == "0.5"


def test_without_a_history_the_table_has_no_empty_columns(open_page) -> None:
    table = open_page("methods", lang="en").table("Posts of the three building blocks")
    for heading in ("of which filled (FTE)", "Valid until", "Languages", "Consultation hours per week"):
        assert heading not in table
    assert len(table["Post"]) == 21


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_counts_of_people_are_rounded_at_the_door(
    history: Edition, staffed: Store, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    counts = door.read(history.id, role, "authority_counts")
    assert counts.select("authority", "year", "people").rows() == [
        ("Kreis Düren", 2023, 200),
        ("Kreis Düren", 2024, None),
        ("Stadt Düren", 2024, 125),
    ]  # two permits of opportunity, rounded to 0, are not there at all
    arrived = door.read(history.id, role, "arrivals")
    assert arrived.rows() == [(DUEREN, dt.date(2025, 1, 1), None), (DUEREN, dt.date(2025, 2, 1), 35)]
    assert door.read(history.id, "coordination", "arrivals")["people"].to_list() == [None, 33, 0]


def test_the_page_on_data_shows_the_counts_by_year(open_page, staffed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(staffed.data))
    shown = open_page("data", lang="en", role="coordination")
    of_authorities = shown.table("Yearly counts of the authorities")
    rows = list(zip(of_authorities["Authority"], of_authorities["2023"], of_authorities["2024"], strict=True))
    assert rows == [("Kreis Düren", "201", "–"), ("Kreis Düren", "–", "2"), ("Stadt Düren", "–", "123")]
    arrived = shown.table("People who moved in from abroad")
    assert dict(zip(arrived["Municipality"], arrived["2025"], strict=True)) == {
        "Düren": "33 (months published: 1)",
        "Vettweiß": "0 (months published: 1)",
    }


def test_the_page_on_data_has_no_empty_tables_of_counts(open_page) -> None:
    shown = open_page("data", lang="en", role="coordination")
    assert "Yearly counts of the authorities" in shown.table("How fresh each kind of data is")["Data"]
    assert "People who moved in" not in shown.html
