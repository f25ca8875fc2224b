"""One edition before its pages are made: its HTML, all that this shows, and what is attached.

Data alone: whoever takes it from another process need not load what made it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec

SCHEME = "taavon:"
"""Begins the addresses of all that a page shows: names held in memory."""


class Annex(msgspec.Struct, frozen=True, kw_only=True):
    """One attached file."""

    name: str
    content: bytes
    media_type: str
    description: str
    date: dt.date
    relationship: Literal["Source", "Data"]
    """As in ISO 32000-2, 7.11.3."""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What pages are made of."""

    id: str
    """Of the briefing."""
    code: Literal["fa", "en"]
    html: str
    resources: dict[str, tuple[str, bytes]]
    """Media type and bytes of what the page shows, by name."""
    files: Sequence[Annex]
    date: dt.date
    """Of the document."""
    numerals: str
    """The ten digits of the edition."""

    def digits(self, number: int) -> str:
        """Return a page number in them."""
        return str(number).translate(str.maketrans("0123456789", self.numerals))
