"""A page with nothing but the table of posts and municipalities, whose rules for entries are as plain as can be.

A number goes into the cell as it is, "" takes it out; an emptied total closes the post. Anything else and more than a whole post is
refused. `?slow=2` makes every run last two seconds. What arrived is written below the table.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import polars as pl
import streamlit as st

import pages._shared
from locales import Language
from pages.planning.sheet.data import TOTAL, RefusedEntry
from pages.planning.sheet.rows import sheet_data
from pages.planning.sheet.sheet import Entry, sheet

FRAME = Path(pages._shared.__path__[0]) / "frame.css"
# Foreign nationals of the census of 15 May 2022 (Statistische Ämter des Bundes und der Länder, dl-de/by-2-0).
NEED = {
    "Aldenhoven": 1665,
    "Düren": 17267,
    "Heimbach": 410,
    "Hürtgenwald": 549,
    "Inden": 443,
    "Jülich": 5199,
    "Kreuzau": 1181,
    "Langerwehe": 1076,
    "Linnich": 1314,
    "Merzenich": 746,
    "Nideggen": 671,
    "Niederzier": 1232,
    "Nörvenich": 909,
    "Titz": 656,
    "Vettweiß": 659,
}
MUNICIPALITIES = [(f"053580{4 * number:02}", name) for number, name in enumerate(NEED, start=1)]
AGS = {name: ags for ags, name in MUNICIPALITIES}
SKF, DIAKONIE = "Sozialdienst katholischer Frauen e. V. Düren", "Diakonisches Werk des Kirchenkreises Jülich"
CARITAS = "Caritasverband für die Region Düren-Jülich e. V."
SOZIALWERK = "Katholisches Sozialwerk Dürener Christen für arbeitslose Jugendliche e. V."
POSTS = [
    ("CARITAS-1", CARITAS, "welcome", 1.0, "Heimbach Nideggen Kreuzau"),
    ("CARITAS-2", CARITAS, "welcome", 0.5, "Vettweiß Hürtgenwald"),
    ("SKF-1", SKF, "welcome", 0.5, "Inden Langerwehe"),
    ("SKF-2", SKF, "welcome", 0.5, "Düren"),
    ("SKF-3", SKF, "welcome", 1.0, "Düren"),
    ("DIAKONIE-1", DIAKONIE, "welcome", 1.0, "Jülich Linnich Niederzier Aldenhoven Titz"),
    ("DIAKONIE-2", DIAKONIE, "welcome", 0.5, "Jülich Linnich Niederzier Aldenhoven Titz"),
    ("EVANGELISCHE-1", "Evangelische Gemeinde zu Düren", "welcome", 1.0, "Nörvenich Merzenich Düren"),
    ("STADT-DUEREN-1", "Stadt Düren", "welcome", 1.0, "Düren"),
    ("STADT-JUELICH-1", "Stadt Jülich", "welcome", 1.0, "Jülich"),
    ("NIEDERZIER-1", "Gemeinde Niederzier", "welcome", 0.5, "Niederzier"),
    ("SOZIALWERK-1", SOZIALWERK, "labour_market", 1.5, " ".join(NEED)),
    ("SOZIALWERK-2", SOZIALWERK, "labour_market", 1.0, " ".join(NEED)),
    ("CARITAS-3", CARITAS, "psychosocial", 1.0, "Düren Heimbach Hürtgenwald Kreuzau Nideggen Vettweiß"),
]

Allocation = dict[str, dict[str, float]]
told = {post: (carrier, area) for post, carrier, area, *_ in POSTS}
today: Allocation = {
    post: {AGS[place]: fte / len(places.split()) for place in places.split()} for post, _, _, fte, places in POSTS
}
state = st.session_state
state.setdefault("plan", today)
state.setdefault("decided", set())
state.setdefault("before", [])
state.setdefault("arrived", [])


def as_frame(plan: Allocation) -> pl.DataFrame:
    rows = [
        (post, *told[post], sum(parts.values()), ags, fte)
        for post, parts in sorted(plan.items())
        for ags, fte in sorted(parts.items())
    ]
    return pl.DataFrame(rows, ["post", "carrier", "focus_area", "post_fte", "ags", "fte"], orient="row")


def enter(*entries: Entry) -> None:
    state.arrived.append([[each.post, each.column, each.entry] for each in entries])
    state.pop("refusal", None)
    plan = {post: dict(parts) for post, parts in state.plan.items()}
    for each in entries:
        reason = change(plan, each)
        if reason:
            state.refusal = RefusedEntry(each.post, each.column, each.entry, reason)
            return
    state.before.append(state.plan)
    state.plan = plan
    state.decided |= {each.post for each in entries}


def change(plan: Allocation, entry: Entry) -> str:
    """Change the plan by an entry, or say why not."""
    try:
        fte = float(entry.entry.replace(",", ".") or 0)
    except ValueError:
        return f"«{entry.entry}» ist keine Zahl."
    parts = plan[entry.post]
    if entry.column == TOTAL and not fte:
        del plan[entry.post]
        return ""
    if entry.column == TOTAL:
        whole = sum(parts.values())
        parts.update({ags: part * fte / whole for ags, part in parts.items()})
        return ""
    if fte > 1:
        return "In einer Gemeinde ist höchstens eine ganze Stelle: 1,00."
    parts.pop(entry.column, None)
    if fte:
        parts[entry.column] = fte
    if not parts:
        parts[entry.column] = sum(state.plan[entry.post].values())
        return "Eine Stelle ohne Gemeinde gibt es nicht."
    return ""


def undo() -> None:
    state.arrived.append("undo")
    if state.before:
        state.plan = state.before.pop()


st.set_page_config(page_title="Tabelle", layout="wide", initial_sidebar_state=240)
st.html(f"<style>{FRAME.read_text(encoding='utf-8')}</style>")  # the room that every page leaves for its content
st.sidebar.write("Seiten")
st.title("Tabelle")
time.sleep(float(st.query_params.get("slow", 0)))
sheet(
    sheet_data(
        as_frame(today),
        as_frame(state.plan),
        [post for post in state.plan if post not in state.decided],
        MUNICIPALITIES,
        pl.DataFrame({"ags": list(AGS.values()), "need": list(NEED.values())}),
        Language(st.query_params.get("lang", "de")),
        rule=st.query_params.get("rule", "nach Bedarf"),
        unit=st.query_params.get("unit", "fte"),
        focus_area=st.query_params.get("area"),
        refusal=state.get("refusal"),
    ),
    "plan",
    lambda post, column, entry: enter(Entry(post, column, entry)),
    on_block=lambda entries: enter(*entries),
    on_undo=undo,
    on_redo=lambda: state.arrived.append("redo"),
)
st.html(f"<pre id='arrived'>{json.dumps(state.arrived)}</pre>")
