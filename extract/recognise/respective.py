"""«به ترتیب»: which of several things each of several figures is of."""

from bisect import bisect_right

from extract.grammar.reader import Reader
from extract.grammar.tags import kind
from extract.recognise.belonging import Around

ORDERED = frozenset(("ترتیب", "بهترتیب"))
_LINK = kind("and|comma")
_STOP = kind("verb|cue|that|break|stop|semicolon|colon|question|exclamation")
_FAR = 25
"""Tokens before «به ترتیب» among which its nouns stand."""


_NEAR = 4
"""Tokens between two figures of one list, at most."""


class Order(tuple[int, ...]):
    """Numbers of figures: that of the noun before a link, that of the noun behind it, then all of the list."""

    __slots__ = ()


def owners(reader: Reader, figures: list[Around]) -> dict[int, Order]:
    """Return what stands on both sides of each link before «به ترتیب», by the link's token.

    «اعضا و شاغلان به ترتیب ۱۶ و ۱۴ نفر»: «و» parts the noun of the first figure from that of the second. Only where as
    many nouns are linked as figures.
    """
    found: dict[int, Order] = {}
    firsts = [first for first, _, _ in figures]
    for at, word in enumerate(reader.words[: reader.size]):
        if word not in ORDERED or (word == "ترتیب" and reader.words[at - 1] != "به"):
            continue
        numbers = _listed(reader, figures, firsts, at)
        links = _links(reader, at)[: len(numbers) - 1]
        if len(numbers) > 1 and len(links) == len(numbers) - 1:
            for behind, link in enumerate(links):
                second = len(numbers) - 1 - behind
                found[link] = Order((numbers[second - 1], numbers[second], *numbers))
    return found


def _listed(reader: Reader, figures: list[Around], firsts: list[int], at: int) -> list[int]:
    """Return the numbers of the figures behind «به ترتیب», in one list."""
    numbers: list[int] = []
    last = at + 1
    for number in range(bisect_right(firsts, at), len(figures)):
        first, end, _ = figures[number]
        between = reader.chars[last:first]
        linked = any(char in _LINK for char in between)
        if any(char in _STOP for char in between) or (numbers and (not linked or first - last > _NEAR)):
            break
        numbers.append(number)
        last = end
    return numbers


def _links(reader: Reader, at: int) -> list[int]:
    """Return the tokens that link nouns before «به ترتیب», the last first."""
    links: list[int] = []
    for token in range(at - 1, max(-1, at - _FAR), -1):
        if reader.chars[token] in _STOP:
            break
        if reader.chars[token] in _LINK and token != at - 1:
            links.append(token)
    return links
