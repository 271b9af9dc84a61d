"""What a valid row of each kind of input looks like. Every schema carries `line`, the line of the file a row begins on."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from metrics.codes import codes

MOST_HOURS_A_SERVICE = 24.0
MOST_HOURS_A_WEEK = 60.0
MINUTES_OF_A_DAY = 1440.0  # no journey within a district takes so long; seconds do
# Why a figure is missing, and how sure one is that is there; by the signs of official tables.
WITHOUT_VALUE = ("not_published", "unreliable", "not_meaningful", "not_reported", "later")
QUALITIES = (
    "exact",
    "perturbed",
    "rounded_to_5",
    "limited",
    "preliminary",
    "revised",
    "estimated",
    *WITHOUT_VALUE,
)


def _code(field: str, *, nullable: bool = False) -> dy.Enum:
    return dy.Enum(list(codes(field)), nullable=nullable)


def _ends_after_it_begins() -> pl.Expr:
    return pl.col("valid_to").is_null() | pl.col("valid_from").is_null() | (pl.col("valid_to") >= pl.col("valid_from"))


class Row(dy.Schema):
    """Common to all inputs."""

    line = dy.Int64(min=1)


class Municipality(Row):
    """One row per municipality; regional types are empty where the source does not tell them."""

    ags = dy.String(primary_key=True, regex=r"^\d{8}$")
    name = dy.String(min_length=1)
    area_km2 = dy.Float64(min_exclusive=0)
    longitude = dy.Float64(min=5, max=16)
    latitude = dy.Float64(min=47, max=56)
    degurba = dy.String(nullable=True, regex=r"^0[1-3]$")
    degurba_text = dy.String(nullable=True)
    regiostar7 = dy.String(nullable=True, regex=r"^7[1-7]$")
    regiostar7_text = dy.String(nullable=True)


class Indicator(Row):
    """One row per area, indicator and reference date; the value is empty exactly where the source has no figure.

    `ags`: official key of an area of any level; DG for Germany, JH… for the district of a youth office.
    """

    ags = dy.String(primary_key=True, regex=r"^(DG|JH\d{8}|\d{2}|\d{3}|\d{5}|\d{8}|\d{9})$")
    indicator = dy.String(primary_key=True, regex=r"^[a-z0-9_]+$")
    reference_date = dy.Date(primary_key=True)
    value = dy.Float64(nullable=True)
    unit = dy.String(regex=r"^[a-z0-9_]+$")
    quality = dy.Enum(list(QUALITIES))

    @dy.rule()
    def value_where_published(cls) -> pl.Expr:
        return pl.col("value").is_null() == pl.col("quality").cast(pl.String).is_in(WITHOUT_VALUE)

    @dy.rule()
    def count_not_negative(cls) -> pl.Expr:
        return pl.col("value").is_null() | (pl.col("value") >= 0) | ~pl.col("unit").is_in(["persons", "households"])


class Post(Row):
    """One row per post of the three building blocks and period in which nothing about it changes; full-time equivalents.

    Only case-management posts have a focus area. `filled_fte` is empty where a post is filled as planned; `languages` are
    codes of counselling languages joined by commas.
    """

    post = dy.String(primary_key=True, regex=r"^\S+$")
    building_block = _code("building_block")
    carrier = dy.String(min_length=1)
    focus_area = _code("focus_area", nullable=True)
    fte = dy.Float64(min_exclusive=0, max=20)
    filled_fte = dy.Float64(nullable=True, min=0)
    valid_from = dy.Date(primary_key=True)
    valid_to = dy.Date(nullable=True)
    languages = dy.String(nullable=True)
    remark = dy.String(nullable=True)
    assumption = dy.String(nullable=True)

    @dy.rule()
    def ends_after_it_begins(cls) -> pl.Expr:
        return _ends_after_it_begins()

    @dy.rule()
    def focus_area_in_case_management(cls) -> pl.Expr:
        return pl.col("focus_area").is_not_null() == (pl.col("building_block").cast(pl.String) == "case_management")


class PostArea(Row):
    """One row per post, municipality it serves and period; share is 0 to 1 where the split is fixed.

    An empty `valid_from` or `valid_to` leaves the period open on that side.
    """

    post = dy.String()
    ags = dy.String(regex=r"^\d{8}$")
    share = dy.Float64(nullable=True, min=0, max=1)
    is_named = dy.Bool()
    valid_from = dy.Date(nullable=True)
    valid_to = dy.Date(nullable=True)
    assumption = dy.String(nullable=True)

    @dy.rule()
    def ends_after_it_begins(cls) -> pl.Expr:
        return _ends_after_it_begins()


class Outreach(Row):
    """One row per post, place of its consultation hours (Sprechstunden) and period; hours per week."""

    post = dy.String(primary_key=True)
    ags = dy.String(primary_key=True, regex=r"^\d{8}$")
    place = dy.String(primary_key=True, min_length=1)
    hours_per_week = dy.Float64(min_exclusive=0, max=MOST_HOURS_A_WEEK)
    valid_from = dy.Date(primary_key=True)
    valid_to = dy.Date(nullable=True)

    @dy.rule()
    def ends_after_it_begins(cls) -> pl.Expr:
        return _ends_after_it_begins()


class AuthorityCount(Row):
    """One row per authority, calendar year and measure: people counted, empty where the authority does not publish it."""

    authority = dy.String(primary_key=True, min_length=1)
    year = dy.Int64(primary_key=True)
    measure = dy.Enum(list(codes("authority_measure")), primary_key=True)
    people = dy.Int64(nullable=True, min=0)


class Arrival(Row):
    """One row per municipality and month (its first day): people who moved in from abroad, empty where not published."""

    ags = dy.String(primary_key=True, regex=r"^\d{8}$")
    month = dy.Date(primary_key=True)
    people = dy.Int64(nullable=True, min=0)


class TravelTime(Row):
    """One row per pair of municipalities and mode: minutes on the way from one to the other, which may differ from those
    back. Where both are the same, it is the way within the place."""

    from_ags = dy.String(regex=r"^\d{8}$")
    to_ags = dy.String(regex=r"^\d{8}$")
    minutes = dy.Float64(min=0, max=MINUTES_OF_A_DAY)
    mode = _code("travel_mode")


class Case(Row):
    """One row per case with consent. `case_key` is a keyed hash; dates of people are an age band and a month.

    `requested_on` is empty where an export does not have it: then nobody knows how long the person waited.
    """

    case_key = dy.String(primary_key=True, regex=r"^[0-9a-f]{32}$")
    post = dy.String()
    focus_area = _code("focus_area")
    ags = dy.String(regex=r"^\d{8}$")
    requested_on = dy.Date(nullable=True)
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
        return (pl.col("first_interview_on") >= pl.col("requested_on")).fill_null(True)

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
    hours = dy.Float64(nullable=True, min=0, max=MOST_HOURS_A_SERVICE)
    referred_to = _code("referred_to", nullable=True)
