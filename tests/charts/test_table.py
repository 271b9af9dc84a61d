"""Tables as HTML: what stands in a cell is text, and long words at the head may break."""

from __future__ import annotations

import pytest

from charts import table

HYPHEN = "\u00ad"


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("Menschen mit Einwanderungsgeschichte", f"Menschen mit Einwanderungs{HYPHEN}geschichte"),
        ("Leistungsberechtigte nach AsylbLG", f"Leistungs{HYPHEN}berechtigte nach AsylbLG"),
        ("je nach Aufteilung", "je nach Aufteilung"),
        ("Wirkungsort", "Wirkungsort"),
        ("<b>Stellen</b>", "&lt;b&gt;Stellen&lt;/b&gt;"),
        ("Range (95 %)", "Range (95\u00a0%)"),
    ],
)
def test_long_headings_may_break(heading: str, shown: str) -> None:
    assert f">{shown}</th>" in table.plain("Titel", ["Gemeinde", heading], [["Düren", "1"]], numeric=(1,))
    assert f">{shown}</th>" in table.render("Titel", ["Gemeinde", heading], [("05358008", ["Düren", "1"])])


def test_cells_are_text() -> None:
    cell = "<script>alert(1)</script>"
    for markup in (
        table.plain(cell, ["Ort"], [[cell]]),
        table.render(cell, ["Ort", "Zahl"], [('"><i>', [cell, cell])], total=[cell, cell]),
    ):
        assert "<script" not in markup and "<i>" not in markup


def test_a_row_of_another_length_is_named() -> None:
    with pytest.raises(ValueError, match="05358012"):
        table.render("Titel", ["Ort", "Zahl"], [("05358008", ["Düren", "1"]), ("05358012", ["Heimbach"])])
