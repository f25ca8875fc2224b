"""The logo of a publishing body: read from a file that may come from anywhere, checked, and made ready to embed.

Raster pictures are drawn anew as PNG, small enough for a masthead and without anything the file carried besides its
pixels. An SVG is embedded as it is once nothing in it refers to anything outside of it and nothing in it acts.
"""

import base64
import io
import math
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

import msgspec
from PIL import Image, ImageFile, UnidentifiedImageError

from extract.errors import UsageError

LARGEST_FILE: Final = 2_000_000
"""Bytes."""
LARGEST_SVG: Final = 200_000
LARGEST_SIDE: Final = 6000
"""Pixels of a raster picture, before it is made smaller."""
_EMBEDDED = (720, 240)  # pixels: 60 by 20 mm at 300 dpi

_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = frozenset(
    (
        "script",
        "foreignObject",
        "iframe",
        "animate",
        "animateMotion",
        "animateTransform",
        "set",
        "a",
        "handler",
    )
)
_SET_IN_TYPE = frozenset(("text", "tspan", "textPath", "tref"))
_URL = re.compile(r"url\s*\(\s*[\"']?\s*(.?)", re.IGNORECASE)
_ADDRESS = re.compile(r"@import|//|\b(?:https?|file|ftp|data|javascript)\s*:", re.IGNORECASE)
_MARK = re.compile(r"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)".encode("latin-1"))


_UNREADABLE = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, Warning, EOFError
)  # fmt: skip


class Logo(msgspec.Struct, frozen=True, kw_only=True):
    """A logo ready to embed."""

    content: bytes
    media_type: str
    """``image/png`` or ``image/svg+xml``."""
    ratio: float
    """Width by height."""

    @property
    def data_uri(self) -> str:
        """The logo as a ``data:`` address."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode('ascii')}"


class _Refused(Exception):
    """Why a file is no logo: the end of a sentence that begins with its name."""


class UnusableLogoError(UsageError):
    """A file is there, and is no picture that may be printed."""


def load_logo(path: Path) -> Logo:
    """Read and check a logo. Nothing is fetched: an address is no file.

    Raises:
        UsageError: the file is missing, too large, no PNG, JPEG or SVG, or an SVG that refers to something outside
            of itself, acts, or sets type.
    """
    try:
        if not path.is_file():  # a pipe or a device would never end
            raise _Refused("is not a file: name a PNG, JPEG or SVG beside the theme")
        if path.stat().st_size > LARGEST_FILE:
            raise _Refused(f"is larger than {LARGEST_FILE // 1_000_000} MB; save a smaller one")
        content = path.read_bytes()
        return _svg(content) if _looks_like_xml(content) else _raster(content)
    except OSError as error:
        raise UsageError(f"The logo {path} cannot be read: {error.strerror}.") from error
    except _Refused as refused:
        raise UnusableLogoError(f"The logo {path} {refused}.") from refused


def _looks_like_xml(content: bytes) -> bool:
    return _MARK.sub(b"", content[:64]).replace(b"\0", b"").lstrip().startswith(b"<")


# --- raster -----------------------------------------------------------------------------------------------------


def _raster(content: bytes) -> Logo:
    try:
        with warnings.catch_warnings(), _whole_only():
            warnings.simplefilter("error")  # Pillow only warns of a picture that would fill the memory
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
                if max(image.size) > LARGEST_SIDE:
                    raise _Refused(f"is more than {LARGEST_SIDE} pixels wide or high; save a smaller one")
                drawn = _plain(image)
    except _UNREADABLE as error:
        raise _Refused("is not a picture that can be read: save it as PNG, JPEG or SVG") from error
    drawn.thumbnail(_EMBEDDED, Image.Resampling.LANCZOS)
    target = io.BytesIO()
    drawn.save(target, "PNG", optimize=True)
    return Logo(content=target.getvalue(), media_type="image/png", ratio=drawn.width / drawn.height)


@contextmanager
def _whole_only() -> Iterator[None]:
    """Half a picture is none: WeasyPrint lets Pillow draw what there is of it, for the whole process."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone, red, green and blue with or without transparency: what PDF/A and every browser can show."""
    clear = "A" in image.getbands() or "transparency" in image.info
    if image.mode.startswith(("I", "F")):
        raise _Refused("has 16 bits a point, which not every reader shows; save it with 8")
    drawn = image.convert("RGBA" if clear else "RGB")
    drawn.info = {}  # a colour profile would be written again
    return drawn


