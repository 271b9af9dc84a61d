"""What a valid row of each kind of input looks like. Every schema carries `line`, the line of the file a row begins on."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from metrics.codes import codes

MOST_HOURS_A_SERVICE = 24.0
QUALITIES = ("exact", "perturbed", "rounded_to_5", "not_published", "not_reported")


def _code(field: str, *, nullable: bool = False) -> dy.Enum:
    return dy.Enum(list(codes(field)), nullable=nullable)


class Row(dy.Schema):
    """Common to all inputs."""

    line = dy.Int64(min=1)


class Municipality(Row):
    """One row per municipality."""

    ags = dy.String(primary_key=True, regex=r"^\d{8}$")
    name = dy.String(min_length=1)
    area_km2 = dy.Float64(min_exclusive=0)
    longitude = dy.Float64(min=5, max=16)
    latitude = dy.Float64(min=47, max=56)
    degurba = dy.String(regex=r"^0[1-3]$")
    degurba_text = dy.String()
    regiostar7 = dy.String(regex=r"^7[1-7]$")
    regiostar7_text = dy.String()


class Indicator(Row):
    """One row per area, indicator and reference date; the value is empty exactly where the source has no figure."""

    ags = dy.String(primary_key=True, regex=r"^(\d{2}|\d{5}|\d{8})$")
    indicator = dy.String(primary_key=True, regex=r"^[a-z0-9_]+$")
    reference_date = dy.Date(primary_key=True)
    value = dy.Float64(nullable=True, min=0)
    unit = dy.String(regex=r"^(persons|households)$")
    quality = dy.Enum(list(QUALITIES))

    @dy.rule()
    def value_where_published(cls) -> pl.Expr:
        return pl.col("value").is_null() == pl.col("quality").is_in(["not_published", "not_reported"])


class Post(Row):
    """One row per post of the three building blocks; only case-management posts have a focus area."""

    post = dy.String(primary_key=True, regex=r"^\S+$")
    building_block = _code("building_block")
    carrier = dy.String(min_length=1)
    focus_area = _code("focus_area", nullable=True)
    fte = dy.Float64(min_exclusive=0, max=20)
    valid_from = dy.Date()
    valid_to = dy.Date(nullable=True)
    remark = dy.String(nullable=True)
    assumption = dy.String(nullable=True)

    @dy.rule()
    def ends_after_it_begins(cls) -> pl.Expr:
        return pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("valid_from"))

    @dy.rule()
    def focus_area_in_case_management(cls) -> pl.Expr:
        return pl.col("focus_area").is_not_null() == (pl.col("building_block").cast(pl.String) == "case_management")


class PostArea(Row):
    """One row per post and municipality it serves; share is 0 to 1 where the split is fixed."""

    post = dy.String(primary_key=True)
    ags = dy.String(primary_key=True, regex=r"^\d{8}$")
    share = dy.Float64(nullable=True, min=0, max=1)
    is_named = dy.Bool()
    assumption = dy.String(nullable=True)


class Case(Row):
    """One row per case with consent. `case_key` is a keyed hash; dates of people are an age band and a month."""

    case_key = dy.String(primary_key=True, regex=r"^[0-9a-f]{32}$")
    post = dy.String()
    focus_area = _code("focus_area")
    ags = dy.String(regex=r"^\d{8}$")
    requested_on = dy.Date()
    first_interview_on = dy.Date(nullable=True)
    ended_on = dy.Date(nullable=True)
    end_reason = _code("end_reason", nullable=True)
    arrived_month = dy.Date(nullable=True)
    age_band = _code("age_band")
    sex = _code("sex")
    origin_group = _code("origin_group", nullable=True)
    residence_status = _code("residence_status")
    counselling_language = _code("counselling_language", nullable=True)
    access_channel = _code("access_channel", nullable=True)

    @dy.rule()
    def interview_after_request(cls) -> pl.Expr:
        return pl.col("first_interview_on").is_null() | (pl.col("first_interview_on") >= pl.col("requested_on"))

    @dy.rule()
    def end_after_interview(cls) -> pl.Expr:
        begun = pl.coalesce("first_interview_on", "requested_on")
        return pl.col("ended_on").is_null() | (pl.col("ended_on") >= begun)


class Goal(Row):
    """One row per goal of a loaded case."""

    case_key = dy.String(primary_key=True)
    goal_number = dy.Int64(primary_key=True, min=1)
    topic = _code("topic")
    agreed_on = dy.Date()
    goal_status = _code("goal_status")
    status_on = dy.Date(nullable=True)

    @dy.rule()
    def status_after_agreement(cls) -> pl.Expr:
        return pl.col("status_on").is_null() | (pl.col("status_on") >= pl.col("agreed_on"))


class Service(Row):
    """One row per service given in a loaded case; hours of work."""

    case_key = dy.String(primary_key=True)
    service_number = dy.Int64(primary_key=True, min=1)
    provided_on = dy.Date()
    service_type = _code("service_type")
    hours = dy.Float64(min=0, max=MOST_HOURS_A_SERVICE)
    referred_to = _code("referred_to", nullable=True)
