"""Reading: the text is untouched, offsets hold, and everything that is no article gets one sentence."""

import datetime as dt
import hashlib
import io
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.article import Article
from extract.errors import ReadError, TaavonError, UsageError
from extract.read import ReadProblem, read_file, read_paths
from extract.read.encoding import decode
from extract.read.text import article_from_bytes
from tests.conftest import SEEDS

Write = Callable[..., Path]
PERSIAN = "به گزارش خبرنگار ما، ۱۲ تعاونی تازه در استان گشایش یافت و مدیرکل گفت: کار ادامه دارد."
DATED = f" date 2025-09-02 {PERSIAN}"


def failure(path: Path) -> str:
    """The sentence for an input that cannot be read."""
    (item,) = read_paths([path])
    assert isinstance(item, ReadProblem)
    sentence = str(item.error)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


# what is read


def test_seeds_are_read_as_they_lie() -> None:
    found = list(read_paths([SEEDS]))
    articles = [item for item in found if isinstance(item, Article)]
    assert len(found) == len(articles) == 5
    for article in articles:
        data = Path(article.source).read_bytes()
        assert article.text.encode("utf-8") == data
        assert article.sha256 == hashlib.sha256(data).hexdigest()
        assert article.id == Path(article.source).stem
        assert article.date is not None
        assert article.text.startswith(f" date {article.date} ")
        assert article.text[article.body.start : article.body.end] == article.text[17:].strip()
        for start, end in article.paragraphs:
            assert article.text[start:end] == article.text[start:end].strip() != ""


def test_paragraphs_of_every_line_end() -> None:
    text = " date 2025-09-02 یک \r\n\r\nدو\u2028سه\u2029چهار\x85پنج\rشش\n \u200f \nهفت\n"
    article = article_from_bytes(text.encode(), "a", "a.txt")
    words = [article.text[start:end] for start, end in article.paragraphs]
    assert words == ["یک", "دو", "سه", "چهار", "پنج", "شش", "هفت"]


def test_bom_is_code_point_zero() -> None:
    article = article_from_bytes(b"\xef\xbb\xbf" + DATED.encode(), "a", "a.txt")
    assert article.text[0] == "\ufeff"
    assert article.date == dt.date(2025, 9, 2)
    assert article.text[article.body.start : article.body.end] == PERSIAN
    undated = article_from_bytes(b"\xef\xbb\xbf" + PERSIAN.encode(), "a", "a.txt")
    assert undated.body.start == 1


@pytest.mark.parametrize(
    ("start", "date"),
    [
        (" date 2025-09-02 ", dt.date(2025, 9, 2)),
        ("date 2025-09-02 ", dt.date(2025, 9, 2)),
        ("\ndate: 2025-9-2\n", dt.date(2025, 9, 2)),
        (" date 2024-02-29", dt.date(2024, 2, 29)),
        (" date ۲۰۲۵-۰۹-۰۲ ", dt.date(2025, 9, 2)),
        ("", None),
        ("dates and places ", None),
    ],
)
def test_date_line(start: str, date: dt.date | None) -> None:
    article = article_from_bytes((start + PERSIAN).encode(), "a", "a.txt")
    assert article.date == date
    assert article.text[article.body.start : article.body.end].endswith(PERSIAN)
    if date:
        assert article.text[article.body.start : article.body.end] == PERSIAN


def test_hostile_text_is_text() -> None:
    text = (
        f"{DATED}\n{{{{ 7*7 }}}} <script>alert(1)</script> <img src=file:///etc/passwd> </td> \u202eabc\u202c"
    )
    article = article_from_bytes(text.encode(), "a", "a.txt")
    assert article.text == text


