"""What a page computes for a view: which posts when, split how, against whose need."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from locales import Language
from metrics.protection import ROLES
from pages._shared import door
from pages._shared.coverage import coverage, need_of
from pages._shared.need import MIX, municipal
from pages._shared.supply import posts_of, split, split_otherwise
from pages._shared.view import ALL_AREAS, View, default_view, months, span_of, span_text
from pages._shared.visit import Visit
from warehouse import Store

DUEREN, JUELICH, INDEN, LANGERWEHE = "05358008", "05358024", "05358020", "05358032"
AS_OF = dt.date(2024, 10, 1)
Visits = Callable[..., Visit]


@pytest.fixture
def visit_of(monkeypatch: pytest.MonkeyPatch) -> Visits:
    """Makes the visit of a role to the current edition of a store."""

    def made(store: Store, role: str = "steering", language: str = "de") -> Visit:
        monkeypatch.setenv("KIM_DATA_DIR", str(store.data))
        edition_id = store.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language(language), role, "")

    return made


def fte(visit: Visit, view: View) -> dict[str, float]:
    """FTE of each post of the view, by its name in the staffing table."""
    return dict(posts_of(visit, view).group_by("name").agg(pl.col("fte").sum()).rows())


def test_the_twelve_posts_of_the_concept_are_there_on_the_reference_date(loaded: Store, visit_of: Visits) -> None:
    visit = visit_of(loaded)
    sums = {
        area: sum(fte(visit, View(focus_area=area)).values()) for area in ("welcome", "labour_market", "psychosocial")
    }
    assert sums == pytest.approx({"welcome": 8.5, "labour_market": 2.5, "psychosocial": 1.0})
    assert sum(fte(visit, View(focus_area=ALL_AREAS)).values()) == pytest.approx(12.0)
    assert span_of(visit, View()) == (AS_OF, AS_OF)


def test_a_month_counts_the_posts_of_its_last_day(loaded: Store, visit_of: Visits) -> None:
    """The post in Niederzier is filled from 1 October 2024 on."""
    visit = visit_of(loaded)
    before, after = (fte(visit, View(month=month)) for month in ("2024-09", "2024-11"))
    assert span_of(visit, View(month="2024-09")) == (dt.date(2024, 9, 30), dt.date(2024, 9, 30))
    assert "NIEDERZIER-1" not in before and after["NIEDERZIER-1"] == 0.5
    assert before == {name: amount for name, amount in after.items() if name != "NIEDERZIER-1"}


def test_a_year_counts_the_mean_over_its_days(loaded: Store, visit_of: Visits) -> None:
    visit = visit_of(loaded)
    view = View(month="2024-12", span="year")
    assert span_of(visit, view) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert fte(visit, view)["NIEDERZIER-1"] == pytest.approx(0.5 * 92 / 366)
    assert span_text(visit, view) == "Mittel vom 01.01.2024 bis 31.12.2024"
    assert coverage(visit, view)["fte"].sum() == pytest.approx(8.0 + 0.5 * 92 / 366)


def test_months_run_from_the_first_post_to_the_newest_data(loaded: Store, visit_of: Visits) -> None:
    found = months(visit_of(loaded))
    assert (found[0], found[-1], len(found)) == (dt.date(2021, 1, 1), dt.date(2026, 10, 1), 70)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_filled_is_counted_for_the_coordination_only(staffed: Store, visit_of: Visits, role: str) -> None:
    """Half of SKF-3 is vacant since 2024."""
    visit = visit_of(staffed, role)
    assert default_view(visit).fte == ("filled" if role == "coordination" else "granted")
    assert fte(visit, replace(default_view(visit), fte="filled"))["SKF-3"] == (0.5 if role == "coordination" else 1.0)
    assert fte(visit, View(fte="granted"))["SKF-3"] == 1.0


def test_posts_and_their_places_follow_their_history(staffed: Store, visit_of: Visits) -> None:
    """PROJEKT-1 was there in Jülich in the second half of 2022; EVANGELISCHE-1 served Inden until June 2023."""
    visit = visit_of(staffed)
    whole = split(visit, View(month="2022-12"), need_of(visit, View()).frame)
    assert whole.filter(pl.col("post").str.starts_with("PROJEKT-1")).select("ags", "fte").rows() == [(JUELICH, 1.5)]
    served = {
        month: set(
            split(visit, View(month=month), need_of(visit, View()).frame).filter(
                pl.col("post").str.starts_with("EVANGELISCHE-1")
            )["ags"]
        )
        for month in ("2023-05", "2023-07")
    }
    assert served["2023-05"] - served["2023-07"] == {INDEN}
    year = View(month="2022-12", span="year")
    assert fte(visit, year)["PROJEKT-1"] == pytest.approx(1.5 * 184 / 365)


def test_consultation_hours_split_the_posts_that_have_some(staffed: Store, visit_of: Visits) -> None:
    """On 31 December 2022 SKF-1 had 4 hours in Langerwehe; those in Inden began a day later."""
    visit = visit_of(staffed)
    view = View(rule="hours", month="2022-12")
    parts = split(visit, view, need_of(visit, view).frame).filter(pl.col("post").str.starts_with("SKF-1"))
    assert dict(parts.select("ags", "fte").rows()) == {INDEN: 0.0, LANGERWEHE: 0.5}
    assert "SKF-1" not in split_otherwise(visit, view) and "CARITAS-1" in split_otherwise(visit, view)
    # A post for one municipality is not split at all, so no rule is missing for it.
    assert not {"SKF-2", "STADT-DUEREN-1"} & set(split_otherwise(visit, view))
    assert coverage(visit, view)["fte"].sum() == pytest.approx(sum(fte(visit, view).values()))


def test_a_place_that_is_served_but_gets_nothing_by_the_split_is_not_without_service(
    staffed: Store, visit_of: Visits
) -> None:
    """Of the municipalities of SKF-1 only Inden still has consultation hours in 2024; Langerwehe has no other post."""
    found = coverage(visit_of(staffed), View(rule="hours"))
    (row,) = found.filter(pl.col("ags") == LANGERWEHE).select("fte", "state").rows()
    assert row == (0.0, "value")


@pytest.mark.parametrize("rule", ["need", "equal", "fixed", "hours"])
def test_no_post_is_lost_by_any_rule(staffed: Store, visit_of: Visits, rule: str) -> None:
    visit = visit_of(staffed)
    for month in ("2021-01", "2022-12", "2023-06", "2024-10"):
        view = View(rule=rule, month=month, focus_area=ALL_AREAS)
        found = coverage(visit, view)
        assert found["fte"].sum() == pytest.approx(sum(fte(visit, view).values()))
        assert found["gap_fte"].sum() == pytest.approx(0, abs=1e-9)
        assert (found["lower"] <= found["gap_fte"] + 1e-9).all() and (found["upper"] >= found["gap_fte"] - 1e-9).all()


def test_the_north_has_no_psychosocial_counselling_beyond_doubt(loaded: Store, visit_of: Visits) -> None:
    found = coverage(visit_of(loaded), View(focus_area="psychosocial"))
    without = found.filter(pl.col("state") == "no_service")
    assert set(without["name"]) == {
        "Aldenhoven", "Inden", "Jülich", "Langerwehe", "Linnich", "Merzenich", "Niederzier", "Nörvenich", "Titz",
    }  # fmt: skip
    assert without["is_beyond_doubt"].all() and (without["lower"] > 0).all()


def test_a_mix_counts_shares_by_weight(loaded: Store, visit_of: Visits) -> None:
    """Two thirds by foreign nationals, one third by recipients of asylum seekers' benefits; worked out place by place."""
    visit = visit_of(loaded)
    view = View(group=MIX, mix=(("foreign_nationals", 2.0), ("asylum_benefit_recipients", 1.0)))
    people = {key: dict(municipal(visit, key).select("ags", "value").rows()) for key, _ in view.mix}
    sums = {key: sum(found.values()) for key, found in people.items()}
    total = 2 / 3 * sums["foreign_nationals"] + 1 / 3 * sums["asylum_benefit_recipients"]
    need = need_of(visit, view)
    for ags, found in need.frame.select("ags", "need").rows():
        share = 2 / 3 * people["foreign_nationals"][ags] / sums["foreign_nationals"]
        share += 1 / 3 * people["asylum_benefit_recipients"][ags] / sums["asylum_benefit_recipients"]
        assert found == pytest.approx(total * share)
    assert need.name == (
        "Mischung aus 67\u202f% Ausländische Staatsangehörige, 33\u202f% Leistungsberechtigte nach AsylbLG"
    )
    assert need.dates == (dt.date(2022, 5, 15), dt.date(2024, 12, 31))


