"""Files that appear whole or not at all: made in a hidden folder beside their place, then moved."""

import contextlib
import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from extract.errors import RenderError


@contextlib.contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """A hidden folder inside ``out`` for unfinished files; removed however the work ends.

    Raises:
        RenderError: ``out`` cannot be made or written.
    """
    # The name is chosen before the folder is made, so that there is no moment in which it would be left behind.
    folder = out / f".taavon-{secrets.token_hex(8)}"
    try:
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise RenderError(unwritable(str(out), error)) from error
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(made: Iterable[Path], out: Path) -> tuple[Path, ...]:
    """Move finished files from the workshop to their names in ``out``; each is replaced in one step.

    Raises:
        RenderError: a name is taken by a folder, or ``out`` may no longer be written.
    """
    files = []
    for path in made:
        target = out / path.name
        try:
            os.replace(path, target)
        except OSError as error:
            raise RenderError(unwritable(str(target), error)) from error
        files.append(target)
    return tuple(files)


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the target and rename: no reader ever sees half a file.

    Raises:
        RenderError: the folder cannot be made or the file not written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise RenderError(unwritable(str(path), error)) from error


def unwritable(name: str, error: OSError) -> str:
    """One sentence with the reason and the remedy."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"{name} could not be written, because the disk is full: make room and run this again."
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        return f"{name} could not be written, because a file or folder of that name is in the way: name another with --out."
    reason = error.strerror or type(error).__name__
    return f"{name} could not be written ({reason}): give yourself permission, or name another folder with --out."
