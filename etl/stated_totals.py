"""The control totals that district.toml states. Each may be left out; what is not stated is not checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from etl.errors import InputError
from metrics.codes import codes

DISTRICT_FILE = "reference/district.toml"
OF_DISTRICT = ("ags", "name", "municipalities")
BLOCK_FTE = {f"{block}_fte": block for block in codes("building_block")}
OF_POSTS = (*BLOCK_FTE, "case_management_carriers", "named_municipalities", "focus_area_fte")


@dataclass(frozen=True)
class Share:
    """The per cent of the population that an indicator must come to, with two decimals, in an area on a date."""

    ags: str
    indicator: str
    reference_date: dt.date
    per_cent: float


@dataclass(frozen=True)
class StatedTotals:
    """Numbers that must come out, None or absent where nothing is stated. FTE by building block and by focus area of case
    management; `carriers` of case management; `named_municipalities`: those the concept names for welcome counselling."""

    ags: str
    municipalities: float | None
    block_fte: Mapping[str, float]
    focus_area_fte: Mapping[str, float]
    carriers: float | None
    named_municipalities: float | None
    shares: tuple[Share, ...]


def stated_totals(district: Mapping[str, Any]) -> StatedTotals:
    """What the settings of a district (the content of district.toml) state. Raises InputError for a setting that is
    unknown, and so might be a misspelt one that would never be checked, or not of the kind expected."""
    place = _section(district, "district", OF_DISTRICT)
    if not isinstance(place.get("ags"), str):
        raise InputError("lacks or misspells the setting 'ags'", DISTRICT_FILE)
    posts = _section(district, "posts", OF_POSTS)
    areas = _section(posts, "focus_area_fte", tuple(codes("focus_area")))
    return StatedTotals(
        place["ags"],
        _number(place, "municipalities"),
        {block: float(posts[name]) for name, block in BLOCK_FTE.items() if _number(posts, name) is not None},
        {area: float(areas[area]) for area in areas if _number(areas, area) is not None},
        _number(posts, "case_management_carriers"),
        _number(posts, "named_municipalities"),
        tuple(_share(share) for share in district.get("shares", [])),
    )


def _section(settings: Mapping[str, Any], name: str, known: Collection[str]) -> Mapping[str, Any]:
    section = settings.get(name, {})
    if not isinstance(section, dict):
        raise InputError("[{section}] must be a section with settings", DISTRICT_FILE, section=name)
    _refuse_unknown(section, name, known)
    return section


def _share(found: Any) -> Share:
    names = [field.name for field in fields(Share)]
    if not isinstance(found, dict):
        raise InputError("[{section}] must be a section with settings", DISTRICT_FILE, section="[shares]")
    _refuse_unknown(found, "[shares]", names)
    missing = [name for name in names if name not in found]
    if missing:
        raise InputError("lacks or misspells the setting '{setting}'", DISTRICT_FILE, setting=missing[0])
    if not isinstance(found["reference_date"], dt.date):
        raise InputError("expected a date like 2024-12-31", DISTRICT_FILE, column="reference_date")
    _number(found, "per_cent")
    return Share(str(found["ags"]), str(found["indicator"]), found["reference_date"], float(found["per_cent"]))


def _refuse_unknown(section: Mapping[str, Any], name: str, known: Collection[str]) -> None:
    unknown = [setting for setting in section if setting not in known]
    if unknown:
        raise InputError(
            "does not know the setting '{setting}' in [{section}]; known are {known}",
            DISTRICT_FILE,
            setting=unknown[0],
            section=name,
            known=", ".join(known),
        )


def _number(section: Mapping[str, Any], name: str) -> float | None:
    value = section.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise InputError("expected a number of zero or more for '{setting}'", DISTRICT_FILE, setting=name)
    return value
