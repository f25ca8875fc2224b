"""Quicker steps of the layout: every box stands where it stood, to the last bit."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pydyf  # type: ignore[import-untyped]
import pytest
from weasyprint import css
from weasyprint.layout import inline

from reports.languages.amounts import Code
from reports.render import pdf, quicker, quicklines, quickstyles
from reports.render.compose import content_of
from reports.render.content import Content
from tests.support.editions import CODES, edition

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's

ALL = "position_x position_y width height margin_left margin_top padding_left padding_top border_top_width baseline"


def boxes(content: Content) -> Iterator[tuple[Any, ...]]:
    """Every box of every page, and what is known of its place."""
    for page in pdf._layout(content).pages:
        for box in page._page_box.descendants():
            known = (getattr(box, name, None) for name in ALL.split())
            yield type(box).__name__, box.element_tag, getattr(box, "text", None), *known


@pytest.fixture
def slow() -> Iterator[None]:
    quicker.remove()
    yield
    quicker.install()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.usefixtures("slow")
def test_nothing_moves(code: Code) -> None:
    content = content_of(edition(code).page)
    before = list(boxes(content))
    quicker.install()
    after = list(boxes(content))
    assert len(before) > 3000
    assert before == after


@pytest.mark.parametrize(
    "item", [b"a", "a", 7, -3, True, 1.0, 0.25, -12.5, 1e-7, pydyf.String("x"), pydyf.Array([1, 2.5])]
)
def test_parts_of_a_file_are_written_as_before(item: object) -> None:
    assert quicker._quick_bytes(item) == quicker._to_bytes(item)


def test_it_can_be_removed() -> None:
    from weasyprint.layout import block, percent

    assert block.resolve_percentages is quicker._quick_percentages
    quicker.remove()
    try:
        assert block.resolve_percentages is quicker._resolve_percentages is percent.resolve_percentages
    finally:
        quicker.install()
    quicker.install()
    assert block.resolve_percentages is quicker._quick_percentages


TRICKY = """<!DOCTYPE html><html lang="LANG" dir="DIR"><head><title>t</title><style>
@font-face { font-family: Vazirmatn; src: url("taavon:regular.ttf") }
@page { size: 90mm 60mm; margin: 8mm } body { font: 10pt/1.5 Vazirmatn; overflow-wrap: anywhere }
.f { float: left; width: 20mm } .f + p { text-indent: 4mm } .row { display: flex; gap: 2mm } .row p { width: 40% }
.i { display: inline-block; border: 1pt solid; padding: 0 1mm } .j { text-align: justify } .c { text-align: center }
.pre { white-space: pre-wrap; letter-spacing: 1pt } .clamp { line-clamp: 2 } .h { hyphens: manual; width: 22mm }
.cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap } td { border-inline-end: 1pt dotted }
u { border-inline-start: 2pt solid; margin-inline-end: 1mm } p::before { content: "+"; color: red }
</style></head><body>
<div class="f">FLOAT</div><p>TEXT TEXT</p><p class="j">TEXT <u>TEXT</u> TEXT</p><p class="c">TEXT <i class="i">TEXT</i></p>
<p>TEXT <span class="f">FLOAT</span> TEXT TEXT</p>
<div class="row"><p>TEXT</p><p>TEXT <i class="i">FLOAT <b class="i">FLOAT</b></i></p></div>
<p class="pre">TEXT
 TEXT

TEXT</p><p class="cut">TEXT TEXT TEXT</p><p class="clamp">TEXT TEXT TEXT TEXT</p><p class="cut">TEXT TEXT TEXT</p>
<p class="h">FLOAT&#173;FLOAT&#173;FLOAT&#173;FLOAT</p><p>LONG</p>
<table><tr><td>TEXT</td><td class="c">FLOAT</td></tr><tr><td>FLOAT</td><td>TEXT TEXT</td></tr></table>
</body></html>"""
WORDS = {
    "fa": ("rtl", "تعاونی‌های مصرف (۱۲۳) در Tehran 45 گشایش یافت؛", "تعاونی"),
    "en": ("ltr", "The cooperatives (123) of تهران were opened in 45 cities;", "Member"),
}


def tricky(code: Code) -> Content:
    """A page of what could go wrong: floats, flexible rows, blocks in lines, justified and cut lines, hard line ends."""
    direction, text, word = WORDS[code]
    html = TRICKY.replace("LANG", code).replace("DIR", direction)
    html = html.replace("TEXT", text).replace("LONG", word * 20).replace("FLOAT", word)
    return msgspec.structs.replace(content_of(edition(code).page), html=html, resources={})


@pytest.mark.parametrize("code", CODES)
@pytest.mark.usefixtures("slow")
def test_nothing_moves_where_much_could(code: Code) -> None:
    before, written = list(boxes(tricky(code))), pdf.to_bytes(tricky(code))
    quicker.install()
    assert len(before) > 150
    assert list(boxes(tricky(code))) == before
    assert pdf.to_bytes(tricky(code)) == written


@pytest.mark.usefixtures("slow")
def test_a_right_to_left_line_is_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint sets it twice, with the same result: if it no longer does, the quicker step can go."""
    times = 0
    split = inline.split_inline_box

    def counted(*given: Any) -> Any:
        nonlocal times
        times += 1
        return split(*given)

    monkeypatch.setattr(inline, "split_inline_box", counted)
    content = content_of(edition("fa").page)
    pdf._layout(content)
    before = times
    quicker.install()
    pdf._layout(content)
    assert times - before < 0.7 * before


@pytest.mark.parametrize("code", CODES)
def test_styles_hold_what_they_work_out_themselves(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    different, asked = [], 0
    for owner, slow in (
        (css.ComputedStyle, quickstyles._missing),
        (css.AnonymousStyle, quickstyles._missing_of_anonymous),
    ):

        def checked(style: Any, key: str, quick: Any = owner.__missing__, slow: Any = slow) -> Any:
            nonlocal asked
            before = set(style)
            value = quick(style, key)
            for name in set(style) - before:
                asked += 1
                bare = style.copy()
                del bare[name]
                if (worked_out := slow(bare, name)) != style[name]:
                    different.append((name, worked_out, style[name]))
            return value

        monkeypatch.setattr(owner, "__missing__", checked)
    pdf._layout(tricky(code))
    assert asked > 3000
    assert different == []


def test_pages_have_no_notes() -> None:
    """Their marks are left out of the style sheet (``quickstyles``)."""
    for code in CODES:
        assert not re.search(r"footnote|float: *note|::note", edition(code).html)


def test_letters_can_be_broken_apart_as_before() -> None:
    for pair in ("ab", "a b", "-1", "ی ا", "،ک", "(a", "a\u00a0b", "x"):
        for lang in ("fa", "en", None):
            assert quicklines._quick_break(pair, lang) == quicklines._can_break_text(pair, lang)
