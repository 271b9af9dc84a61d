"""Tables and longer texts of the page on data and methods."""

from __future__ import annotations

import polars as pl

from etl.rules import rule_text
from locales import Language
from metrics.codes import codes, name
from pages._shared import door
from pages._shared.visit import Visit


def load_report(visit: Visit) -> pl.DataFrame:
    """One row per input file: what it is and what became of its rows."""
    text = visit.language.text
    report = door.read(visit.edition_id, visit.role, "load_report")
    data = pl.when("is_example").then(pl.lit(text("example (made up)"))).otherwise(pl.lit(text("real")))
    return report.select(
        pl.col("file").alias(text("File")),
        pl.col("title").alias(text("Title")),
        pl.col("reference_date").map_elements(visit.language.day, return_dtype=pl.String).alias(text("As of")),
        data.alias(text("Data")),
        pl.col("rows_read").alias(text("Rows read")),
        pl.col("rows_loaded").alias(text("loaded")),
        pl.col("rows_rejected").alias(text("rejected")),
        pl.col("rows_withheld").alias(text("withheld (no consent)")),
        pl.col("rows_duplicate").alias(text("duplicate")),
        pl.col("licence").alias(text("Licence")),
    )


def rejected(visit: Visit) -> pl.DataFrame:
    """One row per file, column and broken rule."""
    text = visit.language.text
    found = door.read(visit.edition_id, visit.role, "rejected")
    reasons = [rule_text(rule, visit.language.code) for rule in found["rule"]]
    return found.select(
        pl.col("file").alias(text("File")),
        pl.col("column").alias(text("Column")),
        pl.Series(text("Reason"), reasons, dtype=pl.String),
        pl.col("rows").alias(text("Rows")),
        pl.col("first_row").alias(text("First row")),
    )


def posts(visit: Visit) -> pl.DataFrame:
    """One row per post with the municipalities it serves and every assumption about it."""
    language = visit.language
    text = language.text
    found = door.read(visit.edition_id, visit.role, "posts")
    places = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    areas = (
        door.read(visit.edition_id, visit.role, "post_areas")
        .join(places, on="ags")
        .sort("post", "name")
        .group_by("post")
        .agg(
            served=pl.col("name").str.join(", "),
            number=pl.len(),
            area_assumption=pl.col("assumption").drop_nulls().first(),
        )
        .with_columns(
            served=pl.when(pl.col("number") == places.height)
            .then(pl.lit(text("all municipalities")))
            .otherwise(pl.col("served"))
        )
    )
    blocks, focus = (
        {code: name(field, code, language.code) for code in codes(field)} for field in ("building_block", "focus_area")
    )
    return (
        found.join(areas, on="post", how="left")
        .sort("building_block", "carrier", "post")
        .select(
            pl.col("post").alias(text("Post")),
            pl.col("building_block").replace_strict(blocks).alias(text("Building block")),
            pl.col("carrier").alias(text("Carrier")),
            pl.col("focus_area").replace_strict(focus, default=None).fill_null("–").alias(text("Focus area")),
            pl.col("fte").alias(text("Posts (FTE)")),
            pl.col("valid_from").map_elements(language.day, return_dtype=pl.String).alias(text("Valid from")),
            pl.col("served").fill_null("–").alias(text("Municipalities")),
            pl.concat_str("assumption", "area_assumption", separator=" · ", ignore_nulls=True).alias(
                text("Assumption")
            ),
            pl.col("remark").fill_null("").alias(text("Remark")),
        )
    )


def control_totals(visit: Visit) -> pl.DataFrame:
    """Every control total of the load."""
    text = visit.language.text
    totals = pl.DataFrame(visit.manifest["control_totals"])
    return totals.select(
        pl.col("name").alias(text("Control total")),
        pl.col("expected").alias(text("expected")),
        pl.col("found").alias(text("found")),
        pl.col("file").alias(text("File")),
    )


def limits(language: Language) -> str:
    """What the figures cannot say."""
    points = (
        language.text(
            "Need is not demand: how many people live somewhere does not say how many seek counselling. "
            "The gap in posts compares shares; it does not say whether the posts are enough in all."
        ),
        language.text(
            "Census figures are slightly altered to protect people (Cell-Key method): parts do not add up to the whole exactly. "
            "They are shown as published; shares of need rest on the sum over the municipalities."
        ),
        language.text(
            "The census describes 15 May 2022. Arrivals since then, among them many people from Ukraine, are not in it."
        ),
        language.text(
            "Foreign nationals in the census and in the central register of foreigners are different concepts and are not compared."
        ),
        language.text(
            "A case belongs to the municipality where the person lives, not to the place of the counselling."
        ),
    )
    return "\n".join(f"- {point}" for point in points)
