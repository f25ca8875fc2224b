"""Asking a service over HTTP: patient with one that is busy, quick to leave one that is wrong, and closed to the rest.

Nothing of an answer gets into a message: a service may repeat the key, or say whatever it likes. Redirects are not
followed, for the key would go along. Certificates are always checked.
"""

import datetime as dt
import email.utils
import ssl
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import msgspec

from reports.translate.engines.errors import AnswerError, EngineError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MOST_BYTES = 2_000_000
"""A longer answer is not read to its end; the longest batch is a few kilobytes."""

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_REFUSED = {
    401: "refuses the key",
    403: "refuses the key",
    402: "wants to be paid first",
    456: "has no quota left",
}
_ABOUT_THE_TEXTS = frozenset({400, 413, 414, 422})
_NOTHING = httpx2.Headers()


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long, how often and how fast a service is asked."""

    timeout: float = 60.0
    """Seconds for a whole answer."""
    attempts: int = 3
    backoff: float = 2.0
    """Seconds before the second attempt, doubled each time, where the service does not say how long to wait."""
    longest: float = 60.0
    """Seconds that are waited at most, whatever the service says."""
    per_minute: float = 60.0
    """Requests; 0: as fast as it answers."""


class JsonClient:
    """One service, spoken to in JSON.

    Args:
        url: where it is, without a last slash; other addresses are never asked.
        patience: how long, how often and how fast.
        headers: sent along; the key may be among them.
        key_env: the environment variable that the key stands in, for messages.
        ca_file: certificates to trust besides the system's.
        sleep: waits so many seconds.
        clock: seconds that only grow.

    Raises:
        EngineError: ``ca_file`` cannot be read.
    """

    def __init__(
        self,
        url: str,
        patience: Patience,
        *,
        headers: Mapping[str, str] | None = None,
        key_env: str = "",
        ca_file: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.host = urlsplit(url).netloc
        self._url = url.rstrip("/")
        self._patience = patience
        self._key_env = key_env
        self._sleep = sleep
        self._clock = clock
        self._next = clock()
        context = ssl.create_default_context()
        if ca_file is not None:
            try:
                context.load_verify_locations(cafile=ca_file)
            except OSError as error:
                raise EngineError(f"translation.ca_file: {ca_file} holds no certificates.") from error
        # compressed answers could grow without bound while they are unpacked: none is asked for, none taken
        self._client = httpx2.Client(
            verify=context,
            timeout=patience.timeout,
            follow_redirects=False,
            limits=httpx2.Limits(
                max_keepalive_connections=0
            ),  # a request a minute or a second: nothing to keep open
            headers={"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})},
            trust_env=urlsplit(url).hostname not in LOOPBACK,  # a proxy knows nothing of this machine
        )

    def post[T](self, path: str, body: object, kind: type[T]) -> T:
        """Send a request and return its answer.

        A service that is busy, down or slow is asked again, after the time it names (``Retry-After``) or a growing one.

        Args:
            path: after the address of the service, beginning with a slash.
            body: anything that is JSON.
            kind: what the answer has to be.

        Raises:
            AnswerError: the answer is too large, no JSON, or not of that kind, or the texts are refused.
            EngineError: the service cannot be used.
        """
        data = msgspec.json.encode(body)
        attempts = self._patience.attempts
        for attempt in range(1, attempts + 1):
            self._keep_pace()
            status, headers, answer, problem = self._once(path, data)
            if status and status not in _BUSY:
                self._refuse(status)
                return self._decoded(answer, kind)
            if attempt < attempts:
                self._sleep(self._pause(attempt, headers))
        times = f" ({attempts} attempts)" if attempts > 1 else ""
        raise EngineError(f"{self.host} {problem}{times}: try again later; what was translated is kept.")

    def _once(self, path: str, data: bytes) -> tuple[int, httpx2.Headers, bytes, str]:
        """Return status (0: none), headers, the answer's bytes, and what is wrong in words for a busy service."""
        request = self._client.build_request(
            "POST", self._url + path, content=data, headers={"Content-Type": "application/json"}
        )
        try:
            response = self._client.send(request, stream=True)
            try:
                answer = b"" if response.status_code in _BUSY else self._read(response)
            finally:
                response.close()
        except httpx2.TimeoutException:
            return 0, _NOTHING, b"", f"gave no answer within {self._patience.timeout:g} seconds"
        except httpx2.TransportError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise EngineError(f"{self.host} has a certificate that is not trusted here.") from error
            return 0, _NOTHING, b"", "cannot be reached"
        return response.status_code, response.headers, answer, f"is busy or broken ({response.status_code})"

    def _read(self, response: httpx2.Response) -> bytes:
        """Read an answer within the time and the size that it may take; a drop at a time does not buy more of either."""
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise AnswerError(f"{self.host} compresses its answer unasked.")
        until = self._clock() + self._patience.timeout
        found = bytearray()
        for chunk in response.iter_raw():
            found += chunk
            if len(found) > MOST_BYTES:
                raise AnswerError(f"{self.host} answers with more than {MOST_BYTES // 1_000_000} MB.")
            if self._clock() > until:
                raise httpx2.ReadTimeout("the answer takes too long", request=response.request)
        return bytes(found)

    def _refuse(self, status: int) -> None:
        if 200 <= status < 300:
            return
        if status in _ABOUT_THE_TEXTS:
            raise AnswerError(f"{self.host} does not take the request ({status}).")
        if status in _REFUSED:
            about = f" in {self._key_env}" if self._key_env and status in (401, 403) else ""
            raise EngineError(f"{self.host} {_REFUSED[status]}{about} ({status}).")
        if 300 <= status < 400:
            raise EngineError(
                f"{self.host} sends us elsewhere ({status}), and the key does not go along: "
                "write the address where it is into translation.url."
            )
        raise EngineError(f"{self.host} knows no such service ({status}): check translation.url and model.")

    def _decoded[T](self, data: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(data, type=kind)
        except msgspec.ValidationError as error:
            raise AnswerError(f"{self.host} answers with something else than translations.") from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise AnswerError(f"{self.host} answers with something that is no JSON.") from error

    def _keep_pace(self) -> None:
        now = self._clock()
        if self._next > now:
            self._sleep(self._next - now)
        if self._patience.per_minute:
            self._next = max(self._next, now) + 60 / self._patience.per_minute

    def _pause(self, attempt: int, headers: httpx2.Headers) -> float:
        """Return the seconds to wait after an attempt (RFC 9110, 10.2.3: a number, or a date)."""
        wait = self._patience.backoff * 2 ** (attempt - 1)
        named = headers.get("Retry-After", "").strip()
        if named.isascii() and named.isdigit():
            wait = float(named[:9])
        elif named:
            try:
                then = email.utils.parsedate_to_datetime(named)
            except ValueError:
                then = None
            if then is not None and then.tzinfo is not None:
                wait = (then - dt.datetime.now(dt.UTC)).total_seconds()
        return float(min(max(wait, 0.0), self._patience.longest))
