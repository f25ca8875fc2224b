"""Source text for print: half-spaces restored, letters and digits in Persian forms, nothing else changed.

``skeleton(display(text)) == skeleton(text)`` always: only spaces, half-spaces and the forms of letters and digits may
differ. The word list and the verb stems are hazm's (https://www.roshan-ai.ir/hazm); its Normalizer is not used, for
it also splits numbers and dates.
"""

import re
from functools import cache, lru_cache

from extract.grammar import verbs
from extract.grammar.lexicon import spellings
from extract.text.hazm_data import hazm_data
from extract.text.shadow import skeleton

ZWNJ = "\u200c"
_LETTERS = str.maketrans("يىكٱ٠١٢٣٤٥٦٧٨٩", "ییکا۰۱۲۳۴۵۶۷۸۹")
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_DROPPED = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00adـ]")
_WORD = re.compile(rf"[^\W\d_]+(?:[{ZWNJ}\u064b-\u0652\u0670\u0654]+[^\W\d_]*)*")
_NUMBER = re.compile(r"(?<![A-Za-z0-9/._-])[0-9][0-9.,/:٬٫%-]*(?![A-Za-z])")
_SPACED_PLURAL = re.compile(r"(?<=[^\W\d_]) (ها|های|هایی|هایش|هایشان|هایمان|ترین)(?!\w)")
_SPACED_AUXILIARY = re.compile(r"(?<=[^\W\d_])ه (اند|ام|ایم|اید)(?!\w)")
_SPACED_MI = re.compile(r"(?<!\w)(ن?می) (?=[^\W\d_])")
_HALF_SPACE_MARKS = re.compile(r"(?<=[^\W\d_])\u200e(?=[^\W\d_])")
_SUFFIXES = (
    "هایشان",
    "هاست",
    "هایند",
    "هایمان",
    "هایش",
    "هایی",
    "های",
    "ها",
    "ترین",
    "تر",
    "اند",
    "ایم",
    "ام",
    "ای",
)
_ENDINGS = ("گران", "ان", "ی", "انی", "ش", "شان")
_SECOND_PARTS = ("بنیان", "بنیانی", "گرفته", "شده", "کننده", "کنندگان", "گذار", "گذاران", "گذاری", "پذیر", "پذیری", "یافته", "دار", "داران", "داری", "سازی", "بخش", "بخشی", "اندیشی", "رسانی", "گیری", "پذیرفته", "گرایی", "محور", "توجه", "آفرین", "آفرینی")  # fmt: skip
_AUXILIARIES = (" اند", " ام", " ایم", " اید")
_PLAIN_LINE = re.compile(
    rf"^([^\t\n{ZWNJ}]+)\t(?!0\t)", re.MULTILINE
)  # word, frequency, classes; 0 is never seen
_JOINED_LINE = re.compile(rf"^[^\t\n{ZWNJ}]*{ZWNJ}[^\t\n]*", re.MULTILINE)
_NON_JOINERS = "اآدذرزژو"


@cache
def _known() -> tuple[frozenset[str], dict[str, str]]:
    """Return hazm's words without half-spaces, and those with one by skeleton; all lines at once, for there are many."""
    text = hazm_data("words.dat")
    for form, standard in _LETTERS.items():
        text = text.replace(chr(form), chr(standard))
    plain = set(_PLAIN_LINE.findall(text))
    apart = [word.strip(ZWNJ) for word in _JOINED_LINE.findall(text)]
    keys = skeleton("\n".join(apart)).split("\n")
    joined = dict(zip(reversed(keys), reversed(apart), strict=True))  # of one skeleton, the first
    for key, word in spellings().items():
        if ZWNJ in word and " " not in word:
            joined.setdefault(key, word)
        elif " " not in word:
            plain.add(word)
    return frozenset(plain), joined


