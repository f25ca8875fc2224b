"""From reports and speakers to :class:`~extract.statements.Quote` and :class:`~extract.statements.Official` records."""

from extract.article import Article
from extract.grammar.rules import Rule
from extract.recognise.mentions import find_mentions
from extract.recognise.people import People, Range
from extract.recognise.speech import Report, SpeechReader
from extract.resolve.speakers import Attribution, Speaker, SpeakerResolver
from extract.statements import Official, Quote
from extract.text.tokens import Tokens


def read_voices(
    tokens: Tokens, article: Article, rules: dict[str, Rule]
) -> tuple[list[Quote], list[Official]]:
    """Return the reported statements and the named people with a post of one article.

    Args:
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
    writer = _Writer(tokens, people, article)
    quotes = [writer.quote(report, found) for report, found in zip(reports, attributions, strict=True)]
    named = {one.name: one for one in reversed(resolver.speakers) if one.name is not None and one.roles}
    officials = [writer.official(one) for one in sorted(named.values(), key=lambda one: one.name or (0, 0))]
    return quotes, officials


class _Writer:
    def __init__(self, tokens: Tokens, people: People, article: Article) -> None:
        self.tokens, self.people, self.article = tokens, people, article

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
            speaker_role=self.words(speaker.roles[0]) if speaker and speaker.roles else None,
            verb=self.words(report.cue),
            kind=report.kind,  # type: ignore[arg-type]
            basis=found.basis,
            rule=report.rule,
            held=found.held or (None if speaker else "no_speaker"),
            text=self.tokens.text[span.start : span.end],
            cue=self.tokens.span(*report.cue),
            mention=self.tokens.span(*found.mention) if found.mention else None,
            antecedent=self.tokens.span(*found.antecedent) if found.antecedent else None,
            direct=self.quoted(report.content),
        )

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
        spans = sorted({one.name, *one.mentions}, key=lambda span: (span != one.name, span))
        return Official(
            name=self.words(one.name),
            role=role,
            organisation=organisation,
            province=None,
            county=None,
            mentions=tuple(self.tokens.span(*span) for span in spans),
            held=None,
            other_roles=tuple(self.words(role) for role in one.roles[1:]),
            rule=one.rule,
        )

    def split(self, post: Range) -> tuple[str, str | None]:
        """Split a post into role and organisation: at the first word that begins a body or names a field."""
        for at in range(post[0] + 1, post[1]):
            if self.people.has(at, "org.head", "org.sector"):
                return self.words((post[0], at)), self.words((at, post[1]))
        return self.words(post), None
