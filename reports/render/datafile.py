"""The data that a PDF carries: the briefing, and what someone who has the file alone needs to check it."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from extract.article import Article
from reports.model import Briefing
from reports.themes import Body
from reports.translate.guards import Code
from reports.translate.shown import Status

SCHEMA_NAME = "briefing.schema.json"
SCHEMA_ID = "urn:taavon:briefing:1"
"""Name and version of the form of the data; the number rises when a field changes its meaning or goes."""


class Passage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of the source that a figure rests on: ``article[start:end]``; statements have theirs in ``text``."""

    citation: int
    text: str


class Translation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The English of a statement, as the English edition prints it."""

    citation: int
    text: str
    """Empty where it is withheld."""
    status: Status
    reviewer: str | None = None
    engine: str | None = None
    date: dt.date | None = None
    """Of the review, the draft or the engine's run."""
    notes: tuple[Code, ...] = ()
    """What the guards found; where it is withheld, why."""


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file attached beside the data."""

    name: str
    sha256: str
    size: int
    """Bytes."""


class Data(Briefing, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``briefing.json``: the same in both editions."""

    publisher: Body
    passages: tuple[Passage, ...]
    translations: tuple[Translation, ...]
    files: tuple[File, ...]
    digest: str
    """SHA-256 of this file with ``digest`` empty."""

    @property
    def briefing(self) -> Briefing:
        """The briefing without what was added to it."""
        names = Briefing.__struct_fields__
        return Briefing(**{name: getattr(self, name) for name in names})


def data_of(
    briefing: Briefing,
    articles: Sequence[Article],
    translations: Sequence[Translation],
    publisher: Body,
    files: Mapping[str, bytes],
) -> Data:
    """Return the data of a briefing with the files that lie beside it."""
    texts = {article.id: article.text for article in articles}
    names = Briefing.__struct_fields__
    data = Data(
        **{name: getattr(briefing, name) for name in names},
        publisher=publisher,
        passages=tuple(
            Passage(citation=datum.citation, text=texts[datum.article][datum.start : datum.end])
            for datum in briefing.data
        ),
        translations=tuple(translations),
        files=tuple(
            File(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
            for name, content in files.items()
        ),
        digest="",
    )
    return msgspec.structs.replace(data, digest=digest(data))


def encode(data: Data) -> bytes:
    """Return the data as indented UTF-8 JSON; the same data gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def decode(content: bytes) -> Data:
    """Read the data.

    Raises:
        msgspec.DecodeError: it is not of this form.
    """
    return msgspec.json.decode(content, type=Data)


def digest(data: Data) -> str:
    """Return the SHA-256 that the data should name."""
    return hashlib.sha256(encode(msgspec.structs.replace(data, digest=""))).hexdigest()


def schema() -> bytes:
    """Return the JSON Schema (2020-12) of the data."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    text = msgspec.json.encode(found | msgspec.json.schema(Data), order="deterministic")
    return msgspec.json.format(text, indent=1) + b"\n"
