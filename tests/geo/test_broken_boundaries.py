"""Whatever happened to a boundary file on its way: it loads, or is refused with a reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.boundaries import read_boundaries
from geo.boundary_error import BoundaryError

SHIPPED = Path(__file__).parents[2] / "data/raw/geo/gemeinden_vg250_2016.geojson"
PARTS = ("shp", "shx", "dbf", "prj", "cpg")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Suffix -> bytes of the shipped boundaries in every form."""
    folder = tmp_path_factory.mktemp("whole")
    areas = gpd.read_file(SHIPPED)[["ags", "geometry"]]
    areas.to_file(folder / "a.gpkg")
    areas.to_crs(25832).to_file(folder / "a.shp")
    areas.to_file(folder / "a.geojson")
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in PARTS:
            archive.write(folder / f"a.{suffix}", f"a.{suffix}")
    return {suffix: (folder / f"a.{suffix}").read_bytes() for suffix in (*PARTS, "gpkg", "geojson", "zip")}


@pytest.mark.parametrize("form", ["geojson", "gpkg", "zip", *PARTS])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=20)), max_size=5),
)
def test_a_damaged_file_loads_or_is_refused_with_a_reason(
    tmp_path: Path, whole: dict[str, bytes], form: str, cut: float, changes: list[tuple[float, bytes]]
) -> None:
    content = bytearray(whole[form])
    for place, what in changes:
        start = int(place * len(content))
        content[start : start + len(what)] = what
    if not changes:
        content = content[: int(cut * len(content))]
    files = {suffix: whole[suffix] for suffix in (PARTS if form in PARTS else ())} | {form: bytes(content)}
    for suffix, written in files.items():
        (tmp_path / f"a.{suffix}").write_bytes(written)
    path = tmp_path / ("a.shp" if form in PARTS else f"a.{form}")
    try:
        found, reason = read_boundaries(path, "05358"), ""
    except BoundaryError as error:
        found, reason = None, str(error)
    if found is None:
        assert reason.startswith(path.name)
        assert len(reason) > len(path.name) + 20
    else:
        assert found.rows == found.areas.height + len(found.waters) + len(found.repeated)
        assert found.areas["ags"].str.contains(r"^\d{8}$").all()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1000,
        b"{",
        b"{}",
        b"[]",
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": null}]}',
        b'{"type": "Topology", "objects": {}, "arcs": []}',
        b"SQLite format 3\x00",
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\x00" * 18,
        b"ags;name\n05358008;D\xfcren\n",
        b"<html><body>Seite nicht gefunden</body></html>",
        b"%PDF-1.7\n",
    ],
)
@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "zip"])
def test_what_is_no_boundary_file_is_refused_whatever_its_name(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content)
    with pytest.raises(BoundaryError, match=rf"^a\.{suffix}: \S.{{20}}"):
        read_boundaries(path)
