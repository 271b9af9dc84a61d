"""How the processes that share the whole suite share it out: file by file, but the running app as one piece."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

BROWSER = "tests/browser"


class BrowserInOnePiece(LoadFileScheduling):
    """Every file is one piece of work, in the order collected, which the browser is the first of; all tests in it together
    are one.

    A second process with a server and a Chromium of its own would take longer to start them than to test with them, and both
    would wait for each other. As one piece they take longest, so nothing may keep them waiting: xdist alone hands out files
    with many tests first, which leaves these to the end, where one process runs them and the others have nothing to do.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return BROWSER if file.startswith(f"{BROWSER}/") else file
