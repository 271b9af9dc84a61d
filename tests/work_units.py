"""How the processes that share the whole suite share it out: file by file, but what shares one running app as one piece."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

BROWSER = "tests/browser"
# These start a small page of their own instead of the app, so they are pieces like other files.
WITH_PAGES_OF_THEIR_OWN = {f"{BROWSER}/test_planning_sheet.py", f"{BROWSER}/test_presentation.py"}


class BrowserInOnePiece(LoadFileScheduling):
    """Every file is one piece of work, in the order collected, which the browser is the first of; all tests of the running app
    together are one.

    A second process with an app and a window of its own would take longer to warm them up than to test with them, and both
    would wait for each other. As one piece they take longest, so nothing may keep them waiting: xdist alone hands out files
    with many tests first, which leaves these to the end, where one process runs them and the others have nothing to do.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return BROWSER if file.startswith(f"{BROWSER}/") and file not in WITH_PAGES_OF_THEIR_OWN else file
