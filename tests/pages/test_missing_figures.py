"""A figure of need that is missing is named with its reason and never counted as zero."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.inputs import sign
from etl.load import load

CENSUS = "raw/census/zensus2022_demografie.csv"
OF_PLACES = ("compare", "map", "course", "intensity", "need", "details")
OPENED = [
    ("overview", {}),
    ("coverage", {}),
    *(("caseload", {"by": "ags", "show": section}) for section in OF_PLACES),
    ("caseload", {"by": "ags", "show": "vacancy", "role": "coordination"}),
]


def unpublished(text: str) -> str:
    """The census without the foreign nationals of Titz and Inden."""
    lines = text.splitlines(keepends=True)
    titz, inden = (
        next(line for line in lines if line.startswith(f"{ags};") and ";foreign_nationals;" in line)
        for ags in ("05358056", "05358020")
    )
    signs = {titz: "/", inden: "-"}
    return "".join(
        line.replace(f";{line.split(';')[4]};", f";{signs[line]};") if line in signs else line for line in lines
    )


@pytest.fixture(scope="module")
def incomplete(small_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Inputs with figures of need missing, loaded once."""
    data = small_copy(tmp_path_factory.mktemp("incomplete"))
    census = data / CENSUS
    census.write_text(unpublished(census.read_text(encoding="utf-8")), encoding="utf-8")
    sign(census)
    load(data)
    return data


@pytest.mark.parametrize(("page", "address"), OPENED)
def test_the_reason_why_a_figure_is_missing_is_said(
    incomplete: Path,
    open_page: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    address: dict[str, str],
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(incomplete))
    shown = open_page(page, lang="en", **address)
    assert not shown.app.exception  # type: ignore[attr-defined]
    (warning,) = shown.app.warning  # type: ignore[attr-defined]
    assert "Inden (not reported), Titz (not published by the source)" in warning.value.replace("\\", "")
