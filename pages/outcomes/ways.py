"""To be written."""

from pages._shared.visit import Visit


def show(visit: Visit) -> set[str]:  # noqa: ARG001
    return set()
