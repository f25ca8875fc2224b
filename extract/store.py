"""The store: articles, what was found in them, and which briefings were made. SQLAlchemy Core, SQLite by default.

Articles are kept by the sha256 of their bytes, so the same article again changes nothing, whatever its file is
called. An extraction is kept with the version (code and lexicon) that made it and is made anew only when that
changes. Each article is written with all its findings in one transaction: an interrupted run leaves whole articles.
Nothing in the store depends on the clock.
"""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from extract.article import Article, Span
from extract.errors import StoreError
from extract.statements import Extraction
from extract.tables import (
    SCHEMA,
    articles,
    briefings,
    extractions,
    figures,
    meta,
    metadata,
    officials,
    quotes,
)

BATCH = 200
"""Articles a transaction: one transaction an article costs a disk flush each."""
_LOCK = 0x7461617A6F6E
"""Names :meth:`Store.alone` among the advisory locks of a PostgreSQL database; any number does."""


class Store:
    """One database. Use as a context manager, or :meth:`close` it."""

    def __init__(self, where: str | os.PathLike[str]) -> None:
        """Open ``where``, a file for SQLite or an SQLAlchemy URL, and make the tables if there are none.

        Raises:
            StoreError: it cannot be opened or written, or another version of Taavon made it.
        """
        self.name, url = _locate(where)
        with self._sentences():
            self.engine = _engine(url)
            try:
                schema = self._prepare()
            except BaseException:
                self.engine.dispose()
                raise
        if schema != SCHEMA:
            self.close()
            raise StoreError(
                f"The store {self.name} was made by another version of Taavon (schema {schema}, not {SCHEMA}): "
                "move it aside, and it is made anew from the articles."
            )

    def _prepare(self) -> str:
        """Make the tables that are missing; return the schema that the store has."""
        with self.alone() as connection:
            metadata.create_all(connection)
            found: str | None = connection.scalar(sa.select(meta.c.value).where(meta.c.key == "schema"))
            if found is None:
                connection.execute(meta.insert().values(key="schema", value=SCHEMA))
        return found or SCHEMA

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """One transaction beside which no other of these runs, here or on another machine: the others wait for it.

        Tables are made so: of two programs that find none, the second would be told that they exist already.
        """
        with self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection

    def extraction(self, article: Article, version: str) -> Extraction | None:
        """What ``version`` found in this article, under the article's present id and source; None if not there."""
        query = sa.select(extractions.c.record).where(
            extractions.c.article == article.sha256, extractions.c.version == version
        )
        with self._sentences(), self.engine.connect() as connection:
            record = connection.scalar(query)
        if record is None:
            return None
        try:
            return _renamed(msgspec.json.decode(record, type=Extraction), article)
        except msgspec.DecodeError:  # the record's form changed without the version: as good as not there
            return None

    def save(self, found: Iterable[tuple[Article, Extraction]]) -> int:
        """Store articles with their extractions; what is there already, unchanged, is left alone.

        Returns:
            How many articles were written.

        Raises:
            StoreError: nothing of the batch in hand was written; earlier batches are there and whole.
        """
        written = 0
        batch: list[tuple[Article, Extraction]] = []
        for pair in found:
            batch.append(pair)
            if len(batch) == BATCH:
                written += self._save_batch(batch)
                batch.clear()
        return written + self._save_batch(batch)

    def articles(self, until: dt.date | None = None) -> list[Article]:
        """All articles, by date (undated ones last) and id; with ``until``, the dated ones of no later day."""
        query = sa.select(articles)
        if until is not None:
            query = query.where(articles.c.date <= until)
        with self._sentences(), self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        found = [_article(row) for row in rows]
        return sorted(found, key=lambda article: (article.date or dt.date.max, article.id, article.sha256))

    def save_briefing(
        self,
        fingerprint: str,
        days: tuple[dt.date, dt.date],
        sources: Iterable[Article],
        outputs: Mapping[str, str],
    ) -> None:
        """Record that a briefing was made: ``outputs`` maps file names to the sha256 of the files."""
        record = {
            "first": days[0],
            "last": days[1],
            "articles": _json([article.sha256 for article in sources]),
            "outputs": _json(dict(sorted(outputs.items()))),
        }
        key = briefings.c.fingerprint == fingerprint
        with self._sentences(), self.engine.begin() as connection:
            old = connection.execute(sa.select(briefings).where(key)).mappings().first()
            if old is None:
                connection.execute(briefings.insert().values(fingerprint=fingerprint, **record))
            elif {name: old[name] for name in record} != record:
                connection.execute(briefings.update().where(key).values(**record))

    def _save_batch(self, batch: list[tuple[Article, Extraction]]) -> int:
        if not batch:
            return 0
        with self._sentences(), self.engine.begin() as connection:
            hashes = [article.sha256 for article, _ in batch]
            query = sa.select(extractions.c.article, extractions.c.version).where(
                extractions.c.article.in_(hashes)
            )
            versions = {row.article: row.version for row in connection.execute(query)}
            known = set(connection.scalars(sa.select(articles.c.sha256).where(articles.c.sha256.in_(hashes))))
            fresh: dict[str, tuple[Article, Extraction]] = {}
            for article, extraction in batch:
                if versions.get(article.sha256) != extraction.version:
                    fresh.setdefault(article.sha256, (article, extraction))
            _write(connection, fresh, known)
            return len(fresh)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn the database's complaints into one sentence."""
        try:
            yield
        except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
            raise StoreError(_sentence(self.name, error)) from error


