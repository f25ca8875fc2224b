"""News agencies and outlets in English, from ``data/agencies.tsv``."""

from functools import cache

from reports.english.letters import DATA, fold, table, words
from reports.english.titles import places

_LEADING = ("خبرگزاری", "خبرنگار", "روزنامه", "پایگاهخبری", "سایتخبری", "پایگاهاطلاعرسانی", "وبسایت")
"""Words before an outlet's name that a text may leave out or add."""

_PLACE_WORDS = frozenset({"استان", "مرکز", "منطقه", "شهرستان", "از", "در"})
"""Whatever follows one of these says where the outlet's office is."""


@cache
def _agencies() -> dict[str, str]:
    return {fold(row["fa"]): row["en"] for row in table(DATA / "agencies.tsv", "fa", "en")}


def agency_in_english(text: str) -> str | None:
    """Return the English name of an agency or outlet as a text names it, or ``None``.

    «خبرگزاری مهر», «مهر» and «خبرگزاری صداوسیمای استان لرستان» are all found; a place at the end («مرکز …») is
    dropped, anything else that is not known gives ``None``.
    """
    tokens = words(text)
    for end in range(len(tokens), 0, -1):
        rest = tokens[end:]
        if rest and rest[0] not in _PLACE_WORDS and fold(" ".join(rest)) not in places():
            continue
        if found := _named(fold(" ".join(tokens[:end]))):
            return found
    return None


def _named(skeleton: str) -> str | None:
    for lead in ("", *_LEADING):
        bare = skeleton.removeprefix(lead) if lead else skeleton
        for wanted in (bare, "خبرگزاری" + bare, "روزنامه" + bare):
            if found := _agencies().get(wanted) or _agencies().get(wanted.removesuffix("ی")):
                return found
    return None
