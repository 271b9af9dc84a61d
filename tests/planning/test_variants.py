"""The figures a proposal rests on, each changed in turn."""

from __future__ import annotations

import polars as pl
import pytest

from planning.allocation import as_today, placed
from planning.variants import kind_and_subject, variants

A, B, C = "05358001", "05358002", "05358003"
POSTS = pl.DataFrame(
    {
        "post": ["ALPHA-1", "BETA-1"],
        "carrier": ["Alpha", "Beta"],
        "focus_area": ["welcome", "welcome"],
        "fte": [1.0, 0.5],
    }
)
AREAS = pl.DataFrame({"post": ["ALPHA-1", "ALPHA-1", "BETA-1"], "ags": [A, B, C]})
TODAY = as_today(POSTS, AREAS)
HOURS = pl.DataFrame({"post": ["ALPHA-1", "ALPHA-1"], "ags": [A, B], "hours_per_week": [1.0, 4.0]})
NEEDS = {
    "all": pl.DataFrame({"ags": [A, B, C], "need": [300, 100, 0]}),
    "refugees": pl.DataFrame({"ags": [A, B, C], "need": [10, 30, 20]}),
}


def fte(posts: pl.DataFrame) -> dict[tuple[str, str], float]:
    return {(post, ags): value for post, ags, value in posts.select("post", "ags", "fte").rows()}


def people(need: pl.DataFrame) -> list[float]:
    return need.sort("ags")["need"].to_list()


def test_every_other_group_and_rule_and_every_need_up_and_down() -> None:
    assert list(variants(TODAY, NEEDS, "all", "need", HOURS)) == [
        "group:refugees",
        "rule:equal",
        "rule:fixed",
        "rule:hours",
        f"more:{A}",
        f"less:{A}",
        f"more:{B}",
        f"less:{B}",
    ]


def test_a_group_changes_need_and_with_it_the_split_by_need() -> None:
    posts, need = variants(TODAY, NEEDS, "all")["group:refugees"]
    assert people(need) == [10, 30, 20]
    assert fte(posts) == pytest.approx({("ALPHA-1", A): 0.25, ("ALPHA-1", B): 0.75, ("BETA-1", C): 0.5})


def test_a_rule_changes_where_posts_are_today_and_nothing_else() -> None:
    posts, need = variants(TODAY, NEEDS, "all", "need", HOURS)["rule:hours"]
    assert need.equals(NEEDS["all"])
    assert fte(posts) == pytest.approx({("ALPHA-1", A): 0.2, ("ALPHA-1", B): 0.8, ("BETA-1", C): 0.5})


def test_without_consultation_hours_nothing_is_split_by_them() -> None:
    assert "rule:hours" not in variants(TODAY, NEEDS, "all")


def test_only_the_rules_asked_for() -> None:
    found = variants(TODAY, NEEDS, "all", "need", rules=("need", "equal"))
    assert [name for name in found if kind_and_subject(name)[0] == "rule"] == ["rule:equal"]


def test_one_need_a_fifth_more_and_a_fifth_less() -> None:
    found = variants(TODAY, NEEDS, "all", "equal")
    more, less = (found[f"{kind}:{A}"] for kind in ("more", "less"))
    assert people(more[1]) == pytest.approx([360, 100, 0])
    assert people(less[1]) == pytest.approx([240, 100, 0])
    assert more[0].equals(placed(TODAY, NEEDS["all"], "equal"))


def test_posts_split_by_need_follow_the_changed_need() -> None:
    posts, _ = variants(TODAY, NEEDS, "all", "need")[f"more:{B}"]
    assert fte(posts)["ALPHA-1", B] == pytest.approx(120 / 420)


def test_what_is_decided_stays() -> None:
    decided = placed(TODAY, NEEDS["all"], "equal")
    found = variants(decided, NEEDS, "all", "need", HOURS)
    assert all(fte(posts) == fte(decided) for posts, _ in found.values())


def test_a_group_without_need_is_refused() -> None:
    with pytest.raises(ValueError, match="no need for the target group 'children'; there are all, refugees"):
        variants(TODAY, NEEDS, "children")


def test_names_say_what_is_changed() -> None:
    assert kind_and_subject(f"more:{A}") == ("more", A)
    assert kind_and_subject("group:foreign_nationals") == ("group", "foreign_nationals")
