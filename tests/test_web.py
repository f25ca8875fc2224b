"""The briefing as a web page, read as HTML: the same as in print, complete in itself, the same bytes.

How it looks and behaves is the matter of ``test_browser.py``.
"""

import base64
import hashlib
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from extract.errors import RenderError
from reports import measures
from reports.briefing import build_briefing
from reports.languages.amounts import Code
from reports.render.html import Page
from reports.render.marks import ZWJ
from reports.render.web import WebPage, render_web
from reports.themes import load_theme
from reports.webfont import subset_woff2
from tests.conftest import ROOT, SEEDS, Run
from tests.support.corpus import article, corpus, extraction, figure, official, quote
from tests.support.webpages import (
    CODES,
    TAXONOMY,
    WEEK,
    Memory,
    both,
    by_id,
    everything,
    of_class,
    tree,
    web,
    words,
)


@pytest.fixture(autouse=True, scope="module")
def taxonomy() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "taxonomy", lambda: TAXONOMY)
        yield


@pytest.fixture(scope="module")
def pages(taxonomy: None) -> dict[Code, bytes]:
    return both()


# the same as in print


@pytest.mark.parametrize("code", CODES)
def test_every_figure_of_the_model_is_printed_with_its_passage(code: Code, pages: dict[Code, bytes]) -> None:
    articles, _, briefing = everything()
    page = WebPage(briefing, code, articles, load_theme(), Memory())
    texts = {one.id: one.text for one in articles}
    anchors = by_id(tree(pages[code]))
    assert len(briefing.data) > 15
    for datum in briefing.data:
        row = anchors[f"c{datum.citation}"]
        assert page.language.amount(datum).text in words(row)
        assert str(page.language.label(datum)) in words(row)
        (mark,) = anchors[f"p{datum.citation}"].iter("mark")
        assert "".join(mark.itertext()).replace(ZWJ, "") == texts[datum.article][datum.start : datum.end]


@pytest.mark.parametrize("code", CODES)
def test_every_statement_of_the_model_is_printed_with_its_passage(
    code: Code, pages: dict[Code, bytes]
) -> None:
    articles, _, briefing = everything()
    page = WebPage(briefing, code, articles, load_theme(), Memory())
    texts = {one.id: one.text for one in articles}
    anchors = by_id(tree(pages[code]))
    assert len(briefing.statements) >= 4
    for statement in briefing.statements:
        assert page.said(statement).text.text in words(anchors[f"c{statement.citation}"])
        passage = "".join(
            "".join(one.itertext()) for one in of_class(anchors[f"p{statement.citation}"], "in")
        )
        spans = [(statement.start, statement.end), *statement.more]
        assert passage.replace(ZWJ, "") == "".join(texts[statement.article][a:b] for a, b in spans)


@pytest.mark.parametrize("code", CODES)
def test_parts_and_citations_stand_in_the_order_of_the_print(code: Code, pages: dict[Code, bytes]) -> None:
    articles, _, briefing = everything()
    printed = Page(briefing, code, articles, load_theme(), Memory()).html()
    anchors = re.compile(r'id="((?:[csav]\d|week|before|after|charts|sources|index|method)[\w-]*)"')
    first = anchors.findall(printed)
    second = anchors.findall(pages[code].decode().split('<div class="passages">')[0])
    assert [one for one in second if not one.startswith("chart-")] == first
    assert len(first) > 40


def test_both_editions_have_the_same_order(pages: dict[Code, bytes]) -> None:
    orders = [
        [
            element.get("id") or element.get("href")
            for element in tree(pages[code]).iter()
            if (element.get("id") or element.get("href")) and not (element.get("id") or "").startswith("v")
        ]
        for code in CODES
    ]
    fa, en = ([one for one in order if not str(one).startswith("#v")] for order in orders)
    assert sorted(map(str, fa)) == sorted(map(str, en))  # the index follows each alphabet
    assert fa[: fa.index("index")] == en[: en.index("index")]


@pytest.mark.parametrize("code", CODES)
def test_bars_have_the_length_of_their_values(code: Code, pages: dict[Code, bytes]) -> None:
    articles, _, briefing = everything()
    page = WebPage(briefing, code, articles, load_theme())
    assert page.bars
    for chart, view in zip(briefing.charts, page.bars, strict=True):
        assert {bar.citation for bar in view.bars} == set(chart.figures)
        longest = max(page.data[citation].high or 0 for citation in chart.figures)
        for bar in view.bars:
            datum = page.data[bar.citation]
            assert bar.sure + bar.possible == pytest.approx(
                max(100 * (datum.high or 0) / longest, 0.6), abs=0.02
            )
            assert (bar.sure == 0) == (datum.qualifier in ("up_to", "less_than"))
            assert (bar.possible == 0) == (datum.low == datum.high and bar.sure > 0)


