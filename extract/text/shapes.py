"""What a token is by its form alone: a word, a mark of punctuation, a number in digits and of which kind."""

import re

PUNCTUATION = {
    "،": "comma", ",": "comma", "؛": "semicolon", ";": "semicolon", ":": "colon", ".": "stop", "؟": "question",
    "?": "question", "!": "exclamation", "«": "quote.open", "»": "quote.close", '"': "quote.plain", "'": "quote.plain",
    "(": "paren.open", ")": "paren.close", "[": "paren.open", "]": "paren.close", "-": "dash", "_": "dash",
    "/": "slash", "%": "percent_sign", "*": "bullet", "•": "bullet", "|": "bar",
}  # fmt: skip


def shape(word: str) -> set[str]:
    """Return the tags that a skeleton or a mark has by its form alone."""
    if word == "\n":
        return {"break"}
    if word[:1].isdecimal():
        return {"number", "digits", _digits_shape(word)}
    if word[:1].isalpha():
        return {"word"} | ({"latin"} if word[0] < "\u0250" else set())
    return {PUNCTUATION.get(word, "mark")}


ALL_SHAPES = ("\n", "…", "a", "7", "07", "1404", "77", "1404/6/1", "7:07", "007")
"""A word of each shape that :func:`shape` tells apart."""


SLASHED = re.compile(r"\d{1,3}(?:(?:/\d{3}){2,}|/000)")
"""Thousands set apart by slashes («۱۵۰/۰۰۰/۰۰۰»); of one group alone only «/۰۰۰», for «۳/۱۲۵» is a decimal."""
_YEAR = re.compile(r"1[34]\d\d|19\d\d|20[0-4]\d")
_YEAR_AND_MONTH = re.compile(rf"(?:{_YEAR.pattern})/(?:0?[1-9]|1[0-2])")


def _digits_shape(word: str) -> str:
    """Tell apart by form alone what is written in digits: a date, a time, a year, a telephone number, an amount."""
    if SLASHED.fullmatch(word):
        return "amount_digits"
    if word.count("/") == 2 or word.count("-") == 2 or _YEAR_AND_MONTH.fullmatch(word):
        return "date_digits"
    if ":" in word:
        return "clock_digits"
    if _YEAR.fullmatch(word):
        return "year_digits"
    if word.isdecimal():
        if len(word) == 2 and word[0] == "0":
            return "short_year_digits"
        if (word[0] == "0" and len(word) > 1) or len(word) > 15:
            return "code_digits"
        if len(word) == 2 and word >= "50":
            return "short_year_digits"
    return "amount_digits"