def test_margins_of_need_reach_the_limits_of_the_gap(loaded: Store, visit_of: Visits) -> None:
    """Vettweiß has 5 recipients of asylum seekers' benefits, rounded: 3 to 7 of them."""
    visit = visit_of(loaded)
    view = View(group="asylum_benefit_recipients")
    margins = dict(need_of(visit, view).frame.select("ags", "margin").rows())
    assert set(margins.values()) == {2.0}
    row = coverage(visit, view).row(by_predicate=pl.col("name") == "Vettweiß", named=True)
    people = need_of(visit, view).frame["need"].sum()
    assert row["upper"] > 5 / people * 8.5


def test_the_mix_is_chosen_on_the_page_and_kept_in_its_address(open_page) -> None:
    shown = open_page("coverage", group="mix", mix="foreign_nationals:60,asylum_benefit_recipients:40")
    assert not shown.app.exception
    assert [box.value for box in shown.app.number_input] == [60.0, 40.0]
    assert "Mischung aus 60\u202f% Ausländische Staatsangehörige, 40\u202f% Leistungsberechtigte" in shown.words()
    shown.app.number_input[1].set_value(0.0).run()
    assert shown.address["mix"] == "foreign_nationals:60,asylum_benefit_recipients:0"
    assert "Mischung aus" not in shown.words()
    shown.choose("group", "immigrated")
    assert "mix" not in shown.address


