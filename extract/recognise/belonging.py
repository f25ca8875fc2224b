"""Which figure a word of a measure belongs to.

A word behind «و», a comma, a semicolon, «که» or a verb and before a figure heads that figure: it says nothing of those
before it. A word right behind a figure is that figure's: neighbours in the same unit do not share it, unless it is the
verb of all («۵ تن گوشت، ۷ تن شیر و ۴ تن پشم تولید می‌کنند»).
"""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from extract.grammar.reader import Reader
from extract.grammar.tags import kind

Range = tuple[int, int]
Around = tuple[int, int, str | None]
"""A figure: its first token, the token after its last, its unit."""

_BOUNDS = kind(
    "verb|cue|that|break|stop|question|exclamation|semicolon|colon|comma|and|paren.open|paren.close|with"
)
_CHANGE = kind("rise|fall")
_ADJECTIVAL = frozenset(("شده", "فته"))
VERBAL, _NO_NOUN_PHRASE = (
    kind("verb|participle"),
    kind("verb|preposition|and|comma|that|object_marker|number|no_measure"),
)
_NO_SHARE_PHRASE, _QUALIFIES = (
    kind("verb|preposition|and|comma|that|object_marker|number"),
    kind("qualifier|amount"),
)
_BEFORE_FIGURE = kind("qualifier|amount|and|comma|number")
_IN_BRANCH = frozenset(("در", "با"))
_BRANCH = frozenset(("حوزه", "بخش", "زمینه", "رشته", "حوزههای", "بخشهای", "زمینههای", "گرایش", "فعالیت"))
_PARTS = frozenset(
    ("از", "مجموع", "میان", "بین", "جمع", "کل", "ازمجموع", "ازمیان", "ازبین", "ازجمع", "ازکل", "ازاین")
)
_NOWHERE = -1
_EVER = 1 << 60
_PREPOSITION = kind("preposition")
_TO_SHARE = 6
"""Tokens before the word that a share before it is of, within which «از» or «سهم» stands."""
_NUMBER, _REST = kind("amount_digits"), frozenset(("بقیه", "مابقی", "باقی"))
_MOST = frozenset(("بیشترین", "کمترین", "بالاترین", "پایینترین"))
_OF_REST = 8
"""Tokens behind «و بقیه» that are said of the rest: «و مابقی در سایر گرایش‌ها فعال هستند»."""
_LINKS = frozenset(("و", "،"))
_PHRASE = 3
"""Tokens of a noun phrase before the word that says what a share is of."""
_VERBAL_NOUN = kind("verbal_noun")
VERBAL_BOUND = kind("verb|that|cue|semicolon")
_ENDS_MEMBER = kind("and|comma")


class Reach(NamedTuple):
    """Which figures a word may speak of, by the figure's first token."""

    heads: int
    """Number of the figure that it heads, or -1: none before that one; beyond the last, it is of no figure."""
    until: int
    """Where the clause of ``figure`` ends: of the same unit, none that begins later."""
    figure: int
    """Number of the figure that it stands behind in one clause, or -1."""
    clause: bool
    """A verb stands before it: its clause is another than that of the figure before."""
    alone: bool
    """It is in that figure's own noun phrase: none before it in the same unit has it."""


_FREE = Reach(_NOWHERE, _EVER, _NOWHERE, False, False)


