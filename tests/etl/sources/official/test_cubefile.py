"""The cube export of GENESIS."""

from __future__ import annotations

import pytest

from etl.errors import InputError
from tests.etl.sources.official.conftest import Read

HEAD = (
    "* Export",
    'K;DQ;FACH-SCHL;GHH-ART;"mit Werten"',
    "D;12411BJ001;;N",
    "K;DQA;NAME;RHF-BSR;RHF-ACHSE",
    "D;KREISE;1;1",
    "D;GES;2;2",
    "K;DQZ;NAME;ZI-RHF-BSR;ZI-RHF-ACHSE",
    "D;STAG;3;3",
    "K;DQI;NAME;ME-NAME;DST;TYP;NKM-STELLEN;GHH-ART;GHM-WERTE-JN",
    "D;BEV1;Anzahl;FEST;GANZ;0;;N",
    "D;BEV2;Prozent;FEST;GANZ;0;;N",
    "K;QEI;FACH-SCHL;FACH-SCHL;ZI-WERT;WERT;QUALITAET;GESPERRT;WERT-VERFAELSCHT;WERT;QUALITAET;GESPERRT;WERT-VERFAELSCHT",
)


def test_a_row_has_all_measures(read: Read) -> None:
    found = read(*HEAD, "D;05358;GESM;31.12.2024;5;e;;0.0;1.234;p;;0.0", "D;05358;;31.12.2024;9;e;;0.0;7;e;X;0.0").frame
    assert found.select("ags", "indicator", "value", "unit", "quality").rows() == [
        ("05358", "12411bj001__bev1__ges_gesm", 5, "number", "exact"),
        ("05358", "12411bj001__bev2__ges_gesm", 1.234, "per_cent", "preliminary"),
        ("05358", "12411bj001__bev1", 9, "number", "exact"),
        ("05358", "12411bj001__bev2", None, "per_cent", "not_published"),
    ]


def test_broken_rows_are_rejected(read: Read) -> None:
    good = "D;05358;GESM;31.12.2024;5;e;;0.0;6;p;;0.0"
    found = read(*HEAD, good, good.replace("31.12.2024", "gestern"), good.replace(";6;", ";sechs;"), good[:-4], "Ende")
    assert [row[2] for row in sorted(found.rejected.rows())] == [
        "readable_date",
        "readable_figure",
        "as_many_cells_as_header",
        "as_many_cells_as_header",
    ]
    assert (found.rows_read, found.rows_loaded) == (5, 1)


@pytest.mark.parametrize("block", ["DQA", "DQI", "QEI"])
def test_a_missing_block_is_named(read: Read, block: str) -> None:
    lines = [line.replace(f"K;{block}", "K;XXX") for line in HEAD]
    with pytest.raises(InputError, match=f"lacks the blocks .*{block}"):
        read(*lines, "D;05358;GESM;31.12.2024;5;e;;0.0;6;p;;0.0")


def test_a_cube_without_areas_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="exactly one axis of areas"):
        read(*(line.replace("KREISE", "NAT") for line in HEAD), "D;05358;GESM;31.12.2024;5;e;;0.0;6;p;;0.0")


def test_blank_lines_do_no_harm(read: Read) -> None:
    row = "D;05358;GESM;31.12.2024;5;e;;0.0;6;p;;0.0"
    assert read(HEAD[0], "", ";;", *HEAD[1:], "", row, "").frame.height == 2
