"""Columns that identify people, told by their heading or by what stands in them.

What is found here is never read from an export, except as a case number (leaves as a keyed hash) or a date of birth
(leaves as an age band). It is better to refuse one column too many: a sender can map it on purpose.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable

FEW = 0.2  # a share of values that makes a whole column identifying
MOST = 0.5
YOUNGEST, OLDEST = 10, 100  # years that dates of birth mostly lie back
# Characters looked at: patterns must not take long over a whole book in one cell.
LONGEST_HEADING, LONGEST_TEXT, LONGEST_ENTRY = 200, 2000, 120

# Tried in this order, on headings in lower case with ä as ae and everything that is no letter as a blank.
HEADINGS: tuple[tuple[str, str], ...] = (
    (
        "email",
        r"\be ?mail|\bmail\b|mail ?(adress|address)|\bmails\b",
    ),
    (
        "account",
        r"\biban\b|\bbic\b|\bkonto( ?(nr|nummer|inhaber\w*|verbindung))?\b|bankverbindung|bankkonto|\b(bank )?account\b",
    ),
    (
        "file_number",
        r"aktenzeichen|\bakten? ?(nr|nummer|id)\b|\baz\b|\bazr|auslaenderzentralregister"
        r"|\w*(ausweis|pass|visum|dokument|register|registrier|steuer|sozialversicherungs|versicherungs|versicherten)s?"
        r" ?(nr|nummer|id|identifikationsnummer)\b|\bsv ?(nr|nummer)\b|\bbg ?(nr|nummer)\b|personalausweis|reisepass|\bpassport"
        r"|\b(id|identity) ?(card|document)|\b(klient\w*|kunde\w*|person\w*|mandant\w*|teilnehmer\w*|fall|vorgang\w*|client|case"
        r"|customer|participant|file|reference|registration|tax|insurance|document) ?(nr|no|nummer|number|id|kennung|kennzeichen)\b",
    ),
    (
        "birth_date",
        r"geburts(datum|tag)|\bgeb( ?(am|dat|datum|tag|d))?$|\bgeboren( am)?$|date ?of ?birth|birth ?(date|day)|\bdob\b"
        r"|\bborn( on)?$",
    ),
    (
        "phone",
        r"tele(fon|fax|phone)|\btel\b|\bhandy|\bmobil( ?(nr|nummer|tel\w*|funk\w*))?$|\bmobile( ?(phone|number|no))?$|\bfax|festnetz"
        r"|\bruf ?(nr|nummer)|\bphone|\bcell( ?phone)?$|whatsapp",
    ),
    (
        "address",
        r"strassen?\b|strassen?(name|nr|nummer)|\bstr\b|haus ?(nr|nummer)\b|\bhnr\b|anschrift|(?<!ip )adressen?\b"
        r"|\badress ?(zusatz|daten|feld)|\baddress|\bstreet|postfach"
        r"|\bhouse ?(no|number)\b",
    ),
    (
        "name",
        r"(nach|vor|zu|familien|geburts|ruf|spitz|klient\w*|kunde\w*|person\w*|teilnehmer\w*|vaters|mutter|ehe)namen?\b"
        r"|\b(sur|fore|nick|last|first|given|family|full|middle|maiden|user) ?names?\b|\bn?vn\b"
        r"|^(klient|klientin|klientinnen|klienten|person|ratsuchende\w?|teilnehmer|teilnehmerin|teilnehmende\w?|mandant|mandantin|kunde"
        r"|kundin|client|customer|participant)$|^(ansprech|bezugs|kontakt)person$|\bnamens?zusatz",
    ),
)
NAME = re.compile(r"\bnamen?s?\b")
NAME_OF_A_THING = re.compile(
    r"gemeinde|\borts?\b|kommune|stadt|kreis|traeger|stelle|einrichtung|\bamt|behoerde|sprache|massnahme|kurs|projekt|schule|land\b"
    r"|thema|datei|bezirk|schwerpunkt|verein|carrier|municipality|town|city|place|district|country|language|institution"
    r"|office|project|school|topic|file|post\b|region"
)
LETTER = r"[^\W\d_]"
EMAIL = re.compile(rf"[\w.+%-]@[\w-]+(\.[\w-]+)*\.{LETTER}{{2,}}")
IBAN = re.compile(r"(?=.{15,42}$)[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,4})?", re.IGNORECASE)
# A number without any mark between its digits may as well be a key of an area: only such that begin as mobile numbers do.
PHONE = re.compile(r"(\+|00)\d[\d ()/.–-]{6,}|\(?0[1-9]\d{1,4}\)?[ /.–-]+\d[\d /.–-]{2,}|01[567]\d{7,9}|0[2-9]\d{8,9}")
STREET = re.compile(
    rf"(.*({LETTER}|\b)(stra(ß|ss)e|str\.?|weg|allee|platz|gasse|ring|damm|ufer|hof|pfad|chaussee|steig|markt|street|road|lane|avenue)"
    rf"|(am|an der|an den|auf der|auf dem|im|in der|in den|zum|zur|unter den) {LETTER}.*) ?,? ?\d{{1,4}} ?[a-z]?\b.*",
    re.IGNORECASE,
)
WORD = rf"{LETTER}[^\W\d_'’.-]*(['’.-]{LETTER}+)*"
PAIR = re.compile(rf"{WORD}( {WORD}){{0,3}}, ?{WORD}( {WORD}){{0,3}}")
TITLED = re.compile(rf"(frau|herrn?|fr\.|hr\.|mrs?\.?|ms\.?|miss) {LETTER}.*", re.IGNORECASE)
AFTER_A_PLACE = {
    "stadt",
    "kreis",
    "gemeinde",
    "landkreis",
    "st",
    "markt",
    "flecken",
    "kreisfreie",
    "stadtkreis",
    "land",
}
DATE = re.compile(r"(?:(\d{4})-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./](\d{4}))(?:[ T].*)?")


def identifying(heading: str, sample: Iterable[str | None] = (), on: dt.date | None = None) -> str | None:
    """Why a column identifies people, or None: "name", "address", "phone", "email", "file_number", "birth_date", "account".

    `sample`: some of its values, all text, empty ones left out or None. `on`: the day from which dates of birth lie 10 to 100
    years back, today if not given. A postal code, a place of birth or a year of birth alone identifies nobody.
    """
    return by_heading(heading) or by_content(sample, on)


def by_heading(heading: str) -> str | None:
    """Why the heading of a column says that it identifies people, or None."""
    plain = _plain(heading[:LONGEST_HEADING])
    for reason, pattern in HEADINGS:
        if re.search(pattern, plain):
            return reason
    return "name" if NAME.search(plain) and not NAME_OF_A_THING.search(plain) else None


def by_content(sample: Iterable[str | None], on: dt.date | None = None) -> str | None:
    """Why the values of a column identify people, or None. One e-mail address or account is enough; of the other
    patterns a few must be there, of dates of birth most."""
    values = [value.strip() for value in sample if value and value.strip()]
    if not values:
        return None

    def share(test: Callable[[str], object]) -> float:
        return sum(len(value) <= LONGEST_ENTRY and bool(test(value)) for value in values) / len(values)

    if any("@" in value and EMAIL.search(value[:LONGEST_TEXT]) for value in values):
        return "email"
    if share(IBAN.fullmatch) > 0:
        return "account"
    if share(PHONE.fullmatch) >= FEW:
        return "phone"
    if share(STREET.fullmatch) >= FEW:
        return "address"
    if share(_is_a_name) >= FEW:
        return "name"
    dates = [found for value in values if (found := DATE.fullmatch(value))]
    this_year = (on or dt.datetime.now(dt.UTC).date()).year
    births = sum(YOUNGEST <= this_year - int(found[1] or found[2]) <= OLDEST for found in dates)
    return "birth_date" if len(dates) > MOST * len(values) and births > MOST * len(dates) else None


def _is_a_name(value: str) -> bool:
    if TITLED.fullmatch(value):
        return True
    if not PAIR.fullmatch(value):
        return False
    before, _, after = (part.strip() for part in value.partition(","))
    written_as_names = before[0].isupper() and after[0].isupper()
    return written_as_names and after.split()[0].casefold().rstrip(".") not in AFTER_A_PLACE


def _plain(heading: str) -> str:
    """Lower case, umlauts spelt out, camelCase and everything that is no letter as one blank between words."""
    apart = re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])", " ", unicodedata.normalize("NFC", heading))
    spelt = apart.casefold().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}))
    return re.sub(r"[\W\d_]+", " ", spelt).strip()
