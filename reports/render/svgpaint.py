"""The program's own pictures as drawing operators of a PDF.

WeasyPrint reads any SVG, attribute by attribute and number by number, which for a map of thirty-one names costs as
much as setting five pages of text. What :mod:`reports.canvas` writes is a small and known part of SVG: filled and
stroked paths, and letters as outlines used again and again. That part is translated here; a picture with anything
else in it (the logo of an office, say) is left to WeasyPrint.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DEFAULTS = "*{stroke-linejoin: round; stroke-linecap: butt}"  # of every picture that matplotlib writes
_JOINS = {"miter": b"0 j", "round": b"1 j", "bevel": b"2 j"}
_CAPS = {"butt": b"0 J", "round": b"1 J", "square": b"2 J"}
_STYLE = frozenset(
    {"fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-linecap", "stroke-miterlimit"}
)
_KNOWN = {
    "svg": frozenset({"width", "height", "viewBox", "version"}),
    "g": frozenset({"id", "style", "transform"}),
    "path": frozenset({"id", "d", "style", "transform"}),
    "use": frozenset({_HREF, "transform", "x", "y"}),
    "defs": frozenset[str](),
}
_TRANSFORM = re.compile(r"(translate|scale)\(([^)]*)\)")
_COLOUR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}


class UnknownPartError(Exception):
    """A picture holds something that is not translated here."""


class Painting:
    """An image as WeasyPrint draws it: ``get_intrinsic_size`` and ``draw`` of its ``SVGImage``."""

    def __init__(self, width: float, height: float, operators: bytes) -> None:
        self._width, self._height = width, height
        self._operators = operators

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Return width and height in pixels, and their ratio."""
        return self._width, self._height, self._width / self._height

    def draw(self, stream: Any, width: float, height: float, style: object) -> None:
        """Draw into a box of ``width`` by ``height`` pixels whose corner is the origin."""
        stream.transform(a=width / self._width, d=height / self._height)
        stream.stream.append(self._operators)


def paint(svg: bytes) -> Painting:
    """Translate a picture.

    Raises:
        UnknownPartError: it is not one of :mod:`reports.canvas`.
    """
    try:
        root = ET.fromstring(svg)
        left, top, width, height = (float(number) for number in root.get("viewBox", "").split())
        if left or top:
            raise UnknownPartError("viewBox")
        outlines = {path.get("id", ""): path for path in root.iter(f"{_SVG}path")}
        operators = b"\n".join(_drawn(root, outlines, {"fill": "#000000", "stroke-linejoin": "round"}))
    except (ET.ParseError, ValueError, KeyError) as error:
        raise UnknownPartError(str(error)) from error
    return Painting(width, height, operators)


def _drawn(node: ET.Element, outlines: Mapping[str, ET.Element], style: Mapping[str, str]) -> Iterator[bytes]:
    kind = node.tag.removeprefix(_SVG)
    if kind == "style" and (node.text or "") == _DEFAULTS:
        return
    if kind not in _KNOWN or not _KNOWN[kind].issuperset(node.keys()):
        raise UnknownPartError(kind)
    if kind == "defs":
        for child in node:
            if child.tag == f"{_SVG}style":
                yield from _drawn(child, outlines, style)
        return
    style = {**style, **_declared(node)}
    matrix = _matrix(node)
    if matrix:
        yield b"q"
        yield matrix
    if kind == "path":
        yield from _path(node, style)
    elif kind == "use":
        yield from _drawn(outlines[node.get(_HREF, "").removeprefix("#")], outlines, style)
    else:
        for child in node:
            yield from _drawn(child, outlines, style)
    if matrix:
        yield b"Q"


def _declared(node: ET.Element) -> dict[str, str]:
    text = node.get("style")
    if not text:
        return {}
    pairs = (entry.split(":", 1) for entry in text.split(";") if entry.strip())
    found = {name.strip(): value.strip() for name, value in pairs}
    if not _STYLE.issuperset(found):
        raise UnknownPartError(text)
    return found


def _matrix(node: ET.Element) -> bytes:
    """Return the operator of an element's own transformation, empty if it has none."""
    a = d = 1.0
    e, f = float(node.get("x", 0)), float(node.get("y", 0))
    text = node.get("transform", "")
    if _TRANSFORM.sub("", text).strip():
        raise UnknownPartError(text)
    shifts = []
    for name, given in _TRANSFORM.findall(text):
        numbers = [float(number) for number in given.replace(",", " ").split()]
        first, second = (numbers * 2)[:2] if name == "scale" else (*numbers, 0.0)[:2]
        shifts.append((name, first, second))
    for name, first, second in reversed(shifts):
        if name == "scale":
            a, d, e, f = a * first, d * second, e * first, f * second
        else:
            e, f = e + first, f + second
    if (a, d, e, f) == (1, 1, 0, 0):
        return b""
    return f"{_number(a, 8)} 0 0 {_number(d, 8)} {_number(e)} {_number(f)} cm".encode()


def _path(node: ET.Element, style: Mapping[str, str]) -> Iterator[bytes]:
    fill, stroke = style.get("fill", "none"), style.get("stroke", "none")
    if fill != "none":
        yield _colour(fill) + b" rg"
    if stroke != "none":
        yield _colour(stroke) + b" RG"
        yield f"{_number(float(style.get('stroke-width', 1)))} w".encode()
        yield _JOINS[style["stroke-linejoin"]]
        yield _CAPS[style.get("stroke-linecap", "butt")]
    yield _outline(node.get("d", ""))
    yield {(True, True): b"B", (True, False): b"f", (False, True): b"S", (False, False): b"n"}[
        fill != "none", stroke != "none"
    ]


def _colour(text: str) -> bytes:
    match = _COLOUR.fullmatch(text.lower())
    if match is None:
        raise UnknownPartError(text)
    return " ".join(_number(int(part, 16) / 255, 4) for part in match.groups()).encode()


@lru_cache(maxsize=2048)
def _outline(d: str) -> bytes:
    """Translate the data of a path: the same letters come back in picture after picture."""
    tokens = iter(d.split())
    written: list[str] = []
    here = (0.0, 0.0)
    for letter in tokens:
        if letter in "zZ":
            written.append("h")
            continue
        points = [(float(next(tokens)), float(next(tokens))) for _ in range(_POINTS[letter])]
        if letter == "Q":  # a PDF has cubic curves only
            (x, y), end = points
            points = [
                (here[0] + (x - here[0]) * 2 / 3, here[1] + (y - here[1]) * 2 / 3),
                (end[0] + (x - end[0]) * 2 / 3, end[1] + (y - end[1]) * 2 / 3),
                end,
            ]
        here = points[-1]
        numbers = " ".join(_number(value) for point in points for value in point)
        written.append(f"{numbers} {'m' if letter == 'M' else 'l' if letter == 'L' else 'c'}")
    return "\n".join(written).encode()


def _number(value: float, places: int = 3) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".") if places else str(round(value))
    return "0" if text in ("-0", "") else text
