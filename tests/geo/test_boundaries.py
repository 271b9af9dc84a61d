from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import polars as pl
import pyogrio
import pytest
import shapely

from geo.boundaries import inner_points, read_boundaries
from geo.boundary_error import BoundaryError
from geo.coverage import simplified
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
    frame = read_boundaries(SHIPPED).areas
    assert frame.schema == {
        "row": pl.Int64,
        "ags": pl.String,
        "name": pl.String,
        "area_km2": pl.Float64,
        "outline_wkb": pl.Binary,
    }
    assert frame.height == 15
    assert frame["ags"].is_sorted()
    assert frame["ags"].str.starts_with("05358").all()


def test_shipped_outlines_are_valid_and_together_as_large_as_the_district() -> None:
    shapes = outlines(read_boundaries(SHIPPED).areas)
    assert all(shape.is_valid and shape.geom_type in ("Polygon", "MultiPolygon") for shape in shapes.values())
    # Official area of Kreis Düren: 941.49 km². Simplified by 50 m, and the projection stretches by less than 0.1 %.
    assert sum(shape.area for shape in shapes.values()) / 1e6 == pytest.approx(941.5, rel=0.01)


def test_shipped_outlines_do_not_cover_each_other() -> None:
    shapes = list(outlines(read_boundaries(SHIPPED).areas).values())
    doubled = sum(shape.area for shape in shapes) - shapely.union_all(shapes).area
    assert doubled / 1e6 < 0.1


@needs_shared
def test_every_area_agrees_with_the_official_statistics() -> None:
    with (SHARED / "dueren15_attributes.csv").open(encoding="utf-8") as file:
        official = {row["ags"]: float(row["area_km2_vg250_2016"]) for row in csv.DictReader(file)}
    shapes = outlines(read_boundaries(SHARED / "dueren15_vg250_2016_full.geojson").areas)
    assert {ags: shape.area / 1e6 for ags, shape in shapes.items()} == pytest.approx(official, rel=0.005)


@needs_shared
def test_the_shapefile_of_the_state_is_read_by_its_column_kn() -> None:
    frame = read_boundaries(SHARED / "dvg2gem_nw.shp").areas
    assert frame.height == 396
    assert frame.filter(pl.col("ags").str.starts_with("05358")).height == 15
    assert frame["ags"].n_unique() == 396


@pytest.mark.parametrize("name", ["ags", "AGS", "KN", "AGS_0", "Gemeindeschluessel"])
@pytest.mark.parametrize("suffix", ["geojson", "gpkg"])
def test_usual_names_of_the_key_are_recognised(tmp_path: Path, name: str, suffix: str) -> None:
    path = write(tmp_path / f"areas.{suffix}", keys=name, ags=["05358008", "05358024"])
    assert read_boundaries(path).areas["ags"].to_list() == ["05358008", "05358024"]


@pytest.mark.parametrize("name", ["ARS", "rs", "AGS"])
def test_twelve_digits_are_read_as_ars(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "areas.geojson", keys=name, ags=["053580024024", "053580008008"])
    assert read_boundaries(path).areas["ags"].to_list() == ["05358008", "05358024"]


