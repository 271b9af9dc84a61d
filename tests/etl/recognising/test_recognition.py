"""What a file is, judged by its content: every real file, our own tables, exports, and what cannot be read."""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import etl
from etl.errors import InputError
from etl.recognising.recognition import UNKNOWN, Recognition, recognise
from etl.sources.forms import FORMS
from tests.etl.files.made import protected, xlsx_of, zipped

OFFICIAL = {
    "Regionaltabelle_Demografie.csv": ("regionaltabelle", "utf-8-sig"),
    "genesis_12211-0001_ffcsv_ALT__auszug.csv": ("ffcsv_old", "utf-8"),
    "genesis_cubefile_47414BJ002__auszug.csv": ("cubefile", "utf-8"),
    "ldbnrw_12411-09i_csv_latin1__dueren.csv": ("stacked", "iso-8859-1"),
    "ldbnrw_12411-15i_csv_latin1__dueren.csv": ("stacked", "iso-8859-1"),
    "ldbnrw_12521-03i_csv_latin1__dueren.csv": ("stacked", "iso-8859-1"),
    "ldbnrw_22811-01i_csv_latin1__dueren.csv": ("stacked", "iso-8859-1"),
    "ldbnrw_22811-05i_csv_latin1__dueren.csv": ("stacked", "iso-8859-1"),
    "regio_12211-Z-11_ffcsv_neu_quality_on__auszug.csv": ("ffcsv_new", "utf-8-sig"),
    "regio_12411-01-01-4_ffcsv_ALT__auszug.csv": ("ffcsv_old", "utf-8"),
    "regio_12411-01-01-4_ffcsv_neu__auszug.csv": ("ffcsv_new", "utf-8-sig"),
    "regio_12511-01-01-4_csv_2018_latin1__dueren.csv": ("stacked", "iso-8859-1"),
    "regio_12711-01-03-5_csv_2017__dueren.csv": ("stacked", "utf-8"),
    "regio_12711-03-02-4_csv_2017__dueren.csv": ("stacked", "utf-8"),
    "regio_13111-01-03-4_ffcsv_neu__minus_ist_nicht_null.csv": ("ffcsv_new", "utf-8-sig"),
    "regio_13111-02-02-5_csv_2017__dueren.csv": ("stacked", "utf-8"),
    "regio_13211-01-03-5_csv_2017__dueren.csv": ("stacked", "utf-8"),
    "regio_AI-N-01-2-5_ffcsv_ALT__dueren.csv": ("ffcsv_old", "utf-8"),
    "regio_AI-N-01-2-5_ffcsv_neu_dezimalkomma__dueren.csv": ("ffcsv_new", "utf-8-sig"),
    "zensus2022_Regionaltabelle_Demografie__sonderzeichen.csv": ("regionaltabelle", "utf-8-sig"),
    "zensus2022_Regionaltabelle_Erwerbsstatus__dueren.csv": ("regionaltabelle", "utf-8-sig"),
    "zensus2022_Regionaltabelle_Haushalte__dueren.csv": ("regionaltabelle", "utf-8-sig"),
    "zensus2022_Regionaltabelle_HoechsterSchulabschluss__dueren.csv": ("regionaltabelle", "utf-8-sig"),
    "zensusdb_1000A-0000_ffcsv_de__dueren.csv": ("ffcsv_new", "utf-8-sig"),
    "zensusdb_1000A-2022_ffcsv_de_quality_on__nrw.csv": ("ffcsv_new", "utf-8-sig"),
    "zensusdb_2000S-2003_ffcsv_de_stichprobe.csv": ("ffcsv_new", "utf-8-sig"),
}
OURS = {
    "raw/census/zensus2022_demografie.csv": ("indicators", "tidy"),
    "raw/municipalities/gemeinden.csv": ("municipalities", "tidy"),
    "raw/staffing/stellen.csv": ("posts", "tidy"),
    "raw/staffing/stellen_gebiete.csv": ("post_areas", "tidy"),
    "raw/caseload/Beispieldaten_Faelle.csv": ("cases", "mapping:beispieldaten"),
    "raw/caseload/Beispieldaten_Ziele.csv": ("goals", "mapping:beispieldaten"),
    "raw/caseload/Beispieldaten_Leistungen.csv": ("services", "mapping:beispieldaten"),
    "raw/geo/gemeinden_vg250_2016.geojson": ("boundaries", "geojson"),
}


def of(folder: Path, data: bytes | str, name: str = "file") -> Recognition:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return recognise(path, folder / "data")


