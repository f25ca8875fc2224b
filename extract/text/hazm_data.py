"""hazm's word lists as they lie in its package.

The package itself is not imported: that would load nltk, which takes longer than all pages of a briefing take to read.
"""

from importlib.util import find_spec
from pathlib import Path

from extract.errors import SetupError


def hazm_data(name: str) -> str:
    """Return the text of one of hazm's files: ``words.dat``, ``verbs.dat``.

    Raises:
        SetupError: hazm is not installed, or has no such file.
    """
    found = find_spec("hazm")
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "data" / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise SetupError(f"The word list {name} of hazm is missing: run the set-up again.")
