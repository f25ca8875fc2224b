"""Whether two names are one person's, and two posts one post, in the spellings of one article."""

import re
from functools import cache
from typing import NamedTuple

from extract.grammar.lexicon import FOLDER, tables
from extract.recognise.kinds import AND, GIVEN_NAME, NO_CONTENT, PLACE, ROLE_HEAD, SEVERAL_NAMES, SEYYED
from extract.recognise.people import People, Range
from extract.resolve.persons import BY_EAR
from extract.text.shadow import skeleton

FILE = FOLDER / "offices.toml"
_SECOND_PART = frozenset(("surname", "demonym", "place"))
_VOWELS = re.compile("(?<!^)[اهوی]")


@cache
def _bodies() -> dict[str, list[str]]:
    """Return short names of bodies, each with the words of the long one, as skeletons."""
    return {
        skeleton(short): [skeleton(word) for word in long.split()]
        for short, long in tables(FILE)["bodies"].items()
    }


@cache
def _offices() -> dict[tuple[str, ...], list[str]]:
    """Return posts without their places, each with the words of what it is mostly called, as skeletons."""
    pairs = tables(FILE)["posts"].items()
    return {
        tuple(map(skeleton, post.split())): [skeleton(word) for word in usual.split()]
        for post, usual in pairs
    }


class Name(NamedTuple):
    """A name as skeletons."""

    key: str
    plain: str
    """Without «سید»."""
    tails: set[str]
    """All that it ends with after the first word."""
    heads: set[str]
    """First parts of a surname written with a half-space, «مفخمی» of «مفخمی‌شهرستانی»."""
    inner: set[str]
    """All within, without the first word and the last."""


class Post(NamedTuple):
    """A post as skeletons, without commas, «و» and words that say nothing of it."""

    words: list[str]
    key: str
    """All of them in one."""
    places: set[str]


class Likeness:
    """Compares the names and posts of one article, given as token ranges."""

    def __init__(self, people: People) -> None:
        self.people, self.chars = people, people.chars
        self._posts: dict[Range, Post] = {}
        self._names: dict[Range, Name] = {}

    def name(self, name: Range) -> Name:
        """Return a name as skeletons."""
        found = self._names.get(name)
        if found is None:
            words = self.people.tokens.words[slice(*name)]
            first = 0
            while first < len(words) - 1 and self.chars[name[0] + first] in SEYYED:
                first += 1
            tails = {"".join(words[at:]) for at in range(1, len(words))}
            inner = {"".join(words[at:end]) for end in range(2, len(words)) for at in range(1, end)}
            heads = self._heads(name)
            found = self._names[name] = Name("".join(words), "".join(words[first:]), tails, heads, inner)
        return found

    def _heads(self, name: Range) -> set[str]:
        """The first parts of a compound surname: what stands before a word that is a surname or a place's itself."""
        if name[1] - name[0] < 2:
            return set()
        last, entry = self.people.tokens.words[name[1] - 1], self.people.tokens.vocabulary.entry
        parts = ((last[:at], entry(last[at:])) for at in range(3, len(last) - 3))
        return {head for head, rest in parts if rest is not None and rest.tags & _SECOND_PART}

    def begins_surname(self, known: Range, name: Range) -> bool:
        """Whether the known surname is a compound that begins with the other."""
        return name[1] - name[0] == 1 and self.name(name).key in self.name(known).heads

    def sounds_alike(self, known: Range, name: Range) -> bool:
        """«هلیلانی» and «حلیلانی»: one surname, spelled by ear."""
        tails = {tail.translate(BY_EAR) for tail in self.name(known).tails}
        key = self.name(name).key.translate(BY_EAR)
        if len(key) >= 4 and key in tails:
            return True
        bare = _VOWELS.sub("", key)  # «قره‌باغی», «قراباغی»
        return len(bare) >= 3 and len(key) >= 6 and bare in {_VOWELS.sub("", tail) for tail in tails}

    def fuller_spelling(self, known: Range, name: Range) -> bool:
        """«سید علی حسینی» and «علی حسینی», «یعقوب رستمی مال خلیفه» and «یعقوب رستمی»."""
        a, b = self.name(known).plain, self.name(name).plain
        return a.startswith(b) or b.startswith(a)

    def ends_with(self, known: Range, name: Range) -> bool:
        """Whether the known name ends with the other, or has it in its middle."""
        key, one = self.name(name).key, self.name(known)
        return key in one.tails or (key in one.inner and self.chars[name[0]] not in GIVEN_NAME)

    def post(self, role: Range) -> Post:
        """Return a post as skeletons."""
        found = self._posts.get(role)
        if found is None:
            words, chars = self.people.tokens.words[slice(*role)], self.chars[slice(*role)]
            places = {word for word, char in zip(words, chars, strict=True) if char in PLACE}
            told = self._usual([at for at in range(*role) if self.chars[at] not in NO_CONTENT], places)
            found = self._posts[role] = Post(told, "".join(told), places)
        return found

    def _usual(self, tokens: list[int], places: set[str]) -> list[str]:
        """Return the words, or what a body or a post of several names is mostly called."""
        found = [word for at in tokens for word in self._called(at)]
        kept = tuple(word for word in found if word not in places)
        usual = _offices().get(kept)
        return found if usual is None else [*usual, *(word for word in found if word in places)]

    def _called(self, at: int) -> list[str]:
        entry = self.people.tokens.entry(at) if self.chars[at] in SEVERAL_NAMES else None
        if entry is not None:
            return [str(entry.values["post.as"])]
        word = self.people.tokens.words[at]
        return _bodies().get(word, [word])

    def single(self, role: Range) -> list[Range]:
        """Return a post, and those of two that are joined in it: «نماینده ولی‌فقیه در استان بوشهر و امام جمعه بوشهر».

        The first of the two counts alone only where a place says that it is whole.
        """
        for at in self.people.marks.within(AND, *role):
            if at + 1 < role[1] and self.chars[at + 1] in ROLE_HEAD:
                whole = self.people.marks.first(PLACE, role[0], at) is not None
                return [role, (at + 1, role[1]), *([(role[0], at)] if whole else [])]
        return [role]

    def equal(self, a: Range, b: Range) -> bool:
        """Whether two posts are the same, words that say nothing left out."""
        return self.post(a).key == self.post(b).key

    def shortened(self, known: Range, role: Range) -> bool:
        """Whether a post is the beginning of a longer one: «رئیس اتاق», of «رئیس اتاق تعاون قم»."""
        one, two = self.post(known).words, self.post(role).words
        return len(two) < len(one) and one[: len(two)] == two

    def same_post(self, known: Range, role: Range) -> bool:
        """The same head, and the shorter's words all in the longer."""
        one, two = self.post(known), self.post(role)
        a, b = one.key, two.key
        if (
            not a
            or not b
            or not (a == b or self._same_head(one.words[0].split()[0], two.words[0].split()[0]))
        ):
            return False
        if a.startswith(b) or b.startswith(a):
            return True
        if one.places and two.places and not one.places & two.places:
            return False
        short, long = sorted((one.words, two.words), key=len)
        return all(word in long for word in short)

    def same_head(self, known: Range, role: Range) -> bool:
        """Whether two posts begin with the same word, «رئیس» or «مدیرکل» in one of its spellings."""
        one, two = self.post(known).words, self.post(role).words
        return bool(one) and bool(two) and self._same_head(one[0], two[0])

    def _same_head(self, one: str, two: str) -> bool:
        return (
            one == two
            or {one, two} <= {"رییس", "ریس"}
            or one.replace("کل", "") == two.replace("کل", "") == "مدیر"
        )
