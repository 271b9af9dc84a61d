"""Who looks at what: edition, language, role and chosen municipality of one run of a page."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from locales import LANGUAGES, Language
from metrics.protection import ROLE_NAMES, ROLES
from pages._shared import door, pinned
from pages._shared.choices import choice
from pages._shared.document_language import tell_browser
from warehouse.store import Manifest

SETTINGS = Path(__file__).parents[2] / "kim-atlas.toml"
EVERYWHERE = ""


class SettingsError(ValueError):
    """A setting of this installation that cannot be used. The message says which, and what may stand there."""


@dataclass(frozen=True)
class Visit:
    """One run of a page. `ags` is the chosen municipality or ""."""

    edition_id: str
    manifest: Manifest
    language: Language
    role: str
    ags: str

    @property
    def has_clients(self) -> bool:
        return self.manifest["caseload_on"] is not None


def local_role() -> str:
    """The role of visitors without sign-in: KIM_LOCAL_ROLE, or else `local_role` of kim-atlas.toml.

    Raises SettingsError for a role that does not exist.
    """
    settings = tomllib.loads(SETTINGS.read_text(encoding="utf-8")) if SETTINGS.is_file() else {}
    role = os.environ.get("KIM_LOCAL_ROLE") or settings.get("local_role", "steering")
    if role not in ROLES:
        raise SettingsError(
            f"local_role is {role!r}; choose one of {', '.join(ROLES)} in {SETTINGS.name} or KIM_LOCAL_ROLE"
        )
    return str(role)


def begin_visit() -> Visit:
    """Draw the choices of the sidebar and keep what they say for the page that runs next."""
    edition_id, manifest = pinned.edition_shown(sees_exact=door.is_coordination(local_role()))
    with st.sidebar:
        st.html(f"<strong>{escape(manifest['district']['name'])}</strong>")
        language = Language(
            choice("Sprache / Language", "lang", {"de": "Deutsch", "en": "English"}, default=LANGUAGES[0])
        )
        role = _role(language, manifest)
        places = door.read(edition_id, role, "municipalities")
        everywhere = language.text("All municipalities")
        names = {EVERYWHERE: everywhere, **dict(sorted(places.select("ags", "name").rows(), key=lambda row: row[1]))}
        ags = choice(language.text("Municipality"), "ags", names, default=EVERYWHERE)
        tell_browser(language)
    pinned.tell(edition_id, manifest, language)
    visit = Visit(edition_id, manifest, language, role, ags)
    st.session_state["visit"] = visit
    return visit


def current_visit() -> Visit:
    """The visit begun by app.py for this run."""
    found: Visit = st.session_state["visit"]
    return found


def _role(language: Language, manifest: Manifest) -> str:
    """The configured role; only while all client data are made up may it be switched, to show what each role sees. With real
    clients in any edition that is kept, meetings, assignments and scenarios are those of real work, and meetings lead to it."""
    shown = (manifest, door.manifest(door.current_edition()))
    if not all(each["clients_are_example"] for each in shown) or door.keeps_real_clients():
        return local_role()
    names = {role: language.text(ROLE_NAMES[role]) for role in ROLES}
    explanation = language.text(
        "Only with example data: shows what each role sees. Counts are exact for the coordination."
    )
    return choice(language.text("View as"), "role", names, default=local_role(), explanation=explanation)
