"""What the authorities' yearly counts say, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from charts.wording import value_text
from locales import Language
from metrics.codes import name
from metrics.staffing import RESIDUE
from pages._shared import door
from pages._shared.view import begun
from pages._shared.visit import Visit
from pages.outcomes.authorities_counts import PUBLISHED, Change, Count, by_authority, change, counts, trend
from pages.outcomes.authorities_figures import meaning, not_compared, number_text, range_text, rounded, slope_text


def findings(visit: Visit, measure: str) -> list[str]:
    """What each authority counted in its newest full year, how that differs from the year before, and its trend."""
    language, found = visit.language, by_authority(counts(visit, measure))
    if not found:
        return [
            language.text(
                "{measure}: no authority has told of any.",
                measure=begun(name("authority_measure", measure, language.code)),
            )
        ]
    return [_finding(visit, measure, of_one) for of_one in found.values()]


def notices(visit: Visit, measure: str) -> list[str]:
    """What a reader must know first: that authorities are not compared, who is missing, what protection did."""
    text = visit.language.text
    found = by_authority(counts(visit, measure))
    lines = [not_compared(visit.language)]
    without = [authority for authority, of_one in found.items() if not any(count.staffed.posts for count in of_one)]
    if without:
        lines.append(
            text(
                "No post of building block 3 has this carrier, so nothing is divided by posts: {names}.",
                names=", ".join(without),
            )
        )
    if not door.is_coordination(visit.role):
        lines += rounded(visit)
        alone = [authority for authority, of_one in found.items() if any(count.staffed.posts == 1 for count in of_one)]
        if alone:
            lines.append(
                text("Not judged, because the figure is that of a single post: {units}.", units=", ".join(alone))
            )
    return lines


def _finding(visit: Visit, measure: str, of_one: Sequence[Count]) -> str:
    language, text = visit.language, visit.language.text
    full = [count for count in of_one if not count.is_open] or list(of_one)
    newest = full[-1]
    subject = {
        "authority": newest.authority,
        "measure": name("authority_measure", measure, language.code),
        "year": newest.year,
    }
    if newest.state != PUBLISHED:
        return text("{authority}, {year}: {measure} {state}.", **subject, state=number_text(visit, newest))
    per_post = ""
    if newest.value is not None:
        per_post = text(
            ", {value} per post ({range})",
            value=value_text(newest.value, meaning(), language),
            range=range_text(newest, language),
        )
    changed = _changed(change(visit, of_one), language) + _trend(visit, of_one)
    return text(
        "{authority}, {year}: {number} {measure}{per_post}{changed}.",
        **subject,
        number=language.number(newest.people or 0),
        per_post=per_post,
        changed=changed,
    )


def _trend(visit: Visit, of_one: Sequence[Count]) -> str:
    """A clause where the rule finds a trend."""
    text = visit.language.text
    slope, verdict = trend(visit, of_one)
    shown = slope_text(abs(slope or 0.0), visit.language).lstrip("+")
    if verdict == "rising":
        return text("; over five years rising by {slope} per post a year", slope=shown)
    if verdict == "falling":
        return text("; over five years falling by {slope} per post a year", slope=shown)
    return ""


def _changed(found: Change | None, language: Language) -> str:
    if found is None:
        return ""
    text = language.text
    before, now = found.before, found.now
    facts = {"year": before.year, "number": language.number(before.people or 0)}
    if found.direction == "none":
        shown = text("; {number} in {year}, no change beyond chance", **facts)
    elif found.direction == "rising":
        shown = text("; {number} in {year}, a rise beyond chance", **facts)
    else:
        shown = text("; {number} in {year}, a fall beyond chance", **facts)
    if abs(now.staffed.fte - before.staffed.fte) <= RESIDUE:
        return shown
    return shown + text(
        "; posts (FTE) went from {before} to {now}",
        before=language.number(before.staffed.fte, 1),
        now=language.number(now.staffed.fte, 1),
    )
