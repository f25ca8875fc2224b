"""Fixed wording by gettext: ``fa.po`` and ``en.po``, the same keys in both.

A key names where the words stand («glance.held»); every word of a page is in these two files and none in a template.
Placeholders are ``{name}``; they are filled in after the words, so what is filled in is never read as a pattern.
"""

import gettext
import io
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

import polib
from markupsafe import Markup, escape

from extract.errors import RenderError
from reports.english.isolates import ISOLATE, POP
from reports.languages.amounts import Code

FOLDER = Path(__file__).parent


_MARKS = str.maketrans("", "", ISOLATE + POP)


class Run:
    """Words in a language that may not be the page's; in HTML an isolate of its own where it is not.

    Args:
        text: the words; what stands between the marks of :mod:`reports.english.isolates` in them is Persian left as it is.
        lang: ``None`` where it is the page's own language.
        left: Persian words for which the English edition has no English, to be marked as such.
    """

    __slots__ = ("_marked", "lang", "left")

    def __init__(self, text: str, lang: Code | None = None, *, left: bool = False) -> None:
        self._marked = text
        self.lang = lang
        self.left = left

    @property
    def text(self) -> str:
        """The words without marks."""
        return self._marked.translate(_MARKS)

    @property
    def lacking(self) -> bool:
        """Whether Persian words are left in it."""
        return self.left or ISOLATE in self._marked

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> Markup:
        if self.lang is not None:
            return _isolated(self.text, self.lang, left=self.left)
        own, *rest = self._marked.split(ISOLATE)
        html = escape(own)
        for piece in rest:
            persian, _, after = piece.partition(POP)
            html += _isolated(persian, "fa", left=True) + escape(after)
        return html

    def capitalised(self) -> "Run":
        """Return the words with a capital at their beginning."""
        return Run(self._marked[:1].upper() + self._marked[1:], self.lang, left=self.left)

    def __bool__(self) -> bool:
        return bool(self.text)


def _isolated(text: str, lang: Code, *, left: bool) -> Markup:
    direction = "rtl" if lang == "fa" else "ltr"
    mark = Markup(' class="left"') if left else ""
    return Markup('<span lang="{}" dir="{}"{}>{}</span>').format(lang, direction, mark, text)


@runtime_checkable
class _Html(Protocol):
    def __html__(self) -> str: ...


Value = str | int | Run | Markup


class _Strict(gettext.NullTranslations):
    """Asked only for what the catalogue lacks."""

    def gettext(self, message: str) -> str:
        raise RenderError(f"The wording “{message}” is missing from the PO files in {FOLDER}.")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)


@cache
def catalogue(code: Code) -> gettext.GNUTranslations:
    """Return the compiled catalogue of one language.

    Raises:
        RenderError: the PO file is missing or malformed.
    """
    path = FOLDER / f"{code}.po"
    try:
        compiled = polib.pofile(str(path), encoding="utf-8").to_binary()
    except (OSError, UnicodeDecodeError) as error:
        raise RenderError(f"The wording {path} cannot be read: {error}.") from error
    found = gettext.GNUTranslations(io.BytesIO(compiled))
    found.add_fallback(_Strict())
    return found


def say(code: Code, key: str, count: int | None = None, /, **values: Value) -> Markup:
    """Return fixed words as HTML, with values filled in and escaped.

    Args:
        code: the language.
        key: the ``msgid``.
        count: picks the plural form where the key has one.
        values: by placeholder.

    Raises:
        RenderError: no such key.
    """
    return Markup(escape(_pattern(code, key, count))).format(**values)


def say_plain(code: Code, key: str, count: int | None = None, /, **values: Value) -> str:
    """Return the same as plain text: for titles, alternative texts, bookmarks."""
    return _pattern(code, key, count).format(**values)


def _pattern(code: Code, key: str, count: int | None) -> str:
    words = catalogue(code)
    return words.gettext(key) if count is None else words.ngettext(key, key, count)
