"""A real SMTP server on loopback (aiosmtpd) that goes wrong on demand."""

import asyncio
import datetime as dt
import ipaddress
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Stage = str
"""``greeting``, ``mail``, ``rcpt``, ``content`` (after 354), ``end`` (all is there, not kept yet), ``kept``."""
Script = Callable[[Stage, str, int], str | None]
"""(stage, recipient, how often this stage has come) → a reply, ``drop``, ``hang`` or nothing."""
USER, PASSWORD = "taavon", "a secret with spaces"


class Kept(NamedTuple):
    recipient: str
    message_id: str
    data: bytes

    def parsed(self) -> EmailMessage:
        found = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


class MailServer:
    """One server; ``kept`` is what it has, ``script`` how it goes wrong."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        login: bool = False,
        size: int = 33_554_432,
        port: int = 0,
        keep_data: bool = True,
    ) -> None:
        self.kept: list[Kept] = []
        self.script: Script = lambda stage, recipient, number: None
        self.password = PASSWORD
        self.sessions = 0
        self.seen: Counter[str] = Counter()
        self.secure: list[bool] = []
        self._keep_data = keep_data
        self._lock = threading.Lock()
        options: dict[str, Any] = {"data_size_limit": size, "enable_SMTPUTF8": False, "ident": "loopback"}
        if login:
            options |= {
                "auth_required": True,
                "authenticator": self._login,
                "auth_require_tls": starttls is not None,
            }
        if starttls is not None:
            options |= {"tls_context": starttls, "require_starttls": True}
        self._controller = _Controller(self, options, ssl_context=tls, port=port)
        self._controller.start()
        self.port: int = self._controller.port
        self.sessions = 0
        self.seen.clear()

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._controller.stop()

    def _login(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login.decode(), data.password.decode()) == (USER, self.password)
        return AuthResult(success=right, handled=False)

    # what the matrix counts

    def delivered(self) -> int:
        return len({(one.recipient, one.message_id) for one in self.kept})

    def duplicated(self) -> int:
        return len(self.kept) - self.delivered()

    def recipients(self) -> set[str]:
        return {one.recipient for one in self.kept}

    # handler of aiosmtpd

    async def ask(self, server: "_Server", stage: Stage, recipient: str) -> str | None:
        with self._lock:
            self.seen[stage] += 1
            number = self.seen[stage]
        action = self.script(stage, recipient, number)
        if action in ("hang", "drop"):
            try:
                await asyncio.sleep(30 if action == "hang" else 0)
            finally:
                if server.transport is not None:
                    server.transport.abort()
            raise asyncio.CancelledError
        return action

    async def handle_MAIL(
        self, server: "_Server", session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := await self.ask(server, "mail", address):
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: "_Server", session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := await self.ask(server, "rcpt", address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: "_Server", session: Session, envelope: Envelope) -> str:
        recipient = envelope.rcpt_tos[0]
        if reply := await self.ask(server, "end", recipient):
            return reply
        data = envelope.content
        assert isinstance(data, bytes)
        head = message_from_bytes(data.split(b"\r\n\r\n", 1)[0], policy=policy.default)
        with self._lock:
            self.kept.append(Kept(recipient, str(head["Message-ID"]), data if self._keep_data else b""))
            self.secure.append(session.ssl is not None or self._controller.ssl_context is not None)
        if reply := await self.ask(server, "kept", recipient):
            return reply
        return "250 kept"


class _Server(SMTP):
    box: MailServer

    async def _handle_client(self) -> None:
        with self.box._lock:
            self.box.sessions += 1
        if reply := await self.box.ask(self, "greeting", ""):
            await self.push(reply)
            assert self.transport is not None
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:
        assert self.envelope is not None
        if self.envelope.rcpt_tos and self.box.script(
            "content", self.envelope.rcpt_tos[0], self.box.seen["content"] + 1
        ):
            self.box.seen["content"] += 1
            await self.push("354 go on")
            await self._reader.readline()
            assert self.transport is not None
            self.transport.abort()
            raise asyncio.CancelledError
        self.box.seen["content"] += 1
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def __init__(
        self, box: MailServer, options: dict[str, Any], ssl_context: ssl.SSLContext | None, port: int
    ) -> None:
        self._box = box
        self._options = options
        super().__init__(box, hostname="127.0.0.1", port=port, ssl_context=ssl_context)

    def factory(self) -> SMTP:
        server = _Server(self.handler, hostname="localhost", **self._options)
        server.box = self._box
        return server

    def _trigger_server(self) -> None:
        """Knock once, as the controller wants it; the port was chosen by the system and is known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Certificates(NamedTuple):
    authority: Path
    """What clients trust."""
    localhost: ssl.SSLContext
    elsewhere: ssl.SSLContext
    """For another host name, by the same authority."""


def make_certificates(folder: Path) -> Certificates:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Taavon test authority")])
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    authority = (
        _builder(name, name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "authority.pem"
    path.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    return Certificates(
        path,
        _server_context(folder, "localhost", name, key),
        _server_context(folder, "elsewhere.example", name, key),
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
    )


def _server_context(
    folder: Path, host: str, issuer: x509.Name, authority: ec.EllipticCurvePrivateKey
) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    names: list[x509.GeneralName] = [x509.DNSName(host)]
    if host == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        _builder(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), issuer, key)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False
        )
        .sign(authority, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
