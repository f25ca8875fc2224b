"""Web pages of the invented corpus: built for tests that read them as HTML and for those that open them in a browser."""

from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser  # type: ignore[import-untyped]

from extract.article import Article
from extract.statements import Conflict, Extraction
from reports import measures
from reports.briefing import build_briefing
from reports.languages.amounts import Code
from reports.model import Briefing
from reports.period import cooperative_week
from reports.render.web import WebPage
from reports.themes import load_theme
from tests.support.corpus import Memory, article, corpus, extraction, figure, official, quote

WEEK = cooperative_week(1404)
CODES: tuple[Code, ...] = ("fa", "en")
TAXONOMY = measures.taxonomy.__wrapped__(Path(__file__).with_name("measures.toml"))


def everything() -> tuple[list[Article], list[Extraction], Briefing]:
    """The corpus with a value that contradicts another, one that has a ceiling, and one with a range."""
    articles, extractions = corpus()
    one = article(
        "more",
        "کسی گفت: ۱۲۰ تعاونی در قم فعال است",
        "تا ۹۰ میلیارد تومان وام و ۵۰ تا ۸۰ میلیارد تومان سرمایه داده شد",
        url="https://example.org/news?a=1&b=2",
    )
    money: dict[str, Any] = {"unit": "toman"}
    found = extraction(
        one,
        figures=(
            figure(one, "۱۲۰ تعاونی", 120),
            figure(one, "۹۰ میلیارد تومان", 90e9, qualifier="up_to", measure="loan_each", **money),
            figure(
                one, "۵۰ تا ۸۰ میلیارد تومان", 50e9, high=80e9, qualifier="range", measure="investment", **money
            ),
        ),
    )  # fmt: skip
    conflict = Conflict(kind="factor_ten", members=(("qom", 0), ("more", 0)), province="قم")
    articles, extractions = [*articles, one], [*extractions, found]
    return articles, extractions, build_briefing(articles, extractions, WEEK, conflicts=[conflict], issue=7)


def web(code: Code, articles: list[Article], extractions: list[Extraction]) -> bytes:
    briefing = build_briefing(articles, extractions, WEEK)
    return WebPage(briefing, code, articles, load_theme(), Memory()).web()


def giants() -> tuple[list[Article], list[Extraction]]:
    """Names, words, numbers and statements that no line holds."""
    name, word = "م" * 200, "ب" * 400
    one = article(
        "big", f"{name} گفت: {word} ۱۲ تعاونی و ۱۳ تعاونی و ۱۴ تعاونی", "تعاونی خوب است و " * 900,
        url="https://example.org/" + "a" * 300,
    )  # fmt: skip
    here: dict[str, Any] = {"place": "ر" * 200, "county": "ک" * 150, "measure": None, "measure_text": word}
    found = extraction(
        one,
        agency="خ" * 150,
        figures=(
            figure(one, "۱۲ تعاونی", 12, **here),
            figure(one, "۱۳ تعاونی", 123_456_789_012_345_678, measure="investment", unit="rial"),
            figure(
                one, "۱۴ تعاونی", 123_456_789_012.75, high=987_654_321_098.25, qualifier="range",
                measure="loan_each", unit="rial",
            ),
        ),
        quotes=(quote(one, f"{word} ۱۲ تعاونی", name), quote(one, one.text[slice(*one.paragraphs[1])], name)),
        officials=(official(one, name, "د" * 150, organisation="س" * 300),),
    )  # fmt: skip
    return [one], [found]


def tree(page: bytes) -> Element:
    """The page as a browser reads it; a parse error fails."""
    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(page, transport_encoding="utf-8")
    assert parser.errors == []
    return cast(Element, root)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def by_id(root: Element) -> dict[str, Element]:
    found = [(element.get("id"), element) for element in root.iter() if element.get("id")]
    assert len(found) == len({name for name, _ in found})
    return {name: element for name, element in found if name}


def of_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def both() -> dict[Code, bytes]:
    """Both editions of :func:`everything`."""
    articles, _, briefing = everything()
    return {code: WebPage(briefing, code, articles, load_theme(), Memory()).web() for code in CODES}
