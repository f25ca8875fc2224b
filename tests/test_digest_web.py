"""The digest as a web page: the same as in print, in a browser narrow and wide, light and dark."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from extract.article import Article
from extract.statements import Extraction
from reports import intake, jobs
from reports.commands import digest as command
from reports.deliver.weeks import week_of
from reports.digest import build_digest
from reports.languages.amounts import Code
from reports.model import Briefing, Notice
from reports.render.html import Page
from reports.render.web import WebPage
from reports.themes import load_theme
from reports.verify import verify
from tests.conftest import SEEDS
from tests.support import chromium
from tests.support.corpus import article, extraction, figure, quote
from tests.support.webpages import CODES, by_id, of_class, tree, words
from tests.test_browser import FAINT, WIDER

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's
WEEK = week_of(dt.date(2025, 9, 3))
BEFORE = dt.date(2025, 8, 20)
APP = typer.Typer()
command.register(APP)
APP.callback()(lambda: None)  # with one command alone, its name would be taken for a file


def told(name: str, count: int, date: dt.date, place: str = "قم") -> tuple[Article, Extraction]:
    text = f"مجید کریمی گفت: {count} تعاونی فعال است"
    read = article(name, text, date=date)
    found = figure(read, f"{count} تعاونی", count, place=place, province=place, speaker="مجید کریمی")
    said = quote(read, f"{count} تعاونی فعال است", "مجید کریمی")
    return read, extraction(read, figures=(found,), quotes=(said,))


def made(provinces: int) -> tuple[Briefing, list[Article]]:
    """A week in which so many provinces have another value than before, and one has a tenfold one."""
    names = ["قم", "یزد", "فارس", "گیلان", "البرز", "سمنان"][:provinces]
    read = [
        told(f"{when}-{name}", count, date, name)
        for name in names
        for when, count, date in (("old", 1264, BEFORE), ("new", 1310, WEEK.first))
    ]
    read += [told("a", 110, BEFORE, "ایلام"), told("b", 1100, WEEK.first, "ایلام")]
    articles = [one for one, _ in read]
    return build_digest(articles, [found for _, found in read], WEEK), articles


def web(code: Code, provinces: int = 2) -> bytes:
    briefing, articles = made(provinces)
    return WebPage(briefing, code, articles, load_theme()).web()


def nothing(code: Code) -> bytes:
    one, found = told("old", 1264, BEFORE)
    return WebPage(build_digest([one], [found], WEEK), code, [], load_theme()).web()


@pytest.mark.parametrize("provinces", [2, 6], ids=["few changes", "many changes"])
@pytest.mark.parametrize("code", CODES)
def test_what_changed_stands_side_by_side_with_its_passages(code: Code, provinces: int) -> None:
    briefing, articles = made(provinces)
    assert (len(briefing.changes), len(briefing.disputes)) == (provinces, 1)
    page = WebPage(briefing, code, articles, load_theme())
    anchors = by_id(tree(page.web()))
    rows = list(anchors["changes"].iter("tr"))[1:]
    assert len(rows) == provinces
    for row, change in zip(rows, briefing.changes, strict=True):
        sides = of_class(row, "x-side")
        for side, citation in zip(sides, (change.old, change.new), strict=True):
            assert str(page.language.amount(page.datum(citation), bare=False).text) in words(side)
            assert [link.get("href") for link in of_class(side, "cite")] == [f"#p{citation}"]
    for citation in range(1, len(briefing.data) + len(briefing.statements) + 1):
        assert {f"c{citation}", f"p{citation}", f"s{citation}"} <= anchors.keys()


@pytest.mark.parametrize("provinces", [2, 6], ids=["few changes", "many changes"])
@pytest.mark.parametrize("code", CODES)
def test_the_page_has_the_parts_of_the_print(code: Code, provinces: int) -> None:
    briefing, articles = made(provinces)
    page = WebPage(briefing, code, articles, load_theme())
    root = tree(page.web())
    t = page.language.plain
    printed = Page(briefing, code, articles, load_theme()).html()
    anchors = by_id(root)
    for key in ("digest.new", "digest.changes", "digest.who", "digest.section.week", "digest.method.title"):
        assert t(key) in printed
        assert t(key) in words(root)
    assert t("masthead.digest", **page.issue_of(WEEK.first)) in words(root)
    assert page.language.full_title(briefing.period) == words(next(root.iter("title")))
    assert t("section.week") not in words(anchors["main"]), "it is not the Cooperative Week"
    targets = {
        link.get("href", "")[1:] for link in root.iter("a") if (link.get("href") or "").startswith("#")
    }
    assert targets <= anchors.keys()


@pytest.mark.parametrize("code", CODES)
def test_a_week_without_news_is_a_short_page(code: Code) -> None:
    root = tree(nothing(code))
    (say,) = of_class(root, "say")
    assert words(say) == WebPage(made(1)[0], code, [], load_theme()).language.plain("digest.empty")
    assert not of_class(root, "contents")
    assert not list(root.iter("table"))


def test_from_folder_to_pages(tmp_path: Path) -> None:
    arguments = ["digest", str(SEEDS), "--week", "1404-06-16", "--format", "html"]
    contents = []
    for name in ("a", "b"):
        done = CliRunner().invoke(APP, [*arguments, "--out", str(tmp_path / name)])
        files = [tmp_path / name / f"weekly-1404-W25.{code}.html" for code in CODES]
        assert (done.exit_code, done.stdout.split()) == (0, [str(file) for file in files])
        assert not list((tmp_path / name).glob("*.pdf"))
        contents.append([file.read_bytes() for file in files])
    assert contents[0] == contents[1]


NOTICES = (
    Notice(source="ایسنا", kind="silent", since=dt.date(2025, 8, 1)),
    Notice(source="خبرهای گم‌شده", kind="broken"),
    Notice(source="Feed <one>", kind="empty"),
)


@pytest.mark.parametrize("code", CODES)
def test_the_issue_says_which_sources_failed(code: Code, tmp_path: Path) -> None:
    """In print, on the web page and in the data; and the printed page can be checked."""
    said = {
        "fa": ["«ایسنا» پس از ۱۰ مرداد ۱۴۰۴ خبری", "«خبرهای گم‌شده» خوانده نشد", "«Feed <one>» خالی"],
        "en": ["“Iranian Students’ News Agency (ISNA)” has had no news since 1 August 2025", "گم شده", "“Feed <one>” was empty"],
    }[code]  # fmt: skip
    reading = intake.read([str(SEEDS)])
    plan = jobs.Plan(out=tmp_path, languages=(code,), formats=("pdf", "html"))
    outcome = jobs.digest(plan, week_of(dt.date(2025, 9, 7)), reading.articles, notices=NOTICES)
    assert outcome.briefing.news is not None
    assert outcome.briefing.news.notices == NOTICES
    pdf, page = outcome.files
    assert not verify(pdf).problems
    (told,) = of_class(tree(page.read_bytes()), "notice")
    assert all(words_of in words(told) for words_of in said)
    plain = jobs.digest(plan, week_of(dt.date(2025, 9, 7)), reading.articles)
    assert not of_class(tree(plain.files[1].read_bytes()), "notice")


# in a browser


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    if not chromium.installed():
        pytest.skip("NOT TESTED IN A BROWSER: no Chromium here (Debian, Ubuntu: apt-get install chromium)")
    with chromium.browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(390, 844), (320, 568), (1280, 900)], ids=["phone", "small", "wide"])
@pytest.mark.parametrize("what", ["news", "nothing"])
@pytest.mark.parametrize("code", CODES)
def test_the_page_holds_on_every_screen(
    code: Code, what: str, size: tuple[int, int], dark: bool, tab: chromium.Browser, tmp_path: Path
) -> None:
    file = tmp_path / "digest.html"
    file.write_bytes(web(code, 6) if what == "news" else nothing(code))
    width, height = size
    tab.open(file, width=width, height=height, dark=dark)
    assert tab.loaded() == [file.as_uri()]
    assert tab.complaints() == []
    assert tab.ask("document.documentElement.scrollWidth") <= width
    assert tab.ask(WIDER) == []
    assert tab.ask(FAINT) == []
    if what == "news":
        tab.click(".changes .x-side .cite")
        assert tab.ask("document.querySelector('.passage:target mark').textContent").startswith("1264")


@pytest.mark.parametrize("code", CODES)
def test_on_a_phone_both_values_keep_their_headings(
    code: Code, tab: chromium.Browser, tmp_path: Path
) -> None:
    file = tmp_path / "digest.html"
    file.write_bytes(web(code))
    tab.open(file, width=390, height=844)
    shown = "[...document.querySelectorAll('.changes tbody tr:first-child .x-side')].map(e => getComputedStyle(e, '::before').content)"
    page = WebPage(made(2)[0], code, [], load_theme())
    heads = [page.language.plain(key) for key in ("digest.before", "digest.now")]
    assert all(head in content for head, content in zip(heads, tab.ask(shown), strict=True))
    tab.open(file, width=1280, height=900)
    assert tab.ask(shown) == ["none", "none"]