@pytest.mark.parametrize("mix", ["", "nobody:3", "foreign_nationals:-1", "foreign_nationals:nan", "foreign_nationals"])
def test_a_mix_that_makes_no_sense_begins_anew(open_page, mix: str) -> None:
    shown = open_page("coverage", group="mix", mix=mix)
    assert not shown.app.exception
    assert [box.value for box in shown.app.number_input] == [50.0, 50.0]


def test_more_groups_than_can_be_mixed_are_left_out(open_page) -> None:
    groups = ("foreign_nationals", "asylum_benefit_recipients", "immigrated", "immigration_history", "population")
    address = ",".join(f"{group}:10" for group in (*groups, "sgb2_recipients"))
    shown = open_page("coverage", group="mix", mix=address)
    assert not shown.app.exception
    assert shown.app.multiselect[0].value == list(groups)


def test_people_and_households_are_not_mixed(open_page) -> None:
    shown = open_page("coverage", group="mix", mix="foreign_nationals:50,households:50", lang="en")
    assert "cannot be mixed" in shown.app.warning[0].value


def test_dates_more_than_two_years_apart_are_warned_of(open_page) -> None:
    """Census of 15 May 2022 and posts of 1 October 2024; in March 2024 it was less than two years."""
    notice = r'<p class="kim-notice"[^>]*>[^<]*mehr als zwei Jahre[^<]*'
    assert re.search(rf"{notice}15\.05\.2022", open_page("coverage").html)
    assert not re.search(notice, open_page("coverage", month="2024-03").html)
    assert not re.search(notice, open_page("coverage", group="asylum_benefit_recipients").html)
