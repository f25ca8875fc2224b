"""What of a configuration fits the form and cannot be worked with all the same, and what a run would stumble over."""

import os
import re
import stat
import string
import zoneinfo
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extract.errors import UsageError
from reports.deliver.errors import ConfigError, RecipientsError
from reports.deliver.message import Dkim
from reports.deliver.recipients import checked_address
from reports.deliver.transport import LOOPBACK, ssl_context
from reports.themes import load_theme
from reports.translate.engines.settings import problems as engine_problems

if TYPE_CHECKING:
    from reports.config import Setup


def problems(setup: "Setup") -> Iterator[str]:
    """Say what fits the form and cannot be worked with all the same."""
    yield from _mail_problems(setup)
    yield from _server_problems(setup)
    config = setup.config
    try:
        load_theme(setup.theme_file)
    except UsageError as error:
        yield f"digest.theme: {error}"
    if not config.source:
        yield "[[source]]: name at least one folder of articles."
    names = [source.name for source in config.source]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"[[source]]: two are called “{name}”; give each its own name."
    try:
        setup.zone  # noqa: B018  # looked up for the error
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        yield f"schedule.timezone: “{config.schedule.timezone}” is no time zone; write one like Asia/Tehran."
    if (
        config.schedule.time.tzinfo is not None
        or config.schedule.time.second
        or config.schedule.time.microsecond
    ):
        yield "schedule.time: write hours and minutes, like 07:30:00."


def _mail_problems(setup: "Setup") -> Iterator[str]:
    config = setup.config
    addresses = {
        "mail.from": config.mail.sender,
        "mail.reply_to": config.mail.reply_to,
        "mail.bounces_to": config.mail.bounces_to,
        "mail.unsubscribe_mailto": config.mail.unsubscribe_mailto,
        "operator.address": config.operator.address if config.operator else None,
    }
    for key, address in addresses.items():
        if address is not None:
            try:
                if checked_address(address)[0] != address:
                    yield f"{key}: write {checked_address(address)[0]}."
            except ValueError as error:
                yield f"{key}: {error}."
    for key, url in (("mail.web_fa", config.mail.web_fa), ("mail.web_en", config.mail.web_en)):
        if url is not None and not (_is_web(url, "https", "http") and _fields_of(url) <= {"id"}):
            yield f"{key}: write a web address; {{id}} stands for the id of the issue."
    yield from _unsubscribe_problems(setup)
    if config.mail.list_id is not None and not re.fullmatch(
        r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", config.mail.list_id
    ):
        yield "mail.list_id: write a name like weekly.example.org."
    if not config.mail.attach and not (config.mail.web_fa and config.mail.web_en):
        yield "mail.attach: without the PDFs, mail.web_fa and mail.web_en have to say where they are."


def _unsubscribe_problems(setup: "Setup") -> Iterator[str]:
    url = setup.config.mail.unsubscribe_url
    if url is None:
        return
    fields = _fields_of(url)
    if not _is_web(url, "https") or not url.isascii() or not fields or not fields <= {"token", "address"}:
        yield "mail.unsubscribe_url: write an https address with {token} or {address} in it."
    elif "token" in fields and len(setup.environment.get("TAAVON_SECRET", "")) < 16:
        yield "mail.unsubscribe_url: set TAAVON_SECRET in the environment (16 characters or more): it makes the {token}."


def _server_problems(setup: "Setup") -> Iterator[str]:
    smtp = setup.config.smtp
    if smtp.security == "none" and smtp.host not in LOOPBACK:
        yield "smtp.security: “none” is for a server on this machine; over a network write starttls or tls."
    if smtp.login and not (
        setup.environment.get("TAAVON_SMTP_USER") and setup.environment.get("TAAVON_SMTP_PASSWORD")
    ):
        yield "smtp.login: set TAAVON_SMTP_USER and TAAVON_SMTP_PASSWORD in the environment, or write login = false."
    try:
        ssl_context(setup.smtp)
    except OSError as error:
        yield f"smtp.ca_file: {setup.at(smtp.ca_file or '')} holds no certificates that can be read ({error})."
    if setup.config.dkim is not None:
        try:
            key = setup.dkim
        except ConfigError as error:
            yield str(error)
        else:
            yield from _key_problems(setup, key)


def _key_problems(setup: "Setup", key: Dkim | None) -> Iterator[str]:
    import dkim.crypto

    if key is None or setup.config.dkim is None:
        return
    try:
        dkim.crypto.parse_pem_private_key(key.key)
    except Exception:  # the library raises whatever the bytes lead it to
        yield f"dkim.key: {setup.config.dkim.key} is no RSA key in PEM."
    if os.name == "posix" and stat.S_IMODE(setup.at(setup.config.dkim.key).stat().st_mode) & 0o077:
        yield f"dkim.key: others may read {setup.config.dkim.key}; chmod 600 it."


def check(setup: "Setup") -> Iterator[str]:
    """Yield what a run would stumble over: files and folders that are not there, bad recipients."""
    for source in setup.config.source:
        if not setup.at(source.folder).is_dir():
            yield f"[[source]] {source.name}: there is no folder {setup.at(source.folder)}."
    yield from engine_problems(setup.config.translation, setup.path.parent, setup.environment)
    try:
        recipients = setup.recipients()
    except RecipientsError as error:
        yield f"recipients.file: {error}"
        return
    for problem in recipients.problems:
        yield f"{setup.config.recipients.file}, {problem}."
    if not recipients.due:
        yield f"{setup.config.recipients.file} has nobody to send to."


def _is_web(url: str, *schemes: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in schemes and bool(parts.netloc) and not re.search(r"[\s<>\"]", url)


def _fields_of(url: str) -> set[str]:
    try:
        return {field for _, field, _, _ in string.Formatter().parse(url) if field is not None}
    except ValueError:
        return {""}
