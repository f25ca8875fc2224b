"""What stands on pages, as words and numbers: read from a PDF, and expected from its data.

Both are counted, not compared in order: a reader of PDFs puts the pieces of a line that runs both ways into one order
or another. So a digit or a letter changed anywhere is found; two words that changed places are for :mod:`reports.order`.
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser

import msgspec
import pypdfium2
import pypdfium2.raw as raw

_MM = 72 / 25.4
_HEAD, _FOOT = 13 * _MM, 18 * _MM  # of the sheet, in points: running heads and page numbers stand there alone
_TOKEN = re.compile(
    r"\d+(?:[.,٬٫/]\d+)*"  # 16,754  ۱۴۰۴/۰۶/۱۱
    r"|[^\W\d_]+(?:[\u200c\u064b-\u065f\u0670]+[^\W\d_]+)*[\u064b-\u065f\u0670]*"
)
_LONGEST_NUMBER = 6  # digits without a separator
_DROPPED = dict.fromkeys((0x200B, 0x200D, 0xFEFF, 0xAD))
_HYPHEN_AT_LINE_END = re.compile("[\x02\ufffe]")  # pdfium's

Words = list[str]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one page."""

    number: int
    body: Words
    margins: Words


def folded(text: str) -> str:
    """Return text with one character for what is one glyph, whichever way it was written («ژانویهٔ», presentation forms)."""
    return unicodedata.normalize("NFKC", text).replace("ه\u0654", "ۀ")


def words_of(text: str) -> Words:
    """Return numbers (with their separators) and words (with their half-spaces), in order."""
    return _TOKEN.findall(folded(_HYPHEN_AT_LINE_END.sub("-", text).translate(_DROPPED)))


def is_number(word: str) -> bool:
    """Say whether a word is a number."""
    return word[0].isdecimal()


def sheets(content: bytes) -> Iterator[Sheet]:
    """Read the pages of a PDF file."""
    document = pypdfium2.PdfDocument(content)
    try:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            body, margins = _zones(text, page.get_height())
            yield Sheet(number=number, body=words_of(body), margins=words_of(margins))
            text.close()
            page.close()
    finally:
        document.close()


def _zones(text: pypdfium2.PdfTextPage, height: float) -> tuple[str, str]:
    """Return the text of a page between its margins, and that in them.

    Character by character: what pdfium gives for an area leaves out half-spaces, which have no extent.
    """
    x, y = ctypes.c_double(), ctypes.c_double()
    zones: tuple[list[str], list[str]] = ([], [])
    margin = False
    for index in range(text.count_chars()):
        if not raw.FPDFText_IsGenerated(
            text, index
        ):  # spaces and line ends are pdfium's, and belong to what is before
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            if margin != (not _FOOT < y.value < height - _HEAD):
                margin = not margin
                zones[margin].append("\n")
        zones[margin].append(chr(raw.FPDFText_GetUnicode(text, index)))
    return "".join(zones[0]), "".join(zones[1])


