"""Pictures of fairness: the Lorenz curve, and the Hoover index from month to month."""

from __future__ import annotations

from charts import lorenz, share_history
from charts.medium import Medium
from pages._shared.coverage import coverage, need_of
from pages._shared.drawing import options_for
from pages._shared.maps import dates_note, picture_notes
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.coverage.fairness_figures import history

# About the pixels beside the tables on a screen 1366 pixels wide.
CURVE_SIZE = {"width": 540, "height": 440}
HISTORY_SIZE = {"width": 1050, "height": 260}


def curve_title(visit: Visit, view: View) -> str:
    """What the curve shows."""
    language = visit.language
    group, area = need_of(visit, view).name, area_name(view.focus_area, language)
    return language.text("Lorenz curve: {area}, target group: {group}", area=area, group=group)


def curve(visit: Visit, view: View, medium: Medium = Medium.PAGE) -> str:
    """The Lorenz curve of posts over need as SVG."""
    options = options_for(medium, lambda: notes(visit, view), page=CURVE_SIZE)
    size = {"width": 900, "height": 760} if medium.stands_alone else {}
    return lorenz.render(coverage(visit, view), visit.language, title=curve_title(visit, view), **options | size)


def history_title(visit: Visit) -> str:
    """What the steps show."""
    return visit.language.text("Part of the posts that would have to move, by month (Hoover index)")


def over_time(visit: Visit, view: View, medium: Medium = Medium.PAGE) -> str:
    """The Hoover index by month as SVG; a dot on the month looked at."""
    options = options_for(medium, lambda: notes(visit, view), page=HISTORY_SIZE)
    size = {"width": 1000, "height": 560} if medium.stands_alone else {}
    title = f"{history_title(visit)}, {area_name(view.focus_area, visit.language)}"
    return share_history.render(
        history(visit, view),
        visit.language.text("Hoover index"),
        visit.language,
        title=title,
        chosen=view.month,
        **options | size,
    )


def notes(visit: Visit, view: View) -> list[str]:
    """Which posts and whose need, and what stands below every picture of coverage that leaves the page."""
    return [dates_note(visit, view), *picture_notes(visit, view)]
