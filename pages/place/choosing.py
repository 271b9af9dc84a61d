"""The list of municipalities to choose from, for when none is chosen."""

from __future__ import annotations

from charts import table
from locales import Language
from pages._shared import door
from pages._shared.coverage import coverage, need_of
from pages._shared.kinds import class_name
from pages._shared.view import View
from pages._shared.visit import Visit


def choices(visit: Visit, view: View) -> str:
    """HTML of a table with a button for each municipality, by name: its kind, need, posts and gap."""
    language, text = visit.language, visit.language.text
    kinds = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "regiostar7", "regiostar7_text")
    found = coverage(visit, view).join(kinds, on="ags").sort("name")
    rows = [
        (
            row["ags"],
            [
                row["name"],
                language.number(row["need"]),
                language.number(row["fte"], 2) if row["state"] != "no_service" else text("none"),
                language.number(row["gap_fte"], 2, signed=True),
                class_name(row, "regiostar7", language) or text("not loaded"),
            ],
        )
        for row in found.iter_rows(named=True)
    ]
    headings = [
        text("Municipality"),
        need_of(visit, view).name,
        text("Posts (FTE)"),
        text("Gap in posts (FTE)"),
        text("Regional type (RegioStaR 7)"),
    ]
    return table.render(caption(language), headings, rows, words=(len(headings) - 1,))


def caption(language: Language) -> str:
    """What the list shows."""
    return language.text("All municipalities, all focus areas together")
