"""Checks of an English text against the Persian it translates.

A guard knows nothing of grammar; it compares what can be compared: numbers by value, scale and currency, negation,
remnants of markup, letters, lengths, pronouns. A ``hard`` finding means that the text must not be shown, a ``soft``
one that an editor should look.
"""

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from extract.text.shadow import FILLER, shadow, skeleton
from reports.translate import negation
from reports.translate.quantities import STRICT, Quantity
from reports.translate.tokens import read_english, read_persian
from reports.translate.words import table

Severity = Literal["hard", "soft"]
Code = Literal[
    "empty", "number_missing", "number_added", "unit", "order", "qualifier", "negation_lost", "negation_added", "remnant",
    "persian_letters", "length", "gender", "repetition", "quotation_marks", "name", "glossary",
]  # fmt: skip


class Finding(msgspec.Struct, frozen=True):
    """One thing that is wrong or doubtful in a translation."""

    code: Code
    severity: Severity
    message: str
    """A sentence for an editor."""


Terms = Mapping[str, Sequence[str]]
"""A Persian name or term, and the English forms of which one must be there."""


def check(
    source: str,
    text: str,
    *,
    names: Terms | None = None,
    doubtful: Terms | None = None,
    glossary: Terms | None = None,
) -> tuple[Finding, ...]:
    """Return what is wrong with ``text`` as the English of ``source``, hard findings first.

    Args:
        source: the Persian words as the article has them.
        text: the English translation.
        names: Persian names of persons, places and bodies with their English forms; a missing one is hard.
        doubtful: names whose English may be spelt in another way; a missing one is soft.
        glossary: Persian terms with their English forms; a missing one is soft.
    """
    if not text.strip():
        return (Finding("empty", "hard", "There is no translation."),)
    findings = [finding for guard in GUARDS for finding in guard(source, text)]
    findings += _terms(source, text, names or {}, "name", "hard")
    findings += _terms(source, text, doubtful or {}, "name", "soft")
    findings += _terms(source, text, glossary or {}, "glossary", "soft")
    return tuple(sorted(findings, key=lambda finding: finding.severity))


def is_safe(findings: Iterable[Finding]) -> bool:
    """Return whether a text with these findings may be shown."""
    return all(finding.severity != "hard" for finding in findings)


def has_remnants(text: str) -> bool:
    """Return whether a text carries markup, a template's braces or an engine's signs."""
    return any(pattern.search(text) for pattern in _remnant_patterns())


def same_numbers(source: str, other: str) -> bool:
    """Return whether two Persian texts have the same numbers: value for value, vague scales and currencies too."""
    return _signature(source) == _signature(other)


def _signature(text: str) -> list[tuple[object, ...]]:
    return [(quantity.readings, quantity.vague, quantity.qualifier) for quantity in read_persian(text)]


# --- numbers

_MOST = 300
"""Numbers on one side that are still compared; pairing takes time by their square."""


def _numbers(source: str, text: str) -> list[Finding]:
    persian, english = list(read_persian(source)), list(read_english(text))
    if max(len(persian), len(english)) > _MOST:
        return [Finding("number_missing", "hard", "There are too many numbers to be compared.")]
    pairs = _pairs(persian, english)
    findings = _unmatched(persian, english, pairs)
    findings += [finding for mine, theirs in pairs for finding in _pair_findings(mine, theirs)]
    places = [english.index(theirs) for mine, theirs in pairs if not mine.weak]
    if places != sorted(places):
        findings.append(Finding("order", "soft", "The numbers stand in another order than in the source."))
    return findings


