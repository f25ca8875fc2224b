"""Input at its worst: the page holds, nothing overflows or is cut, everything is still there to be read."""

import datetime as dt
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import page as validator
import pypdfium2
import pytest

from extract.article import Article
from extract.statements import Extraction
from reports.briefing import build_briefing
from reports.languages.amounts import Code
from reports.period import cooperative_week
from reports.printed import Expected, words_of
from reports.render.annex import annexes
from reports.render.compose import content_of
from reports.render.html import Page
from reports.render.pdf import to_bytes
from reports.strains import strains
from reports.themes import load_theme, usable_theme
from tests.conftest import Run
from tests.support.corpus import article, extraction, figure, official, quote

CODES: tuple[Code, ...] = ("fa", "en")
MARGIN = 48  # points; the margins are 51
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's


class Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "Using fontTools instead of HarfBuzz" not in record.getMessage():
            self.messages.append(record.getMessage())


@pytest.fixture(autouse=True)
def no_warnings() -> Iterator[None]:
    handler, logger = Complaints(), logging.getLogger("weasyprint")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    assert handler.messages == []


def printed(code: Code, articles: list[Article], extractions: list[Extraction]) -> tuple[str, bytes]:
    briefing = build_briefing(articles, extractions, cooperative_week(1404))
    page = Page(briefing, code, articles, load_theme())
    return page.html(), to_bytes(content_of(page, annexes(briefing, articles, page.language)))


def holds(html: str, content: bytes) -> int:
    """Check that nothing stands outside the margins and no letter is lost; return the number of pages."""
    text = []
    document = pypdfium2.PdfDocument(content)
    for sheet in document:
        width, height = sheet.get_size()
        layer = sheet.get_textpage()
        for number in range(layer.count_chars()):
            left, bottom, right, top = layer.get_charbox(number)
            if right > left:
                assert left >= MARGIN
                assert right <= width - MARGIN
                assert bottom > 0
                assert top < height
        text.append(layer.get_text_range())
    letters = re.sub(r"[\W_]", "", "".join(words_of("".join(text))))
    for word in set(Expected(html, lambda anchors: []).words):
        if len(word) < 30:
            assert re.sub(r"[\W_]", "", word) in letters, word
    return len(document)


SENTENCE = (
    "تعاونی‌های استان در سال جاری با همکاری مردم و دستگاه‌ها کار خود را گسترش دادند و این راه ادامه دارد، "
)


@pytest.mark.parametrize("code", CODES)
def test_a_name_of_200_letters_and_a_word_of_400(code: Code) -> None:
    name, word = "م" * 200, "ب" * 400
    one = article("big", f"{name} گفت: {word} ۱۲ تعاونی", "تعاونی خوب است و " * 100)
    found = extraction(
        one,
        agency="خ" * 200,
        figures=(figure(one, "۱۲ تعاونی", 12, place="ر" * 200, county="ک" * 200, measure=None, measure_text=word),),
        quotes=(quote(one, f"{word} ۱۲ تعاونی", name),),
        officials=(official(one, name, "د" * 200, organisation="س" * 300),),
    )  # fmt: skip
    html, content = printed(code, [one], [found])
    assert holds(html, content) < 12
    letters = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert letters.count("ب") >= 800 * (code == "fa") + 400  # in the statement and in its passage


@pytest.mark.parametrize("code", CODES)
def test_a_statement_of_three_pages(code: Code) -> None:
    words = (SENTENCE * 110).strip()
    one = article("long", f"مجید کریمی گفت: {words}")
    found = extraction(
        one, quotes=(quote(one, words, "مجید کریمی"),), officials=(official(one, "مجید کریمی"),)
    )
    html, content = printed(code, [one], [found])
    assert 5 <= holds(html, content) <= 14
    text = "".join(
        words_of("\n".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(content)))
    )
    assert text.count("دستگاه‌ها") == 220


def test_a_table_of_2000_rows_repeats_its_head() -> None:
    one = article("t", *["۱۲ تعاونی"] * 20)  # each the source of a hundred: the table is what is tested
    places = [span.start for span in one.paragraphs] * 100
    figures = tuple(figure(one, "۱۲ تعاونی", 12 + n, at=place) for n, place in enumerate(places))
    _, content = printed("en", [one], [extraction(one, figures=figures)])
    document = pypdfium2.PdfDocument(content)
    heads = rows = 0
    for sheet in document:
        text = re.sub(r"\s+", " ", sheet.get_textpage().get_text_range())
        heads += "Value What Place Date Source" in text
        rows += len(re.findall(r"2 Sept 2025|3 Sept 2025", text)) > 20
    assert heads >= rows - 1 > 50


@pytest.mark.parametrize("code", CODES)
def test_no_statement_at_all(code: Code) -> None:
    one = article("f", "در استان قم ۱۲ تعاونی فعال است")
    html, content = printed(code, [one], [extraction(one, figures=(figure(one, "۱۲ تعاونی", 12),))])
    assert holds(html, content) <= 4
    assert validator.validate_pdf_bytes(content, profile="ua1").is_compliant


