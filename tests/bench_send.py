"""How fast mail leaves, and whether memory stays flat: called by ``make bench``; measures, never fails."""

import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

RECIPIENTS = 5_000
PDF = 120_000
"""Bytes of a PDF, as the editions of a week have."""


class Sent(msgspec.Struct):
    """What a run took."""

    recipients: int
    sent: int
    seconds: float
    memory: list[float]
    """Megabytes in use, after each tenth of the recipients."""


def measure(recipients: int = RECIPIENTS) -> Sent:
    """Send an issue with real attachments to a loopback server that runs in a process of its own.

    Returns:
        Seconds for the whole run, and the sender's memory along the way.
    """
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.bench_send", "server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    port = server.stdout.readline().strip()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench_send", "sender", port, str(recipients)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    finally:
        server.communicate("", timeout=60)
    return msgspec.json.decode(done.stdout, type=Sent)


def main() -> None:
    """Print one line."""
    found = measure()
    early, late = found.memory[1], found.memory[-1]
    print(
        f"{'send to ' + format(found.recipients, ',') + ' on loopback':<34}{found.seconds * 1000:10,.0f} ms"
        f"{found.sent / found.seconds:12,.0f} messages/s; memory {early:.1f} MB after a fifth, {late:.1f} MB at the end"
    )


def _serve() -> None:
    from tests.deliver.mailserver import MailServer

    with MailServer(keep_data=False) as server:
        print(server.port, flush=True)
        sys.stdin.read()


def _send(port: int, recipients: int) -> None:
    from reports.deliver.database import Database
    from reports.deliver.issue import Pdf
    from reports.deliver.ledger import Ledger
    from reports.deliver.sender import Pace, Sender
    from reports.deliver.transport import Smtp
    from tests.deliver.issues import MAIL, make_issue, people

    memory: list[float] = []
    sent = 0

    class Watched(Ledger):
        """The ledger, with an eye on memory."""

        def sent(self, *arguments: object) -> None:  # type: ignore[override]
            nonlocal sent
            super().sent(*arguments)  # type: ignore[arg-type]
            sent += 1
            if sent % max(recipients // 10, 1) == 0:
                memory.append(_megabytes())

    import reports.deliver.sender

    reports.deliver.sender.Ledger = Watched  # type: ignore[misc]
    pdf = Pdf.of(os.urandom(PDF), "هفته‌نامه.pdf", "weekly.pdf")
    issue = msgspec.structs.replace(make_issue(lines=6), pdfs={"fa": pdf, "en": pdf})
    with tempfile.TemporaryDirectory() as folder:
        database = Database(str(Path(folder) / "taavon.db"))
        smtp = Smtp(host="127.0.0.1", port=port, security="none")
        start = time.perf_counter()
        report = Sender(
            database, smtp, MAIL, Pace(per_minute=0), now=lambda: dt.datetime(2025, 9, 6, tzinfo=dt.UTC)
        ).run(issue, people(recipients))
        seconds = time.perf_counter() - start
        database.close()
    found = Sent(recipients=recipients, sent=report.counts["sent"], seconds=seconds, memory=memory)
    print(msgspec.json.encode(found).decode())


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    if sys.argv[1:2] == ["server"]:
        _serve()
    elif sys.argv[1:2] == ["sender"]:
        _send(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
