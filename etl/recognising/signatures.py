"""Boundary files, told by their first bytes or by what lies in their archive."""

from __future__ import annotations

import re
import struct
from pathlib import Path, PurePosixPath

from etl.files import members
from etl.files.archive import is_zip

BEGINNING = 65_536
SHAPEFILE = struct.pack(">i", 9994)
FIRST_RECORD = slice(100, 104)  # a shapefile's first record has the number 1; in its index stands an offset
SQLITE, OF_A_GEOPACKAGE = b"SQLite format 3\x00", re.compile(rb"gpkg_contents|GPKG|GP1[01]")
JSON = re.compile(rb"(\xef\xbb\xbf)?\s*\{")
GEOJSON = re.compile(rb'"type"\s*:\s*"FeatureCollection"|"features"\s*:\s*\[')
TOPOJSON = re.compile(rb'"type"\s*:\s*"Topology"')
PARTS = (".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix")
LAYOUTS = {".shp": "shapefile", ".gpkg": "geopackage", ".geojson": "geojson", ".json": "geojson"}


def boundary_layout(path: Path) -> str | None:
    """ "geojson", "geopackage" or "shapefile", also for what is zipped; "shapefile_part" and "topojson", which cannot be used
    as they are; None for all else. Raises InputError for an archive that cannot be opened."""
    with path.open("rb") as file:
        beginning = file.read(BEGINNING)
    if is_zip(beginning):
        return _in_archive(members(path))
    if path.suffix.lower() in PARTS:
        return "shapefile_part"
    if beginning.startswith(SHAPEFILE):
        return "shapefile" if beginning[FIRST_RECORD] == struct.pack(">i", 1) else "shapefile_part"
    if beginning.startswith(SQLITE):
        return "geopackage" if OF_A_GEOPACKAGE.search(beginning) else None
    if not JSON.match(beginning):
        return None
    if TOPOJSON.search(beginning):
        return "topojson"
    return "geojson" if GEOJSON.search(beginning) else None


def _in_archive(names: list[str]) -> str | None:
    layouts = {LAYOUTS.get(PurePosixPath(name).suffix.lower()) for name in names} - {None}
    return next((layout for layout in LAYOUTS.values() if layout in layouts), None)
