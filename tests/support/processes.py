"""Processes that this one began."""

import os
from pathlib import Path


def children() -> set[int]:
    """Return their numbers; those that have ended and were waited for are gone."""
    tasks = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return {int(number) for number in tasks.read_text().split()}
