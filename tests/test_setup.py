"""Set-up on machines that lack something: one sentence that says what and how to get it, and never half a set-up."""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from reports import __version__
from tests.conftest import ROOT, environment

TOOLS = ("sh", "cat", "cksum", "chmod", "dirname", "env", "grep", "id", "mkdir", "mv", "rm", "sed", "uname")
Make = Callable[..., Path]


@pytest.fixture
def bare(tmp_path: Path) -> Make:
    """A machine with nothing but POSIX tools, and the programs given by name and text."""

    def make(**programs: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found
            (folder / tool).symlink_to(found)
        for name, script in programs.items():
            (folder / name).write_text(script)
            (folder / name).chmod(0o755)
        return folder

    return make


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what the set-up needs, without anything that a set-up has made, in a folder with a space in its name."""
    target = tmp_path / "a clone"
    for name in (
        ".ci/setup.sh",
        "fonts/bring.py",
        "fonts/SHA256SUMS",
        "fonts/package.json",
        "requirements.lock",
    ):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target / name)
    return target


def set_up(clone: Path, path: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up with this PATH and an empty home."""
    env = {"PATH": str(path), "HOME": str(clone), "PYENV_ROOT": str(clone), "LANG": "C.UTF-8"} | extra
    return subprocess.run([clone / ".ci/setup.sh"], env=env, capture_output=True, text=True, timeout=120)


def last_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence that ends a failed set-up."""
    assert done.returncode == 1, done.stderr
    line = done.stderr.rstrip().splitlines()[-1]
    assert line.startswith("taavon: ")
    assert line.endswith(".")
    assert "Traceback" not in done.stderr
    return line


def test_no_python(clone: Path, bare: Make) -> None:
    if any(map(os.path.exists, ("/usr/local/bin/python3.13", "/usr/local/bin/python3.12"))):
        pytest.skip("NOT TESTED: this machine has a Python that the set-up finds whatever the PATH")
    old = "#!/bin/sh\ncase $1 in -V) echo Python 3.9.2 ;; *) exit 1 ;; esac\n"
    sentence = last_sentence(set_up(clone, bare(python3=old)))
    assert "Python 3.12 or 3.13 is needed and was not found (python3 is 3.9.2)" in sentence
    for remedy in ("apt-get install", "dnf install", "brew install", "PYTHON="):
        assert remedy in sentence
    assert not (clone / ".venv").exists()


def test_python_without_venv(clone: Path, bare: Make) -> None:
    if any(map(os.path.exists, ("/usr/local/bin/python3.13", "/usr/local/bin/python3.12"))):
        pytest.skip("NOT TESTED: this machine has a Python that the set-up finds whatever the PATH")
    script = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; *print*) echo python3.13-venv ;; esac\n'
    sentence = last_sentence(set_up(clone, bare(**{"python3.13": script})))
    assert "cannot make virtual environments" in sentence
    assert "apt-get install python3.13-venv" in sentence


def test_failed_packages_leave_nothing_that_counts_as_ready(clone: Path, bare: Make) -> None:
    lock = clone / "requirements.lock"
    lock.write_text("taavon-nothing @ file:///nonexistent/nothing.whl --hash=sha256:" + "0" * 64 + "\n")
    path = bare()
    sentence = last_sentence(set_up(clone, path, PYTHON=sys.executable))
    assert "requirements.lock could not be installed" in sentence
    assert not (clone / ".venv/.ready").exists()
    assert (clone / ".venv/.building").exists()
    # What an interrupted run left is not trusted but made anew; here the packages of this environment stand in.
    (clone / ".venv/half-made").touch()
    lock.write_text("# nothing\n")
    sentence = last_sentence(set_up(clone, path, PYTHON=sys.executable))
    assert "Pango, which sets the type, is missing" in sentence  # no packages: nothing that could load it
    assert not (clone / ".venv/half-made").exists()
    assert not (clone / ".venv/.ready").exists()


def test_second_run_sets_up_nothing(clone: Path, bare: Make) -> None:
    fonts = ROOT / "fonts" / "ttf"
    assert fonts.is_dir(), "run the tests with make test, which brings the fonts"
    shutil.copytree(fonts, clone / "fonts" / "ttf")
    venv = clone / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    script = (clone / ".ci/setup.sh").read_text()
    key = script[script.index('key="') : script.index("\nif [")]
    ready = subprocess.run(
        ["sh", "-c", f'root=$(pwd -P); {key}; printf "%s\\n" "$key"'],
        cwd=clone,
        capture_output=True,
        text=True,
    )
    (venv / ".ready").write_text(ready.stdout)
    done = set_up(clone, bare())
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# fonts


def bring(clone: Path, path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(clone / "fonts/bring.py")]
    return subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True, timeout=60)


NPM = """#!/bin/sh
[ "$1" = ci ] || exit 9
mkdir -p node_modules/vazirmatn/fonts/ttf
printf %s "$0" > node_modules/vazirmatn/OFL.txt
for weight in Regular Bold; do printf %s $weight > node_modules/vazirmatn/fonts/ttf/Vazirmatn-$weight.ttf; done
"""


def test_fonts_without_npm(clone: Path, bare: Make) -> None:
    sentence = last_sentence(bring(clone, bare()))
    assert "npm is missing" in sentence
    assert "fonts/ttf" in sentence


def test_fonts_when_npm_fails(clone: Path, bare: Make) -> None:
    assert "npm could not bring" in last_sentence(bring(clone, bare(npm="#!/bin/sh\nexit 1\n")))


def test_fonts_that_are_not_the_approved_ones(clone: Path, bare: Make) -> None:
    sentence = last_sentence(bring(clone, bare(npm=NPM)))
    assert "is not the file that was approved" in sentence
    assert not list(clone.glob("fonts/ttf/*.ttf"))


def test_fonts_are_brought_once_and_mended(clone: Path, bare: Make) -> None:
    weights = ("Regular", "Bold")
    sums = [
        f"{hashlib.sha256(weight.encode()).hexdigest()}  ttf/Vazirmatn-{weight}.ttf\n" for weight in weights
    ]
    (clone / "fonts/SHA256SUMS").write_text("".join(sums))
    path = bare(npm=NPM)
    assert bring(clone, path).returncode == 0
    assert (clone / "fonts/ttf/Vazirmatn-Bold.ttf").read_text() == "Bold"
    assert (clone / "fonts/ttf/OFL.txt").is_file()
    (path / "npm").unlink()
    again = bring(clone, path)
    assert (again.returncode, again.stderr) == (0, "")
    (clone / "fonts/ttf/Vazirmatn-Bold.ttf").write_text("damaged")
    assert bring(clone, path).returncode == 0
    assert (clone / "fonts/ttf/Vazirmatn-Bold.ttf").read_text() == "Bold"


# what the files say of each other


def test_one_version() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__


def test_lock_holds_no_address_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    packages = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]
    assert packages
    assert all("==" in line and line.endswith("\\") for line in packages)


def test_lock_names_all_that_is_required() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + [
        one for extra in project["optional-dependencies"].values() for one in extra
    ]
    lock = (ROOT / "requirements.lock").read_text()
    for requirement in wanted:
        name = requirement.split(">")[0].split("[")[0].strip().lower()
        assert f"\n{name}==" in f"\n{lock}", name


def test_make_help_lists_what_the_readme_promises() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
    )
    targets = [line.split()[1] for line in done.stdout.splitlines()]
    assert targets == ["briefing", "test", "check", "bench", "clean", "help"]
