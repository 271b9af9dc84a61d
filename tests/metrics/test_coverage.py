"""Splitting of posts and gaps: figures of the shipped files, a slow twin, and what must hold for any plan of posts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.coverage import RULES, coverage_by_municipality, gap_in_posts, gap_interval, split_posts
from metrics.splitting import without_figures
from warehouse import Edition, queries

# Welcome counselling of the concept 2024 (8.5 FTE), split by foreign nationals of the census 2022; worked out by hand.
WELCOME_BY_NEED = {
    "Düren": 3.413,
    "Jülich": 1.775,
    "Niederzier": 0.684,
    "Kreuzau": 0.522,
    "Langerwehe": 0.354,
    "Nideggen": 0.297,
    "Vettweiß": 0.273,
    "Aldenhoven": 0.248,
    "Hürtgenwald": 0.227,
    "Linnich": 0.196,
    "Heimbach": 0.181,
    "Inden": 0.146,
    "Titz": 0.098,
    "Nörvenich": 0.048,
    "Merzenich": 0.039,
}
FOREIGN_NATIONALS_OF_MUNICIPALITIES = 33_977


@pytest.fixture(scope="module")
def need(edition: Edition) -> pl.DataFrame:
    figures = queries.indicator(edition, "foreign_nationals").frame
    return figures.filter(pl.col("ags").str.len_chars() == 8).select("ags", need="value")


@pytest.fixture(scope="module")
def welcome(edition: Edition) -> pl.DataFrame:
    return queries.posts(edition).frame.filter(pl.col("focus_area") == "welcome").select("post", "fte")


@pytest.fixture(scope="module")
def areas(edition: Edition) -> pl.DataFrame:
    return queries.post_areas(edition).frame


@pytest.fixture(scope="module")
def names(edition: Edition) -> dict[str, str]:
    return dict(queries.municipalities(edition).frame.select("ags", "name").rows())


def test_posts_of_welcome_counselling_by_need(
    welcome: pl.DataFrame, areas: pl.DataFrame, need: pl.DataFrame, names: dict[str, str]
) -> None:
    by_place = split_posts(welcome, areas, need).group_by("ags").agg(pl.col("fte").sum())
    found = {names[ags]: round(fte, 3) for ags, fte in by_place.rows()}
    assert found == WELCOME_BY_NEED


@pytest.mark.parametrize("rule", ["need", "equal"])
def test_welcome_counselling_has_eight_and_a_half_posts_however_they_are_split(
    welcome: pl.DataFrame, areas: pl.DataFrame, need: pl.DataFrame, rule: str
) -> None:
    assert split_posts(welcome, areas, need, rule)["fte"].sum() == pytest.approx(8.5)


def test_need_adds_up_over_the_municipalities(need: pl.DataFrame) -> None:
    assert need.height == 15
    assert need["need"].sum() == FOREIGN_NATIONALS_OF_MUNICIPALITIES


def test_the_largest_gaps_of_welcome_counselling(
    welcome: pl.DataFrame, areas: pl.DataFrame, need: pl.DataFrame, names: dict[str, str]
) -> None:
    found = coverage_by_municipality(need, split_posts(welcome, areas, need)).sort("gap_fte", descending=True)
    largest = [(names[ags], round(gap, 3)) for ags, gap in found.head(2).select("ags", "gap_fte").rows()]
    assert largest == [("Düren", 0.907), ("Nörvenich", 0.179)]


@dataclass(frozen=True)
class Plan:
    posts: pl.DataFrame
    areas: pl.DataFrame
    need: pl.DataFrame
    hours: pl.DataFrame


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A few posts, each serving some of up to six places with shares that sum to 1, and consultation hours in some of them."""
    places = [f"0535800{digit}" for digit in range(draw(st.integers(1, 6)))]
    people = [draw(st.integers(0, 20_000)) for _ in places]
    posts, areas, hours = [], [], []
    for number in range(draw(st.integers(1, 5))):
        post = f"POST-{number}"
        posts.append((post, draw(st.floats(0, 3, allow_subnormal=False))))
        served = draw(st.lists(st.sampled_from(places), min_size=1, unique=True))
        weights = [draw(st.integers(1, 9)) for _ in served]
        areas += [(post, ags, weight / sum(weights)) for ags, weight in zip(served, weights, strict=True)]
        hours += [(post, ags, float(weight)) for ags, weight in zip(served[:2], weights, strict=False)]
    return Plan(
        pl.DataFrame(posts, schema={"post": pl.String, "fte": pl.Float64}, orient="row"),
        pl.DataFrame(areas, schema={"post": pl.String, "ags": pl.String, "share": pl.Float64}, orient="row"),
        pl.DataFrame({"ags": places, "need": people}),
        pl.DataFrame(hours, schema={"post": pl.String, "ags": pl.String, "hours_per_week": pl.Float64}, orient="row"),
    )


