"""Transactions on the store for the ledger and its lock: SQLite and PostgreSQL behave alike, errors are one sentence."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from extract.store import REASONS, Store
from reports.deliver.errors import LedgerError
from reports.deliver.tables import metadata

_PATIENCE = 30.0
"""Seconds to wait for another program, as for any other lock of the store."""


class Database:
    """The store, opened for the ledger. Use as a context manager, or :meth:`close` it."""

    def __init__(self, where: str) -> None:
        """Open a file or database URL and make the ledger's tables if there are none.

        Raises:
            StoreError: it cannot be opened or written.
        """
        self._store = store = Store(where)
        try:
            if store.engine.dialect.name == "sqlite":
                _write_ahead(store.engine)
            with store.alone() as connection:
                metadata.create_all(connection)
        except sa.exc.SQLAlchemyError as error:
            store.close()
            raise LedgerError(_sentence(store.name, error)) from error

    def __enter__(self) -> Self:
        """Return the database itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._store.close()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that has happened whole when the block ends, or not at all.

        Raises:
            LedgerError: it has not happened.
        """
        with self._sentences(), self._store.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                # Otherwise two writers that have both read already cannot wait for each other, and one fails at once.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One connection for reading."""
        with self._sentences(), self._store.engine.connect() as connection:
            yield connection

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise LedgerError(_sentence(self._store.name, error)) from error


def _write_ahead(engine: sa.Engine) -> None:
    """Choose the mode in which a commit is one flush of the disk and as safe: a message is two. The file keeps it.

    SQLite does not wait for other programs when the mode changes, so we do.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        except sa.exc.OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def insert_new(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose keys are not there yet; the others are left as they are."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)
    else:
        connection.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)


def _sentence(name: str, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).strip()
    for sign, remedy in REASONS:
        if sign in cause.lower():
            return f"The ledger in {name} cannot be used, so nothing more was sent: {remedy}."
    first = cause.splitlines()[0] if cause else type(error).__name__
    return f"The ledger in {name} cannot be used ({first}), so nothing more was sent: mend the store and run this again."
