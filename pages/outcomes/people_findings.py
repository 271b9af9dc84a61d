"""What the figures say about who is reached."""

from __future__ import annotations

from typing import Any

from pages._shared.visit import Visit
from pages.outcomes.languages_foremost import foremost
from pages.outcomes.people_composition import Composition, of_what_is_chosen
from pages.outcomes.people_view import PeopleView, attribute_name, value_name
from pages.outcomes.people_words import share_text
from pages.outcomes.view import span_text, subject

# Verdict -> English message for `Language.text`.
MORE_OR_FEWER = {
    "more": "more often than among the inhabitants {groups}",
    "fewer": "less often {groups}",
}


def composition_finding(visit: Visit, asked: PeopleView) -> str:
    """Which groups come more or less often than they live there, beyond chance; the largest ones where nothing is compared."""
    text = visit.language.text
    found = of_what_is_chosen(visit, asked)
    return text(
        "{subject}, {span}, {attribute}: {clauses}.",
        subject=subject(visit, asked.of),
        span=span_text(visit, asked.of),
        attribute=attribute_name(visit, asked.attribute),
        clauses=_clauses(visit, asked, found),
    )


def _clauses(visit: Visit, asked: PeopleView, found: Composition) -> str:
    text = visit.language.text
    if not found.has_shares:
        return text("too few cases for figures")
    rows = found.groups.to_dicts()
    verdicts = {row["verdict"] for row in rows}
    if not verdicts & {"more", "fewer", "no_difference"}:
        return text("largest groups of the new cases {groups}", groups=_largest(visit, asked, rows))
    said = [
        text(
            MORE_OR_FEWER[verdict],
            groups=", ".join(_beside(visit, asked, row) for row in rows if row["verdict"] == verdict),
        )
        for verdict in MORE_OR_FEWER
        if verdict in verdicts
    ]
    return "; ".join(said) or text("no group differs from its share of the inhabitants beyond chance")


def _beside(visit: Visit, asked: PeopleView, row: dict[str, Any]) -> str:
    language = visit.language
    return language.text(
        "{group} ({share} of the new cases, {other} of the inhabitants)",
        group=value_name(visit, asked.attribute, row["value"]),
        share=share_text(row["share"], language),
        other=share_text(row["population_share"], language),
    )


def _largest(visit: Visit, asked: PeopleView, rows: list[dict[str, Any]]) -> str:
    language = visit.language
    shares = {row["value"]: row for row in rows if row["share"] is not None}
    return ", ".join(
        language.text(
            "{group} {share} ({lower} to {upper})",
            group=value_name(visit, asked.attribute, value),
            **{limit: share_text(shares[value][limit], language) for limit in ("share", "lower", "upper")},
        )
        for value in foremost({value: row["cases"] for value, row in shares.items()})
    )