def _pairs(persian: list[Quantity], english: list[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Pair the numbers of both sides, the surest way to agree first, each number once."""
    free = list(range(len(english)))
    paired: dict[int, int] = {}
    for agree in (_first_agrees, _any_agrees, _value_agrees):
        for weak in (False, True):
            for index, mine in enumerate(persian):
                if index in paired or mine.weak != weak:
                    continue
                hit = next((other for other in free if agree(mine, english[other])), None)
                if hit is not None:
                    paired[index] = hit
                    free.remove(hit)
    return [(persian[index], english[paired[index]]) for index in sorted(paired)]


def _first_agrees(mine: Quantity, theirs: Quantity) -> bool:
    return mine.vague == theirs.vague and mine.readings[0] == theirs.readings[0]


def _any_agrees(mine: Quantity, theirs: Quantity) -> bool:
    return mine.vague == theirs.vague and not set(mine.readings).isdisjoint(theirs.readings)


def _value_agrees(mine: Quantity, theirs: Quantity) -> bool:
    """Same value, and units of which neither is money or percent: «۳ روز» and 3 are left to an editor."""
    return mine.vague == theirs.vague and any(
        one.value == two.value and (one.unit == two.unit or not STRICT & {one.unit, two.unit})
        for one in mine.readings
        for two in theirs.readings
    )


def _pair_findings(mine: Quantity, theirs: Quantity) -> list[Finding]:
    findings = []
    units = {each.unit for each in mine.readings}, {each.unit for each in theirs.readings}
    if units[0].isdisjoint(units[1]):
        both = "" not in units[0] | units[1]
        message = f"«{mine.text}» has another unit than “{theirs.text}”."
        findings.append(Finding("unit", "hard" if both else "soft", message))
    if mine.qualifier != theirs.qualifier:
        opposite = {mine.qualifier, theirs.qualifier} == {"more", "less"}
        message = f"«{mine.text}» and “{theirs.text}” differ in more than, less than or about."
        findings.append(Finding("qualifier", "hard" if opposite else "soft", message))
    return findings


def _unmatched(
    persian: list[Quantity], english: list[Quantity], pairs: list[tuple[Quantity, Quantity]]
) -> list[Finding]:
    # identity, not equality: the same number may stand there twice
    used = {id(each) for pair in pairs for each in pair}
    findings = [
        Finding("number_missing", "hard", f"The number «{mine.text}» is not in the translation.")
        for mine in persian
        if id(mine) not in used and not mine.weak
    ]
    for theirs in english:
        if id(theirs) not in used and not theirs.weak:
            said_again = any(_any_agrees(mine, theirs) for mine in persian)
            message = f"The number “{theirs.text}” is {'repeated' if said_again else 'not in the source'}."
            findings.append(Finding("number_added", "soft" if said_again else "hard", message))
    return findings


# --- words


def _negation(source: str, text: str) -> list[Finding]:
    findings = []
    if negation.lost(source, text):
        findings.append(Finding("negation_lost", "hard", "The source negates, the translation does not."))
    if negation.added(source, text):
        findings.append(Finding("negation_added", "hard", "The translation negates, the source does not."))
    return findings


@functools.cache
def _remnant_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in table("wording")["remnants"].values())


def _remnants(source: str, text: str) -> list[Finding]:
    hits = [match[0] for pattern in _remnant_patterns() if (match := pattern.search(text))]
    return [
        Finding("remnant", "hard", f"The translation contains {hit!r}, which nobody said.") for hit in hits
    ]


_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")


def _persian_letters(source: str, text: str) -> list[Finding]:
    if _ARABIC.search(text):
        return [Finding("persian_letters", "hard", "Persian letters or digits are left in the translation.")]
    return []


def _gender(source: str, text: str) -> list[Finding]:
    words = table("wording")["gender"]
    said = set(re.findall(r"[^\W\d_]+", shadow(source).replace(FILLER, "")))
    if said & set(map(skeleton, words["said"])):
        return []
    found = sorted(set(re.findall(r"[a-z]+", text.lower())) & set(words["invented"]))
    return [Finding("gender", "hard", f"The source does not say “{word}”.") for word in found]


def _length(source: str, text: str) -> list[Finding]:
    limits = table("wording")["length"]
    mine, theirs = len(source.strip()), len(text.strip())
    if mine < limits["from"]:
        return []
    ratio = theirs / mine
    for severity in ("hard", "soft"):
        low, high = limits[severity]
        if not low <= ratio <= high:
            kind = "short" if ratio < low else "long"
            return [Finding("length", severity, f"The translation is very {kind} for its source.")]
    return []


def _repetition(source: str, text: str) -> list[Finding]:
    limits = table("wording")["repetition"]
    width = limits["words"]
    words = re.findall(r"\w+", text.lower())
    runs = Counter(tuple(words[index : index + width]) for index in range(len(words) - width + 1))
    # a run of one word over and over, or one that comes back and back to back, is no sentence
    stuck = any(
        words[index : index + width] * limits["times"] == words[index : index + width * limits["times"]]
        for index in range(len(words) - width * limits["times"] + 1)
    )
    often = [run for run, times in runs.items() if times >= limits["times"]]
    if stuck:
        return [Finding("repetition", "hard", "The translation says the same words over and over.")]
    return [Finding("repetition", "soft", f"“{' '.join(run)}” comes very often.") for run in often[:1]]


def _quotation_marks(source: str, text: str) -> list[Finding]:
    if re.search('["“”«»]', text) and not re.search('["“”«»„]', source):
        return [
            Finding("quotation_marks", "soft", "The translation has quotation marks, the source has none.")
        ]
    return []


def _terms(source: str, text: str, terms: Terms, code: Code, severity: Severity) -> list[Finding]:
    plain = f" {' '.join(re.findall(r'[^\W_]+', shadow(source).replace(FILLER, '')))} "
    lower = text.casefold()
    findings = []
    for persian, forms in terms.items():
        words = " ".join(re.findall(r"[^\W_]+", shadow(persian).replace(FILLER, "")))
        if words and f" {words} " in plain and not any(form.casefold() in lower for form in forms):
            findings.append(Finding(code, severity, f"«{persian}» should be “{'” or “'.join(forms)}”."))
    return findings


GUARDS: tuple[Callable[[str, str], list[Finding]], ...] = (
    _numbers,          # ۸ هزار ← 8,000
    _negation,         # نیست ← is not
    _remnants,         # <b>, {{ name }}, <unk>
    _persian_letters,  # تعاونی in the English
    _gender,           # وی ← he
    _length,
    _repetition,
    _quotation_marks,
)  # fmt: skip
"""All guards that need nothing but the two texts, in the order in which they look."""