def test_the_map_has_every_province_once_and_its_number(pages: dict[Code, bytes]) -> None:
    _, _, briefing = everything()
    figures = {state.province: state.figures for state in briefing.map}
    (drawn,) = of_class(tree(pages["fa"]), "map")
    labels = [element.get("aria-label") or "" for element in drawn]
    assert len(labels) == 31
    assert len({label.split("،")[0] for label in labels}) == 31
    counts = [words(element) for element in of_class(drawn, "count")]
    digits = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    assert sorted(counts) == sorted(str(n).translate(digits) for n in figures.values() if n)
    assert len(of_class(drawn, "dot")) == sum(state.disputed for state in briefing.map) == 1


# complete in itself, and closed


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_loaded_and_nothing_runs(code: Code, pages: dict[Code, bytes]) -> None:
    root = tree(pages[code])
    names = {element.tag for element in root.iter() if isinstance(element.tag, str)}
    local = {name.rpartition("}")[2] for name in names}
    assert not local & {
        "script",
        "link",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "base",
        "audio",
        "video",
    }
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in ("style", "srcset", "action", "ping")
            if name in ("src", "href"):
                outer = element.tag == "a" and value.startswith(("https://", "http://"))
                assert value.startswith(("#", "data:")) or (outer and element.get("rel"))
    (style,) = root.iter("style")
    assert "@import" not in (style.text or "")
    addresses = re.findall(r"url\(\"?([^)\"]{1,30})", style.text or "")
    assert {address.split(";")[0] for address in addresses} == {"data:font/woff2", "#hatch"}


