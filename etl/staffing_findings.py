"""What is odd about staffing tables whose rows load all the same: line, column and rule of each such row."""

from __future__ import annotations

import polars as pl

from etl.outcome import LINE, rejections
from etl.sources.forms import FORMS
from metrics.service_areas import stretches
from metrics.staffing import RESIDUE, granted_exceeded, valid_on

MANAGED = "case_management"
SHARE_TOLERANCE = 1e-6


def beyond_granted(periods: pl.DataFrame, granted_fte: float | None) -> pl.DataFrame:
    """The row with which the posts of case management first exceed the FTE granted, for each time they do so.

    `periods`: the frame of etl.sources.staffing.read_posts.
    """
    if granted_fte is None:
        return rejections([])
    managed = periods.filter(pl.col("building_block").cast(pl.String) == MANAGED)
    found = []
    for first in granted_exceeded(managed, granted_fte, MANAGED)["first"]:
        begun = pl.col("valid_from") == first
        present = managed.filter(valid_on(first)).sort(begun, LINE).with_columns(total=pl.col("fte").cum_sum())
        line = present.filter(begun & (pl.col("total") > granted_fte + RESIDUE))[LINE].first()
        found.append((line, FORMS["posts"].columns["fte"], "beyond_granted"))
    return rejections(found)


def unserving(periods: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Rows of posts of case management that serve no municipality for some time: their FTE then fall to no place."""
    managed = periods.filter(pl.col("building_block").cast(pl.String) == MANAGED)
    cut = stretches(managed, areas)
    nowhere = cut.periods.join(cut.areas, on="stretch", how="anti").select("post", begins="valid_from")
    rows = managed.join(nowhere, on="post").filter(valid_on(pl.col("begins")))
    return _findings(rows, FORMS["posts"].columns["post"], "serves_a_municipality")


def odd_areas(areas: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Rows of post_areas that are valid at no time of their post, that lack a share where others of the post have one, or
    whose shares do not sum to 1 at some time of the post (the first of them)."""
    cut = stretches(periods, areas)
    with_share = pl.col("share").is_not_null()
    known = cut.areas.filter(with_share.any().over("stretch")).sort("stretch", LINE)
    incomplete = (~with_share).any().over("stretch")
    unequal = ~incomplete & ((pl.col("share").sum().over("stretch") - 1).abs() > SHARE_TOLERANCE)
    first_of_stretch = pl.col(LINE) == pl.col(LINE).min().over("stretch")
    columns = FORMS["post_areas"].columns
    return pl.concat(
        [
            _findings(known.filter(~with_share), columns["share"], "all_shares_or_none"),
            _findings(known.filter(unequal & first_of_stretch), columns["share"], "shares_sum_to_one"),
            _findings(areas.join(cut.areas, on=LINE, how="anti"), columns["valid_from"], "area_while_post_exists"),
        ]
    )


def odd_outreach(outreach: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Rows of outreach hours in a municipality that their post does not serve at that time."""
    both = outreach.join(areas, on=["post", "ags"], suffix="_of_area")
    meets = (pl.col("valid_from_of_area") <= pl.col("valid_to")).fill_null(True) & (
        pl.col("valid_to_of_area") >= pl.col("valid_from")
    ).fill_null(True)
    elsewhere = outreach.join(both.filter(meets), on=LINE, how="anti")
    return _findings(elsewhere, FORMS["outreach"].columns["ags"], "outreach_in_served_area")


def _findings(rows: pl.DataFrame, column: str, rule: str) -> pl.DataFrame:
    lines = rows.select(pl.col(LINE).cast(pl.Int64)).unique().sort(LINE)
    return lines.select(LINE, column=pl.lit(column), rule=pl.lit(rule))
