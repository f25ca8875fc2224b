"""One sentence that may report: its subject, adverbials, complement, object and reporting verbs.

The order of a Persian reporting sentence::

    [source] SUBJECT [adverbials] [با بیان اینکه COMPLEMENT،] [OBJECT verb و] VERB: CLAUSE
"""

from extract.grammar.marks import between
from extract.recognise.kinds import (
    ACCORDING,
    ADVERBIAL_START,
    BECOME_VERB,
    BEFORE_OBJECT,
    BEFORE_SOURCE,
    BEGINS_NAME,
    COLON,
    COMMA,
    COMPLEMENT,
    CUE_DEMAND,
    CUE_SAY,
    DOCUMENT,
    GOVERNS_AZ,
    GOVERNS_OF,
    GOVERNS_ON,
    INFORM_NOUN,
    LAST_OF_POST,
    NO_CLAUSE,
    OBJECT_HEAD,
    OBJECT_HEAD_AMOUNT,
    OBJECT_MARKER,
    ORG_HEAD,
    PLACE_OR_OFFICE,
    PREPOSITION,
    QUOTE_OPEN,
    SAYS,
    STATES,
    STOP,
    TAKES_OBJECT,
    THAT,
    VERB,
    VERB_OR_PASSED,
    WRITES,
    WRITTEN,
)
from extract.recognise.people import Mention, Range
from extract.recognise.reports import Clause, Report
from extract.recognise.subjects import Head

__all__ = ["Clause", "Frame", "Report"]


class Frame(Head):
    """Reads what one sentence reports."""

    def reports(self) -> bool:
        """Work the sentence out; true if it reports."""
        if self._according() or self._written():
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
        start += self.chars[start + 1] in STOP
        found = self.people.subject_at(start + 1, self.end)
        if found is None:
            end = self.marks.first(COMMA, start + 2, min(start + 14, self.end))
            if end is None or self.chars[start + 1] in COMMA:
                return False
            alone = end == start + 2 and self.people.may_be_name(start + 1)
            name = (start + 1, end) if alone and not self.people.everyday(start + 1) else None
            found = Mention("body" if name is None else "single", start + 1, end, name=name)
        self.who = found
        self._open((start, start + 1), found.last, "clause.according")
        return True

    def _written(self) -> bool:
        """«در پیام وزیر تعاون آمده است: …», «در ادامه این نامه آمده است: …»."""
        cue = self.marks.first(WRITTEN, self.start + 1, self.end)
        if cue is None or self.chars[cue + 1] not in COLON:
            return False
        document = self.marks.last(DOCUMENT, self.start, cue)
        if document is None:
            return False
        self.who = self.people.subject_at(document + 1, cue) if self.chars[document + 1] in WRITES else None
        if self.who is None and self.chars[document + 1] in ORG_HEAD:
            self.who = Mention("body", document + 1, self.people.body_end(document + 1, cue))
        self._open((cue, cue + 1), cue + 2, "clause.written")
        return True

    def _bare_colon(self) -> bool:
        """«مدیرعامل … : …» or «نوری: …» at the head of a paragraph."""
        if self.inside:
            return False
        found = self.people.subject_at(self.start, self.end)
        if found is None or found.kind in ("single", "pronoun"):
            return False
        colon = self.reader.after_adverbials(found.last, self.end)  # «معاون وزیر در بوشهر: …»
        if self.chars[colon] not in COLON:
            return self._quoted(found)
        if found.kind == "name" and self.chars[(found.name or (0, 0))[0]] not in BEGINS_NAME:
            return False
        if self.marks.first(VERB_OR_PASSED, colon, self.end) is None:
            return False
        self.who = found
        self._open((colon, colon + 1), colon + 1, "clause.bare_colon")
        return True

    def _quoted(self, who: Mention) -> bool:
        """«X با شنیدن این حرف لبخند می‌زند: «…»»: a person, any verb, a colon and quotation marks."""
        colon = self.marks.first(COLON, who.last, self.end)
        if colon is None or who.kind == "body" or self.chars[colon - 1] not in VERB:
            return False
        if self.chars[colon + 1] not in QUOTE_OPEN:
            return False
        self.who = who
        self._open((colon - 1, colon), colon + 1, "clause.quoted")
        return True

    def _add(self, kind: str, content: Range, cue: Range, rule: str) -> None:
        content = self.reader.trim(*content)
        if content[1] > content[0]:
            self.found.append(Report(kind, content, cue, rule, self.who, self.start))
