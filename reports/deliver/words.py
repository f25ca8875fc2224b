"""Fixed wording of messages by gettext: ``mail.fa.po`` and ``mail.en.po``, the same keys in both.

As in :mod:`reports.languages.wording`, a key names the place, and placeholders are filled in after the words.
"""

import gettext
import io
from functools import cache
from pathlib import Path

import polib

from extract.errors import RenderError
from reports.languages.amounts import Code

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
