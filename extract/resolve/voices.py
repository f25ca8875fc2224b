"""From reports and speakers to :class:`~extract.statements.Quote` and :class:`~extract.statements.Official` records."""

from typing import NamedTuple

from extract.grammar.rules import Rule
from extract.grammar.tags import Kind
from extract.recognise.frames import Report
from extract.recognise.kinds import (
    AND,
    BEGINS_NAME,
    BODY_HEAD,
    CLOSES_QUOTE,
    COMMA,
    DEMONSTRATIVE,
    FIELD,
    LOCALITY_COUNTY,
    LOCALITY_PROVINCE,
    MEMBER,
    NATIONAL,
    OF_MEMBERS,
    OPENS_QUOTE,
    PLACE_GLUED,
    ROLE_DEPUTY,
    ROLE_HEAD,
)
from extract.recognise.mentions import find_mentions
from extract.recognise.people import People, Range
from extract.recognise.places import PlaceMention
from extract.recognise.speech import SpeechReader
from extract.resolve.localities import Stretch
from extract.resolve.speakers import Attribution, Speaker, SpeakerResolver
from extract.resolve.trust import trusted
from extract.statements import Official, Quote
from extract.text.shadow import skeleton
from extract.text.tokens import Tokens


class Home(NamedTuple):
    """Where an article is from and where its places are."""

    places: list[PlaceMention]
    province: str | None
    county: str | None


class Voices(NamedTuple):
    """Who speaks in one article."""

    quotes: list[Quote]
    officials: list[Official]
    stretches: list[Stretch]
    """In the order in which they begin."""


def read_voices(tokens: Tokens, home: Home, rules: dict[str, Rule]) -> Voices:
    """Return the reported statements and the named people with a post of one article.

    Args:
        home: places of the text, and what the article is about.
        rules: those of ``rules/speech.toml``.
    """
    people = People(tokens)
    others = find_mentions(people)
    for mention in others:
        if mention.name is not None:
            people.learn(mention.name)
    reader = SpeechReader(tokens, people, rules)
    reports = reader.read()
    resolver = SpeakerResolver(people, reports, others, reader.spoke)
    attributions = resolver.resolve()
    writer = _Writer(tokens, people, home)
    quotes = [writer.quote(report, found) for report, found in zip(reports, attributions, strict=True)]
    named = {
        one.name: one for one in reversed(resolver.speakers) if one.name is not None and writer.serves(one)
    }
    officials = [writer.official(one) for one in sorted(named.values(), key=lambda one: one.name or (0, 0))]
    return Voices(quotes, officials, _stretches(reports, attributions))


def _stretches(reports: list[Report], attributions: list[Attribution]) -> list[Stretch]:
    found = [
        Stretch(report.sentence, report.content[1], tuple(one.speaker.roles))
        for report, one in zip(reports, attributions, strict=True)
        if one.speaker is not None and one.speaker.roles
    ]
    return sorted(found, key=lambda one: one.first)


