"""Keys of cases: keyed hashes that nobody without this installation's salt can trace to a case number."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

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


def case_key(salt: bytes) -> Callable[[str], str]:
    """A function from case number to key (HMAC-SHA-256, first 128 bits, hexadecimal), whatever case letters are in."""
    return lambda number: hmac.new(salt, number.strip().casefold().encode(), hashlib.sha256).hexdigest()[:32]


def salt_of_export(salt: bytes, mapping: str) -> bytes:
    """A salt for the exports of one mapping: two carriers that both count from 1 must not share the keys of their cases."""
    return hmac.digest(salt, mapping.encode(), hashlib.sha256)
