"""Words that were written as one: «یکهزار», «هزارتن», «سیدرضا», «مدیرجهاد»."""

from extract.grammar.lexicon import Entry, Lexicon


def glued(word: str, lexicon: Lexicon) -> Entry | None:
    """Return an entry for words that were written as one, or ``None``.

    Number words («یکهزار», «هزارو», «چهارهزار»): the value under ``number.glued`` is the list of the parts' skeletons,
    «و» among them. Two given names («سیدرضا», «محمدامین»). A post and its body («مدیرجهاد»).
    """
    if word in lexicon.entries or not 3 < len(word) < 30:
        return None
    parts = _split_numbers(word, lexicon)
    if parts is None or len(parts) < 2:
        return _glued_unit(word, lexicon) or _glued_pair(word, lexicon) or _glued_preposition(word, lexicon)
    entry = Entry(word)
    entry.tags = {"number", "number.glued"}
    entry.values = {"number.glued": parts}
    return entry


_RATIOS = ("unit.times", "unit.percent")


def _glued_unit(word: str, lexicon: Lexicon) -> Entry | None:
    """A number word with what follows it («هزارتن», «میلیون‌تومان», «سه‌برابری», «هفت‌دهم»).

    ``number.glued`` holds the number, ``unit.glued`` the skeleton of the unit.
    """
    for at in range(2, len(word) - 1):
        first, second = lexicon.entries.get(word[:at]), lexicon.find(word[at:])
        if first is None or second is None or first.tags.isdisjoint(("number.word", "number.half")):
            continue
        entry = Entry(word)
        entry.tags = {"number", "number.glued"}
        if "number.part" in second.tags and "inflected" not in second.tags:
            entry.values = {"number.glued": [word[:at], word[at:]]}
            return entry
        if "number.half" in first.tags and "number.word.scale" in second.tags:  # «نیم‌میلیون»
            entry.values = {"number.glued": [word[:at], word[at:]]}
            return entry
        whole = not first.tags.isdisjoint(("number.word.scale", "number.half"))  # «۱۱ و نیم‌تن»
        counts = whole and second.tags & {"unit", "counter.person"}
        if counts or not second.tags.isdisjoint(_RATIOS):
            entry.tags |= {"unit.glued"}
            entry.values = {"number.glued": [word[:at]], "unit.glued": word[at:]}
            return entry
    return None


def _glued_preposition(word: str, lexicon: Lexicon) -> Entry | None:
    """«ازچهار هزار»: the preposition is part of the figure's span, for no token can be cut."""
    number = lexicon.entries.get(word[2:]) if word.startswith("از") else None
    if number is None or "number.word" not in number.tags:
        return None
    entry = Entry(word)
    entry.tags = {"number", "number.glued", "number.after_az"}
    entry.values = {"number.glued": [word[2:]]}
    return entry


_PAIRS = (
    ("seyyed", "given_name", "given_name"),
    ("given_name", "given_name", "given_name"),
    ("role.head", "org.head", "role.head"),
    ("place.county", "preposition.glued", "place.glued"),
    ("role.office", "place.county", "role.office"),
)


def _glued_pair(word: str, lexicon: Lexicon) -> Entry | None:
    for at in range(3, len(word) - 1):
        first, second = lexicon.entries.get(word[:at]), lexicon.entries.get(word[at:])
        if first is not None and second is not None:
            for left, right, tag in _PAIRS:
                if left in first.tags and right in second.tags:
                    entry = Entry(word)
                    entry.tags = {tag, "glued"} | (
                        first.tags if tag in ("place.glued", "role.office") else set()
                    )
                    entry.values = first.values if tag == "place.glued" else {}
                    return entry
    return None


def _split_numbers(word: str, lexicon: Lexicon) -> list[str] | None:
    """Split ``word`` into number words from the left, longest first; «و» only between or after them."""
    parts: list[str] = []
    at = 0
    while at < len(word):
        for end in range(min(len(word), at + 9), at, -1):
            piece = word[at:end]
            entry = lexicon.entries.get(piece)
            half = entry is not None and "number.half" in entry.tags and parts[-1:] == ["و"]  # «دوازده‌ونیم»
            if half or (entry is not None and "number.word" in entry.tags) or (piece == "و" and parts):
                parts.append(piece)
                at = end
                break
        else:
            return None
    return parts