def _write(connection: Connection, fresh: Mapping[str, tuple[Article, Extraction]], known: set[str]) -> None:
    """Insert the batch, in place of what an older version found."""
    if not fresh:
        return
    for table in (figures, quotes, officials, extractions):
        connection.execute(table.delete().where(table.c.article.in_(list(fresh))))
    new = [_article_row(article) for sha256, (article, _) in fresh.items() if sha256 not in known]
    heads = [_extraction_row(sha256, extraction) for sha256, (_, extraction) in fresh.items()]
    for table, rows in ((articles, new), (extractions, heads)):
        if rows:
            connection.execute(table.insert(), rows)
    for table in (figures, quotes, officials):
        rows = [
            {"article": sha256, "position": position} | _columns(table, record)
            for sha256, (_, extraction) in fresh.items()
            for position, record in enumerate(getattr(extraction, table.name))
        ]
        if rows:
            connection.execute(table.insert(), rows)


def _columns(table: sa.Table, record: msgspec.Struct) -> dict[str, Any]:
    names = [column.name for column in table.columns if column.name not in ("article", "position")]
    return {name: getattr(record, name, None) for name in names}


def _article_row(article: Article) -> dict[str, Any]:
    row = {name: getattr(article, name) for name in ("sha256", "id", "source", "date", "url", "text")}
    return row | {"body": _json(article.body), "paragraphs": _json(article.paragraphs)}


def _extraction_row(sha256: str, extraction: Extraction) -> dict[str, Any]:
    row = {name: getattr(extraction, name) for name in ("version", "agency", "province", "county")}
    return row | {"article": sha256, "record": _json(extraction)}


def _article(row: Mapping[Any, Any]) -> Article:
    return Article(
        id=row["id"],
        source=row["source"],
        text=row["text"],
        sha256=row["sha256"],
        date=row["date"],
        body=msgspec.json.decode(row["body"], type=Span),
        paragraphs=msgspec.json.decode(row["paragraphs"], type=tuple[Span, ...]),
        url=row["url"],
    )


def _renamed(extraction: Extraction, article: Article) -> Extraction:
    """The same findings under another file's name: the id stands in the conflicts too."""
    if extraction.id == article.id and extraction.source == article.source:
        return extraction
    conflicts = tuple(
        msgspec.structs.replace(
            conflict,
            members=tuple(
                (article.id if member == extraction.id else member, i) for member, i in conflict.members
            ),
        )
        for conflict in extraction.conflicts
    )
    return msgspec.structs.replace(extraction, id=article.id, source=article.source, conflicts=conflicts)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _locate(where: str | os.PathLike[str]) -> tuple[str, sa.URL]:
    """The name to show (a password is never shown) and the URL of a file or URL."""
    text = os.fspath(where)
    if "://" not in text:
        return text, sa.URL.create("sqlite", database=text)
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        raise StoreError(
            "The store's address is no database URL: write postgresql://user@host/name, or a file."
        ) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=True), url


def _engine(url: sa.URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": 30})

    @sa.event.listens_for(engine, "connect")
    def _enforce(connection: Any, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


REASONS = (
    ("disk is full", "the disk is full: make room and run this again"),
    ("file too large", "the disk or the quota is full: make room and run this again"),
    ("no space left", "the disk is full: make room and run this again"),
    ("disk i/o error", "the disk could not be written: make room, check the disk, and run this again"),
    ("readonly database", "it may not be written: give yourself permission, or name another with --store"),
    ("read-only", "it may not be written: name another place with --store"),
    ("permission denied", "it may not be written: give yourself permission, or name another with --store"),
    ("unable to open", "it cannot be opened there: name another place with --store"),
    ("not a database", "this file is no database: move it aside, or name another with --store"),
    ("malformed", "the database is damaged: move it aside, and it is made anew from the articles"),
    ("locked", "another program is writing to it: wait for it to end and run this again"),
    ("not a directory", "its folder is a file: name another place with --store"),
    ("file exists", "its folder is a file: name another place with --store"),
    ("no such table", "this database is not Taavon's: name another with --store"),
    ("no such column", "this database is not Taavon's: name another with --store"),
    (
        "psycopg",
        "the PostgreSQL driver is missing or the server does not answer: pip install 'psycopg[binary]', check the address",
    ),
    ("load plugin", "this kind of database is not supported: use a file or postgresql://"),
)


def _sentence(name: str, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).strip()
    lowered = cause.lower()
    for sign, remedy in REASONS:
        if sign in lowered:
            return f"The store {name} cannot be used: {remedy}."
    return f"The store {name} cannot be used ({cause.splitlines()[0] if cause else type(error).__name__}): name another with --store."
