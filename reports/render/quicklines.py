"""WeasyPrint's lines of text, set once: see :mod:`reports.render.quicker`.

Setting a line is what Pango does, and a third of a layout. The rows of a table are laid out twice and what stands in a
row three times, each time with the same lines of the same style and width; and every line was set once more to be
drawn. Here a line is kept with its style, and until it is drawn.
"""

import re
from functools import lru_cache
from typing import Any

from weasyprint.css import Style
from weasyprint.text import fonts, line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

_setup = line_break.Layout.setup
_set_text = line_break.Layout.set_text
_reactivate = line_break.Layout.reactivate
_split_first_line = line_break.split_first_line
_can_break_text = line_break.can_break_text
_strut = line_break.strut

_ENDS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # of a line or paragraph


def _quick_strut(style: Any) -> tuple[float, float]:
    kept: dict[str, Any] = style.__dict__
    if "strut" not in kept:
        kept["strut"] = _strut(style)
    found: tuple[float, float] = kept["strut"]
    return found


def _quick_split(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    """Set the first line of a text, once a style and width: rows and cells are laid out two or three times."""
    if not isinstance(style, Style):  # of a picture, which changes it as it goes along
        return tuple(_split_first_line(text, style, context, max_width, justification_spacing))
    kept = style.__dict__.setdefault("lines", {})
    key = text, max_width, justification_spacing, is_line_start, minimum
    found: tuple[Any, ...] | None = kept.get(key)
    if found is None:
        found = kept[key] = _split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
        return found
    line = object.__new__(type(found[0]))  # each box has its own
    line.__dict__.update(found[0].__dict__)
    return line, *found[1:]


@lru_cache(maxsize=4096)
def _quick_break(text: str, lang: str | None) -> bool:
    """Whether a line may be broken between two letters: the same pairs come back on every page."""
    return bool(_can_break_text(text, lang))


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


def _quick_text(layout: Any, text: str, justify: bool = False) -> None:
    """Set a text; where it is one paragraph, say so now and not when it is drawn, for which it would be set again."""
    _set_text(layout, text, justify)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, _ENDS.search(text) is None)


def _quick_deactivate(layout: Any) -> None:
    """Keep a line as it was set until it is drawn."""
    del layout.language, layout.style


def _quick_reactivate(layout: Any, style: Any) -> None:
    """Take the line that was set, unless it is to be drawn otherwise."""
    if layout.justification_spacing or pango.pango_layout_get_line_readonly(layout.layout, 1) != ffi.NULL:
        _reactivate(layout, style)
    else:
        layout.style, layout.language = style, None


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


METHODS = (
    (line_break.Layout, "setup", _quick_setup),
    (line_break.Layout, "set_text", _quick_text),
    (line_break.Layout, "deactivate", _quick_deactivate),
    (line_break.Layout, "reactivate", _quick_reactivate),
)
"""Class, name of a method, and what takes its place."""
FUNCTIONS = {
    _strut: _quick_strut,
    _split_first_line: _quick_split,
    _can_break_text: _quick_break,
}
"""What takes the place of a function, wherever it is known by its name."""
