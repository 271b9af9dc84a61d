"""Why a place is ranked where it is: one sentence, made of what is known of it and never stronger than that."""

from __future__ import annotations

from dataclasses import dataclass

from charts.sentences import SMALLEST_GAP_FTE
from locales.language import Language

NO_BREAK = "\u00a0"
MOST_NAMED = 3


@dataclass(frozen=True)
class Missing:
    """A focus area that no post offers in the place. `nearest`: the closest place that has it, None where none can be reached;
    `cost` to it in minutes by `mode` (a name), or in kilometres of road estimated from the straight line where that is ""."""

    focus_area: str
    nearest: str | None = None
    cost: float = 0.0
    mode: str = ""


@dataclass(frozen=True)
class Reached:
    """New cases of twelve months per 1,000 people in need, here (None = withheld) and in the district; `verdict` is one of
    metrics.reach.VERDICTS. `covers_all`: all focus areas are counted although a single one is looked at."""

    verdict: str
    per_1000: float | None
    district_per_1000: float
    covers_all: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of a place. `fte`, `gap_fte` (positive = missing), `lower` and `upper` (of the gap over all admissible
    splits) in posts. `focus_area`: the one looked at, "" for all together. `is_served`: whether any post is there for the
    place at all. `missing`: focus areas without a post here that other places have."""

    place: str
    focus_area: str
    fte: float
    gap_fte: float
    lower: float
    upper: float
    is_beyond_doubt: bool
    is_served: bool = True
    missing: tuple[Missing, ...] = ()
    reached: Reached | None = None


def reason(facts: Facts, language: Language) -> str:
    """One sentence on posts and gap with its limits, reach and missing focus areas; only what is a finding is said.

    A gap below SMALLEST_GAP_FTE is none; "at every split" is said only of gaps beyond doubt.
    """
    here = [each for each in facts.missing if each.focus_area == facts.focus_area]
    elsewhere = [each for each in facts.missing if each.focus_area != facts.focus_area]
    clauses = [
        _posts(facts, language),
        *_nearest(here, language),
        *_reach(facts, language),
        *_missing(elsewhere, language),
    ]
    return "; ".join(clauses) + "."


def share_short(facts: list[Facts], language: Language) -> str:
    """How many places lack posts, and which of these for certain; up to MOST_NAMED are named. A place without any post lacks
    posts however small its share of the need is."""
    text = language.text
    short = [each for each in facts if each.gap_fte >= SMALLEST_GAP_FTE or (each.gap_fte > 0 and not each.is_served)]
    if not short:
        smallest = language.number(SMALLEST_GAP_FTE, 2)
        return text("None of these municipalities lacks {smallest} posts or more.", smallest=smallest)
    surely = _named([each.place for each in short if each.is_beyond_doubt], len(short), language)
    if len(short) == 1:
        return text(
            "One of {all} municipalities lacks posts; at every split this holds for {surely}.",
            all=len(facts),
            surely=surely,
        )
    return text(
        "{number} of {all} municipalities lack posts; at every split this holds for {surely}.",
        number=len(short),
        all=len(facts),
        surely=surely,
    )


def _named(places: list[str], of: int, language: Language) -> str:
    if not places:
        return language.text("none of them")
    if len(places) <= MOST_NAMED:
        return ", ".join(sorted(places))
    return language.text("all of them") if len(places) == of else language.text("{count} of them", count=len(places))


def _posts(facts: Facts, language: Language) -> str:
    if not facts.is_served:
        return _no_service(facts, language)
    text = language.text
    words = {"place": facts.place, "posts": _number_of_posts(facts.fte, language)}
    gap = language.number(abs(facts.gap_fte), 2)
    limits = _limits(facts, language)
    if abs(facts.gap_fte) < SMALLEST_GAP_FTE:
        clause = text("{place} has {posts}, about as many as its share of the need", **words)
        is_finding = max(abs(facts.lower), abs(facts.upper)) >= SMALLEST_GAP_FTE
        return clause + (text(", depending on the split {limits}", limits=limits) if limits and is_finding else "")
    if facts.gap_fte > 0:
        clause = text("{place} has {posts}, {gap} fewer than its share of the need", **words, gap=gap)
    else:
        clause = text("{place} has {posts}, {gap} more than its share of the need", **words, gap=gap)
    return clause + _doubt(facts, limits, language)


def _no_service(facts: Facts, language: Language) -> str:
    text = language.text
    words = {"place": facts.place, "focus_area": facts.focus_area}
    if facts.gap_fte < SMALLEST_GAP_FTE:
        return (
            text("{focus_area} does not exist in {place}", **words)
            if facts.focus_area
            else text("No post at all is there for {place}", place=facts.place)
        )
    due = _number_of_posts(facts.gap_fte, language)
    if facts.focus_area:
        return text(
            "{focus_area} does not exist in {place}, although its share of the need would give {posts}",
            **words,
            posts=due,
        )
    return text(
        "No post at all is there for {place}, although its share of the need would give {posts}", **words, posts=due
    )


def _doubt(facts: Facts, limits: str, language: Language) -> str:
    text = language.text
    if facts.is_beyond_doubt:
        # A limit that reads as zero would seem to contradict what is said of every split.
        limits = limits if min(abs(round(facts.lower, 2)), abs(round(facts.upper, 2))) > 0 else ""
        return text(", and at every split ({limits})", limits=limits) if limits else text(", and at every split")
    return text(", but that depends on the split ({limits})", limits=limits)


def _limits(facts: Facts, language: Language) -> str:
    """Between what the gap lies, in words; nothing where both limits read the same."""
    low, high = round(facts.lower, 2) + 0.0, round(facts.upper, 2) + 0.0
    if low == high:
        return ""
    text = language.text
    less, more = (language.number(abs(value), 2) for value in (low, high))
    if low > 0:
        return text("{low} to {high} fewer", low=less, high=more)
    if high < 0:
        return text("{low} to {high} more", low=more, high=less)
    if low == 0:
        return text("from balanced to {high} fewer", high=more)
    if high == 0:
        return text("from {low} more to balanced", low=less)
    return text("from {low} more to {high} fewer", low=less, high=more)


def _number_of_posts(fte: float, language: Language) -> str:
    text, rounded = language.text, round(fte, 2)
    if rounded == 0:
        return text("hardly any post") if fte > 0 else text("no post")
    number = language.number(fte, 2)
    return text("{number} post", number=number) if rounded == 1 else text("{number} posts", number=number)


def _reach(facts: Facts, language: Language) -> list[str]:
    found, text = facts.reached, language.text
    if found is None or found.verdict == "as_expected":
        return []
    if found.verdict == "too_small" or found.per_1000 is None:
        return [text("there are too few new cases to say whether counselling reaches the people")]
    words = {
        "also": _link(facts, found.verdict, language),
        "who": text("counselling in all focus areas") if found.covers_all else text("counselling"),
        "here": language.number(found.per_1000, 1),
        "district": language.number(found.district_per_1000, 1),
    }
    if found.verdict == "lower" and found.per_1000 == 0:
        return [text("{also} not a single new case is recorded (in the district {district} per 1,000)", **words)]
    if found.verdict == "lower":
        return [
            text(
                "{also} {who} reaches clearly fewer people than in the district ({here} instead of {district} new cases "
                "per 1,000)",
                **words,
            )
        ]
    return [
        text(
            "{also} {who} reaches clearly more people than in the district ({here} instead of {district} new cases per 1,000)",
            **words,
        )
    ]


def _link(facts: Facts, verdict: str, language: Language) -> str:
    """How reach follows on posts: few posts and few people agree, few posts and many people do not."""
    text = language.text
    if abs(facts.gap_fte) < SMALLEST_GAP_FTE:
        return text("at the same time")
    return text("moreover") if (facts.gap_fte > 0) == (verdict == "lower") else text("nevertheless")


def _nearest(here: list[Missing], language: Language) -> list[str]:
    """Where the focus area looked at is nearest, when the place has none of it."""
    return [
        language.text(
            "the nearest is in {nearest} ({distance})", nearest=each.nearest, distance=_distance(each, language)
        )
        for each in here
        if each.nearest is not None
    ]


def _missing(elsewhere: list[Missing], language: Language) -> list[str]:
    """The other focus areas that the place has none of, in one clause."""
    text, listed = language.text, []
    for each in sorted(elsewhere, key=lambda missing: missing.nearest is None):
        words = {"focus_area": each.focus_area, "nearest": each.nearest, "distance": _distance(each, language)}
        if each.nearest is None:
            listed.append(text("{focus_area} cannot be reached", **words))
        elif not listed:
            listed.append(text("{focus_area} is no nearer than {nearest} ({distance})", **words))
        else:
            listed.append(text("{focus_area} no nearer than {nearest} ({distance})", **words))
    return [", ".join(listed)] if listed else []


def _distance(missing: Missing, language: Language) -> str:
    """How far it is, on one line: a number must not be parted from its unit."""
    text, number = language.text, language.number(missing.cost)
    if not missing.mode:
        words = text("about {number} km", number=number)
    elif round(missing.cost) == 1:
        words = text("{number} minute, {mode}", number=number, mode=missing.mode)
    else:
        words = text("{number} minutes, {mode}", number=number, mode=missing.mode)
    return words.replace(" ", NO_BREAK)
