"""One sentence that may report: its subject, adverbials, complement, object and reporting verbs.

The order of a Persian reporting sentence::

    [source] SUBJECT [adverbials] [با بیان اینکه COMPLEMENT،] [OBJECT verb و] VERB: CLAUSE
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from extract.grammar.marks import between
from extract.recognise.kinds import (
    ACCORDING,
    ADVERBIAL_START,
    AFTER_GROUP,
    AFTER_SUBJECT,
    AND,
    BECOME_VERB,
    BEFORE_HEAD,
    BEFORE_NAME_OF_BODY,
    BEFORE_OBJECT,
    BEFORE_SOURCE,
    BEGINS_ADVERBIAL,
    BEGINS_NAME,
    BEGINS_SUBJECT,
    BEGINS_WITH_SOURCE,
    COLON,
    COLON_COMMA_OR_THAT,
    COMMA,
    COMPLEMENT,
    CUE,
    CUE_ASK,
    CUE_DEMAND,
    CUE_NOUN,
    CUE_SAY,
    GIVE_VERB,
    GIVEN_NAME,
    GOVERNS_AZ,
    GOVERNS_OF,
    GOVERNS_ON,
    INFORM_NOUN,
    LAST_OF_POST,
    LEAD_REPORT,
    NO_BARE_CLAUSE,
    NO_CLAUSE,
    NO_FIRST_NAME,
    OBJECT_HEAD,
    OBJECT_HEAD_AMOUNT,
    OBJECT_MARKER,
    PLACE_OR_OFFICE,
    POST_OR_PRONOUN,
    PREPOSITION,
    PREPOSITION_OR_COMPLEMENT,
    PRONOUN,
    REPORTS,
    SAYS,
    SOURCE_END,
    SPEAKING_BODY,
    STATES,
    STOP,
    STOPS_SOURCE,
    TAKES_OBJECT,
    THAT,
    TITLE,
    VERB,
    WHO,
    WORD,
    WORD_OR_NUMBER,
)
from extract.recognise.people import Mention, Range

if TYPE_CHECKING:
    from extract.recognise.speech import SpeechReader


class Report(NamedTuple):
    """One reported statement; all ranges are token indexes."""

    kind: str
    """``clause``, ``complement`` or ``nominal``."""
    content: Range
    cue: Range
    rule: str
    who: Mention | None
    """Words that stand for the speaker; ``None`` where the verb has no subject of its own."""
    sentence: int
    """Index of the sentence's first token: reports of one sentence have one speaker."""
    nested: bool = False
    """Somebody's words as told by another speaker."""


class Clause(NamedTuple):
    """A clause that has begun and whose end is not known yet."""

    cue: Range
    start: int
    who: Mention | None
    rule: str
    sentence: int

    def closed(self, content: Range) -> Report:
        """Return the report with its content."""
        return Report("clause", content, self.cue, self.rule, self.who, self.sentence)


