"""Names and posts of people, by structure: where they stand, what stands beside them, which words may belong to them.

A *name* is a stretch of words that nothing marks as something else, begun by a title, a given name, or the place of a
subject. A *post* begins with a head («مدیرکل», «رئیس» …) and runs over the words of its body up to a place name or a
word that cannot belong to it.
"""

from typing import NamedTuple

from extract.grammar.marks import Marks
from extract.text.common import everyday_words
from extract.text.tokens import Tokens

Range = tuple[int, int]
"""Half-open range of token indexes."""

_NOT_A_NAME = frozenset(
    ("preposition", "and", "also", "connective", "when", "pronoun", "role.head", "cue", "verb", "that", "object_marker")
    + ("demonstrative", "kin", "number", "latin", "complement", "lead", "no_cue", "org.head", "according", "who")
    + ("governs_az", "end_mark")
)  # fmt: skip
_ENDS_A_POST = frozenset(
    ("break", "stop", "colon", "semicolon", "question", "exclamation", "quote.open", "quote.close", "quote.plain", "cue")
    + ("verb", "pronoun", "also", "connective", "when", "that", "object_marker", "demonstrative", "title", "complement")
    + ("kin", "lead", "no_cue", "slash", "dash", "mark", "according", "seyyed", "who")
)  # fmt: skip
_OF_A_POST = frozenset(("org", "org.head", "org.sector", "org.part", "place", "place.word", "comma", "and"))
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
        self.marks = Marks(tokens)
        self._tags = [tokens.vocabulary.tags.tags(char) for char in tokens.classes]
        self.surnames: dict[str, set[str]] = {}
        """Skeleton of a name's tail → skeletons of the full names that end so."""
        self.names: dict[str, Range] = {}
        """Skeleton of a full name → where it stands."""
        self.posts: set[str] = set()
        """Skeletons of posts whose end was certain."""

    def has(self, index: int, *wanted: str) -> bool:
        """Whether the token carries one of the tags; false outside the text."""
        return 0 <= index < len(self._tags) and not self._tags[index].isdisjoint(wanted)

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
        while first_tail < len(words) - 1 and self.has(name[0] + first_tail - 1, "seyyed"):
            first_tail += 1
        for at in range(first_tail, len(words)):
            self.surnames.setdefault("".join(words[at:]), set()).add(full)
        self.surnames.setdefault(full, set()).add(full)

    def full_name(self, surname: Range) -> Range | None:
        """Return the one full name that ends with this surname, if it was met anywhere and is no other's too."""
        fulls = self.surnames.get(self.key(surname), set())
        return self.names.get(next(iter(fulls))) if len(fulls) == 1 else None

    def known(self, index: int, limit: int) -> Range | None:
        """Return the longest known full name or surname that begins at ``index``."""
        best = None
        key = ""
        for last in range(index, min(index + _LONGEST_NAME, limit)):
            key += self.tokens.words[last]
            if key in self.surnames:
                best = index, last + 1
        return best

    def may_be_name(self, index: int) -> bool:
        """Whether nothing says that the word is something other than part of a name."""
        tags = self._tags[index]
        if "given_name" in tags:
            return tags.isdisjoint(("role.head", "preposition", "title", "org.head"))
        return "word" in tags and tags.isdisjoint(_NOT_A_NAME)

    def name_at(self, index: int, limit: int, *, subject: bool) -> Mention | None:
        """Return the name that begins at ``index``, its title included in the mention but not in the name.

        Args:
            index: token at which the name, or its title, begins.
            limit: token index that the name may not reach.
            subject: the place is that of a subject, where a name needs no given name that is known.
        """
        at = index
        while self.has(at, "title") and at < limit:
            at += 1
        titled = at > index
        if titled and self.has(at, "quote.open", "quote.plain"):
            at += 1
        known = self.known(at, limit)
        last = at
        while last < min(limit, at + _LONGEST_NAME) and (
            self.may_be_name(last) or self._plain_surname(at, last)
        ):
            if (
                last - at > 1
                and self.has(last, "place")
                and not self.has(last, "given_name")
                and not self._before_verb(last + 1)
            ):
                break
            last += 1
        if known:
            return Mention("surname", index, known[1], name=known)
        size = self._name_length(at, last)
        given = self.has(at, "given_name", "seyyed")
        if size >= 2 and (given or titled or subject):
            return Mention("name", index, at + size, name=(at, at + size))
        if size == 1 and titled:
            return Mention("surname", index, at + 1, name=(at, at + 1))
        if size == 1 and subject and (self._stands_alone(at) or (given and self.has(at + 1, "comma"))):
            return Mention("single", index, at + 1, name=(at, at + 1))
        return None

    def _plain_surname(self, first: int, at: int) -> bool:
        """«نادر جوان رئیس …»: an ordinary word between a given name and a post or verb."""
        return (
            at == first + 1
            and self.has(first, "given_name")
            and self.has(at, "kin")
            and self.has(at + 1, "role.head", "cue")
        )

    def _before_verb(self, at: int) -> bool:
        """Whether a subject may end here: «فرهاد ارسلانی مرند در پایان …» (a town as second surname)."""
        return self.has(at, "cue", "also", "comma", "when", "preposition", "connective", "complement")

    def _stands_alone(self, at: int) -> bool:
        """A single word that may be a surname, right before a reporting verb or its adverbials."""
        if not self.has(at + 1, "cue", "also", "when", "preposition", "connective", "complement"):
            return False
        if self.has(
            at, "place", "place.word", "place.guarded", "org.sector", "org.part", "org.speaker", "comma"
        ):
            return False
        return self.has(at, "surname") or not self.everyday(at)

    def everyday(self, at: int) -> bool:
        """Whether the word is one of everyday language, and not known as a name."""
        return (
            not self.has(at, "given_name", "surname", "seyyed") and self.tokens.words[at] in everyday_words()
        )

    def _name_length(self, first: int, last: int) -> int:
        """Return how many words of the stretch are the name: the part that recurs alone later, else all, at most 5."""
        size = last - first
        given = first
        while given < last - 1 and self.has(given, "given_name", "seyyed"):
            given += 1
        third = self.has(last - 1, "surname", "demonym", "place", "place.guarded", "given_name")
        if size <= 2 or given == first or self.has(last, "cue") or (size == 3 and third):
            return min(size, 5)
        words = self.tokens.words
        for end in range(last, given, -1):
            tail = words[given:end]
            if self._recurs(tail, last):
                return end - first
        if self.has(
            last, "cue", "also", "comma", "when", "preposition", "connective", "role.head", "that", "verb"
        ):
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
            if mine[at : at + size] == words and self.has(
                at - 1, "break", "stop", "title", "according", "comma"
            ):
                return True
            at += 1

    def name_before(self, index: int, floor: int) -> Range | None:
        """Return the name that ends right before ``index`` (a comma or quotation mark may stand between)."""
        last = index
        while self.has(last - 1, "comma", "quote.open", "quote.plain", "paren.open") and last > floor:
            last -= 1
        for first in range(max(floor, last - 5), last - 1):
            if self.has(first, "given_name", "seyyed") and all(
                self.may_be_name(at) for at in range(first, last)
            ):
                if self.has(first - 1, "org.head", "org.part", "org.sector", "place.word") and not self.has(
                    first - 1, "place"
                ):
                    continue
                return first, last
        return None

    # ------------------------------------------------------------------ posts

    def post_at(self, index: int, limit: int) -> Range | None:
        """Return the post whose head stands at ``index``."""
        if not self.has(index, "role.head"):
            return None
        known = self._known_post(index, limit)
        if known:
            return known
        last, certain = self._post_end(index, min(limit, index + _LONGEST_POST))
        while last - 1 > index and self.has(last - 1, "and", "comma", "preposition", "paren.open"):
            last -= 1
        if last - index < 2 and not self.has(index, "role.office") and not self._phrase(index):
            return None
        if certain:
            self.posts.add(self.key((index, last)))
        return index, last

    def _phrase(self, index: int) -> bool:
        """Whether the token is a phrase of the lexicon («معاون استاندار»): enough of a post by itself."""
        entry = self.tokens.entry(index)
        return entry is not None and len(entry.word.split()) > 1

    def _known_post(self, index: int, limit: int) -> Range | None:
        key, best = "", None
        for last in range(index, min(limit, index + _LONGEST_POST)):
            key += self.tokens.words[last]
            if key in self.posts and last > index:
                best = index, last + 1
        if best and self.has(best[1], "place", "place.word", "org.head", "org.sector", "org.part"):
            return None  # it goes on here
        return best

    def _post_end(self, index: int, limit: int) -> tuple[int, bool]:
        """Return the end of the post's words, and whether something marks it."""
        at = index + 1
        while at < limit:
            over = self._passed_over(index, at, limit)
            if over is not None:
                at = over
                continue
            if self._cannot_belong(index, at, limit):
                return at, True
            end, certain = self._place_in_post(at)
            if certain:
                return end, True
            at = end
        return at, False

    def _passed_over(self, index: int, at: int, limit: int) -> int | None:
        """Return where the post goes on after «این», a name in quotation marks, or «(ره)»."""
        if self.has(at, "demonstrative") and self.has(at + 1, "org.head"):
            return at + 2  # «مدیرعامل این تعاونی»
        if self.has(at, "quote.open"):
            closing = self.marks.first("quote.close", at, min(at + 6, limit))
            if closing is not None and at > index + 1 and self.has(closing + 1, "place"):
                return closing + 1  # «مدیرعامل تعاونی «نان گرم» دهلران»
        if self.has(at, "paren.open") and self.has(at + 2, "paren.close"):
            return at + 3
        return None

    def _cannot_belong(self, index: int, at: int, limit: int) -> bool:
        """Whether the word is none of the post's: what always ends one, or a joint that joins nothing of a post."""
        tags = self._tags[at]
        if not tags.isdisjoint(_ENDS_A_POST) and "role.in_place" not in tags:
            return True
        if self.has(at + 1, "verb") and not self.has(at + 1, "cue") and tags.isdisjoint(_OF_A_POST):
            return True  # «… بانک توسعه تعاون برگزار شد»
        if "preposition" in tags:
            return not self._preposition_of_post(index, at)
        if "comma" in tags:
            return not self._enumerates(at, limit)
        if "and" in tags:
            return not self._joins(at)
        if "given_name" in tags and "place" not in tags and self._name_begins(at, limit):
            return True
        # «معاون وزیر ارزش صادرات را … عنوان کرد»
        return "object.head.amount" in tags and tags.isdisjoint(("org.head", "org.sector", "org.part"))

    def _place_in_post(self, at: int) -> tuple[int, bool]:
        """Return where to go on, and whether the post ends there: with most places it does."""
        if self.has(at, "place.glued"):
            return at + 1, True
        if self.has(at, "post.last") and not self.has(at + 1, "place", "place.guarded"):
            return at + 1, True
        if not self._ends_with_place(at):
            return at + 1, False
        if self._unlisted_place(at + 1):
            return at + 2, True
        last = self._places_end(at)
        return (last, False) if self._goes_on(at, last) else (at + 1, True)

    def _preposition_of_post(self, head: int, at: int) -> bool:
        """«نماینده مردم شوش در مجلس», «معاون وزیر در امور تعاون», «نماینده ولی‌فقیه در خراسان شمالی»."""
        if self.tokens.words[at] != "در" or at - head > 6:
            return False
        if self.has(at + 1, "org.head"):
            return True
        return self.has(at - 1, "role.in_place") and self.has(at + 1, "place", "place.word")

    def _enumerates(self, comma: int, limit: int) -> bool:
        """«تعاون، کار و رفاه اجتماعی»: sector words on both sides, an «و» to come."""
        first = self.has(comma - 2, "role.head", "org.head") and not self.has(comma - 1, "place")
        plain = self.may_be_name(comma + 1) and not self.has(comma + 1, "given_name", "title")
        if first and plain and self.has(comma + 2, "and"):
            return True  # «مدیرکل نوسازی، توسعه و تجهیز مدارس»: whatever the words are, if an «و» follows at once
        if not self.has(comma + 1, "org.sector"):
            return False
        near = range(comma + 1, min(limit, comma + 9))
        return any(self.has(at, "and") and self.has(at + 1, "org.sector", "org.part") for at in near)

    def _joins(self, at: int) -> bool:
        return self.has(at + 1, "org.sector", "org.head", "org.part") or (
            not self.has(at + 1, "role.head", "given_name", "title", "place", *_ENDS_A_POST)
            and self.has(at + 2, "org.part", "place", "org.sector", "place.word")
        )

    def _name_begins(self, at: int, limit: int) -> bool:
        if self.has(at - 1, "org.named", "org.head") or self.has(at, "org.part", "org.sector", "org.head"):
            return False
        return (
            at + 1 < limit
            and self.may_be_name(at + 1)
            and not self.has(at + 1, "place", "org.sector", "org.part")
        )

    def _unlisted_place(self, at: int) -> bool:
        """«بخشدار رودبار الموت با …»: one unknown word between a place and what ends a subject."""
        return (
            (self._tags[at] == {"word"} if at < len(self._tags) else False)
            and self._before_verb(at + 1)
            and not self.everyday(at)
        )

    def _ends_with_place(self, at: int) -> bool:
        """A place, unless its name is also an ordinary word of posts («سازمان مرکزی») and nothing says it is a place."""
        return self.has(at, "place") and (
            not self.has(at, "org.part", "org.sector") or self.has(at - 1, "place.word")
        )

    def _places_end(self, at: int) -> int:
        """Return the index after «کنگاور، صحنه و هرسین»."""
        last = at + 1
        while self.has(last, "comma", "and") and self.has(last + 1, "place", "place.guarded", "place.word"):
            last += 2
        return last

    def _goes_on(self, at: int, last: int) -> bool:
        """«استان قم» ends a post; «شهرستان … استان …», «مردم کنگاور، صحنه و هرسین در مجلس» go on."""
        if self.has(last, "preposition"):
            return self.tokens.words[last] == "در" and self.has(last + 1, "org.head")
        if self.has(last, "place") and not self.has(last, "given_name"):
            return True  # «بخشدار رودبار الموت»
        if last > at + 1:
            return self.has(at + 1, "and")  # «استان‌های تهران و البرز»; after a comma something else begins
        return self.has(last, "place.word")

    def body_end(self, index: int, limit: int) -> int:
        """Return the end of the name of a body that begins at ``index``: «وزارت تعاون، کار و رفاه اجتماعی»."""
        last = self._post_end(index, min(limit, index + _LONGEST_POST))[0]
        while last - 1 > index and self.has(last - 1, "and", "comma", "preposition"):
            last -= 1
        return last

    # ------------------------------------------------------------------ who stands at the head of a sentence

    def subject_at(self, index: int, limit: int) -> Mention | None:
        """Return the pronoun, name, post or body that begins at ``index``, with name and post joined."""
        if index >= limit:
            return None
        if self.has(index, "pronoun"):
            return Mention("pronoun", index, index + 1)
        if self.tokens.words[index] == "این" and self.has(index + 1, "role.head", "person.noun"):
            end = self._noun_phrase_end(index + 1, limit)
            return Mention(
                "pronoun", index, end, role=(index + 1, end) if self.has(index + 1, "role.head") else None
            )
        if self.tokens.words[index] == "این" and self.has(index + 1, "org.head", "org.speaker"):
            return Mention("body", index, index + 2)
        for read in (self._post_first, self._name_first):
            found = read(index, limit)
            if found:
                return found
        return None

    def _noun_phrase_end(self, index: int, limit: int) -> int:
        """«این عضو انجمن پسته ایران», «این بانوی فرماندار»."""
        post = self.post_at(index, limit)
        if post is not None:
            return post[1]
        last = index + 1
        while (
            last < min(limit, index + 4)
            and self.has(last, "word")
            and self._tags[last].isdisjoint(_ENDS_A_POST)
        ):
            if self.has(last, "preposition", "complement"):
                break
            last += 1
        return last

    def _post_first(self, index: int, limit: int) -> Mention | None:
        post = self.post_at(index, limit)
        if post is None:
            return None
        if self.has(post[1], "and") and self.has(post[1] + 1, "role.head"):
            second = self.post_at(post[1] + 1, limit)  # «معاون رئیس‌جمهور و رئیس سازمان برنامه و بودجه»
            post = post if second is None else (post[0], second[1])
        last = post[1]
        at = last + 1 if self.has(last, "comma") else last
        name = self.name_at(at, limit, subject=False) if at < limit else None
        if name is not None and self.has(name.last, "role.head"):
            name = None  # «رئیس الف، ب رئیس ج»: the name belongs to the next post
        if name is not None:
            closing = name.last + 1 if self.has(last, "comma") and self.has(name.last, "comma") else name.last
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
        while (
            self.has(
                at, "comma", "quote.open", "quote.close", "quote.plain", "paren.open", "semicolon", "dash"
            )
            and at < last + 2
        ):
            at += 1
        post = self.post_at(at, limit) if at < limit else None
        if post is None:
            return name._replace(also=self._also(last))
        if self.has(post[1], "and") and self.has(post[1] + 1, "role.head"):
            second = self.post_at(
                post[1] + 1, limit
            )  # «کارشناس ارشد و رئیس جهاد کشاورزی …»: the post with a body
            if second is not None and second[1] - second[0] > post[1] - post[0]:
                post = second
        closing = post[1]
        while (
            self.has(closing, "quote.close", "quote.plain", "paren.close", "comma") and closing < post[1] + 2
        ):
            closing += 1
        return Mention(name.kind, index, closing, name=name.name, role=post, also=self._also(closing))

    def _is_body(self, name: Range) -> bool:
        """«گمرک هرمزگان»: an unknown word and a place."""
        return (
            name[1] - name[0] == 2
            and self.has(name[0] + 1, "place")
            and not self.has(name[0] + 1, "surname", "given_name")
            and not self.has(name[0], "given_name", "seyyed", "surname", "place.word")
        )

    def _also(self, at: int) -> bool:
        return self.has(at, "also") or (self.has(at, "comma") and self.has(at + 1, "also"))
