"""``taavon.toml``: where news comes from, who gets it, when and how. The commented example is in ``templates/``.

Paths are relative to the file they stand in. Secrets stand in the environment, never in the file:
``TAAVON_SMTP_USER``, ``TAAVON_SMTP_PASSWORD``, ``TAAVON_SECRET`` (makes the unsubscribe links), and the key of an engine
of translation under the name that ``translation.key_env`` gives.
"""

import datetime as dt
import difflib
import os
import re
import stat
import string
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec

from extract.errors import UsageError
from reports.deliver.errors import ConfigError, RecipientsError
from reports.deliver.message import Dkim, Mail
from reports.deliver.recipients import Recipients, checked_address, read_recipients, read_unsubscribed
from reports.deliver.sender import Pace
from reports.deliver.transport import LOOPBACK, Security, Smtp, ssl_context
from reports.themes import load_theme
from reports.translate.engines.settings import TranslationSection
from reports.translate.engines.settings import problems as engine_problems

NAME = "taavon.toml"
EXAMPLE = Path(__file__).resolve().parents[1] / "templates" / "taavon.toml.example"
Count = Annotated[int, msgspec.Meta(ge=1)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]
Day = Literal["saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday"]


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the file: a misspelt key is an error, not a silent default."""


class SourceSection(_Section, frozen=True):
    """One folder of articles."""

    name: str
    folder: str
    silent_days: Count = 14
    """After so many days without an article the source counts as silent."""


class DigestSection(_Section, frozen=True):
    """What is built."""

    out: str = "out"
    store: str | None = None
    empty_week: Literal["short", "none"] = "short"
    memory: tuple[str, ...] = ()
    theme: str | None = None


class MailSection(_Section, frozen=True):
    """What all messages have in common."""

    sender: str = msgspec.field(name="from")
    name_fa: str
    name_en: str
    reply_to: str | None = None
    bounces_to: str | None = None
    list_id: str | None = None
    unsubscribe_url: str | None = None
    unsubscribe_mailto: str | None = None
    attach: bool = True
    max_bytes: Count = 10_000_000
    web_fa: str | None = None
    web_en: str | None = None


class SmtpSection(_Section, frozen=True):
    """The server."""

    host: str
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 587
    security: Security = "starttls"
    login: bool = True
    ca_file: str | None = None
    local_name: str | None = None
    timeout: Seconds = 60.0
    final_timeout: Seconds = 600.0


class PaceSection(_Section, frozen=True):
    """How fast, how patient; see :class:`reports.deliver.sender.Pace`."""

    per_minute: Annotated[float, msgspec.Meta(ge=0)] = 60.0
    per_connection: Count = 100
    attempts: Count = 5
    backoff: Annotated[float, msgspec.Meta(ge=0)] = 30.0
    longest: Annotated[float, msgspec.Meta(ge=0)] = 900.0
    stop_after: Count = 20
    stop_after_unknown: Count = 3
    lease: Seconds = 60.0


class DkimSection(_Section, frozen=True):
    """The signature."""

    domain: str
    selector: str
    key: str


class RecipientsSection(_Section, frozen=True):
    """Who gets it."""

    file: str
    unsubscribed: str | None = None


class ScheduleSection(_Section, frozen=True):
    """When."""

    day: Day = "saturday"
    time: dt.time = dt.time(7, 30)
    timezone: str = "Asia/Tehran"
    late_after_minutes: Annotated[int, msgspec.Meta(ge=0)] = 90
    give_up_after_hours: Count = 72


class OperatorSection(_Section, frozen=True):
    """Who is told when something is wrong."""

    address: str


class Config(_Section, frozen=True):
    """The whole file."""

    mail: MailSection
    smtp: SmtpSection
    recipients: RecipientsSection
    source: tuple[SourceSection, ...]
    digest: DigestSection = DigestSection()
    pace: PaceSection = PaceSection()
    schedule: ScheduleSection = ScheduleSection()
    dkim: DkimSection | None = None
    operator: OperatorSection | None = None
    translation: TranslationSection = TranslationSection()


class Setup(msgspec.Struct, frozen=True):
    """A configuration in its place: what the other parts are given."""

    path: Path
    config: Config
    environment: Mapping[str, str]

    def at(self, written: str) -> Path:
        """Return a path of the file as one that can be opened."""
        return self.path.parent / Path(written).expanduser()

    @property
    def out(self) -> Path:
        """Where files are made."""
        return self.at(self.config.digest.out)

    @property
    def store(self) -> str:
        """The database: a file or a URL."""
        store = self.config.digest.store
        if store is not None and "://" in store:
            return store
        return str(self.out / "taavon.db" if store is None else self.at(store))

    @property
    def smtp(self) -> Smtp:
        """How to reach the server."""
        section = self.config.smtp
        known = msgspec.structs.asdict(section)
        login = known.pop("login")
        known["ca_file"] = None if section.ca_file is None else str(self.at(section.ca_file))
        user = self.environment.get("TAAVON_SMTP_USER") if login else None
        return Smtp(
            **known, user=user, password=self.environment.get("TAAVON_SMTP_PASSWORD") if login else None
        )

    @property
    def mail(self) -> Mail:
        """What all messages have in common."""
        elsewhere = ("secret", "theme")
        known = {
            name: getattr(self.config.mail, name) for name in Mail.__struct_fields__ if name not in elsewhere
        }
        return Mail(
            **known, secret=self.environment.get("TAAVON_SECRET", ""), theme=load_theme(self.theme_file)
        )

    @property
    def theme_file(self) -> Path | None:
        """The look of pages and messages, if it is not the program's own."""
        theme = self.config.digest.theme
        return None if theme is None else self.at(theme)

    @property
    def pace(self) -> Pace:
        """How fast, how patient."""
        return Pace(**msgspec.structs.asdict(self.config.pace))

    @property
    def dkim(self) -> Dkim | None:
        """The signature, with its key read.

        Raises:
            ConfigError: the key cannot be read.
        """
        section = self.config.dkim
        if section is None:
            return None
        try:
            key = self.at(section.key).read_bytes()
        except OSError as error:
            raise ConfigError(
                [f"dkim.key: {self.at(section.key)} cannot be read ({error.strerror})."]
            ) from error
        return Dkim(domain=section.domain, selector=section.selector, key=key)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone of the schedule."""
        return zoneinfo.ZoneInfo(self.config.schedule.timezone)

    def recipients(self) -> Recipients:
        """Read who gets it.

        Raises:
            RecipientsError: a file cannot be read.
        """
        gone = self.config.recipients.unsubscribed
        unsubscribed = read_unsubscribed(self.at(gone)) if gone else []
        return read_recipients(self.at(self.config.recipients.file), unsubscribed)


def load(path: Path, environment: Mapping[str, str] | None = None) -> Setup:
    """Read a configuration and make sure that it can be worked with.

    Args:
        path: the file.
        environment: where secrets are; the process's own by default.

    Raises:
        ConfigError: it cannot be read, or something in it is wrong; everything that is wrong is said.
    """
    setup = Setup(path.absolute(), _parsed(path), os.environ if environment is None else environment)
    if problems := list(_problems(setup)):
        raise ConfigError([f"{path}: {problem}" for problem in problems])
    return setup


def load_sections(path: Path, *names: str) -> dict[str, Any]:
    """Read some sections alone, for work that needs no mail server; by name, where they are in the file.

    Raises:
        ConfigError: the file cannot be read, or something in these sections is wrong; everything that is wrong is said.
    """
    data = _tables(path)
    fields = {field.encode_name: field for field in msgspec.structs.fields(Config)}
    there = [name for name in names if name in data]
    if problems := [found for name in there if (found := _misfit(name, data[name], fields[name].type))]:
        raise ConfigError([f"{path}: {problem}" for problem in problems])
    return {name: msgspec.convert(data[name], fields[name].type) for name in there}


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(
            [
                f"{path} cannot be read ({error.strerror}): copy templates/taavon.toml.example there and change it."
            ]
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path} is not UTF-8: save it as UTF-8."]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path} is no TOML: {error}."]) from error


def _parsed(path: Path) -> Config:
    data = _tables(path)
    problems = [f"{path}: {problem}" for problem in _misfits(data)]
    if problems:
        raise ConfigError(problems)
    return msgspec.convert(data, Config)


def _misfits(data: Mapping[str, object]) -> Iterator[str]:
    """Say what does not fit the form, part by part, so that not only the first mistake is told."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(Config)}
    for name in data:
        if name not in fields:
            near = difflib.get_close_matches(name, fields, 1)
            yield f"[{name}] is unknown" + (f"; is [{near[0]}] meant?" if near else ".")
    for name, field in fields.items():
        if name not in data:
            if field.required:
                yield f"[{name}] is missing."
            continue
        if problem := _misfit(name, data[name], field.type):
            yield problem


