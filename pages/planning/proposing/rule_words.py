"""The planner's rules in words, as the page repeats them and the workbook keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from locales import Language
from metrics.codes import name as name_of
from pages.planning.proposing.rules import Rules, Scope


def rule_phrases(rules: Rules, scope: Scope, language: Language) -> list[str]:
    """One phrase for each rule that holds."""
    return [*_limits(rules, scope, language), *_fixed(rules, scope, language), *_sizes(rules, language)]


def unit_name(unit: str, language: Language) -> str:
    """What distances are counted in."""
    return language.text("minutes") if unit == "min" else language.text("km by road")


def _limits(rules: Rules, scope: Scope, language: Language) -> Iterator[str]:
    text = language.text
    yield text("steps of {step} posts", step=language.number(rules.step, 2))
    if rules.minimum:
        yield text("at least {fte} posts in every municipality", fte=language.number(rules.minimum, 2))
    for ags, fte in rules.exceptions:
        yield text("at least {fte} posts in {place}", fte=language.number(fte, 2), place=scope.places[ags])
    if rules.max_places == 1:
        yield text("every post in one municipality")
    elif rules.max_places:
        yield text("at most {number} municipalities per post", number=rules.max_places)
    if rules.distance and rules.max_places != 1:
        unit = unit_name(scope.unit, language)
        yield text("those of one post at most {distance} {unit} apart", distance=rules.distance, unit=unit)


def _fixed(rules: Rules, scope: Scope, language: Language) -> Iterator[str]:
    text = language.text
    for name in rules.fixed_posts:
        yield text("{post} stays as it is", post=name)
    for carrier in rules.fixed_carriers:
        yield text("all posts of {carrier} stay as they are", carrier=carrier)
    for carrier, where in rules.allowed:
        yield text("{carrier} only in {places}", carrier=carrier, places=", ".join(scope.places[ags] for ags in where))


def _sizes(rules: Rules, language: Language) -> Iterator[str]:
    text = language.text
    for area, fte in rules.extra:
        yield text(
            "{fte} new posts: {area}", fte=language.number(fte, 2), area=name_of("focus_area", area, language.code)
        )
    if not rules.may_resize:
        yield text("every post keeps its size")
        return
    yield text("posts may grow and shrink")
    if rules.totals == "free":
        yield text("totals of carriers may change")
        return
    yield text("totals of carriers stay as they are")
    if rules.totals == "own":
        for carrier, least, most in rules.carrier_fte:
            numbers = {"least": language.number(least, 2), "most": language.number(most, 2)}
            yield text("but {carrier} has {least} to {most} posts", carrier=carrier, **numbers)
        for area, fte in rules.area_fte:
            named = name_of("focus_area", area, language.code)
            yield text("{area}: {fte} posts in all, besides new ones", area=named, fte=language.number(fte, 2))
