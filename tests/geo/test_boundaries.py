from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import polars as pl
import pytest
import shapely

from geo.boundaries import read_boundaries
from geo.shapes import label_point, outlines

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data/raw/geo/gemeinden_vg250_2016.geojson"
SHARED = ROOT.parent / "shared/data/geo"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="official files are not kept in the repository")


def square(west: float, south: float, size: float = 0.05) -> shapely.Polygon:
    return shapely.box(west, south, west + size, south + size)


DUEREN, JUELICH = square(6.45, 50.80), square(6.35, 50.92)
HOURGLASS = shapely.Polygon([(6.4, 50.8), (6.5, 50.9), (6.5, 50.8), (6.4, 50.9)])


def write(
    path: Path,
    shapes: Sequence[shapely.Geometry | None] = (DUEREN, JUELICH),
    crs: int | None = 4326,
    keys: str = "ags",
    **columns: Any,
) -> Path:
    """A file of areas; `keys` is the name under which the column `ags` is written."""
    renamed = {keys if name == "ags" else name: column for name, column in columns.items()}
    gpd.GeoDataFrame(renamed, geometry=list(shapes), crs=crs).to_file(path)
    return path


def test_the_shipped_file_has_the_fifteen_municipalities() -> None:
    frame = read_boundaries(SHIPPED)
    assert frame.schema == {"ags": pl.String, "outline_wkb": pl.Binary}
    assert frame.height == 15
    assert frame["ags"].is_sorted()
    assert frame["ags"].str.starts_with("05358").all()


def test_shipped_outlines_are_valid_and_together_as_large_as_the_district() -> None:
    shapes = outlines(read_boundaries(SHIPPED))
    assert all(shape.is_valid and shape.geom_type in ("Polygon", "MultiPolygon") for shape in shapes.values())
    # Official area of Kreis Düren: 941.49 km². Simplified by 50 m, and the projection stretches by less than 0.1 %.
    assert sum(shape.area for shape in shapes.values()) / 1e6 == pytest.approx(941.5, rel=0.01)


def test_shipped_outlines_do_not_cover_each_other() -> None:
    shapes = list(outlines(read_boundaries(SHIPPED)).values())
    doubled = sum(shape.area for shape in shapes) - shapely.union_all(shapes).area
    assert doubled / 1e6 < 0.1


@needs_shared
def test_every_area_agrees_with_the_official_statistics() -> None:
    with (SHARED / "dueren15_attributes.csv").open(encoding="utf-8") as file:
        official = {row["ags"]: float(row["area_km2_vg250_2016"]) for row in csv.DictReader(file)}
    shapes = outlines(read_boundaries(SHARED / "dueren15_vg250_2016_full.geojson"))
    assert {ags: shape.area / 1e6 for ags, shape in shapes.items()} == pytest.approx(official, rel=0.005)


@needs_shared
def test_the_shapefile_of_the_state_is_read_by_its_column_kn() -> None:
    frame = read_boundaries(SHARED / "dvg2gem_nw.shp")
    assert frame.height == 396
    assert frame.filter(pl.col("ags").str.starts_with("05358")).height == 15
    assert frame["ags"].n_unique() == 396


@pytest.mark.parametrize("name", ["ags", "AGS", "KN", "AGS_0", "Gemeindeschluessel"])
@pytest.mark.parametrize("suffix", ["geojson", "gpkg"])
def test_usual_names_of_the_key_are_recognised(tmp_path: Path, name: str, suffix: str) -> None:
    path = write(tmp_path / f"areas.{suffix}", keys=name, ags=["05358008", "05358024"])
    assert read_boundaries(path)["ags"].to_list() == ["05358008", "05358024"]


@pytest.mark.parametrize("name", ["ARS", "rs", "AGS"])
def test_twelve_digits_are_read_as_ars(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "areas.geojson", keys=name, ags=["053580024024", "053580008008"])
    assert read_boundaries(path)["ags"].to_list() == ["05358008", "05358024"]


