"""The fields a mapping may say of a caseload export: their types, and which of them must be there."""

from __future__ import annotations

from collections.abc import Mapping, Set

import dataframely as dy

from etl.outcome import LINE
from etl.schemas import Case, Goal, Service

MADE_HERE = (LINE, "case_key")  # columns of client tables that no export has


def fields_of(schema: type[dy.Schema]) -> dict[str, dy.Column | str]:
    """Field an export may have for rows of `schema` -> its type."""
    own = {name: kind for name, kind in schema.columns().items() if name not in MADE_HERE}
    return own | {"case_number": dy.String()}


FIELDS: Mapping[str, Mapping[str, dy.Column | str]] = {
    "cases": fields_of(Case)
    | {
        "consent": dy.Bool(),
        "consent_withdrawn_on": dy.Date(),  # any entry says that consent was withdrawn, be it a day or not
        "born_on": dy.Date(),
        "birth_year": dy.Int64(),
        "arrived_month": "month",
    },
    "goals": fields_of(Goal),
    "services": fields_of(Service),
}
# Kind of file -> sets of fields; of each set, at least one must be mapped.
REQUIRED: Mapping[str, tuple[Set[str], ...]] = {
    "cases": (
        {"case_number"},
        {"consent"},
        {"post"},
        {"ags"},
        {"requested_on", "first_interview_on"},
    ),
    "goals": ({"case_number"}, {"topic"}, {"agreed_on"}, {"goal_status"}),
    "services": ({"case_number"}, {"provided_on"}, {"service_type"}),
}
BIRTH = ("born_on", "birth_year", "age_band")  # ways to say how old somebody is; one is enough
TRANSLATED = (
    "ags",
    "post",
)  # texts that may be translated by codes: names of municipalities, a carrier's own names of posts
MAY_IDENTIFY = ("case_number", "born_on")  # leave the reader as a keyed hash and as an age band
UNSTATED = {"age_band": "unknown", "sex": "unknown", "residence_status": "unknown"}


def coded(kind: str) -> set[str]:
    """Fields of a kind of file whose every text needs a code."""
    return {name for name, type_ in FIELDS[kind].items() if isinstance(type_, dy.Enum | dy.Bool)}


def codes_of(kind: str, field: str) -> list[str] | list[bool]:
    """The codes there are for a coded field."""
    type_ = FIELDS[kind][field]
    return list(type_.categories) if isinstance(type_, dy.Enum) else [True, False]
