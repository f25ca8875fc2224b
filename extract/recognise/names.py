"""Names of people, by structure: where they stand, what stands beside them, which words may belong to them.

A *name* is a stretch of words that nothing marks as something else, begun by a title, a given name, or the place of a
subject.
"""

from typing import NamedTuple

from extract.grammar.marks import Marks
from extract.recognise.kinds import (
    AFTER_LONE_SURNAME,
    AFTER_LONG_NAME,
    AFTER_SUBJECT,
    ANY_NAME,
    BEFORE_POST,
    BEFORE_SUBJECT,
    BEGINS_NAME,
    BODY_OR_PLACE_WORD,
    CALLING,
    COMMA,
    CUE,
    GIVEN_NAME,
    MAY_BE_NAME,
    MAY_END_NAME,
    NO_SURNAME,
    ONLY_PLACE,
    OPENS_QUOTE,
    ORG_SECTOR,
    PLACE,
    POST_OR_CUE,
    PREPOSITION,
    QUOTE_CLOSE,
    ROLE_HEAD,
    SEYYED,
    SURNAME,
    SURNAME_OR_KIN,
    TITLE,
    TITLE_OR_NAME,
)
from extract.text.common import everyday_words
from extract.text.tokens import Tokens

Range = tuple[int, int]
"""Half-open range of token indexes."""

_LONGEST_NAME = 6


class Mention(NamedTuple):
    """Words that stand for a speaker, as token ranges."""

    kind: str
    """``name``, ``surname`` (known, or after a title), ``single`` (a word that may be one), ``role``, ``pronoun``, ``body``."""
    first: int
    last: int
    name: Range | None = None
    """Without title."""
    role: Range | None = None
    also: bool = False
    """«نیز», «هم» beside it: somebody other than the last speaker."""


