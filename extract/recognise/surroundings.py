"""The words of measures around the figures of one text: where they stand, and how far from a figure."""

from bisect import bisect_left
from itertools import compress

from extract.grammar.reader import Reader
from extract.grammar.tags import kind
from extract.recognise.belonging import VERBAL, VERBAL_BOUND, Around, Belonging, Range, Reach
from extract.recognise.drafts import MONEY
from extract.recognise.respective import ORDERED, owners
from extract.recognise.taxonomy import Taxonomy

FAR = 20
"""Words farther away than this say nothing of a figure."""
_CROSSING = 6
"""Added to the distance for each figure or verb between."""
_APART = kind("verb|cue|break|participle")
_LINKS = frozenset(("و", "،", ","))
_ONE_FIGURE = frozenset(("معادل", "یعنی"))
_PER = kind("per")
_SIZES = ("هرکیلو", "هرتن", "هرلیتر", "هرمتر", "هرهکتار")
_ISSUED_BEFORE = 25
_PER_IS_FARTHER = 4
"""Added to the distance of «هر کیلو», which says price only where nothing else does."""
_SENTENCE_ENDS = kind("stop|break|question|exclamation")


Spot = tuple[str, int, int, int, int]
"""A word of some measure: (key, first token, token after the last, and both again on a scale on which each crossing
before it has added :data:`_CROSSING`, so that a distance is one subtraction)."""

Near = tuple[int, str, int, int]
"""A word of some measure near a figure: (distance, key, first token, token after the last); sorts by distance."""


