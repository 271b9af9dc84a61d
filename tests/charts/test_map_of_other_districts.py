"""The map fits districts of any extent: wide, tall, in several parts, of many municipalities or of one."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from charts.map import render
from geo.boundaries import read_boundaries
from geo.shapes import outlines
from locales.language import Language
from metrics.definitions import definition

SVG = "{http://www.w3.org/2000/svg}"
CORNER = re.compile(r"[ML](-?[\d.]+),(-?[\d.]+)")
COLOGNE, AACHEN, EUSKIRCHEN, BORKEN, STEINFURT, LIPPE = "05315", "05334", "05366", "05554", "05566", "05766"


@cache
def state(path: Path) -> pl.DataFrame:
    return read_boundaries(path).areas


@pytest.mark.parametrize("key", [COLOGNE, AACHEN, EUSKIRCHEN, BORKEN, STEINFURT, LIPPE])
@pytest.mark.parametrize("size", [(620, 600), (1100, 620)])
def test_every_district_fits_its_picture(shared_data: Path, key: str, size: tuple[int, int]) -> None:
    width, height = size
    areas = state(shared_data / "geo" / "nrw396_vg250_2016.geojson").filter(pl.col("ags").str.starts_with(key))
    values = areas.select("ags", "name", value=pl.lit(0.12), state=pl.lit("value"))
    meaning, language = definition("gap_in_posts"), Language("de")
    picture = render(values, meaning, outlines(areas), language, title="t", attribution="a", width=width, height=height)
    svg = ElementTree.fromstring(picture)
    regions = [path for path in svg.iter(f"{SVG}path") if "data-ags" in path.attrib]
    assert [path.get("data-ags") for path in regions] == areas["ags"].to_list()
    corners = [(float(x), float(y)) for path in regions for x, y in CORNER.findall(path.get("d", ""))]
    assert min(chain.from_iterable(corners)) >= 0
    assert max(x for x, _ in corners) < width
    assert max(y for _, y in corners) < height
    # Drawn as large as it may be: at least a third of the picture's height or width.
    assert max(max(x for x, _ in corners) / width, max(y for _, y in corners) / height) > 1 / 3
    written = ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]
    assert any(areas["name"][0].split("-")[0].split(" ")[0] in line for line in written)
