"""Tables of German official statistics in every layout the offices deliver."""

from etl.sources.official.layouts import LAYOUTS, layout_of

__all__ = ["LAYOUTS", "layout_of"]
