"""A phrase for each rule of a clash, and one for each way to relax it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from locales import Language
from metrics.codes import name as name_of
from pages.planning.proposing.rule_words import unit_name
from planning.proposal import Conflict

DECIMALS, DISTANCE_DECIMALS = 2, 1
# So many municipalities are named; of more their number is told.
FEW = 4
RESIDUE = 1e-6


def asked(conflicts: Sequence[Conflict], language: Language, names: Mapping[str, str], unit: str) -> list[str]:
    """What each rule asks for, in the words of the list of rules; carriers with the same municipalities in one phrase."""
    of_carriers = _together(conflicts, "allowed", "allowed")
    return [
        language.text(
            "{carrier} only in {places}",
            carrier=", ".join(conflict.subject for conflict in same),
            places=_places(same[0].values["allowed"], language, names),
        )
        if same[0].kind == "allowed"
        else _asked(same[0], language, names, unit)
        for same in of_carriers
    ]


def ways(conflicts: Sequence[Conflict], language: Language, names: Mapping[str, str], unit: str) -> list[str]:
    """How each rule may be relaxed; carriers that may go to the same municipalities besides in one phrase."""
    return [
        language.text(
            "{carriers} also in {places}",
            carriers=_one_of([conflict.subject for conflict in same], language),
            places=_places(same[0].values["relaxed"], language, names),
        )
        if same[0].kind == "allowed"
        else _way(same[0], language, names, unit)
        for same in _together(conflicts, "allowed", "relaxed")
    ]


def _together(conflicts: Sequence[Conflict], kind: str, value: str) -> list[list[Conflict]]:
    """The conflicts in order, those of a kind with the same value as one."""
    found: dict[object, list[Conflict]] = {}
    for conflict in conflicts:
        key = (
            (kind, conflict.values[value]) if conflict.kind == kind else (conflict.kind, conflict.subject, id(conflict))
        )
        found.setdefault(key, []).append(conflict)
    return list(found.values())


def _asked(conflict: Conflict, language: Language, names: Mapping[str, str], unit: str) -> str:
    text, values = language.text, conflict.values
    match conflict.kind:
        case "minimum_fte":
            fte = _fte(values["least"], language)
            if values["of"] == len(names) and len(values["places"]) > FEW:
                return text("at least {fte} posts in every municipality", fte=fte)
            return text("at least {fte} posts in {place}", fte=fte, place=_places(values["places"], language, names))
        case "max_places":
            if values["most"] == 1:
                return text("every post in one municipality")
            return text("at most {number} municipalities per post", number=values["most"])
        case "distance_limit":
            return text(
                "those of one post at most {distance} {unit} apart",
                distance=_distance(values["limit"], language),
                unit=unit_name(unit, language),
            )
        case "carrier_fte":
            return _carrier(conflict.subject, values["least"], values["most"], language)
        case "focus_area_fte":
            return text(
                "{area}: {fte} posts in all", area=_area(conflict, language), fte=_fte(values["total"], language)
            )
        case "fixed_posts":
            return text("{post} stays as it is", post=conflict.subject)
        case "extra":
            return text("{fte} new posts: {area}", area=_area(conflict, language), fte=_fte(values["fte"], language))
        case "post_fte":
            return text("every post keeps its size")
    raise ValueError(f"no words for a clash about {conflict.kind!r}")


def _way(conflict: Conflict, language: Language, names: Mapping[str, str], unit: str) -> str:
    text, values, relaxed = language.text, conflict.values, conflict.values["relaxed"]
    match conflict.kind:
        case "minimum_fte":
            return _lower_minimum(values, language, names)
        case "max_places":
            return text("up to {number} municipalities per post", number=relaxed)
        case "distance_limit":
            return text(
                "those of one post up to {distance} {unit} apart",
                distance=_distance(relaxed, language),
                unit=unit_name(unit, language),
            )
        case "carrier_fte":
            return _carrier(conflict.subject, *relaxed, language)
        case "focus_area_fte":
            return text("{area}: {fte} posts in all", area=_area(conflict, language), fte=_fte(relaxed, language))
        case "fixed_posts":
            return text("{post} may change", post=conflict.subject)
        case "extra":
            return text("{fte} new posts: {area}", area=_area(conflict, language), fte=_fte(relaxed, language))
        case "post_fte":
            return text("posts of other sizes ({fte} FTE go from one post to another)", fte=_fte(relaxed, language))
    raise ValueError(f"no words for a way out of a clash about {conflict.kind!r}")


def _lower_minimum(values: Mapping[str, Any], language: Language, names: Mapping[str, str]) -> str:
    text, lowered = language.text, values["lowered"]
    number = {"fte": _fte(values["relaxed"], language), "least": _fte(values["least"], language)}
    if len(lowered) == len(names) and len(lowered) > FEW:
        if values["relaxed"] == 0:
            return text("no minimum in any municipality")
        return text("at least {fte} instead of {least} posts in every municipality", **number)
    place = _places(lowered, language, names)
    if values["relaxed"] == 0:
        return text("no minimum for {place}", place=place)
    return text("at least {fte} instead of {least} posts in {place}", **number, place=place)


def _carrier(carrier: str, least: float, most: float, language: Language) -> str:
    text, low = language.text, language.number(_rounded(least, math.floor), DECIMALS)
    if math.isinf(most):
        return text("{carrier}: at least {fte} posts", carrier=carrier, fte=low)
    high = language.number(_rounded(most, math.ceil), DECIMALS)
    if low == high:
        return text("{carrier}: {fte} posts", carrier=carrier, fte=low)
    return text("{carrier}: {least} to {most} posts", carrier=carrier, least=low, most=high)


def _area(conflict: Conflict, language: Language) -> str:
    return name_of("focus_area", conflict.subject, language.code)


def _places(places: Sequence[str], language: Language, names: Mapping[str, str]) -> str:
    if len(places) > FEW:
        return language.text("{number} municipalities", number=len(places))
    return ", ".join(names.get(ags, ags) for ags in places)


def _one_of(subjects: Iterable[str], language: Language) -> str:
    *others, last = subjects
    return language.text("{some} or {last}", some=", ".join(others), last=last) if others else last


def _fte(value: float, language: Language) -> str:
    return language.number(value, DECIMALS)


def _distance(value: float, language: Language) -> str:
    """Rounded up: a limit rounded down would not do."""
    scale = 10**DISTANCE_DECIMALS
    shown = math.ceil((value - RESIDUE) * scale) / scale
    return language.number(shown, 0 if shown == int(shown) else DISTANCE_DECIMALS)


def _rounded(value: float, side: Any) -> float:
    """To the side that asks for less."""
    scale = 10**DECIMALS
    slack = RESIDUE if side is math.floor else -RESIDUE
    return float(side(value * scale + slack)) / scale
