"""Maps as PNG: the right size, sharp, and with the letters of our own font on any machine."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import typst
from PIL import Image

from charts.map import render
from charts.map_labels import MARK
from geo.boundaries import read_boundaries
from geo.shapes import outlines
from locales.language import Language
from metrics.definitions import definition
from report.picture import WIDTH, fonts, png

REPOSITORY = Path(__file__).parents[2]
SHIPPED = REPOSITORY / "data/raw/geo/gemeinden_vg250_2016.geojson"
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{}</svg>'
WHITE = 255
# Letters of names and texts, signs of the formats.
SIGNS = "äöüÄÖÜß«»„“”’…–−±≥≤€©·§°²%\u202f\u00a0"


@pytest.fixture(scope="module")
def svg() -> str:
    """A map with everything a map can have: classes, all hatchings, circles, a selection, umlauts."""
    shapes = outlines(read_boundaries(SHIPPED).areas)
    states = ["not_reported", "suppressed", "not_published", "no_service"] + ["value"] * 11
    gaps = [None] * 4 + [-0.8, -0.3, -0.11, -0.02, 0.0, 0.03, 0.12, 0.24, 0.5, 0.9, -0.5]
    values = pl.DataFrame(
        {
            "ags": sorted(shapes),
            "name": ["Hürtgenwald", "Nörvenich", "Vettweiß", *(f"Ort {number}" for number in range(12))],
            "value": gaps,
            "state": states,
            "circle": [1000.0 * number for number in range(1, 16)],
        }
    )
    return render(
        values,
        definition("gap_in_posts"),
        shapes,
        Language("de"),
        title="Lücke in Stellen",
        attribution="© GeoBasis-DE / BKG 2016 (Daten verändert)",
        selected="05358008",
        circle_label="Menschen",
    )


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture), formats=["PNG"])


def pixels(picture: bytes) -> np.ndarray:
    """Height x width x 4: red, green, blue, opacity."""
    return np.asarray(opened(picture).convert("RGBA"))


def dark(picture: bytes) -> np.ndarray:
    """Which pixels are not white, as a table of rows."""
    return (pixels(picture)[:, :, :3] < WHITE).any(axis=2)


def line_of(text: str, **attributes: str) -> str:
    written = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return SQUARE.format(f'<text x="5" y="60" font-size="20"{written}>{text}</text>')


def test_it_is_a_png_as_wide_as_asked_for_and_in_proportion(svg: str) -> None:
    picture = png(svg)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    assert opened(picture).size == (WIDTH, round(WIDTH * height / width))
    assert opened(png(SQUARE.format(""), width=777)).size == (777, 777)


def test_nothing_of_it_is_broken(svg: str) -> None:
    opened(png(svg, width=300)).verify()  # checks the sum of every chunk, also of the one for the resolution


def test_it_says_that_it_has_300_dots_per_inch(svg: str) -> None:
    assert opened(png(svg)).info["dpi"] == pytest.approx((300, 300), abs=0.01)


def test_the_ground_is_white_and_opaque() -> None:
    assert (pixels(png(SQUARE.format(""), width=50)) == WHITE).all()


def test_text_is_painted(svg: str) -> None:
    without = re.sub(r"<text.*?</text>", "", svg)
    assert without != svg
    written, bare = pixels(png(svg, width=760)), pixels(png(without, width=760))
    changed = (written != bare).any(axis=2)
    lines = list(re.finditer(r'<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"[^>]*>([^<]+)</text>', svg))
    legend = [text for text in lines if "text-anchor" not in text[0]]  # labels stand within a group that is moved
    assert len(legend) > 10
    for text in legend:
        x, y, height = (float(part) for part in text.groups()[:3])
        around = changed[round(y - height) : round(y), round(x) : round(x + 2 * height)]
        assert around.sum() > height, f"{text[4]} is not painted"


def test_names_on_the_map_have_a_halo_below_their_letters(svg: str) -> None:
    """A halo above them would eat into the letters."""
    halo = {"font_family": "Source Sans Pro", "stroke": "white", "stroke_width": "3.4"}
    bare = dark(png(line_of("Düren", font_family="Source Sans Pro"), width=300))
    assert (dark(png(line_of("Düren", paint_order="stroke", **halo), width=300)) == bare).all()
    assert dark(png(line_of("Düren", **halo), width=300)).sum() < 0.5 * bare.sum()
    assert 'paint-order="stroke"' in svg


def test_hatchings_are_painted(svg: str) -> None:
    plain = re.sub(r"url\(#[^)]*\)", "#ffffff", svg)
    assert (pixels(png(svg, width=760)) != pixels(png(plain, width=760))).any(axis=2).sum() > 1000


def test_circles_are_painted(svg: str) -> None:
    bare = re.sub(r"<circle [^>]*/>", "", svg)
    assert (pixels(png(svg, width=760)) != pixels(png(bare, width=760))).any(axis=2).sum() > 1000


def test_the_letters_are_those_of_our_own_font(svg: str) -> None:
    """The map's list of families leads to Source Sans Pro, and a weight of 600 to its semibold."""
    (families,) = set(re.findall(r'font-family="([^"]*)"', svg))
    for weight in ("400", "600"):
        ours = png(line_of("Größe", font_family="Source Sans Pro", font_weight=weight), width=300)
        assert png(line_of("Größe", font_family=families, font_weight=weight), width=300) == ours
    regular, bold = (
        png(line_of("Größe", font_family=families, font_weight=weight), width=600) for weight in ("400", "600")
    )
    assert dark(bold).sum() > 1.1 * dark(regular).sum()