def test_outlines_come_in_metres_without_heights(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", shapes=[shapely.force_3d(DUEREN, 120.0)], ags=["05358008"])
    shape = outlines(read_boundaries(path))["05358008"]
    assert not shape.has_z
    assert shape.bounds[0] == pytest.approx(320_000, abs=5_000)
    assert shape.bounds[1] == pytest.approx(5_630_000, abs=5_000)


def test_waters_of_vg250_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", AGS=["05358008", "05358008"], GF=[4, 2])
    assert outlines(read_boundaries(path))["05358008"].bounds[0] == pytest.approx(320_000, abs=5_000)


def test_the_layer_of_municipalities_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "vg250.gpkg"
    for layer, key in (("vg250_krs", ["05358", "05362"]), ("vg250_gem", ["05358008", "05358024"])):
        gpd.GeoDataFrame({"AGS": key}, geometry=[DUEREN, JUELICH], crs=4326).to_file(path, layer=layer)
    assert read_boundaries(path).height == 2


def test_a_file_without_keys_names_its_columns(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", gemeinde=["Düren", "Jülich"])
    with pytest.raises(ValueError, match=r"areas\.geojson: no column of municipality keys, found gemeinde; name"):
        read_boundaries(path)


def test_lost_leading_zeros_are_named_with_their_row(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", ags=["05358008", "5358024"])
    with pytest.raises(ValueError, match=r"column 'ags', row 2: '5358024' is neither .* save the column as text"):
        read_boundaries(path)


def test_keys_stored_as_numbers_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", ags=[5358008, 5358024])
    with pytest.raises(ValueError, match=r"row 1: .*5358008.* leading zeros"):
        read_boundaries(path)


def test_a_doubled_municipality_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", ags=["05358008", "05358008"])
    with pytest.raises(ValueError, match="found more than once: 05358008; merge"):
        read_boundaries(path)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_coordinate_system_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.shp", crs=None, ags=["05358008", "05358024"])
    with pytest.raises(ValueError, match=r"areas\.shp: no coordinate system; add the \.prj"):
        read_boundaries(path)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (shapely.Point(6.4, 50.8), "05358024 is a Point, not an area"),
        (shapely.LineString([(6.4, 50.8), (6.5, 50.9)]), "05358024 is a LineString, not an area"),
        (HOURGLASS, "outline of 05358024 is invalid .*Self-intersection.*; repair"),
        (None, "05358024 has no area"),
    ],
)
def test_what_is_not_an_area_is_refused(tmp_path: Path, shape: shapely.Geometry | None, message: str) -> None:
    path = write(tmp_path / "areas.geojson", shapes=[DUEREN, shape], ags=["05358008", "05358024"])
    with pytest.raises(ValueError, match=message):
        read_boundaries(path)


def test_metres_declared_as_degrees_are_refused(tmp_path: Path) -> None:
    area = shapely.geometry.mapping(shapely.box(320_000, 5_630_000, 321_000, 5_631_000))
    feature = {"type": "Feature", "properties": {"ags": "05358008"}, "geometry": area}
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.raises(ValueError, match="outside Germany: 05358008; the coordinate system is declared wrongly"):
        read_boundaries(path)


def test_a_file_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text("ags;name\n05358008;Düren\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"areas\.geojson: cannot be read as boundaries"):
        read_boundaries(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"gone\.geojson: cannot be read"):
        read_boundaries(tmp_path / "gone.geojson")


def test_a_table_without_areas_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("ags,name\n05358008,Düren\n", encoding="utf-8")
    with pytest.raises(ValueError, match="columns but no geometry"):
        read_boundaries(path)


def test_the_label_point_lies_inside_a_bent_area_far_from_its_border() -> None:
    bent = shapely.Polygon([(0, 0), (10, 0), (10, 2), (2, 2), (2, 10), (0, 10)])
    x, y, room = label_point(bent)
    assert bent.contains(shapely.Point(x, y))
    assert not bent.contains(bent.centroid)
    # The circle touches both axes and the inner corner: r = (2 - r) * sqrt(2).
    assert room == pytest.approx(2 * 2**0.5 / (1 + 2**0.5), abs=0.05)


def test_the_label_point_of_several_parts_lies_in_the_largest() -> None:
    parts = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(10, 10, 14, 14)])
    x, y, room = label_point(parts)
    assert (x, y, room) == pytest.approx((12, 12, 2), abs=0.1)


def test_a_wide_label_prefers_the_wide_part() -> None:
    tower, passage, hall = shapely.box(0, 0, 3, 20), shapely.box(3, 9.9, 10, 10.1), shapely.box(10, 9, 18, 11.4)
    building = shapely.union_all([tower, passage, hall])
    assert label_point(building)[0] == pytest.approx(1.5, abs=0.2)
    assert label_point(building, aspect=4.0)[0] == pytest.approx(14, abs=0.5)