class _Writer:
    def __init__(self, tokens: Tokens, people: People, home: Home) -> None:
        self.tokens, self.people, self.home = tokens, people, home
        self._speakers: dict[Speaker | None, tuple[str | None, str | None]] = {None: (None, None)}
        """Name and post of those who were written before: most speak several times."""

    def words(self, span: Range) -> str:
        """Return the source text of a token range on one line."""
        return " ".join(self.tokens.string(*span).split())

    def span(self, span: Range) -> tuple[int, int]:
        """Return the text span of a token range."""
        return self.tokens.starts[span[0]], self.tokens.ends[span[1] - 1]

    def quote(self, report: Report, found: Attribution) -> Quote:
        first, last = report.content
        start, end = self.tokens.starts[first], self.tokens.ends[last - 1]
        speaker, post = self.speaker(found.speaker)
        return Quote(
            start=start,
            end=end,
            speaker=speaker,
            speaker_role=post,
            verb=self.words(report.cue),
            kind=report.kind,  # type: ignore[arg-type]
            basis=found.basis,
            rule=report.rule,
            held=found.held or self.doubt(report, found),
            text=self.tokens.text[start:end],
            cue=self.span(report.cue),
            mention=self.span(found.mention) if found.mention else None,
            antecedent=self.span(found.antecedent) if found.antecedent else None,
            frame=(self.tokens.starts[report.sentence], self.tokens.ends[report.cue[1] - 1]),
            direct=self.quoted(report.content),
        )

    def doubt(self, report: Report, found: Attribution) -> str | None:
        """Return why a statement with one possible speaker is held all the same."""
        if found.speaker is None:
            return "no_speaker"
        return None if trusted("quote", report.rule, found.basis) else "weak_basis"

    def quoted(self, content: Range) -> bool:
        """Whether the source itself puts the whole content in quotation marks."""
        chars, (first, last) = self.people.chars, content
        return chars[first - 1] in OPENS_QUOTE and (
            chars[last] in CLOSES_QUOTE or chars[last + 1] in CLOSES_QUOTE
        )

    def speaker(self, speaker: Speaker | None) -> tuple[str | None, str | None]:
        """Return name and post."""
        found = self._speakers.get(speaker)
        if found is None:
            assert speaker is not None
            post = self.post_words(speaker.roles[0]) if speaker.roles else None
            found = self._speakers[speaker] = self.name_of(speaker), post
        return found

    def name_of(self, speaker: Speaker) -> str | None:
        """Return the full name, else the post, else the body, as written."""
        if speaker.name is not None:
            return self.words(speaker.name)
        if speaker.roles:
            return self.words(speaker.roles[0])
        return self.words(speaker.body) if speaker.body else None

    def official(self, one: Speaker) -> Official:
        assert one.name is not None
        role, organisation = self.split(one.roles[0])
        province, county = self.place_of(one)
        spans = sorted({one.name, *one.mentions}, key=lambda span: (span != one.name, span))
        return Official(
            name=self.words(one.name),
            role=role,
            organisation=organisation,
            province=province,
            county=county,
            mentions=tuple(map(self.span, spans)),
            held=None,
            surname=self.words(self.surname_of(one.name)),
            other_roles=tuple(self.post_words(role) for role in one.roles[1:]),
            rule=one.rule,
        )

    def serves(self, one: Speaker) -> bool:
        """Whether somebody has a post that is no mere membership: «عضو تعاونی گلخانه‌داران», «عضو این تعاونی»."""
        return any(not self._membership(role) for role in one.roles)

    def _membership(self, role: Range) -> bool:
        chars, at = self.people.chars, role[0] + 1
        if chars[role[0]] not in MEMBER or at >= role[1]:
            return False
        at += chars[at] in DEMONSTRATIVE
        return chars[at] in OF_MEMBERS

    def surname_of(self, name: Range) -> Range:
        """Return what follows «سید» and the given names; the last word where all of them may be given names."""
        at = name[0]
        while at < name[1] - 1 and self.people.chars[at] in BEGINS_NAME:
            at += 1
        return at, name[1]

    def place_of(self, one: Speaker) -> tuple[str | None, str | None]:
        """Return province and county of a person's posts: as named in them, else the article's where they say «استان»."""
        for role in one.roles:
            for place in self.home.places:
                if role[0] <= place.first < role[1] and place.province is not None and not place.generic:
                    return place.province, place.county
        for role in one.roles:
            if self.mentions(role, LOCALITY_COUNTY):
                return self.home.province, self.home.county
            if self.mentions(role, LOCALITY_PROVINCE):
                return self.home.province, None
        if any(self.mentions(role, NATIONAL) for role in one.roles):
            return None, None  # a ministry, a bank: nothing says that it is of this province
        return self.home.province, None

    def mentions(self, role: Range, kind: Kind) -> bool:
        """Whether one of the post's words is of the kind."""
        return self.people.marks.first(kind, *role) is not None

    def split(self, post: Range) -> tuple[str, str | None]:
        """Split a post into role and organisation.

        The organisation begins with the word for a body («وزارت», «بانک»), else, after a head, with the field itself
        («مدیرکل | تعاون، کار و رفاه اجتماعی»). A deputy's field belongs to the role.
        """
        at = self.people.marks.first(BODY_HEAD, post[0] + 1, post[1])
        if at is None and self.people.chars[post[0]] not in ROLE_DEPUTY:
            at = self.people.marks.first(FIELD, post[0] + 1, post[1])
        if at is None:
            return self.post_words(post), None
        if self._two_posts(post) or self.people.chars[at - 1] in DEMONSTRATIVE:
            return self.post_words(post), None  # «مدیرعامل این سازمان»
        if self.people.chars[at - 1] in COMMA:
            at = post[0] + 1  # «مدیرکل | نوسازی، توسعه و تجهیز مدارس»
            if self.people.chars[at] in COMMA:
                return self.post_words(post), None  # «وزیر تعاون، کار و رفاه اجتماعی»
        return self.words((post[0], at)), self.post_words((at, post[1]))

    def _two_posts(self, post: Range) -> bool:
        """«رئیس اتاق تعاون بم و مدیرعامل اتحادیه پسته»: each with a body of its own."""
        chars = self.people.chars
        return any(chars[at] in ROLE_HEAD and chars[at - 1] in AND for at in range(post[0] + 2, post[1]))

    def post_words(self, span: Range) -> str:
        """Return a post's words; a preposition written together with its last word («جویباردر») is left out."""
        text = self.words(span)
        if self.people.chars[span[1] - 1] in PLACE_GLUED:
            return self._without_preposition(text)
        return text

    @staticmethod
    def _without_preposition(text: str) -> str:
        """Take the last two letters off, whatever marks stand on them."""
        wanted = skeleton(text)[:-2]
        while text and skeleton(text) != wanted:
            text = text[:-1]
        return text
