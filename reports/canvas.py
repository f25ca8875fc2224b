"""A sheet measured in millimetres that becomes an SVG: shapes and shaped text, all of it paths.

Text goes in in logical order: matplotlib (3.11 and later) shapes and orders Arabic script itself. Letters leave as
outlines, since WeasyPrint draws SVG ``<text>`` letter by letter, unjoined and reversed.

On a mirrored sheet `x` is counted from the right edge, and «start» is right: a chart is drawn once, for both
languages.
"""

import base64
import io
import math
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Literal

import matplotlib
import msgspec
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from reports.fontfiles import font_path
from reports.themes import Language

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72

# Where the middle of a line lies above its baseline, in shares of the type size: half the height of Vazirmatn's
# capitals and digits; Persian letters reach lower, so their line has its middle lower too.
_MIDDLE = {"en": 0.345, "fa": 0.285}

_RIGHT_TO_LEFT_MARK = "\u200f"
_JOINERS = "\u200c\u200d"


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A finished picture: use it as ``<img src=data_uri alt=alt style="width: …mm">``."""

    svg: str
    """Standalone SVG document; letters are outlines."""
    alt: str
    """What the picture says, with its numbers, in its language."""
    width_mm: float
    height_mm: float

    @property
    def data_uri(self) -> str:
        """The SVG as a ``data:`` address, for `src` of ``<img>``: needs no fetch from anywhere."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode("ascii")


def plain(text: str) -> str:
    """`text` on one line, without what would disturb a label: control and invisible formatting characters.

    Article text may hold bidirectional overrides that would turn a number round; ZWNJ and ZWJ stay.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(c for c in text if c in _JOINERS or unicodedata.category(c)[0] != "C")


@cache
def _font(bold: bool, points: float) -> FontProperties:
    return FontProperties(fname=str(font_path(bold)), size=points)


def _directed(text: str, language: Language) -> str:
    """`text` with its directions fixed for Persian: at the start of the line, else one that starts with a Latin word
    would run to the right, and before the sign of «۲۵٪», which stands left of its number in running Persian text.
    """
    if language == "en":
        return plain(text)
    return _RIGHT_TO_LEFT_MARK + plain(text).replace("٪", _RIGHT_TO_LEFT_MARK + "٪")


@lru_cache(maxsize=4096)
def text_width(text: str, points: float, language: Language, bold: bool = False) -> float:
    """Width of one line in millimetres."""
    # Measured large and scaled, because glyph positions are rounded to whole units of the size asked for.
    width, _, _ = text_to_path.get_text_width_height_descent(
        _directed(text, language), _font(bold, 100), ismath=False
    )
    return float(width) * points / 100 * MM_PER_POINT


def wrap(text: str, points: float, language: Language, limit: float, bold: bool = False) -> list[str]:
    """Lines of `text` no wider than `limit` millimetres, broken between words; one long word stays whole."""
    lines: list[str] = []
    for word in plain(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, points, language, bold) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Canvas:
    """A sheet of `width` by `height` millimetres; `y` grows downwards, `x` from the start side of the language."""

    def __init__(self, width: float, height: float, *, mirrored: bool = False) -> None:
        self.width, self.height, self.mirrored = width, height, mirrored
        self._figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH))
        self._figure.patch.set_visible(False)
        self._mm = (
            Affine2D().scale(1, -1).translate(0, height).scale(1 / MM_PER_INCH) + self._figure.dpi_scale_trans
        )
        self._layer = 0

    def _at(self, point: Point) -> Point:
        return (self.width - point[0], point[1]) if self.mirrored else point

    def _add(self, artist: PathPatch | Polygon | FancyBboxPatch | Text) -> None:
        self._layer += 1  # later lies above earlier
        artist.set_zorder(self._layer)
        artist.set_transform(self._mm)
        self._figure.add_artist(artist)

    def rectangle(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        edge: str | None = None,
        line: float = 0.0,
        radius: float = 0.0,
    ) -> None:
        """A box; its `edge`, `line` millimetres thick, lies inside it."""
        inset = line / 2 if edge else 0.0
        left, top = min(self._at((x, y))[0], self._at((x + width, y))[0]) + inset, y + inset
        style = f"round,pad=0,rounding_size={max(radius - inset, 0)}" if radius else "square,pad=0"
        self._add(
            FancyBboxPatch(
                (left, top),
                max(width - 2 * inset, 0),
                max(height - 2 * inset, 0),
                boxstyle=style,
                facecolor=fill,
                edgecolor=edge or "none",
                linewidth=line / MM_PER_POINT if edge else 0,
            )
        )

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        """A filled shape."""
        self._add(Polygon([self._at(p) for p in points], closed=True, facecolor=fill, edgecolor="none"))

    def circle(self, x: float, y: float, radius: float, fill: str, *, ring: str, line: float) -> None:
        """A disc with a ring of `line` millimetres around it."""
        middle = Affine2D().scale(radius + line / 2).translate(*self._at((x, y)))
        outline = Outline.unit_circle().transformed(middle)
        self._add(PathPatch(outline, facecolor=fill, edgecolor=ring, linewidth=line / MM_PER_POINT))

    def lines(self, strokes: Sequence[Sequence[Point]], colour: str, width: float) -> None:
        """Open strokes of `width` millimetres, as one path."""
        vertices = [self._at(p) for stroke in strokes for p in stroke]
        codes = [
            Outline.MOVETO if i == 0 else Outline.LINETO for stroke in strokes for i in range(len(stroke))
        ]
        if vertices:
            self._add(
                PathPatch(
                    Outline(vertices, codes),
                    facecolor="none",
                    edgecolor=colour,
                    linewidth=width / MM_PER_POINT,
                    capstyle="butt",
                    joinstyle="miter",
                )
            )

    def hatch(
        self, x: float, y: float, width: float, height: float, colour: str, *, pitch: float, line: float
    ) -> None:
        """Slanting strokes within a box: drawn as lines, since SVG patterns differ between renderers."""
        strokes = []
        for i in range(1, math.ceil((width + height) / pitch)):
            along = i * pitch  # of the diagonal u + v = along within the box
            first, last = max(0.0, along - height), min(width, along)
            strokes.append([(x + first, y + along - first), (x + last, y + along - last)])
        self.lines(strokes, colour, line)

    def text(
        self,
        x: float,
        middle: float,
        text: str,
        points: float,
        language: Language,
        *,
        colour: str,
        bold: bool = False,
        anchor: Anchor = "start",
    ) -> None:
        """One line of text whose middle height lies at `middle`."""
        sides = {"start": "left", "middle": "center", "end": "right"}
        if self.mirrored:
            sides |= {"start": "right", "end": "left"}
        baseline = middle + _MIDDLE[language] * points * MM_PER_POINT
        self._add(
            Text(
                *self._at((x, baseline)),
                text=_directed(text, language),
                fontproperties=_font(bold, points),
                color=colour,
                ha=sides[anchor],
                va="baseline",
                parse_math=False,  # a dollar sign is a dollar sign
            )
        )

    def svg(self) -> str:
        """The sheet as an SVG document: same drawing, same bytes."""
        target = io.StringIO()
        settings: dict[Any, Any] = {"svg.fonttype": "path", "svg.hashsalt": "taavon", "path.simplify": False}
        with matplotlib.rc_context(settings):
            self._figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
        # The text of each label stands in a comment beside its outlines: of no use in print, and not ours to repeat.
        return re.sub(r"\s*<!--[^>]*-->", "", target.getvalue())
