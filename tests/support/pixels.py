"""Pictures as readers see them: through WeasyPrint into a PDF, and from there into pixels."""

import html
import warnings

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from reports.canvas import MM_PER_INCH, Picture
from reports.fontfiles import font_path

with warnings.catch_warnings():
    # Debian 12 has HarfBuzz without its subsetter, which WeasyPrint only announces it will want one day.
    warnings.filterwarnings("ignore", "HarfBuzz-Subset", DeprecationWarning)
    import weasyprint

Pixels = NDArray[np.uint8]
"""Height by width by red, green, blue."""
Ink = NDArray[np.float64]
"""Height by width, 0 paper to 1 ink."""


def pdf_of(picture: Picture, **options: object) -> bytes:
    """One page of the picture's size, with the picture as a template embeds it."""
    page = (
        f"<style>@page {{ size: {picture.width_mm}mm {picture.height_mm}mm; margin: 0 }}"
        f"body {{ margin: 0; direction: ltr }} img {{ display: block; width: {picture.width_mm}mm }}</style>"
        f'<html lang="en"><title>x</title><body>'
        f'<img src="{picture.data_uri}" alt="{html.escape(picture.alt)}"></body></html>'
    )
    return bytes(weasyprint.HTML(string=page).write_pdf(**options))


def pixels_of(picture: Picture, dpi: int = 150) -> Pixels:
    document = pypdfium2.PdfDocument(pdf_of(picture))
    image = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    document.close()
    return np.asarray(image)


def per_mm(dpi: int = 150) -> float:
    return dpi / MM_PER_INCH


def near(pixels: Pixels, colour: str, tolerance: int = 14) -> NDArray[np.bool_]:
    """Where the pixels have about this colour."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return np.asarray(np.abs(pixels.astype(int) - wanted).max(axis=2) <= tolerance)


def ink_of(pixels: Pixels) -> Ink:
    return 1 - pixels.mean(axis=2) / 255


def shaped_by_raqm(text: str, *, shaping: bool = True, bold: bool = False) -> Ink:
    """The same words set by Pillow with libraqm, from right to left; without `shaping` one letter after another."""
    engine = ImageFont.Layout.RAQM if shaping else ImageFont.Layout.BASIC
    font = ImageFont.truetype(str(font_path(bold)), 160, layout_engine=engine)
    image = Image.new("L", (4000, 500), 255)
    direction, language = ("rtl", "fa") if shaping else (None, None)
    ImageDraw.Draw(image).text((100, 100), text, font=font, fill=0, direction=direction, language=language)
    return ink_of(np.asarray(image.convert("RGB")))


def likeness(one: Ink, other: Ink) -> float:
    """Correlation (−1 to 1) of two inks, each cut to its ink and brought to one size; 0 if their shapes differ."""
    first, second = (_cut(ink) for ink in (one, other))
    ratio = (first.shape[1] / first.shape[0]) / (second.shape[1] / second.shape[0])
    if not 0.93 < ratio < 1.07:
        return 0.0
    return float(np.corrcoef(_small(first).ravel(), _small(second).ravel())[0, 1])


def _cut(ink: Ink) -> Ink:
    rows, columns = (np.flatnonzero(ink.max(axis=axis) > 0.5) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _small(ink: Ink) -> Ink:
    image = Image.fromarray(np.uint8(np.clip(ink, 0, 1) * 255))
    return np.asarray(image.resize((300, 75), Image.Resampling.BOX), dtype=float)
