"""Granted and filled posts of one unit over the months, and what they say in words."""

from __future__ import annotations

from dataclasses import dataclass

from charts.month_axis import month_of
from charts.monthly import Monthly
from locales.language import Language

DECIMALS = 1
# A vacancy that one decimal cannot show is no month "not fully filled": a day within a month more or less.
LEAST_VACANCY_FTE = 0.05
# 1.0 - 0.95 lies a little below 0.05 in floating-point numbers.
_RESIDUE = 1e-9


@dataclass(frozen=True)
class Posts:
    """One series: granted FTE by month number, and filled FTE where it is stated."""

    granted: Monthly
    filled: Monthly

    @property
    def stated(self) -> list[int]:
        """The months with granted posts of which it is said how far they are filled."""
        return [month for month in self.filled if self.granted.get(month, 0.0) > 0]

    @property
    def vacant(self) -> list[int]:
        """The months in which at least LEAST_VACANCY_FTE of what is granted is not filled."""
        return [
            month for month in self.stated if self.granted[month] - self.filled[month] >= LEAST_VACANCY_FTE - _RESIDUE
        ]

    @property
    def unknown(self) -> list[int]:
        """Months with posts of which nobody says how far they are filled."""
        return [month for month, granted in self.granted.items() if granted > 0 and month not in self.filled]


def finding(posts: Posts, language: Language) -> str:
    """In how many of the months with granted posts these were not fully filled."""
    if not any(posts.granted.values()):
        return language.text("no posts in any month")
    if not posts.stated:
        return language.text("filled or not: not stated")
    if not posts.vacant:
        return language.text("fully filled in all {months} months", months=len(posts.stated))
    return language.text(
        "{vacant} of {months} months not fully filled", vacant=len(posts.vacant), months=len(posts.stated)
    )


def latest(posts: Posts, language: Language) -> str:
    """The last month's posts; their unit stands in the legend."""
    if not any(posts.granted.values()):
        return ""
    last = max(posts.granted)
    granted = language.number(posts.granted[last], DECIMALS)
    if last not in posts.filled:
        return language.text("latest: {granted} granted", granted=granted)
    filled = language.number(posts.filled[last], DECIMALS)
    return language.text("latest: {filled} of {granted} filled", filled=filled, granted=granted)


def said(posts: Posts, language: Language) -> list[str]:
    """The finding, and the last month's posts in full."""
    found = finding(posts, language)
    if not any(posts.granted.values()):
        return [found]
    last = max(posts.granted)
    month, granted = language.month(month_of(last)), language.number(posts.granted[last], DECIMALS)
    if last not in posts.filled:
        return [found, language.text("{month}: {granted} posts (FTE) granted", month=month, granted=granted)]
    filled = language.number(posts.filled[last], DECIMALS)
    stated = language.text(
        "{month}: {filled} of {granted} posts (FTE) filled", month=month, filled=filled, granted=granted
    )
    return [found, stated]
