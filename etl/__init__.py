"""From input files to an edition: readers, schemas, marts, load."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.recognising.recognition import Recognition, recognise

__all__ = ["Recognition", "recognise"]


def __getattr__(name: str) -> object:
    """Recognition knows every reader; importing it with the package would make each part of it import all the others."""
    if name in __all__:
        return getattr(import_module("etl.recognising.recognition"), name)
    raise AttributeError(name)
