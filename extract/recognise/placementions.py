"""The record of words that name a place."""

from collections.abc import Sequence
from typing import NamedTuple

from extract.grammar.gazetteer import Level


class PlaceMention(NamedTuple):
    """Words that name a place."""

    first: int
    """Token at which the mention begins, its place word included («شهرستان بابل»)."""
    last: int
    level: Level
    name: str
    """As the text writes it, without «استان», «شهرستان», «شهر»."""
    province: str | None
    """Standard name; ``None`` for the country, and for a village whose province the text does not give."""
    county: str | None
    role: bool = False
    """Part of a post or of a body's name at the head of a report: says who speaks, not what is counted."""
    dateline: bool = False
    """«به گزارش خبرگزاری فارس از بیرجند»."""
    generic: str | None = None
    """``province`` or ``county`` for «استان», «این شهرستان», which name nothing by themselves."""

    @property
    def national(self) -> bool:
        """Whether the country is meant."""
        return self.level == "national"


_MEMBERS = frozenset(("نماینده", "نمایندهمردم", "نمایندهمردمشریف"))


def constituency(words: Sequence[str], mention: PlaceMention) -> bool:
    """Whether a place is named as a member of parliament's: «نماینده مردم گرمسار»; he speaks of the country, too."""
    return mention.role and not _MEMBERS.isdisjoint(words[max(0, mention.first - 4) : mention.first])
