"""``taavon verify``: it passes on both editions, and on no copy in which one digit is another."""

import hashlib
import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pikepdf
import pytest
from bidi import get_display

from extract.errors import ReadError
from reports import order
from reports.briefing import to_json
from reports.languages.amounts import Code
from reports.printed import Sheet, compare, words_of
from reports.render.annex import DATA_NAME, FIGURES_NAME
from reports.render.datafile import Data, decode, digest, encode
from reports.verify import Report, verify
from tests.conftest import Run
from tests.support.editions import CODES, edition

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's
DIGITS = {"fa": "۰۱۲۳۴۵۶۷۸۹", "en": "0123456789"}

Change = Callable[[pikepdf.Pdf], None]


def copy(code: Code, folder: Path, change: Change | None = None) -> Path:
    path = folder / f"briefing.{code}.pdf"
    with pikepdf.open(io.BytesIO(edition(code).content)) as pdf:
        if change:
            change(pdf)
            pdf.save(path)
        else:
            path.write_bytes(edition(code).content)
    return path


def check(code: Code, folder: Path, change: Change | None = None) -> Report:
    return verify(copy(code, folder, change))


@pytest.mark.parametrize("code", CODES)
def test_an_edition_holds(code: Code, tmp_path: Path) -> None:
    report = check(code, tmp_path)
    assert report.problems == ()
    assert report.notes == ()
    assert report.figures > 20
    assert report.statements > 50
    assert report.articles == 5
    assert report.pages > 8


def test_a_copy_saved_by_another_program_holds(tmp_path: Path) -> None:
    assert check("fa", tmp_path, lambda pdf: None).problems == ()


# one digit of one page


