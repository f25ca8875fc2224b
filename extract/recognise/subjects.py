"""The head of a sentence that may report: its subject and adverbials."""

from collections.abc import Iterator

from extract.recognise.cues import Cues
from extract.recognise.kinds import (
    AFTER_GROUP,
    AFTER_SUBJECT,
    AGENCY_WORD,
    AND,
    BEFORE_HEAD,
    BEFORE_NAME_OF_BODY,
    BEGINS_ADVERBIAL,
    BEGINS_NAME,
    BEGINS_SUBJECT,
    BEGINS_WITH_SOURCE,
    CLOSING,
    COLON,
    COMMA,
    COMPLEMENT,
    CONNECTIVE,
    CUE,
    CUE_ASK,
    CUE_ASKS,
    CUE_CONTINUES,
    CUE_SAY,
    DASH,
    EVENT,
    GIVEN_NAME,
    GOVERNS_OF,
    GROUP,
    LEAD,
    NAMES_SOURCE,
    NO_FIRST_NAME,
    PERSON_NOUN,
    PREPOSITION,
    PREPOSITION_OR_COMPLEMENT,
    PRONOUN,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SOURCE_END,
    SOURCE_PLACE,
    SPEAKING_BODY,
    STOP,
    SURNAME,
    THAT,
    TITLE,
    VERB,
    VERB_OR_CUE,
    WHEN_OR_CONNECTIVE,
    WHO,
    WHO_IS_TOLD,
)
from extract.recognise.people import Mention

_FAR = 14
"""So many words may stand before «که» in what tells the occasion."""


