"""WeasyPrint's innermost steps, made once and remembered.

Laying out a page asks the same few things of the same style again and again: its lengths, the height of an empty line,
the font. In WeasyPrint each answer is worked out anew. Here it is kept with the style, which makes the layout of a
briefing a third shorter and changes nothing in it (``tests/test_quicker.py`` compares every box).
"""

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import pydyf  # type: ignore[import-untyped]
from weasyprint import css
from weasyprint.css import computed_values, properties
from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent
from weasyprint.text import fonts, line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

_SIZES = ("width", "height", "min_width", "min_height", "max_width", "max_height")
_AROUND = tuple(
    f"{what}_{side}" for what in ("margin", "padding") for side in ("left", "right", "top", "bottom")
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))

_resolve_percentages = percent.resolve_percentages
_strut = line_break.strut
_in_normal_flow = boxes.Box.is_in_normal_flow
_missing = css.ComputedStyle.__missing__
_setup = line_break.Layout.setup
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


def _quick_strut(style: Any) -> tuple[float, float]:
    kept: dict[str, Any] = style.__dict__
    if "strut" not in kept:
        kept["strut"] = _strut(style)
    found: tuple[float, float] = kept["strut"]
    return found


def _quick_flow(box: Any) -> bool:
    style = box.style
    if style["float"] == "none" and style["position"] in ("static", "relative"):
        return True
    return bool(_in_normal_flow(box))


_ALONE = frozenset({"page", "position", "float", "display"})
_OF_PARENT = frozenset(
    key for key in properties.INHERITED if key not in _ALONE and not key.startswith("text_decoration_")
)
_OF_NOBODY = frozenset(
    key
    for key in properties.INITIAL_VALUES
    if key not in properties.INHERITED | properties.INITIAL_NOT_COMPUTED | _ALONE
    and not key.startswith("text_decoration_")
)
_PLAIN = (str, int, float, properties.Dimension)
_LOGICAL: dict[tuple[str, str], str] = {}


def _quick_value(style: Any, key: str) -> Any:
    """Take a property that no rule sets from the parent, or its initial value."""
    parent = style.parent_style
    if parent is not None and key not in style.cascaded and not _set_logically(style, key):
        if key in _OF_PARENT:
            value = parent[key]
            if isinstance(value, _PLAIN):
                style[key] = value
                return value
        elif key in _OF_NOBODY:
            style[key] = value = properties.INITIAL_VALUES[key]
            return value
    return _missing(style, key)


def _set_logically(style: Any, key: str) -> bool:
    function = computed_values.PHYSICAL_FUNCTIONS.get(key)
    if function is None:
        return False
    place = key, style["direction"]
    if place not in _LOGICAL:
        _LOGICAL[place] = function(block="ttb", inline=place[1])
    return _LOGICAL[place] in style.cascaded


def _quick_setup(layout: Any, style: Any) -> None:
    """Make a line of text ready to be set: the context is shared, the font described once a style."""
    if (
        style["text_decoration_line"] != "none"
        or style["font_language_override"] != "normal"
        or not style["lang"]
    ):
        _setup(layout, style)
        return
    layout.style = style
    layout.first_line_direction = 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    context, layout.language = _context(style)
    kept = style.__dict__
    if "font" not in kept:
        kept["font"] = fonts.get_font_description(style), _features(style)
    description, features = kept["font"]
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, description)
    if features:
        attribute = style.font_config.font_features.setdefault(
            features, pango.pango_attr_font_features_new(features)
        )
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, attribute)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _context(style: Any) -> tuple[Any, Any]:
    """Return the context and the language of a text; one a direction and language in a document."""
    kept = style.font_config.__dict__.setdefault("contexts", {})
    key = style["direction"], style["lang"]
    if key not in kept:
        context = ffi.gc(
            pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
        )
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[key[0]])
        name, _ = unicode_to_char_p(key[1])
        language = pango.pango_language_from_string(name)
        pango.pango_context_set_language(context, language)
        kept[key] = context, language
    found: tuple[Any, Any] = kept[key]
    return found


def _features(style: Any) -> bytes:
    found = fonts.font_features(
        style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
        style["font_variant_caps"], style["font_variant_numeric"], style["font_variant_alternates"],
        style["font_variant_east_asian"], style["font_feature_settings"],
    )  # fmt: skip
    return ",".join(f"{name} {value}" for name, value in found.items()).encode()


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


_QUICK = {_resolve_percentages: _quick_percentages, _strut: _quick_strut}


def install() -> None:
    """Make WeasyPrint take the quicker steps; doing it again changes nothing."""
    boxes.Box.is_in_normal_flow = _quick_flow
    css.ComputedStyle.__missing__ = _quick_value
    line_break.Layout.setup = _quick_setup
    pydyf._to_bytes = _quick_bytes
    _swap(_QUICK)


def remove() -> None:
    """Let WeasyPrint go its own way again."""
    boxes.Box.is_in_normal_flow = _in_normal_flow
    css.ComputedStyle.__missing__ = _missing
    line_break.Layout.setup = _setup
    pydyf._to_bytes = _to_bytes
    _swap({quick: slow for slow, quick in _QUICK.items()})


def _swap(functions: Mapping[Any, Any]) -> None:
    """Put functions in the place of others, in every module that knows them by their name."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint."):
            for known in ("resolve_percentages", "strut"):
                function = getattr(module, known, None)
                if function in functions:
                    setattr(module, known, functions[function])
