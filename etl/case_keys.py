"""Keys of cases: keyed hashes that nobody without this installation's salt can trace to a case number."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

SALT_NAME = "case-key.salt"


def installation_salt(folder: Path) -> bytes:
    """The salt of this installation, made once and readable by its owner only; it lies beside the editions, not in them."""
    path = folder / SALT_NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()


def case_key(salt: bytes) -> Callable[[str], str]:
    """A function from case number to key (HMAC-SHA-256, first 128 bits, hexadecimal)."""
    return lambda number: hmac.new(salt, number.encode(), hashlib.sha256).hexdigest()[:32]
