"""One figure of a picture of bridges: how its levels and steps are written and read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from locales.language import Language
from metrics.bridge import Bridge, Part

UP, DOWN = "▲", "▼"
# Both ends and the steps between them, in the order of the columns.
COLUMN_NAMES = {
    "before": "Before",
    "method": "Method",
    "data": "Late data",
    "posts": "Posts",
    "development": "Development",
    "after": "Now",
}


@dataclass(frozen=True)
class Figure:
    """`bridge` in the unit that is printed (per cent for shares), rounded to `decimals`. `scope`: what part of the whole it is of;
    `dates`: the reference dates of both ends. `place_before`, `place_after`: which municipality the levels are of, if it is one;
    `is_protected`: levels are rounded to protect people, so that a step of 0 need not be none."""

    label: str
    unit: str
    bridge: Bridge
    decimals: int = 0
    scope: str = ""
    dates: str = ""
    place_before: str = ""
    place_after: str = ""
    is_protected: bool = False

    @property
    def below(self) -> str:
        """Unit, scope and dates in a line."""
        return " · ".join(filter(None, [self.unit, self.scope, self.dates]))

    @property
    def is_unchanged(self) -> bool:
        """Whether there is nothing to draw."""
        return self.bridge.is_unchanged and self.place_before == self.place_after


def level_text(level: float | None, decimals: int, language: Language) -> str:
    """A level as a number, or that it is not known."""
    return language.text("not known") if level is None else language.number(level, decimals)


def step_text(part: Part, decimals: int, language: Language) -> str:
    """A step as an arrow and a signed number, 0 where it moves nothing; several that can only be told together say so."""
    if part.amount is None:
        return language.text("not known")
    arrow = UP if part.amount > 0 else DOWN
    number = language.number(part.amount, decimals, signed=True)
    written = f"{arrow} {number}" if part.amount else number
    return language.text("{step} (together)", step=written) if part.is_joined else written


def names_of(steps: Sequence[str], language: Language) -> str:
    """The steps of a part by name, joined by "and"."""
    return joined([language.text(COLUMN_NAMES[step]) for step in steps], language)


def joined(parts: Sequence[str], language: Language) -> str:
    """Parts of a sentence as a list: commas, and "and" before the last."""
    *others, last = parts or ("",)
    return language.text("{first} and {last}", first=", ".join(others), last=last) if others else last


def with_unit(level: float | None, figure: Figure, language: Language) -> str:
    """A level with its unit; unknown ones have none."""
    written = level_text(level, figure.decimals, language)
    return written if level is None or not figure.unit else f"{written} {figure.unit}"


def unchanged_text(figure: Figure, language: Language, *, with_dates: bool = True) -> str:
    """What is said of a figure that stays as it is, as far as rounding lets it be told: that it does, its level, and of what and when
    that is."""
    text, known = language.text, with_unit(figure.bridge.after, figure, language)
    rounded = figure.is_protected
    level = text("the same when rounded: {level}", level=known) if rounded else text("unchanged: {level}", level=known)
    level += f" ({figure.place_after})" if figure.place_after else ""
    return " · ".join(filter(None, [level, *([figure.scope, figure.dates] if with_dates else [])]))


def said(figure: Figure, language: Language) -> str:
    """All of a figure in a line to be read aloud."""
    return f"{figure.label}: {'; '.join(parts_said(figure, language))}"


def parts_said(figure: Figure, language: Language) -> list[str]:
    """Both ends of a figure and each step, or that it stays as it is."""
    if figure.is_unchanged:
        return [unchanged_text(figure, language)]
    found = figure.bridge
    before, after = (
        with_unit(level, figure, language) + (f" ({place})" if place else "")
        for level, place in ((found.before, figure.place_before), (found.after, figure.place_after))
    )
    steps = (f"{names_of(part.steps, language)}: {step_text(part, figure.decimals, language)}" for part in found.parts)
    return [language.text("before {before}, now {after}", before=before, after=after), *steps]