def test_outlines_come_in_metres_without_heights(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", shapes=[shapely.force_3d(DUEREN, 120.0)], ags=["05358008"])
    shape = outlines(read_boundaries(path).areas)["05358008"]
    assert not shape.has_z
    assert shape.bounds[0] == pytest.approx(320_000, abs=5_000)
    assert shape.bounds[1] == pytest.approx(5_630_000, abs=5_000)


def test_waters_of_vg250_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", AGS=["05358008", "05358008"], GF=[4, 2])
    assert outlines(read_boundaries(path).areas)["05358008"].bounds[0] == pytest.approx(320_000, abs=5_000)


def test_the_layer_of_municipalities_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "vg250.gpkg"
    for layer, key in (("vg250_krs", ["05358", "05362"]), ("vg250_gem", ["05358008", "05358024"])):
        gpd.GeoDataFrame({"AGS": key}, geometry=[DUEREN, JUELICH], crs=4326).to_file(path, layer=layer)
    assert read_boundaries(path).areas.height == 2


def test_a_file_without_keys_names_its_columns(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", gemeinde=["Düren", "Jülich"])
    with pytest.raises(BoundaryError, match=r"areas\.geojson: no column of municipality keys, found gemeinde; name"):
        read_boundaries(path)


def test_lost_leading_zeros_are_named_with_their_row(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", ags=["05358008", "5358024"])
    with pytest.raises(
        BoundaryError, match=r"areas\.geojson, row 2, column «ags»: '5358024' is neither .* save the column as text"
    ):
        read_boundaries(path)


def test_keys_stored_as_numbers_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", ags=[5358008, 5358024])
    with pytest.raises(BoundaryError, match=r"row 1, column «ags»: 5358008 is neither .* leading zeros"):
        read_boundaries(path)


def test_a_doubled_municipality_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", ags=["05358008", "05358008"])
    with pytest.raises(BoundaryError, match="found more than once: 05358008; merge"):
        read_boundaries(path)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_coordinate_system_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.shp", crs=None, ags=["05358008", "05358024"])
    with pytest.raises(BoundaryError, match=r"areas\.shp: no coordinate system; add the \.prj"):
        read_boundaries(path)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (shapely.Point(6.4, 50.8), "05358024 is a Point, not an area"),
        (shapely.LineString([(6.4, 50.8), (6.5, 50.9)]), "05358024 is a LineString, not an area"),
        (HOURGLASS, r"outline of 05358024 is invalid near \d{6} \d{7} \(EPSG:25832\); repair"),
        (None, "05358024 has no area"),
    ],
)
def test_what_is_not_an_area_is_refused(tmp_path: Path, shape: shapely.Geometry | None, message: str) -> None:
    path = write(tmp_path / "areas.geojson", shapes=[DUEREN, shape], ags=["05358008", "05358024"])
    with pytest.raises(BoundaryError, match=message):
        read_boundaries(path)


def test_metres_declared_as_degrees_are_refused(tmp_path: Path) -> None:
    area = shapely.geometry.mapping(shapely.box(320_000, 5_630_000, 321_000, 5_631_000))
    feature = {"type": "Feature", "properties": {"ags": "05358008"}, "geometry": area}
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.raises(BoundaryError, match="outside Germany: 05358008; the coordinate system is declared wrongly"):
        read_boundaries(path)


def test_a_file_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text("ags;name\n05358008;Düren\n", encoding="utf-8")
    with pytest.raises(BoundaryError, match=r"areas\.geojson: cannot be read as boundaries"):
        read_boundaries(path)


def test_forms_that_point_elsewhere_are_not_opened(tmp_path: Path) -> None:
    target = write(tmp_path / "areas.geojson", ags=["05358008", "05358024"])
    path = tmp_path / "pointer.geojson"
    path.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="areas"><SrcDataSource>{target}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
        encoding="utf-8",
    )
    with pytest.raises(BoundaryError, match=r"pointer\.geojson: cannot be read as boundaries"):
        read_boundaries(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match=r"gone\.geojson: cannot be read"):
        read_boundaries(tmp_path / "gone.geojson")


def test_a_table_without_areas_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"ags": ["05358008"]}), path, driver="GPKG")
    with pytest.raises(BoundaryError, match="columns but no geometry"):
        read_boundaries(path)


def in_metres(*corners: tuple[float, float]) -> shapely.Polygon:
    """A polygon near Düren; corners count metres from a point there."""
    return shapely.Polygon([(320_000 + x, 5_630_000 + y) for x, y in corners])


def block(west: float, east: float, south: float = 0, north: float = 1000) -> shapely.Polygon:
    return in_metres((west, south), (east, south), (east, north), (west, north))


