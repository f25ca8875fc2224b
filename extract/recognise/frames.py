"""One sentence that may report: its subject, adverbials, complement, object and reporting verbs.

The order of a Persian reporting sentence::

    [source] SUBJECT [adverbials] [با بیان اینکه COMPLEMENT،] [OBJECT verb و] VERB: CLAUSE
"""

from extract.recognise.people import Mention, Range
from extract.recognise.speech import Clause, Report, SpeechReader

_SAY = (
    "cue.say",
    "cue.state",
    "cue.add",
    "cue.become",
    "cue.give",
    "cue.stress",
    "cue.believe",
    "cue.inform",
)
_WITH_OBJECT = ("cue.state", "cue.deem", "cue_noun")


class Frame:
    """A sentence, as token indexes ``start`` … ``end - 1``.

    Args:
        paragraph_end: index after the paragraph's last token.
        inside: the sentence stands inside a clause that is open; it must show more to be taken for a report.
    """

    def __init__(
        self, reader: SpeechReader, start: int, end: int, paragraph_end: int, *, inside: bool
    ) -> None:
        self.reader, self.people, self.has, self.marks = reader, reader.people, reader.has, reader.marks
        self.words = reader.tokens.words
        self.start, self.end, self.paragraph_end, self.inside = start, end, paragraph_end, inside
        self.found: list[Report] = []
        self.clause: Clause | None = None
        self.who: Mention | None = None

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
        opener = next((n for n, cue in enumerate(cues) if self._opens(cue)), None)
        chain = cues if opener is None else cues[: opener + 1]
        for number, cue in enumerate(chain):
            at = self._before(at, cue, opens=number == opener and not self._bare(cue))
        self._after(chain[-1])
        self._goes_on()
        return bool(self.found) or self.clause is not None

    # ------------------------------------------------------------------ cues

    def _cues(self, start: int) -> list[int]:
        """Return the cues of the sentence up to and with the first that opens a clause."""
        cues = []
        for at in self.marks.within("cue&!no_cue|cue_noun|inform.noun", start, self.end):
            if (
                self.has(at, "cue")
                or (
                    self.has(at, "cue_noun") and self.has(at + 1, "and") and self.has(at + 2, "cue")
                )  # «اعلام و گفت»
                or (self.has(at, "inform.noun") and self._gives(at) is not None)  # «خبر از … داد»
            ) and not (
                self.has(at, "cue.demand") and self.marks.first("become.verb", at + 1, at + 40) is None
            ):
                cues.append(at)
                if self._opens(at):
                    break
        return cues

    def _gives(self, noun: int) -> int | None:
        """Return the verb of «خبر از … داد», or ``None``."""
        if self.words[noun + 1 : noun + 2] != ["از"]:
            return None
        return self.marks.first("give.verb", noun + 2, self.end)

    def _opens(self, cue: int) -> bool:
        return self._introduces(cue) or self._bare(cue)

    def _introduces(self, cue: int) -> bool:
        """Whether a mark or word leads to a clause: a colon, «که», a comma after the present tense."""
        if self.has(cue + 1, "colon"):
            return True
        if self.has(cue + 1, "that") and self.has(cue, *_SAY):
            return True
        if self.has(cue, "cue.ask") and cue + 2 < self.end and not self.has(cue + 1, "stop"):
            return "از" in self.words[self.start : cue] or not self.has(cue + 1, "comma")
        return self.has(cue + 1, "comma") and self.words[cue].startswith("می") and self.has(cue, *_SAY)

    def _bare(self, cue: int) -> bool:
        """«گفت فرهنگ تعاون …»: the clause follows without a mark."""
        return (
            self.has(cue, "cue.say")
            and self.has(cue + 1, "word", "number")
            and not self.has(cue + 1, "and", "that", "also")
        )

    # ------------------------------------------------------------------ subject

    def _skip_source(self, start: int) -> int:
        """Pass over «خبرگزاری فارس:», «این گزارش حاکی است:» and the like."""
        at = start
        while at < self.end and not self.has(at, "word"):
            at += 1
        stopper = self.marks.first("cue|verb&!lead.report", at, min(at + 8, self.end))
        colon = self.marks.first("colon", at + 1, min(at + 8, self.end) if stopper is None else stopper)
        if colon is not None and not self.has(at, "role.head", "pronoun"):
            return colon + 1
        while self.has(at, "lead.report"):
            at += 1
            while self.has(at, "colon", "comma", "that"):
                at += 1
        return at

    def _subject(self, start: int, cues: list[int]) -> tuple[Mention | None, int]:
        """Return who reports, and where the rest of the sentence begins."""
        if self.has(cues[0] - 1, "that") and self.has(cues[0] - 2, "verb"):
            return self._told_of(start, cues[0] - 2)
        complement = self.marks.first("complement", start, cues[0])
        edge = cues[0] if complement is None else complement
        head = self._skip_adverbials(start, edge)
        places = self._places_for_subject(start, head, edge)
        first: Mention | None = None
        for at in places:
            found = self.people.subject_at(at, edge)
            if found and self._fits(found, at, head if places[0] == head else places[0]):
                if found.kind == "name" and found.name:
                    self.people.learn(found.name)
                if not self._of_another_clause(found, edge):
                    return found, found.last
                first = first or found  # «در دیدار که الف … حضور داشت، ب گفت»
        return (first, first.last) if first else self._beside_cue(start, edge)

    def _of_another_clause(self, found: Mention, edge: int) -> bool:
        """A verb of its own follows, and no «که»: the subject of that verb."""
        verb = self.marks.first("verb", found.last, edge)
        return (
            verb is not None
            and self.has(verb + 1, "comma")
            and self.marks.first("that", found.last, verb) is None
        )

    def _told_of(self, start: int, verb: int) -> tuple[Mention | None, int]:
        """«سخنران بعدی مدیرعامل بانک توسعه تعاون بود که گفت: …»."""
        for at in self.marks.within("role.head|given_name|title|seyyed", start, verb):
            found = self.people.subject_at(at, verb)
            if found is not None and found.last == verb:
                return found._replace(also=True), verb + 2
        return None, start

    def _places_for_subject(self, start: int, head: int, edge: int) -> list[int]:
        """The head of the sentence, and what follows its first commas; only these if it begins with a source."""
        commas = [at + 1 for at in self.marks.within("comma|semicolon|colon", start, edge)]
        if self.has(start, "lead", "agency_word", "preposition") and self.people.known(head, edge) is None:
            return [self._skip_adverbials(at, edge) for at in commas]
        if self.has(head, "pronoun") or self.people.known(head, edge) is not None:
            return [head]
        return [
            head,
            *(
                self._skip_adverbials(at, edge)
                for at in commas
                if at - start <= 12 or self.has(at - 2, "verb")
            ),
        ]

    def _skip_adverbials(self, at: int, edge: int) -> int:
        while at < edge and self.has(
            at, "when", "connective", "and", "also", "bullet", "quote.open", "comma", "dash"
        ):
            if self.has(at, "given_name") and self.people.may_be_name(at):
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
        if self.has(name[0], "given_name", "seyyed") or self.has(at, "title"):
            return True
        if self.has(name[0], "place", "place.word", "org.sector", "org.part") or self.people.everyday(
            name[0]
        ):
            return False
        return at == head and (
            found.role is not None
            or self.has(found.last, "cue", "when", "also", "connective", "comma", "preposition", "complement")
        )

    def _beside_cue(self, start: int, edge: int) -> tuple[Mention | None, int]:
        """Look for the subject anywhere before the cue: a body, a post, or a name with a given name."""
        head = self._skip_adverbials(start, edge)
        if self.has(head, "who"):
            start = head
        if self.has(start, "who"):
            stops = self.marks.within("comma|complement|when|also|connective|preposition", start + 1, edge)
            last = next((at for at in stops if self.words[at] != "از"), edge)
            return Mention("body", start, last), last
        if self.has(start, "org.head", "org.speaker"):
            last = self.people.body_end(start, edge)
            return Mention("body", start, last), last
        for at in self.marks.within("role.head|given_name|title|seyyed", start, edge):
            if not self.has(at - 1, "org.named", "place.word"):
                found = self.people.subject_at(at, edge)
                if found and found.kind != "single" and self._rest_is_adverbial(found.last, edge):
                    if found.kind == "name" and found.name:
                        self.people.learn(found.name)
                    return found, found.last
        return None, start

    def _rest_is_adverbial(self, at: int, edge: int) -> bool:
        return at >= edge or self.has(
            at,
            "preposition",
            "when",
            "also",
            "connective",
            "comma",
            "complement",
            "paren.open",
            "quote.plain",
            "that",
        )

    def _may_lack_subject(self, start: int, cues: list[int]) -> bool:
        """A verb without a subject goes on with the last speaker: only at the head, or after adverbials."""
        cue = cues[0]
        if (
            self.marks.first("verb", start, cue) is not None
            and self.marks.first("complement", start, cue) is None
        ):
            return False
        head = self._skip_adverbials(start, cue)
        if self.has(cue, "cue.inform", "cue.mention") and self.words[head] == "از":
            return True  # «در پایان هم از … خبر داد»
        if not self._introduces(cues[-1]):
            return cue == self.start and self.has(cue, "cue.say") and self.has(cue + 1, "stop")
        return head >= cue or self.has(head, "preposition", "complement")

    # ------------------------------------------------------------------ before a cue

    def _before(self, at: int, cue: int, *, opens: bool) -> int:
        """Find complement and object between ``at`` and ``cue``; return where the next part begins."""
        part = at
        while (complement := self.marks.first("complement", part, cue)) is not None:
            end = self._complement_end(complement + 1, cue)
            self._add(
                "complement", (complement + 1, end), (complement, complement + 1), "complement.before_verb"
            )
            part = end
        self._object(part, cue, opens)
        return cue + 1

    def _complement_end(self, start: int, edge: int) -> int:
        """The complement ends with the last finite verb before the cue's own part of the sentence."""
        following = self.marks.first("complement", start, edge)
        limit = edge if following is None else following
        verb = self.marks.last("verb", start, limit)
        if verb is not None:
            return verb + 1
        comma = self.marks.last("comma", start, limit)
        return limit if comma is None else comma

    def _object(self, start: int, cue: int, opens: bool) -> None:
        """Find what is reported before the verb as its object."""
        given = self._gives(cue) if self.has(cue, "inform.noun") else None
        if given is not None:
            self._add("nominal", (cue + 1, given), (cue, cue + 1), "nominal.inform_of")
        elif self.has(cue, "cue.inform", "cue.mention"):
            self._governed(start, cue, "از", "nominal.of")
        elif self.has(cue, "cue.stress", "cue_noun.stress"):
            self._governed(start, cue, "بر", "nominal.on")
        elif self.has(cue, "cue.demand"):
            self._demanded(start, cue)
        elif self.has(cue, *_WITH_OBJECT) and not (
            opens and self.marks.first("object_marker", start, cue) is None
        ):
            self._deemed(start, cue)

    def _governed(self, start: int, cue: int, preposition: str, rule: str) -> None:
        for at in self.marks.within("preposition", start, cue):
            if self.words[at] == preposition and not self.has(at - 1, "governs_az"):
                self._add("nominal", (at, cue), (cue, cue + 1), rule)
                return

    def _demanded(self, start: int, cue: int) -> None:
        """«خواستار … شد»."""
        verb = self.marks.first("become.verb", cue + 1, self.end)
        if verb is None:
            return
        if verb > cue + 1:
            self._add("nominal", (cue + 1, verb), (cue, cue + 1), "nominal.demand")
        elif self.marks.first("object_marker", start, cue) is not None:
            self._deemed(start, cue)

    def _deemed(self, start: int, cue: int) -> None:
        """«X را Y دانست»: from the end of the subject and its adverbials to the verb."""
        if self.has(start, "object_marker"):
            start = self._after_post(start)
        at = self.reader.after_adverbials(start, cue)
        if self.has(at, "adverbial_start"):
            marker = self.marks.last("object_marker", at + 1, cue)
            marker = cue if marker is None else marker
            comma = self.marks.first("comma", at, marker)
            if comma is None:
                self._after_phrase(at, marker, cue)
                return
            at = comma + 1
        else:
            told = next(
                (n for n in reversed(self.marks.within("verb", at + 1, cue)) if self.has(n + 1, "comma")),
                None,
            )
            at = at if told is None else told + 2  # «X که … است، Y را …»
        while at < cue and self.has(at, "comma", "also", "connective"):
            at += 1
        marked = self.marks.first("object_marker", at, cue) is not None
        if cue - at >= 2 and (
            marked or "از" in self.words[at + 1 : cue]
        ):  # «… از عمده برنامه‌های X عنوان کرد»
            self._add("nominal", (at, cue), (cue, cue + 1), "nominal.object")

    def _after_post(self, start: int) -> int:
        """Where «را» follows a post at once, the object was read as part of it: return where it begins."""
        post = self.who.role if self.who is not None else None
        if post is None or post[1] != start:
            return start
        last = self.marks.last("org|place|post.last", post[0], start)
        return start if last is None else last + 1

    def _after_phrase(self, at: int, marker: int, cue: int) -> None:
        """«X در آیین افتتاح … هدف از … را … عنوان کرد»: without a comma the object begins at a word that heads one."""
        heads = [
            *self.marks.within("object.head.amount", at + 2, marker),
            *self.marks.within("object.head", at + 2, marker),
        ]
        start = next((n for n in heads if not self.has(n - 1, "preposition")), None)
        if start is None and self.has(marker - 2, "place", "role.office"):
            start = marker - 1  # «با قدردانی از همراهی استاندار قنات را …»
        if start is not None:
            self._add("nominal", (start, cue), (cue, cue + 1), "nominal.object")

    # ------------------------------------------------------------------ after the last cue

    def _after(self, cue: int) -> None:
        """Open the clause that the last cue leads to, if it does."""
        span = (cue, cue + 1)
        told = any(report.cue == span for report in self.found)
        if self._introduces(cue):
            if not (told and self.has(cue + 1, "that")):  # «… را … ذکر کرد که …»: a relative clause
                self._open(span, cue + 1, "clause.colon" if self.has(cue + 1, "colon") else "clause.that")
        elif told or not self.has(cue, *_SAY):
            return
        elif cue + 2 >= self.end:
            more = cue + 2 < self.paragraph_end
            says = self.has(cue, "cue.say") or (
                self.has(cue, "cue.state", "cue.add", "cue.give") and self.who is not None
            )
            if more and says and (self.who is not None or cue == self.start):
                self._open(span, cue + 2, "clause.stop")
        elif (
            self.who is not None
            and (not self.inside or self.who.kind in ("pronoun", "surname"))
            and not self.has(cue + 1, "stop", "comma", "and", "that")
        ):
            self._open(span, cue + 1, "clause.bare")

    def _open(self, cue: Range, start: int, rule: str) -> None:
        self.clause = Clause(cue, start, self.who, rule, self.start)

    def _goes_on(self) -> None:
        """«خواست … و افزود: …»: the first clause ends where the same speaker goes on."""
        while self.clause is not None:
            start = self.clause.start
            cue = next(
                (
                    at
                    for at in self.marks.within("cue&!no_cue", start + 2, self.end)
                    if self.has(at - 1, "and")
                    and (
                        self.has(at + 1, "colon")
                        or (self.has(at + 1, "that") and self.clause.rule == "clause.that")
                    )
                ),
                None,
            )
            if cue is None:
                return
            content = self.reader.trim(start, cue - 1)
            if content[1] > content[0]:
                self.found.append(self.clause.closed(content))
            self._open(
                (cue, cue + 1), cue + 1, "clause.colon" if self.has(cue + 1, "colon") else "clause.that"
            )

    # ------------------------------------------------------------------ other frames

    def _according(self) -> bool:
        """«به گفته X، …»."""
        start = self.start
        while self.has(start, "quote.open", "connective", "bullet"):
            start += 1
        if not self.has(start, "according"):
            return False
        found = self.people.subject_at(start + 1, self.end)
        if found is None:
            end = self.marks.first("comma", start + 1, min(start + 14, self.end))
            if end is None:
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
        if found is None or not self.has(found.last, "colon") or found.kind in ("single", "pronoun"):
            return False
        if found.kind == "name" and not self.has((found.name or (0, 0))[0], "given_name", "seyyed"):
            return False
        if self.marks.first("verb", found.last, self.end) is None:
            return False
        self.who = found
        self._open((found.last, found.last + 1), found.last + 1, "clause.bare_colon")
        return True

    def _add(self, kind: str, content: Range, cue: Range, rule: str) -> None:
        content = self.reader.trim(*content)
        if content[1] > content[0]:
            self.found.append(Report(kind, content, cue, rule, self.who, self.start))