@pytest.mark.parametrize("code", CODES)
def test_the_policy_allows_this_style_sheet_and_nothing_else(code: Code, pages: dict[Code, bytes]) -> None:
    root = tree(pages[code])
    (style,) = root.iter("style")
    (policy,) = (
        one.get("content") or ""
        for one in root.iter("meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.pop("default-src") == "'none'"
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    assert rules.pop("style-src") == f"'sha256-{digest}'"
    assert rules == {"font-src": "data:", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    assert pages[code].index(b"Content-Security-Policy") < pages[code].index(b"<style>")


@pytest.mark.parametrize("code", CODES)
def test_every_link_arrives_and_every_citation_has_passage_print_and_source(
    code: Code, pages: dict[Code, bytes]
) -> None:
    _, _, briefing = everything()
    root = tree(pages[code])
    anchors = by_id(root)
    links = [(one.get("href") or "")[1:] for one in root.iter("a") if (one.get("href") or "").startswith("#")]
    assert set(links) <= anchors.keys()
    assert {one.get("aria-labelledby") for one in root.iter() if one.get("aria-labelledby")} <= anchors.keys()
    numbers = range(1, len(briefing.data) + len(briefing.statements) + 1)
    assert {f"{side}{number}" for side in "pcs" for number in numbers} <= anchors.keys()
    assert {f"p{number}" for number in numbers} <= set(links)


def test_only_addresses_that_may_be_followed_are_links(pages: dict[Code, bytes]) -> None:
    outer = {one.get("href") for one in tree(pages["fa"]).iter("a")} - {None}
    found = sorted(str(one) for one in outer if not str(one).startswith("#"))
    assert found == ["https://example.org/news/1", "https://example.org/news?a=1&b=2"]
    assert b"javascript:" not in pages["fa"]


@pytest.mark.parametrize("code", CODES)
def test_the_type_is_in_the_page_and_small(code: Code, pages: dict[Code, bytes]) -> None:
    assert len(pages[code]) < 300_000
    fonts = re.findall(rb"data:font/woff2;base64,([\w+/=]+)", pages[code])
    assert [base64.b64decode(font)[:4] for font in fonts] == [b"wOF2", b"wOF2"]


def test_a_font_holds_the_letters_asked_for_and_their_shapes() -> None:
    with TTFont(BytesIO(subset_woff2("گچپژ", bold=False))) as font:
        assert {ord(letter) for letter in "گچپژ09۰۹«»،\u200c\u200d"} <= font.getBestCmap().keys()
        assert ord("ض") not in font.getBestCmap()
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina"} <= features
    assert subset_woff2("ab", bold=True) == subset_woff2("ba", bold=True) != subset_woff2("ab", bold=False)


# accessible


@pytest.mark.parametrize("code", CODES)
def test_headings_landmarks_and_tables_are_marked_up(code: Code, pages: dict[Code, bytes]) -> None:
    root = tree(pages[code])
    assert (root.get("lang"), root.get("dir")) == (code, "rtl" if code == "fa" else "ltr")
    levels = [int(one.tag[1]) for one in root.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    for name in ("header", "main", "footer"):
        assert len(list(root.iter(name))) == 1
    (contents,) = root.iter("nav")
    assert contents.get("aria-labelledby")
    for table in root.iter("table"):
        heads = list(table.iter("th"))
        assert {one.get("scope") for one in heads} <= {"col", "row"}
        assert {"col", "row"} <= {one.get("scope") for one in heads}
    for row in (one for one in root.iter("tr") if one.get("role")):
        assert {cell.get("role") for cell in row} <= {"cell", "rowheader", "columnheader"}
    for picture in root.iter():
        if str(picture.tag).rpartition("}")[2] in ("svg", "img"):
            named = picture.get("aria-label") or picture.get("aria-labelledby") or picture.get("alt")
            assert named or picture.get("aria-hidden") == "true"


@pytest.mark.parametrize("code", CODES)
def test_switches_of_language_are_marked(code: Code, pages: dict[Code, bytes]) -> None:
    other = "[A-Za-z]" if code == "fa" else "[\u0620-\u06d3]"

    def foreign(element: Element, marked: bool) -> Iterator[str]:
        marked = marked or (bool(element.get("lang") or element.get("dir")) and element.tag != "html")
        if element.tag in ("style", "head"):
            return
        if not marked:
            yield from re.findall(f"{other}.*", element.text or "")
        for child in element:
            yield from foreign(child, marked)
            if not marked:
                yield from re.findall(f"{other}.*", child.tail or "")

    found = list(foreign(tree(pages[code]), False))
    assert [
        one for one in found if "draft" not in one
    ] == []  # «draft» is named in the method, as it is printed


# hostile and extreme input

EVIL = "{{ 7*7 }} {% raw %} <script>alert(1)</script> <img src=x onerror=y> </style></td></table> &#x202E; \u202eabc\u2066 \" '"


@pytest.mark.parametrize("code", CODES)
def test_article_text_is_printed_and_never_obeyed(code: Code) -> None:
    one = article("<b>\"'&", f"نام گفت: {EVIL} ۱۲ تعاونی", url="javascript:alert(1)")
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
    page = web(code, [one], [found])
    root = tree(page)
    assert not list(root.iter("script"))
    assert not list(root.iter("img"))
    assert "{{ 7*7 }}" in page.decode()
    assert "javascript:" not in page.decode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", page.decode())
    assert len(list(root.iter("style"))) == 1


@pytest.mark.parametrize("code", CODES)
def test_an_article_in_which_nothing_is_found(code: Code) -> None:
    one = article("empty", "هیچ", date=None)
    root = tree(web(code, [one], [extraction(one, agency=None, province=None)]))
    assert not of_class(root, "passage")
    assert len(list(root.iter("main"))) == 1


def test_a_page_without_figures_draws_no_chart_and_every_tile() -> None:
    articles, _ = corpus()
    page = WebPage(build_briefing(articles[-1:], [], WEEK), "en", articles, load_theme())
    root = tree(page.web())
    assert not of_class(root, "chart")
    assert len(of_class(root, "none")) >= 31


# same bytes, whole files


def test_same_input_same_bytes_in_another_process_and_time_zone(
    pages: dict[Code, bytes], tmp_path: Path
) -> None:
    script = (
        "import sys, hashlib; from tests.support import webpages as t; from reports import measures;"
        "measures.taxonomy = lambda: t.TAXONOMY;"
        "print(*(hashlib.sha256(page).hexdigest() for page in t.both().values()))"
    )
    environment = os.environ | {
        "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        cwd=tmp_path,
        env=environment,
        timeout=120,
        capture_output=True,
    )
    assert done.stdout.decode().split() == [hashlib.sha256(pages[code]).hexdigest() for code in CODES]


def test_the_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles, _, briefing = everything()
    target = tmp_path / "new" / "briefing.html"
    assert render_web(briefing, "en", target, articles) == target
    before = target.read_bytes()

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(RenderError, match="disk is full"):
        render_web(briefing, "en", target, articles)
    assert [path.name for path in target.parent.iterdir()] == ["briefing.html"]
    assert target.read_bytes() == before


def test_the_command_builds_what_it_is_asked_for(taavon: Run, tmp_path: Path) -> None:
    done = taavon("build", SEEDS, "--format", "html")
    assert done.returncode == 0, done.stderr
    made = [Path(line) for line in done.stdout.splitlines()]
    assert [path.name for path in made] == ["briefing.fa.html", "briefing.en.html"]
    for path in made:
        content = (tmp_path / path).read_bytes()
        assert len(content) < 700_000
        tree(content)
    both = taavon("build", SEEDS, "--format", "both", "--language", "fa", "--out", "two")
    assert [Path(line).name for line in both.stdout.splitlines()] == ["briefing.fa.pdf", "briefing.fa.html"]
    assert (tmp_path / "two" / "briefing.fa.html").read_bytes() == (tmp_path / made[0]).read_bytes()
    assert taavon("build", SEEDS, "--format", "docx").returncode == 2
