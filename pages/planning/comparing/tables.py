"""Tables of plans for workbooks: figures, municipalities, posts, changes and limits."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from locales import Language
from metrics.codes import codes
from metrics.definitions import definition
from pages._shared.travel import default_travel
from pages._shared.view import ALL_AREAS, View, span_of
from pages._shared.visit import Visit
from pages.planning.comparing.edits import is_later, refusals
from pages.planning.comparing.evaluated import Evaluated, parts_of
from pages.planning.comparing.measures import Measure
from pages.planning.edit_words import edit_sentence
from pages.planning.evaluated import names_of
from pages.planning.limits import sentences
from planning.allocation import posts_of
from report.sheets import Cell, Column, Sheet, number_format

POSTS = number_format(2)
FINE = number_format(3)
SIGNED = number_format(2, signed=True)
BOLD = "**"


def figures(found: Sequence[Measure], titles: Sequence[str], names: tuple[str, str], language: Language) -> Sheet:
    """A figure a row, a plan a column, and how far the others are from the first. `titles`: of the plans; `names`: of tab and
    sheet."""
    text = language.text
    differences = [text("{plan}: difference", plan=title) for title in titles[1:]]
    columns = [
        Column(text("Figure"), 36),
        Column(text("Unit"), 44),
        *(Column(title, 18, FINE) for title in titles),
        *(Column(title, 18, SIGNED) for title in differences),
    ]
    rows: list[list[Cell]] = []
    for measure in found:
        first, *others = measure.values
        apart = [None if first is None or other is None else other - first for other in others]
        rows.append([measure.label, measure.unit, *measure.values, *apart])
    return Sheet(*names, columns, rows, decimals=[measure.decimals for measure in found])


def municipalities(visit: Visit, found: Sequence[Evaluated], titles: Sequence[str], title: str) -> Sheet:
    """A municipality a row, every plan's figures beside those of the others; clients as the visitor may see them."""
    language, text, names = visit.language, visit.language.text, names_of(visit)
    way = definition(default_travel(visit).definition)
    one = number_format(1)
    of_posts = {
        "fte": (text("Posts (FTE)"), POSTS),
        "gap_fte": (definition("gap_in_posts").label[language.code], SIGNED),
        "lower": (text("Gap at least"), SIGNED),
        "upper": (text("Gap at most"), SIGNED),
        "is_beyond_doubt": (text("holds for every split of shared posts"), POSTS),
        "cost": (text("Way ({unit})", unit=way.unit[language.code]), number_format(way.decimals)),
    }
    of_clients = {
        "reach_per_1000": (text("New cases per 1,000"), one),
        "open_per_fte": (text("Open cases per FTE"), one),
    }
    shown = of_posts | (of_clients if visit.has_clients else {})
    columns = [Column("AGS", 11), Column(text("Municipality"), 18), Column(text("Target group"), 12, number_format(0))]
    columns += [
        Column(f"{heading}: {each}", 13, cell_format) for heading, cell_format in shown.values() for each in titles
    ]
    places = [each.found.after.places.rows_by_key("ags", named=True, unique=True) for each in found]
    clients = [each.clients.after.places.rows_by_key("ags", named=True, unique=True) for each in found]
    answers = {True: text("yes"), False: text("no")}
    rows: list[list[Cell]] = []
    for ags, row in sorted(places[0].items(), key=lambda place: names[place[0]]):
        cells: list[Cell] = [ags, names[ags], row["need"]]
        for column in shown:
            values = [(places if column in of_posts else clients)[at][ags][column] for at in range(len(found))]
            cells += [answers[value] for value in values] if column == "is_beyond_doubt" else values
        rows.append(cells)
    return Sheet(text("Municipalities"), title, columns, rows)