class Belonging:
    """The figures of one text, and what stands between them."""

    def __init__(self, reader: Reader, figures: list[Around]) -> None:
        self.reader = reader
        self.figures = figures
        self.firsts = [first for first, _, _ in figures]
        self.inside = {
            at: number for number, (first, last, _) in enumerate(figures) for at in range(first, last)
        }
        """Token of a figure → number of that figure."""
        self._classes = reader.tokens.classes
        self._rest = not _REST.isdisjoint(reader.words)

    def changes_in(self, first: int, last: int) -> bool:
        """Whether a word of change («رشد», «کاهش») stands among these tokens."""
        return _CHANGE.search(self._classes, max(0, first), last) is not None

    def _bound(self, begin: int, end: int) -> int | None:
        """Return the first token there that ends a clause or a member of a list; not «تسهیلات پرداخت‌شده ۶۷ میلیارد»."""
        chars, words = self.reader.chars, self.reader.words
        while begin < end:
            found = _BOUNDS.search(self._classes, begin, end)
            if found is None:
                return None
            at = found.start()
            participle = (
                words[at][-3:] in _ADJECTIVAL and chars[at] in VERBAL and chars[at + 1] not in _BOUNDS
            )
            if at not in self.inside and not participle:
                return at
            begin = at + 1
        return None

    def reach(self, at: int, after: int) -> Reach:
        """Return which figures the word at the tokens ``at`` … ``after - 1`` may speak of."""
        before = bisect_right(self.firsts, at) - 1
        if self._of_the_rest(at):
            return Reach(len(self.firsts), _EVER, _NOWHERE, True, False)
        if before < 0:
            return _FREE
        begin, following = self.figures[before][1], before + 1
        if self._bound(begin, at) is not None:
            if following == len(self.firsts) or self._bound(after, self.firsts[following]) is not None:
                return _FREE
            return Reach(following, _EVER, _NOWHERE, self.between(begin, at, VERBAL_BOUND), False)
        behind = self._bound(after, self.reader.size)
        until = _EVER if behind is None else behind
        chars = self.reader.chars
        phrase = at == begin and after - at > 1 and chars[at] in _PREPOSITION  # «۴ تن در هکتار است»
        verb = chars[after] in VERBAL or (
            self.figures[before][2] == "person" and chars[after + 1] in VERBAL
        )  # «۶۰۰ نفر … اشتغال ایجاد کرد»
        alone = at < begin or phrase or (not verb and _NO_NOUN_PHRASE.isdisjoint(chars[begin : at + 1]))
        return Reach(_NOWHERE, until, before, False, alone)

    def closed(self, other: int, number: int) -> bool:
        """Whether what stands behind a figure in its clause is not said of this later one."""
        unit = self.figures[number][2]
        alike = self.figures[other][2] == unit or self._before_in_clause(other) == unit
        return alike and not self.is_whole(other, number)

    def _before_in_clause(self, number: int) -> str | None:
        """«۶۰ هزار تن کالا به ارزش ۹ میلیون دلار صادر و …»: the unit of the figure before this one in its clause."""
        if not number:
            return None
        _, last, unit = self.figures[number - 1]
        joined = self._bound(last, self.firsts[number]) is None
        return unit if joined else None

    def _of_the_rest(self, at: int) -> bool:
        """«… و بقیه غیرفعال هستند», «۲۵۰ غیرفعال»: said of a number that is no figure."""
        if self.reader.chars[at - 1] in _NUMBER and at - 1 not in self.inside and at not in self.inside:
            return True
        if not self._rest:
            return False
        words = self.reader.words
        rest = (one for one in range(at - 1, max(0, at - _OF_REST), -1) if words[one] in _REST)
        return any(words[one - 1] in _LINKS and not self.between(one, at, VERBAL_BOUND) for one in rest)

    def linked(self, number: int, other: int) -> bool:
        """«۱۲ و ۱۵ تعاونی فعال»: nothing but a link between two figures."""
        return other == number + 1 and self.figures[other][0] - self.figures[number][1] <= 1

    def is_whole(self, other: int, number: int) -> bool:
        """«از مجموع ۲۷ تعاونگر ملی، دو تعاونگر»: what the second is a part of."""
        first = self.figures[other][0]
        if other != number - 1 or number >= len(self.figures) or self.reader.words[first - 1] not in _PARTS:
            return False
        return self.figures[other][2] == self.figures[number][2] and not self.between(
            first, self.firsts[number], VERBAL_BOUND
        )

    def is_own(self, at: int, after: int, number: int, noun: Range) -> bool:
        """Whether a word belongs to a figure's noun phrase or its verb: «۱۲ تعاونی فعال», «۱۲ تعاونی … منحل شد»."""
        first, last, _ = self.figures[number]
        chars = self.reader.chars
        if at < first:
            other = number - 1
            if other >= 0 and self.firsts[other] >= at and not self.is_whole(other, number):
                return not self.between(after, first, _BOUNDS)
            return not self.between(after, first, VERBAL_BOUND)
        if self.inside.get(at) is not None:
            return at < last
        if chars[after] in VERBAL or chars[after - 1] in VERBAL:
            return True
        begin = max(last, noun[1])
        if self.reader.words[begin] in _IN_BRANCH and self.reader.words[begin + 1] in _BRANCH:
            begin += 2
        if chars[after] in _ENDS_MEMBER or _NO_NOUN_PHRASE.isdisjoint(chars[begin:at]):
            return True
        # «۱۱ تعاونی کمترین تعداد ثبت را داشته‌اند»
        most = not _MOST.isdisjoint(self.reader.words[begin:at])
        return most and not self.between(begin, at, VERBAL_BOUND)

    def is_of(self, at: int, after: int, number: int) -> bool:
        """Whether a word says what a share is of: «۱۲ درصد [از] صادرات استان», «سهم تعاون از اشتغال ۵ درصد»."""
        first, last, _ = self.figures[number]
        chars, words = self.reader.chars, self.reader.words
        if at < first:
            near = words[max(0, at - _TO_SHARE) : at]
            return not _PARTS.isdisjoint(near) or any(
                word.startswith("سهم") for word in (*near, *words[at:first])
            )
        if chars[after] in VERBAL:  # «یک‌سوم تعاونی‌های ثبت‌شده راکد است»
            return not self.between(last, at, VERBAL_BOUND) and self.inside_after(at) == number + 1
        begin = last + (words[last] == "از")
        return at - begin <= _PHRASE and _NO_SHARE_PHRASE.isdisjoint(chars[begin:at])

    def befalls(self, at: int, after: int, number: int) -> bool:
        """Whether a word is a figure's verbal noun before it, or the verb behind it."""
        first, last, unit = self.figures[number]
        chars = self.reader.chars
        if at < first:
            if self.reader.words[at - 1] == "برای":
                return False  # «زمین برای ساخت ۱۸ هزار واحد»
            return all(char in _BEFORE_FIGURE or self._is_word_of_list(char) for char in chars[after:first])
        crossed = range(self.inside_after(last), self.inside_after(at))
        return all(self.figures[one][2] == unit or self.is_aside(one) for one in crossed)

    def is_aside(self, number: int) -> bool:
        """«۱۲ تعاونی با ۷۰ عضو و سرمایه ۳ میلیارد تومان تشکیل شد»: no object of the verb."""
        at = self.figures[number][0] - 1
        while self.reader.chars[at] in _QUALIFIES and self.reader.chars[at] not in _PREPOSITION:
            at -= 1
        between = self.reader.words[self.figures[number - 1][1] : at + 1]
        return self.reader.chars[at] in _PREPOSITION or "با" in between or "و" in between

    def inside_after(self, at: int) -> int:
        """Return the number of the first figure that begins there or later."""
        return bisect_left(self.firsts, at)

    @staticmethod
    def _is_word_of_list(char: str) -> bool:
        return char in _VERBAL_NOUN

    def between(self, first: int, last: int, kinds: "frozenset[str] | set[str]") -> bool:
        """Whether a token of the kind stands between, outside of figures."""
        return any(self.reader.chars[at] in kinds and at not in self.inside for at in range(first, last))