def test_one_line_of_five_megabytes(article: Write) -> None:
    path = article(" date 2025-09-02 " + f"{PERSIAN} " * (5 * 2**20 // len(f"{PERSIAN} ".encode()) + 1))
    assert path.stat().st_size > 5 * 2**20
    start = time.perf_counter()
    found = read_file(path)
    assert time.perf_counter() - start < 2
    assert len(found.paragraphs) == 1


@given(st.binary(max_size=400))
def test_any_bytes_give_an_article_or_a_sentence(data: bytes) -> None:
    try:
        article = article_from_bytes(data, "a", "a.txt")
    except ReadError as error:
        sentence = str(error)
    else:
        sentence = "a.txt was read."
        assert article.text.encode("utf-8") == data
        assert article.paragraphs
    assert sentence.startswith("a.txt ")
    assert sentence.endswith(".")


@given(st.text(max_size=300))
def test_paragraphs_cover_all_words(text: str) -> None:
    try:
        article = article_from_bytes(text.encode("utf-8", "ignore"), "a", "a.txt")
    except ReadError:
        return
    inside = "".join(article.text[start:end] for start, end in article.paragraphs)
    if article.date is None and not article.text.startswith("\ufeff"):
        assert sum(map(str.isalnum, inside)) == sum(map(str.isalnum, article.text))


# where it is read from


def test_folder_files_and_standard_input(tmp_path: Path, article: Write) -> None:
    article(DATED, "b/2.txt")
    article(DATED + "۲", "a/1.TXT")
    article("no article", "a/readme.md")
    article(b"\x00\x05\x16\x07", "a/._1.txt")
    single = article(DATED + "۳", "z.txt")
    found = list(read_paths([tmp_path, single, "-"], io.BytesIO((DATED + "۴").encode())))
    assert [(item.id, item.source) for item in found if isinstance(item, Article)] == [
        ("1", str(tmp_path / "a/1.TXT")),
        ("2", str(tmp_path / "b/2.txt")),
        ("z", str(single)),
        ("stdin", "-"),
    ]
    assert len(found) == 4


def test_one_stem_for_two_articles(tmp_path: Path, article: Write) -> None:
    article(DATED, "a/1.txt")
    other = read_file(article(DATED + "۲", "b/1.txt"))
    ids = [item.id for item in read_paths([tmp_path]) if isinstance(item, Article)]
    assert ids == ["1", f"1-{other.sha256[:8]}"]


def test_one_bad_article_among_many(tmp_path: Path, article: Write) -> None:
    article(DATED, "1.txt")
    article(b"", "2.txt")
    article(DATED, "3.txt")
    found = list(read_paths([tmp_path, tmp_path / "missing.txt"]))
    assert [type(item) for item in found] == [Article, ReadProblem, Article, ReadProblem]


def test_names_are_shown_without_tricks(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/a\x1b[31m\xff\xe2\x80\xae.txt"
    Path(os.fsdecode(path)).write_bytes(DATED.encode())
    (found,) = read_paths([tmp_path])
    assert isinstance(found, Article)
    assert found.id == "a\ufffd[31m\ufffd\ufffd"
    found.source.encode("utf-8")


# what is no article


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "is empty"),
        (b" date 2025-09-02 \n \n", "has no text after its date"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"PK\x03\x04" + bytes(200), "Word, Excel or ZIP"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is a picture"),
        (bytes(range(256)) * 8, "is binary data"),
        (b"\x00\x00abc\x00\x01" * 40, "is binary data"),
        (DATED.encode("utf-16"), "looks like UTF-16, not UTF-8: convert it with iconv -f UTF-16 -t UTF-8 "),
        (DATED.encode("utf-16-le"), "looks like UTF-16LE"),
        (DATED.encode("utf-16-be"), "looks like UTF-16BE"),
        (DATED.encode("utf-32"), "looks like UTF-32"),
        (
            DATED.replace("ی", "ي").translate({ord(c): None for c in "۱۲"}).encode("cp1256"),
            "looks like WINDOWS-1256, not UTF-8: convert it with iconv -f WINDOWS-1256 -t UTF-8 ",
        ),
        (DATED.encode() + b"\xff\xfe", "is UTF-8 with a broken byte at"),
        (b"caf\xe9 au lait", "is not UTF-8 (first bad byte at 3)"),
        (f"<!DOCTYPE html><html><body><p>{PERSIAN}</p></body></html>".encode(), "is a web page (HTML)"),
        (f" date 2025-09-02 <p>{PERSIAN}</p>".encode(), "is a web page (HTML)"),
        (DATED.encode() + b"<br>a<br/>b<br>c<p>d</p><p>e</p><br>f", "is a web page (HTML)"),
        (f" date 2025-13-45 {PERSIAN}".encode(), "has an impossible date (2025-13-45)"),
        (f" date 2025-02-29 {PERSIAN}".encode(), "has an impossible date (2025-02-29)"),
        (f" date 9025-02-20 {PERSIAN}".encode(), "has an impossible date"),
        (f" date 1404-06-11 {PERSIAN}".encode(), "write the Gregorian 2025-09-02"),
        (f" date 1404-13-11 {PERSIAN}".encode(), "has a Jalali date (1404-13-11)"),
        (f" date 02/09/2025 {PERSIAN}".encode(), "has a date line without a date (02/09/2025)"),
        (f" date {PERSIAN}".encode(), "has a date line without a date"),
    ],
)
def test_bad_content(article: Write, content: bytes, words: str) -> None:
    path = article(content, "bad one.txt")
    sentence = failure(path)
    assert sentence.startswith(str(path))
    assert words in sentence


def test_quoting_a_tag_or_two_is_no_web_page() -> None:
    text = DATED + "\nدر این صفحه برچسب <b>مهم</b> و <br> آمده بود. " + PERSIAN * 20
    assert decode(text.encode(), "a") == text


@pytest.mark.parametrize("codec", ["cp1256", "utf-16-le", "utf-16-be"])
def test_seeds_in_other_encodings_are_recognised(codec: str, article: Write) -> None:
    label = {"cp1256": "WINDOWS-1256"}.get(codec, codec.upper().replace("-LE", "LE").replace("-BE", "BE"))
    for seed in SEEDS.glob("*.txt"):
        text = seed.read_text("utf-8").replace("ی", "ي").replace("ک", "ك")
        assert f"looks like {label}" in failure(article(text.encode(codec, "replace")))


def test_missing_file(tmp_path: Path) -> None:
    assert (
        failure(tmp_path / "nothing.txt")
        == f"{tmp_path}/nothing.txt does not exist: check the spelling of the path."
    )
    with pytest.raises(UsageError):
        read_file(tmp_path / "nothing.txt")


def test_folder_without_articles(tmp_path: Path, article: Write) -> None:
    article(DATED, "news.docx")
    assert "holds no articles" in failure(tmp_path)


def test_device_is_refused() -> None:
    with pytest.raises(ReadError, match="is no file of text"):
        read_file("/dev/zero")


def test_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(DATED.encode(),))
    writer.start()
    assert read_file(pipe).date == dt.date(2025, 9, 2)
    writer.join()


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(TaavonError, match="is larger than 64 MB"):
        read_file(path)
