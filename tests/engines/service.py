"""A real HTTP server on loopback that answers as translation services do, and goes wrong on demand."""

import json
import ssl
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

KEY = "sk-Very-Secret-0123456789"


class Asked(NamedTuple):
    path: str
    headers: Mapping[str, str]
    body: Any


class Reply(NamedTuple):
    status: int = 200
    body: object = None
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None
    """In place of ``body``."""
    hang: bool = False
    """Answer nothing until the server ends."""
    drip: bool = False
    """A byte, and then nothing more for longer than anyone waits."""


Script = Callable[[int, Asked], Reply]
"""(how manieth request, what is asked) → what is answered."""


class Service:
    """One server; ``asked`` is what was asked of it."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self.over = threading.Event()
        lock = threading.Lock()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                with lock:
                    service.asked.append(Asked(self.path, dict(self.headers), json.loads(data)))
                    reply = service.script(len(service.asked), service.asked[-1])
                if reply.hang:
                    service.over.wait(30)
                    self.close_connection = True
                    return
                body = json.dumps(reply.body).encode() if reply.raw is None else reply.raw
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    self.wfile.write(body[:1] if reply.drip else body)
                except OSError:
                    self.close_connection = True  # the client has seen enough
                if reply.drip:
                    service.over.wait(30)
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.port = self._server.server_address[1]
        self.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


# what the three kinds of services answer


def asked_texts(asked: Asked) -> list[str]:
    """The texts in a request of any of the three."""
    if "messages" in asked.body:
        texts: list[str] = json.loads(asked.body["messages"][1]["content"])["texts"]
        return texts
    return list(asked.body["text" if "text" in asked.body else "q"])


def answered(asked: Asked, texts: list[Any]) -> Reply:
    """A right answer in the form of the service that was asked."""
    if "messages" in asked.body:
        content = json.dumps(texts, ensure_ascii=False)
        return Reply(
            body={"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
        )
    if "text" in asked.body:
        return Reply(
            body={"translations": [{"detected_source_language": "FA", "text": text} for text in texts]}
        )
    return Reply(body={"translatedText": texts})


def english(texts: list[str]) -> list[str]:
    """English that can be told apart by its length alone."""
    return [f"An English sentence of {len(text)} letters" for text in texts]


def good(number: int, asked: Asked) -> Reply:
    """Translate everything."""
    return answered(asked, english(asked_texts(asked)))
