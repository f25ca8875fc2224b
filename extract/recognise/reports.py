"""What was reported, and a report that has begun."""

from typing import NamedTuple

from extract.recognise.people import Mention, Range


class Report(NamedTuple):
    """One reported statement; all ranges are token indexes."""

    kind: str
    """``clause``, ``complement`` or ``nominal``."""
    content: Range
    cue: Range
    rule: str
    who: Mention | None
    """Words that stand for the speaker; ``None`` where the verb has no subject of its own."""
    sentence: int
    """Index of the sentence's first token: reports of one sentence have one speaker."""
    nested: bool = False
    """Somebody's words as told by another speaker."""


class Clause(NamedTuple):
    """A clause that has begun and whose end is not known yet."""

    cue: Range
    start: int
    who: Mention | None
    rule: str
    sentence: int

    def closed(self, content: Range) -> Report:
        """Return the report with its content."""
        return Report("clause", content, self.cue, self.rule, self.who, self.sentence)
