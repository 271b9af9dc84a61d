"""A slide with one picture, as large as the sheet allows; words give way before the letters in it become too small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from locales.language import Language
from pages.meeting.presentation.drawing import Drawing, drawing
from pages.meeting.presentation.footing import footing
from pages.meeting.presentation.slide import Slide
from pages.meeting.presentation.stage import (
    BOTTOM,
    FOOT_LINE,
    GAP,
    HEIGHT,
    LEAST_LETTERS,
    TEXT_WIDTH,
    TOP,
    WIDTH,
    block,
    broken,
    cut,
    line_height,
)
from report.exhibit import View

RESIDUE = 1e-6


@dataclass(frozen=True)
class _Setting:
    """Sizes of headline and finding (0: none), the most lines of each, and how many lines the foot has. What needs more lines
    does not fit, unless the headline `is_cut`."""

    headline: int
    headline_lines: int
    finding: int
    finding_lines: int
    foot_lines: int = 1
    is_cut: bool = False


# From the roomiest to the tightest: first words become smaller, then the finding is only read out, at last the headline is cut.
SETTINGS = (
    _Setting(44, 2, 30, 3, foot_lines=2),
    _Setting(44, 2, 30, 3),
    _Setting(40, 2, 28, 3),
    _Setting(36, 2, 26, 3),
    _Setting(32, 3, 24, 4),
    _Setting(44, 2, 0, 0),
    _Setting(36, 2, 0, 0),
    _Setting(30, 3, 0, 0),
    _Setting(36, 1, 0, 0, is_cut=True),
)


@dataclass(frozen=True)
class _Words:
    setting: _Setting
    headline: list[str]
    finding: list[str]

    @property
    def bottom(self) -> int:
        below = TOP + len(self.headline) * line_height(self.setting.headline)
        if self.finding:
            below += GAP // 2 + len(self.finding) * line_height(self.setting.finding)
        return below + GAP

    @property
    def room(self) -> int:
        """The height that is left for a picture."""
        return HEIGHT - BOTTOM - self.setting.foot_lines * FOOT_LINE - GAP // 2 - self.bottom


def picture_slide(view: View, language: Language) -> Slide:
    """The slide of a view with a picture. Letters of a picture 1,000 wide that are 13 pixels high are 24 high on the sheet as long as
    the picture is no higher than charts.medium.SLIDE_HEIGHT; one that is higher still is shown whole, with smaller letters.

    Raises ValueError for a picture that is no SVG.
    """
    exhibit = view.exhibit
    picture = drawing(exhibit.picture, " ".join((exhibit.title, *exhibit.findings)))
    words = _set(view, picture)
    scale = _scale(picture, words)
    width, height = picture.width * scale, picture.height * scale
    place = (
        f"left:{(WIDTH - width) / 2:.2f}px;top:{words.bottom + (words.room - height) / 2:.2f}px;"
        f"width:{width:.2f}px;height:{height:.2f}px"
    )
    setting = words.setting
    spoken = view.heading if setting.is_cut else ""
    parts = [block("h2", "headline", words.headline, TOP, setting.headline, spoken=spoken)]
    if words.finding:
        top = TOP + len(words.headline) * line_height(setting.headline) + GAP // 2
        parts.append(block("p", "finding", words.finding, top, setting.finding))
    parts.append(f'<div class="drawing" style="{place}">{picture.markup}</div>')
    parts.append(footing(exhibit, language, setting.foot_lines))
    return Slide(view.heading, "".join(parts))


def _set(view: View, picture: Drawing) -> _Words:
    """The roomiest words beside which the picture's letters are large enough, or as large as they can be at all."""
    letters = picture.letters or float("inf")
    least = min(LEAST_LETTERS, letters * TEXT_WIDTH / picture.width)
    found = None
    for found in _settings(view):
        if letters * _scale(picture, found) >= least - RESIDUE:
            break
    assert found is not None  # noqa: S101, the last setting cuts the headline and so always fits
    return found


def _settings(view: View) -> Iterator[_Words]:
    finding = next(iter(view.exhibit.findings), "")
    for setting in SETTINGS:
        if setting.is_cut:
            headline = cut(view.heading, setting.headline, TEXT_WIDTH, setting.headline_lines, bold=True)
        else:
            headline = broken(view.heading, setting.headline, TEXT_WIDTH, bold=True)
        headline = headline or [""]
        told = broken(finding, setting.finding, TEXT_WIDTH) if setting.finding else []
        if len(headline) <= setting.headline_lines and len(told) <= setting.finding_lines:
            yield _Words(setting, headline, told)


def _scale(picture: Drawing, words: _Words) -> float:
    return min(TEXT_WIDTH / picture.width, words.room / picture.height)