def _misfit(name: str, value: object, kind: object) -> str | None:
    """Say what does not fit the form in one section."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        where = re.sub(r" - at `\$(.*)`$", "", str(error))
        key = re.search(r" - at `\$(.*)`$", str(error))
        return f"{name}{key[1] if key else ''}: {where[0].lower()}{where[1:]}."
    return None


def _problems(setup: Setup) -> Iterator[str]:
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


def _mail_problems(setup: Setup) -> Iterator[str]:
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


def _unsubscribe_problems(setup: Setup) -> Iterator[str]:
    url = setup.config.mail.unsubscribe_url
    if url is None:
        return
    fields = _fields_of(url)
    if not _is_web(url, "https") or not url.isascii() or not fields or not fields <= {"token", "address"}:
        yield "mail.unsubscribe_url: write an https address with {token} or {address} in it."
    elif "token" in fields and len(setup.environment.get("TAAVON_SECRET", "")) < 16:
        yield "mail.unsubscribe_url: set TAAVON_SECRET in the environment (16 characters or more): it makes the {token}."


def _server_problems(setup: Setup) -> Iterator[str]:
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


def _key_problems(setup: Setup, key: Dkim | None) -> Iterator[str]:
    import dkim.crypto

    if key is None or setup.config.dkim is None:
        return
    try:
        dkim.crypto.parse_pem_private_key(key.key)
    except Exception:  # the library raises whatever the bytes lead it to
        yield f"dkim.key: {setup.config.dkim.key} is no RSA key in PEM."
    if os.name == "posix" and stat.S_IMODE(setup.at(setup.config.dkim.key).stat().st_mode) & 0o077:
        yield f"dkim.key: others may read {setup.config.dkim.key}; chmod 600 it."


def check(setup: Setup) -> Iterator[str]:
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
