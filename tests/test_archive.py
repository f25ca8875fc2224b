"""The editions of the seeds as files that last and can be listened to: PDF/A-3a, PDF/UA-1, tags."""

import io
import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import page as validator
import pikepdf
import pytest

from reports.languages.amounts import Code
from tests.support.editions import CODES, edition

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_validator_finds_no_failure(code: Code, profile: str) -> None:
    report = validator.validate_pdf_bytes(edition(code).content, profile=profile)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []
    assert report.is_compliant


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """The tags in reading order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        one = waiting.pop()
        if "/S" in one:
            yield one
        kids = one.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        if one.get("/Type") == "/StructTreeRoot":
            continue


class Outline(HTMLParser):
    """Headings and pictures in the order of the HTML, and the languages that elements switch to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.order: list[str] = []
        self.languages = 0
        self.feed(html[html.index("<body") :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.languages += "lang" in given
        if re.fullmatch("h[1-6]", tag):
            self.order.append(tag.upper())
        if tag == "img":
            self.order.append(f"Figure {given['alt']}")


@pytest.mark.parametrize("code", CODES)
def test_tags_stand_in_the_order_of_reading(code: Code) -> None:
    with pikepdf.open(io.BytesIO(edition(code).content)) as pdf:
        tagged = [
            f"Figure {one.Alt}" if one.S == "/Figure" else str(one.S)[1:]
            for one in elements(pdf)
            if re.fullmatch("/H[1-6]|/Figure", str(one.S))
        ]
    assert tagged == Outline(edition(code).html).order
    levels = [int(tag[1]) for tag in tagged if tag[0] == "H"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


@pytest.mark.parametrize("code", CODES)
def test_every_header_cell_has_its_scope_and_every_picture_its_words(code: Code) -> None:
    with pikepdf.open(io.BytesIO(edition(code).content)) as pdf:
        tags = list(elements(pdf))
        headers = [one for one in tags if one.S == "/TH"]
        assert headers
        assert all(str(one.A.Scope) in ("/Column", "/Row") for one in headers)
        cells = [one for one in tags if one.S == "/TD"]
        assert sum("/Headers" in one.A for one in cells) == len(cells)
        assert all(str(one.Alt).strip() for one in tags if one.S == "/Figure")
        assert str(pdf.Root.Lang) == code
        assert sum("/Lang" in one for one in tags) >= Outline(edition(code).html).languages - 1
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


@pytest.mark.parametrize("code", CODES)
def test_every_chart_has_its_data_as_a_table_beside_it(code: Code) -> None:
    html = edition(code).html
    section = html[html.index('id="charts"') : html.index("</section>", html.index('id="charts"'))]
    charts = re.findall(r'src="taavon:chart-\d+\.svg"', section)
    assert charts
    assert section.count("<table") == len(charts)


@pytest.mark.parametrize("code", CODES)
def test_bookmarks_lead_to_every_part_and_province(code: Code) -> None:
    html = edition(code).html
    with pikepdf.open(io.BytesIO(edition(code).content)) as pdf, pdf.open_outline() as outline:
        top = [item.title for item in outline.root]
        below = [item.title for one in outline.root for item in one.children]
    assert len(top) == len(re.findall(r"<h1|<h2>", html))
    assert len(below) > 8


@pytest.mark.parametrize("code", CODES)
def test_pages_are_a4_and_carry_no_script(code: Code) -> None:
    with pikepdf.open(io.BytesIO(edition(code).content)) as pdf:
        for page in pdf.pages:
            width, height = (float(page.mediabox[place]) for place in (2, 3))
            assert abs(width - 595.28) < 0.1
            assert abs(height - 841.89) < 0.1
            assert page.Tabs == "/S"
        assert "/OpenAction" not in pdf.Root
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
