"""The same figures as planning.evaluate in plain loops over dictionaries."""

from __future__ import annotations

from typing import Any

import polars as pl

from planning.frames import Frames

Place = dict[str, Any]


def split_by_hand(allocation: pl.DataFrame, need: dict[str, float], rule: str) -> list[tuple[str, str, float]]:
    """Post, AGS and FTE of every row."""
    found = []
    rows = allocation.rows(named=True)
    for row in rows:
        fte = row["fte"]
        if fte is None:
            own = [other["ags"] for other in rows if other["post"] == row["post"]]
            people = sum(need[ags] for ags in own)
            is_equal = rule == "equal" or people == 0
            fte = row["post_fte"] * (1 / len(own) if is_equal else need[row["ags"]] / people)
        found.append((row["post"], row["ags"], fte))
    return found


def places_by_hand(
    frames: Frames, allocation: pl.DataFrame, rule: str, today: dict[str, float] | None = None
) -> dict[str, Place]:
    """AGS -> figures of the place. `today`: FTE by AGS that demand is measured in."""
    need = dict(frames.need.select("ags", "need").iter_rows())
    parts = split_by_hand(allocation, need, rule)
    whole, everybody = sum(fte for _, _, fte in parts), sum(need.values())
    found: dict[str, Place] = {}
    for ags, people in need.items():
        fte = sum(part for _, place, part in parts if place == ags)
        due = whole * people / everybody
        least, most = 0.0, 0.0
        for post, place, part in parts:
            if place != ags:
                continue
            row = allocation.filter(post=post, ags=ags).row(0, named=True)
            is_alone = allocation.filter(post=post).height == 1
            most += row["post_fte"] if row["fte"] is None else part
            least += part if row["fte"] is not None or is_alone else 0.0
        found[ags] = {
            "fte": fte,
            "gap_fte": due - fte,
            "lower": due - most,
            "upper": due - least,
            "is_served": any(place == ags for _, place, _ in parts),
        }
    _add_ways(found, frames)
    _add_clients(found, frames, need, today or {ags: place["fte"] for ags, place in found.items()})
    return found


def _add_ways(found: dict[str, Place], frames: Frames) -> None:
    assert frames.cost is not None
    for ags, place in found.items():
        ways = [
            (cost, end != ags, end)
            for start, end, cost in frames.cost.rows()
            if start == ags and cost is not None and found[end]["is_served"]
        ]
        if place["is_served"] and not any(end == ags for _, _, end in ways):
            ways.append((0.0, False, ags))
        place["cost"], _, place["nearest_ags"] = min(ways, default=(None, True, None))


def _add_clients(found: dict[str, Place], frames: Frames, need: dict[str, float], today: dict[str, float]) -> None:
    assert frames.cases is not None
    cases = dict.fromkeys(found, (0, 0)) | {ags: (new, opened) for ags, new, opened in frames.cases.rows()}
    whole = sum(new for new, _ in cases.values())
    per_fte = whole / sum(today.values()) if sum(today.values()) else 0.0
    coming = {ags: max(0.0, cases[ags][0] + per_fte * (found[ags]["fte"] - today[ags])) for ags in found}
    if not any(place["fte"] for place in found.values()):
        coming = dict.fromkeys(found, 0.0) if any(today.values()) else coming
    factor = whole / sum(coming.values()) if sum(coming.values()) else 1.0
    for ags, place in found.items():
        place["new_cases"] = coming[ags] * factor
        place["reach_per_1000"] = coming[ags] * factor / need[ags] * 1000 if need[ags] else None
        place["open_cases"] = cases[ags][1]
        place["open_per_fte"] = cases[ags][1] / place["fte"] if place["fte"] > 0 else None


def totals_by_hand(found: dict[str, Place], need: dict[str, float]) -> dict[str, float | int | None]:
    whole, everybody = sum(place["fte"] for place in found.values()), sum(need.values())
    gaps = [place["gap_fte"] for place in found.values()]
    per_head = [(found[ags]["fte"] / people, people) for ags, people in need.items() if people > 0]
    mean = sum(share * people for share, people in per_head) / everybody
    differences = sum(abs(a - b) * m * n for a, m in per_head for b, n in per_head)
    ways = [(place["cost"], need[ags]) for ags, place in found.items() if place["cost"] is not None]
    heads = sum(people for _, people in ways)
    return {
        "fte": whole,
        "hoover": sum(abs(gap) for gap in gaps) / 2 / whole if whole else 0.0,
        "misplaced_fte": sum(abs(gap) for gap in gaps) / 2,
        "gini": differences / (2 * everybody**2 * mean) if mean else 0.0,
        "worst_shortage": max(gaps),
        "unserved": sum(not place["is_served"] for place in found.values()),
        "mean_cost": sum(cost * people for cost, people in ways) / heads if heads else None,
        "farthest": max((cost for cost, _ in ways), default=None),
        "unreachable": len(found) - len(ways),
        "open_per_fte": sum(place["open_cases"] for place in found.values()) / whole if whole else None,
    }