def slow_split(plan: Plan, rule: str) -> dict[tuple[str, str], float]:
    """The four rules written out for one post and one municipality at a time."""
    posts, areas, people = plan.posts, plan.areas, dict(plan.need.rows())
    parts = {}
    for post, fte in posts.rows():
        served = {row["ags"]: row["share"] for row in areas.iter_rows(named=True) if row["post"] == post}
        everybody = sum(people[ags] for ags in served)
        for ags, share in served.items():
            if rule == "fixed":
                part = share
            elif rule == "need" and everybody > 0:
                part = people[ags] / everybody
            elif rule == "hours":
                there = {place: hours for name, place, hours in plan.hours.rows() if name == post}
                part = there.get(ags, 0) / sum(there.get(place, 0) for place in served)
            else:
                part = 1 / len(served)
            parts[post, ags] = fte * part
    return parts


@given(plan=plans(), rule=st.sampled_from(RULES))
def test_the_split_agrees_with_the_slow_twin(plan: Plan, rule: str) -> None:
    found = split_posts(plan.posts, plan.areas, plan.need, rule, plan.hours)
    expected = slow_split(plan, rule)
    assert {(post, ags): fte for post, ags, fte in found.rows()} == pytest.approx(expected)


@given(plan=plans(), rule=st.sampled_from(RULES))
def test_every_post_keeps_its_fte(plan: Plan, rule: str) -> None:
    kept = split_posts(plan.posts, plan.areas, plan.need, rule, plan.hours).group_by("post").agg(pl.col("fte").sum())
    assert dict(kept.rows()) == pytest.approx(dict(plan.posts.rows()))


