"""Which body speaks: told in full, in short after that («اتاق», of «اتاق تعاون ایران»), by «این مرکز» or by an epithet."""

from itertools import accumulate

from extract.grammar.tags import kind
from extract.recognise.kinds import DEMONSTRATIVE, ORG_HEAD
from extract.recognise.people import People, Range
from extract.resolve.roster import Roster, Speaker
from extract.text.shadow import skeleton

_CALLED, _ANY = kind("body.called"), kind("body.any")
_EZAFE = "ی"


class Bodies:
    """Knows the bodies of one article by what they are called."""

    def __init__(self, people: People, roster: Roster) -> None:
        self.people, self.chars, self.roster = people, people.chars, roster
        self._heads: dict[Range, set[str]] = {}

    def meant(self, span: Range, current: Speaker | None) -> list[Speaker]:
        """Return the bodies that the words may mean: one where that is sure, none where it is nobody met."""
        if self.chars[span[0]] in DEMONSTRATIVE:
            return self._this(span, current)
        called = self._stands_for(span[0])
        if called is not None:
            return self._begins_with(called)
        key = self.people.key(span)
        exact = [one for one in self._spoken() if one.body and self.people.key(one.body) == key]
        return exact or self._in_full(span)

    def points_back(self, span: Range) -> bool:
        """Whether the words say nothing of their own: «این مرکز»."""
        return self.chars[span[0]] in DEMONSTRATIVE

    def _spoken(self) -> list[Speaker]:
        return [one for one in self.roster.recent if one.body is not None and not self.points_back(one.body)]

    def _this(self, span: Range, current: Speaker | None) -> list[Speaker]:
        """«این بانک», «این نهاد»; else the body of whose post alone spoke: «این اتاق», after «رئیس اتاق تعاون قم»."""
        if self.chars[span[0] + 1] in _ANY:
            fits = [one for one in self._spoken() if self.roster.is_group(one)]
        else:
            head = self._stands_for(span[0] + 1) or self.people.tokens.words[span[0] + 1]
            fits = self._begins_with(head)
            if not fits and current is not None:
                fits = [Speaker(body=body, rule="body") for body in self._of_posts(current, head)][:1]
        return [current] if current is not None and current in fits else fits

    def _stands_for(self, at: int) -> str | None:
        """Return how the body is called that an epithet or another name stands for: «مرکز پژوهش‌های مجلس»."""
        entry = self.people.tokens.entry(at) if self.chars[at] in _CALLED else None
        return None if entry is None else skeleton(str(entry.values["body.called"]))

    def _begins_with(self, key: str) -> list[Speaker]:
        return [one for one in self._spoken() if one.body and self._beginning(one.body, key)]

    def _in_full(self, span: Range) -> list[Speaker]:
        """Those of whose name this is the beginning; all where a post tells of yet another such body."""
        key = self.people.key(span)
        fits = self._begins_with(key)
        for one in self.roster.recent:
            for body in self._of_posts(one, key):
                if fits and not any(self._one_name(fit.body, body) for fit in fits if fit.body):
                    return [*fits, one]
        return fits

    def _one_name(self, known: Range, body: Range) -> bool:
        one, two = self.people.key(known), self.people.key(body)
        return one.startswith(two) or two.startswith(one)

    def _of_posts(self, one: Speaker, key: str) -> list[Range]:
        """Return the bodies of somebody's posts that are so called."""
        marks = self.people.marks
        bodies = [(at, role[1]) for role in one.roles for at in marks.within(ORG_HEAD, *role)]
        return [body for body in bodies if self._beginning(body, key) and self.people.key(body) != key]

    def _beginning(self, body: Range, key: str) -> bool:
        """Whether whole words of the name are the key: «مرکز پژوهش‌ها», of «مرکز پژوهش‌های مجلس»."""
        heads = self._heads.get(body)
        if heads is None:
            words = accumulate(map(skeleton, self.people.tokens.string(*body).split()))
            heads = self._heads[body] = set(words)
        return key in heads or key + _EZAFE in heads
