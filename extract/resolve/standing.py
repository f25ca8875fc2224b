"""What the sentence in which a person is named tells of them, where it gives no post.

«یکی از کشاورزان», «کشاورز ملایری», «که ۲۰ هکتار گندم دارد»: no official. «در پاسخ به استاندار»: not the governor.
"""

from extract.grammar.tags import kind
from extract.recognise.frames import Report
from extract.recognise.kinds import (
    ADDS,
    AND,
    COMMA,
    CUE_ASK,
    GOVERNS_OF,
    PREPOSITION,
    PREPOSITION_OR_COMPLEMENT,
    PRONOUN,
    ROLE_HEAD,
    SAYS,
    THAT,
    UNKNOWN_WORD,
    VERB,
    WHO_ONE,
)
from extract.recognise.people import Mention, People, Range

_AFTER_NAME = kind("quote.close|quote.plain|comma|paren.open|dash|also")
_ONE_OF_PEOPLE = kind("counted.person&!role.head|person.noun&!role.head|private|kin")
_PEOPLE = kind("suffix.animate|org.speaker&counted.person|locality.near.people|counted.person")
_EVENT = kind("preposition|event|when")
_ANSWERING, _ANSWERS = kind("connective"), ("درپاسخ", "درجواب", "درواکنش")
_THIS, _SOMEBODY = "این", kind("counted.person|person.noun|role.head")
_EXPERIENCE = kind("experience")
_SEMICOLON = kind("semicolon")
_BEGINS_PERSON = kind("role.head|given_name|title|seyyed")
_INTERVIEW, _PRESS, _NEWS = kind("interview"), "خبرنگاران", "خبری"
_NOT_MET = frozenset(("عنوان", "سمت", "مقام", "سوی", "جانب", "طرف", "قول", "نقل"))
"""«به عنوان فرماندار», «از سوی فرماندار»: nobody else, or nobody who was met."""
_RESUMING = frozenset(("پایان", "ادامه", "خاتمه", "همچنین", "درپایان", "درادامه"))
_FAR = 6


