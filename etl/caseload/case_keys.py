"""Keys of cases: keyed hashes that nobody without this installation's salt can trace to a case number."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from etl.caseload.case_numbers import canonical
from etl.errors import InputError

SALT_NAME = "case-key.salt"
SALT_BYTES = 32


def installation_salt(folder: Path) -> bytes:
    """The salt of this installation, made once and readable by its owner only; it lies beside the editions, not in them.

    Raises InputError when it is too short: an empty salt would make keys that anybody can compute.
    """
    path = folder / SALT_NAME
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SALT_BYTES))
    salt = path.read_bytes()
    if len(salt) < SALT_BYTES:
        raise InputError("is damaged; restore it, or delete it to begin with new keys", path.name)
    return salt


def case_key(salt: bytes) -> Callable[[str], str | None]:
    """A function from case number to key.

    The key is the keyed hash of the number's canonical form (see etl.caseload.case_numbers): a spelling that changed from one export
    to the next must not part somebody's withdrawn consent from the older state of the case. None for a number of which
    nothing is left there.
    """

    def key(number: str) -> str | None:
        compared = canonical(number)
        return keyed_hash(salt, compared) if compared else None

    return key


def keyed_hash(salt: bytes, text: str) -> str:
    """HMAC-SHA-256 (RFC 2104), first 128 bits, hexadecimal."""
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()[:32]


def salt_of_series(salt: bytes, series: str) -> bytes:
    """A salt for one series of exports (see etl.caseload.caseload_files): two carriers that both count from 1 must not share
    the keys of their cases."""
    return hmac.digest(salt, series.encode(), hashlib.sha256)