def test_every_official_file_is_named_here(shared_data: Path) -> None:
    assert {path.name for path in (shared_data / "census" / "official").iterdir()} == set(OFFICIAL)


@pytest.mark.parametrize("name", OFFICIAL)
def test_official_files_are_recognised_whatever_they_are_called(shared_data: Path, tmp_path: Path, name: str) -> None:
    layout, encoding = OFFICIAL[name]
    content = (shared_data / "census" / "official" / name).read_bytes()
    found = of(tmp_path, content, "x.bin")
    assert (found.kind, found.layout, found.encoding, found.separator) == ("indicators", layout, encoding, ";")
    assert found.confidence == 1
    again = of(tmp_path, zipped({name: content}), "x.txt")
    assert (again.kind, again.layout, again.encoding, again.separator) == ("indicators", layout, encoding, ";")
    assert "read from the only file in the archive" in again.messages


@pytest.mark.parametrize(
    ("name", "kind", "layout"),
    [
        ("dueren15_vg250_2016_dp50m.geojson", "boundaries", "geojson"),
        ("dueren15_vg250_2016_full.geojson", "boundaries", "geojson"),
        ("nrw396_vg250_2016.geojson", "boundaries", "geojson"),
        ("dvg2gem_nw.shp", "boundaries", "shapefile"),
        ("dvg2gem_nw.shx", UNKNOWN, ""),
        ("dvg2gem_nw.dbf", UNKNOWN, ""),
        ("dvg2gem_nw.prj", UNKNOWN, ""),
        ("dvg2gem_nw.cpg", UNKNOWN, ""),
        ("de_vg250_2016_gemeinden_dp300m.topojson", UNKNOWN, ""),
        ("dueren15_attributes.csv", "municipalities", "tidy"),
        ("dueren15_landuse_ha_2021.csv", UNKNOWN, "table"),
    ],
)
def test_geographical_files_are_recognised(shared_data: Path, name: str, kind: str, layout: str) -> None:
    found = recognise(shared_data / "geo" / name)
    assert (found.kind, found.layout) == (kind, layout)
    assert found.messages or kind == "boundaries"


@pytest.mark.parametrize("name", OURS)
def test_our_own_files_are_recognised(project: Path, name: str) -> None:
    found = recognise(project / "data" / name, project / "data")
    assert (found.kind, found.layout) == OURS[name]
    assert found.confidence == 1


@pytest.mark.parametrize("kind", FORMS)
def test_our_empty_forms_are_recognised_in_every_form(tmp_path: Path, kind: str) -> None:
    headings = list(FORMS[kind].columns.values())
    for data in (";".join(headings).encode("utf-16"), xlsx_of({"Tabelle1": [["Kreis Düren"], headings]})):
        found = of(tmp_path, data)
        assert (found.kind, found.layout, found.confidence) == (kind, "tidy", 1)


def test_lacking_headings_lower_the_confidence_and_are_named(tmp_path: Path) -> None:
    found = of(tmp_path, "Behörde;Jahr;Angabe;Zahl\n")
    assert (found.kind, found.confidence) == ("authority_counts", 0.75)
    assert "the headings «Anzahl» are lacking" in found.messages


def test_a_shapefile_alone_misses_its_companions_and_in_a_zip_has_them(shared_data: Path, tmp_path: Path) -> None:
    shape = (shared_data / "geo" / "dvg2gem_nw.shp").read_bytes()
    alone = of(tmp_path, shape, "x.shp")
    assert (alone.kind, alone.layout) == ("boundaries", "shapefile")
    assert ".shx, .dbf, .prj of the shapefile are not beside it" in alone.messages[0]
    together = of(tmp_path, zipped({"a/x.shp": shape, "a/x.dbf": b"", "a/x.shx": b"", "a/x.prj": b""}))
    assert (together.kind, together.layout, together.messages) == ("boundaries", "shapefile", ())


def test_a_geopackage_is_recognised_and_another_database_is_not(tmp_path: Path) -> None:
    for table, kind in (("gpkg_contents", "boundaries"), ("other", UNKNOWN)):
        path = tmp_path / f"{table}.gpkg"
        with sqlite3.connect(path) as connection:
            connection.execute(f"CREATE TABLE {table} (x)")
        connection.close()
        assert recognise(path).kind == kind


