"""Editions of the data: immutable DuckDB files, opened read-only."""

from warehouse.compare import compare
from warehouse.edition import Edition, open_edition
from warehouse.stage import Stage, stages
from warehouse.store import NoEditionError, Store, data_folder

__all__ = ["Edition", "NoEditionError", "Stage", "Store", "compare", "data_folder", "open_edition", "stages"]
