"""A last resort for names in no lexicon: letters to Latin, short vowels put in by syllable patterns.

Persian writes only long vowels and allows the syllables CV, CVC and CVCC, so between two written vowels a run of
consonants tells where a short vowel must stand, though not which one. /a/ is the most frequent; /e/ is usual
after ā («صالح», «کاظم»). Right about one time in three: the caller says so with the basis ``guess``.
"""

CONSONANTS = {
    "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "z",
    "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "",
    "غ": "gh", "ف": "f", "ق": "gh", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "v",
    "ی": "y",
}  # fmt: skip

_LONGEST = 40
"""Letters worked on at once; no name is as long, and hostile input stays cheap."""

Unit = tuple[bool, str]
"""Whether it is a vowel, and its Latin letters."""


def guess(skeleton: str) -> str:
    """Return Latin letters for one Persian word in shadow spelling; lower case, never empty for a letter."""
    parts = (skeleton[start : start + _LONGEST] for start in range(0, len(skeleton), _LONGEST))
    return "".join(_voiced(_units(part)) for part in parts) or "a" * bool(skeleton)


def _units(word: str) -> list[Unit]:
    units: list[Unit] = []
    for index, letter in enumerate(word):
        before = word[index - 1] if index else ""
        after = word[index + 1] if index + 1 < len(word) else ""
        if letter in "آا":
            if before == "و" and index > 1 and word[index - 2] == "خ":
                units.pop()  # «خوا» is read khā
            units.append((True, "a"))
        elif letter == "و":
            units.append(_vav(before, after))
        elif letter == "ی":
            units.append(_ye(before, after))
        elif letter == "ه" and not after and before and before not in "اوی":
            units.append((True, "eh"))
        elif letter in CONSONANTS:
            units.append((False, CONSONANTS[letter]))
    if word[:2] in ("ای", "او"):  # «ایرج», «اورنگ»: one long vowel
        units[0:2] = [(True, "i" if word[1] == "ی" else "ou")]
    return units


def _vav(before: str, after: str) -> Unit:
    if not before or before in "آا" or (after and after in "آاوی") or (after == "ه" and before in "ای"):
        return False, "v"
    return True, "ou"


def _ye(before: str, after: str) -> Unit:
    if not before:
        return False, "y"
    if before in "آاو":
        return (True, "i") if not after else (False, "y")
    return True, "i"


def _voiced(units: list[Unit]) -> str:
    """Put short vowels into the runs of consonants."""
    text, run, last = "", [], ""
    for vowel, latin in units:
        if not vowel:
            run.append(latin)
            continue
        text += _run(run, last, final=False) + latin
        run, last = [], latin
    return text + _run(run, last, final=True)


def _run(run: list[str], last: str, *, final: bool) -> str:
    """Voice one run after the vowel ``last`` («» at the head of a word), at the end of the word or before a vowel."""
    short = "e" if last == "a" else "a"
    if not last:  # سلام → sa-lām, مردان → mar-dān; حسن → ha-san, اکبر → ak-bar
        keep = len(run) - 1 if not final else len(run)
        return _opening(run, keep)
    spare = 1 if final else 2  # consonants that need no help: کار, کار-دان
    if len(run) <= spare:
        return "".join(run)
    if final and len(run) == 2:
        return run[0] + short + run[1]
    return run[0] + short + _run(run[1:], short, final=final)


def _opening(run: list[str], keep: int) -> str:
    if not run:
        return ""
    if keep == 0 or len(run) == 1:
        return "".join(run)
    head, rest = run[0] + "a", run[1:]
    if keep == len(run):  # no written vowel follows
        if len(rest) == 1:
            return head + rest[0]
        if len(rest) == 2:
            return head + rest[0] + "a" + rest[1]
        return head + rest[0] + _opening(rest[1:], len(rest) - 1)
    return head + "".join(rest) if len(rest) <= 2 else head + rest[0] + _opening(rest[1:], len(rest) - 2)
