"""How long people waited, how long cases last and how soon a first goal is reached, in sentences."""

from __future__ import annotations

from locales import Language
from metrics import medians
from metrics.protection import sees_exact
from pages._shared.units import labels_of
from pages._shared.visit import Visit
from pages.outcomes import time_figures as figures
from pages.outcomes.asking import of_chosen
from pages.outcomes.changes import Change, change_of_chosen, difference_text, year_before
from pages.outcomes.findings import unchanged_text
from pages.outcomes.measures import WAITING as WAITING_DAYS
from pages.outcomes.measures import Measure
from pages.outcomes.single_post import not_to_be_judged
from pages.outcomes.time_cells import between, days_cell
from pages.outcomes.time_clocks import CASE, FIRST_GOAL, HALF_A_YEAR, MONTH, WAITING, Clock
from pages.outcomes.time_curves import Days, Share
from pages.outcomes.view import OutcomeView, span_text, subject


def findings(visit: Visit, view: OutcomeView, clock: Clock) -> list[str]:
    """A sentence on each of the three; the share within the visitor's own days where waiting is looked at."""
    language = visit.language
    changes = [_waiting_change(visit, view), _length_change(visit, view), _goal_change(visit, view)]
    said = [
        _change_text(changed, visit, in_days=kind != FIRST_GOAL, is_read_off=kind == CASE)
        for changed, kind in zip(changes, (WAITING, CASE, FIRST_GOAL), strict=True)
    ]
    first = _waiting(visit, view, said[0], with_target=clock == WAITING)
    last = " ".join(
        filter(None, (_goal(visit, view, said[2]), unchanged_text([each for each in changes if each], language)))
    )
    whose = language.text("{subject}, {span}:", subject=subject(visit, view), span=span_text(visit, view))
    return [f"{whose} {first}", _length(visit, view, said[1]), last]


def notices(visit: Visit, view: OutcomeView) -> list[str]:
    """Who is not compared with the year before."""
    if not _is_single(visit, view):
        return []
    units = labels_of(visit, view.by)[view.picked]
    return [visit.language.text("Not judged, because the figure is that of a single post: {units}.", units=units)]


def _waiting(visit: Visit, view: OutcomeView, change: str, *, with_target: bool) -> str:
    language, row = visit.language, figures.waiting_of_chosen(visit, view)
    if row["median_days"] is None:
        return language.text("too few first interviews to say how long people waited.")
    facts = {
        "days": language.number(row["median_days"]),
        "change": change,
        "middle": between(row["lower_quartile_days"], row["upper_quartile_days"], language),
    }
    limits = row["median_lower_days"], row["median_upper_days"]
    if row["lower_quartile_days"] is None:
        said = language.text("waiting time {days} days in the median{change}, too few for a range", **facts)
    elif None in limits:
        said = language.text(
            "waiting time {days} days in the median{change}; the middle half waited {middle} days", **facts
        )
    else:
        said = language.text(
            "waiting time {days} days in the median ({limits}){change}; the middle half waited {middle} days",
            limits=between(*limits, language),
            **facts,
        )
    if not with_target or row["value"] is None:
        return f"{said}."
    share = _share_words(Share(row["value"], row["lower"], row["upper"]), language)
    within = language.text(
        "{value} ({lower} to {upper}) of the requests were followed by a first interview within {days} days",
        days=view.target_days,
        **share,
    )
    return f"{said}. {within}."


def _length(visit: Visit, view: OutcomeView, change: str) -> str:
    language, found = visit.language, figures.of_what_is_chosen(visit, view, CASE)
    if found.cases is None:
        return language.text("Too few cases to say how long they last.")
    if found.half is None:
        return language.text(
            "Half of the cases had not ended yet after {days} days, the longest time for which this is known.",
            days=language.number(found.followed),
        )
    return language.text(
        "Half of the cases had ended after {days} days{limits}{change}.",
        days=days_cell(found.half, language),
        limits=_limits(found.half, language),
        change=change,
    )


def _goal(visit: Visit, view: OutcomeView, change: str) -> str:
    language, found = visit.language, figures.of_what_is_chosen(visit, view, FIRST_GOAL)
    reached, ended = (found.share(ending, HALF_A_YEAR) for ending in FIRST_GOAL.endings)
    months = {"months": HALF_A_YEAR // MONTH}
    if reached is None or ended is None:
        return language.text("Too few cases to say how many reach a first goal within {months} months.", **months)
    return language.text(
        "{months} months after goals were agreed, {value} of the cases ({lower} to {upper}) had reached a first one{change}; "
        "{ended} had ended before that.",
        ended=language.percent(ended.value, 0),
        change=change,
        **months,
        **_share_words(reached, language),
    )


def _waiting_change(visit: Visit, view: OutcomeView) -> Change | None:
    return None if _is_single(visit, view) else change_of_chosen(visit, view, Measure(WAITING_DAYS), of_chosen)


def _length_change(visit: Visit, view: OutcomeView) -> Change | None:
    before = _year_before(visit, view)
    if before is None:
        return None
    now, then = (figures.of_what_is_chosen(visit, each, CASE).half for each in (view, before))
    if now is None or then is None:
        return None
    found = medians.difference(now.last, now.lower, now.upper, then.last, then.lower, then.upper)
    return Change(before.year or 0, found.difference, found.is_beyond_chance)


def _goal_change(visit: Visit, view: OutcomeView) -> Change | None:
    """How the share differs from that of the year before, whose cases are others; limits by the same method as for medians."""
    before = _year_before(visit, view)
    if before is None:
        return None
    now, then = (
        figures.of_what_is_chosen(visit, each, FIRST_GOAL).share("reached", HALF_A_YEAR) for each in (view, before)
    )
    if now is None or then is None:
        return None
    found = medians.difference(now.value, now.lower, now.upper, then.value, then.lower, then.upper)
    return Change(before.year or 0, found.difference, found.is_beyond_chance)


def _change_text(changed: Change | None, visit: Visit, *, in_days: bool, is_read_off: bool) -> str:
    """A change beyond chance. Between the points of a grid nobody knows by how many days."""
    if changed is None or not changed.is_beyond_chance:
        return ""
    if not is_read_off or sees_exact(visit.role):
        return difference_text(changed, visit.language, in_days=in_days)
    return visit.language.text(
        ", longer than in {year}" if changed.difference > 0 else ", shorter than in {year}", year=changed.year
    )


def _year_before(visit: Visit, view: OutcomeView) -> OutcomeView | None:
    """The same of the year before; None where there is none to compare with, or where that would judge one employee."""
    year = year_before(visit, view)
    return None if year is None or _is_single(visit, view) else view.of(year=year)


def _is_single(visit: Visit, view: OutcomeView) -> bool:
    year = year_before(visit, view)
    return year is not None and view.picked in not_to_be_judged(visit, view, [year, year + 1])


def _limits(found: Days, language: Language) -> str:
    if found.lower is None and found.upper is None:
        return ""
    return f" ({between(found.lower, found.upper, language)})"


def _share_words(share: Share, language: Language) -> dict[str, str]:
    return {name: language.percent(part, 0) for name, part in zip(Share._fields, share, strict=True)}
