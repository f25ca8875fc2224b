"""A PostgreSQL server of the tests' own, on a socket in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a database on a server of its own, on a socket in a folder of its own; skipped where there is none."""
    folder = Path(tempfile.mkdtemp(prefix="taavon-postgresql-"))
    try:
        yield from _serve(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(folder: Path) -> Iterator[str]:
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = binaries[-1] if binaries else shutil.which("initdb")
    if not found:
        pytest.skip("NOT TESTED: no PostgreSQL server here (Debian, Ubuntu: apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="NOT TESTED: the driver psycopg is not installed")
    tools = Path(found).resolve().parent
    prefix: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        account = next((name for name in ("postgres", "nobody") if _exists(name)), None)
        if account is None or shutil.which("setpriv") is None:
            pytest.skip(
                "NOT TESTED: PostgreSQL does not run as root, and there is no other account to run it as"
            )
        shutil.chown(folder, account)
        prefix = ["setpriv", f"--reuid={account}", "--clear-groups", "--"]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}

    def run(*command: str | Path) -> None:
        done = subprocess.run(
            [*prefix, *map(str, command)],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=120,
        )
        if done.returncode:
            pytest.skip(
                f"NOT TESTED: PostgreSQL could not be started ({(done.stderr or done.stdout).strip()[-300:]})"
            )

    data = folder / "data"
    run(tools / "initdb", "-D", data, "-U", "taavon", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run(tools / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "60", "-o", options, "start")
    try:
        yield f"postgresql://taavon@/postgres?host={folder}"
    finally:
        subprocess.run(
            [*prefix, str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
            capture_output=True,
            cwd=folder,
            timeout=60,
        )


def _exists(account: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(account)
    except KeyError:
        return False
    return True
