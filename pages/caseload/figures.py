"""Ratios, sentences and tables of the caseload page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
import streamlit as st

from charts import table
from charts.wording import value_text
from locales import Language
from metrics.caseload import fte_by_month, month_starts, per_fte, trailing_mean
from metrics.codes import codes, name
from metrics.definitions import Definition, definition
from metrics.intervals import poisson_interval
from metrics.service_areas import fte_by_place
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.choices import choice
from pages._shared.frame import date_of
from pages._shared.maps import draw_map
from pages._shared.need import municipal
from pages._shared.view import ALL_AREAS, View, area_name
from pages._shared.visit import Visit

COUNTS = {"open_cases_per_fte": "open_cases", "new_cases_per_fte": "new_cases"}
WHOLE = "district"


@dataclass(frozen=True)
class CaseloadView:
    """What is compared: a ratio (a definition's id) by a column of mart_caseload, in a focus area or in all."""

    measure: str
    by: str
    focus_area: str
    rule: str

    @property
    def count(self) -> str:
        return COUNTS[self.measure]


def choose_view(visit: Visit) -> CaseloadView:
    """The choices above the figures; a place's or carrier's focus areas would show single employees and are for the
    coordination."""
    language = visit.language
    dimensions = {
        "ags": language.text("Municipality"),
        "carrier": language.text("Carrier"),
        "focus_area": language.text("Focus area"),
    }
    measures = {key: definition(key).label[language.code] for key in COUNTS}
    columns = iter(st.columns([1.2, 1.2, 1, 1], vertical_alignment="bottom"))
    with next(columns):
        measure = choice(language.text("Figure"), "measure", measures, default="open_cases_per_fte")
    with next(columns):
        by = choice(language.text("Compared by"), "by", dimensions, default="ags", inline=True)
    area, rule = ALL_AREAS, View.rule
    if by != "focus_area" and door.is_coordination(visit.role):
        areas = {code: names[language.code] for code, names in codes("focus_area").items()}
        everything = {ALL_AREAS: language.text("all focus areas")} | areas
        with next(columns):
            area = choice(language.text("Focus area"), "cases_area", everything, default=ALL_AREAS)
    if by == "ags":
        rules = {"need": language.text("by need"), "equal": language.text("equally")}
        with next(columns):
            rule = choice(language.text("Shared posts are split"), "split", rules, default=View.rule, inline=True)
    return CaseloadView(measure, by, area, rule)


def ratios(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """One row per series (municipality, carrier or focus area) and month: series, month, the count, fte, per_fte."""
    return _per_fte(visit, view, view.by)


def district(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """The same for the district as a whole; series is "district"."""
    return _per_fte(visit, view, None)


def latest(series: pl.DataFrame, visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """The last month, with key, label and a note for hover texts: the highest ratio first, but carriers by name.

    A carrier is often one or two employees; a ranking of so few would accuse people of chance.
    """
    language = visit.language
    labels = _labels(visit, view)
    rows = series.filter(pl.col("month") == pl.col("month").max()).rename({"series": "key"})
    notes = [
        language.text(
            "{cases} cases on {fte} posts", cases=language.number(row[view.count]), fte=language.number(row["fte"], 2)
        )
        for row in rows.iter_rows(named=True)
    ]
    named = rows.with_columns(label=pl.col("key").replace_strict(labels), note=pl.Series(notes, dtype=pl.String))
    by_name = view.by == "carrier"
    return named.sort("label") if by_name else named.sort("per_fte", "label", descending=[True, False], nulls_last=True)


def headline(view: CaseloadView, latest: pl.DataFrame, whole: pl.DataFrame, visit: Visit) -> list[str]:
    """The district's ratio and, except for carriers, the highest and lowest."""
    language, meaning = visit.language, definition(view.measure)
    known = latest.drop_nulls("per_fte")
    day = language.day(last_month_end(visit))
    ratio = last_ratio(whole)
    if ratio is None or known.is_empty():
        return [language.text("{measure}: too few cases for a figure.", measure=meaning.label[language.code])]
    known_facts = {
        "measure": meaning.label[language.code],
        "day": day,
        "district": value_text(ratio, meaning, language),
    }
    if view.by == "carrier":
        return [language.text("{measure}, {day}: {district} in the district.", **known_facts)]
    highest, lowest = known.row(0, named=True), known.row(-1, named=True)
    return [
        language.text(
            "{measure}, {day}: {district} in the district; highest: {highest} ({high}), lowest: {lowest} ({low}).",
            **known_facts,
            highest=highest["label"],
            high=value_text(highest["per_fte"], meaning, language),
            lowest=lowest["label"],
            low=value_text(lowest["per_fte"], meaning, language),
        )
    ]


def last_ratio(whole: pl.DataFrame) -> float | None:
    """The district's ratio in the last month."""
    ratio: float | None = whole.sort("month")["per_fte"][-1]
    return ratio


def ratio_map(visit: Visit, view: CaseloadView, latest: pl.DataFrame, meaning: Definition) -> str:
    """The ratios as a map."""
    language = visit.language
    ratio = pl.col("per_fte")
    state = (
        pl.when(pl.col("fte") == 0)
        .then(pl.lit("no_service"))
        .when(ratio.is_null())
        .then(pl.lit("suppressed"))
        .when(ratio == 0)
        .then(pl.lit("zero"))
        .otherwise(pl.lit("value"))
    )
    values = latest.select(ags="key", name="label", value=ratio, detail="note", state=state)
    notes = [language.text("As of {date}", date=language.day(last_month_end(visit)))]
    if view.rule == "need":
        need = municipal(visit, View.group)["reference_date"].max()
        group = definition(View.group).label[language.code]
        split = language.text("shared posts split by need ({group}, {date})", group=group, date=language.day(need))
        notes.append(split)
    if visit.manifest["clients_are_example"]:
        notes.append(language.text("Example data (Beispieldaten)"))
    return draw_map(visit, values.sort("ags"), meaning, meaning.label[language.code], " · ".join(notes))


def ratio_table(visit: Visit, latest: pl.DataFrame, whole: pl.DataFrame, meaning: Definition) -> str:
    """The ratios as a table of municipalities."""
    language = visit.language
    count = next(column for column in COUNTS.values() if column in latest.columns)
    last = whole.sort("month").row(-1, named=True)
    headings = [
        language.text("Municipality"),
        language.text("Cases per post"),
        language.text("Cases"),
        language.text("Posts (FTE)"),
    ]
    rows = [
        (row["key"], _cells(row["label"], row, ("per_fte", count, "fte"), meaning, language))
        for row in latest.iter_rows(named=True)
    ]
    total = _cells(language.text("District"), last, ("per_fte", count, "fte"), meaning, language)
    return table.render(meaning.label[language.code], headings, rows, selected=visit.ags, total=total)


def over_time(
    visit: Visit, view: CaseloadView, series: pl.DataFrame, whole: pl.DataFrame
) -> tuple[pl.DataFrame, dict[str, str]]:
    """The chosen series beside the district, or the focus areas: rows and names of the lines."""
    language = visit.language
    labels = _labels(visit, view)
    if view.by == "focus_area":
        return series, labels
    chosen = visit.ags
    if view.by == "carrier":
        with st.columns(2)[0]:
            chosen = choice(language.text("Carrier"), "carrier", labels, default=next(iter(labels)))
    names = {WHOLE: language.text("District")}
    if chosen:
        return pl.concat([whole, series.filter(pl.col("series") == chosen)]), names | {chosen: labels[chosen]}
    return whole, names


def numbers(visit: Visit, view: CaseloadView, latest: pl.DataFrame, meaning: Definition) -> None:
    """The figures as a table; new cases with the range that chance alone would give."""
    language = visit.language
    names = {
        "ags": language.text("Municipality"),
        "carrier": language.text("Carrier"),
        "focus_area": language.text("Focus area"),
    }
    headings = [
        names[view.by],
        language.text("Cases"),
        language.text("Posts (FTE)"),
        meaning.unit[language.code],
        *([language.text("Range of chance (95 %)")] if view.count == "new_cases" else []),
    ]
    rows = [
        _cells(row["label"], row, (view.count, "fte", "per_fte"), meaning, language)
        + ([_range(row, meaning, language)] if view.count == "new_cases" else [])
        for row in latest.iter_rows(named=True)
    ]
    with st.expander(language.text("Figures as a table")):
        st.html(table.plain(title(view, meaning, language), headings, rows, numeric=range(1, len(headings))))


def per_post(visit: Visit) -> None:
    """Figures per post, for the coordination only."""
    if not door.is_coordination(visit.role):
        return
    language = visit.language
    first, last = counted_months(visit)[-12:][0], counted_months(visit)[-1]
    found = door.read(visit.edition_id, visit.role, "caseload_per_post", first, last)
    posts = door.read(visit.edition_id, visit.role, "posts")
    present = posts.filter(valid_on(last_month_end(visit))).select("post", "fte")
    carriers = posts.select("post", "carrier").unique()
    headings = [
        language.text("Post"),
        language.text("Carrier"),
        language.text("Posts (FTE)"),
        language.text("Open cases"),
        language.text("New cases in twelve months"),
    ]
    rows = [
        [
            row["post"],
            row["carrier"],
            language.number(row["fte"], 1) if row["fte"] else language.text("none"),
            language.number(row["open_cases"] or 0),
            language.number(row["new_cases"]),
        ]
        for row in found.join(carriers, on="post")
        .join(present, on="post", how="left")
        .sort("post")
        .iter_rows(named=True)
    ]
    with st.expander(language.text("Per post (only for the coordination: describes single employees)")):
        st.html(table.plain(language.text("Cases per post"), headings, rows, numeric=(2, 3, 4)))


def title(view: CaseloadView, meaning: Definition, language: Language) -> str:
    """What the comparison shows, as heading and as description of the picture."""
    area = "" if view.focus_area == ALL_AREAS else f", {area_name(view.focus_area, language)}"
    return f"{meaning.label[language.code]}{area}"


def _per_fte(visit: Visit, view: CaseloadView, by: str | None) -> pl.DataFrame:
    only = {} if view.focus_area == ALL_AREAS else {"focus_area": view.focus_area}
    if view.count == "open_cases":
        columns = (*([by] if by else []), "month")
        counts = door.read(visit.edition_id, visit.role, "caseload", columns, ("open_cases",), **only)
    else:
        counts = door.read(visit.edition_id, visit.role, "new_cases_of_a_year", (by,) if by else (), **only)
    counts = counts.rename({by: "series"}) if by else counts.with_columns(series=pl.lit(WHOLE))
    fte = _fte(visit, view, by)
    if view.count == "new_cases":
        fte = trailing_mean(fte, "series")
    return per_fte(counts, fte, ["series", "month"], view.count, visit.role)


def _fte(visit: Visit, view: CaseloadView, by: str | None) -> pl.DataFrame:
    """FTE per series and counted month: series, month, fte; municipalities without any post have 0.0."""
    posts = door.read(visit.edition_id, visit.role, "posts").filter(pl.col("building_block") == "case_management")
    if view.focus_area != ALL_AREAS:
        posts = posts.filter(pl.col("focus_area") == view.focus_area)
    months = counted_months(visit)
    if by == "ags":
        need = municipal(visit, View.group).select("ags", need="value")
        areas = door.read(visit.edition_id, visit.role, "post_areas")
        return fte_by_place(posts, areas, need, months, view.rule).rename({"ags": "series"})
    of_post = posts.select("post", series=by if by else pl.lit(WHOLE)).unique()
    monthly = fte_by_month(posts, months).join(of_post, on="post")
    return monthly.group_by("series", "month").agg(pl.col("fte").sum()).sort("series", "month")


def counted_months(visit: Visit) -> list[dt.date]:
    """First days of the months in which cases are counted to their end; a month cut short would look like a decline."""
    counted = door.read(visit.edition_id, visit.role, "caseload_months")["month"].to_list()
    return month_starts(counted[0], last_month_end(visit)) if counted else []


def last_month_end(visit: Visit) -> dt.date:
    """The last day of the last month that the export covers in full."""
    day = date_of(visit, "caseload_on")
    is_month_end = (day + dt.timedelta(days=1)).day == 1
    return day if is_month_end else day.replace(day=1) - dt.timedelta(days=1)


def _labels(visit: Visit, view: CaseloadView) -> dict[str, str]:
    if view.by == "focus_area":
        return {code: name("focus_area", code, visit.language.code) for code in codes("focus_area")}
    if view.by == "ags":
        return dict(door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name").rows())
    managed = door.read(visit.edition_id, visit.role, "posts").filter(pl.col("building_block") == "case_management")
    return {carrier: carrier for carrier in sorted(managed["carrier"].unique())}


def _cells(
    first: str, row: dict[str, float], columns: tuple[str, str, str], meaning: Definition, language: Language
) -> list[str]:
    """A name and the shown count, FTE and ratio of a row, in the order of `columns`."""
    shown = {
        "fte": language.number(row["fte"], 2) if row["fte"] else language.text("none"),
        "per_fte": value_text(row["per_fte"], meaning, language) if row["per_fte"] is not None else "–",
    }
    return [first, *(shown.get(column) or language.number(row[column]) for column in columns)]


def _range(row: dict[str, float], meaning: Definition, language: Language) -> str:
    """The exact Poisson interval of new cases per post; none where there is no ratio."""
    if row["per_fte"] is None:
        return "–"
    lower, upper = (value_text(limit / row["fte"], meaning, language) for limit in poisson_interval(row["new_cases"]))
    return f"{lower} – {upper}"
