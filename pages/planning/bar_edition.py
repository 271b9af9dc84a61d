"""What is different on today's data for a plan that was made on an earlier edition."""

from __future__ import annotations

from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning.plan import Plan


def show(visit: Visit, view: View, plan: Plan) -> None:
    """Nothing yet."""
