"""What every column of every mart is: type, unit, meaning and protection class.

Protection classes: "public" (published or about places), "people" (a count of people or of their
cases, goals, services), "derived" (computed from people;
`base` names the count it rests on), "staff" (describes a single post, and so an employee).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

PUBLIC, PEOPLE, DERIVED, STAFF = "public", "people", "derived", "staff"


@dataclass(frozen=True)
class Column:
    """One column: DuckDB type, protection class, meaning with unit, and for derived figures the count behind them and how large
    it must be at least for roles that see rounded counts."""

    dtype: str
    protection: str
    meaning: str
    base: str | None = None
    least: int | None = None


def _public(dtype: str, meaning: str) -> Column:
    return Column(dtype, PUBLIC, meaning)


def _of_quarters(meaning: str) -> Column:
    """Days by which a part of all had waited. A quarter of fewer than 20 would be two to four people: with the counts of those
    who waited up to so many weeks, such a day told two of them exactly."""
    return Column("DOUBLE", DERIVED, meaning, base="cases", least=20)


def _people(meaning: str, dtype: str = "BIGINT") -> Column:
    return Column(dtype, PEOPLE, meaning)


def _staff(column: Column) -> Column:
    return Column(column.dtype, STAFF, column.meaning)


AGS = _public("VARCHAR", "official municipality key, 8 digits; the district has 5")
CARRIER = _public("VARCHAR", "carrier (Träger)")
FOCUS_AREA = _public("VARCHAR", "focus area, a code of metrics/codes.yml")
MONTH = _public("DATE", "first day of the month")
YEAR = _public("INTEGER", "calendar year")
POST = _public("VARCHAR", "post, as named in the staffing table")
OF_POST = _staff(POST)  # beside counts of clients
CARRIER_GROUP = _public("VARCHAR", "carrier; the code one_post for all those whose figures would be one employee's")
CASE_KIND = _public("VARCHAR", "kind of case, a code of metrics/codes.yml")
FTE = _public("DOUBLE", "full-time equivalents granted")
VALID_TO = _public("DATE", "last day of the period; null when open")
NEW_CASES = _people("cases whose first interview lies in the month")
CLOSED_CASES = _people("cases that ended in the month")
OPEN_CASES = _people("cases open at the end of the month")
SERVICES = _people("services given")
HOURS = _people("hours of work on these services, 0 where none are recorded", "DOUBLE")
SERVICES_WITH_HOURS = _people("of these services, those whose hours are recorded")
_OF_CASE = {
    "ags": AGS,
    "post": OF_POST,
    "carrier": CARRIER,
    "carrier_group": CARRIER_GROUP,
    "focus_area": FOCUS_AREA,
}
_GOALS = {
    "goals_agreed": _people("goals agreed"),
    "goals_settled": _people("goals that are no longer open"),
    "goals_reached": _people("goals reached"),
    "goals_partly_reached": _people("goals partly reached"),
    "goals_ended": _people("goals ended otherwise"),
    "goals_open": _people("goals still open"),
}

MARTS: Mapping[str, Mapping[str, Column]] = {
    "mart_municipality": {
        "ags": AGS,
        "name": _public("VARCHAR", "official name"),
        "area_km2": _public("DOUBLE", "area in square kilometres"),
        "longitude": _public(
            "DOUBLE", "point in the main settlement, or deep inside the area where no list gives one; degrees (WGS 84)"
        ),
        "latitude": _public(
            "DOUBLE", "point in the main settlement, or deep inside the area where no list gives one; degrees (WGS 84)"
        ),
        "degurba": _public("VARCHAR", "degree of urbanisation"),
        "degurba_text": _public("VARCHAR", "degree of urbanisation, in words"),
        "regiostar7": _public("VARCHAR", "regional type RegioStaR7"),
        "regiostar7_text": _public("VARCHAR", "regional type RegioStaR7, in words"),
        "outline_wkb": _public("BLOB", "boundary as WKB, EPSG:25832, metres"),
    },
    "mart_indicator": {
        "ags": AGS,
        "indicator": _public("VARCHAR", "indicator, an id"),
        "reference_date": _public("DATE", "day the figure describes"),
        "value": _public("DOUBLE", "figure in its unit; null when there is none"),
        "unit": _public("VARCHAR", "what the figure counts or measures, such as persons, households or per_cent"),
        "quality": _public("VARCHAR", "how sure the figure is, or why there is none: see QUALITIES in etl/schemas.py"),
        "source": _public("VARCHAR", "input file the figure came from"),
    },
    "mart_post": {
        "post": POST,
        "building_block": _public("VARCHAR", "building block, a code"),
        "carrier": CARRIER,
        "focus_area": FOCUS_AREA,
        "fte": FTE,
        # Less than granted is somebody's absence, with its first and last day.
        "filled_fte": Column("DOUBLE", STAFF, "full-time equivalents filled, at most those granted"),
        "valid_from": _public("DATE", "first day of the period"),
        "valid_to": VALID_TO,
        "languages": _public("VARCHAR", "counselling languages, codes joined by commas; null when not stated"),
        "remark": _public("VARCHAR", "remark of the staffing table"),
        "assumption": _public("VARCHAR", "what the concept leaves open and is assumed here"),
    },
    "mart_post_area": {
        "post": POST,
        "ags": AGS,
        "share": _public("DOUBLE", "fixed share of the post, 0 to 1; null when none is set"),
        "is_named": _public("BOOLEAN", "whether the concept names the municipality"),
        "valid_from": _public("DATE", "first day of the period; null when open"),
        "valid_to": VALID_TO,
        "assumption": _public("VARCHAR", "what the concept leaves open and is assumed here"),
    },
    "mart_outreach": {
        "post": POST,
        "ags": AGS,
        "place": _public("VARCHAR", "where the consultation hours are held"),
        "hours_per_week": _public("DOUBLE", "consultation hours per week"),
        "valid_from": _public("DATE", "first day of the period"),
        "valid_to": VALID_TO,
    },
    "mart_travel_time": {
        "from_ags": _public("VARCHAR", "municipality left, its official key of 8 digits"),
        "to_ags": _public("VARCHAR", "municipality reached, its official key of 8 digits; may be the one left"),
        "mode": _public("VARCHAR", "mode of travel, a code of metrics/codes.yml"),
        "minutes": _public("DOUBLE", "minutes on the way"),
    },
    "mart_counted_month": {
        "month": MONTH,
        "month_end": _public("DATE", "last day of the month"),
    },
    "mart_occupancy": {
        "building_block": _public("VARCHAR", "building block, a code"),
        "month": MONTH,
        "days": _public("BIGINT", "days of the month"),
        "posts": _public("BIGINT", "posts that exist on any day of the month"),
        "fte_days": _public("DOUBLE", "full-time equivalents granted, added up over the days"),
        # Public as no one's: null where fewer than five posts stand behind it.
        "filled_fte_days": _public(
            "DOUBLE", "full-time equivalents filled, added up over the days; null where there are fewer than five posts"
        ),
    },
    "mart_carrier_group": {
        "carrier": CARRIER,
        "carrier_group": CARRIER_GROUP,
        "fewest_posts": _public("BIGINT", "posts of case management in the counted month in which it has fewest"),
    },
    "mart_caseload": {
        "ags": AGS,
        "post": OF_POST,
        "carrier": CARRIER,
        "carrier_group": CARRIER_GROUP,
        "focus_area": FOCUS_AREA,
        "case_kind": CASE_KIND,
        "month": MONTH,
        "new_cases": NEW_CASES,
        "closed_cases": CLOSED_CASES,
        "open_cases": OPEN_CASES,
    },
    "mart_goal": {
        **_OF_CASE,
        "topic": _public("VARCHAR", "topic of the goal, a code"),
        "in_frame": _public("BOOLEAN", "whether the outcome frame of the focus area names the topic"),
        "year": YEAR,
        **_GOALS,
    },
    # How long it took single people: together with a count, for the coordination or made into curves.
    "mart_duration": {
        **_OF_CASE,
        "process": _public("VARCHAR", "what takes time: waiting, case or first_goal"),
        "year": _public("INTEGER", "calendar year in which it began"),
        "days": Column(
            "INTEGER", STAFF, "days from the beginning to the end, or to the newest export where it is open"
        ),
        "ending": _public("VARCHAR", "how it ended: interview or left, ended, reached or ended; or open"),
        "cases": _people("cases that took so long"),
    },
    "mart_agreement": {
        **_OF_CASE,
        "year": YEAR,
        "cases": _people("cases whose first interview lies in the year"),
        "cases_with_goals": _people("of these, cases with at least one goal agreed"),
        "cases_with_reached_goal": _people("of these, cases with at least one goal reached"),
    },
    "mart_service": {
        "ags": AGS,
        "post": OF_POST,
        "carrier": CARRIER,
        "carrier_group": CARRIER_GROUP,
        "focus_area": FOCUS_AREA,
        "service_type": _public("VARCHAR", "kind of service, a code"),
        "month": MONTH,
        "year": YEAR,
        "services": SERVICES,
        "hours": HOURS,
        "services_with_hours": SERVICES_WITH_HOURS,
    },
    "mart_contact_spread": {
        "focus_area": FOCUS_AREA,
        "month": _public("DATE", "first day of the last of the twelve months"),
        "cases": _people("cases with a service in the twelve months"),
        "services": SERVICES,
        "hours": HOURS,
        "services_squared": _people("squares of the services of a case, added up over the cases"),
        "hours_squared": _people("squares of the hours of a case, added up over the cases", "DOUBLE"),
    },
    "mart_goal_spread": {
        "focus_area": FOCUS_AREA,
        "year": YEAR,
        "cases": _people("cases with a settled goal that was agreed in the year"),
        "goals_settled": _people("goals of these cases that are no longer open"),
        "goals_reached": _people("of these, goals reached"),
        "settled_squared": _people("squares of the settled goals of a case, added up over the cases"),
        "reached_squared": _people("squares of the reached goals of a case, added up over the cases"),
        "reached_by_settled": _people("products of the two, added up over the cases"),
    },
    # One characteristic at a time: there is no row about two of them.
    "mart_characteristic": {
        **_OF_CASE,
        "year": YEAR,
        "attribute": _public("VARCHAR", "what the cases are counted by, a code of metrics/codes.yml"),
        "value": _public("VARCHAR", "a code of the list that the attribute names, or not_stated"),
        "cases": _people("cases of this value whose first interview lies in the year"),
    },
    "mart_referral": {
        **_OF_CASE,
        "year": YEAR,
        "referred_to": _public("VARCHAR", "where to somebody was referred, a code, or not_stated"),
        "referrals": _people("referrals in the year"),
    },
    "mart_authority_count": {
        "authority": _public("VARCHAR", "authority that counts"),
        "year": YEAR,
        "measure": _public("VARCHAR", "what is counted, a code of metrics/codes.yml"),
        "people": _people("titles granted, applications or naturalisations, one per person; null when not published"),
    },
    "mart_arrivals": {
        "ags": AGS,
        "month": MONTH,
        "people": _people("people who moved in from abroad in the month; null when not published"),
    },
    "mart_load_report": {
        "file": _public("VARCHAR", "input file"),
        "kind": _public("VARCHAR", "kind of input"),
        "title": _public("VARCHAR", "title of the source"),
        "publisher": _public("VARCHAR", "publisher"),
        "licence": _public("VARCHAR", "licence"),
        "attribution": _public("VARCHAR", "attribution the licence asks for"),
        "url": _public("VARCHAR", "address of the publisher"),
        "reference_date": _public("DATE", "day the data describe"),
        "is_example": _public("BOOLEAN", "whether the data are made up"),
        "rows_read": Column("BIGINT", STAFF, "rows read"),
        "rows_loaded": Column("BIGINT", STAFF, "rows loaded"),
        "rows_rejected": Column("BIGINT", STAFF, "rows rejected, with a reason each"),
        "rows_withheld": Column("BIGINT", STAFF, "rows withheld for lack of consent"),
        "rows_duplicate": Column("BIGINT", STAFF, "rows that repeat another one to the letter"),
        "rows_superseded": Column("BIGINT", STAFF, "rows about cases of which a newer export tells"),
        "refused_columns": _public(
            "VARCHAR", "headings of columns not read because they identify people; empty when none"
        ),
    },
    "mart_rejected": {
        "file": _public("VARCHAR", "input file"),
        "column": _public("VARCHAR", "column of the file"),
        "rule": _public("VARCHAR", "rule that the rows broke"),
        "rows": Column("BIGINT", STAFF, "rows"),
        "first_row": Column("BIGINT", STAFF, "line of the first such row in the file"),
    },
    "mart_finding": {
        "file": _public("VARCHAR", "input file"),
        "column": _public("VARCHAR", "column of the file"),
        "rule": _public("VARCHAR", "rule that rows do not meet though they are loaded"),
        "rows": Column("BIGINT", STAFF, "rows"),
        "first_row": Column("BIGINT", STAFF, "line of the first such row in the file"),
    },
    # How carefully a carrier fills its forms in a month is how carefully one or two employees do.
    "mart_quality": {
        "carrier": CARRIER,
        "month": MONTH,
        "cases": Column("BIGINT", STAFF, "cases whose first interview lies in the month"),
        "fields_filled": Column("BIGINT", STAFF, "fields of these cases that are filled, of those nobody has to fill"),
        "fields_asked": Column("BIGINT", STAFF, "fields of these cases that nobody has to fill"),
    },
    "mart_delivery_day": {
        "carrier": CARRIER,
        "exported_on": _public("DATE", "day of an export of the carrier's cases"),
    },
    "mart_delivery": {
        "carrier": CARRIER,
        "exported_on": _public("DATE", "day of the carrier's newest export; null when it has delivered none"),
    },
}


# Columns that queries compute from a mart because rounded counts, or the mart alone, could not give them.
COMPUTED: Mapping[str, Mapping[str, Column]] = {
    "mart_occupancy": {
        "fte": _public("DOUBLE", "full-time equivalents granted, mean over the days of the month"),
        "filled_fte": _public(
            "DOUBLE", "full-time equivalents filled, mean over the days; null where there are fewer than five posts"
        ),
    },
    "mart_caseload": {
        "mean_open_cases": _people("cases open at the end of a month, mean of twelve months", "DOUBLE"),
        "cases_at_begin": _people("cases open when the twelve months began"),
        "services": SERVICES,
        "hours": HOURS,
        "services_with_hours": SERVICES_WITH_HOURS,
    },
    "mart_contact_spread": {
        "services_scale": Column("DOUBLE", DERIVED, "services that come at once: squares by sum", base="cases"),
        "hours_scale": Column("DOUBLE", DERIVED, "hours that come at once: squares by sum", base="cases"),
    },
    "mart_goal_spread": {
        "design_effect": Column(
            "DOUBLE", DERIVED, "variance of the share of goals reached by that of as many single ones", base="cases"
        ),
    },
    "mart_duration": {
        "median_days": Column("DOUBLE", DERIVED, "median of the days waited", base="cases"),
        "lower_quartile_days": _of_quarters("a quarter waited at most so long"),
        "upper_quartile_days": _of_quarters("three quarters waited at most so long"),
        "median_lower_days": _of_quarters("lower limit of the median, 95 %"),
        "median_upper_days": _of_quarters("upper limit of the median, 95 %"),
        "requests": _people("requests of which it is known whether the interview came within the target"),
        "within_target": _people("of these, requests whose interview came within the target"),
        "still_waiting": _people("requests without an interview that are still open"),
        "left": _people("requests that ended without an interview"),
    },
}
# Everyone may see groups of carriers, places and subjects, but one at a time: two of them together narrow a figure down to
# single posts, and so to employees. Each topic belongs to one focus area, so it tells as much; and whom others refer to a focus
# area are the cases of its posts.
SINGLED_OUT_BY = {
    "carrier_group": "carrier",
    "ags": "place",
    "focus_area": "subject",
    "topic": "subject",
    "referred_to": "subject",
}
# A post is one employee, and so is a carrier with one post: which carriers have more is told by their group.
EMPLOYEE = frozenset({"carrier", "post"})


def columns(mart: str) -> dict[str, Column]:
    """All columns that questions about a mart may return: its own and the computed ones."""
    return {**MARTS[mart], **COMPUTED.get(mart, {})}


def classes(mart: str, narrowed_by: Collection[str] = ()) -> dict[str, str]:
    """Column -> protection class of a mart, for figures grouped or filtered by the columns `narrowed_by`."""
    singled_out = {SINGLED_OUT_BY[name] for name in narrowed_by if name in SINGLED_OUT_BY}
    of_staff = {name for name, column in MARTS[mart].items() if column.protection == STAFF} | EMPLOYEE
    reveals = len(singled_out) > 1 or not of_staff.isdisjoint(narrowed_by)
    staff = (PEOPLE, DERIVED) if reveals else ()
    return {name: STAFF if column.protection in staff else column.protection for name, column in columns(mart).items()}


def bases(mart: str) -> dict[str, str]:
    """Derived column -> the column of counts it rests on."""
    return {name: column.base for name, column in columns(mart).items() if column.base}


def least(mart: str) -> dict[str, int]:
    """Derived column -> how large its base must be, after rounding, where that is more than for others."""
    return {name: column.least for name, column in columns(mart).items() if column.least}