class Frame:
    """A sentence, as token indexes ``start`` … ``end - 1``.

    Args:
        paragraph_end: index after the paragraph's last token.
        inside: the sentence stands inside a clause that is open; it must show more to be taken for a report.
    """

    def __init__(
        self, reader: "SpeechReader", start: int, end: int, paragraph_end: int, *, inside: bool
    ) -> None:
        self.reader, self.people, self.chars, self.marks = reader, reader.people, reader.chars, reader.marks
        self.words = reader.tokens.words
        self.start, self.end, self.paragraph_end, self.inside = start, end, paragraph_end, inside
        self.found: list[Report] = []
        self.clause: Clause | None = None
        self.who: Mention | None = None
        self.opens = False
        """Whether the last cue opens a clause."""

    def reports(self) -> bool:
        """Work the sentence out; true if it reports."""
        if self._according():
            return True
        start = self._skip_source(self.start)
        cues = self._cues(start)
        if not cues:
            return self._bare_colon()
        self.who, at = self._subject(start, cues)
        if self.who is None and (self.inside or not self._may_lack_subject(start, cues)):
            return False
        last = cues[-1]
        for cue in cues:
            at = self._before(at, cue, opens=cue == last and self.opens and not self._bare(cue))
        self._after(last)
        self._goes_on()
        return bool(self.found) or self.clause is not None

    # ------------------------------------------------------------------ cues

    def _cues(self, start: int) -> list[int]:
        """Return the cues of the sentence up to and with the first that opens a clause."""
        cues = []
        for at in self.marks.within(REPORTS, start, self.end):
            if (
                self.chars[at] in CUE
                or (
                    self.chars[at] in CUE_NOUN and self.chars[at + 1] in AND and self.chars[at + 2] in CUE
                )  # «اعلام و گفت»
                or (self.chars[at] in INFORM_NOUN and self._gives(at) is not None)  # «خبر از … داد»
            ) and not (
                self.chars[at] in CUE_DEMAND and self.marks.first(BECOME_VERB, at + 1, at + 40) is None
            ):
                cues.append(at)
                self.opens = self._introduces(at) or self._bare(at)
                if self.opens:
                    break
        return cues

    def _gives(self, noun: int) -> int | None:
        """Return the verb of «خبر از … داد», or ``None``."""
        if self.words[noun + 1 : noun + 2] != ["از"]:
            return None
        return self.marks.first(GIVE_VERB, noun + 2, self.end)

    def _introduces(self, cue: int) -> bool:
        """Whether a mark or word leads to a clause: a colon, «که», a comma after the present tense."""
        if self.chars[cue + 1] in COLON:
            return True
        if self.chars[cue + 1] in THAT and self.chars[cue] in SAYS:
            return True
        if self.chars[cue] in CUE_ASK and cue + 2 < self.end and self.chars[cue + 1] not in STOP:
            return "از" in self.words[self.start : cue] or self.chars[cue + 1] not in COMMA
        return self.chars[cue + 1] in COMMA and self.words[cue].startswith("می") and self.chars[cue] in SAYS

    def _bare(self, cue: int) -> bool:
        """«گفت فرهنگ تعاون …»: the clause follows without a mark."""
        return (
            self.chars[cue] in CUE_SAY
            and self.chars[cue + 1] in WORD_OR_NUMBER
            and self.chars[cue + 1] not in NO_BARE_CLAUSE
        )

    # ------------------------------------------------------------------ subject

    def _skip_source(self, start: int) -> int:
        """Pass over «خبرگزاری فارس:», «این گزارش حاکی است:» and the like."""
        at = start
        while at < self.end and self.chars[at] not in WORD:
            at += 1
        colon = self.marks.first(COLON, at + 1, min(at + 8, self.end))
        if (
            colon is not None
            and self.chars[at] not in POST_OR_PRONOUN
            and self.marks.first(STOPS_SOURCE, at, colon) is None
        ):
            return colon + 1
        while self.chars[at] in LEAD_REPORT:
            at += 1
            while self.chars[at] in COLON_COMMA_OR_THAT:
                at += 1
        return at

    def _subject(self, start: int, cues: list[int]) -> tuple[Mention | None, int]:
        """Return who reports, and where the rest of the sentence begins."""
        if self.chars[cues[0] - 1] in THAT and self.chars[cues[0] - 2] in VERB:
            return self._told_of(start, cues[0] - 2)
        complement = self.marks.first(COMPLEMENT, start, cues[0])
        edge = cues[0] if complement is None else complement
        head = self._skip_adverbials(start, edge)
        leading: int | None = None
        first: Mention | None = None
        for at in self._places_for_subject(start, head, edge):
            leading = at if leading is None else leading
            found = self.people.subject_at(at, edge)
            if found and self._fits(found, at, leading):
                if found.kind == "name" and found.name:
                    self.people.learn(found.name)
                if not self._of_another_clause(found, edge):
                    return found, found.last
                first = first or found  # «در دیدار که الف … حضور داشت، ب گفت»
        return (first, first.last) if first else self._beside_cue(start, edge)

    def _of_another_clause(self, found: Mention, edge: int) -> bool:
        """A verb of its own follows, and no «که»: the subject of that verb."""
        verb = self.marks.first(VERB, found.last, edge)
        return (
            verb is not None
            and self.chars[verb + 1] in COMMA
            and self.marks.first(THAT, found.last, verb) is None
        )

    def _told_of(self, start: int, verb: int) -> tuple[Mention | None, int]:
        """«سخنران بعدی مدیرعامل بانک توسعه تعاون بود که گفت: …»."""
        for at in self.marks.within(BEGINS_SUBJECT, start, verb):
            found = self.people.subject_at(at, verb)
            if found is not None and found.last == verb:
                return found._replace(also=True), verb + 2
        return None, start

    def _places_for_subject(self, start: int, head: int, edge: int) -> Iterator[int]:
        """The head of the sentence, and what follows its first commas; only these if it begins with a source."""
        known = self.people.known(head, edge) is not None
        source = self.chars[start] in BEGINS_WITH_SOURCE and not known
        if not source:
            yield head
            if known or self.chars[head] in PRONOUN:
                return
        for comma in self.marks.within(SOURCE_END, start, edge):
            if source or comma - start < 12 or self.chars[comma - 1] in VERB:
                yield self._skip_adverbials(comma + 1, edge)

    def _skip_adverbials(self, at: int, edge: int) -> int:
        while at < edge and self.chars[at] in BEFORE_HEAD:
            if self.chars[at] in GIVEN_NAME and self.people.may_be_name(at):
                break
            at += 1
        return at

    def _fits(self, found: Mention, at: int, head: int) -> bool:
        """A bare stretch of words is a name only at the head of the sentence, or with a given name."""
        if found.kind == "single":
            return at == head and not self.inside
        if found.kind != "name" or found.name is None:
            return True
        name = found.name
        if found.role is not None and found.role[0] != name[1]:
            return True  # a comma stands between name and post, or the post comes first
        if self.chars[name[0]] in BEGINS_NAME or self.chars[at] in TITLE:
            return True
        if self.chars[name[0]] in NO_FIRST_NAME or self.people.everyday(name[0]):
            return False
        return at == head and (found.role is not None or self.chars[found.last] in AFTER_SUBJECT)

    def _beside_cue(self, start: int, edge: int) -> tuple[Mention | None, int]:
        """Look for the subject anywhere before the cue: a body, a post, or a name with a given name."""
        head = self._skip_adverbials(start, edge)
        if self.chars[head] in WHO:
            start = head
        if self.chars[start] in WHO:
            stops = self.marks.within(AFTER_GROUP, start + 1, edge)
            last = next((at for at in stops if self.words[at] != "از"), edge)
            return Mention("body", start, last), last
        if self.chars[start] in SPEAKING_BODY:
            last = self.people.body_end(start, edge)
            return Mention("body", start, last), last
        for at in self.marks.within(BEGINS_SUBJECT, start, edge):
            if self.chars[at - 1] not in BEFORE_NAME_OF_BODY:
                found = self.people.subject_at(at, edge)
                if found and found.kind != "single" and self._rest_is_adverbial(found.last, edge):
                    if found.kind == "name" and found.name:
                        self.people.learn(found.name)
                    return found, found.last
        return None, start

    def _rest_is_adverbial(self, at: int, edge: int) -> bool:
        return at >= edge or self.chars[at] in BEGINS_ADVERBIAL

    def _may_lack_subject(self, start: int, cues: list[int]) -> bool:
        """A verb without a subject goes on with the last speaker: only at the head, or after adverbials."""
        cue = cues[0]
        if (
            self.marks.first(VERB, start, cue) is not None
            and self.marks.first(COMPLEMENT, start, cue) is None
        ):
            return False
        head = self._skip_adverbials(start, cue)
        if self.chars[cue] in GOVERNS_OF and self.words[head] == "از":
            return True  # «در پایان هم از … خبر داد»
        if not self._introduces(cues[-1]):
            return cue == self.start and self.chars[cue] in CUE_SAY and self.chars[cue + 1] in STOP
        return head >= cue or self.chars[head] in PREPOSITION_OR_COMPLEMENT

    # ------------------------------------------------------------------ before a cue

    def _before(self, at: int, cue: int, *, opens: bool) -> int:
        """Find complement and object between ``at`` and ``cue``; return where the next part begins."""
        part = at
        while (complement := self.marks.first(COMPLEMENT, part, cue)) is not None:
            end = self._complement_end(complement + 1, cue)
            self._add(
                "complement", (complement + 1, end), (complement, complement + 1), "complement.before_verb"
            )
            part = end
        self._object(part, cue, opens)
        return cue + 1

    def _complement_end(self, start: int, edge: int) -> int:
        """The complement ends with the last finite verb before the cue's own part of the sentence."""
        following = self.marks.first(COMPLEMENT, start, edge)
        limit = edge if following is None else following
        verb = self.marks.last(VERB, start, limit)
        if verb is not None:
            return verb + 1
        comma = self.marks.last(COMMA, start, limit)
        return limit if comma is None else comma

    def _object(self, start: int, cue: int, opens: bool) -> None:
        """Find what is reported before the verb as its object."""
        given = self._gives(cue) if self.chars[cue] in INFORM_NOUN else None
        if given is not None:
            self._add("nominal", (cue + 1, given), (cue, cue + 1), "nominal.inform_of")
        elif self.chars[cue] in GOVERNS_OF:
            self._governed(start, cue, "از", "nominal.of")
        elif self.chars[cue] in GOVERNS_ON:
            self._governed(start, cue, "بر", "nominal.on")
        elif self.chars[cue] in CUE_DEMAND:
            self._demanded(start, cue)
        elif self.chars[cue] in TAKES_OBJECT and not (
            opens and self.marks.first(OBJECT_MARKER, start, cue) is None
        ):
            self._deemed(start, cue)

    def _governed(self, start: int, cue: int, preposition: str, rule: str) -> None:
        for at in self.marks.within(PREPOSITION, start, cue):
            if self.words[at] == preposition and self.chars[at - 1] not in GOVERNS_AZ:
                self._add("nominal", (at, cue), (cue, cue + 1), rule)
                return

    def _demanded(self, start: int, cue: int) -> None:
        """«خواستار … شد»."""
        verb = self.marks.first(BECOME_VERB, cue + 1, self.end)
        if verb is None:
            return
        if verb > cue + 1:
            self._add("nominal", (cue + 1, verb), (cue, cue + 1), "nominal.demand")
        elif self.marks.first(OBJECT_MARKER, start, cue) is not None:
            self._deemed(start, cue)

    def _deemed(self, start: int, cue: int) -> None:
        """«X را Y دانست»: from the end of the subject and its adverbials to the verb."""
        if self.chars[start] in OBJECT_MARKER:
            start = self._after_post(start)
        at = self.reader.after_adverbials(start, cue)
        if self.chars[at] in ADVERBIAL_START:
            marker = self.marks.last(OBJECT_MARKER, at + 1, cue)
            marker = cue if marker is None else marker
            comma = self.marks.first(COMMA, at, marker)
            if comma is None:
                self._after_phrase(at, marker, cue)
                return
            at = comma + 1
        else:
            told = next(
                (n for n in reversed(self.marks.within(VERB, at + 1, cue)) if self.chars[n + 1] in COMMA),
                None,
            )
            at = at if told is None else told + 2  # «X که … است، Y را …»
        while at < cue and self.chars[at] in BEFORE_OBJECT:
            at += 1
        marked = self.marks.first(OBJECT_MARKER, at, cue) is not None
        if cue - at >= 2 and (
            marked or "از" in self.words[at + 1 : cue]
        ):  # «… از عمده برنامه‌های X عنوان کرد»
            self._add("nominal", (at, cue), (cue, cue + 1), "nominal.object")

    def _after_post(self, start: int) -> int:
        """Where «را» follows a post at once, the object was read as part of it: return where it begins."""
        post = self.who.role if self.who is not None else None
        if post is None or post[1] != start:
            return start
        last = self.marks.last(LAST_OF_POST, post[0], start)
        return start if last is None else last + 1

    def _after_phrase(self, at: int, marker: int, cue: int) -> None:
        """«X در آیین افتتاح … هدف از … را … عنوان کرد»: without a comma the object begins at a word that heads one."""
        heads = [
            *self.marks.within(OBJECT_HEAD_AMOUNT, at + 2, marker),
            *self.marks.within(OBJECT_HEAD, at + 2, marker),
        ]
        start = next((n for n in heads if self.chars[n - 1] not in PREPOSITION), None)
        if start is None and self.chars[marker - 2] in PLACE_OR_OFFICE:
            start = marker - 1  # «با قدردانی از همراهی استاندار قنات را …»
        if start is not None:
            self._add("nominal", (start, cue), (cue, cue + 1), "nominal.object")

    # ------------------------------------------------------------------ after the last cue

    def _after(self, cue: int) -> None:
        """Open the clause that the last cue leads to, if it does."""
        span = (cue, cue + 1)
        told = bool(self.found) and any(report.cue == span for report in self.found)
        if self._introduces(cue):
            if not (told and self.chars[cue + 1] in THAT):  # «… را … ذکر کرد که …»: a relative clause
                self._open(span, cue + 1, "clause.colon" if self.chars[cue + 1] in COLON else "clause.that")
        elif told or self.chars[cue] not in SAYS:
            return
        elif cue + 2 >= self.end:
            more = cue + 2 < self.paragraph_end
            says = self.chars[cue] in CUE_SAY or (self.chars[cue] in STATES and self.who is not None)
            if more and says and (self.who is not None or cue == self.start):
                self._open(span, cue + 2, "clause.stop")
        elif (
            self.who is not None
            and (not self.inside or self.who.kind in ("pronoun", "surname"))
            and self.chars[cue + 1] not in NO_CLAUSE
        ):
            self._open(span, cue + 1, "clause.bare")

    def _open(self, cue: Range, start: int, rule: str) -> None:
        self.clause = Clause(cue, start, self.who, rule, self.start)

    def _goes_on(self) -> None:
        """«خواست … و افزود: …»: the first clause ends where the same speaker goes on."""
        while self.clause is not None and self.reader.going_on:
            start = self.clause.start
            that = self.clause.rule == "clause.that"
            for cue in between(self.reader.going_on, start + 2, self.end):
                if self.chars[cue + 1] in COLON or (that and self.chars[cue + 1] in THAT):
                    break
            else:
                return
            content = self.reader.trim(start, cue - 1)
            if content[1] > content[0]:
                self.found.append(self.clause.closed(content))
            self._open(
                (cue, cue + 1), cue + 1, "clause.colon" if self.chars[cue + 1] in COLON else "clause.that"
            )

    # ------------------------------------------------------------------ other frames

    def _according(self) -> bool:
        """«به گفته X، …»."""
        start = self.start
        while self.chars[start] in BEFORE_SOURCE:
            start += 1
        if self.chars[start] not in ACCORDING:
            return False
        found = self.people.subject_at(start + 1, self.end)
        if found is None:
            end = self.marks.first(COMMA, start + 2, min(start + 14, self.end))
            if end is None or self.chars[start + 1] in COMMA:
                return False
            found = Mention("body", start + 1, end)
        self.who = found
        self._open((start, start + 1), found.last, "clause.according")
        return True

    def _bare_colon(self) -> bool:
        """«مدیرعامل … : …» or «نوری: …» at the head of a paragraph."""
        if self.inside:
            return False
        found = self.people.subject_at(self.start, self.end)
        if found is None or self.chars[found.last] not in COLON or found.kind in ("single", "pronoun"):
            return False
        if found.kind == "name" and self.chars[(found.name or (0, 0))[0]] not in BEGINS_NAME:
            return False
        if self.marks.first(VERB, found.last, self.end) is None:
            return False
        self.who = found
        self._open((found.last, found.last + 1), found.last + 1, "clause.bare_colon")
        return True

    def _add(self, kind: str, content: Range, cue: Range, rule: str) -> None:
        content = self.reader.trim(*content)
        if content[1] > content[0]:
            self.found.append(Report(kind, content, cue, rule, self.who, self.start))
