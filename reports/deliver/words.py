"""Fixed wording of messages by gettext: ``mail.fa.po`` and ``mail.en.po``, the same keys in both.

As in :mod:`reports.languages.wording`, a key names the place, and placeholders are filled in after the words.
"""

import gettext
import io
from functools import cache
from pathlib import Path

import polib
from markupsafe import Markup, escape

from extract.errors import RenderError
from reports.languages import language
from reports.languages.amounts import Code
from reports.languages.base import direction_of
from reports.languages.wording import Run
from reports.model import Notice

_FOLDER = Path(__file__).parent


@cache
def _catalogue(code: Code) -> gettext.GNUTranslations:
    path = _FOLDER / f"mail.{code}.po"
    try:
        compiled = polib.pofile(str(path), encoding="utf-8").to_binary()
    except (OSError, UnicodeDecodeError) as error:
        raise RenderError(f"The wording {path} cannot be read: {error}.") from error
    return gettext.GNUTranslations(io.BytesIO(compiled))


def words(code: Code, key: str, count: int | None = None, /, **values: object) -> str:
    """Return fixed words as plain text.

    Args:
        code: the language.
        key: the ``msgid``.
        count: picks the plural form where the key has one.
        values: by placeholder; without any, the words are returned with their placeholders.

    Raises:
        RenderError: no such key.
    """
    catalogue = _catalogue(code)
    pattern = catalogue.gettext(key) if count is None else catalogue.ngettext(key, key, count)
    if pattern == key:
        raise RenderError(f"The wording “{key}” is missing from {_FOLDER / f'mail.{code}.po'}.")
    return pattern.format(**values) if values else pattern


def notice_words(notice: Notice, code: Code) -> str:
    """Say in words what is wrong with a source."""
    key, values = _of_notice(notice, code)
    return words(code, key, **values)


def notice_markup(notice: Notice, code: Code) -> Markup:
    """Say the same as HTML, with a name in the other script set apart."""
    key, values = _of_notice(notice, code)
    return Markup(escape(words(code, key))).format(**values)


def _of_notice(notice: Notice, code: Code) -> tuple[str, dict[str, Run | str]]:
    tongue = language(code)
    since = tongue.date(notice.since) if notice.since else ""
    kind = "empty" if notice.kind == "silent" and not since else notice.kind
    if direction_of(notice.source) == "rtl":
        # In English by its English name, where it has one. The half-space of a Persian name is read wrongly out of a
        # line that runs from left to right.
        source = tongue.agency(notice.source if code == "fa" else notice.source.replace("\u200c", " "))
    else:
        source = Run(notice.source, None if code == "en" else "en")
    return f"notice.{kind}", {"source": source, "since": since}
