"""What takes long to load: found without a compiler, and loaded only where something is drawn."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT, SEEDS, environment

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: it is otherwise here")


def run(script: str, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        check=True, cwd=ROOT, env=environment(**extra), capture_output=True, text=True,
    )  # fmt: skip


@ON_LINUX
def test_weasyprint_is_loaded_without_another_process() -> None:
    run(
        "import subprocess, os\n"
        "def refused(*arguments, **more): raise AssertionError(arguments)\n"
        "subprocess.Popen = os.popen = refused\n"
        "import reports.render.pdf\n"
        "import ctypes.util\n"
        "assert ctypes.util.find_library.__module__ == 'ctypes.util'\n"
    )


@ON_LINUX
def test_weasyprint_is_loaded_without_certificates_and_others_still_have_them() -> None:
    run(
        "import ssl\n"
        "made = ssl.create_default_context\n"
        "def refused(*arguments, **more): raise AssertionError(arguments)\n"
        "ssl.create_default_context = ssl._create_default_https_context = refused\n"
        "ssl.SSLContext.load_default_certs = refused\n"
        "import reports.libraries\n"
        "assert ssl._create_default_https_context is refused\n"
    )


def test_what_subsets_fonts_without_harfbuzz_is_loaded_when_it_is_called() -> None:
    run(
        "import sys\n"
        "import reports.render.pdf\n"
        "from weasyprint.pdf import fonts\n"
        "assert not {'fontTools.subset', 'fontTools.varLib.instancer'} & set(sys.modules)\n"
        "options = fonts.subset.Options(retain_gids=True)\n"
        "import fontTools.subset, fontTools.varLib.instancer\n"
        "assert type(options) is fontTools.subset.Options and options.retain_gids\n"
        "from fontTools.ttLib import TTFont\n"
        "try:\n"
        "    fonts.instantiateVariableFont(TTFont(), {})\n"
        "except ValueError as error:\n"
        "    assert 'fvar' in str(error), error\n"
    )


@pytest.mark.parametrize("command", [("extract", "--json"), ("show",), ("config", "--help")], ids=" ".join)
def test_what_draws_nothing_loads_no_matplotlib(command: tuple[str, ...]) -> None:
    script = (
        "import sys\n"
        "from reports.cli import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "import reports.render.compose, reports.render.web, reports.deliver\n"
        "assert not {'matplotlib', 'numpy', 'weasyprint'} & set(sys.modules)\n"
        "import reports.render.pdf\n"
        "assert not {'matplotlib', 'numpy'} & set(sys.modules)\n"
    )
    assert run(script, *command, *([] if "--help" in command else [str(SEEDS)])).stdout


@ON_LINUX
def test_matplotlib_is_loaded_without_figures_threads_and_complaints() -> None:
    script = (
        "import os, sys\n"
        "os.environ.pop('OPENBLAS_NUM_THREADS', None)\n"
        "import reports.plotting\n"
        "assert 'matplotlib' in sys.modules\n"
        "assert not {'matplotlib.figure', 'matplotlib.pyplot'} & set(sys.modules)\n"
        "assert 'OPENBLAS_NUM_THREADS' not in os.environ\n"
        "assert len(os.listdir('/proc/self/task')) == 1\n"
    )
    assert run(script, HOME="/proc").stderr == ""  # where it could keep nothing
