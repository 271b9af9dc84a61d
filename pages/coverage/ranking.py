from __future__ import annotations

from pages._shared.view import View
from pages._shared.visit import Visit

KINDS: tuple[str, ...] = ()


def show(visit: Visit, view: View) -> None: ...
