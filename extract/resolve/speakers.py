"""Who says it: an explicit state machine over the reports of an article, in order.

State: the people known so far (names, posts), the current speaker, and a post that has spoken without a name. Each
report's mention moves the state; when everything was read, posts that got their name late are filled in. Where
several people fit, nobody is named.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from functools import cached_property

from extract.recognise.frames import Report
from extract.recognise.kinds import (
    ADDS,
    BEGINS_NAME,
    BREAK,
    CUE_GOES_ON,
    CUE_OR_QUOTE,
    GIVEN_NAME,
    GIVEN_NO_TITLE,
    ROLE_GOVERNOR,
    ROLE_HEAD,
    ROLE_OF_GOVERNOR,
    SENTENCE_END,
    SOLE_POST,
    STOP,
    STOP_BREAK_OR_COLON,
    VERB,
    WHO_ONE,
)
from extract.recognise.people import Mention, People, Range
from extract.resolve.likeness import Likeness
from extract.statements import Basis

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


@dataclass
class Attribution:
    """The speaker of one report, and how it was found."""

    speaker: Speaker | None
    basis: Basis | None
    mention: Range | None
    antecedent: Range | None
    held: str | None = None


class SpeakerResolver:
    """Walks through the reports of one article."""

    def __init__(self, people: People, reports: list[Report], others: list[Mention]) -> None:
        self.people = people
        self.chars = people.chars
        self.reports = reports
        self.others = others
        """Named people with a post who do not speak (lists of guests, chairs of meetings)."""
        self.speakers: list[Speaker] = []
        self.recent: list[Speaker] = []
        """The last of them: those that words may refer to."""
        self.current: Speaker | None = None
        self._likeness = Likeness(people)

    def resolve(self) -> list[Attribution]:
        """Return one attribution a report, in the same order."""
        own = [report for report in self.reports if not report.nested]
        self._events = sorted({report.sentence for report in own})
        first_of = {report.sentence: report for report in reversed(own)}
        self._named_next = self._next_named(first_of)
        waiting = deque(sorted(self.others, key=lambda mention: mention.first))
        found: dict[int, Attribution] = {}
        for number, sentence in enumerate(self._events):
            report = first_of[sentence]
            while waiting and waiting[0].first < report.sentence:
                self._meet(waiting.popleft())
            before = self.current
            found[sentence] = self._attribute(report, number)
            if report.rule == "clause.written" and before is not None:
                self.current = before  # whose message was read is no antecedent of «وی»
        for mention in waiting:
            self._meet(mention)
        self._join_late_posts()
        return [self._of(report, found) for report in self.reports]

    def _add(self, speaker: Speaker) -> None:
        self.speakers.append(speaker)
        self.recent.append(speaker)
        if len(self.recent) > _MOST:
            del self.recent[0]

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
        fits = self._named(report.who.name) if report.who.name else []
        speaker = fits[0] if len(fits) == 1 else Speaker(body=span)
        return Attribution(speaker, "inferred", span, None, held="hearsay")

    # ------------------------------------------------------------------ one report

    def _attribute(self, report: Report, number: int) -> Attribution:
        who = report.who
        self._verb_goes_on = self.chars[report.cue[0]] in CUE_GOES_ON
        if who is None:
            return self._anaphor(None, "inferred")
        if who.kind == "pronoun":
            if who.role is not None:
                fits = [
                    one
                    for one in self.recent
                    if any(self._likeness.same_post(role, who.role) for role in one.roles)
                ]
                if len(fits) == 1:
                    return self._speak(fits[0], who._replace(role=None), (who.first, who.last), "role")
            return self._anaphor((who.first, who.last), "pronoun")
        if who.kind == "body":
            speaker = self._body((who.first, who.last))
            return Attribution(speaker, "named", (who.first, who.last), None)
        if who.kind == "role":
            return self._by_role(report, who, number)
        if (
            who.kind == "single"
            and self._pending() is None
            and self.chars[who.first] not in GIVEN_NAME
            and not self._named(who.name or (0, 0))
            and self.people.full_name(who.name or (0, 0)) is None
        ):
            speaker = self._body((who.first, who.last))
            return Attribution(speaker, "inferred", (who.first, who.last), None, held="weak_basis")
        return self._by_name(who)

    def _anaphor(self, mention: Range | None, basis: Basis) -> Attribution:
        speaker = self.current
        if speaker is not None and mention is not None and self._is_group(speaker):
            speaker = self.current = self._last_person()
        if speaker is None:
            return Attribution(None, None, mention, None, held="no_speaker")
        antecedent = speaker.mentions[-1] if speaker.mentions else None
        return Attribution(speaker, basis, mention, antecedent)

    def _is_group(self, speaker: Speaker) -> bool:
        """A body or several people: no antecedent of «وی»."""
        return speaker.body is not None and self.chars[speaker.body[0]] not in WHO_ONE

    def _last_person(self) -> Speaker | None:
        """Return who was mentioned last of those that are no body."""
        people = [one for one in self.recent if one.mentions and not self._is_group(one)]
        return max(people, key=lambda one: one.mentions[-1], default=None)

    # ------------------------------------------------------------------ by name

    def _by_name(self, who: Mention) -> Attribution:
        assert who.name is not None
        fits = self._named(who.name, full=who.kind == "name")
        if len(fits) > 1:
            if self.current in fits and who.kind == "surname" and who.role is None:
                fits = [self.current]
            elif who.role is not None:
                fits = [
                    one for one in fits if any(self._likeness.same_post(role, who.role) for role in one.roles)
                ] or fits
        doubt = who.kind == "surname" and fits[:1] != [self.current] and self._namesake(who.name, fits)
        if len(fits) > 1 or doubt:
            return Attribution(None, None, who.name, None, held="several_candidates")
        basis: Basis = "surname" if who.kind == "surname" and fits else "named"
        speaker = fits[0] if fits else self._fresh(who)
        antecedent = speaker.name
        speaker.mentions.append(who.name)
        self._add_role(speaker, who.role)
        self.current = speaker
        return Attribution(speaker, basis, (who.first, who.last), antecedent)

    def _namesake(self, name: Range, fits: list[Speaker]) -> bool:
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

    def _named(self, name: Range, *, full: bool = True) -> list[Speaker]:
        key = self._likeness.name(name).key
        exact = [one for one in self.recent if one.name and self._likeness.name(one.name).key == key]
        if exact:
            return exact
        if full and name[1] - name[0] >= 2 and self.chars[name[0]] in BEGINS_NAME:
            return [one for one in self.recent if one.name and self._likeness.fuller_spelling(one.name, name)]
        return [one for one in self.recent if one.name and self._likeness.ends_with(one.name, name)] or [
            one for one in self.recent if one.name and self._likeness.sounds_alike(one.name, name)
        ]

    def _fresh(self, who: Mention) -> Speaker:
        """A new person; takes the post that has just spoken without a name."""
        told = self._post_just_told(who) if who.role is None else None
        if told is not None:
            speaker = Speaker(name=who.name, roles=[told], rule="post_in_sentence_before")
            self._add(speaker)
            return speaker
        full = (
            self.people.full_name(who.name)
            if who.name is not None and who.kind in ("surname", "single")
            else None
        )
        if full is not None and full != who.name:
            who = who._replace(name=full)  # named in full somewhere, though not as a speaker
        pending = self._pending()
        if pending is not None and not self._takes(pending, who):
            pending = None
        if pending is None and who.role is not None:
            pending = next(
                (
                    one
                    for one in self._nameless()
                    if any(self._likeness.same_post(r, who.role) for r in one.roles)
                ),
                None,
            )
        if pending is not None:
            speaker = pending
            speaker.name = who.name
            speaker.rule = "name_after_post"
        else:
            speaker = Speaker(name=who.name, rule="named")
            self._add(speaker)
        return speaker

    def _takes(self, pending: Speaker, who: Mention) -> bool:
        """A name without a post, or with the same; another post only where the speech goes on («…، افزود:»)."""
        if who.role is None or any(self._likeness.same_post(role, who.role) for role in pending.roles):
            return True
        return self._verb_goes_on and not who.also

    def _nameless(self) -> list[Speaker]:
        return [one for one in self.recent if one.name is None and one.body is None]

    def _post_just_told(self, who: Mention) -> Range | None:
        """«سخنران بعدی مدیرکل تعاون استان بود. علی … گفت»: the one post of a sentence before that reports nothing."""
        end = self.people.marks.last(SENTENCE_END, 0, who.first)
        if end is None or who.first - end > 2 or self.chars[end] not in STOP:
            return None
        start = self.people.marks.last(STOP_BREAK_OR_COLON, 0, end)
        start = 0 if start is None else start + 1
        if self.people.marks.first(CUE_OR_QUOTE, start, end) is not None or self.chars[end - 1] not in VERB:
            return None
        posts = [self.people.post_at(at, end) for at in self.people.marks.within(ROLE_HEAD, start, end)]
        found = [post for post in posts if post is not None]
        return found[0] if len(found) == 1 and found[0][1] == end - 1 else None

    def _pending(self) -> Speaker | None:
        """The last speaker, if it is a post without a name."""
        one = self.current
        return one if one is not None and one.name is None and one.body is None else None

    def _meet(self, mention: Mention) -> None:
        """Take note of a named person with a post who is not reporting here."""
        if mention.name is None:
            return
        fits = self._named(mention.name)
        if len(fits) == 1:
            speaker = fits[0]
        elif fits:
            return
        else:
            speaker = Speaker(name=mention.name, rule="named_with_post")
            self._add(speaker)
        speaker.mentions.append(mention.name)
        self._add_role(speaker, mention.role)
        if mention.first == 0 or self.people.chars[mention.first - 1] in SENTENCE_END:
            self.current = speaker  # «X، فرماندار …، آخرین سخنران بود. او …»

    def _add_role(self, speaker: Speaker, role: Range | None) -> None:
        if role is not None and not any(
            self.people.key(known) == self.people.key(role) for known in speaker.roles
        ):
            speaker.roles.append(role)

    # ------------------------------------------------------------------ by post

    def _by_role(self, report: Report, who: Mention, number: int) -> Attribution:
        assert who.role is not None
        span = (who.first, who.last)
        fits = [
            one for one in self.recent if any(self._likeness.same_post(role, who.role) for role in one.roles)
        ]
        if (
            who.also
            and self.current in fits
            and len(fits) == 1
            and not any(self._likeness.equal(role, who.role) for role in fits[0].roles)
        ):
            fits = []  # «معاون … نیز گفت»: somebody else
        if len(fits) > 1:
            best = [
                one
                for one in fits
                if any(self.people.key(role) == self.people.key(who.role) for role in one.roles)
            ]
            fits = best or ([self.current] if self.current in fits and not who.also else fits)
        if not fits and self.chars[who.first] in ROLE_OF_GOVERNOR:
            fits = [
                one for one in self.recent if any(self.chars[role[0]] in ROLE_GOVERNOR for role in one.roles)
            ]
        if len(fits) > 1:
            return Attribution(None, None, span, None, held="several_candidates")
        if fits:
            self._name_of_nameless(fits[0], report)
            return self._speak(fits[0], who, span, "role")
        follows = self._next_new_name(number)
        current = self.current
        if current is not None and current.body is None and not who.also and not follows:
            if current.name is not None and not current.roles:
                return self._speak(current, who, span, "role")
            if self._second_title(report, current, who.role):
                return self._speak(current, who, span, "inferred")
        roleless = [one for one in self.recent if one.name is not None and not one.roles]
        if len(roleless) == 1 and not who.also and not follows and not self._nameless():
            return replace(self._speak(roleless[0], who, span, "inferred"), held="weak_basis")
        speaker = Speaker(roles=[who.role], rule="post")
        self._add(speaker)
        return self._speak(speaker, who, span, "role")

    def _name_of_nameless(self, post: Speaker, report: Report) -> None:
        """«علی … دستور داد …. استاندار سپس …»: the post that spoke nameless has just been named without its post."""
        current = self.current
        if post.name is None and current is not None and current.name is not None and not current.roles:
            last = current.mentions[-1]
            if self.people.marks.first(BREAK, last[0], report.sentence) is None:
                post.name, current.roles = current.name, post.roles

    def _speak(self, speaker: Speaker, who: Mention, span: Range, basis: Basis) -> Attribution:
        antecedent = speaker.name or (speaker.mentions[0] if speaker.mentions else None)
        speaker.mentions.append(span)
        self._add_role(speaker, who.role)
        self.current = speaker
        return Attribution(speaker, basis, span, antecedent)

    def _next_new_name(self, number: int) -> bool:
        """Whether the next speaker that is named is somebody not met yet, named without a post."""
        who = self._named_next[number + 1]
        return (
            who is not None
            and who.kind in ("name", "surname")
            and who.name is not None
            and who.role is None
            and not self._named(who.name)
        )

    def _second_title(self, report: Report, current: Speaker, role: Range) -> bool:
        """A verb that goes on («افزود»), or a post of the same body: the speaker under another title."""
        if self.chars[role[0]] in SOLE_POST and any(self.chars[one[0]] in SOLE_POST for one in current.roles):
            return False  # «شهردار شفت» after «فرماندار شفت»
        if self.chars[report.cue[0]] in ADDS:
            return True
        return any(self._likeness.shared(known, role) >= 0.6 for known in current.roles)

    def _join_late_posts(self) -> None:
        """A post that spoke first and was named only by a later list of people."""
        for post in self._nameless():
            fits = [
                one
                for one in self.recent
                if one.name is not None
                and any(self._likeness.same_post(a, b) for a in one.roles for b in post.roles)
            ]
            if len(fits) == 1:
                post.name = fits[0].name
                post.rule = "post_named_elsewhere"

    def _body(self, span: Range) -> Speaker:
        if (
            self.people.tokens.words[span[0]] == "این"
            and self.current is not None
            and self.current.body is not None
        ):
            return self.current  # «این اتحادیه افزود»
        key = self.people.key(span)
        for one in self.recent:
            if one.body is not None and self.people.key(one.body) == key:
                self.current = one
                return one
        speaker = Speaker(body=span, mentions=[span], rule="body")
        self._add(speaker)
        self.current = speaker
        return speaker