@cache
def _verb_forms() -> dict[str, str]:
    """Return the forms of hazm's verbs that have a half-space, by skeleton."""
    forms = []
    for line in hazm_data("verbs.dat").splitlines():
        past_stem, _, present_stem = line.partition("#")
        if past_stem and present_stem:
            forms += [*verbs.past(past_stem, (3, 1, 2)), *verbs.present(present_stem, (3, 1, 2))]
    apart = [
        form.replace(" ", ZWNJ)  # «کردهاند» → «کرده‌اند»
        for form in dict.fromkeys(forms)
        if (ZWNJ in form and " " not in form) or form.endswith(_AUXILIARIES)
    ]
    keys = skeleton("\n".join(apart)).split("\n")
    return dict(zip(reversed(keys), reversed(apart), strict=True))  # of one skeleton, the first


@lru_cache(maxsize=65536)
def _word(word: str) -> str:
    """Return one word with its half-spaces."""
    if ZWNJ in word or len(word) < 4:
        return word
    plain, joined = _known()
    if word in plain and not word.endswith("هاند"):
        return word
    key = skeleton(word)
    for known in (joined.get(key), _verb_forms().get(key)):
        if known is not None and known.replace(ZWNJ, "") == word:
            return known
    return _suffixed(word, plain) or _ended(word) or _compound(word, plain) or word


def _suffixed(word: str, plain: frozenset[str]) -> str | None:
    """«تعاونیها» → «تعاونی‌ها»; after a letter that does not join there is nothing to mend."""
    for suffix in _SUFFIXES:
        stem = word[: -len(suffix)]
        if word.endswith(suffix) and len(stem) >= 3:
            restored = _word(stem)
            apart = stem[-1] not in _NON_JOINERS and (suffix[0] == "ه" or suffix == "ترین" or stem[-1] == "ه")
            if stem in plain:
                return f"{stem}{ZWNJ}{suffix}" if apart else None
            if restored != stem:
                return f"{restored}{ZWNJ if apart else ''}{suffix}"
    return None


def _ended(word: str) -> str | None:
    """«سرمایهگذاران» → «سرمایه‌گذاران», by way of «سرمایه‌گذار»."""
    for ending in _ENDINGS:
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= 4 and _word(stem) != stem:
            return _word(stem) + ending
    return None


def _compound(word: str, plain: frozenset[str]) -> str | None:
    """«صورتگرفته» → «صورت‌گرفته»: a known word and a second part that is written apart."""
    for second in _SECOND_PARTS:
        first = word[: -len(second)]
        if word.endswith(second) and first in plain and len(first) >= 3 and first[-1] not in _NON_JOINERS:
            return f"{first}{ZWNJ}{second}"
    return None


def display(text: str) -> str:
    """Return ``text`` as it should be printed in Persian; its skeleton is that of ``text``."""
    text = _HALF_SPACE_MARKS.sub(ZWNJ, text)  # old sites use U+200E for the half-space
    text = _DROPPED.sub("", text).translate(_LETTERS)
    text = _SPACED_PLURAL.sub(rf"{ZWNJ}\1", text)
    text = _SPACED_AUXILIARY.sub(lambda found: _auxiliary(found, text), text)
    text = _SPACED_MI.sub(lambda found: _mi(found, text), text)
    text = _WORD.sub(lambda found: _word(found[0]), text)
    return _NUMBER.sub(lambda found: found[0].translate(_PERSIAN_DIGITS), text)


def _auxiliary(found: re.Match[str], text: str) -> str:
    """«شده اند» → «شده‌اند», where the participle is a verb's."""
    start = found.start()
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    known = skeleton(text[start : found.start()] + "ه" + found[1]) in _verb_forms()
    return f"ه{ZWNJ if known else ' '}{found[1]}"


def _mi(found: re.Match[str], text: str) -> str:
    rest = _WORD.match(text, found.end())
    known = rest is not None and skeleton(found[1] + rest[0]) in _verb_forms()
    return found[1] + (ZWNJ if known else " ")
