"""Both editions as pages: what stands on them, hostile and oversized input, proof, accessibility, same bytes."""

import datetime as dt
import io
import itertools
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pypdfium2
import pytest

from extract.article import Article
from extract.errors import RenderError
from extract.statements import Extraction
from reports import measures
from reports.briefing import build_briefing, to_json
from reports.languages.amounts import Code, persian_digits
from reports.model import Briefing
from reports.period import cooperative_week
from reports.render import render_pdf
from reports.render.annex import annexes
from reports.render.compose import content_of
from reports.render.datafile import decode
from reports.render.fetch import MemoryFetcher
from reports.render.html import Page
from reports.render.marks import ZWJ, Passage, joins, passages, segments
from reports.render.pdf import to_bytes
from reports.themes import load_theme
from tests.support.corpus import Memory, article, corpus, extraction, figure, official, quote

ROOT = Path(__file__).resolve().parent.parent
WEEK = cooperative_week(1404)
CODES: tuple[Code, ...] = ("fa", "en")
TAXONOMY = measures.taxonomy.__wrapped__(Path(__file__).with_name("support") / "measures.toml")
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's
FAMILIES = ("کریمی", "احمدی", "رضایی", "نوری", "مرادی", "قاسمی", "حسینی", "اکبری", "صادقی", "جعفری")
SUBSETTING = "Using fontTools instead of HarfBuzz"


@pytest.fixture(autouse=True, scope="module")
def taxonomy() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "taxonomy", lambda: TAXONOMY)
        yield