# --- SVG --------------------------------------------------------------------------------------------------------


def _svg(content: bytes) -> Logo:
    if len(content) > LARGEST_SVG:
        raise _Refused(f"is larger than {LARGEST_SVG // 1000} kB; simplify its outlines or save it as PNG")
    root = _parsed(content)
    if root.tag != f"{_SVG}svg":
        raise _Refused("is not a picture: it is XML, but no SVG")
    for element in root.iter():
        _check(element)
    return Logo(content=content, media_type="image/svg+xml", ratio=_ratio(root))


def _parsed(content: bytes) -> ElementTree.Element:
    """The tree of an SVG; entities are refused before anything is expanded."""
    scout = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise _Refused("declares entities, which a logo does not need; save it as plain SVG")

    def refuse_instruction(target: str, _: str) -> None:
        raise _Refused(f"refers to something outside of it ({target}); save it with everything inside")

    scout.EntityDeclHandler = refuse
    scout.ProcessingInstructionHandler = refuse_instruction
    try:
        scout.Parse(content, True)
        return ElementTree.fromstring(content)
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as error:
        raise _Refused("is not a picture that can be read: its SVG is malformed; export it again") from error


def _check(element: ElementTree.Element) -> None:
    """Refuse what acts, what sets type, and whatever points out of the file."""
    tag = _local(element.tag)
    if tag in _ACTIVE:
        raise _Refused(f"holds <{tag}>, and a logo may only be a picture; save it as plain SVG or PNG")
    if tag in _SET_IN_TYPE:
        raise _Refused(
            "has letters set in a typeface; convert them to outlines, so that they look the same to all"
        )
    for name, value in element.attrib.items():
        local = _local(name).lower()
        if local.startswith("on"):
            raise _Refused(
                f"holds an action ({local}), and a logo may only be a picture; save it as plain SVG"
            )
        if local in ("href", "src") and not value.strip().startswith("#"):
            raise _outside(value)
        if local == "style":
            _check_style(value)
        _check_urls(value)
    if tag == "style":
        _check_style("".join(element.itertext()))


def _check_style(value: str) -> None:
    """A style sheet may not spell an address, nor hide one behind an escape."""
    if "\\" in value or _ADDRESS.search(value):
        raise _outside(value)
    _check_urls(value)


def _check_urls(value: str) -> None:
    if any(first != "#" for first in _URL.findall(value)):
        raise _outside(value)


def _outside(value: str) -> _Refused:
    shown = value.strip()[:60]
    return _Refused(f"refers to something outside of it ({shown}); save it with everything inside, or as PNG")


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _ratio(root: ElementTree.Element) -> float:
    """Width by height, from ``viewBox`` or else from both lengths."""
    box = re.findall(r"[-+.\deE]+", root.get("viewBox", ""))
    sides = box[2:] if len(box) == 4 else [_length(root.get(side, "")) for side in ("width", "height")]
    try:
        width, height = (float(side) for side in sides)
    except ValueError:
        width = height = 0.0
    if not (width > 0 and height > 0 and math.isfinite(width / height)):
        raise _Refused("has no size: give its SVG a viewBox")
    return width / height


def _length(text: str) -> str:
    found = re.fullmatch(r"\s*([.\d]+)\s*(?:px|pt|mm|cm|in)?\s*", text)
    return found[1] if found else ""