@given(plan=plans(), rule=st.sampled_from(RULES), seed=st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(plan: Plan, rule: str, seed: int) -> None:
    frames = (plan.posts, plan.areas, plan.need, plan.hours)
    posts, areas, need, hours = (frame.sample(fraction=1, shuffle=True, seed=seed) for frame in frames)
    expected = split_posts(plan.posts, plan.areas, plan.need, rule, plan.hours)
    assert_frame_equal(split_posts(posts, areas, need, rule, hours), expected)


@given(st.lists(st.tuples(st.integers(0, 50_000), st.floats(0, 20, allow_subnormal=False)), min_size=1))
def test_gaps_sum_to_zero(places: list[tuple[int, float]]) -> None:
    people, posts = zip(*places, strict=True)
    if sum(people):
        assert gap_in_posts(people, posts).sum() == pytest.approx(0, abs=1e-9)


@given(st.lists(st.integers(0, 50_000), min_size=1).filter(any), st.floats(0, 0.01, allow_subnormal=False))
def test_there_is_no_gap_where_posts_follow_need(people: list[int], posts_per_head: float) -> None:
    assert gap_in_posts(people, [posts_per_head * head for head in people]) == pytest.approx(0, abs=1e-9)


@given(plan=plans())
def test_each_place_gets_the_gap_of_its_own_need_and_posts(plan: Plan) -> None:
    if not plan.need["need"].sum():
        return
    supply = split_posts(plan.posts, plan.areas, plan.need)
    found = coverage_by_municipality(plan.need, supply)
    for row in found.iter_rows(named=True):
        posts = sum(fte for _, ags, fte in supply.rows() if ags == row["ags"])
        share = row["need"] / plan.need["need"].sum()
        assert row["fte"] == pytest.approx(posts)
        assert row["gap_fte"] == pytest.approx(share * plan.posts["fte"].sum() - posts, abs=1e-9)
        assert row["fte_per_1000"] == (pytest.approx(posts / row["need"] * 1000) if row["need"] else None)


POSTS = pl.DataFrame({"post": ["A", "B"], "fte": [1.0, 0.5]})
AREAS = pl.DataFrame({"post": ["A", "A", "B"], "ags": ["1", "2", "2"], "share": [0.7, 0.3, 1.0]})
NEED = pl.DataFrame({"ags": ["1", "2"], "need": [30, 10]})
HOURS = pl.DataFrame(
    {"post": ["A", "A", "A", "B"], "ags": ["1", "1", "2", "2"], "hours_per_week": [3.0, 1.0, 12.0, 5.0]}
)


@pytest.mark.parametrize(
    ("rule", "fte"),
    [
        ("need", [0.75, 0.25, 0.5]),
        ("equal", [0.5, 0.5, 0.5]),
        ("fixed", [0.7, 0.3, 0.5]),
        ("hours", [0.25, 0.75, 0.5]),
    ],
)
def test_the_four_rules(rule: str, fte: list[float]) -> None:
    found = split_posts(POSTS, AREAS, NEED, rule, HOURS)
    assert found.select("post", "ags").rows() == [("A", "1"), ("A", "2"), ("B", "2")]
    assert found["fte"].to_list() == pytest.approx(fte)


def test_a_post_is_split_equally_where_nobody_is_in_need() -> None:
    nobody = NEED.with_columns(need=0)
    assert split_posts(POSTS, AREAS, nobody)["fte"].to_list() == pytest.approx([0.5, 0.5, 0.5])


def test_areas_of_posts_outside_the_selection_are_left_out() -> None:
    assert split_posts(POSTS.filter(pl.col("post") == "B"), AREAS, NEED).rows() == [("B", "2", 0.5)]


def test_a_selection_without_posts_splits_into_nothing() -> None:
    found = split_posts(POSTS.clear(), AREAS, NEED)
    assert found.columns == ["post", "ags", "fte"]
    assert found.is_empty()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"rule": "by_mood"}, "unknown rule 'by_mood'; choose one of need, equal, fixed"),
        ({"posts": pl.concat([POSTS, POSTS.head(1)])}, "posts named more than once: A"),
        ({"posts": POSTS.with_columns(fte=pl.Series([-1.0, 0.5]))}, "negative or missing FTE: A"),
        ({"posts": POSTS.with_columns(fte=pl.Series([None, 0.5]))}, "negative or missing FTE: A"),
        ({"posts": POSTS.with_columns(fte=pl.Series([float("nan"), 0.5]))}, "negative or missing FTE: A"),
        ({"post_areas": AREAS.filter(pl.col("post") == "A")}, "posts without a municipality: B"),
        ({"post_areas": pl.concat([AREAS, AREAS.head(1)])}, "name a municipality twice: A"),
        ({"need": None}, "wants the need of each municipality"),
        ({"need": NEED.head(1)}, "need is unknown: 2"),
        ({"need": NEED.with_columns(need=pl.Series([30, None]))}, "need is unknown: 2"),
        ({"need": NEED.with_columns(need=pl.Series([30.0, float("nan")]))}, "need is unknown: 2"),
        ({"rule": "fixed", "post_areas": AREAS.with_columns(share=0.4)}, "missing or do not sum to 1: A, B"),
        (
            {"rule": "fixed", "post_areas": AREAS.with_columns(share=pl.Series([1.0, None, 1.0]))},
            "missing or do not sum to 1: A",
        ),
        ({"rule": "hours"}, "wants consultation hours"),
        ({"rule": "hours", "hours": HOURS.filter(pl.col("post") == "A")}, "without consultation hours .*: B"),
        ({"rule": "hours", "hours": HOURS.with_columns(ags=pl.lit("3"))}, "without consultation hours .*: A, B"),
    ],
)
def test_what_cannot_be_split_is_refused(changed: dict[str, Any], message: str) -> None:
    arguments = {"posts": POSTS, "post_areas": AREAS, "need": NEED} | changed
    with pytest.raises(ValueError, match=message):
        split_posts(**arguments)