class Warnings(logging.Handler):
    """What the layout engine complains of, but for the subsetting library that a machine may lack."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if SUBSETTING not in record.getMessage():
            self.messages.append(record.getMessage())


@pytest.fixture(autouse=True)
def no_warnings() -> Iterator[None]:
    handler = Warnings()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    assert handler.messages == []


def edition(
    code: Code, articles: list[Article], extractions: list[Extraction], memory: Memory | None = None
) -> tuple[Briefing, bytes]:
    briefing = build_briefing(articles, extractions, WEEK)
    page = Page(briefing, code, articles, load_theme(), memory)
    return briefing, to_bytes(content_of(page, annexes(briefing, articles, page.language)))


@pytest.fixture(scope="module")
def editions(taxonomy: None) -> dict[Code, bytes]:
    return {code: edition(code, *corpus(), Memory())[1] for code in CODES}


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


# what stands on the pages


def test_the_english_edition_says_the_figures(editions: dict[Code, bytes]) -> None:
    text = squeezed(text_of(editions["en"]))
    for words in (
        "Cooperative Week 1404", "2 – 8 September 2025", "11 – 17 Shahrivar 1404", "16,754", "1,264",
        "more than 9,000", "about 195 billion tomans", "50 to 80 million rials a month", "nearly 2,000 members",
        "After the week", "Before the week", "planned", "draft", "not translated", "Index of officials", "Method",
    ):  # fmt: skip
        assert words in text, words


def test_the_persian_edition_says_the_same_figures(editions: dict[Code, bytes]) -> None:
    text = text_of(editions["fa"])
    for words in ("۱۶٬۷۵۴", "۱٬۲۶۴", "۹٬۰۰۰", "۱۹۵", "۱٬۹۰۰", "۲۱۸", "۲٬۰۰۰", "۸٬۰۰۰"):
        assert words in text, words
    assert not re.search("[٠-٩يك]", text)


def test_toman_and_rial_keep_apart(editions: dict[Code, bytes]) -> None:
    text = squeezed(text_of(editions["en"]))
    assert "150 million tomans" in text
    assert "150 million rials" not in text
    assert "80 million tomans" not in text


def test_reported_speech_stands_without_quotation_marks_unless_the_source_has_them() -> None:
    one = article("a", "مجید کریمی گفت: «کار می‌کنیم» و گفت: می‌رویم")
    found = extraction(
        one,
        quotes=(quote(one, "کار می‌کنیم", "مجید کریمی", direct=True), quote(one, "می‌رویم", "مجید کریمی")),
        officials=(official(one, "مجید کریمی"),),
    )
    page = Page(build_briefing([one], [found], WEEK), "fa", [one], load_theme())
    said = page.html().split('class="voice"')[1].split('id="sources"')[0]
    assert said.count("«") == said.count("»") == 1


def test_both_editions_have_the_same_order(editions: dict[Code, bytes]) -> None:
    articles, extractions = corpus()
    briefing = build_briefing(articles, extractions, WEEK)
    orders = []
    for code in CODES:
        html = Page(briefing, code, articles, load_theme(), Memory()).html()
        orders.append(
            re.findall(r'(?:id|href|src)="([^"]+)"', html.split("<body>")[1].split('id="index"')[0])
        )
    assert orders[0] == orders[1]
    assert len(orders[0]) > 50


def test_every_citation_leads_to_its_passage_and_back() -> None:
    articles, extractions = corpus()
    briefing = build_briefing(articles, extractions, WEEK)
    for code in CODES:
        html = Page(briefing, code, articles, load_theme(), Memory()).html()
        anchors = re.findall(r'id="([^"]+)"', html)
        assert len(anchors) == len(set(anchors))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)
        numbers = range(1, len(briefing.data) + len(briefing.statements) + 1)
        assert {f"{side}{number}" for side in "cs" for number in numbers} <= set(anchors)


def test_the_links_of_the_pdf_arrive(editions: dict[Code, bytes]) -> None:
    with pikepdf.open(io.BytesIO(editions["fa"])) as pdf:
        named = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
        inner = outer = 0
        for sheet in pdf.pages:
            for link in sheet.get("/Annots", []):
                target = link.get("/Dest") or link.get("/A", {}).get("/D")
                if target is not None:
                    assert str(target) in named
                    inner += 1
                elif "/A" in link:
                    assert str(link.A.URI).startswith("https://")
                    outer += 1
    assert inner > 60
    assert outer == 1  # javascript: is printed nowhere as a link


def test_the_index_has_everybody_once_by_surname() -> None:
    articles, extractions = corpus()
    page = Page(build_briefing(articles, extractions, WEEK), "en", articles, load_theme(), Memory())
    names = [page.language.index_name(entry).text for entry in page.entries]
    assert [name.split(",")[0] for name in names] == ["Ahmadi", "Karimi", "Karimi"]


def numbered_links(content: bytes) -> Iterator[tuple[int, float, str, int]]:
    """(page, height on it, text, page that it leads to) of every link that is written as a number."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        targets = {
            str(name): places[target[0].objgen]
            for name, target in pikepdf.NameTree(pdf.Root.Names.Dests).items()
        }
        document = pypdfium2.PdfDocument(content)
        for number, page in enumerate(pdf.pages, 1):
            text = document[number - 1].get_textpage()
            for link in page.get("/Annots", []):
                if "/Dest" in link or "/A" in link:
                    left, bottom, right, top = map(float, link.Rect)
                    words = text.get_text_bounded(left, bottom, right, top).strip()
                    target = str(link.get("/Dest") or link.A.get("/D", ""))
                    back = (
                        words.isdecimal() and re.fullmatch(r"c\d+", target) and int(target[1:]) == int(words)
                    )  # the number of a passage
                    if words.isdecimal() and target in targets and not back:
                        yield number, round(bottom), words, targets[target]


@pytest.mark.parametrize("code", CODES)
def test_page_numbers_of_the_index_are_right_and_stand_once(code: Code, editions: dict[Code, bytes]) -> None:
    last = len(pypdfium2.PdfDocument(editions[code])) - 1
    found = [one for one in numbered_links(editions[code]) if one[0] >= last]
    assert len(found) >= 5
    assert [one for one in found if int(one[2]) != one[3]] == []
    lines = [one[:3] for one in found]
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("code", CODES)
def test_page_numbers_of_the_contents_are_right(code: Code, editions: dict[Code, bytes]) -> None:
    document = pypdfium2.PdfDocument(editions[code])
    starts = {
        mark.get_title(): mark.get_dest().get_index() + 1 for mark in document.get_toc() if mark.level == 0
    }
    first = squeezed(document[0].get_textpage().get_text_range())
    contents = first[max(first.rindex(title) for title in starts if title in first) - 400 :]
    for title, number in list(starts.items())[1:]:
        digits = persian_digits(str(number)) if code == "fa" else str(number)
        assert re.search(rf"{re.escape(title)} {digits}(?![0-9۰-۹])", contents), (title, number, contents)


