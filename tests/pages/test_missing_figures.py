"""A figure of need that is missing is named with its reason and never counted as zero."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.load import load

CENSUS = "raw/census/zensus2022_demografie.csv"


@pytest.mark.parametrize("page", ["overview", "coverage"])
def test_the_reason_why_a_figure_is_missing_is_said(
    bare_data: Path,
    edit: Callable[..., None],
    open_page: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
    page: str,
) -> None:
    def unpublished(text: str) -> str:
        lines = text.splitlines(keepends=True)
        titz, inden = (
            next(line for line in lines if line.startswith(f"{ags};") and ";foreign_nationals;" in line)
            for ags in ("05358056", "05358020")
        )
        signs = {titz: "/", inden: "-"}
        return "".join(
            line.replace(f";{line.split(';')[4]};", f";{signs[line]};") if line in signs else line for line in lines
        )

    edit(bare_data / CENSUS, unpublished)
    load(bare_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(bare_data))
    shown = open_page(page, lang="en")
    (warning,) = shown.app.warning  # type: ignore[attr-defined]
    assert "Inden (not reported), Titz (not published by the source)" in warning.value.replace("\\", "")
