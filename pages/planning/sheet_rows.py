"""From a plan and today's posts to the table of posts and municipalities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from locales import Language
from metrics.codes import codes, name
from metrics.coverage import coverage_by_municipality
from pages.planning.sheet_carriers import carriers_of
from pages.planning.sheet_data import TOTAL, RefusedEntry, SheetData, SheetGroup, SheetRow, SheetSum
from pages.planning.sheet_words import RESIDUE_FTE, fte_text, granted_text, sheet_words, sum_labels
from planning.allocation import of_area

# Whole per cents are written without decimals.
RESIDUE_SHARE = 1e-6
FTE, SHARE = "fte", "share"

Parts = Mapping[str, float]


def sheet_data(
    today: pl.DataFrame,
    plan: pl.DataFrame,
    undecided: Sequence[str],
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
    `focus_area` only its posts are shown and summed, those that leave it among them. `granted`: posts granted (FTE), to compare
    the shown ones with; None takes today's.

    Raises ValueError for an unknown unit and as metrics.coverage.coverage_by_municipality does.
    """
    if unit not in (FTE, SHARE):
        raise ValueError(f"unknown unit {unit!r}; choose {FTE!r} or {SHARE!r}")
    before, after = of_area(today, focus_area), of_area(plan, focus_area)
    areas = [code for code in codes("focus_area") if focus_area in (None, code)]
    planned_fte = float(after["fte"].sum())
    granted_fte = float(before["fte"].sum()) if granted is None else granted
    return SheetData(
        columns=tuple(municipalities),
        groups=tuple(
            group
            for code in areas
            if (group := _group(code, today, plan, undecided, language, unit, focus_area)) is not None
        ),
        sums=_sums(before, after, need, language),
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
    undecided: Sequence[str],
    language: Language,
    unit: str,
    focus_area: str | None,
) -> SheetGroup | None:
    """The posts of a focus area, those that it loses after those it has; None where there are neither."""
    was, will = _posts(today), _posts(plan)
    here = [post for post, row in will.items() if row["focus_area"] == code]
    left = [
        post
        for post, row in was.items()
        if row["focus_area"] == code and (post not in will or (focus_area and will[post]["focus_area"] != code))
    ]
    if not here and not left:
        return None
    rows = [_row(was.get(post), will[post], post not in undecided, language, unit) for post in sorted(here, key=_natural)]
    gone = [_gone(was[post], will.get(post), language, unit) for post in sorted(left, key=_natural)]
    sums = _fte_texts(_parts(plan.filter(pl.col("focus_area") == code)), language)
    return SheetGroup(name("focus_area", code, language.code), sums, (*rows, *gone))


def _row(was: dict | None, will: dict, is_decided: bool, language: Language, unit: str) -> SheetRow:
    before = _shown_parts(was, unit) if was else {}
    after = _shown_parts(will, unit)
    keys = [*after, *(ags for ags in before if ags not in after)]
    differs = {key for key in keys if abs(after.get(key, 0.0) - before.get(key, 0.0)) > RESIDUE_FTE} if was else set()
    changes = {
        key: language.text("today {figure}", figure=_cell(before.get(key, 0.0), key, language, unit) or language.number(0))
        for key in keys
        if key in differs
    }
    return SheetRow(
        post=will["post"],
        carrier=will["carrier"],
        focus_area=name("focus_area", will["focus_area"], language.code),
        cells={key: text for key in after if (text := _cell(after[key], key, language, unit))},
        is_decided=is_decided,
        is_changed=was is None or bool(changes) or _is_reassigned(was, will),
        is_new=was is None,
        note=_note(was, will, language),
        changes=changes,
    )


def _gone(was: dict, will: dict | None, language: Language, unit: str) -> SheetRow:
    """A post that is closed, or that works in another focus area from now on."""
    note = (
        language.text("closed")
        if will is None
        else language.text("now {area}", area=name("focus_area", will["focus_area"], language.code))
    )
    return SheetRow(
        post=was["post"],
        carrier=was["carrier"],
        focus_area=name("focus_area", was["focus_area"], language.code),
        cells={key: text for key, part in _shown_parts(was, unit).items() if (text := _cell(part, key, language, unit))},
        is_decided=True,
        is_changed=True,
        is_gone=True,
        note=note,
    )


