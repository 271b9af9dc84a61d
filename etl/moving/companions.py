"""The files a shapefile consists of beside its .shp."""

from __future__ import annotations

from pathlib import Path

SHAPEFILE = ".shp"
SUFFIXES = (".cpg", ".dbf", ".prj", ".qix", ".qpj", ".sbn", ".sbx", ".shp.xml", ".shx")


def companions(path: Path) -> list[Path]:
    """The files of the same name beside a shapefile, ordered by name; none for any other file."""
    if path.suffix.lower() != SHAPEFILE or not path.parent.is_dir():
        return []
    names = {f"{path.stem}{suffix}".lower() for suffix in SUFFIXES}
    return sorted(beside for beside in path.parent.iterdir() if beside.name.lower() in names and beside.is_file())
