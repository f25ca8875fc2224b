"""What is sent: one issue, worded in each language, with its PDFs.

An :class:`Issue` is plain data without a clock or an address in it, so it can be kept in the ledger as it is: a run
that goes on after a crash sends the very same bytes to those who are still waiting.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Self

import msgspec

from reports.languages.amounts import Code
from reports.model import Notice as Notice


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One key figure or one sentence, with what it rests on."""

    text: str
    citation: str
    """As printed: «[۳] ایلنا، ۱۱ شهریور ۱۴۰۴». The gate refuses a line without one."""
    amount: str = ""
    """The value apart from its words, to be set large; ``text`` is then what it counts."""
    phrase: str = ""
    """Both as running words, «۲۵۵ تعاونی ثبت‌شده»; for plain text. Without it, ``amount`` and ``text`` in a row."""
    place: str = ""
    province: str | None = None
    """Persian name, for readers who asked for a province; never printed."""
    disputed: bool = False


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A web address and its words."""

    text: str
    url: str


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The issue in one language."""

    title: str
    days: str
    """The period as printed, in the language's own calendar."""
    summary: tuple[Line, ...] = ()
    figures: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()


class Pdf(msgspec.Struct, frozen=True, kw_only=True):
    """One edition as a file."""

    data: bytes
    name_fa: str
    """Name of the attachment for Persian readers."""
    name_en: str
    """Name in ASCII: for English readers, and for mail programs that cannot read the other."""
    sha256: str

    @classmethod
    def of(cls, data: bytes, name_fa: str, name_en: str) -> Self:
        """Return a file with its sha256."""
        return cls(data=data, name_fa=name_fa, name_en=name_en, sha256=hashlib.sha256(data).hexdigest())


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One issue, ready to be sent."""

    id: str
    """Unique for ever: ``weekly-1404-W24``. The ledger knows messages by it."""
    first: dt.date
    last: dt.date
    editions: Mapping[Code, Edition]
    pdfs: Mapping[Code, Pdf]
    notices: tuple[Notice, ...] = ()
    late: bool = False
    empty: bool = False
    """A week without news, said so honestly."""

    @property
    def fingerprint(self) -> str:
        """sha256 of everything in it: two issues with one id and two fingerprints are a mistake."""
        return hashlib.sha256(encode(self)).hexdigest()


def encode(issue: Issue) -> bytes:
    """Return the issue as bytes; the same issue gives the same bytes."""
    return msgspec.msgpack.encode(issue, order="deterministic")


def decode(data: bytes) -> Issue:
    """Return the issue that :func:`encode` was given."""
    return msgspec.msgpack.decode(data, type=Issue)
