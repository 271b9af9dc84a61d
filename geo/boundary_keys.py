"""The keys and names of municipalities among the columns of a boundary file."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from geo.area_keys import ags_from_ars, is_municipality
from geo.boundary_error import BoundaryError

# Names seen in VG250, DVG2, OpenData portals and GeoJSON made from them, compared in lower case; AGS before ARS.
AGS_COLUMNS = (
    "ags",
    "ags_0",
    "ags_g",
    "kn",
    "gem_ags",
    "gemeindeschluessel",
    "gemeindeschlüssel",
    "gkz",
    "schluessel",
    "schlüssel",
)
ARS_COLUMNS = ("ars", "ars_0", "rs", "rs_0", "regionalschluessel", "regionalschlüssel")
NAME_COLUMNS = ("gen", "gn", "name", "gem_name", "gemeindename", "gemeinde", "bezeichnung")


def municipality_keys(areas: gpd.GeoDataFrame, path: Path) -> list[str]:
    """The AGS of every row, from the first column of AGS or ARS that is complete. Raises BoundaryError without one."""
    by_name = {str(name).lower(): name for name in areas.columns}
    candidates = [name for name in (*AGS_COLUMNS, *ARS_COLUMNS) if name in by_name]
    read = {name: [_as_ags(value) for value in areas[by_name[name]]] for name in candidates}
    complete = next((keys for keys in read.values() if all(keys)), None)
    if complete is not None:
        return complete
    if not candidates:
        raise BoundaryError(
            "no column of municipality keys, found {columns}; name the column of 8 digits 'ags'",
            path.name,
            columns=", ".join(str(name) for name in areas.columns if name != areas.geometry.name) or "-",
        )
    name = candidates[0]
    position = next(position for position, key in enumerate(read[name]) if not key)
    raise BoundaryError(
        "{value} is neither an AGS (8 digits) nor an ARS (12 digits); save the column as text so that leading zeros stay",
        path.name,
        row=int(areas.index[position]),
        column=str(by_name[name]),
        value=repr(areas[by_name[name]].tolist()[position]),
    )


def _as_ags(value: object) -> str:
    """The AGS in a cell, or nothing when the cell holds neither AGS nor ARS."""
    key = value.strip() if isinstance(value, str) else ""
    if is_municipality(key):
        return key
    try:
        return ags_from_ars(key)
    except ValueError:
        return ""


def municipality_names(areas: gpd.GeoDataFrame) -> list[str | None]:
    """The name in every row, None where the file has none."""
    by_name = {str(name).lower(): name for name in areas.columns}
    found = next((by_name[name] for name in NAME_COLUMNS if name in by_name), None)
    if found is None:
        return [None] * len(areas)
    return [value.strip() or None if isinstance(value, str) else None for value in areas[found]]
