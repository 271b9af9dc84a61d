"""Zip archives, read in memory: what is in them, and nothing that unpacks to more than it may."""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from etl.errors import InputError
from etl.files.limits import MAX_MEMBERS, MAX_UNPACKED_BYTES, MEGABYTE

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError, NotImplementedError)
OF_THE_SYSTEM = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}
ENCRYPTED = 0x1


def is_zip(data: bytes) -> bool:
    """Whether a file's first bytes are those of a zip archive."""
    return data.startswith(MAGIC)


def members(path: Path, name: str | None = None) -> list[str]:
    """Names of the files in an archive, less folders and what operating systems add. Raises InputError as open_archive."""
    with open_archive(path, name or path.name) as archive:
        return data_members(archive)


def open_archive(data: bytes | Path, name: str) -> zipfile.ZipFile:
    """An archive, in memory or where it lies, whose directory is readable. Raises InputError when it is damaged, needs a
    password, or would unpack to more than etl.files.limits allows by its own account."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except DAMAGED as error:
        raise _damaged(name) from error
    infos = archive.infolist()
    if any(info.flag_bits & ENCRYPTED for info in infos):
        raise InputError("needs a password; remove it and try again", name)
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
        raise _too_large(name)
    return archive


def data_members(archive: zipfile.ZipFile) -> list[str]:
    """Names of the files in an open archive, less folders and what operating systems add."""
    return [
        info.filename
        for info in archive.infolist()
        if not info.is_dir() and OF_THE_SYSTEM.isdisjoint(PurePosixPath(info.filename).parts)
    ]


def only_member(archive: zipfile.ZipFile, name: str, wanted: str | None, most: int) -> tuple[str, bytes]:
    """Name and bytes of the one file in an archive, or of the one `wanted`. Raises InputError when there is none, or
    several, and when it unpacks to more than `most` bytes."""
    found = data_members(archive)
    if wanted is not None and wanted not in found:
        raise InputError("the archive has no file «{member}»", name, member=wanted)
    if not found:
        raise InputError("the archive is empty", name)
    if wanted is None and len(found) > 1:
        raise InputError("the archive has {count} files; take out the one that is meant", name, count=len(found))
    member = found[0] if wanted is None else wanted
    return member, unpack(archive, member, name, most)


def unpack(
    archive: zipfile.ZipFile, member: str, name: str, most: int = MAX_UNPACKED_BYTES, stated: int | None = None
) -> bytes:
    """The bytes of a file in an archive. Raises InputError when it is damaged or larger than `most`, whatever the archive's
    directory says of it; the message names `stated`, where `most` is what others have left of that."""
    info = copy.copy(archive.getinfo(member))
    info.file_size = (
        most + 2 * MEGABYTE
    )  # the module stops where the directory says the file ends, other readers do not
    unpacked = io.BytesIO()  # whose content is handed out without a copy
    try:
        with archive.open(info) as file:
            while chunk := file.read(MEGABYTE):
                unpacked.write(chunk)
                if unpacked.tell() > most:
                    raise _too_large(name, most if stated is None else stated)
    except DAMAGED as error:
        raise _damaged(name) from error
    return unpacked.getvalue()


def _damaged(name: str) -> InputError:
    return InputError("the archive is damaged or not an ordinary zip; pack or export it again", name)


def _too_large(name: str, most: int = MAX_UNPACKED_BYTES) -> InputError:
    return InputError("would unpack to more than {most} MB; divide it", name, most=most // MEGABYTE)
