"""The planner's constraints one by one, by name, so that each can be left out."""

from __future__ import annotations

from typing import NamedTuple

from planning.constraints import Constraints


class Group(NamedTuple):
    """One constraint: what it is about (`kind`) and whom it concerns (`subject`, empty where it concerns all).

    Kinds and subjects: minimum_fte (AGS), max_places (""), fixed_posts (post), carrier_fte (carrier), focus_area_fte (focus
    area), allowed (carrier), distance_limit (""), post_fte (post: it keeps its FTE), extra (focus area: its new posts exist
    in full). Steps, and that every post is somewhere, are no groups: they always hold.
    """

    kind: str
    subject: str = ""


def groups_of(constraints: Constraints, posts: tuple[str, ...], focus_areas: tuple[str, ...]) -> tuple[Group, ...]:
    """Every group of a planning problem. `posts` are today's. The total of a focus area is one where posts may change their
    FTE, also when it was not given: it is what today's and the extra posts add up to."""
    totals = focus_areas if constraints.may_resize else tuple(sorted(constraints.focus_area_fte))
    found = [Group("minimum_fte", ags) for ags, least in sorted(constraints.minimum_fte.items()) if least > 0]
    found += [Group("max_places")] if constraints.max_places is not None else []
    found += [Group("fixed_posts", post) for post in sorted(constraints.fixed_posts)]
    found += [Group("carrier_fte", carrier) for carrier in sorted(constraints.carrier_fte)]
    found += [Group("focus_area_fte", area) for area in totals]
    found += [Group("allowed", carrier) for carrier in sorted(constraints.allowed)]
    found += [Group("distance_limit")] if constraints.distance_limit is not None else []
    found += [] if constraints.may_resize else [Group("post_fte", post) for post in posts]
    found += [Group("extra", area) for area, fte in sorted(constraints.extra.items()) if fte > 0]
    return tuple(found)
