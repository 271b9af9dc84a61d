"""Municipalities: our own table, and the official list of all German ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from etl.errors import InputError
from etl.files import read_grid
from etl.outcome import Outcome
from etl.sources.indicators import read_indicators
from etl.sources.municipalities import read_municipalities
from etl.sources.official import layout_of

NAME = "folder/file.csv"
MUNICIPALITIES = "ags;name;area_km2;longitude;latitude;degurba;degurba_text;regiostar7;regiostar7_text"


def read(folder: Path, row: str) -> Outcome:
    path = folder / "file.csv"
    path.write_text(f"{MUNICIPALITIES}\n{row}\n", encoding="utf-8")
    return read_municipalities(path, NAME)


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("5358004;A;1;6.28;50.89;02;m;74;s", "ags", "regex"),
        ("05358004;;1;6.28;50.89;02;m;74;s", "name", "nullability"),
        ("05358004;A;0;6.28;50.89;02;m;74;s", "area_km2", "min_exclusive"),
        ("05358004;A;1;50.89;50.89;02;m;74;s", "longitude", "max"),
        ("05358004;A;1;6.28;6.28;02;m;74;s", "latitude", "min"),
        ("05358004;A;1;6.28;50.89;2;m;74;s", "degurba", "regex"),
        ("05358004;A;1;6.28;50.89;02;m;99;s", "regiostar7", "regex"),
    ],
)
def test_wrong_municipalities_are_rejected_with_column_and_rule(
    tmp_path: Path, row: str, column: str, rule: str
) -> None:
    assert read(tmp_path, row).rejected.rows() == [(2, column, rule)]


def test_regional_types_may_be_unknown(tmp_path: Path) -> None:
    row = read(tmp_path, "05358004;Aldenhoven;44.25;6.28;50.89;;;;").frame.row(0, named=True)
    assert (row["name"], row["degurba"], row["regiostar7"]) == ("Aldenhoven", None, None)


HEAD = (
    ("Gemeinden in Deutschland nach Fläche, Bevölkerung und Postleitzahl am 31.12.2023",),
    ("auf Grundlage des Zensus 2011",),
    ("Satz-\nart", "Text-\nkenn-\nzeichen", "Amtlicher Regionalschlüssel (ARS)", "", "", "", "", "Gemeindename", "Fläche km²",
     "Bevölkerung", "", "", "", "Post-\nleit-\nzahl", "Geografische Mittelpunktkoordinaten", "", "Reisegebiete", "",
     "Grad der Ver-\nstädterung", ""),
    ("", "", "Land", "RB", "Kreis", "VB", "Gem", "", "", "insgesamt", "männlich", "weiblich", "je km²", "", "Längengrad",
     "Breitengrad", "Schlüssel", "Bezeichnung", "Schlüssel", "Bezeichnung"),
    ("", "", "", "", "", "", "", "", "", "1", "2", "3"),
    (),
)  # fmt: skip
LEVELS = (
    ("10", "", "05", "", "", "", "", "Nordrhein-Westfalen"),
    ("20", "", "05", "3", "", "", "", "Reg.-Bez. Köln"),
    ("40", "43", "05", "3", "58", "", "", "Düren"),
    ("50", "50", "05", "3", "58", "0004", "", "Aldenhoven"),
)
ALDENHOVEN = ("60", "64", "05", "3", "58", "0004", "004", "Aldenhoven", "44,25", "13971", "6950", "7021", "316", "52457",
              "6,281953", "50,895696", "J05", "Eifel und Region Aachen", "02", "mittlere Besiedlungsdichte")  # fmt: skip
DUEREN = ("60", "63", "05", "3", "58", "0008", "008", "Düren, Stadt", "85,01", "93323", "46000", "47323", "1098", "52349",
          "6,482964", "50,801678", "J05", "Eifel und Region Aachen", "01", "dicht besiedelt")  # fmt: skip
EUSKIRCHEN = ("60", "63", "05", "3", "66", "0016", "016", "Euskirchen, Kreisstadt", "139,6", "59000", "1", "1", "423", "53879",
              "6,78", "50,66", "J05", "Eifel", "02", "mittlere Besiedlungsdichte")  # fmt: skip
FOREST = ("60", "66", "05", "3", "58", "0999", "999", "Wald, gemfr. Gebiet", "1,0", "", "", "", "", "", "6,4", "50,8", "", "",
          "03", "gering besiedelt")  # fmt: skip
FOOT = (("1) Postleitzahl des Verwaltungssitzes",), ("© Statistisches Bundesamt (Destatis), 2024",))


def directory(folder: Path, *rows: Sequence[str]) -> Path:
    path = folder / "AuszugGV.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Deckblatt").write_string(0, 0, "Gemeindeverzeichnis-Informationssystem")
        sheet = book.add_worksheet("Onlineprodukt_Gemeinden31122023")
        for at, row in enumerate((*HEAD, *LEVELS, *rows, *FOOT)):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(at, column, cell)
    return path


def test_the_official_list_is_known_by_its_content(tmp_path: Path) -> None:
    assert layout_of(read_grid(directory(tmp_path, ALDENHOVEN), NAME)) == "gv_isys"


def test_the_districts_municipalities_are_taken_from_the_list_of_all(tmp_path: Path) -> None:
    path = directory(tmp_path, ALDENHOVEN, DUEREN, FOREST, EUSKIRCHEN)
    outcome = read_municipalities(path, NAME, "05358")
    assert outcome.frame.drop("line").rows() == [
        ("05358004", "Aldenhoven", 44.25, 6.281953, 50.895696, "02", "mittlere Besiedlungsdichte", None, None),
        ("05358008", "Düren", 85.01, 6.482964, 50.801678, "01", "dicht besiedelt", None, None),
    ]
    assert outcome.frame["line"].to_list() == [11, 12]
    assert (outcome.rows_read, outcome.rows_rejected, outcome.duplicate) == (2, 0, 0)


def test_rows_of_the_list_that_cannot_be_used_are_rejected(tmp_path: Path) -> None:
    def changed(number: str, at: int, cell: str) -> tuple[str, ...]:
        row = list(ALDENHOVEN)
        row[6], row[at] = number, cell
        return tuple(row)

    wrong = ((8, "groß"), (14, "50,9"), (7, ""), (18, "städtisch"))
    rows = (DUEREN, DUEREN, *(changed(f"10{number}", at, cell) for number, (at, cell) in enumerate(wrong)))
    outcome = read_municipalities(directory(tmp_path, *rows), NAME, "05358")
    assert sorted(outcome.rejected.rows()) == [
        (13, "Fläche", "readable_number"),
        (14, "Längengrad", "max"),
        (15, "Gemeindename", "nullability"),
        (16, "Verstädterung", "regex"),
    ]
    assert (outcome.rows_read, outcome.rows_loaded, outcome.duplicate) == (6, 1, 1)


def test_a_list_of_another_area_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no municipality whose key begins with 05358; correct the key"):
        read_municipalities(directory(tmp_path, EUSKIRCHEN), NAME, "05358")


def test_the_list_holds_no_figures(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="load it as kind municipalities"):
        read_indicators(directory(tmp_path, ALDENHOVEN), NAME)


def test_the_shipped_municipalities_agree_with_a_list_of_them(tmp_path: Path, project: Path) -> None:
    shipped = read_municipalities(project / "data" / "raw" / "municipalities" / "gemeinden.csv", NAME).frame
    rows = [
        ("60", "64", row["ags"][:2], row["ags"][2], row["ags"][3:5], "0" + row["ags"][5:], row["ags"][5:], row["name"],
         *(str(row["area_km2"]).replace(".", ","), "1", "1", "0", "1", "52000"),
         *(str(row[name]).replace(".", ",") for name in ("longitude", "latitude")),
         "", "", row["degurba"], row["degurba_text"])
        for row in shipped.iter_rows(named=True)
    ]  # fmt: skip
    listed = read_municipalities(directory(tmp_path, *rows), NAME, "05358").frame
    of_list = [name for name in shipped.columns if name != "line" and not name.startswith("regiostar7")]
    assert listed.select(of_list).equals(shipped.select(of_list))
    assert listed.select(pl.col("^regiostar7.*$").null_count()).row(0) == (15, 15)


def test_a_row_of_the_list_that_is_cut_off_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "gemeinden.csv"
    width = len(ALDENHOVEN)
    lines = [[*row, *[""] * (width - len(row))] for row in (*HEAD[2:4], *LEVELS, ALDENHOVEN)]
    text = "\n".join(";".join(f'"{cell}"' for cell in line) for line in [*lines, DUEREN[:12]])
    path.write_text(text + "\n", encoding="utf-8")
    outcome = read_municipalities(path, NAME, "05358")
    assert outcome.frame["ags"].to_list() == ["05358004"]
    assert [row[1:] for row in outcome.rejected.rows()] == [("–", "as_many_cells_as_header")]
    assert outcome.rows_read == 2
