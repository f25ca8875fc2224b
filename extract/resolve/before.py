"""Whom the sentence right before a pronoun tells of, where it reports nothing.

«هادی رانکوهی، کشاورز …، از راه می‌رسد. او می‌گوید: …», «… و وزیر از نمایشگاه بازدید کرد. ⏎ وی گفت: …».
"""

from extract.grammar.tags import kind
from extract.recognise.frames import Report
from extract.recognise.kinds import (
    ADDS,
    AFTER_SUBJECT,
    ALSO,
    ALSO_OR_CONNECTIVE,
    AND,
    BEGINS_PERSON_NAME,
    COMMA,
    GIVEN_NAME,
    IS,
    LEAD,
    ROLE_HEAD,
    SENTENCE_END,
    SOURCE_END,
    STAMP,
    SURNAME,
    THAT,
    VERB,
)
from extract.recognise.people import Mention, People, Range

_LONGEST_SENTENCE = 80
_AFTER_NAME = kind("cue|when|also|connective|comma|preposition|complement|number|not_name")
_SOMEBODY = kind("person.noun&!role.head&!suffix.animate&!suffix.plural|who.one|person.told")
_FINITE = kind("verb|give.verb")
_TOO = ("نیز", "هم")
_SAID = kind("cue&!no_cue|colon|quote.open")
_ANYBODY = kind("role.head|given_name&!place|title|seyyed|pronoun|who|person.noun")
_PLURAL_HEAD = kind("suffix.plural|suffix.animate")
_BEFORE_SUBJECT = kind("when|connective|also")
_THIS, _EVENT = kind("demonstrative"), kind("event")
_PERFECT, _WAS, _PLURAL = ("است", "اند"), "بود", "ند"


