"""What coverage is looked at: whose need, which posts when, and how shared posts are split."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from locales import Language
from metrics.caseload import month_starts
from metrics.codes import codes, name
from pages._shared import door
from pages._shared.choices import choice
from pages._shared.frame import date_of
from pages._shared.need import MIX, choose_mix, group_names
from pages._shared.visit import Visit

ALL_AREAS = "all"
RULE_NAMES = {"need": "by need", "equal": "equally", "fixed": "by fixed shares", "hours": "by consultation hours"}
SPAN_NAMES = {"day": "on a day", "year": "mean of twelve months"}
FTE_NAMES = {"filled": "posts that are filled", "granted": "posts that are granted"}


@dataclass(frozen=True)
class View:
    """`group`: an indicator, or MIX with the weights of `mix`. `focus_area`: a code, or ALL_AREAS. `rule`: one of
    metrics.splitting.RULES. `month`: as "2024-10", "" for that of the staffing table's reference date. `span`: posts on a
    day, or their mean over the twelve months that end with `month`. `fte`: granted or filled posts; what is filled is for
    the coordination.
    """

    group: str = "foreign_nationals"
    mix: tuple[tuple[str, float], ...] = ()
    focus_area: str = "welcome"
    rule: str = "need"
    month: str = ""
    span: str = "day"
    fte: str = "granted"

    @property
    def weights(self) -> Mapping[str, float]:
        """Weight of each indicator that makes up the need."""
        return dict(self.mix) if self.group == MIX else {self.group: 1.0}

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that have a say in the need."""
        return tuple(indicator for indicator, weight in self.weights.items() if weight)

    def of(self, focus_area: str) -> View:
        """The same for another focus area."""
        return replace(self, focus_area=focus_area)


def default_view(visit: Visit) -> View:
    """What is looked at before anything is chosen: the coordination sees filled posts, everyone else those granted."""
    return View(fte="filled" if door.is_coordination(visit.role) else "granted")


def choose_view(visit: Visit, *, with_area: bool = True, with_posts: bool = True) -> View:
    """The choices above the figures; without `with_area` for sections that show all focus areas, without `with_posts` for
    those that count no posts: then they are those of the default view."""
    language, text = visit.language, visit.language.text
    default = default_view(visit)
    first, second, third, fourth, more = st.columns([1.1, 1.5, 0.95, 1.15, 0.55], vertical_alignment="bottom")
    with first:
        area = default.focus_area
        if with_area:
            area = choose_area(visit, default=area)
        else:
            shown = text("all, side by side") if with_posts else text("all together")
            st.html(f"<strong>{text('Focus area')}</strong><br>{shown}")
    with second:
        group = choice(text("Target group"), "group", group_names(visit), default=default.group)
    mix = choose_weights(visit, group)
    if not with_posts:
        return replace(default, group=group, mix=mix, focus_area=area)
    with third:
        rule = choose_rule(visit)
    with fourth:
        known = {f"{month:%Y-%m}": language.month(month) for month in months(visit)}
        month = choice(
            text("Posts as of"), "month", known, default=f"{date_of(visit, 'staffing_on'):%Y-%m}", slider=True
        )
    with more, st.popover(text("More"), width="stretch"):
        spans = {code: text(SPAN_NAMES[code]) for code in SPAN_NAMES}
        span = choice(text("Posts"), "span", spans, default=default.span, inline=True)
        fte = default.fte
        if door.is_coordination(visit.role):
            kinds = {code: text(FTE_NAMES[code]) for code in FTE_NAMES}
            fte = choice(text("Counted are"), "fte", kinds, default=default.fte, inline=True)
    return View(group, mix, area, rule, month, span, fte)


def choose_area(visit: Visit, *, default: str = View.focus_area) -> str:
    """A focus area, or all of them."""
    language = visit.language
    areas = {code: names[language.code] for code, names in codes("focus_area").items()}
    every = areas | {ALL_AREAS: language.text("all focus areas")}
    return choice(language.text("Focus area"), "area", every, default=default)


def choose_weights(visit: Visit, group: str) -> tuple[tuple[str, float], ...]:
    """The weights of the mix, where the target group is one; else none, and none in the address."""
    if group == MIX:
        return choose_mix(visit)
    st.query_params.pop(MIX, None)
    return ()


def choose_rule(visit: Visit) -> str:
    """How posts that serve several municipalities are split between them."""
    text = visit.language.text
    return choice(
        text("Shared posts are split"),
        "split",
        {code: text(RULE_NAMES[code]) for code in rules(visit)},
        default=View.rule,
        explanation=text(
            "The concept does not say how a post that serves several municipalities is split between them: in proportion "
            "to the target group living there, in equal parts, by shares fixed in the staffing table, or by consultation hours."
        ),
    )


def months(visit: Visit) -> list[dt.date]:
    """The first days of all months since the history of the posts begins, to the newest thing known."""
    periods = door.read(visit.edition_id, visit.role, "posts").filter(pl.col("building_block") == "case_management")
    begins: dt.date = periods["valid_from"].min()  # type: ignore[assignment]
    latest: dt.date = periods["valid_from"].max()  # type: ignore[assignment]
    known = [date_of(visit, "staffing_on"), *([date_of(visit, "caseload_on")] if visit.has_clients else [])]
    return month_starts(min(begins, *known[:1]), max(latest, *known))


def span_of(visit: Visit, view: View) -> tuple[dt.date, dt.date]:
    """First and last day for which posts are counted.

    In the month of the staffing table's reference date that day is meant, in every other month its last day.
    """
    reference = date_of(visit, "staffing_on")
    month = dt.date.fromisoformat(f"{view.month}-01") if view.month else reference.replace(day=1)
    following = dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)
    last = reference if month == reference.replace(day=1) else following - dt.timedelta(days=1)
    if view.span == "day":
        return last, last
    return dt.date(following.year - 1, following.month, 1), following - dt.timedelta(days=1)


def span_text(visit: Visit, view: View) -> str:
    """When the posts are counted, in words: a day, or the mean of a span."""
    first, last = span_of(visit, view)
    language = visit.language
    if first == last:
        return language.day(last)
    return language.text("mean of {first} to {last}", first=language.day(first), last=language.day(last))


def area_name(focus_area: str, language: Language) -> str:
    """The name of a focus area, or of all together."""
    return (
        language.text("all focus areas") if focus_area == ALL_AREAS else name("focus_area", focus_area, language.code)
    )


def begun(words: str) -> str:
    """Words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def rules(visit: Visit) -> list[str]:
    """The rules that can split at least one post: without shares or consultation hours in the data those are not offered."""
    areas = door.read(visit.edition_id, visit.role, "post_areas")
    hours = door.read(visit.edition_id, visit.role, "outreach")
    has = {"fixed": areas["share"].is_not_null().any(), "hours": hours.height > 0}
    return [rule for rule in RULE_NAMES if has.get(rule, True)]
