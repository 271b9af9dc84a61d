"""What is asked of the optimiser: the posts it may move, the need, and the planner's rules as its constraints."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pages._shared.travel import default_travel
from pages._shared.view import ALL_AREAS, View
from pages._shared.visit import Visit
from pages.planning.evaluated import frames, planned
from pages.planning.plan import Plan
from pages.planning.proposing.rules import Rules, Scope
from planning.allocation import of_area, placed
from planning.constraints import Constraints
from planning.edit import Edit


@dataclass(frozen=True)
class Question:
    """`posts`: an allocation with every FTE filled, `need`: ags, need; with `constraints` what planning.propose takes."""

    posts: pl.DataFrame
    need: pl.DataFrame
    constraints: Constraints


def scope_of(visit: Visit, view: View, plan: Plan, names: dict[str, str]) -> Scope:
    """What rules can be about: the posts of the view's focus areas as the plan has them."""
    posts = undecided(visit, view, plan.edits).select("post", "carrier", "focus_area", "post_fte").unique().sort("post")
    with_carrier = posts.filter(pl.col("carrier") != "")
    return Scope(
        dict(posts.select("post", "carrier").rows()),
        dict(with_carrier.group_by("carrier").agg(pl.col("post_fte").sum()).sort("carrier").rows()),
        dict(posts.group_by("focus_area").agg(pl.col("post_fte").sum()).sort("focus_area").rows()),
        names,
        default_travel(visit).unit,
    )


def start_edits(plan: Plan, rules: Rules) -> tuple[Edit, ...]:
    """The edits that the proposal builds on."""
    return tuple(plan.edits) if rules.start == "plan" else ()


def undecided(visit: Visit, view: View, edits: tuple[Edit, ...]) -> pl.DataFrame:
    """The posts of the view's focus areas with these edits, splits left open where they are."""
    return of_area(planned(visit, view, edits).allocation, None if view.focus_area == ALL_AREAS else view.focus_area)


def question(visit: Visit, view: View, plan: Plan, rules: Rules) -> Question:
    """The posts a proposal starts from, split by the view's rule where they are open, the need and the constraints."""
    known = frames(visit, view)
    posts = placed(undecided(visit, view, start_edits(plan, rules)), known.need, view.rule, known.hours)
    return Question(posts, known.need.select("ags", "need"), constraints(rules, posts, known.need, known.cost))


def constraints(rules: Rules, posts: pl.DataFrame, need: pl.DataFrame, cost: pl.DataFrame | None) -> Constraints:
    """The rules as far as they are about posts, carriers and focus areas that there are."""
    of_post = dict(posts.select("post", "carrier").rows())
    by_carrier = posts.filter(pl.col("carrier") != "").unique("post").group_by("carrier").agg(pl.col("post_fte").sum())
    today = dict(by_carrier.sort("carrier").rows())
    areas = set(posts["focus_area"])
    extra = {area: fte for area, fte in rules.extra if area in areas}
    own = rules.may_resize and rules.totals == "own"
    limits = {carrier: (fte, fte) for carrier, fte in today.items()} if rules.may_resize else {}
    limits |= {carrier: (least, most) for carrier, least, most in rules.carrier_fte if own and carrier in today}
    least = dict.fromkeys(need["ags"], rules.minimum) | dict(rules.exceptions)
    has_limit = rules.distance > 0 and cost is not None
    return Constraints(
        step=rules.step,
        minimum_fte={ags: fte for ags, fte in least.items() if fte > 0},
        max_places=rules.max_places or None,
        fixed_posts=frozenset(
            post for post, carrier in of_post.items() if post in rules.fixed_posts or carrier in rules.fixed_carriers
        ),
        carrier_fte={} if rules.totals == "free" else limits,
        focus_area_fte={area: fte + extra.get(area, 0.0) for area, fte in rules.area_fte if own and area in areas},
        may_resize=rules.may_resize,
        allowed={carrier: frozenset(where) for carrier, where in rules.allowed if carrier in today},
        extra=extra,
        distance_limit=float(rules.distance) if has_limit else None,
        distances=cost if has_limit else None,
    )
