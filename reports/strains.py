"""What strains the pages, and what was done with it: long words, names, statements and tables, and what is not there.

Told by the command line after a build: nothing is ever cut, but something may look otherwise than expected.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.article import Article
from reports.model import Briefing

_WORD = re.compile(r"\S{40,}")
"""Wider than most columns."""
_NAME = 80  # letters
_STATEMENT = 5000  # letters: more than a page holds
_ROWS = 60  # more than a page holds
_SHOWN = 24  # letters of a word or name that are told
_NAMED = 3


def strains(briefing: Briefing, articles: Sequence[Article]) -> tuple[str, ...]:
    """Return a sentence for each kind of strain in a briefing."""
    if not briefing.sources:
        return ()
    kinds = (_words, _names, _statements, _tables, _gaps)
    return tuple(sentence for kind in kinds for sentence in kind(briefing, articles))


def _words(briefing: Briefing, articles: Sequence[Article]) -> Iterator[str]:
    printed = {source.article for source in briefing.sources}
    texts = [one.text for one in articles if one.id in printed]
    texts += [source.agency for source in briefing.sources if source.agency]
    found = dict.fromkeys(word for text in texts for word in _WORD.findall(text))
    if found:
        longest = max(map(len, found))
        yield (
            f"{_count(len(found), 'word')} of up to {longest} letters ({_list(found)}): broken where the line ends, "
            "no letter is lost."
        )


def _names(briefing: Briefing, articles: Sequence[Article]) -> Iterator[str]:
    texts = [text for one in briefing.voices for text in (one.name, one.role, one.organisation)]
    texts += [text for one in briefing.people for text in (one.name, *one.roles)]
    names = [text for text in texts if text and len(text) > _NAME]
    if found := dict.fromkeys(names):
        yield f"{_count(len(found), 'name')} or posts of more than {_NAME} letters ({_list(found)}): set on several lines."


def _statements(briefing: Briefing, articles: Sequence[Article]) -> Iterator[str]:
    long = [one.citation for one in briefing.statements if len(one.text) > _STATEMENT]
    if long:
        named = _list(f"[{citation}]" for citation in long)
        yield f"{_count(len(long), 'statement')} longer than a page ({named}): run on over the next pages."


def _tables(briefing: Briefing, articles: Sequence[Article]) -> Iterator[str]:
    rows = [len(block.figures) for part in briefing.parts for block in part.blocks]
    if long := [count for count in (*rows, len(briefing.people)) if count > _ROWS]:
        yield (
            f"{_count(len(long), 'table')} of up to {max(long):,} rows: divided between rows over several pages, "
            "with the head on each."
        )


def _gaps(briefing: Briefing, articles: Sequence[Article]) -> Iterator[str]:
    if not briefing.data:
        yield "No figure was found: the map is empty, and there are no charts and no tables of figures."
    if not briefing.statements:
        yield "No statement was found: the provinces are printed with their figures alone."
    blocks = [block for part in briefing.parts for block in part.blocks]
    without = dict.fromkeys(block.province or "national" for block in blocks if not block.figures)
    if briefing.data and without:
        yield f"No figures of {_list(without)}: printed without a table of figures."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _list(words: Iterable[str]) -> str:
    every = [word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…" for word in words]
    more = len(every) - _NAMED
    return ", ".join(every[:_NAMED]) + (f" and {more} more" if more > 0 else "")
