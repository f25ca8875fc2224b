"""One run at a time, on however many machines: a lock row with a heartbeat, the same in SQLite and PostgreSQL.

Whether the holder is dead is not read off any clock: who wants the lock watches the heartbeat, a counter, for one
lease by its own monotonic clock, and takes over only if the counter has stood still. A clock that jumps changes
nothing. The lock saves work and keeps the rate limit; that nothing is sent twice rests on the claims alone
(:mod:`reports.deliver.ledger`), also where a holder was only asleep.
"""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from types import TracebackType
from typing import Self

import msgspec
import sqlalchemy as sa

from reports.deliver.database import Database, insert_new
from reports.deliver.errors import LedgerError, LockedError
from reports.deliver.tables import locks

LEASE = 60.0
"""Seconds without a heartbeat after which a run counts as dead."""
_BEATS_A_LEASE = 4


class _Seen(msgspec.Struct, frozen=True):
    """The lock as somebody else holds it."""

    holder: str
    about: str
    beat: int


class RunLock:
    """The lock of one store. As a context manager it is held for the block.

    Args:
        database: where it lives.
        name: what is locked.
        lease: seconds; the same on all machines.
        sleep: waits, in seconds.
    """

    def __init__(
        self,
        database: Database,
        name: str = "send",
        lease: float = LEASE,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.run = uuid.uuid4().hex
        """Identifies the run in the ledger."""
        self._database = database
        self._name = name
        self._lease = lease
        self._sleep = sleep
        self._about = f"{socket.gethostname()}, process {os.getpid()}"
        self._lost = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def lost(self) -> bool:
        """Whether somebody else has taken over, or the heartbeat cannot be written."""
        return self._lost.is_set()

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            LockedError: another run holds it and lives.
            LedgerError: the store cannot be used.
        """
        self._take()
        self._thread = threading.Thread(target=self._keep, name="heartbeat", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Give it back; a store that no longer answers must not hide why the block ended."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        try:
            with self._database.write() as connection:
                mine = (locks.c.name == self._name) & (locks.c.holder == self.run)
                connection.execute(locks.delete().where(mine))
        except LedgerError:
            if error is None:
                raise

    def _take(self) -> None:
        held = self._try(None)
        watched = 0.0
        step = self._lease / 8
        while held is not None:
            if watched > self._lease:
                held = self._try(held)
                watched = 0.0
                continue
            began = time.monotonic()
            self._sleep(step)
            watched += min(
                time.monotonic() - began, 2 * step
            )  # a machine that was asleep has watched nothing
            now = self._look()
            if now is not None and now.holder == held.holder and now.beat != held.beat:
                raise LockedError(f"Another run is sending already ({now.about}): leave it to finish.")
            if now is None or now.holder != held.holder:
                held, watched = self._try(None), 0.0

    def _try(self, dead: _Seen | None) -> _Seen | None:
        """Take a free lock, or that of a dead holder; return who holds it instead."""
        row = {"name": self._name, "holder": self.run, "about": self._about, "beat": 0}
        with self._database.write() as connection:
            if dead is not None:
                same = (locks.c.holder == dead.holder) & (locks.c.beat == dead.beat)
                connection.execute(locks.update().where(locks.c.name == self._name, same).values(**row))
            insert_new(connection, locks, [row])
        seen = self._look()
        return None if seen is not None and seen.holder == self.run else seen or self._try(None)

    def _look(self) -> _Seen | None:
        query = sa.select(locks.c.holder, locks.c.about, locks.c.beat).where(locks.c.name == self._name)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _Seen(*row)

    def _keep(self) -> None:
        mine = locks.update().where(locks.c.name == self._name, locks.c.holder == self.run)
        while not self._stop.wait(self._lease / _BEATS_A_LEASE):
            try:
                with self._database.write() as connection:
                    if connection.execute(mine.values(beat=locks.c.beat + 1)).rowcount == 1:
                        continue
            except LedgerError:
                pass
            self._lost.set()
            return
