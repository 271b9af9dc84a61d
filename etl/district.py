"""The district an installation is for, as data/reference/district.toml says: its key, its name and, where there is no
staffing table yet, its posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.errors import InputError
from etl.stated_totals import DISTRICT_FILE
from geo.area_keys import is_district

MANAGED = "case_management"
EVERYWHERE = "all"
REQUIRED = ("post", "carrier", "fte", "valid_from")
OPTIONAL = ("focus_area", "building_block", "municipalities")


@dataclass(frozen=True)
class DistrictPost:
    """A post in full-time equivalents, filled since a day and still there; `municipalities`: keys, or None for all. Only
    posts of case management need to serve any."""

    post: str
    carrier: str
    building_block: str
    focus_area: str | None
    fte: float
    valid_from: dt.date
    municipalities: tuple[str, ...] | None


@dataclass(frozen=True)
class District:
    """`ags`: the five digits that its municipalities' keys begin with. `name`: as pages say it. `posts`: none where a
    staffing table has them."""

    ags: str
    name: str
    posts: tuple[DistrictPost, ...] = ()


def district_settings(settings: Mapping[str, Any]) -> District:
    """The district of the content of district.toml. Raises InputError when a setting is missing, unknown or wrong."""
    place = settings.get("district")
    if not isinstance(place, dict) or not isinstance(place.get("ags"), str):
        raise InputError("lacks or misspells the setting 'ags'", DISTRICT_FILE)
    if not is_district(place["ags"]):
        raise InputError(
            'the key of a district has five digits in quotation marks, as in ags = "05358"', DISTRICT_FILE, column="ags"
        )
    name = place.get("name", place["ags"])
    if not isinstance(name, str) or not name.strip():
        raise InputError('expected text in quotation marks, as in name = "Kreis Düren"', DISTRICT_FILE, column="name")
    posts = settings.get("post", [])
    if not isinstance(posts, list):
        raise InputError("posts stand under [[post]] with two pairs of brackets", DISTRICT_FILE, column="post")
    found = tuple(_post(post, number) for number, post in enumerate(posts, 1))
    _refuse_twice(found)
    return District(place["ags"], name.strip(), found)


def _post(settings: Any, number: int) -> DistrictPost:
    if not isinstance(settings, dict):
        raise InputError("posts stand under [[post]] with two pairs of brackets", DISTRICT_FILE, column="post")
    is_managed = settings.get("building_block", MANAGED) == MANAGED
    required = (*REQUIRED, "municipalities") if is_managed else REQUIRED
    missing = [name for name in required if name not in settings]
    unknown = [name for name in settings if name not in (*REQUIRED, *OPTIONAL)]
    if missing or unknown:
        raise InputError(
            "post {number} lacks or misspells settings; missing: {missing}; unknown: {unknown}",
            DISTRICT_FILE,
            number=number,
            missing=", ".join(missing) or "–",
            unknown=", ".join(unknown) or "–",
        )
    for name in ("post", "carrier", "focus_area", "building_block"):
        if not isinstance(settings.get(name, ""), str):
            raise InputError(
                "post {number}: expected text in quotation marks", DISTRICT_FILE, column=name, number=number
            )
    if isinstance(settings["fte"], bool) or not isinstance(settings["fte"], int | float):
        raise _wrong(number, "fte", "0.5")
    if type(settings["valid_from"]) is not dt.date:  # a datetime is a date as well, and no frame takes both
        raise _wrong(number, "valid_from", "2024-10-01")
    return DistrictPost(
        settings["post"],
        settings["carrier"],
        settings.get("building_block", MANAGED),
        settings.get("focus_area"),
        float(settings["fte"]),
        settings["valid_from"],
        _municipalities(settings.get("municipalities", []), number),
    )


def _municipalities(setting: Any, number: int) -> tuple[str, ...] | None:
    if setting == EVERYWHERE:
        return None
    if not isinstance(setting, list) or not all(isinstance(key, str) for key in setting):
        raise _wrong(number, "municipalities", '"all" / ["05358008", "05358024"]')
    return tuple(dict.fromkeys(setting))


def _wrong(number: int, setting: str, expected: str) -> InputError:
    return InputError(
        "post {number}: expected something like {expected}",
        DISTRICT_FILE,
        column=setting,
        number=number,
        expected=expected,
    )


def _refuse_twice(posts: Sequence[DistrictPost]) -> None:
    names = [post.post for post in posts]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(
            "the post {post} stands there twice; a history of posts needs a staffing table of its own",
            DISTRICT_FILE,
            column="post",
            post=twice[0],
        )
