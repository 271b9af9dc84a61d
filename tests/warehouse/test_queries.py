"""Every question: its columns and their classes, whole marts, and what a question refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from polars.testing import assert_frame_equal

from metrics.protection import protect
from tests.warehouse.asked import ASKED
from tests.warehouse.marts import LATER, rows_of
from warehouse import Edition, queries
from warehouse.contracts import columns
from warehouse.queries import Answer

# Nobody has published these for the district: their marts are empty until somebody loads a file.
NOT_SHIPPED = {"outreach", "travel_times", "authority_counts", "arrivals", "arrivals_by_year"}
OF_A_WHOLE_MART = {
    "municipalities": "mart_municipality",
    "filled_posts": "mart_post",
    "post_areas": "mart_post_area",
    "outreach": "mart_outreach",
    "travel_times": "mart_travel_time",
    "authority_counts": "mart_authority_count",
    "arrivals": "mart_arrivals",
    "rejected": "mart_rejected",
    "findings": "mart_finding",
    "quality": "mart_quality",
    "carrier_groups": "mart_carrier_group",
    "deliveries": "mart_delivery",
    "delivery_days": "mart_delivery_day",
}


def test_every_public_question_is_asked_here() -> None:
    public = {
        name
        for name, found in vars(queries).items()
        if callable(found) and found.__module__ == queries.__name__ and not name.startswith("_") and name != "Answer"
    }
    assert set(ASKED) == public


@pytest.mark.parametrize("question", ASKED)
def test_an_answer_holds_rows_and_a_class_for_every_column(edition: Edition, question: str) -> None:
    found = ASKED[question](edition)
    assert (found.frame.height == 0) == (question in NOT_SHIPPED)
    assert set(found.frame.columns) <= set(found.classes)
    assert set(found.bases) <= set(found.classes)
    assert protect(found.frame, found.classes, "coordination", found.bases).equals(found.frame)


@pytest.mark.parametrize(("question", "mart"), OF_A_WHOLE_MART.items())
def test_whole_marts_come_in_full_and_in_their_columns(edition: Edition, question: str, mart: str) -> None:
    found = ASKED[question](edition).frame
    assert found.columns == list(columns(mart))
    assert_frame_equal(found, rows_of(edition, mart), check_row_order=False)


@pytest.mark.parametrize(
    "ask",
    [
        lambda edition, name: queries.caseload(edition, (name,), ("new_cases",)),
        lambda edition, name: queries.caseload(edition, (), (name,)),
        lambda edition, name: queries.caseload(edition, (), ("new_cases",), **{name: "welcome"}),
        lambda edition, name: queries.caseload_of_a_year(edition, (name,)),
        lambda edition, name: queries.caseload_of_a_year(edition, (), **{name: "welcome"}),
        lambda edition, name: queries.services_of_a_year(edition, (name,), LATER),
        lambda edition, name: queries.services_of_a_year(edition, (), LATER, **{name: "welcome"}),
        lambda edition, name: queries.goals(edition, (name,)),
        lambda edition, name: queries.agreements(edition, (), **{name: "x"}),
        lambda edition, name: queries.services(edition, (name,)),
        lambda edition, name: queries.referrals(edition, (name,)),
        lambda edition, name: queries.referrals(edition, (), **{name: "x"}),
        lambda edition, name: queries.characteristics(edition, (name,), "sex"),
        lambda edition, name: queries.characteristics(edition, (), "sex", **{name: "x"}),
        lambda edition, name: queries.waiting(edition, (name,), 14),
        lambda edition, name: queries.waiting(edition, (), 14, **{name: "x"}),
    ],
)
@pytest.mark.parametrize(
    "name", ["colour", "ags FROM mart_caseload --", "1; DROP TABLE mart_goal", "(SELECT post FROM post)", "*", ""]
)
def test_only_columns_of_the_contract_get_into_a_question(
    edition: Edition, ask: Callable[[Edition, str], Answer], name: str
) -> None:
    with pytest.raises(KeyError, match="has no column"):
        ask(edition, name)


@pytest.mark.parametrize("value", ["' OR 1 = 1 --", "welcome' OR 'a' = 'a", "'; DROP TABLE mart_goal; --", "%"])
def test_values_are_values_and_never_sql(edition: Edition, value: str) -> None:
    assert queries.caseload(edition, ("ags",), ("new_cases",), focus_area=value).frame.is_empty()
    assert queries.goals(edition, ("ags",), focus_area=value).frame.is_empty()
    assert queries.waiting(edition, ("ags",), 14, focus_area=value).frame.is_empty()
    assert queries.caseload_of_a_year(edition, ("ags",), focus_area=value).frame.is_empty()
    assert queries.services_of_a_year(edition, ("ags",), LATER, focus_area=value).frame.is_empty()
    assert queries.contact_scale(edition, value).frame.is_empty()
    assert queries.goal_design_effect(edition, value).frame.rows() == [(0, None)]
    assert queries.characteristics(edition, ("ags",), value).frame.is_empty()
    assert queries.referrals(edition, ("ags",), referred_to=value).frame.is_empty()
    assert queries.indicator(edition, value).frame.is_empty()
    assert rows_of(edition, "mart_goal").height > 0
