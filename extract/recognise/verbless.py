"""What reports without a reporting verb of its own: «به گفته X، …», «در این پیام آمده است: …», «X: …»."""

from extract.recognise.kinds import (
    ACCORDING,
    ACCORDING_VIEW,
    AND,
    ANY_NAME,
    BEFORE_SOURCE,
    BEGINS_NAME,
    BEGINS_PERSON,
    BREAK,
    CLOSING,
    COLON,
    COMMA,
    DOCUMENT,
    EVENT,
    LEAD,
    ORG_HEAD,
    PREPOSITION,
    QUOTE_OPEN,
    ROLE_ALONE,
    SLASH,
    SOURCE_END,
    STOP,
    VERB,
    VERB_OR_CUE,
    VERB_OR_PASSED,
    WRITES,
    WRITTEN,
)
from extract.recognise.people import Mention, Range
from extract.recognise.reports import Clause, Report
from extract.recognise.subjects import Head
from extract.text.common import everyday_words

_COPULA = ("اند", "ند", "است")
_LONGEST_OCCASION = 14
"""Words."""


class Verbless(Head):
    """Reads sentences whose cue is no reporting verb."""

    def _according(self) -> bool:
        """«به گفته X، …»."""
        start = self.start
        if self.chars[start] in LEAD:  # «به گزارش ایسنا، به گفته …»
            comma = self.marks.first(SOURCE_END, start, min(start + 12, self.end))
            start = start if comma is None else comma + 1
        while self.chars[start] in BEFORE_SOURCE:
            start += 1
        view = self.chars[start] in ACCORDING_VIEW
        if self.chars[start] not in ACCORDING and not view:
            return False
        start += self.chars[start + 1] in STOP
        found = self.people.subject_at(start + 1, self.end)
        if view and not self._holds_view(start + 1, found):
            return False
        if found is None and self.chars[start + 1] in ROLE_ALONE and self.chars[start + 2] in COMMA:
            found = Mention("role", start + 1, start + 2, role=(start + 1, start + 2))  # «به گفته مدیرکل، …»
        if found is None:
            end = self.marks.first(COMMA, start + 2, min(start + 14, self.end))
            if end is None or self.chars[start + 1] in COMMA:
                return False
            alone = end == start + 2 and self.people.may_be_name(start + 1)
            name = (start + 1, end) if alone and not self.people.everyday(start + 1) else None
            found = Mention("body" if name is None else "single", start + 1, end, name=name)
        self.who = found
        last = found.last
        if self.chars[last] in AND and (second := self.people.subject_at(last + 1, self.end)) is not None:
            last = second.last  # «به گفته فرماندار نیر و شهردار نیر، …»
        self._open((start, start + 1), last, "clause.according")
        return True

    def _holds_view(self, at: int, who: Mention | None) -> bool:
        """«از نظر وی، …», «از دید فرماندار، …»; not «از نظر اقتصادی، …»."""
        if who is None or (self.chars[at] not in BEGINS_PERSON and who.kind != "pronoun"):
            return False
        return self.chars[who.last] in COMMA or self.chars[who.last - 1] in COMMA

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
        if self.who is None and self.words[cue].startswith("آورد"):
            self.who = self.people.subject_at(self.start, document)  # «وزیر در این پیام آورده است: …»
        self._open((cue, cue + 1), cue + 2, "clause.written")
        return True

    def _bare_colon(self) -> bool:
        """«مدیرعامل … : …» or «نوری: …» at the head of a paragraph."""
        slash = self.chars[self.start - 1] in SLASH  # «فرماندار: زمین کم است/ شهردار: …»
        if self.inside and not slash:
            return False
        found = self.people.subject_at(self.start, self.end)
        if found is None or found.kind in ("single", "pronoun"):
            return False
        colon = self.reader.after_adverbials(found.last, self.end)  # «معاون وزیر در بوشهر: …»
        if self.chars[colon] not in COLON:
            kicker = self._kicker(found, colon)
            if kicker is None:
                return self._quoted(found)
            colon = kicker
        if found.kind == "name" and self.chars[(found.name or (0, 0))[0]] not in BEGINS_NAME:
            return False
        if not (slash or self.chars[self.end] in SLASH) and (
            self.marks.first(VERB_OR_PASSED, colon, self.end) is None and not self._ends_with_copula(colon)
        ):
            return False
        self.who = found
        self._open((colon, colon + 1), colon + 1, "clause.bare_colon")
        return True

    def _ends_with_copula(self, colon: int) -> bool:
        """«استاندار: تعاونی‌ها موتور تولیدند»: a noun or adjective and «ند», last in the line."""
        last = self.end - 1
        while last > colon and self.chars[last] in CLOSING:
            last -= 1
        word, known = self.words[last], everyday_words()
        if last - colon < 3 or word in known or self.chars[last] in ANY_NAME:
            return False
        return any(word.endswith(end) and word.removesuffix(end) in known for end in _COPULA)

    def _kicker(self, who: Mention, at: int) -> int | None:
        """Return the colon of «استاندار قم در جلسه شورای گفت‌وگو: ⏎ «…»», which stands above what was said."""
        colon = self.marks.first(COLON, at, min(at + _LONGEST_OCCASION, self.end))
        if colon is None or who.role is None or self.chars[at] not in PREPOSITION:
            return None
        if self.chars[colon + 1] not in BREAK and self.chars[at + 1] not in EVENT:
            return None  # «در نشست خبری: تعاونی‌ها رها شده‌اند», with an event, not «با تعاونی‌ها: …»
        if self.marks.first(VERB_OR_CUE, at, colon) is not None:
            return None
        return colon

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

    def _open(self, cue: Range, start: int, rule: str) -> None:
        self.clause = Clause(cue, start, self.who, rule, self.start)
