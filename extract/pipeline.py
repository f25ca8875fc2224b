"""The stages in order: read → shadow → tokens → recognise → resolve."""

from functools import cache

from extract.article import Article
from extract.grammar.lexicon import load
from extract.grammar.rules import Rule, load_rules
from extract.resolve.voices import read_voices
from extract.statements import Extraction
from extract.text.tokens import Vocabulary

VERSION = "1"


@cache
def vocabulary() -> Vocabulary:
    """Return the one vocabulary of this process."""
    return Vocabulary(load())


@cache
def speech_rules() -> dict[str, Rule]:
    """Return the rules of reported speech, compiled for this process's vocabulary."""
    return load_rules("speech", vocabulary().tags)


def extract(article: Article) -> Extraction:
    """Return all that is found in ``article``; pure, offline, and the same for the same text."""
    tokens = vocabulary().tokenise(article.text)
    quotes, officials = read_voices(tokens, article, speech_rules())
    return Extraction(
        id=article.id,
        source=article.source,
        date=article.date,
        agency=None,
        province=None,
        county=None,
        quotes=tuple(quotes),
        officials=tuple(officials),
        sha256=article.sha256,
        version=VERSION,
    )
