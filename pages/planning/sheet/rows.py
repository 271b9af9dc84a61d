"""From a plan and today's posts to the table of posts and municipalities."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from locales import Language
from metrics.codes import codes, name
from pages.planning.sheet.carriers import carriers_of
from pages.planning.sheet.data import RefusedEntry, SheetData, SheetGroup
from pages.planning.sheet.posts import FTE, SHARE, posts_by_name, row_of, row_of_gone
from pages.planning.sheet.sums import fte_texts, sums_of
from pages.planning.sheet.words import RESIDUE_FTE, granted_text, sheet_words
from planning.allocation import of_area


def sheet_data(
    today: pl.DataFrame,
    plan: pl.DataFrame,
    undecided: Collection[str],
    municipalities: Sequence[tuple[str, str]],
    need: pl.DataFrame,
    language: Language,
    *,
    rule: str,
    unit: str = FTE,
    focus_area: str | None = None,
    granted: float | None = None,
    refusal: RefusedEntry | None = None,
) -> SheetData:
    """The table of a plan beside today's posts.

    `today`, `plan`: allocations of all focus areas with every fte filled (planning.allocation.placed). `undecided`: posts of the
    plan that the rule splits; `rule` says how, as in a sentence ("by need"). `municipalities`: (AGS, name) in the order of the
    columns. `need`: ags, need (people). `unit` is what the cells of posts are in: FTE, or shares of the post. With a
    `focus_area` only its posts are shown and summed, and those that leave it are shown as gone. `granted`: posts granted (FTE), to
    compare the shown ones with; None takes today's.

    Raises ValueError for an unknown unit and as metrics.coverage.coverage_by_municipality does.
    """
    if unit not in (FTE, SHARE):
        raise ValueError(f"unknown unit {unit!r}; choose {FTE!r} or {SHARE!r}")
    before, after = of_area(today, focus_area), of_area(plan, focus_area)
    planned_fte = float(after["fte"].sum())
    granted_fte = float(before["fte"].sum()) if granted is None else granted
    areas = [code for code in codes("focus_area") if focus_area in (None, code)]
    groups = (_group(code, today, plan, undecided, language, unit, focus_area is not None) for code in areas)
    return SheetData(
        columns=tuple(municipalities),
        groups=tuple(group for group in groups if group.rows),
        sums=sums_of(before, after, need, language),
        carriers=carriers_of(before, after, language),
        granted=granted_text(planned_fte, granted_fte, language),
        exceeds_granted=planned_fte - granted_fte > RESIDUE_FTE,
        words=sheet_words(language, unit, rule),
        refusal=refusal,
    )


def _group(
    code: str,
    today: pl.DataFrame,
    plan: pl.DataFrame,
    undecided: Collection[str],
    language: Language,
    unit: str,
    is_alone: bool,
) -> SheetGroup:
    """The posts of a focus area, then those that it loses; one that changes to an area that is shown as well stands only there."""
    was, will = posts_by_name(today), posts_by_name(plan)
    here = [post for post, each in will.items() if each.focus_area == code]
    lost = [post for post, each in was.items() if each.focus_area == code and post not in here]
    gone = [post for post in lost if is_alone or post not in will]
    rows = [row_of(was.get(post), will[post], post not in undecided, language, unit) for post in _ordered(here)]
    rows += [row_of_gone(was[post], will.get(post), language, unit) for post in _ordered(gone)]
    sums = fte_texts(plan.filter(pl.col("focus_area") == code), language)
    return SheetGroup(name("focus_area", code, language.code), sums, tuple(rows))


def _ordered(posts: Sequence[str]) -> list[str]:
    """By name, CARITAS-2 before CARITAS-10."""

    def key(post: str) -> tuple[str, int, str]:
        stem = post.rstrip("0123456789")
        number = post.removeprefix(stem)
        return stem, len(number), number

    return sorted(posts, key=key)
