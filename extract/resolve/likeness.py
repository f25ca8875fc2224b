"""Whether two names are one person's, and two posts one post, in the spellings of one article."""

import re
from typing import NamedTuple

from extract.recognise.kinds import GIVEN_NAME, NO_CONTENT, PLACE, SEVERAL_NAMES, SEYYED
from extract.recognise.people import People, Range
from extract.resolve.persons import BY_EAR

_VOWELS = re.compile("(?<!^)[اهوی]")


class Name(NamedTuple):
    """A name as skeletons."""

    key: str
    plain: str
    """Without «سید»."""
    tails: set[str]
    """All that it ends with after the first word."""
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
            found = self._names[name] = Name("".join(words), "".join(words[first:]), tails, inner)
        return found

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
            told = [self._usual(at) for at in range(*role) if self.chars[at] not in NO_CONTENT]
            places = {word for word, char in zip(words, chars, strict=True) if char in PLACE}
            found = self._posts[role] = Post(told, "".join(told), places)
        return found

    def _usual(self, at: int) -> str:
        """Return the word, or what a post of several names is mostly called."""
        entry = self.people.tokens.entry(at) if self.chars[at] in SEVERAL_NAMES else None
        return self.people.tokens.words[at] if entry is None else str(entry.values["post.as"])

    def shared(self, a: Range, b: Range) -> float:
        """Return which part of the shorter post's words the longer has, places left out, 0 to 1."""
        one = set(self.post(a).words) - self.post(a).places
        two = set(self.post(b).words) - self.post(b).places
        return len(one & two) / max(1, min(len(one), len(two)))

    def equal(self, a: Range, b: Range) -> bool:
        """Whether two posts are the same, words that say nothing left out."""
        return self.post(a).key == self.post(b).key

    def same_post(self, known: Range, role: Range) -> bool:
        """The same head, and the shorter's words all in the longer."""
        one, two = self.post(known), self.post(role)
        a, b = one.key, two.key
        if not a or not b or not (a == b or self._same_head(one.words[0], two.words[0])):
            return False
        if a.startswith(b) or b.startswith(a):
            return True
        if one.places and two.places and not one.places & two.places:
            return False
        short, long = sorted((one.words, two.words), key=len)
        return all(word in long for word in short)

    def _same_head(self, one: str, two: str) -> bool:
        return (
            one == two
            or {one, two} <= {"رییس", "ریس"}
            or one.replace("کل", "") == two.replace("کل", "") == "مدیر"
        )