class Standing:
    """Reads the sentences of one article."""

    def __init__(self, people: People) -> None:
        self.people, self.chars, self.marks = people, people.chars, people.marks
        self.words = people.tokens.words

    def private(self, who: Mention, report: Report) -> bool:
        """Whether a person is told with what is no post: an occupation, «یکی از …», «که … دارد»."""
        if who.name is None or who.role is not None:
            return False
        at = who.name[1]
        while self.chars[at] in _AFTER_NAME:
            at += 1
        if any(self.chars[one + 1] in ROLE_HEAD for one in self.marks.within(AND, at, report.cue[0])):
            return False  # «جانباز دفاع مقدس و عضو شورای روستا»
        apposed = any(self.chars[one] in COMMA for one in range(who.name[1], at))
        if self.chars[at] in _ONE_OF_PEOPLE or self.chars[at] in WHO_ONE:
            return True
        if self.chars[at] in THAT:
            return self.chars[at + 1] not in _EVENT and self.marks.first(VERB, at, report.cue[0]) is not None
        if self.words[at] == "از":
            return self._of_people(at, report.cue[0])
        return apposed and self._apposition(at, report.cue[0])

    def answers(self, who: Mention, report: Report) -> bool:
        """«مدیرکل … در پاسخ به این صیاد قول داد»: somebody else than who spoke before."""
        at = self.marks.first(_ANSWERING, who.last, report.cue[0])
        if at is None or self.words[at] not in _ANSWERS or self.words[at + 1] != "به":
            return False
        return self.chars[at + 2] in PRONOUN or (
            self.words[at + 2] == _THIS and self.chars[at + 3] in _SOMEBODY
        )

    def experience(self, who: Mention, report: Report) -> list[str]:
        """Return the field of «X که ۱۷ سال سابقه پرورش میگو دارد»."""
        that = self.marks.first(THAT, who.last, report.cue[0])
        if that is None or that > who.last + 1:
            return []
        verb = self.marks.first(VERB, that, report.cue[0])
        told = self.marks.first(_EXPERIENCE, that, verb) if verb is not None else None
        return [] if told is None else self.words[told + 1 : verb]

    def _of_people(self, at: int, cue: int) -> bool:
        """«از کارگران معدن گفت»; not «از کارگران خواست», «از کارگران تشکر کرد و گفت»."""
        if self.chars[at + 1] not in _PEOPLE or self.marks.first(VERB, at, cue) is not None:
            return False
        return (
            self.chars[cue] in SAYS and self.chars[cue] not in GOVERNS_OF and self.chars[cue] not in CUE_ASK
        )

    def _apposition(self, at: int, cue: int) -> bool:
        """«، سرایدار مدرسه، گفت»: after a comma a word that nothing marks, up to a comma or the verb."""
        if self.chars[at] != UNKNOWN_WORD:
            return False
        end = self.marks.first(COMMA, at, cue)
        end = cue if end is None else end
        return end - at <= _FAR and self.marks.first(VERB, at, end) is None and end <= cue

    def stage(self, who: Mention, report: Report) -> Range | None:
        """«X در نشست … گفت», «X با بیان اینکه … گفت»: not the name and the verb alone, nor «در گفت‌وگو با ایسنا»."""
        found = self.marks.within(PREPOSITION_OR_COMPLEMENT, who.last, report.cue[0] + 1)
        if any(self.chars[at] not in _INTERVIEW or _PRESS in self.words[at] for at in found):
            return who.last, report.cue[0]
        return None

    def suits(self, stage: Range, post: set[str]) -> bool:
        """Whether somebody meets the press there, or the post's own words are told: «در تشریح برنامه‌های صندوق …»."""
        told = self.words[slice(*stage)]
        return not post.isdisjoint(told) or any(_PRESS in word or word.endswith(_NEWS) for word in told)

    def resumes(self, report: Report) -> bool:
        """«در پایان», «در ادامه», «همچنین»: somebody who spoke before goes on."""
        if self.chars[report.cue[0]] in ADDS:
            return True
        return not _RESUMING.isdisjoint(self.words[report.sentence : report.cue[0]])

    def several(self, who: Mention, report: Report) -> bool:
        """«X، بخشدار … و Y بخشدار … گفتند»: nobody alone."""
        at = who.last + 1 if self.chars[who.last] in COMMA else who.last
        joined = self.chars[at] in AND and self.chars[at + 1] in _BEGINS_PERSON
        return joined and self.words[report.cue[0]].endswith("ند")

    def another_subject(self, who: Mention, report: Report) -> bool:
        """«X مدعی شد …؛ موضوعی که وزیر آن را رد کرد و گفت: …»: a new clause whose subject is another post."""
        cue = report.cue[0]
        semicolon = self.marks.last(_SEMICOLON, who.last, cue)
        that = None if semicolon is None else self.marks.first(THAT, semicolon, cue)
        return that is not None and self.chars[that + 1] in ROLE_HEAD

    def others(self, who: Mention, report: Report, told: list[Report]) -> list[Range]:
        """Return the posts that the sentence tells beside the speaker: «در دیدار با استاندار», «در پاسخ به شهردار».

        Args:
            told: all reports of the sentence; posts within what is reported say nothing.
        """
        found = []
        for at in self.marks.within(ROLE_HEAD, report.sentence, report.cue[0]):
            if who.first <= at < who.last or any(one.content[0] <= at < one.content[1] for one in told):
                continue
            preposition = self.marks.last(PREPOSITION, max(report.sentence, at - _FAR), at)
            if preposition is None or not _NOT_MET.isdisjoint(self.words[preposition:at]):
                continue
            if self.marks.first(VERB, preposition, at) is None:
                post = self.people.post_at(at, report.cue[0])
                if post is not None:
                    found.append(post)
        return found
