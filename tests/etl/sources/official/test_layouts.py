"""Official tables are known by their content."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.files import Grid, Reading, read_grid
from etl.sources.official import layout_of

OF_REAL_FILES = {
    "Regionaltabelle_Demografie.csv": "regionaltabelle",
    "genesis_12211-0001_ffcsv_ALT__auszug.csv": "ffcsv_old",
    "genesis_cubefile_47414BJ002__auszug.csv": "cubefile",
    "ldbnrw_12411-09i_csv_latin1__dueren.csv": "stacked",
    "ldbnrw_12411-15i_csv_latin1__dueren.csv": "stacked",
    "ldbnrw_12521-03i_csv_latin1__dueren.csv": "stacked",
    "ldbnrw_22811-01i_csv_latin1__dueren.csv": "stacked",
    "ldbnrw_22811-05i_csv_latin1__dueren.csv": "stacked",
    "regio_12211-Z-11_ffcsv_neu_quality_on__auszug.csv": "ffcsv_new",
    "regio_12411-01-01-4_ffcsv_ALT__auszug.csv": "ffcsv_old",
    "regio_12411-01-01-4_ffcsv_neu__auszug.csv": "ffcsv_new",
    "regio_12511-01-01-4_csv_2018_latin1__dueren.csv": "stacked",
    "regio_12711-01-03-5_csv_2017__dueren.csv": "stacked",
    "regio_12711-03-02-4_csv_2017__dueren.csv": "stacked",
    "regio_13111-01-03-4_ffcsv_neu__minus_ist_nicht_null.csv": "ffcsv_new",
    "regio_13111-02-02-5_csv_2017__dueren.csv": "stacked",
    "regio_13211-01-03-5_csv_2017__dueren.csv": "stacked",
    "regio_AI-N-01-2-5_ffcsv_ALT__dueren.csv": "ffcsv_old",
    "regio_AI-N-01-2-5_ffcsv_neu_dezimalkomma__dueren.csv": "ffcsv_new",
    "zensus2022_Regionaltabelle_Demografie__sonderzeichen.csv": "regionaltabelle",
    "zensus2022_Regionaltabelle_Erwerbsstatus__dueren.csv": "regionaltabelle",
    "zensus2022_Regionaltabelle_Haushalte__dueren.csv": "regionaltabelle",
    "zensus2022_Regionaltabelle_HoechsterSchulabschluss__dueren.csv": "regionaltabelle",
    "zensusdb_1000A-0000_ffcsv_de__dueren.csv": "ffcsv_new",
    "zensusdb_1000A-2022_ffcsv_de_quality_on__nrw.csv": "ffcsv_new",
    "zensusdb_2000S-2003_ffcsv_de_stichprobe.csv": "ffcsv_new",
}


def grid_of(*rows: list[str]) -> Grid:
    return Grid("anything.csv", list(enumerate(rows, 1)), Reading())


@pytest.mark.parametrize(("file", "layout"), OF_REAL_FILES.items())
def test_real_files(shared_data: Path, file: str, layout: str) -> None:
    assert layout_of(read_grid(shared_data / "census" / "official" / file, "renamed.txt")) == layout


def test_no_real_file_is_left_out(shared_data: Path) -> None:
    assert {path.name for path in (shared_data / "census" / "official").iterdir()} == set(OF_REAL_FILES)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[""], []],
        [["ags", "name", "indicator", "reference_date", "value", "unit", "quality"]],
        [["Fallnummer", "Einwilligung"], ["1", "ja"]],
        [["Name", "Regionalebene"]],
        [["Satzart", "Textkennzeichen"], ["60", "64"]],
        [["K", "DZ"], ["D", "1"]],
    ],
)
def test_other_tables_have_none_of_the_layouts(rows: list[list[str]]) -> None:
    assert layout_of(grid_of(*rows)) is None
