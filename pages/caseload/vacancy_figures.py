"""Sentences, picture and tables of vacancies, for the coordination."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from charts import occupancy
from charts.wording import value_text
from locales import Language
from metrics.codes import name
from metrics.staffing import RESIDUE
from pages._shared.frame import files_of
from pages._shared.maps import notes_of_picture
from pages._shared.visit import Visit
from pages.caseload.compare_figures import COUNTED, range_text
from pages.caseload.comparison import Comparison, comparison
from pages.caseload.course_figures import HEIGHT_OF_MANY, MANY
from pages.caseload.supply import need_of_split
from pages.caseload.vacancy_finding import REASON_NAMES, Moved, Year, change_text, moved, vacancy_findings
from pages.caseload.vacancy_posts import granted_on, names_of, posts_by_month, vacancies_in_year
from pages.caseload.view import UNITS, CaseloadView, span_text

NOTHING = "–"
NO_SECOND_DECIMAL = 0.005
NUMBERS_OF_POSTS = (3, 4, 5, 7)


def title(month: dt.date, language: Language) -> str:
    """What the picture shows."""
    return language.text("Posts granted and filled, 36 months to {month}", month=language.month(month))


def findings(visit: Visit, view: CaseloadView) -> list[str]:
    """What is vacant, whose caseload rose because of it, and what to do where no vacancy is stated."""
    language, text = visit.language, visit.language.text
    in_year = vacancies_in_year(visit, view)
    now = in_year.filter(pl.col("vacant") > RESIDUE)
    facts = {"day": language.day(view.last), "granted": fte_text(granted_on(visit, view), language)}
    if now.is_empty():
        lines = [
            text(
                "According to the staffing table all {granted} posts (FTE) of case management are filled on {day}.",
                **facts,
            )
        ]
    else:
        lines = [
            text(
                "On {day}, {vacant} of {granted} granted posts (FTE) of case management are not filled: {posts}.",
                **facts,
                vacant=fte_text(float(now["vacant"].sum()), language),
                posts=", ".join(_since_text(row, language) for row in now.iter_rows(named=True)),
            )
        ]
    risen = vacancy_findings(visit, view)
    if not in_year.is_empty() and not risen:
        lines.append(text("No caseload rose by a tenth or more within a year because posts are not filled."))
    lines.extend(risen)
    shown = posts_by_month(visit, view)
    if in_year.is_empty() and (shown["granted"] - shown["filled"] <= RESIDUE).all():
        lines.append(how_to_enter(language))
    return lines


def how_to_enter(language: Language) -> str:
    """How vacancies get into the figures."""
    return language.text(
        "Vacancies are entered in the staffing table: a row for each period of a post, with the part that is filled in the column "
        "“VZÄ besetzt” (see README, “Eigene Dateien”). Without an entry a post counts as filled."
    )


def picture(visit: Visit, view: CaseloadView, **options: Any) -> str:
    """Granted and filled posts of each unit as SVG."""
    names = names_of(visit, view)
    options = {"height": HEIGHT_OF_MANY if len(names) > MANY else occupancy.HEIGHT, **options}
    return occupancy.render(
        posts_by_month(visit, view), visit.language, title=title(view.month, visit.language), names=names, **options
    )


def notes(visit: Visit, files: set[str]) -> list[str]:
    """Sources and edition, for pictures that leave the page: posts only, no clients."""
    return notes_of_picture(visit, files, uses_clients=False)


def files(visit: Visit, view: CaseloadView) -> set[str]:
    """The files that the posts are worked out from."""
    split = need_of_split(visit, view).sources if view.by == "ags" else frozenset()
    return files_of(visit, "posts", "post_areas") | split


def files_of_cases(visit: Visit, view: CaseloadView) -> set[str]:
    """The files that the figures of cases are worked out from."""
    return files_of(visit, "cases", *(("services",) if view.measure in ("services", "hours") else ()))


def post_headings(language: Language) -> list[str]:
    """Headings of the table of vacant posts."""
    text = language.text
    return [
        text("Post"),
        text("Carrier"),
        text("Focus area"),
        text("Granted (FTE)"),
        text("Filled (FTE)"),
        text("Vacant (FTE)"),
        text("Vacant since"),
        text("Vacant, mean of twelve months (FTE)"),
    ]


def post_title(view: CaseloadView, language: Language) -> str:
    """What the table of vacant posts shows."""
    return language.text(
        "Posts that are vacant on {day}, or were in the twelve months before", day=language.day(view.last)
    )


def post_rows(visit: Visit, view: CaseloadView) -> list[list[str]]:
    """Cells of every post that is, or was within the twelve months, not filled as granted."""
    language = visit.language
    return [
        [
            row["post"],
            row["carrier"],
            name("focus_area", row["focus_area"], language.code),
            *(language.number(row[column], 2) for column in ("granted", "filled", "vacant")),
            language.day(row["since"]) if row["since"] else NOTHING,
            language.number(row["mean_vacant"], 2),
        ]
        for row in vacancies_in_year(visit, view).iter_rows(named=True)
    ]


def unit_headings(view: CaseloadView, language: Language) -> list[str]:
    """Headings of the table of units: the figure by granted and by filled posts side by side."""
    text = language.text
    return [
        text(UNITS[view.by]),
        text("Granted (FTE)"),
        text("Filled (FTE)"),
        text(COUNTED[view.measure]),
        text("per granted post"),
        text("per filled post"),
        text("Range (95 %)"),
        text("Evened out"),
        text("per filled post, a year before"),
        text("Change"),
        text("What moved it"),
    ]


def unit_title(view: CaseloadView, language: Language) -> str:
    """What the table of units shows."""
    return language.text(
        "{figure}, by granted and by filled posts, {span}",
        figure=view.meaning.label[language.code],
        span=span_text(view, language),
    )


def unit_rows(visit: Visit, view: CaseloadView) -> list[tuple[str, list[str]]]:
    """Key and cells of every unit, by name."""
    found = comparison(visit, view.of(fte="filled"))
    judged = {row["key"]: row for row in found.frame.iter_rows(named=True)}
    return [(unit.key, _cells(unit, judged[unit.key], found, visit)) for unit in moved(visit, view)]


def per_post(year: Year | None, kind: str, smallest: float) -> float | None:
    """Cases by the posts of a kind; None without posts or on fewer than `smallest`."""
    if year is None:
        return None
    fte: float = getattr(year, kind)
    return year.counted / fte if fte > RESIDUE and year.counted >= smallest else None


def fte_text(fte: float, language: Language) -> str:
    """FTE with one decimal, or two where it needs them."""
    return language.number(fte, 1 if abs(fte - round(fte, 1)) < NO_SECOND_DECIMAL else 2)


def _cells(unit: Moved, judged: dict[str, Any], found: Comparison, visit: Visit) -> list[str]:
    language, after = visit.language, unit.after
    granted, filled, before, evened = (
        NOTHING if ratio is None else value_text(ratio, found.view.meaning, language)
        for ratio in (
            per_post(after, "granted", unit.smallest),
            per_post(after, "filled", unit.smallest),
            per_post(unit.before, "filled", unit.smallest),
            judged["shrunken"],
        )
    )
    return [
        unit.label,
        language.number(after.granted, 2),
        language.number(after.filled, 2),
        language.number(after.counted),
        granted,
        filled,
        range_text(judged, found, language),
        evened,
        before,
        change_text(unit, visit),
        language.text(REASON_NAMES[unit.reason]),
    ]


def _since_text(row: dict[str, Any], language: Language) -> str:
    return language.text(
        "{post} ({vacant}, since {day})",
        post=row["post"],
        vacant=fte_text(row["vacant"], language),
        day=language.day(row["since"]),
    )
