"""Whether everything on a page stands in its place: read from a PDF by its tags, and held against the data.

:mod:`reports.printed` counts words, so it does not see two that changed places. Here the file is read as its tags put it
in order: each piece of text (what is drawn at one go: at most a line) is known by its page and number, and knows where
each of its letters stands. Laid from left to right they must be what the words of the data look like there, by the
Unicode bidirectional algorithm; and rows, cells and paragraphs must stand one below or beside the other.
"""

import ctypes
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, islice, pairwise

import msgspec
import pikepdf
import pypdfium2
import pypdfium2.raw as raw
from bidi import get_display

from reports.printed import folded

_HE = {ord("ۀ"): "ه", ord("ە"): "ه"}
_INLINE = frozenset({"/Span", "/Link", "/NonStruct"})
_SLACK = 3.0  # points: what stands in one line may be raised or lowered by as much
_MOST = 5  # places of a kind that are told
_LONGEST = 60  # letters of a piece that are told
_SURE = 3  # pieces that must fit before the reading goes on with them
_REACH = 60  # letters by which two things that changed places may differ in length

Marks = tuple[int, int]
"""Page, from 0, and number of the marked content on it."""


class Letter(msgspec.Struct, frozen=True):
    """A character and where it stands: points from the lower left corner."""

    x: float
    y: float
    text: str


class Piece(msgspec.Struct, frozen=True):
    """A piece of text, in the order of the tags."""

    page: int
    letters: tuple[Letter, ...]
    path: tuple[tuple[int, str], ...]
    """The blocks that it stands in, outermost first: number in the tree, kind."""

    @property
    def seen(self) -> str:
        """Its letters and digits as they stand from left to right."""
        # one glyph for two letters («لا») puts both in one place: from left to right the second comes first
        ordered = sorted(
            enumerate(self.letters),
            key=lambda one: (one[1].x, -one[0] if unicodedata.bidirectional(one[1].text) == "AL" else one[0]),
        )
        return "".join(_bare(letter.text)[::-1] for _, letter in ordered)


def pieces(content: bytes) -> list[Piece]:
    """Read the pieces of a PDF file in the order of its tags."""
    drawn = dict(_drawn(content))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return []
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        marks = list(_marks(pdf.Root.StructTreeRoot, numbers))
    return [Piece(mark[0], drawn[mark], path) for mark, path in marks if mark in drawn]


def misplaced(content: bytes, expected: str, *, rtl: bool) -> list[str]:
    """Return a sentence for each place where something else stands than should.

    Args:
        content: the PDF file.
        expected: all text of its pages, in order.
        rtl: whether its language runs from right to left.
    """
    every = pieces(content)
    if not every:
        return ["The file has no tags: it cannot be told whether its words stand in their places."]
    words = islice(_other_words(every, _Text(expected, rtl=rtl)), _MOST)
    return [*words, *islice(_other_places(every, rtl=rtl), _MOST)]


# --- reading


def _drawn(content: bytes) -> Iterator[tuple[Marks, tuple[Letter, ...]]]:
    """Yield what each marked content of each page draws."""
    document = pypdfium2.PdfDocument(content)
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            found: dict[int, list[Letter]] = {}
            for mark, letter in _letters(text):
                found.setdefault(mark, []).append(letter)
            text.close()
            page.close()
            yield from (((number, mark), tuple(letters)) for mark, letters in found.items())
    finally:
        document.close()


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, Letter]]:
    x, y = ctypes.c_double(), ctypes.c_double()
    marks: dict[int, int] = {}
    for index in range(text.count_chars()):
        drawn = raw.FPDFText_GetTextObject(text, index)
        if not drawn or raw.FPDFText_IsGenerated(text, index):
            continue
        place = ctypes.addressof(drawn.contents)
        if place not in marks:
            marks[place] = raw.FPDFPageObj_GetMarkedContentID(drawn)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        yield marks[place], Letter(x.value, y.value, chr(raw.FPDFText_GetUnicode(text, index)))


def _marks(
    element: pikepdf.Object, pages: dict[tuple[int, int], int], path: tuple[tuple[int, str], ...] = ()
) -> Iterator[tuple[Marks, tuple[tuple[int, str], ...]]]:
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield (pages.get(element.Pg.objgen, -1), kid), path
        elif not isinstance(kid, pikepdf.Dictionary):
            continue
        elif "/MCID" in kid:
            page = kid.Pg if "/Pg" in kid else element.Pg
            yield (pages.get(page.objgen, -1), int(kid.MCID)), path
        elif "/S" in kid:
            inline = str(kid.S) in _INLINE
            yield from _marks(kid, pages, path if inline else (*path, (kid.objgen[0], str(kid.S))))


# --- words