@pytest.mark.parametrize(
    ("people", "posts", "message"),
    [
        ([1, 2], [1.0], "equally long"),
        (7, 1.0, "equally long"),
        ([1, float("nan")], [1.0, 1.0], "need must have a value"),
        ([1, -2], [1.0, 1.0], "need must have a value"),
        ([1, 2], [1.0, -1.0], "supply must have a value"),
        ([1, 2], [1.0, float("inf")], "supply must have a value"),
        ([0, 0], [1.0, 1.0], "need is zero everywhere"),
        ([], [], "need is zero everywhere"),
    ],
)
def test_gaps_that_mean_nothing_are_refused(people: Any, posts: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gap_in_posts(people, posts)


def test_posts_in_a_place_without_a_figure_of_need_are_refused() -> None:
    supply = pl.DataFrame({"ags": ["1", "3"], "fte": [1.0, 1.0]})
    with pytest.raises(ValueError, match="without a figure of need: 3"):
        coverage_by_municipality(NEED, supply)


def test_a_place_without_posts_lacks_its_whole_share() -> None:
    supply = pl.DataFrame({"ags": ["1", "1"], "fte": [1.0, 1.0]})
    found = coverage_by_municipality(NEED, supply)
    assert found.columns == ["ags", "need", "fte", "gap_fte", "fte_per_1000"]
    assert found["fte"].to_list() == [2.0, 0.0]
    assert found["gap_fte"].to_list() == pytest.approx([-0.5, 0.5])


def test_posts_without_figures_for_a_rule_are_named() -> None:
    of_a = HOURS.filter(pl.col("post") == "A")
    assert without_figures(POSTS, AREAS, "hours", of_a) == ["B"]
    assert without_figures(POSTS, AREAS.with_columns(share=pl.Series([0.7, 0.4, 1.0])), "fixed") == ["A"]
    assert without_figures(POSTS, AREAS, "need") == without_figures(POSTS, AREAS, "equal") == []


def every_split(plan: Plan) -> list[dict[str, float]]:
    """FTE of each place under every way to give each post wholly to one of its municipalities: the corners of all splits."""
    served = {post: plan.areas.filter(pl.col("post") == post)["ags"].to_list() for post in plan.posts["post"]}
    found = []
    for chosen in product(*served.values()):
        fte = dict.fromkeys(plan.need["ags"], 0.0)
        for ags, amount in zip(chosen, plan.posts["fte"], strict=True):
            fte[ags] += amount
        found.append(fte)
    return found


@given(plan=plans())
def test_the_interval_of_a_gap_covers_every_split_and_no_more(plan: Plan) -> None:
    people = plan.need["need"].to_list()
    if not sum(people):
        return
    total = plan.posts["fte"].sum()
    due = {ags: need * total / sum(people) for ags, need in plan.need.rows()}
    splits = every_split(plan)
    for ags, lower, upper, is_sure in gap_interval(plan.posts, plan.areas, plan.need).rows():
        gaps = [due[ags] - fte[ags] for fte in splits]
        assert (lower, upper) == pytest.approx((min(gaps), max(gaps)), abs=1e-9)
        assert is_sure == (min(gaps) > 1e-9 or max(gaps) < -1e-9)


@given(plan=plans(), rule=st.sampled_from(RULES))
def test_the_gap_of_every_rule_lies_in_its_interval(plan: Plan, rule: str) -> None:
    if not plan.need["need"].sum():
        return
    supply = split_posts(plan.posts, plan.areas, plan.need, rule, plan.hours)
    gaps = coverage_by_municipality(plan.need, supply).select("ags", "gap_fte")
    for _, gap, lower, upper, _ in gaps.join(gap_interval(plan.posts, plan.areas, plan.need), on="ags").rows():
        assert lower - 1e-9 <= gap <= upper + 1e-9


@given(plan=plans(), margin=st.integers(0, 50))
def test_margins_of_need_only_widen_the_interval(plan: Plan, margin: int) -> None:
    if not plan.need["need"].sum():
        return
    known = gap_interval(plan.posts, plan.areas, plan.need)
    unsure = gap_interval(plan.posts, plan.areas, plan.need.with_columns(margin=pl.lit(float(margin))))
    assert (unsure["lower"] <= known["lower"] + 1e-9).all() and (unsure["upper"] >= known["upper"] - 1e-9).all()
    unknown = gap_interval(plan.posts, plan.areas, plan.need.with_columns(margin=pl.lit(None, pl.Float64)))
    assert_frame_equal(unknown, known)


def test_the_margin_shifts_what_is_due() -> None:
    """30 ± 3 of 40 ± 4 people, 1.5 FTE: at least 27 of 38, at most 33 of 42, where the others are at their other end."""
    need = NEED.with_columns(margin=pl.Series([3.0, 1.0]))
    lower, upper = gap_interval(POSTS, AREAS, need).row(0)[1:3]
    assert lower == pytest.approx(27 / (27 + 11) * 1.5 - 1.0)
    assert upper == pytest.approx(33 / (33 + 9) * 1.5)


def test_what_is_beyond_doubt_in_the_district(
    welcome: pl.DataFrame, areas: pl.DataFrame, need: pl.DataFrame, names: dict[str, str]
) -> None:
    """Düren has 2.5 posts to itself and shares one: 17,267 of 33,977 people are due 4.32, so 0.82 to 1.82 are missing."""
    found = gap_interval(welcome, areas, need).with_columns(name=pl.col("ags").replace_strict(names))
    sure = {name: (round(lower, 3), round(upper, 3)) for _, lower, upper, is_sure, name in found.rows() if is_sure}
    assert sure["Düren"] == (0.82, 1.82)


def test_a_post_outside_the_known_municipalities_is_refused_by_the_interval() -> None:
    with pytest.raises(ValueError, match="without a figure of need: 2"):
        gap_interval(POSTS, AREAS, NEED.head(1))


def test_no_interval_without_need() -> None:
    with pytest.raises(ValueError, match="need is zero everywhere"):
        gap_interval(POSTS, AREAS, NEED.with_columns(need=0))
