"""A sheet measured in millimetres that becomes an SVG: shapes and shaped text, all of it paths.

Text goes in in logical order: matplotlib (3.11 and later) shapes and orders Arabic script itself. Letters leave as
outlines, since WeasyPrint draws SVG ``<text>`` letter by letter, unjoined and reversed. matplotlib is loaded when
something is measured or drawn (:mod:`reports.plotting`).

On a mirrored sheet `x` is counted from the right edge, and «start» is right: a chart is drawn once, for both
languages.
"""

import base64
import io
import math
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from reports.fontfiles import font_path
from reports.themes import Language

if TYPE_CHECKING:
    from reports.plotting import Affine2D, FontProperties, Path, RendererSVG

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72

# Where the middle of a line lies above its baseline, in shares of the type size: half the height of Vazirmatn's
# capitals and digits; Persian letters reach lower, so their line has its middle lower too.
_MIDDLE = {"en": 0.345, "fa": 0.285}

_RIGHT_TO_LEFT_MARK = "\u200f"
_JOINERS = "\u200c\u200d"
_LARGE = 100
"""The type size at which lines are measured, since positions of letters are rounded to whole units of a size."""

_SETTINGS: dict[Any, Any] = {"svg.fonttype": "path", "svg.id": None}
"""What a ``matplotlibrc`` on this machine must not change."""


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
def _font(bold: bool, points: float) -> "FontProperties":
    from reports.plotting import FontProperties

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
    from reports.plotting import text_to_path

    with _unknown_letters():
        width, _, _ = text_to_path.get_text_width_height_descent(
            _directed(text, language), _font(bold, _LARGE), ismath=False
        )
    return float(width) * points / _LARGE * MM_PER_POINT


@contextmanager
def _unknown_letters() -> Iterator[None]:
    """Draw a box for a letter that the font has not, without a warning: the words come from articles."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ ", UserWarning)
        yield


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
        self._drawn: list[Callable[[RendererSVG, Affine2D], None]] = []  # later lies above earlier

    def _at(self, point: Point) -> Point:
        return (self.width - point[0], point[1]) if self.mirrored else point

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
        from reports.plotting import BoxStyle

        inset = line / 2 if edge else 0.0
        left, top = min(self._at((x, y))[0], self._at((x + width, y))[0]) + inset, y + inset
        style = BoxStyle.Round(0, max(radius - inset, 0)) if radius else BoxStyle.Square(0)
        outline = style(left, top, max(width - 2 * inset, 0), max(height - 2 * inset, 0), 1)
        self._drawn.append(partial(_shape, outline, None if fill == "none" else fill, edge, line))

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        """A filled shape."""
        from reports.plotting import Path

        outline = Path([self._at(point) for point in (*points, points[0])], closed=True)
        self._drawn.append(partial(_shape, outline, fill, None, 0.0))

    def circle(self, x: float, y: float, radius: float, fill: str, *, ring: str, line: float) -> None:
        """A disc with a ring of `line` millimetres around it."""
        from reports.plotting import Path

        outline = Path.circle(self._at((x, y)), radius + line / 2)
        self._drawn.append(partial(_shape, outline, fill, ring, line))

    def lines(self, strokes: Sequence[Sequence[Point]], colour: str, width: float) -> None:
        """Open strokes of `width` millimetres, as one path."""
        from reports.plotting import Path

        if any(strokes):
            outline = Path.make_compound_path(
                *(Path([self._at(point) for point in stroke]) for stroke in strokes)
            )
            self._drawn.append(partial(_shape, outline, None, colour, width))

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
        x, baseline = self._at((x, middle + _MIDDLE[language] * points * MM_PER_POINT))
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        x -= text_width(text, points, language, bold) * (1 - before if self.mirrored else before)
        words = _directed(text, language)
        self._drawn.append(partial(_words, words, (x, baseline), _font(bold, points), colour))

    def svg(self) -> str:
        """The sheet as an SVG document: same drawing, same bytes."""
        from reports.plotting import Affine2D, RendererSVG, rc_context

        target = io.StringIO()
        with rc_context(_SETTINGS), _unknown_letters():
            renderer = RendererSVG(
                self.width / MM_PER_POINT,
                self.height / MM_PER_POINT,
                target,
                metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")),
            )
            # The renderer counts points upwards from the foot.
            to_points = Affine2D().scale(1, -1).translate(0, self.height).scale(1 / MM_PER_POINT)
            for draw in self._drawn:
                draw(renderer, to_points)
            renderer.finalize()
        # The text of each label stands in a comment beside its outlines: of no use in print, and not ours to repeat.
        return re.sub(r"\s*<!--[^>]*-->", "", target.getvalue())


def _shape(
    outline: "Path",
    fill: str | None,
    edge: str | None,
    line: float,
    renderer: "RendererSVG",
    to_points: "Affine2D",
) -> None:
    """Draw a shape, its `edge` `line` millimetres thick."""
    from reports.plotting import to_rgba

    pen = renderer.new_gc()
    pen.set_linewidth(line / MM_PER_POINT if edge else 0)
    pen.set_foreground(edge or "none")
    pen.set_joinstyle("miter")
    outline.should_simplify = False
    renderer.draw_path(pen, outline, to_points, to_rgba(fill) if fill else None)


def _words(
    words: str,
    start: Point,
    font: "FontProperties",
    colour: str,
    renderer: "RendererSVG",
    to_points: "Affine2D",
) -> None:
    """Draw a line of text whose baseline begins at `start`, at the left."""
    pen = renderer.new_gc()
    pen.set_foreground(colour)
    x, y = start
    renderer.draw_text(pen, x / MM_PER_POINT, y / MM_PER_POINT, words, font, 0)
