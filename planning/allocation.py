"""Which post is where with how much: one frame for today's posts, for a plan and for a proposal.

ALLOCATION columns: post, carrier, focus_area, post_fte (FTE of the whole post), ags, fte (its FTE in the municipality). One row per
post and municipality it serves, ordered by both. Where fte is null, in all rows of a post, its split is left to a rule: it is
not decided. Else it is set in all of them and sums to post_fte: decided. An optional column share (0 to 1, null = not fixed)
is for the rule "fixed". A closed post has no rows, and no post is without a municipality.
"""

from __future__ import annotations

import polars as pl

from metrics.splitting import split_posts, without_figures

COLUMNS = ("post", "carrier", "focus_area", "post_fte", "ags", "fte")
# Parts of a post, worked out by proportion, miss its FTE by less.
TOLERANCE_FTE = 1e-6
# How posts are split that a rule has no figures for, such as posts without consultation hours.
INSTEAD = "need"


def as_today(posts: pl.DataFrame, post_areas: pl.DataFrame) -> pl.DataFrame:
    """Posts as they stand, every split left to a rule.

    `posts`: post, carrier, focus_area, fte. `post_areas`: post, ags and, if there are fixed shares, share; areas of other posts
    are left out. Raises ValueError as `check` does, and for a post without a municipality.
    """
    _refuse("posts without a municipality", posts.join(post_areas, on="post", how="anti")["post"])
    _refuse("posts named more than once", posts.filter(pl.col("post").is_duplicated())["post"])
    shares = ["share"] if "share" in post_areas.columns else []
    found = (
        posts.select("post", "carrier", "focus_area", post_fte=pl.col("fte").cast(pl.Float64))
        .join(post_areas.select("post", "ags", *shares), on="post")
        .select(*COLUMNS[:-1], *shares, fte=pl.lit(None, dtype=pl.Float64))
        .select(*COLUMNS, *shares)
        .sort("post", "ags")
    )
    return check(found)


def placed(
    allocation: pl.DataFrame, need: pl.DataFrame, rule: str = "need", hours: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The allocation with the FTE of every post in every municipality: decided parts as they are, the others by a rule.

    `need`: ags, need (people). `rule` and `hours` as in metrics.splitting.split_posts; posts the rule has no figures for are
    split by need. Raises ValueError as `split_posts` does.
    """
    open_rows = allocation.filter(pl.col("fte").is_null())
    if open_rows.is_empty():
        return allocation
    posts = open_rows.select("post", fte="post_fte").unique(maintain_order=True)
    areas = with_share(open_rows) if rule == "fixed" else open_rows
    lacking = without_figures(posts, areas, rule, hours)
    is_lacking = pl.col("post").is_in(lacking)
    parts = split_posts(posts.filter(~is_lacking) if lacking else posts, areas.drop("fte"), need, rule, hours)
    if lacking:
        parts = pl.concat([parts, split_posts(posts.filter(is_lacking), areas.drop("fte"), need, INSTEAD)])
    filled = allocation.join(parts, on=["post", "ags"], how="left", maintain_order="left", suffix="_by_rule")
    return filled.select(pl.coalesce("fte", "fte_by_rule") if name == "fte" else name for name in allocation.columns)


def pieces(allocation: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What a post can be anywhere: posts (post, fte) and the municipalities they may go to (post, ags).

    A post that is not decided is one piece that may go to any municipality it serves; each part of a decided one is a piece of
    its own that stays where it is.
    """
    is_decided = pl.col("fte").is_not_null()
    found = allocation.select(
        "ags",
        post=pl.when(is_decided).then(pl.concat_str("post", "ags", separator="\n")).otherwise(pl.col("post")),
        fte=pl.coalesce("fte", "post_fte"),
    )
    return found.select("post", "fte").unique(maintain_order=True), found.select("post", "ags")


def of_area(allocation: pl.DataFrame, focus_area: str | None) -> pl.DataFrame:
    """The posts of one focus area; None for all."""
    return allocation if focus_area is None else allocation.filter(pl.col("focus_area") == focus_area)


def posts_of(allocation: pl.DataFrame) -> pl.DataFrame:
    """One row per post: post, carrier, focus_area, post_fte, is_decided, in order."""
    return allocation.select(
        "post", "carrier", "focus_area", "post_fte", is_decided=pl.col("fte").is_not_null()
    ).unique(subset="post", keep="first", maintain_order=True)


def with_share(allocation: pl.DataFrame) -> pl.DataFrame:
    """The allocation with a column share, null where nobody fixed any."""
    if "share" in allocation.columns:
        return allocation
    return allocation.with_columns(share=pl.lit(None, dtype=pl.Float64))


def check(allocation: pl.DataFrame) -> pl.DataFrame:
    """The allocation itself. Raises ValueError naming the posts that break a rule of the module's docstring."""
    missing = [column for column in COLUMNS if column not in allocation.columns]
    if missing:
        raise ValueError(f"an allocation has the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}")
    if allocation.is_empty():
        return allocation
    told = allocation.group_by("post", maintain_order=True).agg(
        unclear=pl.any_horizontal(pl.col("carrier", "focus_area", "post_fte").n_unique() > 1),
        twice=pl.col("ags").is_duplicated().any() | pl.col("ags").is_null().any(),
        wrong_total=~_is_amount(pl.col("post_fte")).all(),
        half=pl.col("fte").is_null().any() & pl.col("fte").is_not_null().any(),
        wrong_part=~_is_amount(pl.col("fte").drop_nulls()).all(),
        off=pl.col("fte").is_not_null().any()
        & ((pl.col("fte").sum() - pl.col("post_fte").first()).abs() > TOLERANCE_FTE),
    )
    for column, what in (
        ("unclear", "posts with more than one carrier, focus area or FTE"),
        ("twice", "posts that name a municipality twice, or none"),
        ("wrong_total", "posts whose FTE are not above zero"),
        ("half", "posts that are decided in some municipalities only"),
        ("wrong_part", "posts with a part that is not above zero"),
        ("off", "posts whose parts do not sum to their FTE"),
    ):
        if told[column].any():
            _refuse(what, told.filter(pl.col(column))["post"])
    return allocation


def _is_amount(fte: pl.Expr) -> pl.Expr:
    return ((fte > 0) & fte.is_finite()).fill_null(False)


def _refuse(what: str, found: pl.Series) -> None:
    if found.len():
        raise ValueError(f"{what}: {', '.join(sorted(set(found.to_list())))}")
