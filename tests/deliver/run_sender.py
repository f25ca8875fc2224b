"""One run in a process of its own, so that it can be killed: the real sender, ledger and transport.

``python -m tests.deliver.run_sender '{"store": …, "port": …, "people": …}'``; further keys say how it is to die.
"""

import os
import resource
import signal
import sys
from typing import Any

import msgspec

from reports.deliver.database import Database
from reports.deliver.ledger import Ledger
from reports.deliver.lock import RunLock
from reports.deliver.sender import Pace, Sender
from reports.deliver.transport import Smtp
from tests.deliver.issues import MAIL, make_issue, people

PACE = {"per_minute": 0.0, "backoff": 0.05, "longest": 0.1, "lease": 1.0}


def die_before(kind: type, method: str, nth: int) -> None:
    """Kill this process, as kill -9 does, when a method is called for the nth time."""
    real = getattr(kind, method)
    calls = 0

    def deadly(self: Any, *arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, *arguments, **named)

    setattr(kind, method, deadly)


def main() -> None:
    order = msgspec.json.decode(sys.argv[1])
    if order.get("die_before"):
        method, nth = order["die_before"]
        die_before(Ledger, method, nth)
    if order.get("no_lock"):
        RunLock._take = lambda self: None  # type: ignore[method-assign]
        RunLock.lost = property(lambda self: False)  # type: ignore[assignment]
    database = Database(order["store"])
    if limit := order.get("largest_file"):
        size = os.path.getsize(order["store"])
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + limit, resource.RLIM_INFINITY))
    pace = Pace(**(PACE | order.get("pace", {})))
    smtp = Smtp(host="127.0.0.1", port=order["port"], security="none", timeout=10, final_timeout=10)
    report = Sender(database, smtp, MAIL, pace).run(make_issue(), people(order["people"]))
    database.close()
    sys.stdout.write(msgspec.json.encode(report).decode())


if __name__ == "__main__":
    from extract.errors import TaavonError

    try:
        main()
    except TaavonError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.exit(1)
