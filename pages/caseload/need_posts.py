"""How many posts the recorded work of every unit requires at the visitor's values, beside the posts there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from metrics.intensity import scale
from metrics.intervals import rounded_poisson_intervals
from metrics.protection import SMALLEST_BASE, sees_exact
from metrics.staffing import RESIDUE
from metrics.workload import MINUTES as MINUTES_AN_HOUR
from metrics.workload import Wisn, against_existing, required_by_group, wisn
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.units import column_of, labels_of
from pages._shared.view import ALL_AREAS, rules
from pages._shared.visit import Visit
from pages.caseload.comparison import at_month, of_a_year, scale_of, slack_of, with_a_single_post
from pages.caseload.need_values import FIRST_INTERVIEW, Values
from pages.caseload.supply import fte_of_all, fte_of_units
from pages.caseload.view import CaseloadView

FIGURES = ("required", "lower", "upper", "difference", "ratio")


@dataclass(frozen=True)
class PostsRequired:
    """`frame`, one row per unit with posts or cases: key, label, required with lower and upper (95 %), fte, difference (fte -
    required), ratio (fte / required); all but fte null below ten cases. `whole`: the district, from its own counts; None below
    ten cases. `fte`: the district's. `lacking`: labels of units that have fewer posts than required beyond chance and rounding,
    however shared posts are split."""

    frame: pl.DataFrame
    whole: Wisn | None
    fte: float
    lacking: tuple[str, ...]


def posts_required(visit: Visit, view: CaseloadView, values: Values) -> PostsRequired:
    """Every unit of a view. Raises ValueError as metrics.workload.wisn does."""
    return kept(visit, "posts_required", (view, values), lambda: _posts_required(visit, view, values))


def required_by_area(visit: Visit, view: CaseloadView, values: Values) -> pl.DataFrame:
    """Posts required and there of every municipality in every focus area: key, label, focus_area, required (null below ten cases),
    fte. Raises metrics.protection.StaffFiguresWithheld for all but the coordination."""
    by = (view.by, "focus_area")
    required = _required(visit, view, values, by)
    there = at_month(fte_of_units(visit, view), view.month).rename({"unit": view.by})
    both = against_existing(required, there, by).join(_cases(visit, view, values, by), on=by, how="left")
    labels = labels_of(visit, view.by)
    return both.select(
        pl.col(view.by).alias("key"),
        pl.col(view.by).replace_strict(labels, default=pl.col(view.by)).alias("label"),
        "focus_area",
        pl.when(_enough()).then("required").alias("required"),
        "fte",
    ).sort("label", "focus_area")


def recorded_minutes(visit: Visit, view: CaseloadView) -> Mapping[str, float]:
    """Minutes that a service took on average, by its kind, in the district and where hours are recorded; only on ten or more."""
    services = _services(visit, view, ())
    known = services.filter(pl.col("services_with_hours") >= SMALLEST_BASE)
    means = known.select("service_type", pl.col("hours") * MINUTES_AN_HOUR / pl.col("services_with_hours"))
    return dict(means.rows())


def workload(visit: Visit, view: CaseloadView, by: tuple[str, ...]) -> pl.DataFrame:
    """What was done in the twelve months, as the visitor may see it: the columns `by`, activity, count."""
    services = _services(visit, view, by).select(
        *by, activity="service_type", count=pl.col("services").cast(pl.Float64)
    )
    begun = at_month(of_a_year(visit, by, view.focus_area), view.month)
    interviews = begun.select(*by, activity=pl.lit(FIRST_INTERVIEW), count=pl.col("new_cases").cast(pl.Float64))
    return pl.concat([interviews, services])


def _posts_required(visit: Visit, view: CaseloadView, values: Values) -> PostsRequired:
    unit = column_of(visit, view.by)
    required = _with_range(visit, view, values, _required(visit, view, values, (unit,)))
    existing = at_month(fte_of_units(visit, view), view.month).group_by("unit").agg(pl.col("fte").sum())
    both = against_existing(required, existing.rename({"unit": unit}), [unit])
    counted = both.join(required.select(unit, "lower", "upper"), on=unit, how="left").join(
        _cases(visit, view, values, (unit,)), on=unit, how="left"
    )
    shown = counted.with_columns(pl.when(_enough()).then(pl.col(name)).alias(name) for name in FIGURES)
    labels = labels_of(visit, view.by)
    frame = (
        shown.filter(pl.col("fte").gt(RESIDUE) | pl.col("cases").fill_null(0).gt(0))
        .select(
            pl.col(unit).alias("key"),
            pl.col(unit).replace_strict(labels, default=pl.col(unit)).alias("label"),
            *FIGURES,
            "fte",
        )
        .sort("label")
    )
    whole, fte = _whole(visit, view, values)
    return PostsRequired(frame, whole, fte, _lacking(visit, view, frame))


def _required(visit: Visit, view: CaseloadView, values: Values, by: tuple[str, ...]) -> pl.DataFrame:
    """`by`, before_allowances, required (FTE); what only some people do is shared out by the work."""
    found = required_by_group(workload(visit, view, by), by, values.minutes, values.time.hours)
    minutes = pl.col("before_allowances") * values.time.hours * MINUTES_AN_HOUR
    return found.with_columns(required=minutes * _posts_per_minute(visit, view, values))


def _posts_per_minute(visit: Visit, view: CaseloadView, values: Values) -> float:
    """Posts that a minute of counted work requires, with all allowances of the district."""
    whole = _wisn(visit, view, values, None)
    if not whole.before_allowances:
        return whole.category_factor / values.time.hours / MINUTES_AN_HOUR
    return whole.required / whole.before_allowances / values.time.hours / MINUTES_AN_HOUR


def _whole(visit: Visit, view: CaseloadView, values: Values) -> tuple[Wisn | None, float]:
    fte = float(at_month(fte_of_all(visit, view), view.month)["fte"].sum())
    cases = _cases(visit, view, values, ())["cases"].sum()
    return (_wisn(visit, view, values, fte) if cases >= SMALLEST_BASE else None), fte


def _wisn(visit: Visit, view: CaseloadView, values: Values, existing: float | None) -> Wisn:
    """The district, or one focus area of it, from its own counts; a focus area has its part of what only some people do."""
    activities = _activities(visit, view, values)
    people, hours = values.individual
    if view.focus_area != ALL_AREAS:
        people *= _minutes(activities) / (_minutes(_activities(visit, view.of(focus_area=ALL_AREAS), values)) or 1.0)
    return wisn(activities.rows(), values.time.hours, values.shares, [(people, hours)], existing)


def _activities(visit: Visit, view: CaseloadView, values: Values) -> pl.DataFrame:
    """activity, count, minutes of the district."""
    minutes = pl.col("activity").replace_strict(values.minutes, return_dtype=pl.Float64)
    return workload(visit, view, ()).with_columns(minutes=minutes)


def _minutes(activities: pl.DataFrame) -> float:
    return float((activities["count"] * activities["minutes"]).sum())


def _with_range(visit: Visit, view: CaseloadView, values: Values, required: pl.DataFrame) -> pl.DataFrame:
    """lower and upper: the posts that agree with the work recorded (95 %), which comes in clumps of minutes and of cases, and with
    all counts that may stand behind rounded ones."""
    activities = _activities(visit, view, values)
    squares = float((activities["count"] * activities["minutes"] ** 2).sum())
    at_once = scale(squares, _minutes(activities)) * max(scale_of(visit, view), 1.0)
    minutes = required["before_allowances"].to_numpy() * values.time.hours * MINUTES_AN_HOUR
    slack = 0.0 if sees_exact(visit.role) else slack_of("services") * sum(values.minutes.values())
    lower, upper = rounded_poisson_intervals(minutes / at_once, slack / at_once)
    per_minute = _posts_per_minute(visit, view, values)
    return required.with_columns(
        lower=pl.Series(lower * at_once * per_minute), upper=pl.Series(upper * at_once * per_minute)
    )


def _cases(visit: Visit, view: CaseloadView, values: Values, by: tuple[str, ...]) -> pl.DataFrame:
    """What a figure rests on: `by`, cases, those whom the work was done for, or what was done that takes any minutes if it is less."""
    counted = at_month(of_a_year(visit, by, view.focus_area), view.month).select(*by, people="accompanied_cases")
    taking = [code for code, minutes in values.minutes.items() if minutes]
    done = workload(visit, view, by).filter(pl.col("activity").is_in(taking))
    if not by:
        return counted.select(cases=pl.min_horizontal("people", pl.lit(done["count"].sum())))
    summed = done.group_by(by).agg(pl.col("count").sum())
    return counted.join(summed, on=by).select(*by, cases=pl.min_horizontal("people", "count"))


def _services(visit: Visit, view: CaseloadView, by: tuple[str, ...]) -> pl.DataFrame:
    only = {} if view.focus_area == ALL_AREAS else {"focus_area": view.focus_area}
    columns = (*by, "service_type")
    return door.read(visit.edition_id, visit.role, "services_of_a_year", columns, view.month, **only)


def _lacking(visit: Visit, view: CaseloadView, frame: pl.DataFrame) -> tuple[str, ...]:
    """Units whose posts lie below the range of those required by every way to split shared ones; none that is one employee."""
    spared = set() if sees_exact(visit.role) else set(with_a_single_post(visit, view))
    ways = [view.of(rule=rule) for rule in rules(visit)] if view.by == "ags" else [view]
    most: dict[str, float] = {}
    for way in ways:
        posts = at_month(fte_of_units(visit, way), view.month).group_by("unit").agg(pl.col("fte").sum())
        for key, fte in posts.rows():
            most[key] = max(most.get(key, 0.0), fte)
    judged = frame.drop_nulls("lower").filter(~pl.col("key").is_in(list(spared)))
    return tuple(
        label for key, label, lower in judged.select("key", "label", "lower").rows() if most.get(key, 0.0) < lower
    )


def _enough() -> pl.Expr:
    return pl.col("cases").fill_null(0) >= SMALLEST_BASE
