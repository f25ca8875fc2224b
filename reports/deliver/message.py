"""One message: plain text and HTML in the recipient's language or both, with the PDFs.

The same issue, recipient, settings and time give the same bytes: Message-ID and boundaries are made from the issue, the
address and the language, so that a message is recognisable wherever it turns up, and never by chance or a clock.
Only ASCII leaves (base64, quoted-printable, encoded words): no relay has a reason to change what was signed.
"""

import datetime as dt
import hashlib
import hmac
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

import dkim
import msgspec

from reports.deliver.body import Bodies, clean, render_bodies
from reports.deliver.issue import Issue, Pdf
from reports.deliver.recipients import Recipient
from reports.deliver.words import words
from reports.languages.amounts import Code
from reports.themes import Theme

_ONE_LINE = ("message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post")


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """What all messages have in common."""

    sender: str
    """Address in From."""
    name_fa: str
    name_en: str
    """Of the publishing body, in From."""
    reply_to: str | None = None
    bounces_to: str | None = None
    """Envelope sender; ``sender`` by default."""
    list_id: str | None = None
    unsubscribe_url: str | None = None
    """https, with {token} or {address}: the page behind it must act on POST alone (RFC 8058)."""
    unsubscribe_mailto: str | None = None
    secret: str = ""
    """Makes the tokens of ``unsubscribe_url``; from the environment."""
    theme: Theme | None = None
    """Colours of the HTML; the program's own by default."""

    @property
    def envelope_sender(self) -> str:
        """Where bounces go."""
        return self.bounces_to or self.sender

    def __repr__(self) -> str:
        """Never the secret."""
        return f"Mail({self.sender})"


class Dkim(msgspec.Struct, frozen=True, kw_only=True):
    """How messages are signed."""

    domain: str
    selector: str
    key: bytes
    """RSA, PEM."""

    def __repr__(self) -> str:
        """Never the key."""
        return f"Dkim({self.selector}._domainkey.{self.domain})"


