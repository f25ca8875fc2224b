"""Headless Chromium over its debugging pipe: sizes, colour scheme, clicks, what it loads and what it complains of.

No port is opened and no driver is needed: the browser reads requests from file descriptor 3 and answers on 4, each a
JSON object ended by a null byte (Chrome DevTools Protocol, ``--remote-debugging-pipe``).
"""

import base64
import fcntl
import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--force-device-scale-factor=1", "--remote-debugging-pipe",
)  # fmt: skip


def installed() -> str | None:
    """The browser's program, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One tab."""

    def __init__(self, reads: FileIO, writes: FileIO) -> None:
        self._reads, self._writes = reads, writes
        self._number, self._rest = 0, b""
        self.events: list[dict[str, Any]] = []
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime", "DOM", "Accessibility"):
            self.call(f"{domain}.enable")

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = self._reads.read(1 << 16)
            if not piece:
                raise RuntimeError("Chromium has gone")
            self._rest += piece
        text, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(text))

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask and wait for the answer; events that come before it are kept."""
        self._number += 1
        request = {"id": self._number, "method": method, "params": params}
        if self._session:
            request["sessionId"] = self._session
        self._writes.write(json.dumps(request).encode() + b"\0")
        while True:
            message = self._message()
            if message.get("id") == self._number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return dict(message["result"])
            self.events.append(message)

    def wait(self, method: str) -> None:
        """Wait for an event that has not come yet."""
        while True:
            message = self._message()
            self.events.append(message)
            if message.get("method") == method:
                return

    def open(self, page: Path, fragment: str = "", *, width: int, height: int, dark: bool = False) -> None:
        """Load a file at this size; a narrow one is a phone's."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.scheme(dark)
        self.events.clear()
        self.call("Page.navigate", url="about:blank")
        self.wait("Page.loadEventFired")
        self.events.clear()
        self.call("Page.navigate", url=page.resolve().as_uri() + fragment)
        self.wait("Page.loadEventFired")
        self.ask("document.fonts.ready.then(() => document.fonts.size)")

    def scheme(self, dark: bool, media: str = "") -> None:
        """Choose light or dark, screen or ``print``."""
        value = "dark" if dark else "light"
        features = [{"name": "prefers-color-scheme", "value": value}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)

    def ask(self, expression: str) -> Any:
        """Evaluate an expression in the page (the debugger is not bound by the page's policy)."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def click(self, selector: str) -> None:
        """Scroll an element into the middle of the window and press on its middle as a reader does."""
        self.ask(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})")
        x, y = self.ask(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def picture(self, *, whole: bool = False) -> bytes:
        """What is in the window, or the whole page, as PNG."""
        answer = self.call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=whole, fromSurface=True
        )
        return base64.b64decode(answer["data"])

    def loaded(self) -> list[str]:
        """Addresses that the page asked for, ``data:`` apart."""
        asked = [one["params"] for one in self.events if one.get("method") == "Network.requestWillBeSent"]
        return [one["request"]["url"] for one in asked if not one["request"]["url"].startswith("data:")]

    def complaints(self) -> list[str]:
        """What the browser wrote into its log: violated policies, malformed styles, failures to load."""
        return [
            one["params"]["entry"]["text"] for one in self.events if one.get("method") == "Log.entryAdded"
        ]


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Start Chromium with an empty profile in this folder, and end it."""
    program = installed()
    assert program
    (read_in, to_browser), (from_browser, write_out) = os.pipe(), os.pipe()
    # far from 3 and 4, so that neither is overwritten before it is copied there
    far = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (read_in, write_out)]
    nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    pipes = [(os.POSIX_SPAWN_DUP2, end, number) for end, number in zip(far, (3, 4), strict=True)]
    command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    process = os.posix_spawn(program, command, os.environ, file_actions=[*nothing, *pipes])
    for end in (read_in, write_out, *far):
        os.close(end)
    with os.fdopen(from_browser, "rb", 0) as reads, os.fdopen(to_browser, "wb", 0) as writes:
        try:
            yield Browser(reads, writes)
        finally:
            os.kill(process, signal.SIGTERM)
            os.waitpid(process, 0)
