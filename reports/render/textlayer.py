"""What a reader finds who searches the file: Persian words whole, in order, with their half-spaces.

Four things stand in the way in WeasyPrint's pages (and in most others):

- A glyph that joins two letters («لا») is said to mean two characters. Readers that put a right-to-left line into
  reading order character by character, as pdfium does in Chromium, turn these two round: «تسهیلات» is not found.
  Unicode has one character for each such pair, its presentation form, which every reader takes apart again in the
  right order (its compatibility decomposition).
- A bracket is drawn mirrored in a right-to-left line, and its glyph is said to mean what it meant where it came first.
  Readers that reorder a line mirror it again: so a glyph means the bracket that has its shape.
- ZERO WIDTH NON-JOINER is drawn by nothing, so that the page has nothing to copy: «خلیل‌آباد» is found without its
  half-space only. The font has an empty glyph of no width for it; that glyph is put where Pango put its own.
- A mark that stands high above its letter («اً») is taken by pdfium for the beginning of another line, in the middle of
  the word. It is set as low as it must be.

Text instead of glyphs (``ActualText``) makes every reader worse.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import Layout

from reports.fontfiles import font_path

_ZWNJ = "\u200c"
_SPECIAL = re.compile("[\u200c\u064b-\u065f\u0670]")
_HIGHEST = 0.22  # of the type size; pdfium takes a mark that stands higher for the beginning of another line
_FAMILY = b"Vazirmatn"
_PAIRED = "()[]{}<>«»‹›"
_PRESENTATION_FORMS = {"لا": "ﻻ", "لأ": "ﻷ", "لإ": "ﻹ", "لآ": "ﻵ", "الله": "ﷲ", "هٔ": "ۀ"}


class _Meanings(dict[int, str]):
    """Characters by glyph, as the ``ToUnicode`` of a font is made from."""

    def __setitem__(self, glyph: int, text: str) -> None:
        if text in _PAIRED:
            text = _glyphs().get(glyph, text)
        super().__setitem__(glyph, _PRESENTATION_FORMS.get(text, text))


class Fonts(dict[str, Any]):
    """The fonts of a document; what each glyph means is written down as readers need it."""

    def __setitem__(self, key: str, font: Any) -> None:
        font.to_unicode = _Meanings(font.to_unicode)
        super().__setitem__(key, font)


def make_legible(pages: Iterable[Any]) -> None:
    """Let finished pages be drawn so that they can be read."""
    for page in pages:
        for box in page.descendants():
            line = getattr(box, "pango_layout", None)
            if line is not None and _SPECIAL.search(line.text):
                line.__class__ = _Legible


class _Legible(Layout):  # type: ignore[misc]
    """A line of text with half-spaces, or with marks on its letters."""

    def get_first_line(self) -> tuple[Any, int | None]:
        """Return the line about to be drawn; its glyphs live as long as its text is not set again."""
        line, index = super().get_first_line()
        text = self.text.encode()
        run = line.runs[0]
        while run != ffi.NULL:
            _mend(run.data, text)
            run = run.next
        return line, index


def _mend(item: Any, text: bytes) -> None:
    _, description, size = get_pango_font_key(item.item.analysis.font)
    if ffi.string(pango.pango_font_description_get_family(description)) != _FAMILY:
        return  # another font, for a character that ours has not
    for place in range(item.glyphs.num_glyphs):
        glyph = item.glyphs.glyphs[place]
        start = item.item.offset + item.glyphs.log_clusters[place]
        special = _SPECIAL.match(text[start : start + 3].decode(errors="ignore"))
        if special and special[0] != _ZWNJ:
            glyph.geometry.y_offset = max(glyph.geometry.y_offset, -round(_HIGHEST * 1000 * size))
        elif special and glyph.glyph == pango.PANGO_GLYPH_EMPTY:
            glyph.glyph = _half_space()


@cache
def _glyphs() -> dict[int, str]:
    """Return brackets and the half-space by the glyph that has their shape; it is the same in both weights."""
    font = TTFont(font_path(bold=False), lazy=True)
    names = font.getBestCmap()
    found = {font.getGlyphID(names[ord(char)]): char for char in _PAIRED + _ZWNJ if ord(char) in names}
    font.close()
    return found


@cache
def _half_space() -> int:
    return next(glyph for glyph, char in _glyphs().items() if char == _ZWNJ)
