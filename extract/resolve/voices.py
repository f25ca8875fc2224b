"""From reports and speakers to :class:`~extract.statements.Quote` and :class:`~extract.statements.Official` records."""

from typing import NamedTuple

from extract.grammar.rules import Rule
from extract.recognise.mentions import find_mentions
from extract.recognise.people import People, Range
from extract.recognise.places import PlaceMention
from extract.recognise.speech import Report, SpeechReader
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


def read_voices(tokens: Tokens, home: Home, rules: dict[str, Rule]) -> tuple[list[Quote], list[Official]]:
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
    reports = SpeechReader(tokens, people, rules).read()
    resolver = SpeakerResolver(people, reports, others)
    attributions = resolver.resolve()
    writer = _Writer(tokens, people, home)
    quotes = [writer.quote(report, found) for report, found in zip(reports, attributions, strict=True)]
    named = {one.name: one for one in reversed(resolver.speakers) if one.name is not None and one.roles}
    officials = [writer.official(one) for one in sorted(named.values(), key=lambda one: one.name or (0, 0))]
    return quotes, officials


class _Writer:
    def __init__(self, tokens: Tokens, people: People, home: Home) -> None:
        self.tokens, self.people, self.home = tokens, people, home

    def words(self, span: Range) -> str:
        """Return the source text of a token range on one line."""
        return " ".join(self.tokens.string(*span).split())

    def quote(self, report: Report, found: Attribution) -> Quote:
        span = self.tokens.span(*report.content)
        speaker = found.speaker
        return Quote(
            start=span.start,
            end=span.end,
            speaker=self.name_of(speaker),
            speaker_role=self.post_words(speaker.roles[0]) if speaker and speaker.roles else None,
            verb=self.words(report.cue),
            kind=report.kind,  # type: ignore[arg-type]
            basis=found.basis,
            rule=report.rule,
            held=found.held or self.doubt(report, found),
            text=self.tokens.text[span.start : span.end],
            cue=self.tokens.span(*report.cue),
            mention=self.tokens.span(*found.mention) if found.mention else None,
            antecedent=self.tokens.span(*found.antecedent) if found.antecedent else None,
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
        before = self.people.has(content[0] - 1, "quote.open", "quote.plain")
        after = any(self.people.has(content[1] + n, "quote.close", "quote.plain") for n in (0, 1))
        return before and after

    def name_of(self, speaker: Speaker | None) -> str | None:
        """Return the full name, else the post, else the body, as written."""
        if speaker is None:
            return None
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
            mentions=tuple(self.tokens.span(*span) for span in spans),
            held=None,
            surname=self.words(self.surname_of(one.name)),
            other_roles=tuple(self.post_words(role) for role in one.roles[1:]),
            rule=one.rule,
        )

    def surname_of(self, name: Range) -> Range:
        """Return what follows «سید» and the given names; the last word where all of them may be given names."""
        at = name[0]
        while at < name[1] - 1 and self.people.has(at, "seyyed", "given_name"):
            at += 1
        return at, name[1]

    def place_of(self, one: Speaker) -> tuple[str | None, str | None]:
        """Return province and county of a person's posts: as named in them, else the article's where they say «استان»."""
        for role in one.roles:
            for place in self.home.places:
                if role[0] <= place.first < role[1] and place.province is not None and not place.generic:
                    return place.province, place.county
        for role in one.roles:
            if self.mentions(role, "locality.county"):
                return self.home.province, self.home.county
            if self.mentions(role, "locality.province"):
                return self.home.province, None
        if any(self.mentions(role, "org.head", "role.national") for role in one.roles):
            return None, None  # a ministry, a bank: nothing says that it is of this province
        return self.home.province, None

    def mentions(self, role: Range, *tags: str) -> bool:
        """Whether one of the post's words carries one of the tags."""
        return any(self.people.has(at, *tags) for at in range(*role))

    def split(self, post: Range) -> tuple[str, str | None]:
        """Split a post into role and organisation.

        The organisation begins with the word for a body («وزارت», «بانک»), else, after a head, with the field itself
        («مدیرکل | تعاون، کار و رفاه اجتماعی»). A deputy's field belongs to the role.
        """
        rest = range(post[0] + 1, post[1])
        at = next(
            (n for n in rest if self.people.has(n, "org.head") and not self.people.has(n, "org.field")), None
        )
        if at is None and not self.people.has(post[0], "role.deputy"):
            at = next((n for n in rest if self.people.has(n, "org.sector", "org.field")), None)
        if at is None:
            return self.post_words(post), None
        if self.people.has(at - 1, "comma"):
            at = post[0] + 1  # «مدیرکل | نوسازی، توسعه و تجهیز مدارس»
        return self.words((post[0], at)), self.post_words((at, post[1]))

    def post_words(self, span: Range) -> str:
        """Return a post's words; a preposition written together with its last word («جویباردر») is left out."""
        text = self.words(span)
        if self.people.has(span[1] - 1, "place.glued"):
            return self._without_preposition(text)
        return text

    @staticmethod
    def _without_preposition(text: str) -> str:
        """Take the last two letters off, whatever marks stand on them."""
        wanted = skeleton(text)[:-2]
        while text and skeleton(text) != wanted:
            text = text[:-1]
        return text
