"""The order of the Persian alphabet.

Hand-written because neither Python nor Babel can sort Persian, and PyICU needs a library of the system.
"""

from extract.text.shadow import skeleton

_ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
"""آ before ا, گ after ک, و before ه: the order of Persian dictionaries (ISIRI 6219)."""
_RANK = {ord(letter): chr(0x100 + rank) for rank, letter in enumerate(_ALPHABET)}
_MADDA = "ٓ"


def persian_key(text: str) -> tuple[str, str]:
    """Return a key that sorts Persian words by the Persian alphabet, whatever their spelling of ی, ک and ZWNJ.

    Spaces sort before letters, so that shorter first words come first; the text itself breaks ties.
    """
    words = (skeleton(word.replace("ا" + _MADDA, "آ")) for word in text.replace("\u200c", " ").split())
    return " ".join(words).translate(_RANK), text
