"""Who says it: an explicit state machine over the reports of an article, in order.

State: the people known so far (names, posts), the current speaker, and a post that has spoken without a name. Each
report's mention moves the state; when everything was read, posts that got their name late are filled in. Where
several people fit, nobody is named.
"""

from collections import deque
from collections.abc import Iterator

from extract.recognise.frames import Report
from extract.recognise.kinds import (
    ALSO,
    BEGINS_PERSON_NAME,
    CLOSES_QUOTE,
    CUE_CONTINUES,
    CUE_GOES_ON,
    IS,
    PREPOSITION,
    ROLE_HEAD,
    SENTENCE_END,
    SPEECH_NOUN,
    SURNAME,
    THAT,
    TITLE,
    VERB,
)
from extract.recognise.people import Mention, Range
from extract.resolve.posts import PostResolver
from extract.resolve.roster import Speaker
from extract.resolve.state import Attribution
from extract.statements import Basis

__all__ = ["Attribution", "Speaker", "SpeakerResolver"]

_HEAD = 6
"""So many words may stand before the subject: «در پایان این نشست»."""


class SpeakerResolver(PostResolver):
    """Walks through the reports of one article."""

    @property
    def speakers(self) -> list[Speaker]:
        """Everybody who was met, in order."""
        return self.roster.all

    def resolve(self) -> list[Attribution]:
        """Return one attribution a report, in the same order."""
        own = [report for report in self.reports if not report.nested]
        self._events = sorted({report.sentence for report in own})
        first_of = {report.sentence: report for report in reversed(own)}
        for report in own:
            self.reports_of[report.sentence].append(report)
        self._named_next = self._next_named(first_of)
        waiting = deque(sorted([*self.others, *self.spoke], key=lambda mention: mention.first))
        found: dict[int, Attribution] = {}
        for number, sentence in enumerate(self._events):
            report = first_of[sentence]
            while waiting and waiting[0].first < report.sentence:
                self._meet(waiting.popleft())
            before = self.current
            found[sentence] = self._attribute(report, number)
            self._told_from = sentence
            self._told_until = max(self._told_until, *(one.content[1] for one in self.reports_of[sentence]))
            if report.rule == "clause.written" and before is not None:
                self.current = before  # whose message was read is no antecedent of «وی»
        for mention in waiting:
            self._meet(mention)
        self._join_late_posts()
        return [self._of(report, found) for report in self.reports]

    def _next_named(self, first_of: dict[int, Report]) -> list[Mention | None]:
        """Return, for each event, the first mention from there on that is no pronoun."""
        found: list[Mention | None] = [None]
        for sentence in reversed(self._events):
            who = first_of[sentence].who
            found.append(found[-1] if who is None or who.kind == "pronoun" else who)
        return found[::-1]

    def _of(self, report: Report, found: dict[int, Attribution]) -> Attribution:
        if report.nested:
            return self._hearsay(report)
        return found[report.sentence]

    def _hearsay(self, report: Report) -> Attribution:
        """Somebody quoted by the speaker: named as found, and never printed as said by them."""
        assert report.who is not None
        span = (report.who.first, report.who.last)
        fits = self.roster.named(report.who.name) if report.who.name else []
        speaker = fits[0] if len(fits) == 1 else Speaker(body=span)
        return Attribution(speaker, "inferred", span, None, held="hearsay")

    def _attribute(self, report: Report, number: int) -> Attribution:
        who = report.who
        self._verb_goes_on = self.chars[report.cue[0]] in CUE_GOES_ON
        if who is None:
            if report.rule == "clause.written" and self._of_another_body():
                return Attribution(None, None, None, None, held="several_candidates")
            return self._anaphor(report, None, "inferred")
        if who.kind == "pronoun":
            if who.role is not None:
                fits = self.roster.holding(who.role)
                if len(fits) == 1:
                    return self._speak(fits[0], who._replace(role=None), (who.first, who.last), "role")
            found = self._anaphor(report, (who.first, who.last), "pronoun")
            if found.speaker is not None:
                self.roster.add_role(found.speaker, self._post_of_pronoun(who.last))
            return found
        if who.kind == "body":
            return self._body((who.first, who.last))
        if self.standing.several(who, report) or self.standing.another_subject(who, report):
            self._meet(who)
            self.current = None
            return Attribution(None, None, (who.first, who.last), None, held="several_candidates")
        if who.kind == "role":
            return self._by_role(report, who, number)
        return self._by_one_name(report, who)

    def _anaphor(self, report: Report, mention: Range | None, basis: Basis) -> Attribution:
        if not self._look_before(report):
            return Attribution(None, None, mention, None, held="several_candidates")
        speaker = self.current
        if speaker is not None and self._another_between(speaker, report):
            return Attribution(None, None, mention, None, held="several_candidates")
        if speaker is not None and mention is not None and self.roster.is_group(speaker):
            speaker = self.current = self.roster.last_person()
        if speaker is None:
            return Attribution(None, None, mention, None, held="no_speaker")
        antecedent = speaker.mentions[-1] if speaker.mentions else None
        return Attribution(speaker, basis, mention, antecedent)

    def _of_another_body(self) -> bool:
        """«در این گزارش آمده است: …», where a body spoke first and then a person."""
        current = self.current
        person = current is not None and not self.roster.is_group(current)
        return person and any(self.roster.is_group(one) for one in self.roster.recent)

    def _look_before(self, report: Report) -> bool:
        """Take whom the sentence before tells of for the one who speaks now; false where that is not sure."""
        before = self.before.sentence(report, self._told_from)
        if before is None or (self.current is not None and self.chars[report.cue[0]] in CUE_CONTINUES):
            return True
        subject = self.before.named(before)
        told = before[0] < self._told_until  # it may be the speaker's still
        if subject is not None:
            known = self.roster.named(subject.name or (0, 0)) == [self.current]
            if told and not known:
                return False
            self._spoke(subject)
            return True
        if told:
            return True
        post, sure = self.before.by_post(before, report)
        if post is None:
            return not self.before.unsure(before)
        fits = self.roster.holding(post)
        if not sure or len(fits) > 1:
            return fits == [self.current]
        self.current = fits[0] if fits else self.roster.add(Speaker(roles=[post], rule="post"))
        self.current.mentions.append(post)
        return True

    def _post_of_pronoun(self, at: int) -> Range | None:
        """«او که مدیرعامل تعاونی «نان مهر» است، افزود: …»."""
        post = self.people.post_at(at + 1, self.people.size) if self.chars[at] in THAT else None
        if post is None:
            return None
        last = post[1] + (self.chars[post[1]] in CLOSES_QUOTE)
        return post if self.chars[last] in IS else None

    def _another_between(self, speaker: Speaker, report: Report) -> bool:
        """Whether somebody else was named since the last statement: «از مریم دیلی، مدیرعامل …، قدردانی شد. وی گفت: …».

        A verb that goes on («افزود») passes over those who were named beside something else, not over who was told of.
        """
        if any(self._heads_between(speaker, report)):
            return True
        for at in self.people.marks.within(BEGINS_PERSON_NAME, self._told_until, report.sentence):
            name = self.people.name_at(at, report.sentence, subject=False)
            if name is None or name.name is None or not self._surely_name(name.name, at):
                continue
            if self.roster.named(name.name) == [speaker]:
                continue
            if not self._verb_goes_on or self.chars[at - 1] in SENTENCE_END:
                return True
        return False

    def _heads_between(self, speaker: Speaker, report: Report) -> Iterator[bool]:
        """«شهردار نیز درباره بودجه سخن گفت. وی …»: whether the subject of a sentence between is another's post."""
        marks = self.people.marks
        for at in marks.within(ROLE_HEAD, self._told_until, report.sentence):
            start = marks.last(SENTENCE_END, max(self._told_until - 1, at - _HEAD), at)
            if start is None or self.chars[at - 1] in PREPOSITION or marks.first(VERB, start, at) is not None:
                continue
            post = self.people.post_at(at, report.sentence)
            if post is not None and (self.chars[post[1]] in ALSO or self._speaks(post[1], report.sentence)):
                yield speaker not in self.roster.holding(post)

    def _speaks(self, first: int, last: int) -> bool:
        end = self.people.marks.first(SENTENCE_END, first, last)
        return self.people.marks.first(SPEECH_NOUN, first, last if end is None else end) is not None

    def _surely_name(self, name: Range, at: int) -> bool:
        """A title or a post beside it, or a surname that is known: not «امید مردم»."""
        return self.chars[at] in TITLE or self.chars[name[1] - 1] in SURNAME or name in self._with_post
