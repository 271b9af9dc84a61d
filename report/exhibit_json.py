"""An exhibit as text to be kept: the same exhibit always gives the same text, and the text gives the exhibit back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from report.exhibit import Exhibit
from report.sheets import Cell, Column, Example, Explanation, Facts, Section, Sheet

# Stands in the text, so that a later form of it can be told from this one.
FORM = 1


def to_json(exhibit: Exhibit) -> str:
    """Canonical JSON: sorted keys, no spaces, letters as they are. Raises ValueError for cells that are neither text, number,
    day nor empty, such as a figure that is not finite."""
    content = {
        "form": FORM,
        "title": exhibit.title,
        "findings": list(exhibit.findings),
        "picture": exhibit.picture,
        "sheets": [_sheet(sheet) for sheet in exhibit.sheets],
        "example": {"word": exhibit.example.word, "sentence": exhibit.example.sentence} if exhibit.example else None,
        "address": exhibit.address,
        "edition_id": exhibit.edition_id,
        "language": exhibit.language,
        **({"district": exhibit.district} if exhibit.district else {}),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    # Half a surrogate pair is no letter and could not be stored.
    text.encode()
    return text


def from_json(text: str) -> Exhibit:
    """The exhibit that `to_json` wrote. Raises ValueError for anything else."""
    try:
        content = json.loads(text)
        if content["form"] != FORM:
            raise ValueError(f"this exhibit has form {content['form']!r}, only {FORM} can be read")
        example = content["example"]
        exhibit = Exhibit(
            title=content["title"],
            findings=tuple(content["findings"]),
            picture=content["picture"],
            sheets=tuple(_read_sheet(sheet) for sheet in content["sheets"]),
            example=Example(example["word"], example["sentence"]) if example else None,
            address=content["address"],
            edition_id=content["edition_id"],
            language=content["language"],
            district=content.get("district", ""),
        )
        is_whole = to_json(exhibit) == text
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"this text is no exhibit: {error!r}") from error
    if not is_whole:
        raise ValueError("this text is no exhibit as it is stored: parts of it are unknown or written otherwise")
    return exhibit


def _sheet(sheet: Sheet | Explanation) -> dict[str, Any]:
    if isinstance(sheet, Sheet):
        return {
            "name": sheet.name,
            "title": sheet.title,
            "columns": [[column.heading, column.width, column.number_format] for column in sheet.columns],
            "rows": _rows(sheet.rows),
            "notes": list(sheet.notes),
            **({"decimals": list(sheet.decimals)} if sheet.decimals else {}),
        }
    facts = sheet.facts
    return {
        "name": sheet.name,
        "title": sheet.title,
        "sections": [
            {"heading": section.heading, "rows": _rows(section.rows), "headings": list(section.headings)}
            for section in sheet.sections
        ],
        "facts": {
            "meanings": [list(meaning) for meaning in facts.meanings],
            "choices": [list(choice) for choice in facts.choices],
            "dates": [[of, day.isoformat()] for of, day in facts.dates],
            "sources": list(facts.sources),
            "notes": list(facts.notes),
        },
    }


def _read_sheet(sheet: dict[str, Any]) -> Sheet | Explanation:
    if "columns" in sheet:
        columns = tuple(Column(*column) for column in sheet["columns"])
        notes, decimals = tuple(sheet["notes"]), tuple(sheet.get("decimals", ()))
        return Sheet(sheet["name"], sheet["title"], columns, _read_rows(sheet["rows"]), notes, decimals)
    sections = tuple(
        Section(section["heading"], _read_rows(section["rows"]), tuple(section["headings"]))
        for section in sheet["sections"]
    )
    facts = sheet["facts"]
    read = Facts(
        meanings=_pairs(facts["meanings"]),
        choices=_pairs(facts["choices"]),
        dates=tuple((of, dt.date.fromisoformat(day)) for of, day in facts["dates"]),
        sources=tuple(facts["sources"]),
        notes=tuple(facts["notes"]),
    )
    return Explanation(sheet["name"], sheet["title"], sections, read)


def _pairs(pairs: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in pairs)


def _rows(rows: Sequence[Sequence[Cell]]) -> list[list[Any]]:
    return [[_cell(cell) for cell in row] for row in rows]


def _read_rows(rows: Sequence[Sequence[Any]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(_read_cell(cell) for cell in row) for row in rows)


def _cell(cell: object) -> Any:
    """A day is the one kind of cell that JSON lacks."""
    match cell:
        case dt.datetime():
            raise ValueError(f"a cell cannot hold {cell!r}: days have no time")
        case dt.date():
            return {"day": cell.isoformat()}
        case None | str() | int() | float():
            return cell
        case _:
            raise ValueError(f"a cell cannot hold {cell!r}")


def _read_cell(cell: Any) -> Cell:
    match cell:
        case {"day": str(day)}:
            return dt.date.fromisoformat(day)
        case None | str() | int() | float():
            return cell
        case _:
            raise ValueError(f"a cell cannot hold {cell!r}")
