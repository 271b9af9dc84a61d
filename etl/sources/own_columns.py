"""Tables whose headings are the fields of their schema."""

from __future__ import annotations

from collections.abc import Mapping

import dataframely as dy

from etl.outcome import LINE


def own_columns(schema: type[dy.Schema]) -> Mapping[str, str]:
    """Every field of a schema as its own heading."""
    return {name: name for name in schema.column_names() if name != LINE}
