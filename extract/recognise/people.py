"""Names and posts of people, by structure: where they stand, what stands beside them, which words may belong to them.

A *name* is a stretch of words that nothing marks as something else, begun by a title, a given name, or the place of a
subject. A *post* begins with a head («مدیرکل», «رئیس» …) and runs over the words of its body up to a place name or a
word that cannot belong to it.
"""

from typing import NamedTuple

from extract.grammar.marks import Marks
from extract.recognise.kinds import (
    AFTER_LONE_SURNAME,
    AFTER_LONG_NAME,
    AFTER_POST_IN_MARKS,
    AFTER_SUBJECT,
    ALSO,
    AND,
    ANY_HEAD,
    ANY_NAME,
    ANY_PLACE,
    BEFORE_POST,
    BEFORE_SUBJECT,
    BEGINS_NAME,
    BETWEEN_NAME_AND_POST,
    BODY_OR_PLACE_WORD,
    BODY_WITH_NAME,
    COMMA,
    COMMA_OR_AND,
    CUE,
    DEMONSTRATIVE,
    ENDS_POST,
    GIVEN_NAME,
    INSERTED,
    KIN,
    MAY_BE_NAME,
    MAY_END_NAME,
    MAY_END_POST,
    NAME_NO_PLACE,
    NAME_PART,
    NO_BODY,
    NO_BODY_END,
    NO_POST_END,
    NO_SURNAME,
    NOT_JOINED,
    OBJECT_HEAD_AMOUNT,
    OF_A_POST,
    OF_BODY,
    OF_POST,
    ONLY_PLACE,
    OPENS_QUOTE,
    ORG_HEAD,
    ORG_SECTOR,
    PAREN_CLOSE,
    PAREN_OPEN,
    PART_OR_PLACE,
    PERSON,
    PLACE,
    PLACE_GLUED,
    PLACE_NAME,
    PLACE_OR_WORD,
    PLACE_WORD,
    PLAIN_NAME,
    PLAIN_VERB,
    POST_LAST,
    POST_OR_CUE,
    PREPOSITION,
    PREPOSITION_OR_COMPLEMENT,
    PRONOUN,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    ROLE_HEAD,
    ROLE_IN_PLACE,
    ROLE_OFFICE,
    SECTOR,
    SECTOR_OR_PLACE,
    SEYYED,
    SPEAKING_BODY,
    SURNAME,
    TITLE,
    UNKNOWN_WORD,
    WORD,
)
from extract.text.common import everyday_words
from extract.text.tokens import Tokens

Range = tuple[int, int]
"""Half-open range of token indexes."""

_LONGEST_NAME = 6
_LONGEST_POST = 28


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