def test_the_fonts_of_the_machine_are_not_asked() -> None:
    families = set(fonts().families())
    assert "Source Sans Pro" in families
    own = set(typst.Fonts(include_system_fonts=False).families())
    assert families - own == {"Source Sans Pro"}
    assert all("font_source_sans_pro" in str(font.path) for font in fonts().fonts() if font.path)


@pytest.mark.parametrize("sign", SIGNS + MARK)
def test_our_font_has_the_sign(sign: str) -> None:
    """A sign it lacks would be taken from another font, and the whole line with it: then the x looks different."""
    beside, alone = (dark(png(line_of(text, font_family="Source Sans Pro"), width=400)) for text in (f"xn{sign}", "xn"))
    letters = slice(0, int(0.22 * beside.shape[1]))
    assert (beside[:, letters] == alone[:, letters]).all()


def test_a_sign_our_font_lacks_is_taken_from_another() -> None:
    alef, bet = (dark(png(line_of(letter, font_family="Source Sans Pro"), width=300)) for letter in "אב")
    assert alef.any()
    assert (alef != bet).any()  # two empty boxes would be alike


def test_the_same_svg_gives_the_same_bytes_in_another_process(svg: str, tmp_path: Path) -> None:
    path = tmp_path / "map.svg"
    path.write_text(svg, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from report.picture import png;"
        "sys.stdout.buffer.write(png(Path(sys.argv[1]).read_text(encoding='utf-8'), width=400))"
    )
    bare = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "FONTCONFIG_FILE": "/dev/null"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=REPOSITORY, env=bare, capture_output=True, check=True
    )
    assert done.stdout == png(svg, width=400)


def test_it_is_drawn_in_less_than_two_seconds(svg: str) -> None:
    """Of this process: other programs on the machine say nothing about it."""
    png(svg)
    begun = time.process_time()
    png(svg.replace("Menschen", "Personen"))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("broken", ["", "no picture", "<svg", '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>'])
def test_what_is_no_svg_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="this SVG cannot be drawn: failed to parse SVG"):
        png(broken)


def test_a_file_of_the_machine_is_not_drawn(tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(png(SQUARE.format(""), width=10))
    for address in (str(path), path.as_uri()):
        with pytest.raises(ValueError, match="this SVG cannot be drawn: failed to load linked image"):
            png(SQUARE.format(f'<image href="{address}" width="10" height="10"/>'))
