"""Persian set as Persians set it, each rule by itself; and English in which every Persian word has its reason."""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

import pikepdf
import polib
import pypdfium2
import pytest

from extract.text.shadow import skeleton
from reports.languages.amounts import Code, persian_digits
from reports.languages.collation import persian_key
from reports.languages.wording import FOLDER
from reports.printed import sheets
from reports.render.html import TEMPLATES
from tests.support.editions import CODES, edition, seeds

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's

PERSIAN = re.compile("[\u0621-\u06cc]")
LATIN = re.compile("[A-Za-z]")
ZWNJ = "\u200c"


class Element(NamedTuple):
    """An element that a piece of text lies in."""

    tag: str
    given: dict[str, str | None]

    def has(self, name: str) -> bool:
        return name in (self.given.get("class") or "").split()


class Text(NamedTuple):
    """A piece of text with the elements around it, the innermost last."""

    words: str
    around: tuple[Element, ...]

    @property
    def quoted(self) -> bool:
        """Words of an article as they lie in it, and no words of ours."""
        return any(one.has("text") or one.has("passage") for one in self.around)

    @property
    def direction(self) -> str | None:
        return next((one.given["dir"] for one in reversed(self.around) if "dir" in one.given), None)

    @property
    def language(self) -> str | None:
        return next((one.given["lang"] for one in reversed(self.around) if "lang" in one.given), None)


class Texts(HTMLParser):
    """All text of a page that is seen, piece by piece."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Text] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("img", "meta", "link", "br"):
            self._open.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        hidden = {one.tag for one in self._open} & {"style", "title", "head"}
        if data.strip() and not hidden:
            self.found.append(Text(data, tuple(self._open)))


def texts(code: Code) -> list[Text]:
    return Texts(edition(code).html).found


def own(code: Code) -> Iterator[Text]:
    """What is in Persian and is not the article's own spelling."""
    return (text for text in texts(code) if not text.quoted)


# direction


def test_the_persian_edition_is_persian_from_the_root() -> None:
    assert re.search(r'<html lang="fa" dir="rtl">', edition("fa").html)
    assert re.search(r'<html lang="en" dir="ltr">', edition("en").html)


def test_every_latin_run_stands_in_an_element_of_its_own_direction() -> None:
    wrong = [text.words for text in own("fa") if LATIN.search(text.words) and text.direction != "ltr"]
    assert wrong == []


def test_every_file_id_and_address_is_isolated() -> None:
    for code in CODES:
        for text in texts(code):
            if re.search(r"\.txt|\.json|https?:|[0-9a-f]{12}", text.words):
                assert text.direction == "ltr", text.words
                assert text.around[-1].given.get("dir") == "ltr" or code == "en"


@pytest.mark.parametrize("code", CODES)
def test_no_element_mixes_directions_without_saying_so(code: Code) -> None:
    for text in own(code):
        foreign = LATIN if code == "fa" else PERSIAN
        if foreign.search(text.words):
            assert text.language == ("en" if code == "fa" else "fa") or text.direction == "ltr", text.words


# letters and digits


def test_our_own_words_have_persian_letters_and_digits_only() -> None:
    for text in own("fa"):
        assert not re.search("[يك٠-٩ىة]", text.words), text.words
        if text.direction != "ltr":
            assert not re.search("[0-9]", text.words), text.words


def test_thousands_and_decimals_have_persian_separators() -> None:
    words = " ".join(text.words for text in own("fa"))
    assert re.search("[۰-۹]٬[۰-۹]{3}", words)
    assert not re.search("[۰-۹][,.][۰-۹]", words)
    assert not re.search("[۰-۹]{5,}", words)


def test_dates_in_digits_have_slashes() -> None:
    for text in own("fa"):
        if text.direction != "ltr":
            assert not re.search(r"[۰-۹]{4}-[۰-۹]{1,2}", text.words)


# punctuation


def catalogue(code: Code) -> list[str]:
    entries = polib.pofile(str(FOLDER / f"{code}.po"), encoding="utf-8")
    return [words for entry in entries for words in (entry.msgstr, *entry.msgstr_plural.values()) if words]


def test_persian_punctuation_stands_as_it_should() -> None:
    for words in [*catalogue("fa"), *(text.words for text in own("fa") if text.direction != "ltr")]:
        assert not re.search("[,;?]", words), words
        assert not re.search(r"\s[،؛؟!»)\]]", words.strip()), words
        assert not re.search(r"[«(\[]\s", words), words
        assert not re.search(r"[،؛؟»](?=[\u0621-\u06cc])", words), words
        assert not re.search('["“”]', words), words
        assert "  " not in words.strip() or "\n" in words, words


def test_half_spaces_stand_where_persian_has_them() -> None:
    for words in [*catalogue("fa"), *(text.words for text in own("fa"))]:
        assert not re.search(r"(?<![\u0621-\u06cc])(می|نمی) (?=[\u0621-\u06cc]{2})", words), words
        assert not re.search(r"(?<=[\u0621-\u06cc]) (ها|های|هایی)(?![\u0621-\u06cc])", words), words
        assert not re.search(rf"{ZWNJ}{ZWNJ}|{ZWNJ}[\s.،؛:]|\s{ZWNJ}|^{ZWNJ}", words), words


