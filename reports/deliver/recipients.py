"""Who gets it: a TOML or CSV file, kept by hand or exported from a spreadsheet.

CSV: a first line with the names of the columns; `,`, `;` or a tab between them; UTF-8, with or without a byte order
mark. TOML: one ``[[recipient]]`` each. Words that may stand for a column or a value are in ``recipients.toml``.
A bad line is named with its number and left out; it never keeps the others from getting their mail.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

import extract
from extract.text.shadow import skeleton
from reports.deliver.errors import RecipientsError
from reports.languages.amounts import Code

Languages = Literal["fa", "en", "both"]
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")
_HEADER = re.compile(r"\s*\[\[\s*[\"']?recipient[\"']?\s*\]\]")
_BETWEEN = re.compile(r"[|،;,]")


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who gets the issue."""

    address: str
    """As it is used in the envelope: ASCII, domain in lower case."""
    key: str
    """The address in lower case: what makes two the same."""
    name: str = ""
    language: Languages = "fa"
    provinces: tuple[str, ...] = ()
    """Persian names."""
    paused: bool = False
    line: int = 0

    @property
    def codes(self) -> tuple[Code, ...]:
        """The languages as a sequence, the first reading first."""
        return ("fa", "en") if self.language == "both" else (self.language,)


class Problem(msgspec.Struct, frozen=True):
    """A line that cannot be used as it stands."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class Recipients(msgspec.Struct, frozen=True):
    """What a file holds."""

    all: tuple[Recipient, ...]
    problems: tuple[Problem, ...]

    @property
    def due(self) -> tuple[Recipient, ...]:
        """Those who are not paused."""
        return tuple(one for one in self.all if not one.paused)


def read_recipients(path: Path, unsubscribed: Iterable[str] = ()) -> Recipients:
    """Read the file.

    Args:
        path: ``*.toml``, or else CSV.
        unsubscribed: addresses (in any case) that get nothing, whatever the file says.

    Raises:
        RecipientsError: the file is missing, is no text in UTF-8, or has no column for the address.
    """
    text = _text(path)
    rows = _from_toml(path, text) if path.suffix.lower() == ".toml" else _from_csv(path, text)
    gone = {address.strip().lower() for address in unsubscribed}
    found: dict[str, Recipient] = {}
    problems: list[Problem] = []
    for line, row in rows:
        try:
            one = _recipient(line, row, problems)
        except ValueError as error:
            problems.append(Problem(line, str(error)))
            continue
        if one.key in found:
            first = found[one.key].line
            problems.append(
                Problem(line, f"{one.address} stands in line {first} already; this line is left out")
            )
        elif one.key not in gone:
            found[one.key] = one
    return Recipients(tuple(found.values()), tuple(problems))


def read_unsubscribed(path: Path) -> list[str]:
    """Read addresses, one a line; a file that is not there yet holds none.

    Raises:
        RecipientsError: it is there and cannot be read.
    """
    return [line.strip() for line in _text(path).splitlines() if line.strip()] if path.exists() else []


def checked_address(written: str) -> tuple[str, str]:
    """Return an address as the envelope needs it, and its key.

    Raises:
        ValueError: it is no address that mail can be sent to; the message says why.
    """
    text = written.strip()
    if not text:
        raise ValueError("the address is missing")
    if not text.isprintable():
        raise ValueError(f"the address {_shown(text)} holds an invisible character")
    local, at, domain = text.rpartition("@")
    if not at or "@" in local:
        raise ValueError(f"{_shown(text)} is no address")
    if not _LOCAL.fullmatch(local) or len(local) > 64:
        raise ValueError(f"the part of {_shown(text)} before the @ is no name of a mailbox")
    try:
        ascii_domain = domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = ""
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdecimal():
        raise ValueError(f"the part of {_shown(text)} after the @ is no name of a domain")
    address = f"{local}@{ascii_domain}"
    if len(address) > 254:
        raise ValueError(f"the address {_shown(text)} is too long")
    return address, address.lower()


def _recipient(line: int, row: Mapping[str, Any], problems: list[Problem]) -> Recipient:
    address, key = checked_address(str(row.get("address") or ""))
    language = _value("language", row.get("language"), "fa")
    if language not in ("fa", "en", "both"):
        raise ValueError(f"{address}: the language “{row.get('language')}” is neither fa, en nor both")
    paused = _value("paused", row.get("paused"), "no")
    if paused not in ("yes", "no"):
        raise ValueError(f"{address}: “{row.get('paused')}” under paused is neither yes nor no")
    wanted = row.get("provinces") or ()
    names = _BETWEEN.split(wanted) if isinstance(wanted, str) else [str(name) for name in wanted]
    provinces = []
    for name in filter(None, (name.strip() for name in names)):
        if known := _provinces().get(skeleton(name).lower()):
            provinces.append(known)
        else:
            problems.append(Problem(line, f"{address}: no province is called “{name}”; it is passed over"))
    name = " ".join(str(row.get("name") or "").split())
    return Recipient(
        address=address,
        key=key,
        name="".join(letter for letter in name if letter.isprintable() or letter == "\u200c"),
        language=language,  # type: ignore[arg-type]  # checked above
        provinces=tuple(dict.fromkeys(provinces)),
        paused=paused == "yes",
        line=line,
    )


def _from_csv(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str | None] | None = None
    before = 0
    try:
        for row in reader:
            line, before = before + 1, reader.line_num
            if not any(field.strip() for field in row) or row[0].lstrip().startswith("#"):
                continue
            if columns is None:
                columns = _columns(path, row)
                continue
            yield line, {name: value for name, value in zip(columns, row, strict=False) if name}
    except csv.Error as error:
        raise RecipientsError(
            f"{path}, line {reader.line_num}: {error}; check the quotation marks."
        ) from error
    if columns is None:
        _columns(path, [])


def _columns(path: Path, row: Sequence[str]) -> list[str | None]:
    names = [_column(field) for field in row]
    if "address" not in names:
        raise RecipientsError(
            f"{path} has no column “address”: begin it with address,name,language,provinces,paused."
        )
    return names


def _from_toml(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        entries = tomllib.loads(text).get("recipient", [])
    except tomllib.TOMLDecodeError as error:
        raise RecipientsError(f"{path} is no TOML: {error}.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RecipientsError(f"{path} has no [[recipient]]: write one such heading for each.")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _HEADER.match(line)]
    for index, entry in enumerate(entries):
        line = lines[index] if index < len(lines) else 0
        yield line, {name: value for field, value in entry.items() if (name := _column(field))}


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecipientsError(f"{path} cannot be read: {error.strerror}.") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RecipientsError(f"{path} is UTF-16: save it as UTF-8 (in a spreadsheet: CSV UTF-8).")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RecipientsError(
            f"{path}, line {line} is not UTF-8: save it as UTF-8 (in a spreadsheet: CSV UTF-8)."
        ) from error


def _shown(text: str) -> str:
    return "“" + "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text) + "”"


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("recipients.toml").read_text(encoding="utf-8"))


@cache
def _table(part: str) -> dict[str, str]:
    return {skeleton(word).lower(): name for name, words in _words()[part].items() for word in [name, *words]}


def _column(written: str) -> str | None:
    return _table("column").get(skeleton(written.strip()).lower())


def _value(part: str, written: object, default: str) -> str:
    if isinstance(written, bool):
        written = "yes" if written else "no"
    text = str(written if written is not None else "").strip()
    return _table(part).get(skeleton(text).lower(), text) if text else default


@cache
def _provinces() -> dict[str, str]:
    """Persian names by the skeleton of every name that the gazetteer gives."""
    path = Path(extract.__file__).parent / "lexicon" / "provinces.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        skeleton(name).lower(): row["fa"]
        for row in rows
        for name in (row["fa"], row["en"], *(row.get("aliases") or "").split("|"))
        if name
    }
