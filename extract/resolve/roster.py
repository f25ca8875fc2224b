"""Who is known in one article so far: people, posts without a name, bodies; and which of them a name may mean."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from extract.recognise.kinds import BARE_BODY, BEGINS_NAME, GIVEN_NO_TITLE, WHO_ONE
from extract.recognise.people import People, Range
from extract.resolve.likeness import Likeness

_MOST = 100
"""So many speakers are kept in mind, many more than any article has: the time grows with the length of the text."""


@dataclass(eq=False)
class Speaker:
    """Somebody who speaks or is named: a person, a post without a name yet, or a body."""

    name: Range | None = None
    roles: list[Range] = field(default_factory=list)
    body: Range | None = None
    mentions: list[Range] = field(default_factory=list)
    rule: str = ""
    private: bool = False
    """Told as a farmer, a worker, one of the people: no post that stands elsewhere is theirs."""
    stage: Range | None = None
    """The words that tell the event or the occasion at which they spoke when they were named."""
    others: list[Range] = field(default_factory=list)
    """Posts of those whom the person met or answered."""


class Roster:
    """All that were met, in order."""

    def __init__(self, people: People, likeness: Likeness) -> None:
        self.people, self.chars, self.likeness = people, people.chars, likeness
        self.all: list[Speaker] = []
        self.recent: list[Speaker] = []
        """The last of them: those that words may refer to."""

    def add(self, speaker: Speaker) -> Speaker:
        """Remember somebody new."""
        self.all.append(speaker)
        self.recent.append(speaker)
        if len(self.recent) > _MOST:
            del self.recent[0]
        return speaker

    def is_group(self, speaker: Speaker) -> bool:
        """A body or several people: no antecedent of «وی»."""
        return speaker.body is not None and self.chars[speaker.body[0]] not in WHO_ONE

    def last_person(self) -> Speaker | None:
        """Return who was mentioned last of those that are no body."""
        people = [one for one in self.recent if one.mentions and not self.is_group(one)]
        return max(people, key=lambda one: one.mentions[-1], default=None)

    def nameless(self) -> list[Speaker]:
        """Return the posts that have no name yet."""
        return [one for one in self.recent if one.name is None and one.body is None]

    def holds(self, speaker: Speaker, post: Range) -> bool:
        """Whether the post is one of the speaker's."""
        posts = self.likeness.single(post)
        known = [one for role in speaker.roles for one in self.likeness.single(role)]
        return any(self.likeness.same_post(one, two) for one in known for two in posts)

    def holding(self, post: Range) -> list[Speaker]:
        """Return those who have this post."""
        return [one for one in self.recent if self.holds(one, post)]

    def add_role(self, speaker: Speaker, role: Range | None) -> None:
        """Give a speaker one more post; a shorter form of one they have («رئیس اتاق») is none, it may be others' too.

        A body told by its name takes the place of the bare word: «مدیرعامل تعاونی: …» above, «X، مدیرعامل تعاونی مسکن آرمان» below.
        """
        if role is None or any(
            self.likeness.shortened(known, role) or self.people.key(known) == self.people.key(role)
            for known in speaker.roles
        ):
            return
        for number, known in enumerate(speaker.roles):
            if self._bare(known) and self.likeness.post(role).key.startswith(self.likeness.post(known).key):
                speaker.roles[number] = role
                return
        speaker.roles.append(role)

    def _bare(self, post: Range) -> bool:
        """«مدیرعامل تعاونی», «رئیس اتاق»."""
        return post[1] - post[0] == 2 and self.chars[post[1] - 1] in BARE_BODY

    # ------------------------------------------------------------------ names

    def named(self, name: Range, *, full: bool = True) -> list[Speaker]:
        """Return those whom the name may mean.

        Args:
            full: it is not a surname alone.
        """
        known = [one for one in self.recent if one.name is not None]
        key = self.likeness.name(name).key
        exact = [one for one in known if one.name and self.likeness.name(one.name).key == key]
        if exact and (full or name[1] - name[0] > 1):
            return exact
        if exact:  # «کریمی», and «محسن کریمی»
            return [one for one in known if one in exact or self.likeness.ends_with(one.name or name, name)]
        if full and name[1] - name[0] >= 2 and self.chars[name[0]] in BEGINS_NAME:
            return [one for one in known if one.name and self.likeness.fuller_spelling(one.name, name)]
        for alike in (self.likeness.ends_with, self.likeness.begins_surname, self.likeness.sounds_alike):
            found = [one for one in known if one.name and alike(one.name, name)]
            if found:
                return found
        return []

    def namesake(self, name: Range, fits: list[Speaker]) -> bool:
        """Whether the text tells of somebody else of this surname, who has not spoken: «کمال الموتی» beside «مجید الموتی»."""
        words, known = self.people.tokens.words, fits[0].name if fits else None
        if known is None or known[1] - known[0] < 2 or name[1] - name[0] != 1:
            return False
        return not self._given[words[name[0]]] <= set(words[known[0] : known[1] - 1])

    @cached_property
    def _given(self) -> dict[str, set[str]]:
        """Given names that stand before each word of the text."""
        words = self.people.tokens.words
        found: dict[str, set[str]] = defaultdict(set)
        for at in self.people.marks.all(GIVEN_NO_TITLE):
            if at + 1 < len(words):
                found[words[at + 1]].add(words[at])
        return found