def test_a_mapping_tells_which_sheet_it_means(tmp_path: Path, project: Path) -> None:
    folder = tmp_path / "data" / "mappings"
    folder.mkdir(parents=True)
    mapping = (project / "data" / "mappings" / "beispieldaten.yml").read_text(encoding="utf-8")
    (folder / "caritas.yml").write_text(
        mapping.replace("  goals:\n", "  goals:\n    format: {sheet: Ziele}\n"), encoding="utf-8"
    )
    (folder / "damaged.yml").write_text("files: [", encoding="utf-8")
    goals = ["Fallnummer", "Zielnummer", "Thema", "Vereinbart am", "Zielstand", "Zielstand am"]
    found = of(tmp_path, xlsx_of({"Deckblatt": [["x"]], "Ziele": [goals]}))
    assert (found.kind, found.layout, found.confidence) == ("goals", "mapping:caritas", 1)


def test_names_in_workbooks_and_archives_are_not_repeated(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Akte Mehmet Yilmaz/Export.csv", "a;b\n1;2\n")
    for data, said in (
        (packed.getvalue(), "read from the only file in the archive"),
        (xlsx_of({"Yilmaz, Mehmet": [["a", "b"], ["1", "2"]]}), "read from a sheet of the workbook"),
        (xlsx_of({"Tabelle1": [["a", "b"], ["1", "2"]]}), "read from the sheet «Tabelle1»"),
    ):
        messages = of(tmp_path, data).messages
        assert said in messages
        assert "Yilmaz" not in " ".join(messages)


def test_mappings_that_fit_alike_are_named(tmp_path: Path, project: Path) -> None:
    folder = tmp_path / "data" / "mappings"
    folder.mkdir(parents=True)
    for name in ("caritas", "skf"):
        (folder / f"{name}.yml").write_bytes((project / "data" / "mappings" / "beispieldaten.yml").read_bytes())
    export = (project / "data" / "raw" / "caseload" / "Beispieldaten_Ziele.csv").read_bytes()
    found = of(tmp_path, export)
    assert found.layout == "mapping:caritas"
    assert "fits «caritas», «skf» alike; say which is meant" in found.messages


def test_an_unknown_table_says_how_it_was_read_and_what_can_be_done(tmp_path: Path) -> None:
    found = of(tmp_path, "Klient\tTräger\r\n1\tDüren, Stadt\r\n".encode("iso-8859-1"))
    assert (found.kind, found.layout, found.encoding, found.separator) == (UNKNOWN, "table", "iso-8859-1", "\t")
    assert "make a mapping with the assistant on the page Daten" in found.messages[0]
    assert found.messages[1] == "read as text in ISO-8859-1 with «Tab» between the cells"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "is neither text nor a workbook"),
        (b"nur Text\n", "is text, but not a table"),
        (b'{"type": "Feature"}', "is JSON, not a table"),
        (protected(xlsx_of({"A": [["a"]]})), "needs a password"),
        (zipped({"a.csv": "a;b\n", "b.csv": "a;b\n"}), "the archive has 2 files"),
        (b'a;b;c\n1;"2;3\n', "quotation marks do not match"),
    ],
)
def test_what_cannot_be_used_is_unknown_with_the_reason(tmp_path: Path, data: bytes, message: str) -> None:
    found = of(tmp_path, data)
    assert (found.kind, found.layout, found.confidence) == (UNKNOWN, "", 0)
    assert message in found.messages[0]


def test_the_row_that_is_wrong_is_told(tmp_path: Path) -> None:
    assert "row 2" in of(tmp_path, b'a;b;c\n1;"2;3\n').messages


def test_no_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        recognise(tmp_path / "nowhere")


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(str.encode)
    | st.binary(max_size=50).map(lambda rest: b"PK\x03\x04" + rest)
    | st.text("ab;,\"'\t|\n_1.", max_size=200).map(str.encode)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_file_recognition_says_something(tmp_path: Path, data: bytes) -> None:
    found = of(tmp_path, data)
    assert found.messages
    assert (found.kind == UNKNOWN) == (found.confidence == 0)


def test_the_package_offers_recognition_without_importing_it_at_once() -> None:
    assert etl.recognise is recognise
    assert etl.Recognition is Recognition
    with pytest.raises(AttributeError):
        etl.something_else  # noqa: B018
    code = "import sys, etl; assert 'polars' not in sys.modules; assert etl.recognise"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=Path(etl.__file__).parents[1])


def test_a_path_may_be_text(project: Path) -> None:
    path = project / "data" / "raw" / "staffing" / "stellen.csv"
    assert recognise(str(path)) == recognise(path)
