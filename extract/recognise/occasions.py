"""Whether a place is only where somebody speaks: «در جلسه شورای اداری شهرستان ملایر گفت», «در سفر به رفسنجان», «در میبد گفت»."""

from extract.grammar.tags import kind
from extract.recognise.placementions import PlaceMention
from extract.text.tokens import Tokens

_GATHERING, _SAYING = kind("gathering"), kind("cue|complement")
_SAY, _VERB, _THAT = kind("cue.say|cue.continues"), kind("verb"), kind("that")
_AND, _COMMA = kind("and"), kind("comma")
_LED = kind("preposition|occasion|locality.this|demonstrative|that")
_OUTSIDE = kind("cue|complement|colon|semicolon|stop|break|number")
_AHEAD = kind("cue|complement|verb|stop|break|colon")
_FAR = 14
"""Tokens between the word for a gathering and the place it is held at."""
_ON = 30
"""Tokens from there to the verb."""


def occasion(tokens: Tokens, place: PlaceMention) -> bool:
    """Return whether a place is that of a meeting or a visit, or stands between «در» and the verb of speaking."""
    chars, words, first = tokens.chars, tokens.words, place.first
    if chars[place.last] in _GATHERING and first and words[first - 1] in ("به", "از"):
        return True  # «که به شهرستان دشتی سفر کرده بود»
    if chars[place.last] in _SAY and first and words[first - 1] == "در":
        return True
    relative = False
    for at in range(first - 1, max(-1, first - _FAR), -1):
        char = chars[at]
        if char in _OUTSIDE or (place.role and char in _COMMA):
            return False  # «در این نشست، فرماندار تاکستان گفت» speaks himself
        if char in _GATHERING and (char in _LED or (at and chars[at - 1] in _LED)):
            return _speaks(tokens, place.last, relative)
        relative = relative or char in _THAT
    return False


def _speaks(tokens: Tokens, first: int, relative: bool) -> bool:
    """Whether what follows is speech or the visit itself («… بازدید کرد»), and nothing else that is told of the place:
    «همزمان با سفر استاندار به اهر، کارخانه … در این شهرستان افتتاح شد»."""
    chars = tokens.chars
    for at in range(first, min(len(tokens), first + _ON)):
        char = chars[at]
        if char in _SAYING:
            return True
        if char in _VERB:
            if not relative:  # «در همایشی که در نجف‌آباد برگزار شد گفت»
                goes_on = (
                    chars[at + 1] in _AND and chars[at + 2] in _SAYING
                )  # «در جریان کار … قرار گرفت و گفت»
                return goes_on or chars[at - 1] in _GATHERING
            relative = False
        elif char in _AHEAD:
            return False
    return False
