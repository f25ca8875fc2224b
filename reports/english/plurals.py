"""English inflection for the glossary: plurals and degrees of adjectives.

Written by hand, for the glossary gives every irregular form itself and a library of thousands of rules would have to be
pinned and fetched for three endings.
"""

import re

_BEFORE_PREPOSITION = re.compile(r" (?:of|for|to|in|with|under|by|per|from|on|at)\b")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_IRREGULAR = {"good": ("better", "best"), "bad": ("worse", "worst"), "more": ("more", "most")}
_VOWELS = re.compile(r"[aeiouy]+")


def plural_of(noun: str) -> str:
    """Return the regular plural; of a phrase, that of the word before its first preposition (lines of activity)."""
    if found := _BEFORE_PREPOSITION.search(noun, 1):
        return plural_of(noun[: found.start()]) + noun[found.start() :]
    if _SIBILANT.search(noun):
        return noun + "es"
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + "s"


def degree_of(adjective: str, degree: int) -> str:
    """Return the comparative (``degree`` 1) or superlative (2) of an adjective: larger, most important."""
    if adjective in _IRREGULAR:
        return _IRREGULAR[adjective][degree - 1]
    ending = ("er", "est")[degree - 1]
    if adjective in ("main", "top", "first", "final") or not adjective.isalpha():
        return adjective  # a superlative in sense already, or a phrase
    if re.search(r"[^aeiou]y$", adjective):
        return adjective[:-1] + "i" + ending
    if len(_VOWELS.findall(adjective.removesuffix("e"))) > 1:
        return f"{('more', 'most')[degree - 1]} {adjective}"
    if re.search(r"[^aeiou][aiu][bdgmnt]$", adjective):  # big, hot
        return adjective + adjective[-1] + ending
    return adjective.removesuffix("e") + ending
