"""A text as columns of tokens, and as one character a token.

A token is a word with its spaced suffix («برنامه ها», «می شود»), a phrase of the lexicon («بیش از», «خلیل آباد»), a
number in digits with its separators, a single mark of punctuation, or a paragraph break.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, compress, islice
from operator import add, sub

from extract.article import Span
from extract.grammar.lexicon import Entry, Lexicon
from extract.grammar.tags import TAGS
from extract.text.glued import glued
from extract.text.shadow import FILLER, shadow
from extract.text.shapes import ALL_SHAPES, PUNCTUATION, shape

# A word takes a suffix that stands apart by one space, and «می»/«نمی» its verb.
_SUFFIX = r"(?:ها(?:ی(?:ی|ش(?:ان)?|مان)?)?|ترین|تر|ی|ای|اند|ایم|اش|شان)(?!\w)"
_WORD = rf"(?:ن?می[ {FILLER}])?[^\W\d_]+(?<!{FILLER})(?: {_SUFFIX})?"
_DIGITS = rf"\d(?:[\d{FILLER}]*\d)?"
_GROUPED = rf"\d{{1,3}}(?:{FILLER}?[,.،]{FILLER}?\d{{3}})+(?!\d)(?:[٫/]\d+)?"
_SLASHED = (
    rf"\d{{1,3}}(?:{FILLER}?/{FILLER}?\d{{3}}){{2,}}(?![\d/])|\d{{1,3}}/000(?![\d/])"  # «۱۵۰/۰۰۰/۰۰۰ ریال»
)
_DATE = r"\d{2,4}[/-]\d{1,2}[/-]\d{1,4}(?!\d)"
_DECIMAL = rf"{_DIGITS}[./٫:]{_DIGITS}(?![./]\d)|\d{{1,3}},\d{{1,2}}(?= ?(?:درصد|[%٪]))"  # «٤١,٢ درصد»
_NUMBER = f"{_SLASHED}|{_DATE}|{_GROUPED}|{_DECIMAL}|{_DIGITS}"
_ANY = rf"[ {FILLER}]*(?:{_WORD}|{_NUMBER}|\n\s*|[^\n {FILLER}]|$)"
# What most tokens are, tried first because found fastest: a Persian word that takes nothing from beside it, or a mark.
_COMMON = rf" [ء-غـ-يٱ-ۓ]++(?<!{FILLER})(?<!می)(?!\w)(?! {_SUFFIX})|[.،:«»]"
_PIECE = re.compile(f"{_COMMON}|{_ANY}")

_LONE_TATWEEL = re.compile(r"(?<=\s)ـ(?=\s)")
"""«قم ـ ایرنا»: alone it is a dash, within a word nothing."""
_LONGEST_PHRASE = 8
_INHERITED = frozenset(("role.head", "org.head", "org.speaker"))
"""Tags that a phrase takes from its first word («نماینده مردم», «اتحادیه تعاونی»)."""
_MEMORY = 200_000
"""Distinct pieces remembered; forgotten all at once beyond that, so that memory stays flat."""


MARGIN = 24
"""How far past the ends of a text the columns of tags may be asked."""
NOTHING = "\0"
"""A character of no kind."""
_EDGE = [NOTHING] * MARGIN
_NO_TAGS: list[frozenset[str]] = [frozenset()] * MARGIN


class Tokens:
    """One text's tokens, as parallel columns of equal length."""

    __slots__ = ("_columns", "chars", "classes", "ends", "shadow", "starts", "text", "vocabulary", "words")

    def __init__(self, text: str, vocabulary: "Vocabulary") -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.shadow = shadow(_LONE_TATWEEL.sub("-", text))
        """Same length as ``text``."""
        self.words: list[str] = []
        """Skeletons (no half-spaces, no spaces, one spelling)."""
        self.starts: list[int] = []
        """Code-point offset of each token's first character in ``text``."""
        self.ends: list[int] = []
        self.classes = ""
        """One private-use character a token: the set of its tags."""
        self.chars: list[str] = [*_EDGE]
        """The same one by one, and :data:`MARGIN` more of no kind, which an index past either end meets."""
        self._columns: list[frozenset[str]] = []

    def __len__(self) -> int:
        return len(self.words)

    def tags(self, index: int) -> frozenset[str]:
        """Return the tags of one token."""
        return self.vocabulary.tags.by_char[self.classes[index]]

    def columns(self) -> list[frozenset[str]]:
        """Return the tags of all tokens, and :data:`MARGIN` empty sets more, which an index past either end meets."""
        if not self._columns:
            by_char = self.vocabulary.tags.by_char
            self._columns = [*map(by_char.__getitem__, self.classes), *_NO_TAGS]
        return self._columns

    def entry(self, index: int) -> Entry | None:
        """Return the lexicon's entry of one token, or ``None``."""
        return self.vocabulary.entry(self.words[index])

    def span(self, first: int, last: int) -> Span:
        """Return the text span of the tokens ``first`` … ``last - 1``."""
        return Span(self.starts[first], self.ends[last - 1])

    def string(self, first: int, last: int) -> str:
        """Return the source text of the tokens ``first`` … ``last - 1``."""
        return self.text[self.starts[first] : self.ends[last - 1]]


