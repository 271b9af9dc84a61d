"""The one boundary file within a zip, read where it lies: nothing is unpacked to disk."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from geo.boundary_error import BoundaryError, some

# What may hold areas; the companions of a shapefile come along by themselves.
SUFFIXES = (".shp", ".geojson", ".json", ".gpkg")
# VG250 of all Germany in full detail unpacks to less than a third of this.
MOST_UNPACKED_BYTES = 400_000_000
MOST_MEMBERS = 1_000
CHUNK = 1 << 20
ENCRYPTED = 0x1


def is_zip(path: Path) -> bool:
    """Whether the file is a zip, judged by its content."""
    return path.is_file() and zipfile.is_zipfile(path)


def inside(path: Path) -> str:
    """GDAL's name for the boundaries within a zip.

    Of several files the one of the municipalities is meant, whose name ends in "gem" as in VG250. Raises BoundaryError
    when the zip is broken, encrypted or too large unpacked, or when it is not clear which file is meant.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only(archive, path)
            _refuse_unsafe(archive, path)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, UnicodeDecodeError) as error:
        raise BoundaryError("the zip is damaged; fetch or pack it again", path.name) from error
    return f"/vsizip/{{{path.resolve().as_posix()}}}/{member}"


def _only(archive: zipfile.ZipFile, path: Path) -> str:
    members = [name for name in archive.namelist() if _may_hold_areas(PurePosixPath(name))]
    if not members:
        raise BoundaryError(
            "the zip holds no boundaries; pack GeoJSON, GeoPackage or a shapefile with its .shx, .dbf and .prj",
            path.name,
        )
    meant = members if len(members) == 1 else [name for name in members if _ends_in_gem(PurePosixPath(name).stem)]
    if len(meant) != 1:
        raise BoundaryError(
            "the zip holds several files of boundaries: {members}; keep only the municipalities' one",
            path.name,
            members=some(sorted(members)),
        )
    return meant[0]


def _may_hold_areas(name: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "__")) for part in name.parts)
    return name.suffix.lower() in SUFFIXES and not hidden


def _ends_in_gem(stem: str) -> bool:
    return stem.lower().endswith("gem")


def _refuse_unsafe(archive: zipfile.ZipFile, path: Path) -> None:
    """Sizes are believed only after every member was unpacked once, into nothing: that also finds damaged ones."""
    members = archive.infolist()
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise BoundaryError("the zip is encrypted; pack it again without a password", path.name)
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise BoundaryError(
            "the zip unpacks to more than {megabytes} MB or {members} files; pack only the municipalities' boundaries",
            path.name,
            megabytes=MOST_UNPACKED_BYTES // 1_000_000,
            members=MOST_MEMBERS,
        )
    for member in members:
        # zipfile stops at the declared size and compares the checksum, so that a false size cannot pass.
        with archive.open(member) as unpacked:
            while unpacked.read(CHUNK):
                pass
