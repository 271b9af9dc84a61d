"""How the posts themselves differ between two editions of the data."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from locales import Language
from metrics.codes import codes
from planning.allocation import posts_of

DECIMALS = 2


def post_sentences(then: pl.DataFrame, now: pl.DataFrame, names: Mapping[str, str], language: Language) -> list[str]:
    """What became of each post that is not as it was: gone, new, with other FTE, carrier, focus area or municipalities.

    `then` and `now` are allocations of posts as they stand (planning.allocation); `names`: AGS -> municipality.
    """
    before, after = _posts(then), _posts(now)
    text = language.text
    said = [text("{post} is gone.", post=post) for post in before if post not in after]
    said += [text("{post} is new.", post=post) for post in after if post not in before]
    for post, (fte, carrier, area, places) in after.items():
        if post not in before:
            continue
        old_fte, old_carrier, old_area, old_places = before[post]
        if round(fte, DECIMALS) != round(old_fte, DECIMALS):
            figures = {"before": language.number(old_fte, DECIMALS), "after": language.number(fte, DECIMALS)}
            said.append(text("{post}: {before} FTE, now {after}.", post=post, **figures))
        if (carrier, area) != (old_carrier, old_area):
            to = ", ".join(filter(None, (carrier, _area(area, language))))
            said.append(text("{post} now belongs to {to}.", post=post, to=to))
        if places != old_places:
            served = ", ".join(sorted(names.get(ags, ags) for ags in places))
            said.append(text("{post} now serves {places}.", post=post, places=served))
    return said


def _posts(allocation: pl.DataFrame) -> dict[str, tuple[float, str, str, frozenset[str]]]:
    served = {post: frozenset(ags) for post, ags in allocation.group_by("post").agg("ags").rows()}
    return {
        row["post"]: (row["post_fte"], row["carrier"], row["focus_area"], served[row["post"]])
        for row in posts_of(allocation).iter_rows(named=True)
    }


def _area(code: str, language: Language) -> str:
    known = codes("focus_area")
    return known[code][language.code] if code in known else code
