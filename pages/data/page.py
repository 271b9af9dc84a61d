"""Daten: what is loaded, taking files in, how good the data are, and the editions there are."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages._shared import door, intake, uploads
from pages._shared.choices import choice
from pages._shared.frame import files_of, footer, header
from pages._shared.visit import current_visit
from pages.data import history, loaded, quality, upload
from pages.data.news import tell_news

visit = current_visit()
language = visit.language
text = language.text
today = dt.datetime.now(dt.UTC).date()
header(visit, text("Data"), uses_clients=visit.has_clients)
tell_news()
sections = {"loaded": text("What is loaded")}
if door.is_coordination(visit.role):
    sections |= {
        "upload": text("Load files"),
        "quality": text("Quality of the data"),
        "editions": text("Editions"),
    }
section = choice(text("Section"), "section", sections, default="loaded", inline=True)
if section != "upload" or not intake.may_change(visit):
    uploads.forget()
if section in ("upload", "editions") and not intake.may_change(visit):
    st.info(
        text(
            "Here the coordination loads data. This installation is set to another role, and the data of real people have "
            "been loaded: set local_role to coordination (see README)."
        )
    )
elif section == "upload":
    upload.show(visit)
elif section == "editions":
    history.show(visit)
elif section == "quality":
    quality.show(visit, today)
else:
    loaded.show(visit, today)
everything = ("municipalities", "indicators", "posts", "post_areas", "boundaries", "outreach", "authority_counts")
footer(
    visit,
    files_of(visit, *everything, "arrivals", "travel_times", "cases", "goals", "services"),
    uses_clients=visit.has_clients,
)