def gaps(visit: Visit, plans: Sequence[tuple[str, pl.DataFrame]], title: str) -> Sheet:
    """A municipality a row, the gap of every plan (its name, and the places of its evaluation) with its limits."""
    text, names = visit.language.text, names_of(visit)
    gap = definition("gap_in_posts").label[visit.language.code]
    columns = [Column("AGS", 11), Column(text("Municipality"), 18)]
    for name, _ in plans:
        columns += [
            Column(f"{heading}: {name}", 13, SIGNED) for heading in (gap, text("Gap at least"), text("Gap at most"))
        ]
    found = [places.rows_by_key("ags", named=True, unique=True) for _, places in plans]
    rows: list[list[Cell]] = [
        [ags, name, *(each[ags][column] for each in found for column in ("gap_fte", "lower", "upper"))]
        for ags, name in sorted(names.items(), key=lambda place: place[1])
    ]
    note = text("+ posts are missing, − more than the share.")
    return Sheet(text("Municipalities"), title, columns, rows, [note])


def posts(visit: Visit, view: View, allocation: pl.DataFrame, names: tuple[str, str]) -> Sheet:
    """A post a row with its FTE in every municipality, of all focus areas; shared posts as the view's rule splits them."""
    text, language = visit.language.text, visit.language
    every = parts_of(visit, view.of(ALL_AREAS), allocation)
    places = sorted(names_of(visit).items(), key=lambda place: place[1])
    parts: dict[str, dict[str, float]] = {}
    for post, ags, fte in every.select("post", "ags", "fte").rows():
        parts.setdefault(post, {})[ags] = fte
    columns = [
        Column(text("Post"), 20),
        Column(text("Carrier"), 34),
        Column(text("Focus area"), 24),
        Column(text("Parts of the post"), 14),
        Column(text("Posts (FTE)"), 10, POSTS),
        *(Column(name, 11, POSTS) for _, name in places),
    ]
    areas = codes("focus_area")
    rows: list[list[Cell]] = [
        [
            row["post"],
            row["carrier"],
            areas[row["focus_area"]][language.code],
            text("decided") if row["is_decided"] else text("by the rule"),
            row["post_fte"],
            *(parts[row["post"]].get(ags) for ags, _ in places),
        ]
        for row in posts_of(allocation).iter_rows(named=True)
    ]
    sums = [sum(part.get(ags, 0.0) for part in parts.values()) for ags, _ in places]
    rows.append([text("All"), None, None, None, float(posts_of(allocation)["post_fte"].sum()), *sums])
    return Sheet(*names, columns, rows)


def changes(visit: Visit, view: View, found: Sequence[Evaluated], title: str) -> Sheet:
    """A change a row: of which plan, from when, of which post, in words, and whether it counts in the figures."""
    language, text, day = visit.language, visit.language.text, span_of(visit, view)[1]
    names = names_of(visit)
    columns = [
        Column(text("Plan"), 24),
        Column(text("From"), 12),
        Column(text("Post"), 20),
        Column(text("Change"), 80),
        Column(text("In the figures"), 44),
    ]
    rows: list[list[Cell]] = []
    for each in found:
        refused = refusals(each, names, language)
        for position, edit in enumerate(each.plan.edits):
            counts = text("no, it begins later") if is_later(edit, day) else text("yes")
            if position in refused:
                counts = text("no, impossible: {reason}", reason=refused[position])
            rows.append([each.plan.label, edit.valid_from, edit.post, edit_sentence(edit, names, language), counts])
    return Sheet(text("Changes of plans"), title, columns, rows)


def left_out(language: Language, title: str) -> Sheet:
    """What the figures leave out, one limit a row."""
    told = [sentence.removeprefix(BOLD).partition(BOLD) for sentence in sentences(language)]
    rows: list[list[Cell]] = [[gist, rest.strip()] for gist, _, rest in told]
    return Sheet(
        language.text("Limits"),
        title,
        [Column(language.text("Limit"), 34), Column(language.text("Explanation"), 110)],
        rows,
    )
