"""One run: claim, send, record; and what to do when something of that does not happen.

Nothing here decides by a wall clock: pauses are counted by the monotonic one.
"""

import datetime as dt
import heapq
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

import msgspec

from reports.deliver.database import Database
from reports.deliver.errors import DeliveryError, LedgerError, LostClaimError, ServerError
from reports.deliver.issue import Issue
from reports.deliver.ledger import Claim, Ledger, Wanted
from reports.deliver.lock import LEASE, RunLock
from reports.deliver.message import Composer, Dkim, Mail, id_of
from reports.deliver.recipients import Recipient
from reports.deliver.transport import Reply, Session, Smtp


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How fast, how patient, when to stop."""

    per_minute: float = 60.0
    """Messages; 0 for as fast as the server takes them."""
    per_connection: int = 100
    attempts: int = 5
    """How often a message is offered before it is given up."""
    backoff: float = 30.0
    """Seconds before the second attempt; doubled each time."""
    longest: float = 900.0
    """Seconds; no pause is longer."""
    stop_after: int = 20
    """So many bounces, or messages the server drops, one after the other: it is us, not the recipients."""
    stop_after_unknown: int = 3
    lease: float = LEASE


class Waits(Protocol):
    """Time as the sender sees it."""

    def monotonic(self) -> float:
        """Seconds that only grow."""

    def sleep(self, seconds: float, /) -> None:
        """Wait."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did, and what the ledger says after it."""

    issue: str
    due: int
    before: int
    """How many had it before this run."""
    counts: Mapping[str, int]
    new_unknown: int
    """Unknown since this run: its own, and those that a dead run left."""
    stopped: str = ""
    """Why the run ended early; empty if it did not."""

    @property
    def complete(self) -> bool:
        """Whether nothing is waiting."""
        return not self.stopped and not self.counts["claimed"] and not self.counts["sending"]

    @property
    def clean(self) -> bool:
        """Whether everybody has it."""
        return self.complete and not any(self.counts[state] for state in ("failed", "bounced", "unknown"))


class Stopped(DeliveryError):  # it is how a run ends, told in the report
    """The run cannot go on; what it has not sent stays claimed."""