def test_half_spaces_are_restored_and_nothing_else_is_changed() -> None:
    briefing, articles, _ = seeds()
    page = edition("fa").page
    restored = 0
    for statement in briefing.statements:
        shown = page.said(statement).text.text
        assert skeleton(shown) == skeleton(statement.text)
        restored += shown.count(ZWNJ) > statement.text.count(ZWNJ)
    assert restored > 20
    with pikepdf.open(io.BytesIO(edition("fa").content)) as pdf:
        attached = {
            hashlib.sha256(one.get_file().read_bytes()).hexdigest() for one in pdf.attachments.values()
        }
    assert {article.sha256 for article in articles} <= attached


# form


def styles() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((TEMPLATES / "style").glob("*.jinja")))


def test_no_italics_no_spacing_between_letters_no_capitals() -> None:
    for code in CODES:
        style = re.search("<style>(.*?)</style>", edition(code).html, re.S)
        assert style
        for banned in (
            "italic",
            "oblique",
            "letter-spacing",
            "text-transform",
            "small-caps",
            "text-overflow",
        ):
            assert banned not in style[1], banned
    for banned in ("<i>", "<em>", "<i ", "<em "):
        assert not any(banned in path.read_text("utf-8") for path in (TEMPLATES / "parts").glob("*.jinja"))
    assert not re.search(r"[{;\s]columns?(-\w+)?\s*:", styles())


def fonts(code: Code) -> set[str]:
    with pikepdf.open(io.BytesIO(edition(code).content)) as pdf:
        names = {
            str(one.FontName)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/FontName" in one
        }
    return {name.split("+")[1] for name in names}


@pytest.mark.parametrize("code", CODES)
def test_only_the_two_weights_of_the_typeface_are_used(code: Code) -> None:
    assert fonts(code) == {"Vazirmatn", "Vazirmatn-Bold"}


@pytest.mark.parametrize("code", CODES)
def test_pages_are_numbered_in_the_digits_of_the_edition(code: Code) -> None:
    for sheet in sheets(edition(code).content):
        number = persian_digits(str(sheet.number)) if code == "fa" else str(sheet.number)
        assert number in sheet.margins


def test_the_index_follows_the_persian_alphabet() -> None:
    words = ["آرین", "اکبری", "پناهی", "کریمی", "گلستانی", "وحیدی", "هاشمی", "یوسفی"]
    assert sorted({*words}, key=persian_key) == words
    keys = [persian_key(entry.surname or entry.name) for entry in edition("fa").page.entries]
    assert keys == sorted(keys)


@pytest.mark.parametrize("code", CODES)
def test_nothing_stands_outside_the_margins(code: Code) -> None:
    for page in pypdfium2.PdfDocument(edition(code).content):
        width, _ = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        assert all(left > 48 and right < width - 48 for left, _, right, _ in boxes if right > left)


def test_both_editions_are_each_others_mirror() -> None:
    """The same pictures of the same size, the same citations, in the same order."""
    seen = [re.findall(r'(?:src|id)="(taavon:[^"]*|[cs]\d+)"', edition(code).html) for code in CODES]
    assert seen[0] == seen[1]
    assert len(seen[0]) > 150


# Persian in the English edition

REASONS = {
    "source": "a passage of an article, in Persian as it is",
    "original": "a statement that has no translation, in its own words",
    "name": "a name as its bearer writes it, beside its Latin form",
    "leftover": "a word that could not be put into English, marked as Persian",
}


def reason(text: Text) -> str | None:
    """Why a Persian word stands in the English edition."""
    if text.language != "fa" or text.direction != "rtl":
        return None
    if text.quoted:
        return "source"
    if any(one.tag == "p" and one.has("fa") for one in text.around):
        return "original"
    if any(one.tag == "small" for one in text.around) and any(one.has("people") for one in text.around):
        return "name"
    return "leftover" if text.around[-1].tag == "span" and "lang" in text.around[-1].given else None


def persian_runs() -> list[tuple[str | None, str]]:
    return [(reason(text), text.words.strip()) for text in texts("en") if PERSIAN.search(text.words)]


def test_every_persian_word_of_the_english_edition_has_its_reason() -> None:
    found = persian_runs()
    assert [words for why, words in found if why is None] == []
    kinds = Counter(why for why, _ in found)
    assert set(kinds) <= set(REASONS)
    assert kinds["source"] > 50
    assert kinds["name"] == len(edition("en").page.entries)
    assert kinds["leftover"] <= 10, [words for why, words in found if why == "leftover"]


def test_a_persian_word_without_a_reason_would_be_found() -> None:
    page = '<html lang="en" dir="ltr"><body><p>Qom: {}</p></body></html>'
    bare = Texts(page.format("قم")).found[0]
    assert reason(bare) is None
    marked = Texts(page.format('<span lang="fa" dir="rtl">قم</span>')).found[-1]
    assert reason(marked) == "leftover"