class Surroundings(Belonging):
    """The words of measures in one text."""

    def __init__(self, reader: Reader, figures: list[Around], taxonomy: Taxonomy) -> None:
        super().__init__(reader, figures)
        self._taxonomy = taxonomy
        words = reader.words
        apart = [first for first in self.firsts if not first or words[first - 1] not in _ONE_FIGURE]
        self._crossings = sorted([*reader.positions(_APART), *apart])
        """Tokens that count as distance: verbs and the first tokens of figures."""
        self._spots = self._find(taxonomy)
        self._positions = [spot[1] for spot in self._spots]
        self._reaches: list[Reach | None] = [None] * len(self._spots)
        self._ends: list[int | None] = [None] * len(figures)
        self._owners = {} if ORDERED.isdisjoint(words) else owners(reader, figures)

    def _find(self, taxonomy: Taxonomy) -> list[Spot]:
        crossings, words = self._crossings, self.reader.tokens.words
        spots: list[Spot] = []
        # a loop in C over all words, one in Python over the few that matter
        known = [*map(taxonomy.known.__getitem__, words)]
        for at, (keys, following) in zip(
            compress(range(self.reader.size), known), filter(None, known), strict=True
        ):
            shift = _CROSSING * bisect_left(crossings, at)
            spots += [
                (key, at, at + 1, at + shift, at + 1 + shift)
                for key in keys
                if key not in taxonomy.unless or not self._unless(at, taxonomy.unless[key])
            ]
            longer = taxonomy.phrase(words, at, following) if following else None
            if longer:
                key, last = longer
                spots.append((key, at, last, at + shift, last + shift))
        return spots

    def _unless(self, at: int, others: frozenset[str]) -> bool:
        """Whether one of the other words stands before this one in its sentence."""
        first = at
        while first > max(0, at - _ISSUED_BEFORE) and self.reader.chars[first - 1] not in _SENTENCE_ENDS:
            first -= 1
        words = self.reader.words[first:at]
        return any(word in others or word[: word.rfind("ها")] in others for word in words)

    # ------------------------------------------------------------------ near a figure

    def near(
        self,
        words: dict[str, tuple[list[int], list[int]]],
        number: int,
        window: Range,
        noun: Range | None,
        own: bool,
    ) -> list[Near]:
        """Return those of the words that stand around a figure and may speak of it.

        Args:
            words: the words that count.
            number: of the figure.
            window: the clause.
            noun: what the figure counts or is measured in: its own, or one that it shares with a neighbour.
            own: whether this is a noun that is counted.
        """
        first, last, unit = self.figures[number]
        reader, positions, crossings, spots = self.reader, self._positions, self._crossings, self._spots
        found: list[Near] = []
        longer: list[Range] = []
        middle = bisect_left(positions, first)
        crossed = bisect_left(crossings, first)
        base = first + _CROSSING * crossed + 1
        described = self._described(number) if unit in MONEY else first
        for index in range(bisect_left(positions, max(window[0], first - FAR)), middle):
            key, at, after, _, right = spots[index]
            if key not in words or at > described:
                continue
            if self._owners and self._in_order(at, after, number):
                right = base - min(first - after + 1, FAR - 1)  # the figures between are of the words between
            if base - right >= FAR:
                continue
            distance = base - right if _LINKS.isdisjoint(reader.words[after:first]) else base - right + 3
            if reader.chars[at] in _PER:
                distance += _PER_IS_FARTHER
            if distance < FAR and self._may(index, number, noun, own):
                found.append((distance, key, at, after))
                if after - at > 1:
                    longer.append((at, after))
        base = last + _CROSSING * bisect_left(crossings, last, crossed)
        for index in range(middle, bisect_left(positions, min(window[1], last + FAR), middle)):
            key, at, after, left, _ = spots[index]
            if key in words and left - base < FAR and (at < last or self._may(index, number, noun, own)):
                found.append((left - base if at >= last else 0, key, at, after))
                if after - at > 1:
                    longer.append((at, after))
        if own and number + 1 < len(self.figures) and self._goes_on(number):
            shared = self._verb_of_all(words, number, window[1])
            longer += [(at, after) for _, _, at, after in shared if after - at > 1]
            found += shared
        return [one for one in found if not _is_part(one, longer)] if longer else found

    def _verb_of_all(
        self, words: dict[str, tuple[list[int], list[int]]], number: int, limit: int
    ) -> list[Near]:
        """«چهار تعاونی در خوسف، سه تعاونی در سرایان، … تشکیل شد»: the verb behind the last of a list."""
        end = max(number, min(self._list_end(number), bisect_left(self.firsts, limit) - 1))
        last = self.figures[end][1]
        if end == number or self.is_whole(number, number + 1):
            return []
        found: list[Near] = []
        for index in range(bisect_left(self._positions, last), len(self._spots)):
            key, at, after, _, _ = self._spots[index]
            if at >= min(limit, last + FAR) or self.between(last, at, VERBAL_BOUND):
                break
            if key in words and self.reader.chars[after] in VERBAL and self.inside_after(at) == end + 1:
                found.append((min(at - last + _CROSSING, FAR - 1), key, at, after))
        return found

    def _list_end(self, number: int) -> int:
        """Return the last figure of the list that this one stands in; worked out once for all of its members."""
        ends, end = self._ends, number
        while ends[end] is None and end + 1 < len(self.figures) and self._goes_on(end):
            end += 1
        last = ends[end]
        if last is None:
            last = end
        ends[number : end + 1] = [last] * (end + 1 - number)
        return last

    def _goes_on(self, number: int) -> bool:
        """Whether the next figure is the next member of a list, or an aside of this one: «با ۹۵ عضو»."""
        _, last, unit = self.figures[number]
        first, _, other = self.figures[number + 1]
        listed = unit == other or self.is_aside(number + 1)
        return listed and first - last < FAR and not self.between(last, first, VERBAL_BOUND)

    def _described(self, number: int) -> int:
        """Return the last token that may head an amount of money: what stands behind «هر تن» describes the thing."""
        first, _, unit = self.figures[number]
        headed = False
        for at in range(first - 1, max(-1, first - FAR), -1):
            other = self.inside.get(at)
            if other is not None and self.figures[other][2] == unit and not headed:
                continue
            # «هزینه هر مترمربع ۱۴ و قیمت آن ۲۲ میلیون تومان»: a word of its own behind the link
            headed = headed or (self.reader.words[at] in _LINKS and self._spot_between(at, first))
            if other is not None or self.reader.chars[at] in VERBAL_BOUND:
                break
            if self.reader.words[at].startswith(_SIZES):
                return at
        return first

    def _spot_between(self, first: int, last: int) -> bool:
        return bisect_left(self._positions, first) < bisect_left(self._positions, last)

    def _may(self, index: int, number: int, noun: Range | None, own: bool) -> bool:
        """Whether a word may speak of a figure."""
        first, _, unit = self.figures[number]
        key, at, after, _, _ = self._spots[index]
        reach = self._reaches[index]
        if reach is None:
            reach = self._reaches[index] = self.reach(at, after)
        if reach.heads == len(self.figures):
            return False
        if self._owners:
            in_order = self._in_order(at, after, number)
            if in_order is not None:
                return in_order
        if reach.heads > number:
            fits = self._taxonomy.by_unit.get(self.figures[reach.heads][2] or "")
            if reach.clause or fits is None or key in fits.words:
                return False
        other = reach.figure
        if 0 <= other < number and reach.until <= first and self.closed(other, number):
            return False
        if other > number and self.figures[other][2] == unit:
            shared = noun is not None and self.inside.get(noun[0]) == other
            if reach.alone and not shared and not self.linked(number, other):
                return False
        if other > number and self.is_whole(number, number + 1):
            return False
        return not own or noun is None or self.is_own(at, after, number, noun)

    def _in_order(self, at: int, after: int, number: int) -> bool | None:
        """«اعضا و شاغلان به ترتیب ۱۶ و ۱۴ نفر»: the first word is of the first figure alone, the second of the second."""
        for link, place in ((after, 0), (at - 1, 1)):
            order = self._owners.get(link)
            if order is not None and number in order:
                return number == order[place]
        return None


def _is_part(one: Near, longer: list[Range]) -> bool:
    """«افتتاح» in «آماده افتتاح»."""
    _, _, first, last = one
    return any(at < first < after or (at == first and last < after) for at, after in longer)
