"""Ids that can be read out and sent."""

from __future__ import annotations

import secrets
import sqlite3

# Without signs that are taken for each other when read out.
ID_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
ID_LENGTH = 10


def new_id(connection: sqlite3.Connection, taken: str) -> str:
    """An id that nobody has. `taken`: a query with one parameter that finds a row for an id somebody has."""
    while True:
        found = "".join(secrets.choice(ID_SIGNS) for _ in range(ID_LENGTH))
        if connection.execute(taken, (found,)).fetchone() is None:
            return found


def shown_id(any_id: str) -> str:
    """An id for a message: a long one, as an address may hold, is cut."""
    return any_id[: 2 * ID_LENGTH]
