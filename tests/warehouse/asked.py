"""Every public question, asked once."""

from __future__ import annotations

from collections.abc import Callable

from tests.warehouse.marts import CASES_FILE, LATER
from warehouse import Edition, queries
from warehouse.queries import Answer

ASKED: dict[str, Callable[[Edition], Answer]] = {
    "municipalities": queries.municipalities,
    "indicator": lambda edition: queries.indicator(edition, "foreign_nationals"),
    "indicators": queries.indicators,
    "posts": queries.posts,
    "filled_posts": queries.filled_posts,
    "post_areas": queries.post_areas,
    "outreach": queries.outreach,
    "travel_times": queries.travel_times,
    "authority_counts": queries.authority_counts,
    "arrivals": queries.arrivals,
    "arrivals_by_year": queries.arrivals_by_year,
    "sources": queries.sources,
    "official_rows": queries.official_rows,
    "client_rows": queries.client_rows,
    "client_rows_in_all": queries.client_rows_in_all,
    "consent": queries.consent,
    "rejected": queries.rejected,
    "rejected_rows": lambda edition: queries.rejected_rows(edition, CASES_FILE, "readable_date"),
    "findings": queries.findings,
    "finding_rows": lambda edition: queries.finding_rows(edition, CASES_FILE, "duration_usual"),
    "quality": queries.quality,
    "deliveries": queries.deliveries,
    "delivery_days": queries.delivery_days,
    "caseload": lambda edition: queries.caseload(edition, ("month", "ags")),
    "caseload_months": queries.caseload_months,
    "carrier_groups": queries.carrier_groups,
    "caseload_of_a_year": lambda edition: queries.caseload_of_a_year(edition, ("focus_area",)),
    "services_of_a_year": lambda edition: queries.services_of_a_year(edition, ("service_type",), LATER),
    "contact_scale": queries.contact_scale,
    "occupancy": queries.occupancy,
    "goals": lambda edition: queries.goals(edition, ("focus_area", "topic")),
    "agreements": lambda edition: queries.agreements(edition, ("ags",)),
    "goal_design_effect": queries.goal_design_effect,
    "outcome_frame": queries.outcome_frame,
    "characteristics": lambda edition: queries.characteristics(edition, ("ags",), "age_band"),
    "referrals": lambda edition: queries.referrals(edition, ("focus_area", "referred_to")),
    "services": lambda edition: queries.services(edition, ("service_type",)),
    "waiting": lambda edition: queries.waiting(edition, ("focus_area",), 14),
    "duration_steps": lambda edition: queries.duration_steps(edition, ("focus_area",), "case"),
}
