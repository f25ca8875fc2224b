"""WeasyPrint's styles, with what they are asked for again and again: see :mod:`reports.render.quicker`.

A style works out a property when it is first asked for it. Nearly all of them no rule sets: they are the parent's, or the
same for all. What styles with the same rules were asked for, the next one will be, too, and is given all of it at once.
"""

from copy import copy
from typing import Any

from weasyprint import css, html
from weasyprint.css import computed_values, properties

_missing = css.ComputedStyle.__missing__
_missing_of_anonymous = css.AnonymousStyle.__missing__

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
_WIDTHS = frozenset(key for key in properties.INITIAL_NOT_COMPUTED if key.endswith("_width"))
_PLAIN = (str, int, float, properties.Dimension)
_LOGICAL: dict[tuple[str, str], str] = {}
_ASKED: dict[tuple[str, ...], dict[str, Any]] = {}
_ASKED_OF_ANONYMOUS: dict[str, Any] = {}


def _quick_value(style: Any, key: str) -> Any:
    """Take a property that no rule sets from the parent, or its initial value."""
    cascaded, parent = style.cascaded, style.parent_style
    if parent is not None and key not in cascaded:
        if key in _OF_PARENT:
            value = parent[key]
            if isinstance(value, _PLAIN):  # none of these is set logically
                style[key] = value
                return value
        elif key in _OF_NOBODY:
            asked = _asked(style, key)
            if key in style:
                return dict.__getitem__(style, key)
            if not _set_logically(style, key):
                style[key] = asked[key] = value = properties.INITIAL_VALUES[key]
                return value
        elif (
            key in _WIDTHS
            and style[key.replace("width", "style")] in ("none", "hidden")
            and not _set_logically(style, key)
        ):
            style[key] = 0
            return 0
    return _missing(style, key)


def _asked(style: Any, key: str) -> dict[str, Any]:
    """Give a style at once the initial values that styles with the same rules were asked for before it.

    Returns what these are.
    """
    if style.pseudo_type is not None or key == "anchor":
        return {}
    kept = style.__dict__
    if "asked" not in kept:
        asked = kept["asked"] = _ASKED.setdefault((style["direction"], *style.cascaded), {})
        style.update(asked | style)
    found: dict[str, Any] = kept["asked"]
    return found


def _quick_anonymous(style: Any, key: str) -> Any:
    """Give the style of a box without element at once the initial values that others were asked for before it."""
    if key in properties.INHERITED:
        value = style[key] = style.parent_style[key]
        return value
    if key not in _OF_NOBODY:
        return _missing_of_anonymous(style, key)
    if "asked" not in style.__dict__:
        style.asked = True
        style.update(_ASKED_OF_ANONYMOUS | style)
        if key in style:
            return dict.__getitem__(style, key)
    style[key] = _ASKED_OF_ANONYMOUS[key] = value = properties.INITIAL_VALUES[key]
    return value


def _set_logically(style: Any, key: str) -> bool:
    function = computed_values.PHYSICAL_FUNCTIONS.get(key)
    if function is None:
        return False
    place = key, style["direction"]
    if place not in _LOGICAL:
        _LOGICAL[place] = function(block="ttb", inline=place[1])
    return _LOGICAL[place] in style.cascaded


_NOTES = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})


def _without_notes(matcher: Any) -> Any:
    """Leave out the marks of notes, which our pages have not: WeasyPrint's own sheet styles five for every element."""
    found = copy(matcher)
    found.other_selectors = [entry for entry in matcher.other_selectors if entry[3] not in _NOTES]
    return found


METHODS = (
    (css.ComputedStyle, "__missing__", _quick_value),
    (css.AnonymousStyle, "__missing__", _quick_anonymous),
    (html.UA_STYLESHEET, "matcher", _without_notes(html.UA_STYLESHEET.matcher)),
)
"""Owner, name of a method or an attribute, and what takes its place."""
