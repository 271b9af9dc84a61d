"""Opening boundary files: GeoJSON, GeoPackage and shapefile, each also within a zip."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from geo.boundary_error import BoundaryError
from geo.zipped import inside, is_zip

GEOPACKAGE = b"SQLite format 3\x00"
SHAPEFILE = struct.pack(">i", 9994)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BEGINNING = 512
UNREADABLE = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    shapely.errors.ShapelyError,
    UnicodeDecodeError,
    UnboundLocalError,  # what pyogrio raises for a .prj that GDAL takes but cannot write down again
)


def read_areas(path: Path) -> gpd.GeoDataFrame:
    """All columns and outlines of the municipalities' layer, in the order of the file.

    Raises BoundaryError when the file is none of the known forms, has no geometry, or several layers of which none is
    the municipalities'.
    """
    source = inside(path) if is_zip(path) else str(path)
    # Checked by content: GDAL opens whatever it knows, among it forms that point to other files or to the web.
    if source == str(path) and not _is_known(path):
        raise _unreadable(path)
    try:
        with warnings.catch_warnings():
            # Outlines that GDAL finds odd are judged here, with the key of the municipality.
            warnings.simplefilter("ignore", RuntimeWarning)
            areas = pyogrio.read_dataframe(source, layer=_layer(source, path))
    except UNREADABLE as error:
        raise _unreadable(path) from error
    if not isinstance(areas, gpd.GeoDataFrame):
        raise BoundaryError(
            "the file has columns but no geometry; export it with the municipalities' areas",
            path.name,
        )
    return areas


def _is_known(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
    except OSError:
        return False
    is_json = beginning.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"{")
    return is_json or beginning.startswith((GEOPACKAGE, SHAPEFILE))


def _layer(source: str, path: Path) -> str:
    """The layer of municipalities: the only one, or in VG250 the one whose name ends in "gem"."""
    names = [str(name) for name, _ in pyogrio.list_layers(source)]
    municipal = names if len(names) == 1 else [name for name in names if name.lower().endswith("gem")]
    if len(municipal) != 1:
        raise BoundaryError(
            "found the layers {layers}; keep only one, or name the municipalities' layer with 'gem' at the end",
            path.name,
            layers=", ".join(names),
        )
    return municipal[0]


def _unreadable(path: Path) -> BoundaryError:
    return BoundaryError(
        "cannot be read as boundaries; use GeoJSON, GeoPackage or a shapefile with its .shx, .dbf and .prj",
        path.name,
    )
