"""SMTP, one step at a time, so that it is always known whether the server can have a message.

smtplib's ``sendmail`` does a whole transaction in one call and tells its failures only as exceptions; whether the last
byte had left is then lost. Here the transaction is walked by hand (RFC 5321, 4.1.1): until the line with the single
full stop has been handed to the network, the server must drop what it got; from then until its reply, it may have kept
it. That moment divides what may be tried again from what may not.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Literal

import msgspec

from reports.deliver.errors import ServerError

Security = Literal["starttls", "tls", "none"]
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_STOP = b".\r\n"
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_UNAVAILABLE = 421


class Smtp(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach the server."""

    host: str
    port: int
    security: Security = "starttls"
    user: str | None = None
    password: str | None = None
    ca_file: str | None = None
    """Certificates to trust besides the system's."""
    local_name: str | None = None
    """What is said in EHLO; the host's own name by default."""
    timeout: float = 60.0
    """Seconds for each step."""
    final_timeout: float = 600.0
    """Seconds for the reply to the last byte (RFC 5321, 4.5.3.2.6): giving up early makes messages unknown."""

    def __repr__(self) -> str:
        """Never the password."""
        return f"Smtp({self.host}:{self.port}, {self.security})"


class Reply(msgspec.Struct, frozen=True):
    """How one message fared."""

    kind: Literal["accepted", "later", "never", "dropped", "ambiguous"]
    """``later`` 4xx, ``never`` 5xx, ``dropped`` the connection ended and the server cannot have it, ``ambiguous`` it
    ended and the server may have it."""
    code: int | None
    text: str


class Session:
    """One connection. :meth:`deliver` may be called until :attr:`alive` is false."""

    def __init__(self, smtp: Smtp) -> None:
        """Connect, secure the line, log in.

        Raises:
            ServerError: the server cannot be used; ``passing`` if that may change by itself.
        """
        self._settings = smtp
        self.delivered = 0
        """How many messages it took."""
        self.alive = False
        self.handed_over = False
        """Whether the last byte of the message in hand has left."""
        self._smtp = _connect(smtp)
        self.alive = True
        size = self._smtp.esmtp_features.get("size", "")
        self.size_limit: int | None = int(size) if size.isdecimal() and int(size) else None
        """The largest message the server says it takes, in bytes."""

    def deliver(self, sender: str, recipient: str, message: bytes, before: Callable[[], None]) -> Reply:
        """Send one message.

        Args:
            sender: envelope sender, where bounces go.
            recipient: one address, ASCII.
            message: with CRLF line ends, ASCII only.
            before: called when the server has accepted sender and recipient, before the first byte of the message.

        Raises:
            ServerError: the server refuses the sender, or messages of this size.
        """
        self.handed_over = False
        if self.size_limit is not None and len(message) > self.size_limit:
            raise ServerError(
                f"{self._settings.host} takes messages of at most {self.size_limit:,} bytes and this one has "
                f"{len(message):,}: send a link instead of the PDFs, or ask for a higher limit.",
                passing=False,
            )
        try:
            reply = self._envelope(sender, recipient, len(message))
            if reply is not None:
                return self._after(reply)
            before()
            code, text = self._smtp.docmd("DATA")
            if code != 354:
                return self._after(_judged(code, text))
            return self._after(self._content(message))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Reply("ambiguous" if self.handed_over else "dropped", None, _cause(error))
        except BaseException:
            self.close()  # an open transaction must not be left to be completed by anything
            raise

    def _envelope(self, sender: str, recipient: str, size: int) -> Reply | None:
        options = [f"size={size}"] if "size" in self._smtp.esmtp_features else []
        code, text = self._smtp.mail(sender, options)
        if code == _UNAVAILABLE or code // 100 == 4:
            return _judged(code, text)
        if code != 250:
            raise ServerError(
                f"{self._settings.host} refuses the sender {sender} ({code} {_plain(text)}): check mail.from and the login.",
                passing=False,
            )
        code, text = self._smtp.rcpt(recipient)
        return None if code in (250, 251) else _judged(code, text)

    def _content(self, message: bytes) -> Reply:
        body = _LEADING_DOT.sub(b"..", message)
        self._smtp.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        sock = self._smtp.sock
        if sock is None:
            raise smtplib.SMTPServerDisconnected("the connection was closed")
        sock.settimeout(self._settings.final_timeout)
        self.handed_over = True
        self._smtp.send(_STOP)
        code, text = self._smtp.getreply()
        sock.settimeout(self._settings.timeout)
        return _judged(code, text)

    def _after(self, reply: Reply) -> Reply:
        """Bring the session back to where the next message may begin."""
        if reply.kind == "accepted":
            self.delivered += 1
            return reply
        try:
            if reply.code == _UNAVAILABLE or self._smtp.rset()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()
        return reply

    def quit(self) -> None:
        """End it politely."""
        if self.alive:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                pass
            finally:
                self.close()

    def close(self) -> None:
        """End it at once."""
        self.alive = False
        self._smtp.close()


def _connect(settings: Smtp) -> smtplib.SMTP:
    where = f"{settings.host}:{settings.port}"
    smtp: smtplib.SMTP | None = None
    try:
        context = ssl_context(settings)
        if settings.security == "tls":
            smtp = smtplib.SMTP_SSL(
                settings.host, settings.port, settings.local_name, timeout=settings.timeout, context=context
            )
        else:
            smtp = smtplib.SMTP(settings.host, settings.port, settings.local_name, timeout=settings.timeout)
        smtp.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if settings.user is not None:
            smtp.login(settings.user, settings.password or "")
    except smtplib.SMTPAuthenticationError as error:
        _close(smtp)
        passing = error.smtp_code // 100 == 4
        raise ServerError(
            f"{where} refuses the login of {settings.user} ({error.smtp_code} {_plain(error.smtp_error)}): "
            "check the user and the password in the environment.",
            passing=passing,
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        _close(smtp)
        raise ServerError(
            f"{where} does not offer what is asked of it ({_plain(str(error))}): check smtp.security and the port.",
            passing=False,
        ) from error
    except smtplib.SMTPResponseException as error:
        _close(smtp)
        raise ServerError(
            f"{where} turns us away ({error.smtp_code} {_plain(error.smtp_error)}).",
            passing=error.smtp_code // 100 == 4,
        ) from error
    except ssl.SSLError as error:
        _close(smtp)
        raise ServerError(
            f"The certificate or the encryption of {where} is not to be trusted ({_cause(error)}): "
            "check smtp.host, smtp.security and smtp.ca_file.",
            passing=False,
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        _close(smtp)
        raise ServerError(f"{where} cannot be reached ({_cause(error)}).", passing=True) from error
    return smtp


def ssl_context(settings: Smtp) -> ssl.SSLContext:
    """Return a context that checks certificate and host name."""
    context = ssl.create_default_context()
    if settings.ca_file is not None:
        context.load_verify_locations(settings.ca_file)
    return context


def _close(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        smtp.close()


def _judged(code: int, text: bytes) -> Reply:
    kinds: dict[int, Literal["accepted", "later", "never"]] = {2: "accepted", 4: "later", 5: "never"}
    kind = kinds.get(code // 100)
    if kind is None:  # no SMTP at all; -1 where the line could not be read
        raise smtplib.SMTPServerDisconnected(f"the reply makes no sense: {code} {_plain(text)}")
    return Reply(kind, code, _plain(text))


def _plain(text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())[:300]


def _cause(error: Exception) -> str:
    if isinstance(error, (TimeoutError, socket.timeout)):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return _plain(getattr(error, "strerror", None) or str(error)) or type(error).__name__
