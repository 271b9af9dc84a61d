"""Editions of the data: immutable DuckDB files, opened read-only."""

from warehouse.edition import Edition, open_edition
from warehouse.store import NoEditionError, Store, data_folder

__all__ = ["Edition", "NoEditionError", "Store", "data_folder", "open_edition"]
