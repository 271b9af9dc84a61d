"""The five stages on the way from one edition to another, and whether two editions were made by the same method."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.store import Manifest, Store, data_folder

STAGES = ("before", "recomputed", "revised", "posts", "after")
# What these settings say lets a load pass or stops it, or is an input (posts where there is no staffing table); the key of the
# district is compared by itself. They decide nothing about how figures are counted.
DISTRICT_SETTINGS = "reference/district.toml"


@dataclass(frozen=True)
class Stage:
    """One way of looking at the district between two editions.

    `edition_id`: what is read, as warehouse.open_edition takes it; None where a recomputation would be needed that nobody has
    made. `is_recomputed`: whether it is the earlier edition's inputs, counted anew. `posts_on`: the day whose posts are
    counted. `cases_on`: the last day of the last month that all carriers have delivered in full; None without cases.
    """

    name: str
    edition_id: str | None
    is_recomputed: bool
    posts_on: dt.date
    cases_on: dt.date | None


def stages(edition_a: str, edition_b: str, data: Path | None = None) -> tuple[Stage, ...]:
    """The five stages from edition A to edition B of the data folder `data` (default: the project's own), in their order.

    before: A as it was made, as of A's dates. recomputed: A's inputs, read and counted by B's method, as of A's dates; A
    itself where both have the same method. revised: B, as of A's dates. posts: B, its posts as of B's day, all else as of A's
    dates. after: B, as of B's dates. The dates are those of the manifests: staffing_on for posts, and the end of the last full
    month up to caseload_on for cases.

    Raises NoEditionError when one of the two does not exist, ValueError when they are of different districts.
    """
    store = Store(data or data_folder())
    before, after = store.manifest(edition_a), store.manifest(edition_b)
    if len({_district(before), _district(after)} - {None}) > 1:
        raise ValueError(f"editions {edition_a} and {edition_b} are of different districts")
    is_same = same_method(before, after)
    recomputed = edition_a if is_same else recomputation(store, edition_a, after)
    posts_a, posts_b = (dt.date.fromisoformat(str(manifest["staffing_on"])) for manifest in (before, after))
    cases_a, cases_b = _last_full_month_end(before), _last_full_month_end(after)
    return (
        Stage("before", edition_a, False, posts_a, cases_a),
        Stage("recomputed", recomputed, not is_same, posts_a, cases_a),
        Stage("revised", edition_b, False, posts_a, cases_a),
        Stage("posts", edition_b, False, posts_b, cases_a),
        Stage("after", edition_b, False, posts_b, cases_b),
    )


def same_method(one: Manifest, other: Manifest) -> bool:
    """Whether two editions were read and counted alike: by the same code, settings (rules of indicators, mappings) and outcome
    frames. Control totals and posts in the district's settings do not count."""
    return _method(one) == _method(other)


def method_hash(manifest: Manifest) -> str:
    """Twelve digits that stand for the method of an edition, for the name of a recomputation."""
    return hashlib.sha256(json.dumps(_method(manifest), sort_keys=True).encode()).hexdigest()[:12]


def recomputation(store: Store, edition_id: str, method_of: Manifest) -> str | None:
    """The id of the recomputation of an edition by the method of another, None where nobody has made it."""
    found = (kept for kept in store.recomputations(edition_id) if same_method(store.manifest(kept), method_of))
    return next(found, None)


def _method(manifest: Manifest) -> list[Any]:
    settings = {entry["file"]: entry["sha256"] for entry in manifest.get("settings", ())}
    settings.pop(DISTRICT_SETTINGS, None)
    frames = {entry["file"]: entry["sha256"] for entry in manifest.get("outcome_frames", ())}
    return [manifest["method"], settings, frames]


def _last_full_month_end(manifest: Manifest) -> dt.date | None:
    if manifest["caseload_on"] is None:
        return None
    following = dt.date.fromisoformat(str(manifest["caseload_on"])) + dt.timedelta(days=1)
    return following.replace(day=1) - dt.timedelta(days=1)


def _district(manifest: Manifest) -> str | None:
    """The key of the district; None for editions of the first form, which did not note it."""
    ags: str | None = manifest.get("district", {}).get("ags")
    return ags
