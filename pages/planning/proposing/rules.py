"""The planner's rules for a proposal, as the page chooses them and as its address keeps them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from zlib import crc32

STEPS = (0.25, 0.5)
# The most municipalities of one post, 0 for as many as it takes.
PLACES = (1, 2, 3, 4, 5, 0)
# How far two municipalities of one post may be apart, 0 for any distance; by unit.
DISTANCES = {"km": (10, 15, 20, 25, 30, 40, 0), "min": (15, 20, 30, 40, 60, 0)}
USUAL_DISTANCE = {"km": 20, "min": 30}
STARTS = ("plan", "today")
TOTALS = ("today", "own", "free")
MOST_FTE = 9_999.0
# The municipalities of one district begin with the same digits; the address leaves them out.
DISTRICT_DIGITS = 5


@dataclass(frozen=True)
class Scope:
    """What rules can be about: `posts` with their carriers, FTE of `carriers` and of focus `areas`, names of `places` by AGS,
    and the `unit` of distances (km or min)."""

    posts: Mapping[str, str]
    carriers: Mapping[str, float]
    areas: Mapping[str, float]
    places: Mapping[str, str]
    unit: str


@dataclass(frozen=True)
class Rules:
    """FTE in full-time posts. `start`: from the plan looked at, or from today's posts. `minimum`: presence in every municipality,
    but for the `exceptions` (AGS, FTE). `distance`: 0 for none. `totals`: those of carriers and focus areas stay as they are,
    are the planner's own, or are free; they matter where posts may change their size. `area_fte`: of focus
    areas, without the new posts of `extra`. Pairs are sorted."""

    start: str = STARTS[0]
    step: float = STEPS[0]
    minimum: float = 0.0
    exceptions: tuple[tuple[str, float], ...] = ()
    max_places: int = 3
    distance: int = USUAL_DISTANCE["km"]
    fixed_posts: tuple[str, ...] = ()
    fixed_carriers: tuple[str, ...] = ()
    may_resize: bool = False
    totals: str = TOTALS[0]
    carrier_fte: tuple[tuple[str, float, float], ...] = ()
    area_fte: tuple[tuple[str, float], ...] = ()
    allowed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    extra: tuple[tuple[str, float], ...] = ()


def usual_rules(unit: str) -> Rules:
    """What holds before anything is chosen."""
    return Rules(distance=USUAL_DISTANCE[unit])


def to_address(rules: Rules, scope: Scope) -> str:
    """What differs from the usual rules, in signs that an address may hold as they are; "" where nothing does.

    Posts and carriers are told by a checksum of their names, municipalities without the digits that all share.
    """
    return "_".join("-".join(part) for part in _parts(rules, scope, usual_rules(scope.unit)))


def from_address(address: str, scope: Scope) -> Rules:
    """The rules of an address; what cannot be read, is not known or makes no sense is left out."""
    found = usual_rules(scope.unit)
    for part in address.split("_"):
        key, *values = part.split("-")
        found = _with(found, key, values, scope)
    return found


def _parts(rules: Rules, scope: Scope, usual: Rules) -> Iterator[tuple[str, ...]]:
    place = {ags: code for code, ags in place_codes(scope.places).items()}
    for key, value, default in (
        ("start", rules.start, usual.start),
        ("step", f"{rules.step:g}", f"{usual.step:g}"),
        ("min", f"{rules.minimum:g}", f"{usual.minimum:g}"),
        ("places", str(rules.max_places), str(usual.max_places)),
        ("within", f"{rules.distance}{scope.unit}", f"{usual.distance}{scope.unit}"),
        ("totals", rules.totals, usual.totals),
    ):
        if value != default:
            yield key, value
    if rules.may_resize:
        yield ("resize",)
    for key, names in (("fix", rules.fixed_posts), ("fixall", rules.fixed_carriers)):
        if names:
            yield key, *map(name_code, names)
    for ags, fte in rules.exceptions:
        yield "least", place[ags], f"{fte:g}"
    for carrier, least, most in rules.carrier_fte:
        yield "carrier", name_code(carrier), f"{least:g}", f"{most:g}"
    for carrier, where in rules.allowed:
        yield "only", name_code(carrier), *(place[ags] for ags in where)
    for key, pairs in (("area", rules.area_fte), ("extra", rules.extra)):
        for area, fte in pairs:
            yield key, area.replace("_", "."), f"{fte:g}"


def _with(rules: Rules, key: str, values: list[str], scope: Scope) -> Rules:
    places = place_codes(scope.places)
    carriers = {name_code(name): name for name in scope.carriers}
    areas = {area.replace("_", "."): area for area in scope.areas}
    match key, values:
        case "start", [start] if start in STARTS:
            return replace(rules, start=start)
        case "step", [number] if _fte(number) in STEPS:
            return replace(rules, step=_fte(number))
        case "min", [number] if _fte(number) is not None:
            return replace(rules, minimum=_fte(number))
        case "places", [number] if number in map(str, PLACES):
            return replace(rules, max_places=int(number))
        case "within", [number] if number in {f"{limit}{scope.unit}" for limit in DISTANCES[scope.unit]}:
            return replace(rules, distance=int(number.removesuffix(scope.unit)))
        case "totals", [kind] if kind in TOTALS:
            return replace(rules, totals=kind)
        case "resize", []:
            return replace(rules, may_resize=True)
        case "fix", codes:
            return replace(rules, fixed_posts=_named(codes, scope.posts))
        case "fixall", codes:
            return replace(rules, fixed_carriers=_named(codes, scope.carriers))
        case "least", [code, number] if code in places and _fte(number) is not None:
            return replace(rules, exceptions=_put(rules.exceptions, places[code], _fte(number)))
        case "carrier", [code, least, most] if code in carriers and _is_range(_fte(least), _fte(most)):
            return replace(rules, carrier_fte=_put(rules.carrier_fte, carriers[code], _fte(least), _fte(most)))
        case "only", [code, *where] if code in carriers and where and set(where) <= set(places):
            allowed = tuple(sorted({places[each] for each in where}))
            return replace(rules, allowed=_put(rules.allowed, carriers[code], allowed))
        case "area", [code, number] if code in areas and _fte(number) is not None:
            return replace(rules, area_fte=_put(rules.area_fte, areas[code], _fte(number)))
        case "extra", [code, number] if code in areas and _fte(number):
            return replace(rules, extra=_put(rules.extra, areas[code], _fte(number)))
    return rules


def name_code(name: str) -> str:
    """A short sign for a post or carrier that stays the same whatever else there is."""
    return f"{crc32(name.encode()):08x}"


def place_codes(places: Collection[str]) -> dict[str, str]:
    """Short sign -> AGS."""
    districts = {ags[:DISTRICT_DIGITS] for ags in places}
    shared = districts.pop() if len(districts) == 1 else ""
    return {ags.removeprefix(shared): ags for ags in places}


def _named(codes: Collection[str], names: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if name_code(name) in codes))


def _put(pairs: tuple[tuple, ...], *pair: object) -> tuple[tuple, ...]:
    """The pairs with one more, which replaces an earlier one of the same subject."""
    return tuple(sorted([*(other for other in pairs if other[0] != pair[0]), pair]))


def _is_range(least: float | None, most: float | None) -> bool:
    return least is not None and most is not None and least <= most


def _fte(number: str) -> float | None:
    """FTE with at most two decimals, as an address writes them."""
    if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", number):
        return None
    return float(number) if float(number) <= MOST_FTE else None