class NameFinder:
    """Finds names in one text; knows those that were found so far."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.chars = tokens.chars
        self.size = len(tokens.words)
        self.marks = Marks(tokens)
        self.surnames: dict[str, set[str]] = {}
        """Skeleton of a name's tail → skeletons of the full names that end so."""
        self.names: dict[str, Range] = {}
        """Skeleton of a full name → where it stands."""
        self._initials: set[str] = set()
        """First letters of all names, so that most words need not be looked up."""
        self._longest_name = 0
        """Letters."""

    def key(self, span: Range) -> str:
        """Return the skeleton of a token range."""
        return "".join(self.tokens.words[span[0] : span[1]])

    def learn(self, name: Range) -> None:
        """Remember a full name, so that its surname is known when it stands alone."""
        words = self.tokens.words[name[0] : name[1]]
        full = "".join(words)
        self.names.setdefault(full, name)
        first_tail = 1
        while first_tail < len(words) - 1 and self.chars[name[0] + first_tail - 1] in SEYYED:
            first_tail += 1
        for at in range(first_tail, len(words)):
            self.surnames.setdefault("".join(words[at:]), set()).add(full)
        self.surnames.setdefault(full, set()).add(full)
        self._initials.update(word[0] for word in words)
        self._longest_name = max(self._longest_name, len(full))

    def full_name(self, surname: Range) -> Range | None:
        """Return the one full name that ends with this surname, if it was met anywhere and is no other's too."""
        fulls = self.surnames.get(self.key(surname), set())
        return self.names.get(next(iter(fulls))) if len(fulls) == 1 else None

    def known(self, index: int, limit: int) -> Range | None:
        """Return the longest known full name or surname that begins at ``index``."""
        best = None
        key = ""
        words = self.tokens.words
        if index < limit and words[index][0] not in self._initials:
            return None
        for last in range(index, min(index + _LONGEST_NAME, limit)):
            key += words[last]
            if key in self.surnames:
                best = index, last + 1
            elif len(key) >= self._longest_name:
                break
        return best

    def may_be_name(self, index: int) -> bool:
        """Whether nothing says that the word is something other than part of a name."""
        return self.chars[index] in MAY_BE_NAME

    def _all_may_be_name(self, first: int, last: int) -> bool:
        return all(char in MAY_BE_NAME for char in self.chars[first:last])

    def name_at(self, index: int, limit: int, *, subject: bool) -> Mention | None:
        """Return the name that begins at ``index``, its title included in the mention but not in the name.

        Args:
            index: token at which the name, or its title, begins.
            limit: token index that the name may not reach.
            subject: the place is that of a subject, where a name needs no given name that is known.
        """
        at = index
        if self.chars[index] in TITLE and self.chars[index + 1] in AFTER_LONE_SURNAME:
            own = self.known(index, limit)  # «استوار تصریح کرد»: a rank that is the surname here
            if own is not None:
                return Mention("surname", index, own[1], name=own)
        while self.chars[at] in TITLE and at < limit and not self._given_name_too(at):
            at += 1
        titled = at > index
        if titled and self.chars[at] in OPENS_QUOTE:
            at += 1
        known = self.known(at, limit)
        if known:
            return Mention("surname", index, known[1], name=known)
        last = self._name_end(at, min(limit, at + _LONGEST_NAME))
        if last == at:
            return None
        size = self._name_length(at, last)
        given = self.chars[at] in BEGINS_NAME
        if size >= 2 and (given or titled or subject):
            marked = self.chars[at - 1] in OPENS_QUOTE and self.chars[at + size] in QUOTE_CLOSE
            return Mention("name", index, at + size + marked, name=(at, at + size))
        if size == 1 and self.chars[at] in SURNAME and " " in self.tokens.string(at, at + 1):
            return Mention("name", index, at + 1, name=(at, at + 1))  # «علی محمدی»: also a surname, joined
        if size == 1 and titled:
            return Mention("surname", index, at + 1, name=(at, at + 1))
        if size == 1 and subject and (self._stands_alone(at) or (given and self.chars[at + 1] in COMMA)):
            return Mention("single", index, at + 1, name=(at, at + 1))
        return None

    def _given_name_too(self, at: int) -> bool:
        """«امیر جلالی مدیرکل …»: a rank («امیر سرتیپ رضا …») that is the given name here."""
        if self.chars[at] not in TITLE_OR_NAME:
            return False
        following = self.chars[at + 1]
        return following not in TITLE and following not in BEGINS_NAME and following in MAY_BE_NAME

    def _name_end(self, first: int, limit: int) -> int:
        """Return the end of the words that nothing marks as something else."""
        last = first + (self.chars[first] in TITLE and self._given_name_too(first))
        while last < limit and (self.chars[last] in MAY_BE_NAME or self._plain_surname(first, last)):
            if last - first > 1 and self.chars[last] in ONLY_PLACE and not self._before_verb(last + 1):
                break
            if last > first and self._adverb(last):
                break  # «رستمی صریحاً اعلام کرد»
            last += 1
        if last - first > 2 and self.chars[last - 1] in CALLING and self.chars[last] not in ROLE_HEAD:
            last -= 1  # «حسن رستمی کشاورز اهل گرمسار»
        return last

    def _adverb(self, at: int) -> bool:
        end = self.tokens.ends[at]
        return "\u064b" in self.tokens.text[end - 2 : end + 1]  # a tanwin

    def _plain_surname(self, first: int, at: int) -> bool:
        """«نادر جوان رئیس …», «یوسف کلانتری، مدیرعامل …»: an ordinary word between a given name and a post or verb."""
        if at != first + 1 or self.chars[first] not in GIVEN_NAME:
            return False
        following = self.chars[at + 1]
        if self.chars[at] in SURNAME and following in ROLE_HEAD:
            return True  # «علی کرد مدیر مخابرات»
        if following in COMMA and self.chars[at + 2] in ROLE_HEAD:
            return self.chars[at] in SURNAME_OR_KIN
        return self.chars[at] in SURNAME_OR_KIN and following in POST_OR_CUE

    def _before_verb(self, at: int) -> bool:
        """Whether a subject may end here: «فرهاد ارسلانی مرند در پایان …» (a town as second surname)."""
        return self.chars[at] in AFTER_SUBJECT

    def _stands_alone(self, at: int) -> bool:
        """A single word that may be a surname, right before a reporting verb or its adverbials."""
        if self.chars[at + 1] not in AFTER_LONE_SURNAME:
            return False
        if self.chars[at] in NO_SURNAME:
            return False
        return self.chars[at] in SURNAME or not self.everyday(at)

    def everyday(self, at: int) -> bool:
        """Whether the word is one of everyday language, and not known as a name."""
        return self.chars[at] not in ANY_NAME and self.tokens.words[at] in everyday_words()

    def _name_length(self, first: int, last: int) -> int:
        """Return how many words of the stretch are the name: the part that recurs alone later, else all, at most 5."""
        size = last - first
        given = first
        while given < last - 1 and self.chars[given] in BEGINS_NAME:
            given += 1
        third = self.chars[last - 1] in MAY_END_NAME
        if size <= 2 or given == first or self.chars[last] in CUE or (size == 3 and third):
            return min(size, 5)
        words = self.tokens.words
        for end in range(last, given, -1):
            tail = words[given:end]
            if self._recurs(tail, last):
                return end - first
        if self.chars[last] in AFTER_LONG_NAME:
            return min(size, max(given - first + 3, 3))
        return min(size, given - first + 1)

    def _recurs(self, words: list[str], after: int) -> bool:
        """Whether the words stand later at the head of a sentence."""
        mine, size = self.tokens.words, len(words)
        at = after
        while True:
            try:
                at = mine.index(words[0], at)
            except ValueError:
                return False
            if mine[at : at + size] == words and self.chars[at - 1] in BEFORE_SUBJECT:
                return True
            at += 1

    def name_before(self, index: int, floor: int) -> Range | None:
        """Return the name that ends right before ``index`` (a comma or quotation mark may stand between)."""
        last = index
        while self.chars[last - 1] in BEFORE_POST and last > floor:
            last -= 1
        for first in range(max(floor, last - 5), last - 1):
            if self.chars[first] in BEGINS_NAME and self._all_may_be_name(first, last):
                if self.chars[first - 1] in BODY_OR_PLACE_WORD and self.chars[first - 1] not in PLACE:
                    thanked = self.chars[first - 2] in PREPOSITION and self.chars[first - 1] in ORG_SECTOR
                    if not thanked:  # «از خدمات یونس زنوزی», not «بیمارستان یونس زنوزی»
                        continue
                return first, last
        return None
