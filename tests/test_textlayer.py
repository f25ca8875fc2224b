"""What a reader of the file finds by searching, and whether every line stands in the order it is read in."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest
from bidi.algorithm import get_display  # the fast one of the package mirrors no brackets

from reports.languages.amounts import Code
from reports.printed import Expected
from reports.render import pdf
from reports.render.compose import content_of
from tests.support.editions import CODES, edition

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's
PERSIAN = re.compile("[\u0621-\u06cc]")
ZWNJ = "\u200c"


def pages(code: Code) -> list[str]:
    document = pypdfium2.PdfDocument(edition(code).content)
    return [page.get_textpage().get_text_range() for page in document]


def expected(code: Code) -> list[str]:
    return Expected(edition(code).html, lambda anchors: []).words


# words


@pytest.mark.parametrize("code", CODES)
def test_every_persian_word_is_found_with_its_half_spaces(code: Code) -> None:
    words = {word for word in expected(code) if PERSIAN.search(word)}
    text = "\n".join(pages(code))
    # at the end of a line that is broken inside an element, two words of the HTML may be written without a space
    missing = sorted(word for word in words if word not in text)
    assert len(words) > 600
    assert missing == []


def test_half_spaces_are_there_to_be_found() -> None:
    words = [word for word in expected("fa") if ZWNJ in word]
    assert len(words) > 100
    text = "\n".join(pages("fa"))
    assert text.count(ZWNJ) >= sum(word.count(ZWNJ) for word in words)


@pytest.mark.parametrize("word", ["تسهیلات", "خلیل‌آباد", "می‌شود", "مسئولان", "اخیراً", "کاملاً", "روح الله"])
def test_the_search_of_pdfium_finds(word: str) -> None:
    found = 0
    for page in pypdfium2.PdfDocument(edition("fa").content):
        searcher = page.get_textpage().search(word, match_case=True)
        found += searcher.get_next() is not None
    assert found, word


def test_no_word_is_written_in_presentation_forms() -> None:
    text = "".join(page for code in CODES for page in pages(code))
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufefe]", text)
    assert "\ufffd" not in text
    assert "\x00" not in text


@pytest.mark.parametrize("code", CODES)
def test_brackets_open_before_they_close(code: Code) -> None:
    for text in pages(code):
        assert len(re.findall(r"\[[0-9۰-۹]+\]", text)) == text.count("[")
        assert not re.search(r"\][0-9۰-۹]+\[", text)


# order

_LEFT_OUT = "\u200b\u200c\u200d\u202a\u202b\u202c\ufffc\ufffe\u00ad"
_SHAPES = str.maketrans("()[]{}<>«»", "||||||||||")


def bare(char: str) -> str:
    """A character as it is compared: without what has no extent, brackets without their side."""
    if char in _LEFT_OUT or char.isspace() or unicodedata.combining(char):
        return ""
    return {"…": "...", "\x02": "-"}.get(
        char, char.translate(_SHAPES)
    )  # \x02: pdfium's for a hyphen at a line end


def logical(box: Any) -> Iterator[str]:
    """The text of a line as it is read, with the directions of its elements."""
    if type(box).__name__ == "TextBox":
        yield box.text
        return
    if "Inline" not in type(box).__name__ and type(box).__name__ != "LineBox":
        yield "\ufffc"
        return
    direction = box.element.attrib.get("dir") if type(box).__name__ == "InlineBox" else None
    yield {"rtl": "\u202b", "ltr": "\u202a"}.get(direction or "", "")
    if type(box).__name__ in ("InlineBlockBox", "InlineTableBox", "InlineReplacedBox"):
        yield "\ufffc"
    else:
        for child in box.children:
            yield from logical(child)
    yield "\u202c" if direction else ""


def text_boxes(box: Any) -> Iterator[Any]:
    """The text boxes of a line, without those of blocks within it."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TextBox":
            yield child
        elif type(child).__name__ == "InlineBox":
            yield from text_boxes(child)


def lines(sheet: Any) -> Iterator[tuple[str, str, list[tuple[float, float, float]]]]:
    """Direction, logical text, and (baseline, left, right) of the pieces of every line, in points."""
    for box in sheet._page_box.descendants():
        if type(box).__name__ == "LineBox":
            spans = [
                (
                    (sheet.height - one.position_y - one.baseline) * 0.75,
                    one.position_x * 0.75,
                    (one.position_x + one.width) * 0.75,
                )
                for one in text_boxes(box)
                if one.text.strip()
            ]
            if spans:
                yield box.style["direction"], "".join(logical(box)), spans


def glyphs(page: pypdfium2.PdfPage) -> list[tuple[float, float, int, str]]:
    """(baseline, left, place in the reading order, character) of everything pdfium sees."""
    text = page.get_textpage()
    x, y = raw.c_double(), raw.c_double()
    found = []
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if raw.FPDFText_IsGenerated(text, index) or not bare(char):
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        found.append((y.value, x.value, index, char))
    return found


def right_to_left(char: str) -> bool:
    """Of two letters drawn as one, the first stands right in Persian and left in English."""
    return unicodedata.bidirectional(char) in ("R", "AL")


@pytest.mark.parametrize("code", CODES)
def test_every_line_stands_in_the_order_that_bidi_says(code: Code) -> None:
    made = edition(code)
    document = pdf._layout(content_of(made.page))
    printed = pypdfium2.PdfDocument(made.content)
    assert len(document.pages) == len(printed)
    wrong, count = [], 0
    for sheet, page in zip(document.pages, printed, strict=True):
        seen = glyphs(page)
        for direction, text, spans in lines(sheet):
            base = "R" if direction == "rtl" else "L"
            says = "".join(map(bare, get_display(text, base_dir=base)))
            there = [
                (x, -index if right_to_left(char) else index, char)
                for y, x, index, char in seen
                if any(abs(y - line) < 1 and left - 0.2 <= x < right - 0.01 for line, left, right in spans)
            ]
            stands = "".join(bare(char) for _, _, char in sorted(there))
            count += 1
            if says != stands:
                wrong.append((says, stands))
    assert count > 400
    assert wrong[:9] == []
