"""Cases of every unit beside what is expected of its posts, and whether chance explains the difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from metrics.funnel import Compared, compare
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, sees_exact
from metrics.staffing import RESIDUE
from pages._shared import door, units
from pages._shared.kept import kept
from pages._shared.units import column_of, labels_of
from pages._shared.view import ALL_AREAS, rules
from pages._shared.visit import Visit
from pages.caseload.supply import fte_of_all, fte_of_units
from pages.caseload.view import CaseloadView

JUDGED = {"high", "low"}
# Columns in the unit of the counts, before and after the comparison.
SCALED = ("observed", "expected", "slack", "expected_slack")
RESCALED = ("observed", "expected", "per_fte", "lower", "upper", "shrunken")


@dataclass(frozen=True)
class Counts:
    """What is counted in a view's time. `units`: unit, observed; `areas`: focus_area, observed; `total`: of the district, counted
    on its own. `scale`: how many of them come at once (1.0 for cases), `slack`: how far a rounded count may lie from the true one,
    `whole_slack` the same of the total (None = as `slack`); see metrics.funnel.compare. `area_scales`: scale within each focus
    area where it differs, for a unit's own in the mix of its posts."""

    units: pl.DataFrame
    areas: pl.DataFrame
    total: float
    scale: float = 1.0
    slack: float = ROUNDED_BY
    whole_slack: float | None = None
    area_scales: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Comparison:
    """`frame`: label and the columns of metrics.funnel.compare, in the order of the labels; for municipalities also
    same_for_all_rules, whether nobody is high or low by one way to split shared posts and not by another. `total` and `fte` are
    the district's."""

    view: CaseloadView
    frame: pl.DataFrame
    total: float
    fte: float
    scale: float
    phi: float | None
    tau2: float

    @property
    def is_overdispersed(self) -> bool:
        """Whether the units differ by more than chance throughout."""
        return self.tau2 > 0

    @property
    def per_fte(self) -> float | None:
        """The district's own ratio; None without posts and, as for every unit, on fewer than ten cases."""
        return self.total / self.fte if self.fte > RESIDUE and self.total / self.scale >= SMALLEST_BASE else None


def comparison(visit: Visit, view: CaseloadView) -> Comparison:
    """The units of a view compared with the district."""
    return kept(visit, "comparison", view, lambda: compared(visit, view, counts_of(visit, view)))


def compared(visit: Visit, view: CaseloadView, counts: Counts, *, by_other_rules: bool = True) -> Comparison:
    """Counts of the units compared with what is expected of their posts; without `by_other_rules` there is no same_for_all_rules."""
    found = _compared(visit, view, counts)
    labels = labels_of(visit, view.by)
    frame = found.frame.with_columns(label=pl.col("key").replace_strict(labels, default=pl.col("key")))
    if by_other_rules and view.by == "ags":
        verdicts = [
            _compared(visit, view.of(rule=rule), counts).frame.select("key", verdict_otherwise="verdict")
            for rule in rules(visit)
            if rule != view.rule
        ]
        differing = {
            key
            for otherwise in verdicts
            for key, own, other in frame.select("key", "verdict").join(otherwise, on="key").rows()
            if own != other and {own, other} & JUDGED
        }
        frame = frame.with_columns(same_for_all_rules=~pl.col("key").is_in(list(differing)))
    fte = float(at_month(fte_of_all(visit, view), view.month)["fte"].sum())
    return Comparison(view, frame.sort("label"), counts.total, fte, counts.scale, found.phi, found.tau2)


def counts_of(visit: Visit, view: CaseloadView) -> Counts:
    """The counts of a view's figure at its month, as the visitor may see them."""

    def counted(*by: str) -> pl.DataFrame:
        return at_month(of_a_year(visit, by, view.focus_area), view.month)

    unit = column_of(visit, view.by)
    whole = counted()
    return Counts(
        counted(unit).select(unit=unit, observed=view.measure),
        counted("focus_area").select("focus_area", observed=view.measure),
        float(whole[view.measure].item()) if whole.height else 0.0,
        scale_of(visit, view),
        slack_of(view.measure),
    )


def of_a_year(visit: Visit, by: tuple[str, ...], focus_area: str, /, **only: str) -> pl.DataFrame:
    """The answer to caseload_of_a_year, in one focus area or in all, with accompanied_cases: those open when the twelve months
    began and the new ones, summed after they were rounded, as the sum rounded on its own would tell more of both."""
    narrowed = only if focus_area == ALL_AREAS else {"focus_area": focus_area, **only}
    found = door.read(visit.edition_id, visit.role, "caseload_of_a_year", by, **narrowed)
    return found.with_columns(accompanied_cases=pl.col("cases_at_begin") + pl.col("new_cases"))


def at_month(frame: pl.DataFrame, month: dt.date) -> pl.DataFrame:
    """The rows of one month."""
    return frame.filter(pl.col("month") == month).drop("month")


