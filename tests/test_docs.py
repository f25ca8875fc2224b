"""The documents say what is there: every file they name exists, every command they show is understood."""

import re
import shlex
from itertools import takewhile

import pytest
import typer.main

from reports.cli import app
from tests.conftest import ROOT

DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
MADE = ("out/", "fonts/ttf", "taavon.db", "taavon.toml")
"""What the documents name and only a run makes."""


def named_files(text: str) -> list[str]:
    """Paths in backticks and in links."""
    ticked = re.findall(r"`([\w./-]+(?:/|\.(?:py|toml|tsv|po|md|lock|sh|json|jinja)))`", text)
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    return [path for path in (*ticked, *linked) if not path.startswith(MADE)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_named_files_exist(document: str) -> None:
    names = named_files((ROOT / document).read_text("utf-8"))
    # a bare file name («text.py») is short for the one in the folder of its paragraph
    missing = [
        name
        for name in names
        if not (ROOT / name).exists() and not ("/" not in name and list(ROOT.glob(f"*/**/{name}")))
    ]
    assert missing == []


def test_commands_are_understood() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    split = [shlex.split(line[line.index("taavon ") :], comments=True) for line in lines if "taavon " in line]
    shown = [list(takewhile(lambda word: word not in (">", "&&", "|"), words)) for words in split]
    assert len(shown) > 5
    root = typer.main.get_command(app)
    for _, *arguments in shown:
        context = root.make_context("taavon", list(arguments))
        name, command, rest = root.resolve_command(context, [*context._protected_args, *context.args])  # type: ignore[attr-defined]
        while hasattr(command, "resolve_command"):
            inner = command.make_context(name, rest)
            name, command, rest = command.resolve_command(inner, [*inner._protected_args, *inner.args])
        command.make_context(name, rest)


def test_nothing_names_a_registry() -> None:
    pattern = re.compile(r"(?:pypi|pythonhosted|npmjs|registry\.)\w*\.(?:org|com)")
    for path in [*ROOT.glob("*"), *ROOT.glob(".ci/*"), *ROOT.glob("fonts/*")]:
        if path.is_file():
            assert not pattern.search(path.read_text("utf-8")), path
