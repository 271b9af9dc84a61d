"""How much services come at once and goals share their luck, against numpy and resampling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest

from metrics.codes import codes
from metrics.protection import protect
from metrics.shares import design_effect
from tests.warehouse.marts import LATER, MONTH
from warehouse import Edition, queries
from warehouse.contracts import MARTS, bases, classes


@pytest.mark.parametrize("focus_area", [None, "psychosocial"])
def test_how_many_services_come_at_once_agrees_with_numpy(edition: Edition, focus_area: str | None) -> None:
    sql = """
        SELECT case_key, provided_on, hours, focus_area::VARCHAR AS focus_area
        FROM case_service JOIN client_case USING (case_key)"""
    given = edition.query(sql)
    given = given.filter(pl.col("focus_area") == focus_area) if focus_area else given
    found = queries.contact_scale(edition, focus_area)
    months = queries.caseload_of_a_year(edition, (), focus_area=focus_area).frame.filter(pl.col("services") > 0)[
        "month"
    ]
    assert found.frame["month"].to_list() == months.to_list()
    for month, cases, services_scale, hours_scale in found.frame.rows()[::12]:
        begin, end = month.replace(year=month.year - 1), month
        of_year = given.filter(pl.col("provided_on").dt.truncate("1mo").is_between(begin, end, closed="right"))
        of_case = of_year.group_by("case_key").agg(pl.len().alias("services"), pl.col("hours").sum())
        services, hours = of_case["services"].to_numpy().astype(float), of_case["hours"].to_numpy()
        assert cases == of_case.height
        assert services_scale == pytest.approx((services**2).sum() / services.sum(), abs=0.05001)
        assert hours_scale == pytest.approx((hours**2).sum() / hours.sum(), abs=0.05001)
        assert round(services_scale, 1) == services_scale
        assert round(hours_scale, 1) == hours_scale


@pytest.mark.parametrize(("digits", "least"), [(1, 5), (2, 1)])
def test_how_many_services_come_at_once_does_not_tell_how_many_there_are(digits: int, least: int) -> None:
    """Squares are whole, at least as many as the services and even or odd as they are; with two digits that tells too much."""

    def is_possible(services: int, scale: float) -> bool:
        off = 0.5 * 10**-digits
        squares = range(math.ceil((scale - off) * services - 1e-9), math.floor((scale + off) * services + 1e-9) + 1)
        return any(number >= services and (number - services) % 2 == 0 for number in squares)

    left = [
        sum(is_possible(other, round(squares / services, digits)) for other in range(told - 2, told + 3))
        for told in range(25, 100, 5)
        for services in range(told - 2, told + 3)
        for squares in range(2 * services, 5 * services)
        if (squares - services) % 2 == 0
    ]
    assert min(left) == least


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_how_many_services_come_at_once_wants_ten_cases(role: str) -> None:
    few = pl.DataFrame(
        {"month": [MONTH, LATER], "cases": [7, 8], "services_scale": [2.0, 2.0], "hours_scale": [3.0, 3.0]}
    )
    shown = protect(few, classes("mart_contact_spread"), role, bases("mart_contact_spread"))
    assert shown.rows() == [(MONTH, 5, None, None), (LATER, 10, 2.0, 3.0)]


@pytest.mark.parametrize("focus_area", [None, *codes("focus_area")])
def test_how_much_goals_of_a_case_share_their_luck_agrees_with_resampling_whole_cases(
    edition: Edition, focus_area: str | None
) -> None:
    """The variance of the share over bootstrap samples of cases, by the binomial one of as many goals."""
    sql = """
        SELECT case_key, focus_area::VARCHAR AS focus_area, goal_status::VARCHAR AS status, year(agreed_on) AS year
        FROM case_goal JOIN client_case USING (case_key) WHERE goal_status <> 'open'"""
    goals = edition.query(sql)
    goals = goals.filter(pl.col("focus_area") == focus_area) if focus_area else goals
    of_case = (
        goals.group_by("case_key", "year")
        .agg(pl.len().alias("settled"), (pl.col("status") == "achieved").sum().alias("reached"))
        .sort("settled", "reached")  # keys of cases are new in every edition; the draws below must not depend on them
    )
    found = queries.goal_design_effect(edition, focus_area).frame
    assert found["cases"].item() == of_case.height
    settled, reached = (of_case[name].to_numpy().astype(float) for name in ("settled", "reached"))
    random, cases = np.random.default_rng(6), len(settled)
    drawn = [random.multinomial(cases, np.full(cases, 1 / cases), size=2000) for _ in range(5)]
    shares = np.concatenate([(each @ reached) / (each @ settled) for each in drawn])
    share = reached.sum() / settled.sum()
    resampled = shares.var() / (share * (1 - share) / settled.sum())
    assert found["design_effect"].item() == pytest.approx(resampled, abs=0.1)
    exact = design_effect(
        len(settled), settled.sum(), reached.sum(), (settled**2).sum(), (reached**2).sum(), (settled * reached).sum()
    )
    assert found["design_effect"].item() == pytest.approx(exact, abs=0.05001)


class Spread:
    """As much of an edition as mart_goal_spread is: settled and reached goals of each case, of one year and focus area."""

    connection = duckdb.connect()

    def __init__(self, of_cases: Sequence[tuple[int, int]]) -> None:
        parts = [
            ("welcome", 2024, 1, settled, reached, settled**2, reached**2, settled * reached)
            for settled, reached in of_cases
        ]
        dtypes = {name: pl.String() if name == "focus_area" else pl.Int64() for name in MARTS["mart_goal_spread"]}
        self.mart = pl.DataFrame(parts, schema=dtypes, orient="row")

    def query(self, sql: str, params: Any = None) -> pl.DataFrame:
        self.connection.register("mart_goal_spread", self.mart.to_arrow(compat_level=pl.CompatLevel.newest()))
        return self.connection.sql(sql, params=params).pl()


@pytest.mark.parametrize(
    ("of_cases", "expected"),
    [
        ([], (0, None)),
        ([(1, 1), (1, 0), (1, 1), (1, 0)], (4, 1.3)),  # single goals: 4 / 3, for want of a degree of freedom
        ([(2, 2), (2, 0)] * 50, (100, 2.0)),  # both goals of a case always together
        ([(2, 1)] * 20, (20, 1.0)),  # never less than one
        ([(3, 3), (1, 1)], (2, 2.5)),  # all were reached: nothing tells that they are not alike
        ([(3, 0), (3, 0)], (2, 3.0)),
        ([(3, 2)], (1, 3.0)),
    ],
)
def test_how_much_goals_share_their_luck_where_it_can_be_seen(
    of_cases: list[tuple[int, int]], expected: tuple[int, float | None]
) -> None:
    assert queries.goal_design_effect(Spread(of_cases)).frame.row(0) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_how_much_goals_share_their_luck_wants_ten_cases(role: str) -> None:
    for cases, shown in ((7, (5, None)), (8, (10, 1.0))):
        found = queries.goal_design_effect(Spread([(2, 1)] * cases))  # type: ignore[arg-type]
        assert protect(found.frame, found.classes, role, found.bases).row(0) == shown