def test_a_long_index_still_tells_the_right_pages() -> None:
    """The numbers change the length of the index, and so the pages of what follows it."""
    names = [f"{given} {family}" for given in ("مجید", "حمید", "وحید") for family in FAMILIES]
    texts = [[f"{name} گفت: {word} می‌کنیم" for name in names] for word in ("کار", "تلاش", "خدمت", "کوشش")]
    articles = [article(f"a{n}", *lines, date=dt.date(2025, 9, 2 + n)) for n, lines in enumerate(texts)]
    extractions = [
        extraction(
            one,
            quotes=tuple(quote(one, line.split(": ")[1], name, at=one.text.index(line) + len(name) + 6)
                         for name, line in zip(names, lines, strict=True)),
            officials=tuple(official(one, name) for name in names),
        )
        for one, lines in zip(articles, texts, strict=True)
    ]  # fmt: skip
    _, content = edition("en", articles, extractions)
    document = pypdfium2.PdfDocument(content)
    index = next(mark for mark in document.get_toc() if mark.get_title() == "Index of officials")
    start = index.get_dest().get_index() + 1
    found = [one for one in numbered_links(content) if one[0] >= start]
    assert len(found) > 60
    assert [one for one in found if int(one[2]) != one[3]] == []


# marks


def cut(text: str, *spans: tuple[int, int]) -> list[str]:
    marked = [Passage(citation=n, is_figure=True, spans=(span,)) for n, span in enumerate(spans, 1)]
    return [piece.text for piece in segments(text, (0, len(text)), marked)]


def test_segments_lose_nothing() -> None:
    articles, extractions = corpus()
    briefing = build_briefing(articles, extractions, WEEK)
    marked = passages(briefing)
    for one in articles:
        for paragraph in one.paragraphs:
            pieces = segments(one.text, paragraph, marked.get(one.id, []))
            assert "".join(piece.text for piece in pieces).replace(ZWJ, "") == one.text[slice(*paragraph)]


def test_a_cut_inside_a_joined_word_keeps_the_letters_joined() -> None:
    assert cut("مگاواتی", (0, 2)) == ["مگ" + ZWJ, ZWJ + "اواتی"]
    assert cut("مگاواتی", (0, 3)) == ["مگا", "واتی"]  # ا does not join what follows
    assert cut("۳ مگاوات", (0, 1)) == ["۳", " مگاوات"]
    assert cut("میلیون\u200cها", (0, 6)) == ["میلیون", "\u200cها"]
    assert joins("ب", "ا")
    assert not joins("ا", "ب")
    assert not joins("b", "a")


def test_passages_may_overlap_and_nest() -> None:
    marked = [
        Passage(citation=1, is_figure=False, spans=((0, 8),)),
        Passage(citation=2, is_figure=True, spans=((2, 4),)),
        Passage(citation=3, is_figure=False, spans=((6, 12),)),
    ]
    pieces = segments("abcdefghijklmn", (0, 14), marked)
    assert [(one.text, one.opens, one.in_statement, one.in_figure) for one in pieces] == [
        ("ab", (1,), True, False),
        ("cd", (2,), True, True),
        ("ef", (), True, False),
        ("gh", (3,), True, False),
        ("ijkl", (), True, False),
        ("mn", (), False, False),
    ]


def test_a_passage_over_two_paragraphs_is_numbered_once() -> None:
    marked = [Passage(citation=1, is_figure=False, spans=((1, 6),))]
    opened = [piece.opens for part in ((0, 3), (4, 8)) for piece in segments("abc\ndefg", part, marked)]
    assert opened.count((1,)) == 1


# hostile input


EVIL = "{{ 7*7 }} {% raw %} <script>alert(1)</script> <img src=file:///etc/passwd> </td></table> &#x202E; \u202eabc\u2066"


def evil() -> tuple[list[Article], list[Extraction]]:
    one = article("<b>\"'&", f"نام گفت: {EVIL} ۱۲ تعاونی", url="file:///etc/passwd")
    found = extraction(
        one,
        agency=f"آژانس {EVIL}",
        figures=(
            figure(
                one, "۱۲ تعاونی", 12, measure=None, measure_text=EVIL, place=EVIL, county=EVIL, unit="</td>"
            ),
        ),
        quotes=(quote(one, EVIL, "نام"),),
        officials=(official(one, "نام", EVIL, organisation=EVIL, province=EVIL),),
    )
    return [one], [found]


