"""What is counted or measured, in English: «تعاونی فعال» → active cooperative.

The words come from ``data/glossary.tsv``, places from the gazetteer, the order from a small grammar: a noun, its adjectives
and the nouns that the ezafe hangs on it, prepositional phrases, participles, «و». A word in none of them stays in
Persian script, between the marks :data:`ISOLATE` and :data:`POP`, and is named among the ``leftovers``. The text
is data: nothing of it is ever read as code, a pattern or a template.
"""

from dataclasses import dataclass

from reports.english.cursor import CONTROLS, JOINS, isolated
from reports.english.glossary import Entry, Segment, find, glossary_terms, segments
from reports.english.heads import HeadReader, is_plural
from reports.english.isolates import ISOLATE, POP
from reports.english.nounphrase import NounPhrase, Role, attach, done, qualify
from reports.english.plurals import degree_of
from reports.english.units import unit_in_english

__all__ = ["ISOLATE", "POP", "Phrase", "glossary_terms", "phrase_in_english", "unit_in_english"]

_LONGEST = 60
"""Segments; what is longer is no noun phrase and stays as it is."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or a title in English."""

    text: str
    """What was not known is left in: in a noun phrase as written, between :data:`ISOLATE` and :data:`POP`; in a
    title romanised."""
    complete: bool
    """Every word was known and had its place; otherwise the text is for an editor, not for print."""
    leftovers: tuple[str, ...]
    """The Persian words that were not known, in order."""
    ordered: bool = True
    """Every word had its place, known or not: with its leftovers in Persian the phrase may be printed."""


def phrase_in_english(persian: str, *, plural: bool = False, generic: bool = False) -> Phrase:
    """Return what is counted or measured in English, in British spelling, without an article.

    Args:
        persian: a noun phrase as written, any spelling of half-spaces, ی and ک.
        plural: whether what is counted is more than one: «۲ تعاونی فعال» → active cooperatives.
        generic: nothing is counted, a kind of thing is named: in the plural where English does so (orchards), but
            not what there is one of (price, largest complex, the national economy).
    """
    cut = [segment for segment in segments(persian) if segment.skeleton not in ("«", "»", "(", ")", "\n")]
    if not cut or len(cut) > _LONGEST:
        left = CONTROLS.sub(" ", persian).strip()
        return Phrase(isolated(left) if left else "", False, (left,) if left else (), ordered=False)
    parser = _Parser(persian, cut)
    text = parser.whole(plural, generic)
    ordered = not parser.dangling and bool(text)
    return Phrase(text, ordered and not parser.leftovers, tuple(parser.leftovers), ordered)