class People:
    """Finds names and posts in one text; knows the names and posts that were found so far."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.chars = tokens.chars
        self.size = len(tokens.words)
        self.marks = Marks(tokens)
        self.surnames: dict[str, set[str]] = {}
        """Skeleton of a name's tail → skeletons of the full names that end so."""
        self.names: dict[str, Range] = {}
        """Skeleton of a full name → where it stands."""
        self.posts: set[str] = set()
        """Skeletons of posts whose end was certain."""
        self._initials: set[str] = set()
        """First letters of all names, so that most words need not be looked up."""
        self._longest_name = self._longest_post = 0
        """Letters."""

    def key(self, span: Range) -> str:
        """Return the skeleton of a token range."""
        return "".join(self.tokens.words[span[0] : span[1]])

    # ------------------------------------------------------------------ names

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
        while self.chars[at] in TITLE and at < limit:
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
            return Mention("name", index, at + size, name=(at, at + size))
        if size == 1 and titled:
            return Mention("surname", index, at + 1, name=(at, at + 1))
        if size == 1 and subject and (self._stands_alone(at) or (given and self.chars[at + 1] in COMMA)):
            return Mention("single", index, at + 1, name=(at, at + 1))
        return None

    def _name_end(self, first: int, limit: int) -> int:
        """Return the end of the words that nothing marks as something else."""
        last = first
        while last < limit and (self.chars[last] in MAY_BE_NAME or self._plain_surname(first, last)):
            if last - first > 1 and self.chars[last] in ONLY_PLACE and not self._before_verb(last + 1):
                break
            last += 1
        return last

    def _plain_surname(self, first: int, at: int) -> bool:
        """«نادر جوان رئیس …»: an ordinary word between a given name and a post or verb."""
        return (
            at == first + 1
            and self.chars[first] in GIVEN_NAME
            and self.chars[at] in KIN
            and self.chars[at + 1] in POST_OR_CUE
        )

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
                    continue
                return first, last
        return None

    # ------------------------------------------------------------------ posts

    def post_at(self, index: int, limit: int) -> Range | None:
        """Return the post whose head stands at ``index``."""
        if self.chars[index] not in ROLE_HEAD:
            return None
        known = self._known_post(index, limit)
        if known:
            return known
        last, certain = self._post_end(index, min(limit, index + _LONGEST_POST))
        while last - 1 > index and self.chars[last - 1] in NO_POST_END:
            last -= 1
        if last - index < 2 and self.chars[index] not in ROLE_OFFICE and not self._phrase(index):
            return None
        if certain:
            key = self.key((index, last))
            self.posts.add(key)
            self._longest_post = max(self._longest_post, len(key))
        return index, last

    def _phrase(self, index: int) -> bool:
        """Whether the token is a phrase of the lexicon («معاون استاندار»): enough of a post by itself."""
        entry = self.tokens.entry(index)
        return entry is not None and len(entry.word.split()) > 1

    def _known_post(self, index: int, limit: int) -> Range | None:
        key, best = "", None
        words = self.tokens.words
        for last in range(index, min(limit, index + _LONGEST_POST)):
            key += words[last]
            if key in self.posts and last > index:
                best = index, last + 1
            elif len(key) >= self._longest_post:
                break
        if best and self.chars[best[1]] in OF_POST:
            return None  # it goes on here
        return best

    def _post_end(self, index: int, limit: int) -> tuple[int, bool]:
        """Return the end of the post's words, and whether something marks it."""
        at = index + 1
        chars = self.chars
        while at < limit:
            char = chars[at]
            if char in INSERTED:
                after = self._after_inserted(index, at, limit)
                if after > at:
                    at = after
                    continue
            if char in ENDS_POST and char not in ROLE_IN_PLACE:
                return at, True
            if chars[at + 1] in PLAIN_VERB and char not in OF_A_POST:
                return at, True  # «… بانک توسعه تعاون برگزار شد»
            if char in MAY_END_POST:
                at, ended = self._step(index, at, limit)
                if ended:
                    return at, True
            else:
                at += 1
        return at, False

    def _after_inserted(self, index: int, at: int, limit: int) -> int:
        """Return where a post goes on after «این», a quoted name or a word in brackets; ``at`` where there is none."""
        char, chars = self.chars[at], self.chars
        if char in DEMONSTRATIVE and chars[at + 1] in ORG_HEAD:
            return at + 2  # «مدیرعامل این تعاونی»
        if char in QUOTE_OPEN:
            closing = self.marks.first(QUOTE_CLOSE, at, min(at + 6, limit))
            if closing is not None and at > index + 1 and chars[closing + 1] in PLACE:
                return closing + 1  # «مدیرعامل تعاونی «نان گرم» دهلران»
        return at + 3 if char in PAREN_OPEN and chars[at + 2] in PAREN_CLOSE else at

    def _step(self, index: int, at: int, limit: int) -> tuple[int, bool]:
        """Return where a post goes on after a word that may end it, or else ends, and which of the two."""
        char, chars = self.chars[at], self.chars
        if char in PREPOSITION:
            ended = not self._preposition_of_post(index, at)
        elif char in COMMA:
            ended = not self._enumerates(at, limit)
        elif char in AND:
            ended = not self._joins(at)
        elif char in NAME_NO_PLACE and self._name_begins(at, limit):
            ended = True
        elif char in OBJECT_HEAD_AMOUNT and char not in OF_BODY:
            ended = True  # «معاون وزیر ارزش صادرات را … عنوان کرد»
        elif char in PLACE_GLUED or (char in POST_LAST and chars[at + 1] not in PLACE_NAME):
            return at + 1, True
        elif self._ends_with_place(at):
            return self._after_place(at)
        else:
            ended = False
        return (at, True) if ended else (at + 1, False)

    def _after_place(self, at: int) -> tuple[int, bool]:
        if self._unlisted_place(at + 1):
            return at + 2, True
        last = self._places_end(at)
        return (last, False) if self._goes_on(at, last) else (at + 1, True)

    def _preposition_of_post(self, head: int, at: int) -> bool:
        """«نماینده مردم شوش در مجلس», «معاون وزیر در امور تعاون», «نماینده ولی‌فقیه در خراسان شمالی»."""
        if self.tokens.words[at] != "در" or at - head > 6:
            return False
        if self.chars[at + 1] in ORG_HEAD:
            return True
        return self.chars[at - 1] in ROLE_IN_PLACE and self.chars[at + 1] in PLACE_OR_WORD

    def _enumerates(self, comma: int, limit: int) -> bool:
        """«تعاون، کار و رفاه اجتماعی»: sector words on both sides, an «و» to come."""
        first = self.chars[comma - 2] in ANY_HEAD and self.chars[comma - 1] not in PLACE
        if first and self.chars[comma + 1] in PLAIN_NAME and self.chars[comma + 2] in AND:
            return True  # «مدیرکل نوسازی، توسعه و تجهیز مدارس»: whatever the words are, if an «و» follows at once
        if self.chars[comma + 1] not in ORG_SECTOR:
            return False
        near = range(comma + 1, min(limit, comma + 9))
        return any(self.chars[at] in AND and self.chars[at + 1] in SECTOR for at in near)

    def _joins(self, at: int) -> bool:
        return self.chars[at + 1] in OF_BODY or (
            self.chars[at + 1] not in NOT_JOINED and self.chars[at + 2] in PART_OR_PLACE
        )

    def _name_begins(self, at: int, limit: int) -> bool:
        if self.chars[at - 1] in BODY_WITH_NAME or self.chars[at] in OF_BODY:
            return False
        return at + 1 < limit and self.may_be_name(at + 1) and self.chars[at + 1] not in SECTOR_OR_PLACE

    def _unlisted_place(self, at: int) -> bool:
        """«بخشدار رودبار الموت با …»: one unknown word between a place and what ends a subject."""
        return self.chars[at] == UNKNOWN_WORD and self._before_verb(at + 1) and not self.everyday(at)

    def _ends_with_place(self, at: int) -> bool:
        """A place, unless its name is also an ordinary word of posts («سازمان مرکزی») and nothing says it is a place."""
        return self.chars[at] in PLACE and (self.chars[at] not in SECTOR or self.chars[at - 1] in PLACE_WORD)

    def _places_end(self, at: int) -> int:
        """Return the index after «کنگاور، صحنه و هرسین»."""
        last = at + 1
        while self.chars[last] in COMMA_OR_AND and self.chars[last + 1] in ANY_PLACE:
            last += 2
        return last

    def _goes_on(self, at: int, last: int) -> bool:
        """«استان قم» ends a post; «شهرستان … استان …», «مردم کنگاور، صحنه و هرسین در مجلس» go on."""
        if self.chars[last] in PREPOSITION:
            return self.tokens.words[last] == "در" and self.chars[last + 1] in ORG_HEAD
        if self.chars[last] in PLACE and self.chars[last] not in GIVEN_NAME:
            return True  # «بخشدار رودبار الموت»
        if last > at + 1:
            return self.chars[at + 1] in AND  # «استان‌های تهران و البرز»; after a comma something else begins
        return self.chars[last] in PLACE_WORD

    def body_end(self, index: int, limit: int) -> int:
        """Return the end of the name of a body that begins at ``index``: «وزارت تعاون، کار و رفاه اجتماعی»."""
        last = self._post_end(index, min(limit, index + _LONGEST_POST))[0]
        while last - 1 > index and self.chars[last - 1] in NO_BODY_END:
            last -= 1
        return last

    # ------------------------------------------------------------------ who stands at the head of a sentence

    def subject_at(self, index: int, limit: int) -> Mention | None:
        """Return the pronoun, name, post or body that begins at ``index``, with name and post joined."""
        if index >= limit:
            return None
        if self.chars[index] in PRONOUN:
            return Mention("pronoun", index, index + 1)
        if self.tokens.words[index] == "این" and self.chars[index + 1] in PERSON:
            end = self._noun_phrase_end(index + 1, limit)
            return Mention(
                "pronoun", index, end, role=(index + 1, end) if self.chars[index + 1] in ROLE_HEAD else None
            )
        if self.tokens.words[index] == "این" and self.chars[index + 1] in SPEAKING_BODY:
            return Mention("body", index, index + 2)
        post = self.post_at(index, limit) if self.chars[index] in ROLE_HEAD else None
        return self._name_first(index, limit) if post is None else self._post_first(post, limit)

    def _noun_phrase_end(self, index: int, limit: int) -> int:
        """«این عضو انجمن پسته ایران», «این بانوی فرماندار»."""
        post = self.post_at(index, limit)
        if post is not None:
            return post[1]
        last = index + 1
        while last < min(limit, index + 4) and self.chars[last] in WORD and self.chars[last] not in ENDS_POST:
            if self.chars[last] in PREPOSITION_OR_COMPLEMENT:
                break
            last += 1
        return last

    def _post_first(self, post: Range, limit: int) -> Mention:
        index = post[0]
        if self.chars[post[1]] in AND and self.chars[post[1] + 1] in ROLE_HEAD:
            second = self.post_at(post[1] + 1, limit)  # «معاون رئیس‌جمهور و رئیس سازمان برنامه و بودجه»
            post = post if second is None else (post[0], second[1])
        last = post[1]
        at = last + 1 if self.chars[last] in COMMA else last
        name = self.name_at(at, limit, subject=False) if at < limit else None
        if name is not None and self.chars[name.last] in ROLE_HEAD:
            name = None  # «رئیس الف، ب رئیس ج»: the name belongs to the next post
        if name is not None:
            closing = (
                name.last + 1 if self.chars[last] in COMMA and self.chars[name.last] in COMMA else name.last
            )
            return Mention("name", index, closing, name=name.name, role=post, also=self._also(closing))
        return Mention("role", index, last, role=post, also=self._also(last))

    def _name_first(self, index: int, limit: int) -> Mention | None:
        name = self.name_at(index, limit, subject=True)
        if name is None:
            return None
        last = name.last
        if name.kind == "name" and name.name and self._is_body(name.name):
            return Mention("body", index, last, also=self._also(last))
        at = last
        while self.chars[at] in BETWEEN_NAME_AND_POST and at < last + 2:
            at += 1
        post = self.post_at(at, limit) if at < limit else None
        if post is None:
            return name._replace(also=True) if self._also(last) else name
        if self.chars[post[1]] in AND and self.chars[post[1] + 1] in ROLE_HEAD:
            second = self.post_at(
                post[1] + 1, limit
            )  # «کارشناس ارشد و رئیس جهاد کشاورزی …»: the post with a body
            if second is not None and second[1] - second[0] > post[1] - post[0]:
                post = second
        closing = post[1]
        while self.chars[closing] in AFTER_POST_IN_MARKS and closing < post[1] + 2:
            closing += 1
        return Mention(name.kind, index, closing, name=name.name, role=post, also=self._also(closing))

    def _is_body(self, name: Range) -> bool:
        """«گمرک هرمزگان»: an unknown word and a place."""
        return (
            name[1] - name[0] == 2
            and self.chars[name[0] + 1] in PLACE
            and self.chars[name[0] + 1] not in NAME_PART
            and self.chars[name[0]] not in NO_BODY
        )

    def _also(self, at: int) -> bool:
        return self.chars[at] in ALSO or (self.chars[at] in COMMA and self.chars[at + 1] in ALSO)
