"""What the ways in and on say, in sentences."""

from __future__ import annotations

from metrics.codes import codes, name
from metrics.protection import SMALLEST_BASE
from pages._shared import door
from pages._shared.frame import files_of
from pages._shared.visit import Visit
from pages.outcomes import ways_channels as channels
from pages.outcomes import ways_referrals as referrals
from pages.outcomes.asking import of_chosen
from pages.outcomes.changes import change_of_chosen, change_text
from pages.outcomes.compare_findings import against_findings
from pages.outcomes.findings import limits_text
from pages.outcomes.languages_asked import by_place
from pages.outcomes.languages_foremost import foremost_text
from pages.outcomes.measures import figures
from pages.outcomes.view import EVERY, OutcomeView, span_text, subject
from pages.outcomes.ways_channels import REGISTRATION


def channel_findings(visit: Visit, view: OutcomeView) -> list[str]:
    """Whether the residents' registration office refers anybody, and where it does not."""
    said = [by_registration_office(visit, view), without_registration(visit, view)]
    if view.by == "ags":
        said += against_findings(visit, view, REGISTRATION)
    return [sentence for sentence in said if sentence]


def referral_findings(visit: Visit, view: OutcomeView) -> list[str]:
    """Where counselling refers people to; nothing without services."""
    said = sent_and_arrived(visit, view) if files_of(visit, "services") else ""
    return [said] if said else []


def by_registration_office(visit: Visit, view: OutcomeView) -> str:
    """How many of the new cases of what is chosen the residents' registration office sent, with the change from the year before."""
    language = visit.language
    about = {"subject": subject(visit, view), "span": span_text(visit, view)}
    (found,) = figures(visit, view, REGISTRATION, of_chosen).rows(named=True) or [{"value": None}]
    if found["value"] is None:
        return language.text(
            "{subject}, {span}: too few cases whose way is known to say how many the residents' registration office sent.",
            **about,
        )
    changed = change_of_chosen(visit, view, REGISTRATION, of_chosen)
    return language.text(
        "{subject}, {span}: the residents' registration office sent {count} of {base} new cases whose way is known, {value} ({lower} "
        "to {upper}){change}.",
        **about,
        count=language.number(found["count"]),
        base=language.number(found["base"]),
        change=change_text(changed, REGISTRATION, language),
        **limits_text(found, REGISTRATION, language),
    )


def without_registration(visit: Visit, view: OutcomeView) -> str:
    """In which municipalities it sent nobody; rounded counts of none may be up to two people."""
    text = visit.language.text
    places, told = channels.nobody_by_registration(visit, view)
    if not told:
        return ""
    asked = by_place(visit, view).of(ags=EVERY)
    facts = {
        "subject": subject(visit, asked),
        "span": span_text(visit, asked),
        "told": told,
        "least": SMALLEST_BASE,
    }
    is_exact = door.is_coordination(visit.role)
    if not places and is_exact:
        return text(
            "{subject}, {span}: it sent somebody in each of the {told} municipalities with at least {least} new cases whose way is "
            "known.",
            **facts,
        )
    if not places:
        return text(
            "{subject}, {span}: it sent more than two people in each of the {told} municipalities with {least} or more new cases "
            "whose way is known (rounded).",
            **facts,
        )
    if is_exact:
        return text(
            "{subject}, {span}: it sent nobody in {places} (of the {told} municipalities with at least {least} new cases whose way is "
            "known).",
            places=", ".join(places),
            **facts,
        )
    return text(
        "{subject}, {span}: it sent nobody or at most two people in {places} (of the {told} municipalities with {least} or more new "
        "cases whose way is known, rounded).",
        places=", ".join(places),
        **facts,
    )


def sent_and_arrived(visit: Visit, view: OutcomeView) -> str:
    """How many referrals there are, how many go to another focus area, and how many people came that way."""
    language, text = visit.language, visit.language.text
    asked = referrals.told_by(visit, view)
    about = {"subject": subject(visit, asked), "span": span_text(visit, asked)}
    made = referrals.all_referrals(visit, view)
    if not made:
        return text("{subject}, {span}: no referrals are recorded.", **about)
    exchanges = referrals.exchanges(visit, view)
    areas = {area: name(referrals.SOURCE, area, language.code) for area in codes(referrals.SOURCE)}
    sent, arrived = (
        foremost_text({row.focus_area: getattr(row, end) for row in exchanges}, areas, language) or text("none")
        for end in ("sent", "arrived")
    )
    said = text("{subject}, {span}: {made} referrals.", **about, made=language.number(made))
    return f"{said} " + text(
        "To and in the focus areas ({place}): sent to {sent}; arrived by colleagues as new cases: {arrived}. Both are counted apart "
        "and cannot be matched one by one.",
        place=subject(visit, referrals.of_exchange(visit, view)),
        sent=sent,
        arrived=arrived,
    )