def _note(was: dict | None, will: dict, language: Language) -> str:
    if was is None:
        return language.text("new")
    found = []
    if was["carrier"] != will["carrier"]:
        found.append(language.text("so far {former}", former=was["carrier"]))
    if was["focus_area"] != will["focus_area"]:
        found.append(language.text("so far {former}", former=name("focus_area", was["focus_area"], language.code)))
    return ", ".join(found)


def _is_reassigned(was: dict, will: dict) -> bool:
    return (was["carrier"], was["focus_area"]) != (will["carrier"], will["focus_area"])


def _sums(before: pl.DataFrame, after: pl.DataFrame, need: pl.DataFrame, language: Language) -> tuple[SheetSum, ...]:
    """Posts of each municipality today and with the plan, those due to it by its share of need, and what is missing then."""
    was, will = _parts(before), _parts(after)
    coverage = coverage_by_municipality(need.select("ags", "need"), after.select("ags", "fte"))
    gaps = {ags: gap if abs(gap) > RESIDUE_FTE else 0.0 for ags, gap in coverage.select("ags", "gap_fte").rows()}
    due = {ags: fte + gap for ags, fte, gap in coverage.select("ags", "fte", "gap_fte").rows()}
    due[TOTAL] = sum(due.values())
    changes = {
        key: language.text("today {figure}", figure=fte_text(was.get(key, 0.0), language) or language.number(0))
        for key in due
        if abs(will.get(key, 0.0) - was.get(key, 0.0)) > RESIDUE_FTE
    }
    labels = sum_labels(language)
    signed = {ags: language.number(gap, 2, signed=True) for ags, gap in gaps.items()}
    return (
        SheetSum(labels["before"], _fte_texts(was, language)),
        SheetSum(labels["after"], _fte_texts(will, language), is_strong=True, changes=changes),
        SheetSum(labels["due"], _fte_texts(due, language)),
        SheetSum(labels["gap"], signed, is_strong=True),
    )


def _posts(allocation: pl.DataFrame) -> dict[str, dict]:
    """Post -> post, carrier, focus_area, post_fte and parts (AGS -> FTE)."""
    columns = ("post", "carrier", "focus_area", "post_fte", "ags", "fte")
    found: dict[str, dict] = {}
    for post, carrier, area, whole, ags, fte in allocation.select(columns).iter_rows():
        known = {"post": post, "carrier": carrier, "focus_area": area, "post_fte": whole, "parts": {}}
        found.setdefault(post, known)["parts"][ags] = fte
    return found


def _shown_parts(post: dict, unit: str) -> dict[str, float]:
    """By column: FTE or shares of the post in its municipalities, and always FTE of the whole post."""
    whole = post["post_fte"]
    parts = {ags: fte / whole if unit == SHARE else fte for ags, fte in post["parts"].items()}
    return {**parts, TOTAL: whole}


def _cell(figure: float, column: str, language: Language, unit: str) -> str:
    if unit == FTE or column == TOTAL:
        return fte_text(figure, language)
    if abs(figure) < RESIDUE_SHARE:
        return ""
    is_whole = abs(figure * 100 - round(figure * 100)) < RESIDUE_SHARE * 100
    return language.percent(figure, 0 if is_whole else 1)


def _parts(allocation: pl.DataFrame) -> dict[str, float]:
    """FTE by municipality, and of all."""
    sums = dict(allocation.group_by("ags").agg(pl.col("fte").sum()).sort("ags").rows())
    return {**sums, TOTAL: float(allocation["fte"].sum())}


def _fte_texts(parts: Parts, language: Language) -> dict[str, str]:
    return {key: text for key, fte in parts.items() if (text := fte_text(fte, language))}


def _natural(post: str) -> tuple[str, int]:
    """CARITAS-2 stands before CARITAS-10."""
    stem, number = re.fullmatch(r"(.*?)(\d*)", post).groups()
    return stem, int(number or 0)
