"""Words for the codes of the intake, for texts on screen; each value is a message of the catalogue."""

from __future__ import annotations

KIND_NAMES = {
    "municipalities": "Municipalities",
    "boundaries": "Boundaries",
    "indicators": "Official statistics",
    "posts": "Staffing table",
    "post_areas": "Municipalities of the posts",
    "outreach": "Consultation hours on site",
    "authority_counts": "Yearly counts of the authorities",
    "arrivals": "Arrivals from abroad",
    "travel_times": "Travel times between municipalities",
    "cases": "Cases",
    "goals": "Goals",
    "services": "Services",
    "unknown": "not recognised",
}
LAYOUT_NAMES = {
    "geojson": "boundaries as GeoJSON",
    "geopackage": "boundaries as GeoPackage",
    "shapefile": "boundaries as shapefile",
    "regionaltabelle": "regional table of the 2022 census",
    "ffcsv_new": "flat file of a statistics database, new layout",
    "ffcsv_old": "flat file of a statistics database, old layout",
    "stacked": "table as CSV of a statistics database",
    "gv_isys": "municipality directory of the Federal Statistical Office",
    "cubefile": "cube file of a statistics database",
    "tidy": "table of KIM-Atlas itself",
    "table": "a table of unknown layout",
    "": "unknown",
}
SEPARATOR_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "vertical bar"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "cp1252": "Windows-1252",
    "iso-8859-1": "ISO 8859-1",
    "utf-16": "UTF-16",
}
DATE_NAMES = {
    "auto": "31.12.2025 or 2025-12-31",
    "dmy_slash": "31/12/2025",
    "mdy_slash": "12/31/2025",
    "dmy_short": "31.12.25",
}
DECIMAL_NAMES = {
    "auto": "1,5 or 1.5; 1.234 is refused as ambiguous",
    "comma": "1,5; 1.234 is one thousand two hundred and thirty-four",
    "point": "1.5; 1,234 is one thousand two hundred and thirty-four",
}
IDENTIFIES = {
    "name": "a name",
    "address": "an address",
    "phone": "a telephone number",
    "email": "an e-mail address",
    "file_number": "a file number",
    "birth_date": "a date of birth",
    "account": "an account number",
}
CHANGE_NAMES = {
    "new": "new",
    "changed": "changed",
    "vanished": "vanished",
    "added": "added",
    "removed": "removed",
}
PART_NAMES = {
    "map": "Map",
    "areas": "Focus areas",
    "compare": "Compare",
    "reach": "Reach",
    "distance": "Distance",
    "fairness": "Fairness",
    "list": "List",
}
CASELOAD_PART_NAMES = {
    "compare": "Compare",
    "map": "Map",
    "course": "Over time",
    "intensity": "Weighting",
    "need": "Posts required",
    "vacancy": "Vacancies",
    "details": "In detail",
}
OUTCOME_PART_NAMES = {
    "overview": "At a glance",
    "goals": "Goals",
    "time": "Times",
    "ways": "Ways in and on",
    "languages": "Languages and services",
    "people": "Who is reached",
    "authorities": "Authorities",
    "compare": "Compared over time",
}
PLAN_PART_NAMES = {
    "edit": "Move posts",
    "propose": "Proposal",
    "compare": "Compare plans",
    "scenarios": "Scenarios",
}
MEETING_PART_NAMES = {
    "agenda": "Agenda",
    "changes": "Since the last meeting",
    "papers": "Show and hand out",
    "assignments": "Assignments",
}
# Path in the address -> what the page is called.
PAGE_NAMES = {
    "": "Overview",
    "versorgung": "Coverage",
    "gemeinde": "Municipality",
    "fallzahlen": "Caseload",
    "wirkung": "Outcomes",
    "planung": "Planning",
    "sitzung": "Meeting",
    "daten": "Data",
    "methoden": "Methods",
}
