"""The smaller tables of the page on a municipality as workbooks: posts, distances, comparison, new cases, goals."""

from __future__ import annotations

from collections.abc import Sequence

from charts.periods import period_name
from metrics.codes import name
from metrics.definitions import definition
from pages._shared.travel import STRAIGHT, default_travel
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.place import compared, distances, goals, new_cases, posts
from pages.place.about import about_clients, about_view
from pages.place.place import Place
from report.sheets import Column, Explanation, Sheet, number_format

FTE, SIGNED, COUNT = number_format(2), number_format(2, signed=True), number_format(0)
POSTS = ("posts", "post_areas")
Sheets = Sequence[Sheet | Explanation]


def of_posts(visit: Visit, view: View, place: Place) -> Sheets:
    """The posts that serve the place, with languages and hours on site."""
    language, text = visit.language, visit.language.text
    columns = (
        Column(text("Carrier"), 38),
        Column(text("Focus area"), 28),
        Column(text("Post (FTE)"), 12, FTE),
        Column(text("of which here (FTE)"), 14, FTE),
        Column(text("Languages"), 24),
        Column(text("Consultation hours on site"), 30),
    )
    unsaid = text("not stated")
    rows = [
        (
            post.carrier,
            name("focus_area", post.focus_area, language.code),
            post.fte,
            post.part,
            post.languages or unsaid,
            post.on_site or unsaid,
        )
        for post in posts.in_words(visit, view, place)
    ]
    table = Sheet(text("Posts"), posts.title(place, language), columns, rows, posts.how_to_read(visit, view))
    meanings = ("posts_granted", "posts_of_place")
    return [table, about_view(visit, view, table.title, meanings, {*POSTS, "outreach"})]


def of_distances(visit: Visit, view: View, place: Place) -> Sheets:
    """Where the nearest counselling of each focus area is, and what is within reach."""
    language, text, travel = visit.language, visit.language.text, default_travel(visit)
    cost = text("Distance (km, about)") if travel.mode == STRAIGHT else text("Travel time (minutes)")
    columns = (
        Column(text("Focus area"), 28),
        Column(text("nearest counselling"), 24),
        Column(cost, 14, number_format(definition(travel.definition).decimals)),
        Column(text("posts within reach per 1,000"), 18, FTE),
    )
    rows = [
        (area_name(way.focus_area, language), distances.nearest_text(way, language), way.cost, way.per_1000)
        for way in distances.ways(visit, view)
    ]
    notes = [distances.how_to_read(visit)]
    table = Sheet(text("Distance"), distances.title(place, language), columns, rows, notes)
    kinds = {*POSTS, "municipalities", "travel_times"}
    return [table, about_view(visit, view, table.title, (travel.definition, "accessibility"), kinds)]


def of_compared(visit: Visit, view: View, place: Place) -> Sheets:
    """Every municipality's figures per 1,000 of the target group, the place first and then those of its kind."""
    language, text = visit.language, visit.language.text
    measures = compared.measures(visit, view)
    columns = (
        Column(text("Municipality"), 20),
        Column(text("same kind of place"), 16),
        *(
            Column(text("{figure} per 1,000", figure=each.label), 16, number_format(each.decimals, signed=each.signed))
            for each in measures
        ),
    )
    order = [place.ags, *place.others, *(ags for ags in place.names if ags not in place.peers.ags)]
    rows = [
        (
            place.names[ags],
            text("yes" if ags in place.peers.ags else "no"),
            *(each.values.get(ags, each.missing) for each in measures),
        )
        for ags in order
    ]
    title = compared.title_of(place, language)
    with_cases = len(measures) > compared.WITHOUT_CASES
    meanings = ("gap_in_posts", "fte_per_1000", *(("reach",) if with_cases else ()))
    kinds = {*POSTS, "municipalities", *(("cases",) if with_cases else ())}
    about = about_view(visit, view, title, meanings, kinds, place=place, uses_clients=with_cases)
    return [Sheet(text("Comparison"), title, columns, rows), about]


def of_new_cases(visit: Visit, place: Place) -> Sheets:
    """New cases period by period."""
    text, months = visit.language.text, new_cases.months_of_a_period(visit)
    columns = (Column(text("Period"), 20), Column(text("New cases"), 12, COUNT))
    rows = [
        (period_name(begins, months, visit.language), count)
        for begins, count in new_cases.over_time(visit, place).iter_rows()
    ]
    table = Sheet(text("New cases"), new_cases.title(visit, place), columns, rows)
    return [table, about_clients(visit, table.title, "new_cases", {"cases"})]


def of_goals(visit: Visit, place: Place) -> Sheets:
    """How many goals were agreed and achieved: of each topic for the coordination, of all together for everyone else."""
    text = visit.language.text
    columns = (
        Column(text("Topic"), 34),
        Column(text("Goals agreed"), 14, COUNT),
        Column(text("Goals achieved"), 14, COUNT),
    )
    table = Sheet(text("Goals"), goals.title(visit, place), columns, goals.by_topic(visit, place).rows())
    return [table, about_clients(visit, table.title, "goals_agreed", {"cases", "goals"})]
