"""Gettext PO files: read with one clear sentence for every fault, written in one piece and always alike.

polib does the parsing and the formatting. What it leaves to its caller is done here: line ends, byte order marks,
character sets, cut strings (polib would drop a letter of them), and double entries.
"""

import contextlib
import datetime as dt
import hashlib
import os
import re
import tempfile
from pathlib import Path

import polib

from extract.errors import ReadError, UsageError

REVISION = dt.date(2026, 11, 21)
"""The revision date that a new file bears, so that the same content is the same bytes."""

FIELDS = frozenset(
    {"article", "span", "date", "speaker", "post", "key", "also", "similar", "unchecked", "formerly", "reviewed", "draft", "machine", "withheld", "because"}
)  # fmt: skip
"""The names that lines of a translator comment may have."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEYWORD = re.compile(r"(?:#~\s*)?(?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*(?=\"|$)")
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)")
_FIELD = re.compile(r"([a-z]+): (.*)")


class _Lines(str):
    """A text that :mod:`polib` cuts at line feeds only, as it does with files: U+2028 may be inside a string."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        """Return the lines between line feeds."""
        return self.split("\n")


class Document:
    """One PO file in memory, with where it came from."""

    def __init__(self, file: polib.POFile, path: Path | None = None, digest: str | None = None) -> None:
        self.file = file
        self.path = path
        self.digest = digest
        """SHA-256 of the bytes that were read, ``None`` for what was never on disk."""
        self.changed = False


def new_file(revision: dt.date = REVISION) -> polib.POFile:
    """Return an empty English file for Persian sources, with a header that never varies."""
    file = polib.POFile(wrapwidth=0)  # wrapped comments would break their fields
    file.metadata = {
        "Project-Id-Version": "taavon",
        "PO-Revision-Date": f"{revision.isoformat()} 00:00+0330",
        "Last-Translator": "none",
        "Language-Team": "English",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
        "X-Source-Language": "fa",
    }
    return file


def read(path: Path) -> Document:
    """Read a PO file.

    Windows line ends, a byte order mark, UTF-16 and a header without character set are taken as they are meant.

    Raises:
        ReadError: the file is missing, no PO file, cut short, in an unknown character set, not English, or has two
            different translations of one text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"The translation file {path} cannot be read: {error.strerror}.") from error
    text = _decode(data, path).replace("\r\n", "\n").replace("\r", "\n")
    _check_strings(text, path)
    try:
        file = polib.pofile(_Lines(text), encoding="utf-8", wrapwidth=0)
    except (OSError, ValueError, IndexError, KeyError, AttributeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f" in line {line[1]}" if line else ""
        raise ReadError(f"The translation file {path} is not a valid PO file{where}.") from error
    _check_language(file, path)
    _merge_doubles(file, path)
    return Document(file, path, hashlib.sha256(data).hexdigest())


def write(document: Document, path: Path | None = None) -> None:
    """Write a document in one piece: the old file stays whole until the new one is.

    Entries are ordered by article and start; those without keep their order after them.

    Raises:
        UsageError: no path is known, or the file has been changed by somebody else since it was read.
        ReadError: the file cannot be written.
    """
    target = path or document.path
    if target is None:
        raise UsageError("A new translation memory needs a file name to be saved under.")
    if document.digest and target == document.path and _digest(target) != document.digest:
        raise UsageError(
            f"The translation file {target} was changed by another program; read it again before saving."
        )
    document.file.sort(key=_order)
    document.file.metadata["Content-Type"] = "text/plain; charset=UTF-8"
    document.file.metadata.setdefault("MIME-Version", "1.0")
    document.file.metadata.setdefault("Content-Transfer-Encoding", "8bit")
    data = document.file.__unicode__().encode("utf-8")
    try:
        write_atomically(target, data)
    except OSError as error:
        raise ReadError(f"The translation file {target} cannot be written: {error.strerror}.") from error
    document.path, document.digest, document.changed = target, hashlib.sha256(data).hexdigest(), False


def write_atomically(path: Path, data: bytes) -> None:
    """Write bytes beside the file and put them in its place; permissions of the old file stay."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def fields(entry: polib.POEntry) -> dict[str, str]:
    """Return the ``name: value`` lines of an entry's translator comment."""
    return {match[1]: match[2] for line in entry.tcomment.split("\n") if (match := _FIELD.fullmatch(line))}


def set_fields(entry: polib.POEntry, values: dict[str, str | None]) -> None:
    """Set ``name: value`` lines of an entry's translator comment; ``None`` removes one, other lines stay."""
    lines = []
    rest = dict(values)
    for line in entry.tcomment.split("\n") if entry.tcomment else []:
        match = _FIELD.fullmatch(line)
        if not match or match[1] not in values:
            lines.append(line)
        elif (value := rest.pop(match[1], None)) is not None:
            lines.append(f"{match[1]}: {one_line(value)}")
    lines += [f"{name}: {one_line(value)}" for name, value in rest.items() if value is not None]
    entry.tcomment = "\n".join(lines)


def remarks(entry: polib.POEntry) -> list[str]:
    """Return the lines of an entry's translator comment that are no fields of ours."""
    lines = entry.tcomment.split("\n") if entry.tcomment else []
    return [line for line in lines if not ((match := _FIELD.fullmatch(line)) and match[1] in FIELDS)]


def one_line(text: str) -> str:
    """Return a text with every run of white space as one space, so that it stays one comment line."""
    return " ".join(text.split())


def entries(document: Document) -> list[polib.POEntry]:
    """Return the entries that are in use: no header, nothing obsolete, no plural forms."""
    return [entry for entry in document.file if entry.msgid and not entry.obsolete and not entry.msgid_plural]


def _decode(data: bytes, path: Path) -> str:
    charset = "utf-8-sig"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        charset = "utf-16"
    elif (match := _CHARSET.search(data[:4096])) and match[1].upper() not in (b"CHARSET", b"UTF-8", b"UTF8"):
        charset = match[1].decode("ascii")
    try:
        return data.decode(charset)
    except LookupError as error:
        raise ReadError(f"The translation file {path} names an unknown character set, {charset}.") from error
    except UnicodeDecodeError as error:
        name = "UTF-8" if charset == "utf-8-sig" else charset
        raise ReadError(f"The translation file {path} is not {name} text; save it as UTF-8.") from error


def _check_strings(text: str, path: Path) -> None:
    """Refuse strings without a closing quotation mark."""
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line.startswith(('"', "msg", "#~ ")) or line.startswith("#~ #"):
            continue
        keyword = _KEYWORD.match(line)
        if keyword is None or not _STRING.fullmatch(line, keyword.end()):
            raise ReadError(f"The translation file {path} has a broken string in line {number}.")


def _check_language(file: polib.POFile, path: Path) -> None:
    language = file.metadata.get("Language", "").strip()
    if language and not language.lower().startswith("en"):
        raise ReadError(
            f"The translation file {path} says that its language is {language}; English is needed."
        )


def _merge_doubles(file: polib.POFile, path: Path) -> None:
    """Drop an entry that says again what another says, and refuse one that says otherwise."""
    seen: dict[tuple[str | None, str], polib.POEntry] = {}
    doubles = []
    for entry in file:
        if entry.obsolete:
            continue
        first = seen.setdefault((entry.msgctxt, entry.msgid), entry)
        if first is entry:
            continue
        if entry.msgstr and first.msgstr and entry.msgstr != first.msgstr:
            raise ReadError(
                f"The translation file {path} translates the same text in two ways, in lines {first.linenum} and "
                f"{entry.linenum}; keep one of them."
            )
        # the fuller one stays
        better, worse = (entry, first) if entry.msgstr and not first.msgstr else (first, entry)
        seen[entry.msgctxt, entry.msgid] = better
        doubles.append(worse)
    kept = {id(entry) for entry in doubles}
    file[:] = [entry for entry in file if id(entry) not in kept]


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _order(entry: polib.POEntry) -> tuple[int, str, int]:
    values = fields(entry)
    start = re.match(r"\d{1,9}", values.get("span", ""))
    if "article" not in values or start is None:
        return (1, "", 0)
    return (0, values["article"], int(start[0]))
