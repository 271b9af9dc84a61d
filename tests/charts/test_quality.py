"""The matrix of completeness: every cell says its share in words, and the four states look and read differently."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree

import pytest

from charts.colours import contrast
from charts.quality import BREAKS, CarrierRow, Filled, last_months, matrix, timeliness
from locales import Language

MONTHS = last_months(dt.date(2026, 10, 31), 12)
ROWS = [
    CarrierRow(
        "Caritas", dt.date(2026, 8, 31), {dt.date(2026, 7, 1): Filled(45, 60, 10), dt.date(2026, 1, 1): Filled(0, 6, 1)}
    ),
    CarrierRow("Stadt & Land", None, {}),
]


def markup(language: str = "de") -> str:
    return matrix("Vollständigkeit", ROWS, MONTHS, Language(language))


def parsed(language: str = "de") -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{markup(language)}</div>")


def cells(row: int) -> list[str]:
    """Text of the cells of a carrier, by month."""
    found = parsed().findall("./table/tbody/tr")[row]
    return ["".join(cell.itertext()) for cell in found.findall("td")]


def test_last_months_end_with_the_wanted_one() -> None:
    assert MONTHS[0] == dt.date(2025, 11, 1)
    assert MONTHS[-1] == dt.date(2026, 10, 1)
    assert len(MONTHS) == 12


def test_every_month_of_every_carrier_says_something() -> None:
    for row in range(len(ROWS)):
        assert len(cells(row)) == len(MONTHS)
        assert all(text.strip() for text in cells(row))


def test_states_are_told_apart_in_words() -> None:
    by_month = dict(zip(MONTHS, cells(0), strict=True))
    assert by_month[dt.date(2026, 7, 1)] == "75"
    assert by_month[dt.date(2026, 1, 1)] == "0"
    assert by_month[dt.date(2026, 8, 1)] == "–keine neuen Fälle"
    assert by_month[dt.date(2026, 9, 1)] == "…noch nicht geliefert"
    assert set(cells(1)) == {"…noch nicht geliefert"}


def test_a_cell_says_what_it_rests_on() -> None:
    assert 'title="Caritas, Juli 2026: 75\u202f% von 60 Angaben ausgefüllt, 10 Fälle"' in markup()
    assert 'title="Caritas, July 2026: 75% of 60 entries filled, 10 cases"' in markup("en")


def test_heads_are_scoped_and_months_named_in_full() -> None:
    table = parsed().find("table")
    assert table.find("caption").text == "Vollständigkeit"
    assert [head.get("scope") for head in table.findall("./tbody/tr/th")] == ["row", "row"]
    years, months = table.findall("./thead/tr")
    assert [(head.text, head.get("colspan")) for head in years.findall("th")[1:]] == [("2025", "2"), ("2026", "10")]
    assert [head.get("abbr") for head in months.findall("th")][:2] == ["November 2025", "Dezember 2025"]


def test_names_are_escaped() -> None:
    assert "Stadt &amp; Land" in markup()


@pytest.mark.parametrize("share", [0.0, 0.49, *BREAKS, 1.0])
def test_numbers_can_be_read_on_their_colour(share: float) -> None:
    row = CarrierRow("x", dt.date(2026, 12, 31), {MONTHS[0]: Filled(round(share * 100), 100, 5)})
    (found,) = re.findall(
        r"background:(#\w{6});color:(#\w{6})", matrix("x", [row], MONTHS, Language("de")).partition("</table>")[0]
    )
    assert contrast(*found) >= 4.5


def test_timeliness_counts_the_days_to_the_first_export_that_covers_a_month() -> None:
    exports = [("Caritas", [dt.date(2026, 7, 31), dt.date(2026, 10, 20)]), ("Stadt & Land", [])]
    html = timeliness("Aktualität", exports, MONTHS, Language("de"))
    rows = ElementTree.fromstring(f"<div>{html}</div>").findall("./table/tbody/tr")
    shown = [["".join(cell.itertext()) for cell in row.findall("td")] for row in rows]
    assert shown[0][-5:] == ["31", "0", "50", "20", "…noch nicht geliefert"]
    assert shown[0][0] == str((dt.date(2026, 7, 31) - dt.date(2025, 11, 30)).days)
    assert set(shown[1]) == {"…noch nicht geliefert"}
    assert "Caritas, September 2026: 20 Tage nach Monatsende geliefert" in html