@pytest.mark.parametrize("code", CODES)
def test_article_text_is_printed_and_never_obeyed(code: Code) -> None:
    articles, extractions = evil()
    page = Page(build_briefing(articles, extractions, WEEK), code, articles, load_theme())
    html = page.html()
    assert "{{ 7*7 }}" in html
    assert "49" not in html.split("<body>")[1].replace("&#49", "")
    assert "<script" not in html
    assert "<img src=file" not in html
    assert "file:///etc/passwd</a>" not in html
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", html)
    _, content = edition(code, articles, extractions)
    text = text_of(content)
    assert "7*7" in text or "۷*۷" in text
    assert "root:" not in text


def test_the_attached_article_keeps_what_the_page_leaves_out() -> None:
    articles, extractions = evil()
    _, content = edition("fa", articles, extractions)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        attached = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
    assert articles[0].text.encode() in attached.values()


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x", "taavon:other", "x"]
)
def test_nothing_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match=r"disallowed protocol|Not an absolute"):
        MemoryFetcher({"known": ("text/plain", b"x")}).fetch(url)


def test_a_picture_of_the_text_is_not_loaded_even_if_it_reached_the_page() -> None:
    articles, extractions = corpus()
    briefing = build_briefing(articles, extractions, WEEK)
    page = Page(briefing, "fa", articles, load_theme())
    inner = page.html

    def html(*arguments: Any) -> str:
        return inner(*arguments).replace("</body>", '<img alt="x" src="file:///etc/passwd"></body>')

    page.html = html  # type: ignore[method-assign]
    handler_gone = logging.getLogger("weasyprint")
    before = list(handler_gone.handlers)
    handler_gone.handlers = []
    try:
        with pytest.raises(RenderError, match="file:///etc/passwd"):
            to_bytes(content_of(page))
    finally:
        handler_gone.handlers = before


# large input


@pytest.mark.parametrize("code", CODES)
def test_oversized_words_and_names_stay_on_the_page(code: Code) -> None:
    name, word = "م" * 200, "ب" * 400
    one = article("big", f"{name} گفت: {word} ۱۲ تعاونی", "تعاونی خوب است و " * 500)
    found = extraction(
        one,
        agency="خ" * 150,
        figures=(
            figure(one, "۱۲ تعاونی", 12, place="ر" * 200, county="ک" * 150, measure=None, measure_text=word),
        ),
        quotes=(quote(one, f"{word} ۱۲ تعاونی", name), quote(one, one.text[slice(*one.paragraphs[1])], name)),
        officials=(official(one, name, "د" * 150, organisation="س" * 300),),
    )
    _, content = edition(code, [one], [found])
    for sheet in pypdfium2.PdfDocument(content):
        width, _ = sheet.get_size()
        text = sheet.get_textpage()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        margin = 40  # points; the margin is 51
        assert all(left >= margin and right <= width - margin for left, _, right, _ in boxes if right > left)


def test_a_long_table_repeats_its_head() -> None:
    one = article("t", *["۱۲ تعاونی"] * 120)
    figures = tuple(figure(one, "۱۲ تعاونی", 12 + n, at=span.start) for n, span in enumerate(one.paragraphs))
    _, content = edition("en", [one], [extraction(one, figures=figures)])
    heads = [
        sheet.get_textpage().get_text_bounded().count("Citation") for sheet in pypdfium2.PdfDocument(content)
    ]
    text = [squeezed(sheet.get_textpage().get_text_bounded()) for sheet in pypdfium2.PdfDocument(content)]
    assert sum("Value What Place Date Source" in sheet for sheet in text) >= 4, heads


@pytest.mark.parametrize("code", CODES)
def test_an_article_in_which_nothing_is_found(code: Code) -> None:
    one = article("empty", "هیچ", date=None)
    _, content = edition(code, [one], [extraction(one, agency=None, province=None)])
    assert 1 <= len(pypdfium2.PdfDocument(content)) <= 3


