"""Finite forms of Persian verbs, as skeletons, from their stems.

Only forms that news writing uses, and by default only the third person; the endings are those of any Persian grammar.
"""

from collections.abc import Iterable, Iterator

PAST_ENDINGS = {3: ("", "ند"), 1: ("م", "یم"), 2: ("ی", "ید")}
PRESENT_ENDINGS = {3: ("د", "ند"), 1: ("م", "یم"), 2: ("ی", "ید")}
_PASSIVES = ("شد", "شدند", "شده", "شده است", "شده‌اند", "شده بود", "می‌شود", "می‌شوند", "نشد", "نشدند", "نشده", "نشده است", "نمی‌شود")  # fmt: skip
_PERFECT = {
    3: ("", "است", "اند", "بود", "بودند", "باشد", "باشند"),
    1: ("ام", "ایم", "بودیم", "باشیم"),
    2: ("اید",),
}


def _prefixed(prefix: str, form: str) -> str:
    """«ن» + «آمد» is «نیامد», «ب» + «آورد» is «بیاورد», «ن» + «افتاد» is «نیفتاد»."""
    if form.startswith("آ"):
        return f"{prefix}یا{form[1:]}"
    if form.startswith("ا") and not form.startswith("ای"):
        return f"{prefix}ی{form[1:]}"
    return prefix + form


def past(stem: str, persons: Iterable[int] = (3,)) -> Iterator[str]:
    """Yield simple, progressive and perfect forms of a past stem («کرد»: کرد، می‌کردند، کرده است …)."""
    negative = _prefixed("ن", stem)
    for person in persons:
        for ending in PAST_ENDINGS[person]:
            form = stem + ending
            yield from (form, f"می‌{form}", negative + ending, f"نمی‌{form}")
        for auxiliary in _PERFECT[person]:
            yield from (f"{stem}ه {auxiliary}".strip(), f"{negative}ه {auxiliary}".strip())


def present(stem: str, persons: Iterable[int] = (3,)) -> Iterator[str]:
    """Yield indicative and subjunctive forms of a present stem («کن»: می‌کند، نمی‌کنند، بکند، کند …)."""
    for person in persons:
        for ending in PRESENT_ENDINGS[person]:
            form = stem + ending
            yield from (f"می‌{form}", f"نمی‌{form}", _prefixed("ب", form), _prefixed("ن", form), form)


def future(stem: str) -> Iterator[str]:
    """Yield the future of a past stem («شد»: خواهد شد، نخواهند شد …)."""
    for auxiliary in ("خواهد", "خواهند", "خواهیم", "نخواهد", "نخواهند"):
        yield f"{auxiliary} {stem}"


def passive(stem: str) -> Iterator[str]:
    """Yield passives of a past stem («داد»: داده شد، داده می‌شود، داده خواهد شد …)."""
    for auxiliary in _PASSIVES:
        yield f"{stem}ه {auxiliary}"


def finite(past_stem: str, present_stem: str) -> Iterator[str]:
    """Yield all forms in use of one verb, all persons."""
    yield from past(past_stem, (3, 1, 2))
    yield from present(present_stem, (3, 1, 2))
    yield from future(past_stem)
    yield from passive(past_stem)


def negative(past_stem: str, present_stem: str) -> Iterator[str]:
    """Yield those of :func:`finite` that deny."""
    denied = _prefixed("ن", past_stem)
    for person in (3, 1, 2):
        for ending in PAST_ENDINGS[person]:
            yield from (denied + ending, f"نمی‌{past_stem}{ending}")
        for auxiliary in _PERFECT[person]:
            yield f"{denied}ه {auxiliary}".strip()
        for ending in PRESENT_ENDINGS[person]:
            yield from (f"نمی‌{present_stem}{ending}", _prefixed("ن", present_stem + ending))
    yield from (form for form in future(past_stem) if form.startswith("ن"))
    yield from (f"{past_stem}ه {auxiliary}" for auxiliary in _PASSIVES if auxiliary.startswith("ن"))