class Head(Cues):
    """A sentence of which the subject and the adverbials are sought."""

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
            found = self._after_byline(self.people.subject_at(at, edge), edge)
            if found and self._fits(found, found.first if found.first > at else at, leading):
                if found.kind == "name" and found.name:
                    self.people.learn(found.name)
                if not self._of_another_clause(found, edge):
                    return found, found.last
                first = first or found  # «در دیدار که الف … حضور داشت، ب گفت»
        return (first, first.last) if first else self._beside_cue(start, edge)

    def _after_occasion(self, start: int) -> int:
        """Pass over «در این نشست که فرماندار هم حضور داشت، …»: who is told of there is not the subject of what follows."""
        at = start
        if self.chars[at] in LEAD:  # «به گزارش ایرنا، در این نشست که …»
            comma = self.marks.first(SOURCE_END, at, min(at + _FAR, self.end))
            at = at if comma is None else comma + 1
        while self.chars[at] in WHEN_OR_CONNECTIVE:
            at += 1
        that = self.marks.first(THAT, at, min(at + _FAR, self.end))
        if that is None:
            return start
        if self.chars[that - 1] not in CONNECTIVE and (  # «در این نشست» is one
            self.chars[at] not in PREPOSITION or self.marks.first(EVENT, at, that) is None
        ):
            return start
        if self._tells_of_somebody(at, that):
            return start
        for verb in self.marks.within(VERB_OR_CUE, that, self.end):
            following = self.chars[verb + 1]
            if following in AND:
                continue  # «… که استاندار از کم‌آبی گفت و بازدید کرد، …»
            if self.chars[verb] not in CUE and following in COMMA:
                return verb + 2
            return verb + 1 if following in WHO else start  # «… حضور داشت جمعی از صیادان … خواستار … شدند»
        return start

    def _tells_of_somebody(self, first: int, that: int) -> bool:
        """«در این نشست فرماندار نور که میزبان بود، گفت»: whether «که» tells of somebody, and not of the event."""
        return self.marks.first(WHO_IS_TOLD, first, that) is not None

    def _after_byline(self, found: Mention | None, edge: int) -> Mention | None:
        """«نسرین …- کاظم … افزود»: the first is the reporter."""
        if found is None or found.kind != "name" or self.chars[found.last] not in DASH:
            return found
        second = self.people.subject_at(found.last + 1, edge)
        return second if second is not None and second.kind in ("name", "surname") else found

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
        else:
            at = start
            while self.chars[at] in NAMES_SOURCE:
                at += 1
            if at > start and self.people.known(at, edge) is not None:
                yield at  # «به گزارش ایرنا سروری اظهار کرد»
        yield from (at for at in self._quoted_names(start, edge) if at != head)
        for comma in self.marks.within(SOURCE_END, start, edge):
            if self._place_of_source(comma + 1):
                continue
            if source or comma - start < 12 or self.chars[comma - 1] in VERB:
                yield self._skip_adverbials(comma + 1, edge)

    def _place_of_source(self, at: int) -> bool:
        """«به گزارش خبرگزاری صدا و سیما، مرکز قم؛ …»."""
        return (
            self.chars[at] in AGENCY_WORD
            and self.chars[at + 1] in SOURCE_PLACE
            and self.chars[at + 2] in SOURCE_END
        )

    def _quoted_names(self, start: int, edge: int) -> Iterator[int]:
        """«به گزارش ایرنا «یاشار …» عصر پنجشنبه … افزود»: names in quotation marks, as some agencies write them."""
        for opening in self.marks.within(QUOTE_OPEN, start, edge):
            closing = self.marks.first(QUOTE_CLOSE, opening + 2, min(opening + 6, edge))
            if closing is not None and all(map(self.people.may_be_name, range(opening + 1, closing))):
                yield opening + 1

    def _skip_adverbials(self, at: int, edge: int) -> int:
        while at < edge and self.chars[at] in BEFORE_HEAD:
            if self.chars[at] in GIVEN_NAME and self.people.may_be_name(at):
                break
            at += 1
        return at

    def _fits(self, found: Mention, at: int, head: int) -> bool:
        """A bare stretch of words is a name only at the head of the sentence, or with a given name."""
        if found.kind == "single":
            return at == head and (not self.inside or self._goes_on_alone(found))
        if found.kind != "name" or found.name is None:
            return True
        name = found.name
        if found.role is not None and found.role[0] != name[1]:
            return True  # a comma stands between name and post, or the post comes first
        if self.chars[name[0]] in BEGINS_NAME or self.chars[at] in TITLE:
            return True
        if self.chars[name[0] - 1] in QUOTE_OPEN and self.chars[name[1]] in QUOTE_CLOSE:
            return at == head and self.chars[found.last] in AFTER_SUBJECT  # «رحیم‌بردی کلته»
        if self.chars[name[0]] in NO_FIRST_NAME or self.people.everyday(name[0]):
            return False
        return at == head and (found.role is not None or self.chars[found.last] in AFTER_SUBJECT)

    def _goes_on_alone(self, found: Mention) -> bool:
        """«… داریم. نوری افزود: …»: a surname, a verb and a colon at the head of a sentence."""
        if any(char not in CLOSING for char in self.chars[self.start : found.first]):
            return False  # «… می‌داند.» نوری افزود: …»
        cue = self.marks.first(VERB_OR_CUE, found.last, self.end)
        if cue is None or self.chars[cue] not in CUE or self.chars[cue + 1] not in COLON:
            return False
        return self.chars[found.first] in SURNAME or (cue == found.last and self.chars[cue] in CUE_CONTINUES)

    def _beside_cue(self, start: int, edge: int) -> tuple[Mention | None, int]:
        """Look for the subject anywhere before the cue: a body, a post, or a name with a given name."""
        if self.chars[start] in LEAD:
            comma = self.marks.first(SOURCE_END, start, edge)
            start = start if comma is None else comma + 1
            start += 3 * self._place_of_source(start)
        start = self._skip_dateline(start)
        head = self.reader.after_adverbials(self._skip_adverbials(start, edge), edge)
        if self.chars[head] in GROUP:
            start = head
        if self.chars[start] in WHO:
            return self._unnamed(start, edge)
        if self.chars[start] in SPEAKING_BODY:
            last = self.people.body_end(start, edge)
            return Mention("body", start, last), last
        for at in self.marks.within(BEGINS_SUBJECT, start, edge):
            asked = self.words[at - 1] == "از" and self.chars[edge] in CUE_ASKS  # «خبرنگار از مدیرعامل پرسید»
            if self.chars[at - 1] not in BEFORE_NAME_OF_BODY and not asked:
                found = self.people.subject_at(at, edge)
                if found and found.kind != "single" and self._rest_is_adverbial(found.last, edge):
                    if found.kind == "name" and found.name:
                        self.people.learn(found.name)
                    return found, found.last
        if self.words[start] == "یک" and self.chars[start + 1] in PERSON_NOUN:
            return self._unnamed(start + 1, edge)  # «یک دامدار اهل تایباد به خبرنگار ما گفت»
        return None, start

    def _unnamed(self, start: int, edge: int) -> tuple[Mention, int]:
        stops = self.marks.within(AFTER_GROUP, start + 1, edge)
        own = [at for at in stops if self.words[at] == "از"]
        if (
            self.chars[edge] in GOVERNS_OF or self.chars[edge] in CUE_ASK
        ):  # «جمعی از صیادان از نبود سوخت گلایه کردند»
            own = own[: not self.words[start].endswith("از")]
        last = next((at for at in stops if at not in own), edge)
        return Mention("body", start, last), last

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