class Expected(HTMLParser):
    """The words of an edition's HTML, with the numbers of pages where the finished document has them.

    Args:
        pages: gives the numbers of the pages that anchors stand on, in the digits of the edition.
    """

    _INLINE = frozenset({"b", "span", "a"})  # without a gap of their own, but for these classes
    _APART = frozenset({"back", "issue", "other", "q", "n", "u"})
    _VOID = frozenset({"img", "meta", "br", "link"})

    def __init__(self, html: str, pages: Callable[[Iterable[str]], list[str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures: list[str] = []
        """Alternative texts."""
        self.heads: list[Words] = []
        """The words of each table's head: it is printed again on every page that the table runs over."""
        self._head = 0  # where in the text the head of the present table began
        self._pages = pages
        self._text: list[str] = []
        self._skipped: str | None = None  # the element whose content is left out, with how deep it lies
        self._depth = 0
        self._targets: list[str] | None = None
        self.feed(html[html.index("<body") :])

    @property
    def text(self) -> str:
        """All text in the order of the HTML."""
        return "".join(self._text).translate(_DROPPED)

    @property
    def words(self) -> Words:
        """All words in the order of the HTML."""
        return words_of(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says of the text in it."""
        given = dict(attrs)
        if tag == "img":
            self.pictures.append(given.get("alt") or "")
        if tag in self._VOID:
            return
        if tag == "thead":
            self._head = len(self._text)
        if self._skipped:
            self._depth += tag == self._skipped
            if self._targets is not None and tag == "a":
                self._targets.append((given.get("href") or "").removeprefix("#"))
            return
        if tag not in self._INLINE or given.get("class") in self._APART:
            self._text.append(" ")
        if "data-page" in given:
            self._skip(tag, [given["data-page"] or ""])
        elif "data-pages" in given:
            self._skip(tag, [])
        elif given.get("class") == "hidden":
            self._skip(tag, None)

    def _skip(self, tag: str, targets: list[str] | None) -> None:
        self._skipped, self._depth, self._targets = tag, 1, targets

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self._skipped:
            self._depth -= tag == self._skipped
            if self._depth == 0:
                numbers = self._pages(self._targets) if self._targets is not None else []
                self._text.append(f" {' '.join(numbers)} ")
                self._skipped = self._targets = None
            return
        if tag not in self._INLINE or (tag == "a"):
            self._text.append(" ")
        if tag == "thead":
            self.heads.append(words_of("".join(self._text[self._head :])))

    def handle_data(self, data: str) -> None:
        """Take text in."""
        if not self._skipped:
            self._text.append(data)


class Difference(msgspec.Struct, frozen=True):
    """What is printed and not expected, with its page, and what is expected and not printed."""

    extra: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]


def compare(expected: Words, printed: Iterable[Sheet], heads: Iterable[Words] = ()) -> Difference:
    """Compare the bodies of all pages with what is expected on them.

    Args:
        heads: words of table heads, each of which may stand once more, whole, on any page.
    """
    over = Counter(expected)
    extra = []
    for sheet in printed:
        for word in sheet.body:
            if over[word]:
                over[word] -= 1
            else:
                extra.append((word, sheet.number))
    extra = _without_heads(extra, sorted(heads, key=len, reverse=True))  # a small one is part of a large one
    rest = over.copy()
    missing = []
    for word in reversed(expected):  # the last ones of each word are those that are left over
        if rest[word]:
            rest[word] -= 1
            missing.append(word)
    missing.reverse()
    return _rejoined(extra, missing)


def _without_heads(extra: list[tuple[str, int]], heads: list[Words]) -> list[tuple[str, int]]:
    """Take out the heads that pages repeat, the longest first; half a head stays, for it is none.

    A head's words may show as too many on several pages: they are counted from the first page on, and one that stands
    elsewhere too is too many only where it comes last.
    """
    for head in heads:
        while head and not Counter(head) - Counter(word for word, _ in extra):
            for word in head:
                extra.remove(next(one for one in reversed(extra) if one[0] == word))
    return extra


def _rejoined(extra: list[tuple[str, int]], missing: Words) -> Difference:
    """Take out words that are only cut or joined otherwise: at the end of a line, or where two cells meet."""
    for word, page in list(
        extra
    ):  # pdfium turns «متناسب‌سازی» round where it stands alone in a line of English
        turned = "\u200c".join(reversed(word.split("\u200c")))
        if turned != word and turned in missing:
            extra.remove((word, page))
            missing.remove(turned)
    printed = [word for word, _ in extra]
    for word in filter(_may_be_cut, list(missing)):
        for part in _parts(word, printed):
            place = printed.index(part)
            del printed[place], extra[place]
            if word in missing:
                missing.remove(word)
    for word, page in list(extra):
        for part in _parts(word, missing):
            missing.remove(part)
            if (word, page) in extra:
                extra.remove((word, page))
    return Difference(tuple(extra), tuple(missing))


def _may_be_cut(word: str) -> bool:
    """Say whether a word may be broken at the end of a line: no number is, but the digits of an id or a digest are."""
    return not is_number(word) or (word.isdecimal() and len(word) > _LONGEST_NUMBER)


def _parts(whole: str, words: Words) -> Words:
    """Return words that make up a whole one, each taken once; none if none do."""
    for place, word in enumerate(words):
        if whole == word:
            return [word]
        if whole.startswith(word):
            rest = _parts(whole[len(word) :], words[:place] + words[place + 1 :])
            if rest:
                return [word, *rest]
    return []
