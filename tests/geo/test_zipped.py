from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest

from geo import zipped
from geo.boundaries import read_boundaries
from geo.boundary_error import BoundaryError

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data/raw/geo/gemeinden_vg250_2016.geojson"
COMPANIONS = ("shp", "shx", "dbf", "prj", "cpg")


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.fixture(scope="module")
def shapefile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Suffix -> bytes of the shipped boundaries as a shapefile."""
    path = tmp_path_factory.mktemp("shapefile") / "areas.shp"
    gpd.read_file(SHIPPED)[["ags", "geometry"]].to_crs(25832).to_file(path)
    return {suffix: path.with_suffix(f".{suffix}").read_bytes() for suffix in COMPANIONS}


def as_members(shapefile: dict[str, bytes], stem: str) -> dict[str, bytes]:
    return {f"{stem}.{suffix}": content for suffix, content in shapefile.items()}


@pytest.mark.parametrize("stem", ["areas", "dvg2_EPSG25832_Shape/areas", "Ordner mit Ümlaut/areas (1)"])
@pytest.mark.parametrize("name", ["areas.zip", "Gemeinden {2022}.zip", "no suffix"])
def test_a_zipped_shapefile_reads_like_the_file_itself(
    tmp_path: Path, shapefile: dict[str, bytes], stem: str, name: str
) -> None:
    found = read_boundaries(packed(tmp_path / name, as_members(shapefile, stem)))
    expected = read_boundaries(SHIPPED)
    assert found.areas["ags"].equals(expected.areas["ags"])
    assert found.areas["area_km2"].to_list() == pytest.approx(expected.areas["area_km2"].to_list())


@pytest.mark.parametrize("suffix", ["geojson", "json", "gpkg", "GEOJSON"])
def test_other_forms_are_read_from_a_zip(tmp_path: Path, suffix: str) -> None:
    inner = tmp_path / f"inner.{suffix.lower()}"
    gpd.read_file(SHIPPED).to_file(inner, driver="GPKG" if suffix == "gpkg" else "GeoJSON")
    path = packed(tmp_path / "areas.zip", {f"inner.{suffix}": inner.read_bytes()})
    assert read_boundaries(path).areas.height == 15


def test_what_a_mac_adds_is_overlooked(tmp_path: Path) -> None:
    members = {"__MACOSX/._areas.geojson": b"\x00\x05", ".hidden.geojson": b"", "areas.geojson": SHIPPED.read_bytes()}
    assert read_boundaries(packed(tmp_path / "areas.zip", members)).areas.height == 15


def test_of_several_layers_the_municipalities_are_taken(tmp_path: Path, shapefile: dict[str, bytes]) -> None:
    members = as_members(shapefile, "vg250/VG250_KRS") | as_members(shapefile, "vg250/VG250_GEM")
    assert read_boundaries(packed(tmp_path / "vg250.zip", members)).areas.height == 15


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "holds no boundaries"),
        ({"readme.txt": b"text"}, "holds no boundaries"),
        ({"inner.zip": b"PK"}, "holds no boundaries"),
        ({"a.geojson": b"{}", "b.geojson": b"{}"}, r"several files of boundaries: a\.geojson, b\.geojson; keep"),
        ({"areas.shp": b"no shapefile"}, "cannot be read as boundaries"),
        ({"areas.geojson": b'{"type": "FeatureCollection"'}, "cannot be read as boundaries"),
    ],
)
def test_a_zip_with_something_else_is_refused(tmp_path: Path, members: dict[str, bytes], message: str) -> None:
    with pytest.raises(BoundaryError, match=message):
        read_boundaries(packed(tmp_path / "areas.zip", members))


def test_a_shapefile_without_its_companions_says_what_is_missing(tmp_path: Path, shapefile: dict[str, bytes]) -> None:
    with pytest.raises(BoundaryError, match=r"\.shx, \.dbf and \.prj|no column of municipality keys"):
        read_boundaries(packed(tmp_path / "areas.zip", {"areas.shp": shapefile["shp"]}))


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "areas.zip", {"areas.geojson": b"{}"})
    content = bytearray(path.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= zipped.ENCRYPTED
    path.write_bytes(content)
    with pytest.raises(BoundaryError, match="encrypted; pack it again without a password"):
        read_boundaries(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MOST_UNPACKED_BYTES", 1_000_000)
    path = packed(tmp_path / "areas.zip", {"areas.geojson": b" " * 1_000_001})
    assert path.stat().st_size < 10_000
    with pytest.raises(BoundaryError, match="unpacks to more than 1 MB"):
        read_boundaries(path)


def test_very_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MOST_MEMBERS", 3)
    members = {"areas.geojson": SHIPPED.read_bytes()} | {f"{number}.txt": b"" for number in range(3)}
    with pytest.raises(BoundaryError, match="or 3 files"):
        read_boundaries(packed(tmp_path / "areas.zip", members))


def test_a_size_that_is_declared_too_small_is_noticed(tmp_path: Path) -> None:
    path = packed(tmp_path / "areas.zip", {"areas.geojson": SHIPPED.read_bytes()})
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(BoundaryError, match="the zip is damaged"):
        read_boundaries(path)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_zip_is_refused(tmp_path: Path, kept: float) -> None:
    path = packed(tmp_path / "areas.zip", {"areas.geojson": SHIPPED.read_bytes()})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(BoundaryError, match=r"damaged|cannot be read as boundaries"):
        read_boundaries(path)


def test_nothing_is_left_on_disk(tmp_path: Path, shapefile: dict[str, bytes]) -> None:
    path = packed(tmp_path / "areas.zip", as_members(shapefile, "areas"))
    read_boundaries(path)
    assert list(tmp_path.iterdir()) == [path]