def meanings(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Characters by glyph, which both weights have in common."""
    found = {}
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            for glyph, char in re.findall(r"<(\w{4})> <(\w{4})>", item.ToUnicode.read_bytes().decode()):
                found[glyph] = chr(int(char, 16))
    return found


def another_digit(number: int, digits: str, seed: int) -> Change:
    """Makes one digit of a page another one."""

    def change(pdf: pikepdf.Pdf) -> None:
        chance = random.Random(seed)
        chars = meanings(pdf)
        glyphs = {char: glyph for glyph, char in chars.items() if char in digits}
        contents = pdf.pages[number].Contents
        text = contents.read_bytes().decode("latin-1")
        places = [
            match.start() + 1 + 4 * offset
            for match in re.finditer(r"<((?:[0-9a-f]{4})+)>", text)
            for offset in range(len(match[1]) // 4)
            if chars.get(match[1][4 * offset : 4 * offset + 4], "-") in digits
        ]
        place = chance.choice(places)
        old = chars[text[place : place + 4]]
        new = chance.choice([digit for digit in glyphs if digit != old])
        contents.write((text[:place] + glyphs[new] + text[place + 4 :]).encode("latin-1"))

    return change


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("page", [0, 1, 3, 7, -1])
def test_one_digit_of_a_page_is_found(code: Code, page: int, tmp_path: Path) -> None:
    report = check(code, tmp_path, another_digit(page, DIGITS[code], seed=page))
    assert report.problems
    assert any(re.search("[Pp]age", problem) or "should be printed" in problem for problem in report.problems)


# one digit of the data, of a table, of an article


def rewrite(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    pdf.attachments[name].obj.EF.F.write(content)


def edited(name: str, edit: Callable[[bytes], bytes]) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        before = pdf.attachments[name].get_file().read_bytes()
        after = edit(before)
        assert after != before
        rewrite(pdf, name, after)

    return change


def one_digit(content: bytes) -> bytes:
    """The first digit of a value made another."""
    return re.sub(
        rb'("low": )(\d)',
        lambda match: match[1] + str((int(match[2]) + 1) % 10 or 1).encode(),
        content,
        count=1,
    )


def test_one_digit_of_the_data_is_found(tmp_path: Path) -> None:
    problems = check("en", tmp_path, edited(DATA_NAME, one_digit)).problems
    assert any("changed" in problem for problem in problems)
    assert any("should be printed" in problem for problem in problems)


def forged(content: bytes) -> bytes:
    """The same, by somebody who takes all digests anew."""
    data = decode(one_digit(content))
    unnamed = msgspec.structs.replace(data.briefing, id="")
    named: Data = msgspec.structs.replace(data, id=hashlib.sha256(to_json(unnamed)).hexdigest())
    return encode(msgspec.structs.replace(named, digest=digest(named)))


def test_a_forger_who_takes_the_digests_anew_is_found(tmp_path: Path) -> None:
    problems = check("en", tmp_path, edited(DATA_NAME, forged)).problems
    assert any("is not what its article says" in problem for problem in problems)
    assert any("should be printed" in problem for problem in problems)
    assert any(FIGURES_NAME in problem for problem in problems)


def persian_digit(content: bytes) -> bytes:
    return content.replace("۲۵۵ ".encode(), "۲۵۶ ".encode(), 1)


def test_one_digit_of_an_article_is_found(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        name = next(
            name
            for name, spec in pdf.attachments.items()
            if name.endswith(".txt") and "۲۵۵ ".encode() in spec.get_file().read_bytes()
        )
        edited(name, persian_digit)(pdf)

    problems = check("fa", tmp_path, change).problems
    assert any("was changed" in problem for problem in problems)
    assert any("is not in its article at" in problem for problem in problems)


def test_one_digit_of_a_table_is_found(tmp_path: Path) -> None:
    change = edited(FIGURES_NAME, lambda content: content.replace(b"255", b"256", 1))
    problems = check("fa", tmp_path, change).problems
    assert any(problem.startswith(FIGURES_NAME) for problem in problems)


def test_a_missing_and_a_foreign_file_are_found(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        name = next(name for name in pdf.attachments if name.endswith(".txt"))
        del pdf.attachments[name]
        pdf.attachments["more.txt"] = pikepdf.AttachedFileSpec(pdf, b"more")

    problems = check("fa", tmp_path, change).problems
    assert any("missing" in problem for problem in problems)
    assert any("more.txt" in problem for problem in problems)


def test_a_picture_described_otherwise_is_found(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "14" in str(item.Alt):
                item.Alt = str(item.Alt).replace("14", "15")

    assert any("described" in problem for problem in check("en", tmp_path, change).problems)


def test_a_page_taken_out_is_found(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[4]

    assert check("en", tmp_path, change).problems


# what is no briefing


def foreign(path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)


def locked(path: Path) -> None:
    with pikepdf.open(io.BytesIO(edition("en").content)) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_text("no"), "is not a PDF"),
        (lambda path: path.write_bytes(b""), "is not a PDF"),
        (lambda path: path.write_bytes(edition("en").content[:9000]), "is not a PDF"),
        (foreign, "no briefing of Taavon"),
        (locked, "is encrypted"),
        (lambda path: None, "cannot be read"),
        (lambda path: path.mkdir(), "cannot be read"),
    ],
    ids=["text", "empty", "cut", "foreign", "locked", "missing", "folder"],
)
def test_what_is_no_briefing_is_said_in_a_sentence(
    make: Callable[[Path], object], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "file.pdf"
    make(path)
    with pytest.raises(ReadError, match=words):
        verify(path)


def test_malformed_data_are_said_in_a_sentence(tmp_path: Path) -> None:
    problems = check("en", tmp_path, edited(DATA_NAME, lambda content: content[:-40])).problems
    assert len(problems) == 1
    assert "malformed" in problems[0]


def test_the_command_says_what_does_not_hold(taavon: Run, tmp_path: Path) -> None:
    good = copy("en", tmp_path)
    (tmp_path / "changed").mkdir()
    bad = copy("en", tmp_path / "changed", another_digit(2, DIGITS["en"], seed=1))
    done = taavon("verify", good, bad)
    assert done.returncode == 1
    assert "all holds" in done.stdout.splitlines()[0]
    assert f"{bad}: " in done.stdout
    assert "Traceback" not in done.stderr
    assert taavon("verify", good).returncode == 0


# how words are compared


def sheet(*texts: str) -> list[Sheet]:
    return [Sheet(number=n, body=words_of(text), margins=[]) for n, text in enumerate(texts, 1)]


def test_words_cut_or_joined_otherwise_are_the_same() -> None:
    assert compare(words_of("abcdef 12 34"), sheet("abc def", "12 34")).missing == ()
    assert compare(words_of("تعاون گزارش"), sheet("تعاونگزارش")).extra == ()


@pytest.mark.parametrize("text", ["16,745", "16,753", "16,75", "1 6,754", "16,754 4"])
def test_numbers_that_only_resemble_are_not(text: str) -> None:
    found = compare(words_of("16,754"), sheet(text))
    assert found.extra or found.missing


def test_a_difference_names_its_page() -> None:
    assert compare(words_of("one 12 two"), sheet("one", "13 two")).extra == (("13", 2),)


# everything in its place

DRAWN = re.compile(rb"BT\n(.*?)ET", re.DOTALL)
PLACE = re.compile(rb"\S+ \S+ \S+ \S+ (\S+ \S+) Tm")


def pieces(pdf: pikepdf.Pdf, number: int) -> list[tuple[str, bytes]]:
    """What a page draws at one go: as words (Persian ones turned round) and as operators."""
    chars = meanings(pdf)
    found = []
    for match in DRAWN.finditer(pdf.pages[number].Contents.read_bytes()):
        glyphs = re.findall(r"<((?:[0-9a-f]{4})+)>", match[1].decode("latin-1"))
        text = "".join(chars.get(four, "") for run in glyphs for four in re.findall("....", run))
        found.append((text, match[0]))
    return found


def swapped(number: int, first: str, second: str, *, places: bool = False) -> Change:
    """Lets two pieces of a page change places: what is drawn there, or where it is drawn."""

    def change(pdf: pikepdf.Pdf) -> None:
        drawn = dict(pieces(pdf, number))
        one, other = drawn[first], drawn[second]
        assert one != other
        before = [PLACE.search(piece)[0] for piece in (one, other)]  # type: ignore[index]
        if places:
            after = [one.replace(*before), other.replace(*reversed(before))]
        else:
            after = [other.replace(*reversed(before)), one.replace(*before)]
        content = pdf.pages[number].Contents.read_bytes()
        for old, mark in ((one, b"%first%"), (other, b"%second%")):
            content = content.replace(old, mark, 1)
        pdf.pages[number].Contents.write(content.replace(b"%first%", after[0]).replace(b"%second%", after[1]))

    return change


Pair = tuple[int, str, str]


def two_numbers(code: Code) -> Pair:
    """The page and the words of two values that stand alone in their cells."""
    return two(code, lambda text: re.fullmatch(r"[\d,٬.٫]{2,}", text) is not None)


def two_speakers(code: Code) -> Pair:
    """The page and the words of two names above what those persons say."""
    page = edition(code).page
    names = {str(page.language.voice(voice)) for voice in page.briefing.voices}
    known = {re.sub(r"\W", "", name[::-1] if code == "fa" else name) for name in names}
    return two(code, lambda text: re.sub(r"\W", "", text) in known)


def two(code: Code, fits: Callable[[str], bool]) -> Pair:
    with pikepdf.open(io.BytesIO(edition(code).content)) as pdf:
        for number in range(1, len(pdf.pages)):
            found = [text for text, _ in pieces(pdf, number) if fits(text)]
            alone = [text for text in found if found.count(text) == 1]
            if len(alone) > 1:
                return number, alone[0], alone[1]
    raise AssertionError("no page has two of them")


@pytest.mark.parametrize("places", [False, True], ids=["words", "places"])
@pytest.mark.parametrize("pair", [two_numbers, two_speakers])
@pytest.mark.parametrize("code", CODES)
def test_two_that_changed_places_are_found(
    code: Code, pair: Callable[[Code], Pair], places: bool, tmp_path: Path
) -> None:
    number, first, second = pair(code)
    problems = check(code, tmp_path, swapped(number, first, second, places=places)).problems
    assert problems
    assert all(f"age {number + 1} " in problem for problem in problems)
    if not places:
        shown = first if pair is two_numbers or code == "en" else first[::-1]
        assert any(f"prints “{shown.strip()[:10]}" in problem for problem in problems)


def test_two_words_of_one_line_are_found() -> None:
    """Not even drawn at one go, two numbers may change places."""
    text = order._Text("از ۱۲ تا ۱۵ تعاونی", rtl=True)
    line = get_display("از ۱۲ تا ۱۵ تعاونی", base_dir="R")
    swapped_line = line.replace("۱۲", "x").replace("۱۵", "۱۲").replace("x", "۱۵")

    def drawn(shown: str) -> order.Piece:
        return order.Piece(0, tuple(order.Letter(float(x), 0.0, char) for x, char in enumerate(shown)), ())

    assert text.fits(drawn(line))
    assert not text.fits(drawn(swapped_line))


def test_a_file_without_tags_is_told(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot

    assert any("has no tags" in problem for problem in check("en", tmp_path, change).problems)