class _Parser(HeadReader):
    """The grammar: noun phrases and what hangs on them."""

    # --- the whole

    def whole(self, plural: bool, generic: bool) -> str:
        """Read all segments and return the English."""
        parts: list[str] = []
        named = False
        while segment := self.peek():
            before = self.at
            if self.opens():
                self.dangling |= bool(parts) and parts[-1] != "and"
                phrase = self.phrases()
                named = True
                many = phrase.kind_in_plural if generic else plural
                parts.append(phrase.text(many and not parts))
            elif self.joined():
                self.at += 1
                if parts and self.peek():
                    parts.append("and")
            else:
                after = self.after_noun()
                named |= bool(after)
                parts.append(after or self.odd())
            if self.at == before:
                self.at += 1
            self.dangling |= segment.kind == "mark" and not self.joined() and segment.skeleton not in JOINS
        self.dangling |= not named  # «صادراتی» alone names nothing
        return " ".join(part for part in parts if part)

    def odd(self) -> str:
        """Read a segment out of place: an adjective without a noun, a sign."""
        segment = self.cut[self.at]
        self.at += 1
        if entry := segment.entry("adj", "verbal"):
            return _adjective(segment, entry)
        if segment.kind == "entry" and not segment.entry("skip"):
            self.dangling = True
            entry = segment.entry("prep", "phrase", "det")
            return entry.en if entry else ""
        return ""

    # --- noun phrases

    def phrases(self) -> NounPhrase:
        """Read a noun phrase and those joined to it with «و»."""
        first = self.phrase()
        while self.joined() and self.opens(1) and not first.foreign:
            self.at += 1
            first.also.append(self.phrase())
        return first

    def phrase(self) -> NounPhrase:
        """Read determiners, head and everything that hangs on the head."""
        phrase = NounPhrase()
        self.determiners(phrase)
        single = (first := self.peek()) is not None and " " not in self.text[first.start : first.end]
        self.head(phrase)
        while self.joined() and single and not phrase.foreign and not phrase.proper:
            # «تولید و توزیع گندم»: heads are joined before anything hangs on them
            if not (other := self.next_is("noun", ahead=1)) or phrase.post or phrase.pre:
                break
            self.at += 1
            segment = self.cut[self.at]
            if (other.en, other.plural) not in phrase.heads:  # «طرح و پروژه»
                phrase.heads.append((other.en, other.plural))
            phrase.plural |= is_plural(segment, other)
            self.at += 1
        while self.modifier(phrase) or self.peek() is not None:
            hung = self.hang(phrase)
            if hung is None:
                break
            phrase = hung
        return phrase

    # --- what hangs on a head

    def modifier(self, phrase: NounPhrase) -> bool:
        """Read one adjective or participle, with those joined to it."""
        segment = self.peek()
        entry = (segment.entry("adj", "verbal") or self.shared_participle()) if segment else None
        if segment is None or entry is None or segment.match.ending == "2" or phrase.proper:
            return False
        a_state = entry.pos == "verbal" or "state" in entry.use
        if a_state and self.open and "place" in phrase.use and not phrase.plural:
            return False  # «تعاونی در استان ثبت شده»: what was done was not done to the province
        if "thing" in entry.use and self.open and "person" in phrase.use:
            return False  # «شغل برای مددجویان ایجاد شده»: nor to persons
        noun = segment.entry("noun")
        if noun and phrase.form and ({"counter", "unit"} & phrase.use or "person" in noun.use):
            return False  # «نفر بازنشسته», «تعداد شاغل»: the noun is meant
        if entry.pos == "adj" and entry.plural and phrase.uncountable and "unit" not in phrase.use:
            phrase.post.append(entry.plural)  # «پساب تولیدی»: effluent produced
            self.at += 1
            return True
        words = [_adjective(segment, entry)]
        self.at += 1
        while self.joined() and (segment := self.peek(1)) and (other := _qualifying(segment)):
            words.append(_adjective(segment, other))
            self.at += 2
        goes_on = entry.pos == "verbal" and self.next_is("prep") is not None and self.opens(1)
        if "after" in entry.use and len(words) == 1 and not goes_on:
            done(phrase, words[0])
        else:
            qualify(phrase, words, followed=goes_on, first="first" in entry.use)
        return True

    def shared_participle(self) -> Entry | None:
        """Return the participle of a noun that shares its «شده» with the next: «تشکیل و ثبت شده»."""
        segment, following = self.peek(), self.peek(2)
        if segment is None or following is None or not following.skeleton.endswith("شده"):
            return None
        if (mark := self.peek(1)) is None or mark.skeleton != "و" or not following.entry("verbal"):
            return None
        found = find([segment.skeleton, "شده"])
        return next((entry for entry in found.entries if entry.pos == "verbal"), None) if found else None

    def act(self, phrase: NounPhrase) -> str:
        """Read the noun of a verb that was cut off as its participle: «شغل ایجاد» (کرد), jobs created; else nothing.

        Only after a noun that has something done to it, not before: «طرح توزیع» is a distribution plan.
        """
        segment = self.peek()
        counted = all({"counter", "unit"} & use for use in self.open)
        if segment is None or self.peek(1) or not counted or phrase.proper or phrase.relational:
            return ""
        noun = segment.entry("noun")
        if noun is None or "act" not in noun.use or segment.match.ending or phrase.post or not phrase.heads:
            return ""
        if not ("given" in phrase.use or phrase.uncountable) or phrase.foreign or "unit" in phrase.use:
            return ""
        found = find([segment.skeleton, "شده"])
        entry = next((entry for entry in found.entries if entry.pos == "verbal"), None) if found else None
        if entry is None:
            return ""
        self.at += 1
        return entry.en

    def hang(self, phrase: NounPhrase) -> NounPhrase | None:
        """Read one thing more that belongs to the phrase; ``None`` if there is nothing."""
        segment = self.peek()
        if segment is None:
            return None
        if self.modifier(phrase):
            return phrase
        if participle := self.act(phrase):
            done(phrase, participle)
            return phrase
        if segment.kind == "number" and self.number_as_adjective(phrase):
            return phrase
        if f"{segment.skeleton}=" in phrase.use:  # «نیروگاه ۳ مگاواتی برق»
            self.at += 1
            return phrase
        if segment.entry("skip") and not segment.entry("noun"):
            self.at += 1
            return phrase
        if self.shared_with_head(phrase):
            return phrase
        if self.opens() and not phrase.foreign:
            return self.belonging(phrase, segment) if self.may_belong(phrase, segment) else None
        partitive = " of {}" in phrase.form or phrase.form == "{}"
        if segment.skeleton == "از" and self.opens(1) and partitive and {"counter", "unit"} & phrase.use:
            self.at += 1  # «نفر از فرهنگیان», «هکتار از اراضی»
            return attach(phrase, self.phrases())
        if after := self.after_noun(phrase):
            phrase.post.append(after)
            return phrase
        return None

    def belonging(self, phrase: NounPhrase, segment: Segment) -> NounPhrase | None:
        """Read what hangs on the phrase by an ezafe."""
        before = self.at
        self.open.append(phrase.use)
        other = self.phrases()
        self.open.pop()
        if segment.match.ending == "ye" and not segment.skeleton.endswith(("ای", "یی")):
            other.indefinite = False  # «مدرسه کانکسی»: the ی of relation, not «a cabin»
        return attach(phrase, other) if self.at > before else None

    def shared_with_head(self, phrase: NounPhrase) -> bool:
        """Read «و خدماتی» of «واحد صنعتی و خدماتی», the first adjective being part of the entry: service and industrial units."""
        if (
            phrase.pre
            or phrase.post
            or not self.joined()
            or self.opens(1)
            or not self.next_is("adj", ahead=1)
        ):
            return False
        self.at += 1
        self.modifier(phrase)
        phrase.pre[-1:] = [f"{word} and" for word in phrase.pre[-1:]]
        return True

    def may_belong(self, phrase: NounPhrase, segment: Segment) -> bool:
        """Tell whether what comes next can hang on the phrase by an ezafe."""
        entry = segment.entry("noun")
        if segment.place or (entry is not None and "place" in entry.use):
            return not phrase.proper
        if phrase.proper or "place" in phrase.use:  # no action or thing belongs to a place so
            return segment.kind == "unknown"
        return not phrase.post

    def after_noun(self, phrase: NounPhrase | None = None) -> str:
        """Read a fixed phrase or a preposition with its noun phrase; empty if there is none."""
        segment = self.peek()
        entry = segment.entry("phrase", "prep") if segment else None
        if segment is None or entry is None:
            return ""
        if entry.pos == "phrase":
            self.at += 1
            if entry.form and self.opens():
                role: Role = "of" if entry.form.startswith("under ") else "object"  # under walnuts
                return entry.form.replace("{}", self.phrases().in_role(role))
            return entry.en
        if (time := self.next_is("phrase", ahead=1)) is not None:  # «نسبت به سال گذشته»
            self.at += 2
            return f"{entry.en} {time.en}"
        if not self.opens(1):
            return ""
        self.at += 1
        self.open.append(phrase.use if phrase else frozenset())
        other = self.phrases()
        self.open.pop()
        return f"{self.preposition(segment, entry, phrase, other)} {other.in_role('object')}"

    def preposition(
        self, segment: Segment, entry: Entry, phrase: NounPhrase | None, other: NounPhrase
    ) -> str:
        """Return the English preposition; «از» is «of» after what is counted, and what the head asks for."""
        if phrase is None or segment.skeleton != "از":
            return entry.en
        for head in (*self.open, phrase.use):
            for use in sorted(head):
                if use.startswith("از="):
                    return use.removeprefix("از=")
        return "of" if "person" in phrase.use and (other.plural or other.dets) else entry.en


def _qualifying(segment: Segment) -> Entry | None:
    """Return an adjective or participle, or a noun with the ی of relation («صنعتی، بندری»), which «و» may join to one."""
    relation = segment.entry("noun") if segment.match.ending == "ye" else None
    return segment.entry("adj", "verbal") or relation


def _adjective(segment: Segment, entry: Entry) -> str:
    degree = segment.match.ending
    return degree_of(entry.en, int(degree)) if degree in ("1", "2") else entry.en
