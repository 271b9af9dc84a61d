"""Another district by configuration alone: its key, name and posts, boundaries of the state, a table of all Germany."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import polars as pl
import pytest

from etl.errors import InputError
from etl.inputs import find_inputs, read_sidecar, sign
from etl.intake import go_back, take_in
from etl.load import load
from etl.moving.arrivals import Arrival
from geo.shapes import outlines
from warehouse import Edition, Store, open_edition

KEY = "05366"


@pytest.fixture(scope="module")
def neighbour(other_district: Store) -> Iterator[Edition]:
    """The edition of the neighbouring district, open."""
    with open_edition(data=other_district.data) as found:
        yield found


@pytest.fixture
def own(other_district: Store, tmp_path: Path) -> Path:
    """A data folder of the neighbouring district that a test may change; quick to load, as the table is cut to its rows."""
    data = Path(shutil.copytree(other_district.data, tmp_path / "data", ignore=shutil.ignore_patterns("warehouse")))
    table = data / "raw" / "Regionaltabelle_Demografie.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text(head + "".join(row for row in rows if f";{KEY}" in row), encoding="utf-8")
    sign(table)
    return data


def settings_of(data: Path) -> Path:
    return data / "reference" / "district.toml"


def change(data: Path, how: Callable[[str], str]) -> None:
    settings = settings_of(data)
    text = settings.read_text(encoding="utf-8")
    assert how(text) != text
    settings.write_text(how(text), encoding="utf-8")


def take_the_shapefile(data: Path, shared_data: Path) -> None:
    """Put the shapefile of Geobasis NRW, with its parts beside it, in the place of the shipped boundaries; one sidecar
    covers them all."""
    folder = data / "raw" / "geo"
    shipped = folder / "gemeinden_vg250_2016.geojson.source.yml"
    sidecar = folder / "dvg2gem_nw.shp.source.yml"
    shipped.rename(sidecar)
    shipped.with_name("gemeinden_vg250_2016.geojson").unlink()
    for part in (shared_data / "geo").glob("dvg2gem_nw.*"):
        shutil.copyfile(part, folder / part.name)
    sign(folder / "dvg2gem_nw.shp")


def published(shared_data: Path, column: str) -> dict[str, int]:
    """AGS -> figure of the census table, read line by line without any of our own readers."""
    path = shared_data / "census" / "official" / "Regionaltabelle_Demografie.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["_RS"].startswith(KEY)]
    return {
        row["_RS"] if len(row["_RS"]) == 5 else row["_RS"][:5] + row["_RS"][9:]: int(row[column])
        for row in rows
        if len(row["_RS"]) in (5, 12)
    }


def test_the_municipalities_are_those_of_the_boundaries(neighbour: Edition, shared_data: Path) -> None:
    areas = gpd.read_file(shared_data / "geo" / "nrw396_vg250_2016.geojson")
    expected = areas[areas["ags"].str.startswith(KEY)].set_index("ags")
    found = neighbour.query("FROM mart_municipality")
    assert dict(found.select("ags", "name").rows()) == expected["name"].to_dict()
    assert dict(found.select("ags", "area_km2").rows()) == pytest.approx(expected["area_km2"].to_dict(), rel=0.001)
    assert found.height == 11
    for ags, shape in outlines(found).items():
        drawn = expected.to_crs(25832).geometry[ags]
        assert shape.is_valid
        assert shape.symmetric_difference(drawn).area < 0.01 * drawn.area
    points = gpd.GeoSeries(gpd.points_from_xy(found["longitude"], found["latitude"]), crs=4326)
    assert all(expected.geometry[ags].contains(point) for ags, point in zip(found["ags"], points, strict=True))


def test_what_no_file_tells_stays_unknown(neighbour: Edition) -> None:
    types = neighbour.query("SELECT degurba, degurba_text, regiostar7, regiostar7_text FROM mart_municipality")
    assert types.null_count().row(0) == (11, 11, 11, 11)


@pytest.mark.parametrize(
    ("indicator", "column"),
    [
        ("population", "0_Insgesamt_"),
        ("foreign_nationals", "Staatsange_kurz__2"),
        ("immigration_history", "Einwanderungserf_ausf__2"),
    ],
)
def test_need_is_what_the_census_published(neighbour: Edition, shared_data: Path, indicator: str, column: str) -> None:
    found = neighbour.query("SELECT ags, value FROM mart_indicator WHERE indicator = ?", [indicator])
    assert dict(found.rows()) == published(shared_data, column)
    assert found.height == 12


def test_nothing_of_another_district_is_on_any_page(neighbour: Edition) -> None:
    for mart in ("mart_municipality", "mart_indicator", "mart_post_area"):
        assert neighbour.query(f"SELECT DISTINCT left(ags, 5) AS district FROM {mart}")["district"].to_list() == [KEY]


def test_posts_come_from_the_settings(neighbour: Edition) -> None:
    posts = neighbour.query("SELECT post, building_block, focus_area, fte, filled_fte FROM mart_post ORDER BY post")
    assert posts.rows() == [
        ("EIFEL-1", "case_management", "welcome", 0.5, 0.5),
        ("KOORDINATION", "overhead", None, 1.0, 1.0),
        ("NORD-1", "case_management", "welcome", 1.0, 1.0),
    ]
    served = neighbour.query(
        "SELECT post, count(*) AS places, bool_and(is_named) AS named FROM mart_post_area GROUP BY post ORDER BY post"
    )
    assert served.rows() == [("EIFEL-1", 11, False), ("NORD-1", 3, True)]


def test_every_row_is_accounted_for(neighbour: Edition) -> None:
    rows = neighbour.query("FROM mart_load_report ORDER BY file")
    fates = [name for name in rows.columns if name.startswith("rows_") and name != "rows_read"]
    assert rows.select(pl.sum_horizontal(fates) == pl.col("rows_read")).to_series().all()
    assert dict(rows.select("file", "rows_loaded").rows()) == {
        "Regionaltabelle_Demografie.csv": 12_439,
        "nrw396_vg250_2016.geojson": 396,
        "reference/district.toml": 3,
    }


def test_the_manifest_names_the_district_and_the_day_of_the_newest_post(neighbour: Edition) -> None:
    assert neighbour.manifest["district"] == {"ags": KEY, "name": "Kreis Euskirchen"}
    assert neighbour.manifest["staffing_on"] == "2024-04-01"
    assert neighbour.manifest["caseload_on"] is None
    files = {total["file"] for total in neighbour.manifest["control_totals"]}
    assert files <= {"reference/district.toml"}


def test_other_settings_make_another_edition(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.load._method_hash", lambda: "of this test")
    first = load(own)
    assert not load(own).is_new
    change(own, lambda text: text.replace("fte = 0.5", "fte = 0.75"))
    second = load(own)
    assert second.is_new
    assert second.edition_id.rpartition("-")[2] != first.edition_id.rpartition("-")[2]


def test_stated_totals_are_checked(own: Path) -> None:
    change(own, lambda text: text + "\n[posts]\ncase_management_fte = 2.0\n")
    with pytest.raises(InputError, match=r"expected 2, found 1\.5"):
        load(own)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"05366016"', '"05358008"', "post 1: the district has no municipality 05358008"),
        (
            'focus_area = "welcome"\nfte = 1.0',
            'focus_area = "welcom"\nfte = 1.0',
            "does not know «welcom»; known are welcome",
        ),
        ('post = "EIFEL-1"', 'post = "NORD-1"', "the post NORD-1 stands there twice"),
        ('carrier = "Träger Nord"\n', "", "post 1 lacks or misspells settings; missing: carrier; unknown: –"),
        ('municipalities = "all"', 'municipality = "all"', "missing: municipalities; unknown: municipality"),
        ('municipalities = "all"', 'municipalities = "some"', 'post 2: expected something like "all" /'),
        ("fte = 0.5", 'fte = "0,5"', r"column «fte»: post 2: expected something like 0\.5"),
        ("fte = 0.5", "fte = true", "post 2: expected something like"),
        ("valid_from = 2024-04-01", 'valid_from = "01.04.2024"', "post 2: expected something like 2024-10-01"),
        ("valid_from = 2024-04-01", "valid_from = 2024-04-01T08:00:00", "post 2: expected something like 2024-10-01"),
        ('carrier = "Träger Nord"', "carrier = 7", "column «carrier»: post 1"),
        ('ags = "05366"', 'ags = "5366"', "the key of a district has five digits"),
        ('ags = "05366"', "ags = 5366", "'ags'"),
        ('ags = "05366"', 'ags = "05999"', "has no municipality of the district 05999"),
        ('name = "Kreis Euskirchen"', "name = 5", "column «name»: expected text"),
        ('name = "Kreis Euskirchen"', "names = 5", "does not know the setting 'names'"),
    ],
)
def test_faulty_settings_are_named(own: Path, before: str, after: str, message: str) -> None:
    change(own, lambda text: text.replace(before, after, 1))
    with pytest.raises(InputError, match=message):
        load(own)
    assert Store(own).editions.exists() is False or not list(Store(own).editions.iterdir())


def test_posts_without_their_brackets_are_named(own: Path) -> None:
    text = settings_of(own).read_text(encoding="utf-8")
    settings_of(own).write_text(text.split("[[post]]")[0] + '[post]\npost = "NORD-1"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"\[\[post\]\] with two pairs"):
        load(own)


def test_a_post_that_breaks_a_rule_is_rejected_and_accounted_for(own: Path) -> None:
    change(own, lambda text: text.replace("fte = 0.5", "fte = -0.5"))
    load(own)
    with open_edition(data=own) as found:
        assert found.query("SELECT post FROM mart_post ORDER BY post")["post"].to_list() == ["KOORDINATION", "NORD-1"]
        rejected = found.query('SELECT file, "column", rule, first_row FROM mart_rejected')
        assert rejected.rows() == [("reference/district.toml", "fte", "min_exclusive", 2)]
        assert found.query("SELECT DISTINCT post FROM mart_post_area")["post"].to_list() == ["NORD-1"]


def test_posts_in_the_settings_and_in_a_table_are_not_chosen_from(own: Path, project: Path) -> None:
    shutil.copytree(project / "data" / "raw" / "staffing", own / "raw" / "staffing")
    with pytest.raises(
        InputError, match=r"has posts of its own under \[\[post\]\], and there is also staffing/stellen"
    ):
        load(own)


def test_without_posts_a_staffing_table_is_asked_for(own: Path) -> None:
    change(own, lambda text: text.split("[[post]]")[0])
    with pytest.raises(InputError, match="exactly one file of kind posts is wanted, found: none"):
        load(own)


def test_without_names_in_the_boundaries_a_list_is_asked_for(own: Path) -> None:
    path = own / "raw" / "nrw396_vg250_2016.geojson"
    gpd.read_file(path)[["ags", "geometry"]].to_file(path)
    sign(path)
    with pytest.raises(InputError, match=r"has no name for 05366004, .*file of kind municipalities"):
        load(own)


def test_a_shipped_list_of_municipalities_can_be_left_out(bare_data: Path) -> None:
    shutil.rmtree(bare_data / "raw" / "municipalities")
    load(bare_data)
    with open_edition(data=bare_data) as found:
        names = found.query("SELECT name FROM mart_municipality ORDER BY ags")["name"].to_list()
    assert names[:3] == ["Aldenhoven", "Düren", "Heimbach"]
    assert len(names) == 15


def test_boundaries_of_the_state_can_replace_the_shipped_ones(bare_data: Path, shared_data: Path) -> None:
    take_the_shapefile(bare_data, shared_data)
    load(bare_data)
    with open_edition(data=bare_data) as found:
        report = found.query("SELECT rows_read, rows_loaded FROM mart_load_report WHERE kind = 'boundaries'")
        assert report.rows() == [(396, 396)]
        places = found.query("SELECT ags, area_km2, outline_wkb FROM mart_municipality")
    sizes = {ags: shape.area / 1e6 for ags, shape in outlines(places).items()}
    assert sizes == pytest.approx(dict(places.select("ags", "area_km2").rows()), rel=0.01)


def test_a_shapefile_is_replaced_with_all_its_parts(bare_data: Path, shared_data: Path, tmp_path: Path) -> None:
    take_the_shapefile(bare_data, shared_data)
    packed = tmp_path / "dvg2.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in (shared_data / "geo").glob("dvg2gem_nw.*"):
            archive.write(part, part.name)
    sidecar = read_sidecar(bare_data / "raw" / "geo" / "dvg2gem_nw.shp")
    take_in(bare_data, [Arrival(packed, sidecar, "geo/dvg2gem_nw.zip", replaces=("geo/dvg2gem_nw.shp",))])
    assert sorted(path.name for path in (bare_data / "raw" / "geo").iterdir()) == [
        "dvg2gem_nw.zip",
        "dvg2gem_nw.zip.source.yml",
    ]


def test_going_back_brings_the_posts_of_the_settings_back(own: Path) -> None:
    first = load(own).edition_id
    settings_before = settings_of(own).read_bytes()
    assert go_back(own, first) == []
    assert settings_of(own).read_bytes() == settings_before


def test_a_changed_part_of_a_shapefile_is_noticed(bare_data: Path, shared_data: Path) -> None:
    folder = bare_data / "raw" / "geo"
    for part in (shared_data / "geo").glob("dvg2gem_nw.*"):
        shutil.copyfile(part, folder / part.name)
    template = (folder / "gemeinden_vg250_2016.geojson.source.yml").read_text(encoding="utf-8")
    (folder / "dvg2gem_nw.shp.source.yml").write_text(template, encoding="utf-8")
    sign(folder / "dvg2gem_nw.shp")
    names = [found.name for found in find_inputs(bare_data / "raw") if found.sidecar.kind == "boundaries"]
    assert names == ["geo/dvg2gem_nw.shp", "geo/gemeinden_vg250_2016.geojson"]
    with (folder / "dvg2gem_nw.dbf").open("ab") as file:
        file.write(b"\x00")
    with pytest.raises(InputError, match=r"geo/dvg2gem_nw\.shp: has changed since its sidecar was written"):
        find_inputs(bare_data / "raw")


def test_a_part_without_its_shapefile_needs_a_sidecar(bare_data: Path) -> None:
    (bare_data / "raw" / "geo" / "areas.dbf").write_bytes(b"")
    with pytest.raises(InputError, match=r"geo/areas\.dbf: has no sidecar"):
        find_inputs(bare_data / "raw")
