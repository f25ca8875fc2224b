"""``taavon.toml``: where news comes from, who gets it, when and how. The commented example is in ``templates/``.

Paths are relative to the file they stand in. Secrets stand in the environment, never in the file:
``TAAVON_SMTP_USER``, ``TAAVON_SMTP_PASSWORD``, ``TAAVON_SECRET`` (makes the unsubscribe links), and the key of an engine
of translation under the name that ``translation.key_env`` gives.
"""

import datetime as dt
import difflib
import os
import re
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from reports.configcheck import check, problems
from reports.deliver.errors import ConfigError
from reports.deliver.message import Dkim, Mail
from reports.deliver.recipients import Recipients, read_recipients, read_unsubscribed
from reports.deliver.sender import Pace
from reports.deliver.transport import Security, Smtp
from reports.themes import load_theme
from reports.translate.engines.settings import TranslationSection

__all__ = ["EXAMPLE", "NAME", "Config", "Day", "Setup", "SourceSection", "check", "load", "load_sections"]

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
    if found := list(problems(setup)):
        raise ConfigError([f"{path}: {problem}" for problem in found])
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
