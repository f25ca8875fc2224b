"""Places and figures that are listed apart: «میناب و بندرلنگه به ترتیب با ۳۸۸ و ۲۹۱ تعاونی»."""

from bisect import bisect_left

from extract.grammar.tags import kind
from extract.recognise.placementions import PlaceMention
from extract.resolve.nation import Nation

_MOST_LISTED = 12
"""Places in one list."""
_LINK, _DETACHING, _ALSO = kind("comma|and"), kind("verb|cue|colon|break|stop"), kind("also")


class Lists(Nation):
    """Gives each figure of a list its place of another."""

    _figures: list[tuple[int, int, str | None]]
    """(first token, token after the last, unit), in order."""

    def _respectively(self, index: int, first: int) -> PlaceMention | None:
        """«میناب و بندرلنگه به ترتیب با ۳۸۸ و ۲۹۱ تعاونی»: the first figure is the first place's, and so on."""
        words = self.words[max(0, first - 12) : first]
        if "ترتیب" not in words:
            return self._in_turn(index)
        mark = first - words[::-1].index("ترتیب") - 2
        if self.words[mark] != "به" or self.any(mark, first, _DETACHING):
            return None
        listed = self._listed_before(mark - (self.chars[mark - 1] in _ALSO))  # «… و قشم نیز به ترتیب»
        if not listed:
            return self._in_turn(index)  # «به ترتیب در سیرجان، بردسیر و جیرفت با ۵۱۰، ۳۲۰ و ۲۱۰ تعاونی»
        turn = index - bisect_left(self._figures, (mark,))
        return listed[turn] if len(listed) > 1 and 0 <= turn < len(listed) else None

    def _in_turn(self, index: int) -> PlaceMention | None:
        """«نیشابور و سبزوار با ۴۹۰ و ۴۴۰ تعاونی»: as many places as figures, and nothing but «با» between."""
        figures, first, last = self._figures, index, index
        while first and index - first < _MOST_LISTED and self._linked(first - 1):
            first -= 1
        while last + 1 < len(figures) and last - first < _MOST_LISTED and self._linked(last):
            last += 1
        begin = figures[first][0]
        if first == last or self.words[begin - 1] != "با":
            return None
        listed = self._listed_before(begin - 1)
        return listed[index - first] if len(listed) == last - first + 1 else None

    def _linked(self, index: int) -> bool:
        """Whether nothing but «و» or a comma stands between a figure and the next."""
        end, begin = self._figures[index][1], self._figures[index + 1][0]
        return begin == end + 1 and self.chars[end] in _LINK

    def _listed_before(self, mark: int) -> list[PlaceMention]:
        """Return the places that are listed right before a token, in order."""
        listed: list[PlaceMention] = []
        last = bisect_left(self._single_starts, mark)
        for one in reversed(self._single[max(0, last - _MOST_LISTED) : last]):
            edge = listed[0].first if listed else mark
            if one.level == "national" or not all(char in _LINK for char in self.chars[one.last : edge]):
                break
            listed.insert(0, one)
        return listed
