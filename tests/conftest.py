"""What several tests share: the program as a user runs it, and an account that file modes hold for."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.faulttable import pytest_terminal_summary  # noqa: F401  # a hook, found by its name
from tests.support.postgresql import postgresql  # noqa: F401  # a fixture, found by its name

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

Run = Callable[..., subprocess.CompletedProcess[str]]

settings.register_profile("untimed", deadline=None)  # speed is a benchmark's business, not a property's
settings.load_profile("untimed")

# Root passes every permission check by two capabilities. They are dropped from the bounding set, and the exec that
# follows leaves the program without them: files and folders are then closed to it as to anybody.
_AS_ANYBODY = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    if libc.prctl(24, capability, 0, 0, 0):
        sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""


def environment(**extra: str) -> dict[str, str]:
    """This environment, with the project on the path and without what would change what is printed."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COLUMNS", "FORCE_COLOR"))
    }
    return kept | {"PYTHONPATH": str(ROOT)} | extra


@pytest.fixture
def taavon(tmp_path: Path) -> Run:
    """Runs ``taavon`` as a process of its own, in ``tmp_path``."""

    def run(
        *arguments: str | Path, prefix: tuple[str, ...] = (), text_in: bytes | None = None, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        command = [*prefix, sys.executable, "-P", "-m", "reports.cli", *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment(**extra),
            input=text_in or b"",
            capture_output=True,
            timeout=120,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )

    return run


@pytest.fixture(scope="session")
def as_anybody(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """A command prefix under which file modes hold, also where the tests run as root."""
    closed = tmp_path_factory.mktemp("modes") / "closed"
    closed.write_text("x")
    closed.chmod(0)
    prefix = () if os.geteuid() else (sys.executable, "-c", _AS_ANYBODY)
    check = [*prefix, sys.executable, "-c", "import sys; open(sys.argv[1])", str(closed)]
    done = subprocess.run(check, capture_output=True, text=True, timeout=60)
    if "PermissionError" not in done.stderr:
        pytest.skip("NOT TESTED: file modes do not hold here (root, and its capabilities cannot be dropped)")
    return prefix


@pytest.fixture
def article(tmp_path: Path) -> Callable[..., Path]:
    """Writes an article file and returns its path."""

    def write(content: bytes | str, name: str = "article.txt") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write
