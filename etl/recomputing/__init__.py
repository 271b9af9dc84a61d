"""Counting the inputs of an earlier edition anew by the method of today, so that a change of method shows as one."""

from etl.recomputing.recomputing import can_recompute, recompute

__all__ = ["can_recompute", "recompute"]
