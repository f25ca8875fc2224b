"""Which agency an article is from, by what its first lines say."""

from extract.grammar.marks import Marks
from extract.grammar.tags import kind
from extract.text.tokens import Tokens

_AGENCY = kind("agency")
_LEADS = kind("lead|break|dash|slash")
_FAR = 160
"""Tokens from the start within which an agency names itself; later ones are only mentioned."""


def find_agency(tokens: Tokens, marks: Marks) -> str | None:
    """Return the standard name of the agency that the text says it is from, or ``None``.

    «به گزارش خبرگزاری مهر، …», «خبرگزاری فارس: …» and a bare name in a dateline count, the first of them; a name after
    «در گفت‌وگو با خبرنگار» counts where there is no other.
    """
    found = marks.within(_AGENCY, 0, _FAR)
    led = [at for at in found if marks.last(_LEADS, max(0, at - 4), at) is not None or at < 3]
    for at in (*led, *found):
        entry = tokens.entry(at)
        if entry is not None:
            return str(entry.values["agency"])
    return None
