"""Coverage of the municipalities as a visitor looks at it: need, posts, gap, and between what limits the gap lies."""

from __future__ import annotations

import polars as pl
import streamlit as st

from charts import sentences
from metrics.coverage import coverage_by_municipality, gap_interval
from metrics.definitions import definition
from metrics.need import reference_dates_apart
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.need import Need, need_for, require_figures
from pages._shared.supply import areas_of, posts_of, split, split_otherwise
from pages._shared.view import View, span_of, span_text
from pages._shared.visit import Visit

RESIDUE_DIGITS = 9


def need_of(visit: Visit, view: View) -> Need:
    """The need the view looks at, with the figures closest to the day of its posts."""
    return need_for(visit, view.weights, span_of(visit, view)[1])


def coverage(visit: Visit, view: View) -> pl.DataFrame:
    """One row per municipality, the most under-served first: ags, name, need, margin (people, null = unknown), shown_margin
    (people, null where it changes no digit of the gap as shown), fte, gap_fte, fte_per_1000, lower, upper (limits of the gap
    over all admissible splits), is_beyond_doubt, state ("value", or "no_service" where no post of the focus area is there at
    all)."""
    return kept(visit, "coverage", view, lambda: _coverage(visit, view))


def require_need(visit: Visit, view: View) -> None:
    """Go on only when the need of the view is known; see pages._shared.need.require_figures."""
    require_figures(visit, view.indicators, span_of(visit, view)[1])


def notices(visit: Visit, view: View) -> None:
    """What a reader must know before trusting the figures: dates far apart, posts split otherwise than chosen."""
    language = visit.language
    need = need_of(visit, view)
    found = []
    if reference_dates_apart(need.dates, span_of(visit, view)[1]):
        apart = language.text(
            "Need and posts lie more than two years apart: {group} as of {need}, posts {posts}. The need may have changed since.",
            group=need.name,
            need=need.dates_text(language),
            posts=span_text(visit, view),
        )
        found.append(apart)
    if otherwise := split_otherwise(visit, view):
        lacking = language.text(
            "Split by need instead, for want of figures for this rule: {posts}.", posts=", ".join(otherwise)
        )
        found.append(lacking)
    if found:
        st.html(sentences.notices_as_html(found))


def _coverage(visit: Visit, view: View) -> pl.DataFrame:
    need = need_of(visit, view).frame
    supply = split(visit, view, need)
    areas = areas_of(visit, view)
    limits, served = gap_interval(posts_of(visit, view), areas, need), areas["ags"].unique().to_list()
    names = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    # Sums of floating-point parts leave residues; without rounding they would decide the order of equal gaps.
    worst_first = pl.col("gap_fte").round(RESIDUE_DIGITS)
    return (
        coverage_by_municipality(need.select("ags", "need"), supply)
        .join(need.select("ags", "margin"), on="ags")
        .join(limits, on="ags")
        .join(names, on="ags")
        .with_columns(
            state=pl.when(pl.col("ags").is_in(served)).then(pl.lit("value")).otherwise(pl.lit("no_service")),
            shown_margin=_where_it_matters(pl.col("margin"), pl.col("need").sum(), pl.col("fte").sum()),
        )
        .sort(worst_first, "name", descending=[True, False])
    )


def _where_it_matters(margin: pl.Expr, need: pl.Expr, fte: pl.Expr) -> pl.Expr:
    """The margin where so many people more or fewer move the posts due to a place by half of the last digit shown."""
    half_a_digit = 0.5 / 10 ** definition("gap_in_posts").decimals
    return pl.when(margin * fte / need >= half_a_digit).then(margin)
