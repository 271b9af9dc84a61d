"""Keys of areas as official tables write them, and days."""

from __future__ import annotations

import datetime as dt
import re

from geo.area_keys import ags_from_ars

GERMANY = "DG"
ARS = re.compile(r"[0-9]{12}")
# State, region, district, municipality, association; JH… are districts of youth offices, which have no AGS of their own.
KEY = re.compile(r"DG|JH[0-9]{8}|[0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{8}|[0-9]{9}")
FORMS_OF_DAYS = {
    re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"): "%Y-%m-%d",
    re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}"): "%d.%m.%Y",
    re.compile(r"[0-9]{8}"): "%Y%m%d",
}
YEAR = re.compile(r"(?:18|19|20|21)[0-9]{2}")


def area_key(text: str) -> str | None:
    """The key that an area has here: DG for Germany, digits for all below, an AGS for a municipality's ARS. None where the
    text is no key."""
    if ARS.fullmatch(text):
        return ags_from_ars(text)
    if text == "00":
        return GERMANY
    return text if KEY.fullmatch(text) else None


def reference_date(text: str) -> dt.date | None:
    """The day a figure describes; of a year its last day. None where the text is no day."""
    if YEAR.fullmatch(text):
        return dt.date(int(text), 12, 31)
    for form, pattern in FORMS_OF_DAYS.items():
        if form.fullmatch(text):
            try:
                found = dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007
            except ValueError:
                return None
            return found if YEAR.fullmatch(f"{found.year:04}") else None
    return None