# proof


@pytest.mark.parametrize("code", CODES)
def test_articles_and_data_are_attached_unaltered(code: Code, editions: dict[Code, bytes]) -> None:
    articles, extractions = corpus()
    with pikepdf.open(io.BytesIO(editions[code])) as pdf:
        attached = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
        kinds = {str(spec.AFRelationship) for spec in pdf.Root.AF}
    assert kinds == {"/Source", "/Data"}
    for one in articles:
        assert attached[f"{one.id}.txt"] == one.text.encode()
    data = decode(attached["briefing.json"])
    assert to_json(data.briefing) == to_json(build_briefing(articles, extractions, WEEK))
    assert json.loads(attached["briefing.json"])["counts"]["articles"] == 4


def test_bytes_of_a_source_in_another_encoding_are_attached_as_they_were() -> None:
    one = article("a", "تعاونی")
    briefing = build_briefing([one], [extraction(one)], WEEK)
    language = Page(briefing, "fa", [one], load_theme()).language
    original = "تعاونی".encode("utf-16")
    files = annexes(briefing, [one], language, {"a": original})
    assert files[0].content == original


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_file_is_accessible_and_archival(code: Code, profile: str, editions: dict[Code, bytes]) -> None:
    report = validator.validate_pdf_bytes(editions[code], profile=profile)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []
    assert report.is_compliant


def test_switches_of_language_headers_and_pictures_are_tagged(editions: dict[Code, bytes]) -> None:
    with pikepdf.open(io.BytesIO(editions["en"])) as pdf:
        tagged = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and str(one.get("/Type")) == "/StructElem"
        ]
        languages = [str(one.Lang) for one in tagged if "/Lang" in one]
        scopes = [str(one.A.get("/Scope")) for one in tagged if str(one.S) == "/TH"]
        pictures = [str(one.get("/Alt", "")) for one in tagged if str(one.S) == "/Figure"]
    assert languages.count("fa") > 5
    assert scopes
    assert set(scopes) <= {"/Column", "/Row"}
    assert pictures
    assert all(pictures)


def test_headings_do_not_jump(editions: dict[Code, bytes]) -> None:
    articles, extractions = corpus()
    html = Page(build_briefing(articles, extractions, WEEK), "en", articles, load_theme()).html()
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_bookmarks_lead_through_the_document(editions: dict[Code, bytes]) -> None:
    with pikepdf.open(io.BytesIO(editions["en"])) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:2] == ["Cooperative Week 1404", "Figures side by side"]
    assert titles[-3:] == ["Sources", "Index of officials", "Method"]


# same bytes


def test_same_input_same_bytes_in_another_process_and_time_zone(
    editions: dict[Code, bytes], tmp_path: Path
) -> None:
    script = (
        "import sys; from pathlib import Path; from tests import test_render as t; from reports import measures;"
        "measures.taxonomy = lambda: t.TAXONOMY;"
        "Path(sys.argv[1]).write_bytes(t.edition('fa', *t.corpus(), t.Memory())[1])"
    )
    target = tmp_path / "again.pdf"
    environment = os.environ | {
        "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-c", script, str(target)], check=True, cwd=tmp_path, env=environment, timeout=120
    )
    assert target.read_bytes() == editions["fa"]


# writing


def test_the_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles, extractions = corpus()
    briefing = build_briefing(articles, extractions, WEEK)
    target = tmp_path / "new" / "briefing.pdf"
    steps: list[str] = []
    assert render_pdf(briefing, "en", target, articles, progress=steps.append) == target
    assert target.read_bytes()[:5] == b"%PDF-"
    assert steps == ["layout", "write"]
    before = target.read_bytes()

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(RenderError, match="No space left"):
        render_pdf(briefing, "en", target, articles)
    assert [path.name for path in target.parent.iterdir()] == ["briefing.pdf"]
    assert target.read_bytes() == before


def test_the_documents_date_is_the_newest_articles(editions: dict[Code, bytes]) -> None:
    with pikepdf.open(io.BytesIO(editions["fa"])) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20251116")
        assert pdf.docinfo["/Title"] == "هفته تعاون ۱۴۰۴"
    assert dt.date(2025, 11, 16) == max(one.date for one in corpus()[0] if one.date)
