"""The typeface for a page that must carry it: the letters the page uses and no others, as WOFF2.

Vazirmatn has no reserved font name, so the OFL lets a part of it keep the name.
"""

import base64
import io
from collections.abc import Iterable
from functools import cache

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from reports.fontfiles import font_path

_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u200c\u200d«»،؛؟٪٫٬۰۱۲۳۴۵۶۷۸۹–—−“”‘’…·"
"""A reader's browser may need these for its own purposes, and two pages then mostly share their subset."""
_FEATURES = ["tnum"]  # aligned digits, besides those that a script needs


def subset_woff2(text: Iterable[str], *, bold: bool) -> bytes:
    """Return the weight with the characters of `text`, shaping and mark positions kept, hints left out.

    The same characters give the same bytes.

    Raises:
        SetupError: the set-up has not brought the font.
    """
    return _subset(frozenset(map(ord, text)) | frozenset(map(ord, _ALWAYS)), bold)


@cache
def _subset(characters: frozenset[int], bold: bool) -> bytes:
    options = subset.Options(
        layout_features=[*subset.Options().layout_features, *_FEATURES],
        hinting=False,
        notdef_outline=True,
        recalc_timestamp=False,
        with_zopfli=False,
    )
    target = io.BytesIO()
    with TTFont(font_path(bold), recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(characters))
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(target)
    return target.getvalue()


def font_uri(text: Iterable[str], *, bold: bool) -> str:
    """Return :func:`subset_woff2` as a ``data:`` address."""
    content = base64.b64encode(subset_woff2(text, bold=bold))
    return f"data:font/woff2;base64,{content.decode('ascii')}"
