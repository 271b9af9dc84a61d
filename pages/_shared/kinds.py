"""What kind of place a municipality is, by the lists of the Federal Ministry of Transport and of Eurostat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from locales import Language

REGIONAL_TYPE, DENSITY = "regiostar7", "degurba"
# RegioStaR2 (BMDV): regional types 71 to 74 form the urban regions, 75 to 77 the rural ones.
REGIONS = {"urban": ("71", "72", "73", "74"), "rural": ("75", "76", "77")}
# The classes have their German names from the register of municipalities. Codes: BMDV, RegioStaR 7; Eurostat, DEGURBA.
ENGLISH_CLASSES = {
    "regiostar7": {
        "71": "urban region: metropolis",
        "72": "urban region: regiopolis or large city",
        "73": "urban region: medium-sized town, urban area",
        "74": "urban region: small town, village area",
        "75": "rural region: central city",
        "76": "rural region: medium-sized town, urban area",
        "77": "rural region: small town, village area",
    },
    "degurba": {"01": "densely populated", "02": "intermediate density", "03": "thinly populated"},
}


def class_name(municipality: Mapping[str, Any], typology: str, language: Language) -> str:
    """What kind of place a row of mart_municipality is, in words; "" where that is not known."""
    code, german = municipality[typology], municipality[f"{typology}_text"]
    told = german if language.code == "de" else ENGLISH_CLASSES[typology].get(code, german)
    return str(told or code or "")