class Vocabulary:
    """Gives each word its tags, once; the only state that is shared between texts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.tags = TAGS
        self._entries: dict[str, Entry | None] = {}
        self._phrases: dict[tuple[str, str], str] = {}
        self._pieces = _Pieces(self)
        self._joins = _Joins(lexicon)
        # What texts will bring, so that rules are compiled once and not again with every other article.
        for word in (*lexicon.entries, *PUNCTUATION, *ALL_SHAPES):
            self.classify(word)
        for entry in lexicon.entries.values():
            for name in entry.inflect:
                self.tags.char({"word", "inflected", f"suffix.{name}"} | entry.tags)

    def entry(self, word: str) -> Entry | None:
        """Return the entry of a skeleton, suffixes taken off; remembered."""
        try:
            return self._entries[word]
        except KeyError:
            if len(self._entries) > _MEMORY:
                self._entries.clear()
                self._phrases.clear()
            found = self._entries[word] = self.lexicon.find(word) or glued(word, self.lexicon)
            return found

    def classify(self, word: str) -> str:
        """Return the class character of a skeleton or of a mark of punctuation."""
        tags = shape(word)
        entry = self.entry(word)
        if entry is not None:
            tags |= entry.tags
        if word in self.lexicon.prefixes:
            tags.add("phrase.begins")
        return self.tags.char(tags)

    def classify_phrase(self, word: str, first: str) -> str:
        """Return the class of a phrase: its own tags, and of its first word those that make a post or a body of it."""
        found = self._phrases.get((word, first))
        if found is None:
            head = self.entry(first)
            inherited = head.tags & _INHERITED if head is not None else set()
            found = self._phrases[word, first] = self.tags.char(
                self.tags.by_char[self.classify(word)] | inherited
            )
        return found

    def tokenise(self, text: str) -> Tokens:
        """Return the tokens of ``text``; takes time in proportion to its length."""
        tokens = Tokens(text, self)
        pieces = _PIECE.findall(tokens.shadow)
        while pieces and not pieces[-1].strip(FILLER + " "):
            pieces.pop()
        if not pieces:
            return tokens
        if len(self._pieces) > _MEMORY:
            self._pieces.clear()
        classes, words, lengths, begins = zip(*map(self._pieces.__getitem__, pieces), strict=True)
        tokens.ends = list(accumulate(map(len, pieces)))
        tokens.starts = list(map(sub, tokens.ends, lengths))
        tokens.words = list(words)
        tokens.chars = list(classes)
        self._join_phrases(tokens, begins)
        tokens.classes = "".join(tokens.chars)
        tokens.chars += _EDGE
        return tokens

    def _join_phrases(self, tokens: Tokens, begins: Sequence[bool]) -> None:
        """Make one token of each phrase of the lexicon, the longest first, from the left.

        Args:
            tokens: one a piece.
            begins: whether a phrase of the lexicon begins with the word.
        """
        words = tokens.words
        if len(self._joins) > _MEMORY:
            self._joins.clear()
        # Every other word begins some phrase, and hardly any goes on with the next: those that do are found without a loop.
        following = islice(words, 1, None)
        pairs = map(add, compress(words, begins), compress(following, begins))
        places = compress(range(len(words) - 1), begins)
        found: list[tuple[int, int, str]] = []
        limit = 0
        for first in list(compress(places, map(self._joins.__getitem__, pairs))):
            if first >= limit:
                last, word = self._longest_phrase(words, first)
                if last:
                    found.append((first, last, word))
                    limit = last
        if found:
            self._splice(tokens, found)

    def _splice(self, tokens: Tokens, phrases: list[tuple[int, int, str]]) -> None:
        """Put a token in the place of those from first to last, for each (first, last, skeleton)."""
        # new lists, for taking pieces out of long ones would take time with the square of their length
        words, chars, starts, ends = tokens.words, tokens.chars, tokens.starts, tokens.ends
        tokens.words, tokens.chars, tokens.starts, tokens.ends = [], [], [], []
        done = 0
        for first, last, word in phrases:
            tokens.words += words[done:first]
            tokens.words.append(word)
            tokens.chars += chars[done:first]
            tokens.chars.append(self.classify_phrase(word, words[first]))
            tokens.starts += starts[done : first + 1]
            tokens.ends += ends[done:first]
            tokens.ends.append(ends[last - 1])
            done = last
        tokens.words += words[done:]
        tokens.chars += chars[done:]
        tokens.starts += starts[done:]
        tokens.ends += ends[done:]

    def _longest_phrase(self, words: list[str], first: int) -> tuple[int, str]:
        word, best = words[first], (0, "")
        for last in range(first + 1, min(first + _LONGEST_PHRASE, len(words))):
            word += words[last]
            found = self._joins[word]
            if found & _PHRASE:
                best = last + 1, word
            if not found & _PREFIX:
                break
        return best


_PREFIX, _PHRASE = 1, 2


class _Joins(dict[str, int]):
    """Skeleton of several words → whether they begin a phrase, are one, or both."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __missing__(self, word: str) -> int:
        found = _PREFIX if word in self.lexicon.prefixes else 0
        if word in self.lexicon.phrases or (not found and self._inflected(word)):
            found |= _PHRASE
        self[word] = found
        return found

    def _inflected(self, word: str) -> bool:
        entry = self.lexicon.find(word)
        return entry is not None and "inflected" in entry.tags and len(entry.word.split()) > 1


class _Pieces(dict[str, tuple[str, str, int, bool]]):
    """Piece → (class, skeleton, length without the white space before it, whether a phrase begins with it)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __missing__(self, piece: str) -> tuple[str, str, int, bool]:
        core = piece.lstrip(" " + FILLER)
        word = "\n" if "\n" in core else core.replace(FILLER, "").replace(" ", "")
        begins = word in self.vocabulary.lexicon.prefixes
        found = self[piece] = self.vocabulary.classify(word), word, len(core), begins
        return found