@pytest.mark.parametrize("code", CODES)
def test_one_article_in_which_nothing_is_found(code: Code) -> None:
    one = article("empty", "هیچ", date=None)
    html, content = printed(code, [one], [extraction(one, agency=None, province=None)])
    assert holds(html, content) <= 3
    assert validator.validate_pdf_bytes(content, profile="3a").is_compliant


@pytest.mark.parametrize("code", CODES)
def test_provinces_without_figures(code: Code) -> None:
    one = article("s", "مجید کریمی گفت: کار می‌کنیم")
    found = extraction(
        one, quotes=(quote(one, "کار می‌کنیم", "مجید کریمی"),), officials=(official(one, "مجید کریمی"),)
    )
    html, content = printed(code, [one], [found])
    assert holds(html, content) <= 4


def test_300_articles() -> None:
    articles, extractions = [], []
    for number in range(300):
        one = article(
            f"a{number:03}",
            f"مجید کریمی گفت: {number + 3} تعاونی فعال داریم",
            date=dt.date(2025, 9, 2 + number % 7),
        )
        articles.append(one)
        words = f"{number + 3} تعاونی فعال داریم"
        extractions.append(
            extraction(
                one,
                figures=(figure(one, f"{number + 3} تعاونی", number + 3),),
                quotes=(quote(one, words, "مجید کریمی"),),
                officials=(official(one, "مجید کریمی"),),
            )
        )
    html, content = printed("fa", articles, extractions)
    assert holds(html, content) > 40


# what the build says


def told(articles: list[Article], extractions: list[Extraction]) -> str:
    briefing = build_briefing(articles, extractions, cooperative_week(1404))
    return "\n".join(strains(briefing, articles))


def test_ordinary_input_strains_nothing() -> None:
    one = article("f", "در استان قم ۱۲ تعاونی فعال است", "مجید کریمی گفت: کار می‌کنیم")
    found = extraction(
        one,
        figures=(figure(one, "۱۲ تعاونی", 12),),
        quotes=(quote(one, "کار می‌کنیم", "مجید کریمی"),),
        officials=(official(one, "مجید کریمی"),),
    )
    assert told([one], [found]) == ""


def test_a_long_word_and_a_long_name_are_told() -> None:
    name, word = "م" * 200, "ب" * 400
    one = article("big", f"{name} گفت: {word} ۱۲ تعاونی")
    found = extraction(one, quotes=(quote(one, f"{word} ۱۲ تعاونی", name),), officials=(official(one, name),))
    sentences = told([one], [found])
    assert "2 words of up to 400 letters (ممم" in sentences
    assert "broken where the line ends" in sentences
    assert "1 name" in sentences


def test_a_long_statement_a_long_table_and_what_is_missing_are_told() -> None:
    words = (SENTENCE * 110).strip()
    long = article("long", f"مجید کریمی گفت: {words}")
    said = extraction(
        long, quotes=(quote(long, words, "مجید کریمی"),), officials=(official(long, "مجید کریمی"),)
    )
    assert "1 statement longer than a page ([1])" in told([long], [said])
    assert "No figure was found" in told([long], [said])
    table = article("t", *["۱۲ تعاونی"] * 2000)
    figures = tuple(
        figure(table, "۱۲ تعاونی", 12 + n, at=span.start) for n, span in enumerate(table.paragraphs)
    )
    sentences = told([table], [extraction(table, figures=figures)])
    assert "1 table of up to 2,000 rows" in sentences
    assert "No statement was found" in sentences


def test_a_province_without_figures_is_told() -> None:
    one, other = article("a", "در استان قم ۱۲ تعاونی"), article("b", "مجید کریمی گفت: کار می‌کنیم")
    found = [
        extraction(one, figures=(figure(one, "۱۲ تعاونی", 12, province="قم"),)),
        extraction(
            other,
            province="یزد",
            quotes=(quote(other, "کار می‌کنیم", "مجید کریمی"),),
            officials=(official(other, "مجید کریمی", province="یزد"),),
        ),
    ]
    assert "No figures of یزد: printed without" in told([one, other], found)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"<svg>"])
def test_a_logo_that_is_no_picture_is_left_out_and_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    source = Path("reports/theme/theme.toml").read_text("utf-8")
    path = tmp_path / "theme.toml"
    path.write_text(re.sub(r"(?m)^\[body\]$", '[body]\nlogo = "logo.png"', source, count=1), "utf-8")
    theme, (sentence,) = usable_theme(path)
    assert theme.logo is None
    assert sentence.startswith(f"The logo {tmp_path / 'logo.png'} ")
    assert sentence.endswith("The pages are made without it.")


def test_the_command_builds_from_bad_input_and_says_what_it_did(taavon: Run, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"no picture")
    (tmp_path / "theme.toml").write_text('[body]\nfa = "اتاق"\nen = "Chamber"\nlogo = "logo.png"\n', "utf-8")
    text = f"2025-09-02\n\nدر استان قم ۱۲ تعاونی فعال است. {'ب' * 400}\n"
    (tmp_path / "one.txt").write_text(f"date {text}", "utf-8")
    done = taavon("build", "one.txt", "--theme", "theme.toml", "--language", "fa", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "briefing.fa.pdf").exists()
    assert "The pages are made without it." in done.stderr
    assert "1 word of up to 400 letters" in done.stderr