def test_an_outline_that_only_touches_itself_is_mended(tmp_path: Path) -> None:
    """A ring drawn as one line with a bay that touches the border in one corner, as older software writes it."""
    touching = in_metres((0, 0), (1000, 0), (1000, 1000), (600, 1000), (500, 0), (400, 1000), (0, 1000))
    assert not touching.is_valid
    path = write(tmp_path / "areas.gpkg", [touching, block(2000, 3000)], crs=25832, ags=["05358008", "05358024"])
    found = outlines(read_boundaries(path).areas)["05358008"]
    assert found.is_valid
    assert found.area == pytest.approx(touching.area)


def test_any_coordinate_system_comes_out_as_the_same_metres(tmp_path: Path) -> None:
    expected = outlines(read_boundaries(SHIPPED).areas)
    for number, crs in enumerate((4326, 3857, 25833, 31466, 3035)):
        path = tmp_path / f"{number}.gpkg"
        gpd.read_file(SHIPPED)[["ags", "geometry"]].to_crs(crs).to_file(path)
        found = outlines(read_boundaries(path).areas)
        # Without a grid of shifts, the old Gauß-Krüger coordinates (31466) are a few metres off.
        assert all(found[ags].hausdorff_distance(shape) < 5 for ags, shape in expected.items())


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_table_of_unknown_coordinates_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.gpkg", [block(0, 1000)], crs=None, ags=["05358008"])
    with pytest.raises(BoundaryError, match="coordinate system"):
        read_boundaries(path)


@needs_shared
def test_of_a_larger_file_only_the_district_keeps_its_outlines() -> None:
    path = SHARED / "nrw396_vg250_2016.geojson"
    whole, found = read_boundaries(path), read_boundaries(path, "05366")
    assert found.rows == whole.rows == found.areas.height == 396
    assert found.areas["ags"].equals(whole.areas["ags"])
    assert sorted(found.areas["row"]) == list(range(1, 397))
    inside = found.areas.drop_nulls("outline_wkb")
    assert inside["name"].sort().to_list() == [
        "Bad Münstereifel",
        "Blankenheim",
        "Dahlem",
        "Euskirchen",
        "Hellenthal",
        "Kall",
        "Mechernich",
        "Nettersheim",
        "Schleiden",
        "Weilerswist",
        "Zülpich",
    ]
    assert inside["ags"].str.starts_with("05366").all()
    assert found.areas.filter(pl.col("area_km2").is_not_null())["ags"].equals(inside["ags"])


def test_a_file_of_another_district_is_refused() -> None:
    with pytest.raises(BoundaryError, match="no municipality of the district 05366"):
        read_boundaries(SHIPPED, "05366")


def test_a_faulty_outline_elsewhere_does_not_keep_a_district_from_loading(tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson", [DUEREN, HOURGLASS, None], ags=["05358008", "05366016", "05366020"])
    found = read_boundaries(path, "05358")
    assert found.areas["outline_wkb"].is_null().to_list() == [False, True, True]


def test_every_row_of_a_file_has_its_place(tmp_path: Path) -> None:
    path = write(
        tmp_path / "areas.geojson",
        [JUELICH, DUEREN, square(6.6, 50.6), JUELICH],
        ags=["05358024", "05358008", "05358008", "05358024"],
        gf=[4, 4, 2, 4],
    )
    found = read_boundaries(path)
    assert found.areas.select("row", "ags").rows() == [(2, "05358008"), (1, "05358024")]
    assert (found.rows, found.waters, found.repeated) == (4, (3,), (4,))


@needs_shared
def test_sizes_agree_with_the_official_ones() -> None:
    """The square kilometres that VG250 of 2016 itself states, of all municipalities of the state."""
    path = SHARED / "nrw396_vg250_2016.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    official = {found["properties"]["ags"]: found["properties"]["area_km2"] for found in features}
    found = dict(read_boundaries(path).areas.select("ags", "area_km2").rows())
    assert found == pytest.approx(official, rel=0.001)


@needs_shared
@pytest.mark.parametrize("name", ["nrw396_vg250_2016.geojson", "dvg2gem_nw.shp"])
def test_simplified_outlines_keep_their_shared_borders(name: str) -> None:
    detailed = gpd.read_file(SHARED / name).to_crs(25832).set_index("ags" if "nrw" in name else "KN").geometry
    found = outlines(read_boundaries(SHARED / name).areas)
    shapes = list(found.values())
    assert shapely.coverage_is_valid(shapes)
    assert shapely.get_num_coordinates(shapes).sum() < 0.9 * shapely.get_num_coordinates(detailed).sum()
    assert {ags: shape.area for ags, shape in found.items()} == pytest.approx(detailed.area.to_dict(), rel=0.01)
    # Nothing torn off, nothing covered twice: together they are as large as their union.
    assert shapely.union_all(shapes).area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-9)


