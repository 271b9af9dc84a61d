"""The faulty rows of the example export: each kind once in a list, so that a reader sees what the load must find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

DEFAULT_CASES = 6000

Row = dict[str, str]
Change = str | Callable[[Row], str]


def german_date(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def read_date(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()


def _days_after(column: str, days: int) -> Change:
    return lambda row: german_date(read_date(row[column]) + timedelta(days=days))


def _other_sex(row: Row) -> str:
    return "männlich" if row["Geschlecht"] == "weiblich" else "weiblich"


@dataclass(frozen=True)
class Fault:
    """One kind of faulty row, a copy of a good row spoiled in one way: how many at 6,000 cases, and what is changed.

    `where` says which rows may be copied: the value a column has, or None for any value but empty. With `keeps_number`
    the copy keeps its number, which makes it a duplicate.
    """

    file: str
    kind: str
    count: int
    changes: Mapping[str, Change]
    where: Mapping[str, str | None] = field(default_factory=dict)
    keeps_number: bool = False

    def count_at(self, cases: int) -> int:
        """How many rows of this kind go with `cases` regular cases: in proportion, at least one."""
        return max(1, self.count * cases // DEFAULT_CASES)

    def fits(self, row: Row) -> bool:
        return all(row[column] == value if value else row[column] for column, value in self.where.items())


AGS_DUEREN = {"Gemeindeschlüssel": "05358008"}
END_TOO_EARLY = {"Fallende am": _days_after("Erstgespräch am", -1)}
INTERVIEW_TOO_EARLY = {"Erstgespräch am": _days_after("Anfrage am", -5)}
STATUS_TOO_EARLY = {"Zielstand am": _days_after("Vereinbart am", -3)}

FAULTS = (
    Fault("cases", "impossible date", 3, {"Anfrage am": "31.02.2024"}),
    Fault("cases", "unknown municipality", 3, {"Gemeindeschlüssel": "05358999"}),
    Fault("cases", "municipality without leading zero", 2, {"Gemeindeschlüssel": "5358008"}, where=AGS_DUEREN),
    Fault("cases", "end before first interview", 3, END_TOO_EARLY, where={"Fallende am": None}),
    Fault("cases", "first interview before request", 3, INTERVIEW_TOO_EARLY, where={"Erstgespräch am": None}),
    Fault("cases", "case number missing", 2, {"Fallnummer": ""}),
    Fault("cases", "unknown post", 2, {"Stelle": "CARITAS-9"}),
    Fault("cases", "unknown focus area", 2, {"Schwerpunkt": "Wilkommensberatung"}),
    Fault("cases", "consent missing", 2, {"Einwilligung": ""}),
    Fault("cases", "exact duplicate", 3, {}, keeps_number=True),
    Fault("cases", "case number used twice", 2, {"Geschlecht": _other_sex}, keeps_number=True),
    Fault("goals", "unknown topic", 2, {"Thema": "Verschiedenes"}),
    Fault("goals", "status before agreement", 2, STATUS_TOO_EARLY),
    Fault("goals", "unknown case", 2, {"Fallnummer": "BSP-999999"}),
    Fault("services", "negative hours", 2, {"Stunden": "-1,00"}),
    Fault("services", "hours in words", 2, {"Stunden": "zwei"}),
    Fault("services", "date in the future", 2, {"Datum": "15.03.2062"}),
    Fault("services", "unknown case", 2, {"Fallnummer": "BSP-999999"}),
)


def with_faults(random: Callable[[], float], file: str, rows: list[Row], consenting: set[str], cases: int) -> list[Row]:
    """The rows and, somewhere after the row each is copied from, the faulty ones.

    Only rows with consent are copied, each once, so that its fault is the one reason to turn a copy away.
    """
    free, result, added = [row for row in rows if row["Fallnummer"] in consenting], list(rows), 0
    for fault in (fault for fault in FAULTS if fault.file == file):
        fitting = [row for row in free if fault.fits(row)]
        for _ in range(fault.count_at(cases)):
            original = fitting.pop(int(random() * len(fitting)))
            free.remove(original)
            added += 1
            copy = original | ({} if fault.keeps_number else _new_number(file, cases, added))
            copy |= {column: new if isinstance(new, str) else new(original) for column, new in fault.changes.items()}
            after = result.index(original) + 1
            result.insert(after + int(random() * (len(result) - after + 1)), copy)
    return result


def _new_number(file: str, cases: int, added: int) -> Row:
    """A number of its own for a copied row, above those in use."""
    if file == "cases":
        return {"Fallnummer": f"BSP-{cases + added:06}", "Name": f"Beispielperson {cases + added:06}"}
    return {"goals": {"Zielnummer": str(90 + added)}, "services": {"Leistungsnummer": str(90 + added)}}[file]
