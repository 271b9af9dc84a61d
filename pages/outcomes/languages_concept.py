"""What a district's concept says about languages, where the staffing table says nothing about those of single posts."""

from __future__ import annotations

from pages._shared.visit import Visit

# Official key of the district whose concept is quoted: "Konzeption für ein Kommunales Integrationsmanagement im Kreis Düren,
# Fortschreibung 2024".
DUEREN = "05358"


def concept_text(visit: Visit) -> str:
    """The languages of the counselling as a whole, as the concept names them; nothing where no concept is known."""
    if visit.manifest["district"]["ags"] != DUEREN:
        return ""
    return visit.language.text(
        "The county's concept (Fortschreibung 2024) names English, Arabic, Ukrainian, Russian, Spanish and German for the counselling "
        "as a whole, and interpreters on request."
    )