class Sender:
    """Sends issues from one store through one server.

    Args:
        database: the store with the ledger.
        smtp: the server.
        mail: what all messages have in common.
        pace: how fast, how patient.
        key: signs the messages.
        attach: with the PDFs.
        waits: time; :mod:`time` unless a test has its own.
        now: the time that messages and the trail show.
    """

    def __init__(
        self,
        database: Database,
        smtp: Smtp,
        mail: Mail,
        pace: Pace,
        key: Dkim | None = None,
        *,
        attach: bool = True,
        waits: Waits = time,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._database = database
        self._smtp = smtp
        self._mail = mail
        self._pace = pace
        self._key = key
        self._attach = attach
        self._waits = waits
        self._now = now

    def run(self, issue: Issue, recipients: Iterable[Recipient]) -> Report:
        """Send an issue to all who do not have it yet, and go on with what an earlier run left.

        Raises:
            LockedError: another run is sending.
            LedgerError: the ledger cannot be written; nothing was sent that is not on record as *sending*.
        """
        people: dict[tuple[str, str], Recipient] = {(one.key, one.language): one for one in recipients}
        with RunLock(self._database, lease=self._pace.lease, sleep=self._waits.sleep) as lock:
            ledger = Ledger(self._database, lock.run, self._now)
            kept = ledger.begin(issue)
            before = ledger.counts(kept.id)
            lost = ledger.adopt(kept.id)
            ledger.claim(
                kept.id,
                (Wanted(one.key, one.language, id_of(kept.id, one, self._mail)) for one in people.values()),
            )
            composer = Composer(kept, self._mail, self._key, attach=self._attach)
            work = _Run(self, ledger, lock, composer, people)
            stopped = work.all()
            ledger.finish(kept.id)
            return Report(
                issue=kept.id,
                due=len(people),
                before=before["sent"],
                counts=ledger.counts(kept.id),
                new_unknown=lost + work.unknown,
                stopped=stopped,
            )

    def one(self, data: bytes, address: str) -> Reply:
        """Send one message outside the ledger: a test, a word to the operator.

        Raises:
            ServerError: the server cannot be used.
        """
        session = Session(self._smtp)
        try:
            return session.deliver(self._mail.envelope_sender, address, data, lambda: None)
        finally:
            session.quit()


class _Run:
    """The messages of one issue in one run."""

    def __init__(
        self,
        sender: Sender,
        ledger: Ledger,
        lock: RunLock,
        composer: Composer,
        people: Mapping[tuple[str, str], Recipient],
    ) -> None:
        self._smtp, self._pace, self._waits = sender._smtp, sender._pace, sender._waits
        self._now = sender._now
        self._mail = sender._mail
        self._ledger = ledger
        self._lock = lock
        self._composer = composer
        self._people = people
        self._session: Session | None = None
        self._later: list[tuple[float, int, Claim]] = []
        self._next_slot = 0.0
        self._in_a_row = {"never": 0, "dropped": 0, "ambiguous": 0}
        self.unknown = 0

    def all(self) -> str:
        """Send everything; return why it ended early, or nothing."""
        try:
            after = 0
            while page := self._ledger.waiting(self._composer.issue.id, after):
                for claim in page:
                    self._overdue()
                    self._one(claim)
                after = page[-1].id
            while self._later:
                self._overdue(wait=True)
        except (Stopped, ServerError) as reason:
            return str(reason)
        except LostClaimError as reason:
            return str(reason)
        finally:
            if self._session is not None:
                self._session.quit()
        return ""

    def _overdue(self, *, wait: bool = False) -> None:
        """Try again what is due for it; with ``wait``, at least one."""
        if wait:
            self._waits.sleep(max(0.0, self._later[0][0] - self._waits.monotonic()))
        while self._later and self._later[0][0] <= self._waits.monotonic():
            self._one(heapq.heappop(self._later)[2])

    def _one(self, claim: Claim) -> None:
        recipient = self._people.get((claim.recipient, claim.language))
        if recipient is None:
            self._ledger.failed(claim, None, "no longer among the recipients")
            return
        self._wait_for_slot()
        session = self._connected()
        fresh = session.delivered == 0
        if self._lock.lost:
            raise Stopped("Another run has taken over the lock: this one stops, that one goes on.")
        data = self._composer.data(recipient, self._now())
        reply = self._deliver(session, claim, recipient, data)
        self._record(claim, recipient, reply, fresh)
        self._weigh(reply)

    def _deliver(self, session: Session, claim: Claim, recipient: Recipient, data: bytes) -> Reply:
        try:
            return session.deliver(
                self._mail.envelope_sender, recipient.address, data, lambda: self._ledger.sending(claim)
            )
        except LedgerError:
            session.close()
            raise
        except ServerError as error:
            self._ledger.postpone(claim, None, str(error), counts=False)
            raise
        except BaseException as error:
            # Interrupted. Where the last byte has left, nobody knows; where it has not, it can be sent again.
            name = type(error).__name__
            if session.handed_over:
                self._ledger.unknown(claim, f"interrupted ({name}) before the answer", self._files(recipient))
            else:
                self._ledger.postpone(claim, None, f"interrupted ({name})", counts=False)
            raise

    def _record(self, claim: Claim, recipient: Recipient, reply: Reply, fresh: bool) -> None:
        if reply.kind == "accepted":
            self._ledger.sent(claim, reply.code or 250, reply.text, self._files(recipient))
        elif reply.kind == "ambiguous":
            self.unknown += 1
            self._ledger.unknown(claim, reply.text, self._files(recipient))
        elif reply.kind == "never":
            self._ledger.bounced(claim, reply.code or 500, reply.text)
        else:
            # A connection that was used before may be closed by the server at any time: that is no failure.
            counts = reply.kind == "later" or fresh
            if claim.attempts + counts >= self._pace.attempts:
                self._ledger.failed(claim, reply.code, f"given up: {reply.text}")
                return
            again = self._ledger.postpone(claim, reply.code, reply.text, counts=counts)
            pause = self._backoff(again.attempts) if counts else 0.0
            heapq.heappush(self._later, (self._waits.monotonic() + pause, again.id, again))

    def _weigh(self, reply: Reply) -> None:
        """Stop where the answers say that the trouble is not with single recipients."""
        for kind in self._in_a_row:
            self._in_a_row[kind] = self._in_a_row[kind] + 1 if kind == reply.kind else 0
        if self._in_a_row["ambiguous"] >= self._pace.stop_after_unknown:
            raise Stopped(
                f"{self._smtp.host} ended the connection {self._in_a_row['ambiguous']} times in a row without saying "
                "whether it kept the message: look into its log before going on."
            )
        for kind, what in (("never", "refused"), ("dropped", "dropped")):
            if self._in_a_row[kind] >= self._pace.stop_after:
                raise Stopped(
                    f"{self._smtp.host} {what} {self._in_a_row[kind]} messages in a row ({reply.text}): "
                    "mend that before going on."
                )

    def _files(self, recipient: Recipient) -> dict[str, str]:
        return self._composer.files(recipient)

    def _backoff(self, attempts: int) -> float:
        pause: float = self._pace.backoff * 2.0 ** (max(attempts, 1) - 1)
        return min(pause, self._pace.longest)

    def _wait_for_slot(self) -> None:
        if not self._pace.per_minute:
            return
        now = self._waits.monotonic()
        if now < self._next_slot:
            self._waits.sleep(self._next_slot - now)
        self._next_slot = max(now, self._next_slot) + 60.0 / self._pace.per_minute

    def _connected(self) -> Session:
        """Return a session that may be used; connect anew with backoff where the server only pauses."""
        session = self._session
        if session is not None and session.alive and session.delivered < self._pace.per_connection:
            return session
        if session is not None:
            session.quit()
        for attempt in range(1, self._pace.attempts + 1):
            try:
                self._session = Session(self._smtp)
                return self._session
            except ServerError as error:
                if not error.passing or attempt == self._pace.attempts:
                    raise
                self._waits.sleep(self._backoff(attempt))
        raise AssertionError("unreachable: the last attempt returns or raises")