def slack_of(measure: str) -> float:
    """How far a rounded figure may lie from the true one: what is no whole number is made one first, and one is the sum of two."""
    if measure == "accompanied_cases":
        return 2.0 * ROUNDED_BY
    return ROUNDED_BY + 0.5 if measure in ("mean_open_cases", "hours") else float(ROUNDED_BY)


def scale_of(visit: Visit, view: CaseloadView) -> float:
    """How many services, or hours, of one case come at once; 1 for cases. Where too few cases stand behind it to say, all that is
    counted may have come from one."""
    if view.measure not in ("services", "hours"):
        return 1.0
    area = None if view.focus_area == ALL_AREAS else view.focus_area
    found = at_month(door.read(visit.edition_id, visit.role, "contact_scale", area), view.month)
    scale = found[f"{view.measure}_scale"].item() if found.height else None
    if scale is None:
        whole = at_month(of_a_year(visit, (), view.focus_area), view.month)
        return max(float(whole[view.measure].item()), 1.0) if whole.height else 1.0
    return float(scale)


def with_a_single_post(visit: Visit, view: CaseloadView) -> list[str]:
    """The units whose figures rest on one post, and so on one employee, in the counted time."""
    area = None if view.focus_area == ALL_AREAS else view.focus_area
    return units.with_a_single_post(visit, view.by, view.first, view.last, area)


def alone_in_area(visit: Visit, view: CaseloadView) -> dict[str, bool]:
    """Units that are the only ones in a focus area, and so are measured by themselves there: key -> whether in all they do."""
    if view.focus_area == ALL_AREAS and view.basis != "areas":
        return {}
    own = at_month(fte_of_units(visit, view), view.month).filter(pl.col("fte") > RESIDUE)
    whole = at_month(fte_of_all(visit, view), view.month).select("focus_area", all_fte="fte")
    parts = own.join(whole, on="focus_area").with_columns(is_alone=pl.col("fte") >= pl.col("all_fte") - RESIDUE)
    alone = parts.group_by("unit").agg(some=pl.col("is_alone").any(), every=pl.col("is_alone").all()).filter("some")
    return dict(alone.sort("unit").select("unit", "every").rows())


def _compared(visit: Visit, view: CaseloadView, counts: Counts) -> Compared:
    units = expected_of(visit, view, counts)
    observed = pl.col("observed").fill_null(0.0)
    frame = units.join(counts.units, left_on="key", right_on="unit", how="left", maintain_order="left")
    single = [] if sees_exact(visit.role) else with_a_single_post(visit, view)
    alone = [key for key, is_all in alone_in_area(visit, view).items() if is_all]
    given = frame.with_columns(observed, slack=pl.lit(float(counts.slack)))
    if counts.area_scales is None:
        return compare(given, visit.role, scale=counts.scale, single=single, alone=alone)
    alike = given.with_columns(pl.col(column) / pl.col("scale") for column in SCALED)
    found = compare(alike, visit.role, single=single, alone=alone)
    scales = given["scale"]
    return replace(found, frame=found.frame.with_columns(pl.col(column) * scales for column in RESCALED))


def expected_of(visit: Visit, view: CaseloadView, counts: Counts) -> pl.DataFrame:
    """FTE of every unit and what would be expected of them: key, fte, expected, expected_slack (in the unit of the counts), scale.

    Expected is what the same posts would have in the district as a whole: in each focus area (`view.basis` "areas"), or in all alike.
    expected_slack: how far that may be off because the district's counts are rounded.
    """
    own = at_month(fte_of_units(visit, view), view.month)
    whole = at_month(fte_of_all(visit, view), view.month).filter(pl.col("fte") > 0)
    slack = counts.slack
    if view.basis == "areas":
        there = whole.join(counts.areas, on="focus_area", how="left")
        rates = there.select("focus_area", "fte", pl.col("observed").fill_null(0.0))
    else:
        rates = whole.select("focus_area", fte=pl.col("fte").sum(), observed=pl.lit(counts.total))
        slack = counts.slack if counts.whole_slack is None else counts.whole_slack
    posts = pl.col("fte")
    of_areas = counts.area_scales if view.basis == "areas" and counts.area_scales else {}
    cases = pl.col("part") * pl.col("observed")
    expected = (
        own.join(rates, on="focus_area", suffix="_of_all")
        .with_columns(
            part=posts / pl.col("fte_of_all"),
            of_area=pl.col("focus_area").replace_strict(of_areas, default=counts.scale, return_dtype=pl.Float64),
        )
        .group_by("unit")
        .agg(
            posts.sum(),
            expected=cases.sum(),
            expected_slack=(pl.col("part") * slack).sum(),
            scale=pl.when(cases.sum() > 0).then((cases * pl.col("of_area")).sum() / cases.sum()),
        )
    )
    every = pl.DataFrame({"key": list(labels_of(visit, view.by))}, schema={"key": pl.String})
    joined = every.join(expected, left_on="key", right_on="unit", how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("fte", "expected", "expected_slack").fill_null(0.0), pl.col("scale").fill_null(counts.scale)
    )