def test_outlines_without_needless_detail_stay_as_they_are() -> None:
    drawn = gpd.read_file(SHIPPED).to_crs(25832).set_index("ags").geometry
    found = outlines(read_boundaries(SHIPPED).areas)
    assert all(found[ags].equals_exact(shape, 1e-6) for ags, shape in drawn.items())


def test_detailed_outlines_that_do_not_fit_together_are_not_simplified_apart() -> None:
    circle = shapely.Point(0, 0).buffer(5000, quad_segs=100)
    neighbour = shapely.box(0, -9000, 9000, 9000).difference(circle.buffer(-3))
    assert [
        shape.equals(kept) for shape, kept in zip([circle, neighbour], simplified([circle, neighbour]), strict=True)
    ] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("shapes", "overlapping", "unmatched"),
    [
        ((block(0, 1000), block(1000, 2000)), (), ()),
        ((block(0, 1010), block(1000, 2000)), (1, 2), ()),
        ((block(0, 995), block(1000, 2000)), (), (1, 2)),
        # a strip as wide as a street of another municipality is no fault
        ((block(0, 950), block(1000, 2000)), (), ()),
        ((block(0, 1000), block(1000, 2000), block(2000, 3000), block(2998, 4000)), (3, 4), ()),
    ],
)
def test_overlaps_and_gaps_are_named_by_row(
    tmp_path: Path, shapes: Sequence[shapely.Polygon], overlapping: tuple[int, ...], unmatched: tuple[int, ...]
) -> None:
    keys = [f"0535800{number}" for number in range(len(shapes))]
    found = read_boundaries(write(tmp_path / "areas.gpkg", shapes, crs=25832, ags=keys))
    assert (found.overlapping, found.unmatched) == (overlapping, unmatched)


@pytest.mark.parametrize("second", [block(0, 1000), block(900, 1900), block(200, 300, 200, 300)])
def test_areas_on_top_of_each_other_are_refused(tmp_path: Path, second: shapely.Polygon) -> None:
    path = write(tmp_path / "areas.gpkg", [block(0, 1000), second], crs=25832, ags=["05358008", "05358024"])
    with pytest.raises(BoundaryError, match=r"05358008 and 05358024 cover each other by \d+ % of the smaller"):
        read_boundaries(path)


@needs_shared
def test_inner_points_lie_in_their_municipality_near_the_official_ones() -> None:
    areas = read_boundaries(SHARED / "dvg2gem_nw.shp", "05358").areas.drop_nulls("outline_wkb")
    points = inner_points(areas)
    assert points.schema == {"ags": pl.String, "longitude": pl.Float64, "latitude": pl.Float64}
    with (SHARED / "dueren15_attributes.csv").open(encoding="utf-8") as file:
        official = {row["ags"]: (float(row["lon_label"]), float(row["lat_label"])) for row in csv.DictReader(file)}
    shapes = outlines(areas)
    there = gpd.GeoSeries(gpd.points_from_xy(points["longitude"], points["latitude"]), crs=4326).to_crs(25832)
    for ags, point, longitude, latitude in zip(points["ags"], there, *points[:, 1:], strict=True):
        assert shapes[ags].contains(point)
        assert (longitude, latitude) == pytest.approx(official[ags], abs=0.1)


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
