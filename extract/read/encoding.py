"""From bytes to text, strictly UTF-8; what is anything else gets a sentence that says what it looks like."""

import re

from extract.errors import ReadError

BINARY = (
    (b"%PDF-", "a PDF", "copy its text into a UTF-8 text file"),
    (b"PK\x03\x04", "a Word, Excel or ZIP file", "save its text as a UTF-8 text file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "save its text as a UTF-8 text file"),
    (b"{\\rtf", "an RTF file", "save its text as a UTF-8 text file"),
    (b"\x1f\x8b", "a gzip file", "unpack it with gunzip"),
    (b"\x89PNG", "a picture", "type its text into a UTF-8 text file"),
    (b"\xff\xd8\xff", "a picture", "type its text into a UTF-8 text file"),
    (b"GIF8", "a picture", "type its text into a UTF-8 text file"),
    (b"SQLite format 3", "a database", "give it with --store"),
)
UTF_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
GUESSES = (("UTF-16LE", "utf-16-le"), ("UTF-16BE", "utf-16-be"), ("WINDOWS-1256", "cp1256"))
SAMPLE = 4096
PLAUSIBLE = 0.5
"""Share of Persian letters that a wrongly guessed encoding does not reach (measured: below .2 on the seeds)."""

FEW = 0.05
"""Share of control characters above which a file is no text; a stray one is left in an article as it is."""

_PERSIAN = re.compile(r"[ء-غـ-يپچژکگیۀە]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP_START = re.compile(
    r"\s*(?:date\s+\S+\s+)?<(?:!doctype|!--|\?xml|html|head|body|div|p|article|section|table)\b", re.I
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|span|a|li|ul|table|tr|td|img|h[1-6]|strong|b|section|article)\b[^<>]{0,400}>", re.I
)
FEWEST_TAGS = 8
TAG_DENSITY = 1 / 200
"""A page has far more than eight block tags, and one in every few dozen letters; an article that quotes a tag has not."""


def decode(data: bytes, name: str) -> str:
    """Decode an article's bytes as UTF-8, without newline translation; a BOM stays, as code point 0.

    Raises:
        ReadError: empty, binary, another encoding, or a web page; the sentence names ``name`` and the remedy.
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise ReadError(f"{name} is empty: put the article's text into it, or leave it out.")
    for magic, what, remedy in BINARY:
        if data.startswith(magic):
            raise ReadError(f"{name} is {what}, not text: {remedy}.")
    for bom, encoding in UTF_BOMS:
        if data.startswith(bom):
            raise ReadError(_convert(name, encoding))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(_undecodable(data, error.start, name)) from None
    if "\0" in text:
        raise ReadError(_undecodable(data, data.find(b"\0"), name))
    if len(_CONTROL.findall(text)) > len(text) * FEW:
        raise ReadError(_binary(name))
    if _is_web_page(text):
        raise ReadError(
            f"{name} is a web page (HTML): save the article's text alone, without tags, as UTF-8 text."
        )
    return text


def printable(name: str) -> str:
    """A name without control and direction-changing characters; ZWNJ and ZWJ, which Persian needs, stay."""
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else "\ufffd" for c in name)


def _undecodable(data: bytes, position: int, name: str) -> str:
    """What bytes that are no UTF-8 text look like: judged from a sample at the start and one at the first bad byte."""
    middle = max(0, position - SAMPLE // 2) & ~1
    sample = data[:SAMPLE] + data[max(SAMPLE, middle) : middle + SAMPLE]
    if len(_PERSIAN.findall(sample.decode("utf-8", "ignore"))) > len(sample) / 5 and b"\0" not in sample:
        return f"{name} is UTF-8 with a broken byte at {position}: save it again, or bring it once more from its source."
    for label, codec in GUESSES:
        text = sample.decode(codec, "replace")
        letters = [c for c in text if not c.isspace()]
        if letters and len(_PERSIAN.findall(text)) / len(letters) > PLAUSIBLE:
            return _convert(name, label)
    if b"\0" in sample or len(_CONTROL.findall(sample.decode("latin-1"))) > len(sample) * FEW:
        return _binary(name)
    return f"{name} is not UTF-8 (first bad byte at {position}): save it again as UTF-8 text."


def _convert(name: str, encoding: str) -> str:
    quoted = name.replace("'", r"'\''")
    return f"{name} looks like {encoding}, not UTF-8: convert it with iconv -f {encoding} -t UTF-8 '{quoted}' > utf8.txt ."


def _binary(name: str) -> str:
    return f"{name} is binary data, not text: give the article as a UTF-8 text file."


def _is_web_page(text: str) -> bool:
    if _MARKUP_START.match(text.lstrip("\ufeff")):
        return True
    tags = len(_BLOCK_TAG.findall(text))
    return tags >= FEWEST_TAGS and tags > len(text) * TAG_DENSITY
