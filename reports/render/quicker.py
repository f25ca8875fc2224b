"""WeasyPrint's innermost steps, made once and remembered.

Laying out a page asks the same few things of the same style again and again: its lengths, the height of an empty line,
the font, the width of a line of text. In WeasyPrint each answer is worked out anew. Here it is kept with the style,
which halves the layout of a briefing and changes nothing in it (``tests/test_quicker.py`` compares every box). Here are
the steps for boxes; :mod:`reports.render.quicklines` has those for text, :mod:`reports.render.quickstyles` for styles.
"""

import sys
from collections.abc import Iterator, Mapping
from math import inf
from typing import Any, NamedTuple

import pydyf  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes
from weasyprint.layout import float as floats
from weasyprint.layout import percent

from reports.render import quicklines, quickstyles

_SIZES = ("width", "height", "min_width", "min_height", "max_width", "max_height")
_AROUND = tuple(
    f"{what}_{side}" for what in ("margin", "padding") for side in ("left", "right", "top", "bottom")
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))

_resolve_percentages = percent.resolve_percentages
_avoid_collisions = floats.avoid_collisions
_in_normal_flow = boxes.Box.is_in_normal_flow
_to_bytes = pydyf._to_bytes


class _Lengths(NamedTuple):
    """The lengths of a style in which there is no percentage, and none to be worked out."""

    sizes: tuple[Any, ...]
    """The values in the style that they were taken from."""
    used: Mapping[str, Any]
    borders: Mapping[str, Any]


def _lengths(style: Any) -> _Lengths | None:
    sizes = tuple(style[name] for name in _SIZES)
    used = {}
    for name in (*_SIZES, *_AROUND):
        value = style[name]
        if value == "auto":
            used[name] = 0 if name.startswith("min_") else "auto"
        elif getattr(value, "unit", None) == "px":
            used[name] = value.value
        else:
            return None
    return _Lengths(sizes, used, {name: style[name] for name in _BORDERS})


def _quick_percentages(box: Any, containing_block: Any) -> None:
    style = box.style
    kept = style.__dict__
    lengths = kept.get("lengths", False)
    # sizes are the only lengths that layout changes in a style (of an item in a row)
    if lengths is False or (lengths and any(map(_changed, lengths.sizes, map(style.__getitem__, _SIZES)))):
        lengths = kept["lengths"] = _lengths(style)
    if lengths is None:
        _resolve_percentages(box, containing_block)
        return
    own = box.__dict__
    own.update(lengths.used)
    if style["border_collapse"] == "collapse":
        for name, width in lengths.borders.items():
            if not hasattr(box, name):
                own[name] = width
    else:
        own.update(lengths.borders)
    if style["box_sizing"] != "content-box":
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _changed(before: object, now: object) -> bool:
    return before is not now


def _quick_flow(box: Any) -> bool:
    style = box.style
    if style["float"] == "none" and style["position"] in ("static", "relative"):
        return True
    return bool(_in_normal_flow(box))


def _quick_descendants(box: Any, placeholders: bool = False) -> Iterator[Any]:
    """Go through a tree without a generator a box."""
    waiting = [box]
    while waiting:
        one = waiting.pop()
        yield one
        if placeholders or isinstance(one, boxes.Box):
            waiting += reversed(one.children)


def _quick_collisions(
    context: Any, box: Any, containing_block: Any, outer: bool = True
) -> tuple[float, float, float]:
    """Find room for a box beside floats; let a line that nothing floats beside or in be set once.

    WeasyPrint sets a line again where it turns out higher than was assumed (nothing is, here) and ends elsewhere. It ends
    elsewhere in every right-to-left text, for that is compared with the width from before the line was set: zero.
    """
    found: tuple[float, float, float] = _avoid_collisions(context, box, containing_block, outer)
    if (
        isinstance(box, boxes.LineBox)
        and box.height == box.width == 0
        and not context.excluded_shapes
        and all(map(boxes.Box.is_in_normal_flow, box.descendants()))
    ):
        box.height = inf
    return found


def _quick_bytes(item: Any) -> bytes:
    """Write a part of a PDF file: nearly all are bytes, words and whole numbers."""
    kind = type(item)
    if kind is bytes:
        written: bytes = item
    elif kind is str:
        written = item.encode("ascii")
    elif kind is int:
        written = b"%d" % item
    else:
        written = _to_bytes(item)
    return written


_METHODS = (
    (boxes.Box, "is_in_normal_flow", _quick_flow),
    (boxes.Box, "descendants", _quick_descendants),
    (pydyf, "_to_bytes", _quick_bytes),
    *quicklines.METHODS,
    *quickstyles.METHODS,
)
_BEFORE = tuple((owner, name, getattr(owner, name)) for owner, name, _ in _METHODS)
_FUNCTIONS = {
    _resolve_percentages: _quick_percentages,
    _avoid_collisions: _quick_collisions,
    **quicklines.FUNCTIONS,
}
_NAMES = tuple(function.__name__ for function in _FUNCTIONS)


def install() -> None:
    """Make WeasyPrint take the quicker steps; doing it again changes nothing."""
    for owner, name, quick in _METHODS:
        setattr(owner, name, quick)
    _swap(_FUNCTIONS)


def remove() -> None:
    """Let WeasyPrint go its own way again."""
    for owner, name, slow in _BEFORE:
        setattr(owner, name, slow)
    _swap({quick: slow for slow, quick in _FUNCTIONS.items()})


def _swap(functions: Mapping[Any, Any]) -> None:
    """Put functions in the place of others, in every module that knows them by their name."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint."):
            for known in _NAMES:
                function = getattr(module, known, None)
                if function in functions:
                    setattr(module, known, functions[function])
