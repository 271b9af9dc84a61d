"""Names of sheets and of files in archives that a message may repeat: some offices keep a sheet per client."""

from __future__ import annotations

import re

HARMLESS = re.compile(
    r"CSV-[\w-]{1,60}|Onlineprodukt_Gemeinden\w{0,40}|(Tabelle|Sheet|Blatt) ?\d{0,3}"
    r"|(Fälle|Ziele|Leistungen|Export|Daten|Cases|Goals|Services|Data)( ?\d{1,4})?",
    re.IGNORECASE,
)


def is_harmless(name: str) -> bool:
    """Whether a name is one that programs and statistical offices give."""
    return bool(HARMLESS.fullmatch(name))
