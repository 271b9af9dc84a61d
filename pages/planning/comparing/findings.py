"""What comparing plans finds: which one leaves the smallest largest gap, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from locales import Language
from metrics.definitions import definition
from pages._shared.view import begun
from pages.planning.comparing.evaluated import Evaluated
from pages.planning.comparing.moves import givers

MOST_NAMES = 3


def finding(found: Sequence[Evaluated], names: Mapping[str, str], language: Language) -> list[str]:
    """The plan whose largest gap is smallest, as gaps are shown, and its price: of several alike the one with the fewest posts in
    the wrong place, then the one that moves least.

    `names`: those of the municipalities. `found` are at least two plans.
    """
    text, decimals = language.text, definition("gap_in_posts").decimals
    gaps = [round(each.found.after.totals.worst_shortage, decimals) for each in found]
    alike = [each for each, gap in zip(found, gaps, strict=True) if gap == min(gaps)]
    winner = min(alike, key=lambda each: (_misplaced(each), round(each.moved_fte, decimals)))
    facts = {"plan": winner.plan.said, "gap": _gap(winner, names, language)}
    if len(alike) == 1 and not winner.plan.edits:
        return [text("No plan makes the largest gap smaller than it is as the posts stand: {gap}.", gap=facts["gap"])]
    if len(alike) == 1:
        other = found[0] if found[0] is not winner else found[gaps.index(max(gaps))]
        first = text(
            "The largest gap is smallest with {plan}: {gap}; with {other} it is {other_gap}.",
            other=other.plan.said,
            other_gap=_gap(other, names, language),
            **facts,
        )
        return [first, price(winner, names, language)]
    if len(alike) == len(found):
        first = text("The largest gap is the same in all plans: {gap}.", gap=facts["gap"])
    else:
        plans = _listed([each.plan.said for each in alike], language)
        first = text("The largest gap is smallest with {plans}: {gap}.", plans=plans, gap=facts["gap"])
    if len({_misplaced(each) for each in alike}) == 1:
        return [first, text("As many posts sit in the wrong place in each of these plans.")]
    second = text(
        "Among these, fewest posts sit in the wrong place with {plan}: {number}.",
        plan=winner.plan.said,
        number=language.number(_misplaced(winner), decimals),
    )
    return [first, f"{second} {price(winner, names, language)}" if winner.plan.edits else second]


def price(each: Evaluated, names: Mapping[str, str], language: Language) -> str:
    """What a plan costs: posts that move, more or fewer posts in all, and who gives."""
    text, decimals = language.text, definition("gap_in_posts").decimals
    moved = round(each.moved_fte, decimals)
    more = round(each.found.after.totals.fte - each.found.before.totals.fte, decimals)
    said = [text("{moved} posts change places for it", moved=language.number(moved, decimals))]
    if not moved:
        said = [text("no post changes places for it")]
    if more > 0:
        said.append(text("{number} posts are added", number=language.number(more, decimals)))
    if more < 0:
        said.append(text("{number} posts fewer are there", number=language.number(-more, decimals)))
    lost = [f"{names[ags]} ({language.number(change, decimals, signed=True)})" for ags, change in givers(each.found)]
    said.append(
        text("posts are given by {places}", places=_listed(lost[:MOST_NAMES], language, len(lost) - MOST_NAMES))
        if lost
        else text("no municipality gives posts")
    )
    words = "; ".join(said)
    return f"{begun(words)}."


def notices(found: Sequence[Evaluated], language: Language) -> list[str]:
    """What must be known before the plans are compared: different numbers of posts."""
    decimals = definition("gap_in_posts").decimals
    numbers = [round(each.found.after.totals.fte, decimals) for each in found]
    if len(set(numbers)) == 1:
        return []
    counted = ", ".join(
        f"{each.plan.letter} {language.number(number, decimals)}" for each, number in zip(found, numbers, strict=True)
    )
    return [
        language.text(
            "The plans have different numbers of posts ({counted}). What is missing in a place is measured against its share of "
            "that plan's own posts.",
            counted=counted,
        )
    ]


def _misplaced(each: Evaluated) -> float:
    """FTE in the wrong place, as they are shown."""
    return round(each.found.after.totals.misplaced_fte, definition("gap_in_posts").decimals)


def _gap(each: Evaluated, names: Mapping[str, str], language: Language) -> str:
    """The largest gap of a plan and where it is: of gaps that are shown alike the one of the first place."""
    decimals = definition("gap_in_posts").decimals
    gaps = each.found.after.places.select("ags", gap=pl.col("gap_fte").round(decimals))
    ags, gap = gaps.sort("gap", "ags", descending=[True, False]).row(0)
    number = language.number(gap, decimals)
    return language.text("{gap} posts ({place})", gap=number, place=names[ags]) if gap > 0 else number


def _listed(parts: Sequence[str], language: Language, more: int = 0) -> str:
    """Parts of a sentence with "and" before the last one, or before how many more there are."""
    if more > 0:
        return language.text("{parts} and {number} more", parts=", ".join(parts), number=more)
    if len(parts) == 1:
        return parts[0]
    return language.text("{parts} and {last}", parts=", ".join(parts[:-1]), last=parts[-1])