class _Text:
    """The text that is expected, and how far it has been read."""

    def __init__(self, text: str, *, rtl: bool) -> None:
        self._text = " ".join(folded(text).split())
        self._places = [place for place, char in enumerate(self._text) if char.isalnum()]
        self._bases = "RL" if rtl else "LR"
        self.at = 0

    def take(self, count: int, ahead: int = 0) -> str:
        """Return the text with the next so many letters."""
        first, last = self.at + ahead, self.at + ahead + count
        if not 0 <= first < last <= len(self._places):
            return ""
        return self._text[self._places[first] : self._places[last - 1] + 1]

    def fits(self, piece: Piece, ahead: int = 0) -> bool:
        """Say whether a piece looks like the text that comes next."""
        seen = piece.seen
        text = self.take(len(seen), ahead)
        return not seen or any(_bare(get_display(text, base_dir=base)) == seen for base in self._bases)

    def fit(self, following: Sequence[Piece], ahead: int = 0) -> bool:
        """Say whether pieces look like the text that comes next."""
        starts = accumulate((len(piece.seen) for piece in following), initial=ahead)
        return all(map(self.fits, following, starts))

    def find(self, following: Sequence[Piece]) -> int:
        """Return how much further the text goes on with the pieces that follow; 0 if that cannot be told."""
        far = sorted(range(-_REACH, _REACH + 1), key=abs)
        return next((ahead for ahead in far if self.fit(following, ahead)), 0)


def _other_words(every: Sequence[Piece], text: _Text) -> Iterator[str]:
    head: list[str] = []  # of the table before
    at = 0
    for table, group in groupby(every, key=_head):
        run = list(group)
        at += len(run)
        seen = [piece.seen for piece in run]
        if table is not None and seen == head and not text.fit(run):
            continue  # repeated, where a table goes on on another page
        if table is not None:
            head = seen
        for number, piece in enumerate(run, at - len(run) + 1):
            fits = text.fits(piece)
            wanted = text.take(len(piece.seen))
            text.at += len(piece.seen)
            if not fits:
                yield f"Page {piece.page + 1} prints “{_short(_said(piece))}” where the data have “{_short(wanted)}”."
                text.at += text.find([one for one in every[number : number + 2 * _SURE] if one.seen][:_SURE])


def _head(piece: Piece) -> int | None:
    """Return the number of the table in whose head a piece stands."""
    return next((number for number, kind in piece.path if kind == "/THead"), None)


def _bare(text: str) -> str:
    """Return letters and digits, without what has no place of its own: pdfium gives «ۀ» as a letter and a mark."""
    return "".join(char for char in folded(text).translate(_HE) if char.isalnum())


def _short(text: str) -> str:
    text = re.sub(r"\s+", " ", folded(text)).strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


# --- places


class _Box(msgspec.Struct):
    """Where the letters of a block begin, on one page."""

    left: float
    right: float
    bottom: float
    top: float

    @classmethod
    def around(cls, letters: Sequence[Letter]) -> "_Box":
        """Return the box of some letters."""
        across, up = [one.x for one in letters], [one.y for one in letters]
        return cls(min(across), max(across), min(up), max(up))

    def add(self, letter: Letter) -> None:
        """Take in a letter."""
        self.left, self.right = min(self.left, letter.x), max(self.right, letter.x)
        self.bottom, self.top = min(self.bottom, letter.y), max(self.top, letter.y)


def _other_places(body: Iterable[Piece], *, rtl: bool) -> Iterator[str]:
    """Say where a block is neither below the one before nor beside it, and where lines of a block are out of order."""
    boxes: dict[tuple[int, int], dict[int, _Box]] = {}  # by page and parent, those of its blocks in order
    kinds: dict[int, str] = {}
    lines: dict[tuple[int, int], Piece] = {}
    columns: dict[tuple[int, int], _Box] = {}  # all that stands in a block so far
    for piece in body:
        for (parent, _), (number, kind) in pairwise(((0, ""), *piece.path)):
            kinds[number] = kind
            blocks = boxes.setdefault((piece.page, parent), {})
            for letter in piece.letters:
                blocks.setdefault(number, _Box(letter.x, letter.x, letter.y, letter.y)).add(letter)
        place = piece.page, piece.path[-1][0] if piece.path else 0
        before = lines.get(place)
        box = _Box.around(piece.letters)
        above = before and box.bottom > max(one.y for one in before.letters) + _SLACK
        # a unit stands beside a number that takes two lines («۸٬۵۰۰ تا / ۹٬۲۰۰ تومان»)
        if above and not _beside(columns[place], box, rtl=rtl):
            yield f"On page {piece.page + 1} “{_short(_said(piece))}” stands above what comes before it."
        lines[place] = piece
        for letter in piece.letters:
            columns.setdefault(place, box).add(letter)
    for (page, _), blocks in boxes.items():
        for (_, one), (number, other) in pairwise(blocks.items()):
            if not _follows(one, other, rtl=rtl):
                what = (
                    "row"
                    if kinds[number] == "/TR"
                    else "cell"
                    if kinds[number] in ("/TD", "/TH")
                    else "block"
                )
                yield f"On page {page + 1} a {what} stands neither below nor beside the one before it."


def _follows(one: _Box, other: _Box, *, rtl: bool) -> bool:
    return other.top < one.bottom - _SLACK or _beside(one, other, rtl=rtl)


def _beside(one: _Box, other: _Box, *, rtl: bool) -> bool:
    return other.right <= one.left if rtl else other.left >= one.right


def _said(piece: Piece) -> str:
    return "".join(letter.text for letter in piece.letters)