class _Policy(policy.EmailPolicy):
    """Keeps identifiers and addresses for machines on one line: folded or encoded, some programs miss them."""

    def fold(self, name: str, value: str) -> str:
        """Fold a header for writing."""
        if name.lower() in _ONE_LINE and value.isascii():
            return f"{name}: {value}\r\n"
        folded: str = super().fold(name, value)
        return folded.replace(
            f"{name}:\r\n ", f"{name}: ", 1
        )  # nothing after the colon: some servers take it for empty

    def fold_binary(self, name: str, value: str) -> bytes:
        """Fold a header for writing to bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


_POLICY = _Policy(linesep="\r\n", cte_type="7bit", max_line_length=78)


def message_id(issue: str, key: str, languages: str, domain: str) -> str:
    """Return the Message-ID of a message: one for each (issue, recipient, language), without the address in it."""
    seed = "\0".join((issue, key, languages)).encode()
    return f"<{hashlib.sha256(seed).hexdigest()[:32]}@{domain}>"


def id_of(issue: str, recipient: Recipient, mail: Mail) -> str:
    """Return the Message-ID of the issue with this id for this recipient."""
    return message_id(issue, recipient.key, recipient.language, mail.sender.rpartition("@")[2])


class Composer:
    """Writes the messages of one issue. Bodies are rendered once for all who read the same.

    Args:
        issue: what is sent.
        mail: what all messages have in common.
        key: signs, if there is one.
        attach: with the PDFs; without, the links have to do.
    """

    def __init__(self, issue: Issue, mail: Mail, key: Dkim | None = None, *, attach: bool = True) -> None:
        self.issue = issue
        self.mail = mail
        self._key = key
        self._attach = attach
        self._bodies = lru_cache(maxsize=64)(self._render)

    def _render(self, codes: tuple[Code, ...], provinces: tuple[str, ...]) -> Bodies:
        return render_bodies(self.issue, codes, provinces, attached=self._attach, theme=self.mail.theme)

    def files(self, recipient: Recipient) -> dict[str, str]:
        """Return the name, as this recipient sees it, and the sha256 of each PDF they get."""
        return {_file_name(code, pdf): pdf.sha256 for code, pdf in self._pdfs(recipient)}

    def message(self, recipient: Recipient, when: dt.datetime, *, test: bool = False) -> EmailMessage:
        """Return the message of one recipient, unsigned.

        Args:
            recipient: to whom.
            when: the Date header; with a time zone.
            test: mark the subject, and give it a Message-ID of its own.

        Raises:
            DeliveryError: the HTML cannot be brought under its limit.
        """
        issue = f"test-{when.isoformat()}" if test else self.issue.id
        identity = id_of(issue, recipient, self.mail)
        message = EmailMessage(_POLICY)
        name = self.mail.name_fa if recipient.codes[0] == "fa" else self.mail.name_en
        message["From"] = Address(name, addr_spec=self.mail.sender)
        message["To"] = Address(recipient.name, addr_spec=recipient.address)
        if self.mail.reply_to:
            message["Reply-To"] = self.mail.reply_to
        message["Subject"] = self._subject(recipient.codes, test)
        message["Date"] = format_datetime(when)
        message["Message-ID"] = identity
        message["Auto-Submitted"] = "auto-generated"
        unsubscribe = _unsubscribe(message, recipient, self.mail)
        bodies = self._bodies(recipient.codes, recipient.provinces)
        message.set_content(bodies.text_for(recipient, unsubscribe))
        message.add_alternative(bodies.html_for(recipient, unsubscribe), subtype="html")
        for code, pdf in self._pdfs(recipient):
            _attach(message, code, pdf)
        message["Content-Language"] = ", ".join(
            recipient.codes
        )  # last: parts take Content-* headers with them
        _bound(message, identity)
        return message

    def data(self, recipient: Recipient, when: dt.datetime, *, test: bool = False) -> bytes:
        """Return the message as it goes out: CRLF, ASCII, signed if there is a key."""
        data = self.message(recipient, when, test=test).as_bytes()
        return data if self._key is None else sign(data, self._key)

    def _pdfs(self, recipient: Recipient) -> list[tuple[Code, Pdf]]:
        if not self._attach:
            return []
        return [(code, self.issue.pdfs[code]) for code in recipient.codes if code in self.issue.pdfs]

    def _subject(self, codes: tuple[Code, ...], test: bool) -> str:
        title = words(codes[0], "between.title").join(self.issue.editions[code].title for code in codes)
        if self.issue.late:
            title = words(codes[0], "subject.late", title=title)
        if test:
            title = words(codes[0], "subject.test", title=title)
        return " ".join(clean(title).split())


def sign(data: bytes, key: Dkim) -> bytes:
    """Sign with DKIM (RFC 6376): relaxed, all that a reader sees, and the one-click headers as RFC 8058 asks.

    ``From``, ``Subject``, ``To`` and ``Date`` are named once more than they occur, so that nobody can add a second.
    """
    present = [line.split(b":")[0].lower() for line in data.split(b"\r\n\r\n", 1)[0].split(b"\r\n")]
    wanted = [name for name in _SIGNED if name in present]
    twice = [name for name in (b"from", b"subject", b"to", b"date") if name in present]
    signature: bytes = dkim.sign(
        data,
        key.selector.encode("ascii"),
        key.domain.encode("ascii"),
        key.key,
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=wanted + twice,
    )
    return signature + data


_SIGNED = (
    b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"mime-version", b"content-type",
    b"content-language", b"auto-submitted", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip


def token(key: str, secret: str) -> str:
    """Return what stands for an address in the unsubscribe link; only who has the secret can make it."""
    return hmac.new(secret.encode(), key.encode(), hashlib.sha256).hexdigest()[:40]


def _unsubscribe(message: EmailMessage, recipient: Recipient, mail: Mail) -> str | None:
    """Add the List headers; return the address for the foot of the message."""
    if mail.list_id:
        message["List-Id"] = f"<{mail.list_id}>"
    ways = []
    page = None
    if mail.unsubscribe_url:
        known = {"token": token(recipient.key, mail.secret), "address": quote(recipient.key, safe="")}
        page = mail.unsubscribe_url.format(**known)
        ways.append(f"<{page}>")
    if mail.unsubscribe_mailto:
        ways.append(
            f"<mailto:{mail.unsubscribe_mailto}?subject=unsubscribe%20{quote(recipient.key, safe='')}>"
        )
    if ways:
        message["List-Unsubscribe"] = ", ".join(ways)
    if page is not None:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return page or (f"mailto:{mail.unsubscribe_mailto}" if mail.unsubscribe_mailto else None)


def _attach(message: EmailMessage, code: Code, pdf: Pdf) -> None:
    """Attach a PDF: its Persian name goes out as RFC 2231; programs that cannot read that take the name in Content-Type."""
    message.add_attachment(
        pdf.data,
        maintype="application",
        subtype="pdf",
        filename=_file_name(code, pdf),
        params={"name": clean(pdf.name_en)},
    )
    part = list(message.iter_attachments())[-1]
    part["Content-Language"] = code


def _file_name(code: Code, pdf: Pdf) -> str:
    return clean(pdf.name_fa if code == "fa" else pdf.name_en)


def _bound(message: EmailMessage, identity: str) -> None:
    """Give every multipart a boundary made from the Message-ID; ``=_`` occurs in no encoded content."""
    seed = hashlib.sha256(identity.encode()).hexdigest()[:24]
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{seed}_{number}")