class Before:
    """Reads what stands before reporting sentences of one article."""

    def __init__(self, people: People) -> None:
        self.people, self.chars, self.marks = people, people.chars, people.marks
        self.words = people.tokens.words

    def sentence(self, report: Report, told_from: int) -> Range | None:
        """Return the sentence before; ``None`` where it reports something itself.

        Args:
            told_from: index of the first token of the last sentence that reported.
        """
        end = report.sentence
        while end > 0 and self.chars[end - 1] in SENTENCE_END:
            end -= 1
        start = self.marks.last(SENTENCE_END, max(0, end - _LONGEST_SENTENCE), end)
        start = 0 if start is None else start + 1
        return None if start <= told_from or start >= end else (start, end)

    def named(self, sentence: Range) -> Mention | None:
        """Return who is named at its head: «حسن رضایی بیست سال است در این کارگاه کار می‌کند»."""
        start, end = sentence
        while self.chars[start] in ALSO_OR_CONNECTIVE:
            start += 1  # «سپس X، مدیرعامل …، روی صحنه آمد»
        if self.chars[start] not in BEGINS_PERSON_NAME:
            return None
        name = self.people.name_at(start, end, subject=False)
        if name is None or name.name is None or name.name[1] - name.name[0] < 2:
            return None
        if self.chars[name.last] not in _AFTER_NAME and self.chars[name.name[1] - 1] not in SURNAME:
            return None
        return None if self.people.everyday(name.name[1] - 1) else name

    def post_told(self, sentence: Range) -> Range | None:
        """Return the post that is its subject: «رئیس اتاق تعاون گیلان اما نگاه دیگری دارد.»"""
        start, end = self._head(sentence), sentence[1]
        who = self.people.subject_at(start, end)
        if who is None or who.kind != "role" or who.role is None or self.chars[start] in _PLURAL_HEAD:
            return None
        if self.words[who.last] in _TOO or self.chars[who.last] not in AFTER_SUBJECT:
            return None  # «فرماندار نیز حضور داشت»: beside somebody
        if self.marks.first(_SAID, start, end) is not None:
            return None
        verb = self.marks.last(_FINITE, who.last, end)
        if verb is None or self.words[verb].endswith(_PLURAL) or self._perfect(verb):
            return None
        return who.role

    def alone(self, post: Range) -> bool:
        """Whether the sentence tells of nobody else after the post: not «معاون وزیر با استاندار دیدار کرد»."""
        end = self.marks.first(SENTENCE_END, post[1], self.people.size)
        return self.marks.first(_ANYBODY, post[1], self.people.size if end is None else end) is None

    def _head(self, sentence: Range) -> int:
        """Return where a sentence begins after the date and the source: « date 2022-10-06», «به گزارش ایرنا، »."""
        start, end = sentence
        while start < end and self.chars[start] in STAMP:
            start += 1
        if self.chars[start] in LEAD:
            source = self.marks.first(SOURCE_END, start, end)
            start = start if source is None else source + 1
        while self.chars[start] in _BEFORE_SUBJECT:
            start += 1
        return start

    def unsure(self, sentence: Range) -> bool:
        """Whether somebody may be told of at its head who has no name, or one that no list has: «گلنار، زن ۶۰ ساله، …»."""
        start, end = sentence
        if self.chars[start] in _SOMEBODY:
            return True  # «پیرمردی کنار در ایستاده است»
        if self.chars[start] in GIVEN_NAME and self.chars[start + 1] in COMMA:
            return True
        name = self.people.name_at(start, end, subject=True)
        if name is None or name.kind != "name" or name.name is None or name.name[1] - name.name[0] != 2:
            return False
        return self.chars[name.last] in AFTER_SUBJECT and not any(
            map(self.people.everyday, range(*name.name))
        )

    def by_post(self, sentence: Range, report: Report) -> tuple[Range | None, bool]:
        """Return the post that is its last subject, and whether «وی» is surely whoever has it.

        Not sure are several («فرماندار و بخشدار آمدند»), and what may be the words of who spoke before («وزیر قول داده است»).
        A verb that goes on («افزود») passes over it, unless it names the occasion («در حاشیه این بازدید افزود»).
        """
        start, end = sentence
        verb = self.marks.last(_FINITE, start, end)
        if verb is None or (self.chars[report.cue[0]] in ADDS and not self._names_occasion(report)):
            return None, True
        if self.words[start] == "از" and (thanked := self.people.post_at(start + 1, end)) is not None:
            return thanked, False  # «از فرماندار قدردانی شد. وی گفت»
        for at in reversed(self.marks.within(ROLE_HEAD, start, verb)):
            if not self._begins_clause(start, at):
                if self._within(start, at):
                    return self.people.post_at(at, end), False
                continue
            who = self.people.subject_at(at, end)
            if (
                who is None
                or who.kind != "role"
                or who.role is None
                or self.chars[who.last] not in AFTER_SUBJECT
            ):
                return None, True
            return who.role, not (self.words[verb].endswith(_PLURAL) or self._perfect(verb))
        return None, True

    def _begins_clause(self, start: int, at: int) -> bool:
        while at > start and self.chars[at - 1] in ALSO_OR_CONNECTIVE:
            at -= 1
        if at == start:
            return True
        if self.chars[at - 1] in AND:
            return self.chars[at - 2] in VERB
        return self.chars[start] in LEAD and self.marks.first(SOURCE_END, start, at) == at - 1

    def _within(self, start: int, at: int) -> bool:
        """«پیش از این نیز مدیرکل …», «این در حالی است که مدیرکل …»."""
        return self.chars[at - 1] in ALSO or (at - 2 > start and self.aside(at))

    def aside(self, at: int) -> bool:
        """«این در حالی است که مدیرکل … را تأیید کرده بود»: told beside, of somebody who does not speak here."""
        return self.chars[at - 1] in THAT and self.chars[at - 2] in IS

    def _perfect(self, verb: int) -> bool:
        """«داده است», «بازدید کرده بود»: what happened before."""
        word = self.words[verb]
        if word.endswith(_PERFECT):
            return True
        return word.endswith(_WAS) and (word.removesuffix(_WAS) or self.words[verb - 1]).endswith("ه")

    def _names_occasion(self, report: Report) -> bool:
        """«در حاشیه این بازدید»."""
        near = self.marks.within(_THIS, report.sentence, report.cue[0])
        return any(self.chars[at + 1] in _EVENT for at in near)
