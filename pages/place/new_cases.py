"""How many newly came to counselling from a municipality, period by period."""

from __future__ import annotations

import datetime as dt

import polars as pl

from charts import period_bars
from charts.medium import Medium
from charts.periods import QUARTER, period_name, periods
from metrics.caseload import month_starts
from pages._shared import door
from pages._shared.drawing import options_for
from pages._shared.frame import date_of, files_of
from pages._shared.maps import notes_of_picture
from pages._shared.visit import Visit
from pages.place.place import Place

YEAR = 12
MOST_PERIODS = 12


def months_of_a_period(visit: Visit) -> int:
    """Over how many months new cases are summed: quarters for the coordination, calendar years for everyone else.

    Everybody sees rounded sums of twelve months that end with any month. Rounded sums of shorter periods beside them would narrow
    half of these down, some to the exact count; a calendar year is one of the twelve months and tells nothing new.
    """
    return QUARTER if door.is_coordination(visit.role) else YEAR


def over_time(visit: Visit, place: Place) -> pl.DataFrame:
    """New cases of the last full periods, the oldest first: begins (first day), new_cases."""
    months, counts = months_of_a_period(visit), []
    for begins in full_periods(visit, months)[-MOST_PERIODS:]:
        ends = begins.replace(month=begins.month + months - 1)
        # Asked for all places at once and so only once for all; each period is summed before it is protected.
        found = door.read(visit.edition_id, visit.role, "caseload", ("ags",), ("new_cases",), begins, ends)
        own = found.filter(pl.col("ags") == place.ags)["new_cases"]
        counts.append((begins, own.item() if own.len() else 0))
    return pl.DataFrame(counts, schema={"begins": pl.Date, "new_cases": pl.Int64}, orient="row")


def full_periods(visit: Visit, months: int) -> list[dt.date]:
    """The first days of the quarters (3 `months`) or calendar years (12) whose months were all counted to their end."""
    counted = door.read(visit.edition_id, visit.role, "caseload_months")["month"].to_list()
    if not counted:
        return []
    following_day = date_of(visit, "caseload_on") + dt.timedelta(days=1)
    known = set(month_starts(counted[0], following_day)[:-1])
    return [
        begins
        for begins in sorted(known)
        if begins.month % months == 1
        and {begins.replace(month=begins.month + later) for later in range(months)} <= known
    ]


def title(visit: Visit, place: Place) -> str:
    """What the bars show."""
    return f"{heading(visit)}, {place.name}"


def heading(visit: Visit) -> str:
    """Of which periods the counts are."""
    text = visit.language.text
    return text("New cases per quarter") if months_of_a_period(visit) == QUARTER else text("New cases per year")


def bars(visit: Visit, place: Place) -> object:
    """The bars for the page, as a figure of plotly."""
    return periods(over_time(visit, place), months_of_a_period(visit), visit.language)


def draw(visit: Visit, place: Place, medium: Medium) -> str:
    """The bars for files and slides."""
    return period_bars.render(
        over_time(visit, place),
        months_of_a_period(visit),
        visit.language,
        title=title(visit, place),
        unit=heading(visit),
        name=place.name,
        **options_for(medium, lambda: notes_of_picture(visit, files_of(visit, "cases"))),
    )


def findings(visit: Visit, place: Place) -> list[str]:
    """The last period beside the one before it; nothing before a first one is over."""
    language, months = visit.language, months_of_a_period(visit)
    rows = over_time(visit, place).tail(2).rows()
    if not rows:
        return []
    counted = [
        language.text("{count} in {period}", count=language.number(count), period=period_name(begins, months, language))
        for begins, count in reversed(rows)
    ]
    return [language.text("New cases in {place}: {counted}.", place=place.name, counted=", ".join(counted))]
