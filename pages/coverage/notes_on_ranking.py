"""What the list rests on: words that are used in a strict sense, periods, distances, the edition compared with."""

from __future__ import annotations

from charts.sentences import SMALLEST_GAP_FTE
from metrics.codes import name
from metrics.funnel_limits import MARK_LEVEL
from pages._shared.coverage import need_of
from pages._shared.earlier import moment_of
from pages._shared.travel import STRAIGHT, default_travel
from pages._shared.view import ALL_AREAS, FTE_NAMES, RULE_NAMES, View, span_text
from pages._shared.visit import Visit
from pages.coverage.facts import reach_at


def notes_on_ranking(visit: Visit, view: View, before: tuple[Visit, View] | None) -> list[str]:
    """One sentence each, only on what is shown."""
    language, text, need = visit.language, visit.language.text, need_of(visit, view)
    return [
        text(
            "Counted are {counted} ({posts}), shared ones split {rule}; {group} as of {need}.",
            counted=text(FTE_NAMES[view.fte]),
            posts=span_text(visit, view),
            rule=text(RULE_NAMES[view.rule]),
            group=need.name,
            need=need.dates_text(language),
        ),
        text(
            "Posts are said to be missing from {smallest} posts on, or where there is none at all. «At every split» means that the "
            "gap stays however shared posts are divided among the municipalities they serve.",
            smallest=language.number(SMALLEST_GAP_FTE, 2),
        ),
        text("Coverage of need: the posts here in per cent of those that the share of the need would give."),
        *_on_reach(visit, view),
        *_on_distances(visit),
        *_on_changes(before),
    ]


def _on_reach(visit: Visit, view: View) -> list[str]:
    language, text, reach = visit.language, visit.language.text, reach_at(visit, view)
    if reach is None:
        return [text("Nothing is said of reach: no cases of twelve months are loaded.")]
    period = {"first": language.day(reach.first), "last": language.day(reach.last)}
    period["level"] = language.percent(MARK_LEVEL, 1)
    if reach.focus_area == ALL_AREAS != view.focus_area:
        return [
            text(
                "Reach counts new cases of all focus areas from {first} to {last}: one focus area in one place can be the work of one "
                "employee. «Clearly» means: more than chance explains (level {level}).",
                **period,
            )
        ]
    return [
        text(
            "Reach counts new cases from {first} to {last}. «Clearly» means: more than chance explains (level {level}).",
            **period,
        )
    ]


def _on_distances(visit: Visit) -> list[str]:
    language, text, travel = visit.language, visit.language.text, default_travel(visit)
    where = text("«Nearest» is the closest municipality that a post is there for; where its rooms are is not known.")
    if travel.mode == STRAIGHT:
        factor = language.number(travel.detour, 1)
        how = text("Distances are estimates: straight line times {factor}, from place to place.", factor=factor)
    else:
        mode = name("travel_mode", travel.mode, language.code)
        how = text("Travel times are those of the loaded file ({mode}), from place to place.", mode=mode)
    return [where, how]


def _on_changes(before: tuple[Visit, View] | None) -> list[str]:
    if before is None:
        return []
    earlier, seen = before
    language, need = earlier.language, need_of(earlier, seen)
    return [
        language.text(
            "Compared with the edition of {moment}: posts {posts}, {group} as of {need}. Gaps also change when posts or need "
            "change elsewhere, since both are shares of the district.",
            moment=moment_of(earlier),
            posts=span_text(earlier, seen),
            group=need.name,
            need=need.dates_text(language),
        )
    ]
