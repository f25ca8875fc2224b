"""The command as a user runs it: real processes, real files, exit codes, one sentence for each failure."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import typer.main

from extract.article import Article
from extract.read import read_paths
from extract.statements import Extraction
from reports import __version__
from reports.cli import app
from tests.conftest import ROOT, SEEDS, Run, environment

Write = Callable[..., Path]
DATED = " date 2025-09-02 به گزارش ایلنا، علی رضایی مدیرکل تعاون قم گفت: ۱۲ تعاونی در استان فعال است.\n"
FIELDS = {
    "": "id source date agency province county figures quotes officials",
    "figures": "start end low high qualifier unit measure measure_text place province county period speaker rule held",
    "quotes": "start end speaker speaker_role verb kind basis rule held",
    "officials": "name role organisation province county mentions held",
}


def commands() -> Iterator[tuple[str, ...]]:
    """Every command and subcommand."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        yield (name,)
        yield from ((name, inner) for inner in getattr(command, "commands", ()))


def one_sentence(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The only line on standard error."""
    assert done.returncode == code, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("taavon: ")
    assert line.endswith(".")
    return line


# help


@pytest.mark.parametrize("command", [(), *commands()], ids=" ".join)
def test_help_shows_an_example(taavon: Run, command: tuple[str, ...]) -> None:
    done = taavon(*command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Example: taavon {' '.join(command)}" in done.stdout


def test_version(taavon: Run) -> None:
    assert taavon("--version").stdout == f"taavon {__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys, reports.cli;"
        "print({'weasyprint', 'matplotlib', 'sqlalchemy', 'hazm', 'numpy', 'rich', 'babel'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    "arguments", [("frobnicate",), ("extract",), ("build", "--week", "soon"), ("show", "--no")]
)
def test_wrong_use(taavon: Run, arguments: tuple[str, ...]) -> None:
    done = taavon(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


# extract


def test_json_contract(taavon: Run) -> None:
    done = taavon("extract", SEEDS, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["id"] for record in found] == sorted(path.stem for path in SEEDS.glob("*.txt"))
    for record in found:
        text = Path(record["source"]).read_bytes().decode("utf-8")
        assert set(FIELDS[""].split()) <= set(record)
        for kind in ("figures", "quotes", "officials"):
            for one in record[kind]:
                assert set(FIELDS[kind].split()) <= set(one)
                if "text" in one:
                    assert text[one["start"] : one["end"]] == one["text"]
    assert all(sum(len(record[kind]) for record in found) > 5 for kind in ("figures", "quotes", "officials"))


def test_same_bytes_whatever_the_environment(taavon: Run) -> None:
    first = taavon("extract", SEEDS, "--json", PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    second = taavon("extract", SEEDS, "--json", PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Tehran")
    assert first.stdout == second.stdout


def test_standard_input(taavon: Run) -> None:
    done = taavon("extract", "-", "--json", text_in=DATED.encode())
    found = json.loads(done.stdout)
    assert (found["id"], found["source"], found["date"]) == ("stdin", "-", "2025-09-02")
    assert "standard input is empty" in one_sentence(taavon("extract", "-"), 1)


def test_explain_names_rule_and_words(taavon: Run, article: Write) -> None:
    done = taavon("extract", article(DATED), "--explain")
    assert (done.returncode, done.stderr) == (0, "")
    assert "گفت" in done.stdout
    assert "علی رضایی" in done.stdout
    assert taavon("extract", article(DATED), "--explain", "--json").returncode == 2


def test_undated_is_read_with_a_note(taavon: Run, article: Write) -> None:
    done = taavon("extract", article(DATED.replace(" date 2025-09-02 ", "")), "--json")
    assert "has no date line" in one_sentence(done, 0)
    assert json.loads(done.stdout)["date"] is None


def test_one_bad_among_many(taavon: Run, article: Write, tmp_path: Path) -> None:
    article(DATED, "in/1.txt")
    article(b"\x00\x01\x02" * 99, "in/2.txt")
    article(DATED, "in/3.txt")
    done = taavon("extract", "in", "--json")
    assert one_sentence(done, 0).startswith("taavon: in/2.txt is binary data")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "3"]
    assert taavon("extract", "in", "--json", "--strict").returncode == 3


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (None, 2, "does not exist"),
        (b"", 1, "is empty"),
        (b"\x00\x01\x02" * 99, 1, "is binary data"),
        (DATED.encode("utf-16"), 1, "iconv -f UTF-16 -t UTF-8"),
        (
            DATED.translate({0x6CC: 0x64A, 0x6F1: 0x31, 0x6F2: 0x32}).encode("cp1256"),
            1,
            "iconv -f WINDOWS-1256",
        ),
        (f"<html><body>{DATED}</body></html>".encode(), 1, "is a web page (HTML)"),
        (b" date 2025-13-45 x", 1, "has an impossible date (2025-13-45)"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "show", "build"])
def test_unreadable(
    taavon: Run, article: Write, tmp_path: Path, command: str, content: bytes | None, code: int, words: str
) -> None:
    if content is not None:
        article(content, "bad.txt")
    sentence = one_sentence(taavon(command, "bad.txt"), code)
    assert sentence.startswith("taavon: bad.txt ")
    assert words in sentence
    assert not list(tmp_path.glob("out/*.pdf"))


def test_folder_without_articles(taavon: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "The folder empty holds no articles" in one_sentence(taavon("extract", "empty"), 2)


def test_no_permission(taavon: Run, article: Write, as_anybody: tuple[str, ...]) -> None:
    article(DATED, "closed.txt").chmod(0)
    assert "closed.txt may not be read" in one_sentence(taavon("extract", "closed.txt", prefix=as_anybody), 1)


def test_five_megabytes_in_one_line(taavon: Run, article: Write) -> None:
    path = article(DATED.strip("\n") + " تعاونی فعال است" * (5 * 2**20 // 29 + 1), "long.txt")
    assert path.stat().st_size > 5 * 2**20
    start = time.perf_counter()
    done = taavon("extract", path, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert time.perf_counter() - start < 30


def test_reader_that_has_seen_enough() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "reports.cli", "extract", str(SEEDS), "--json"]
    done = subprocess.run(
        command, stdout=write, stderr=subprocess.PIPE, env=environment(), cwd=ROOT, timeout=60
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_hostile_text_does_not_steer_the_terminal(taavon: Run, article: Write) -> None:
    hostile = DATED.replace("فعال", "\x1b[31m\x1b]0;title\x07\u202e{{ 7*7 }} <script> [bold]فعال")
    done = taavon("show", article(hostile))
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "[bold]" in done.stdout
    assert "{{ 7*7 }}" in done.stdout


# build


def pdfs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.pdf")}


def test_build_twice(taavon: Run, tmp_path: Path) -> None:
    done = taavon("build", SEEDS, "--out", "one", PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["one/briefing.fa.pdf", "one/briefing.en.pdf"]
    store = (tmp_path / "one/taavon.db").read_bytes()
    assert "(5 read anew)" in done.stderr
    first = pdfs(tmp_path / "one")
    assert all(content.startswith(b"%PDF-") for content in first.values())
    again = taavon("build", SEEDS, "--out", "one", PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Tehran")
    assert "(0 read anew)" in again.stderr
    assert pdfs(tmp_path / "one") == first
    assert (tmp_path / "one/taavon.db").read_bytes() == store
    made = {path.name for path in (tmp_path / "one").iterdir()}
    assert made == {*first, "briefing.editor.csv", "taavon.db"}
    fromstore = taavon("build", "--out", "one", "--language", "fa", "--week", "1404")
    assert fromstore.stdout.split() == ["one/briefing.fa.pdf"]
    assert pdfs(tmp_path / "one") == first


def test_build_leaves_out_what_has_no_date_and_counts_doubles_once(taavon: Run, article: Write) -> None:
    article(DATED, "in/1.txt")
    article(DATED, "in/2.txt")
    article("بدون تاریخ. علی رضایی گفت: کار ادامه دارد.", "in/3.txt")
    done = taavon("build", "in", "--language", "en", "--week", "1404", "--strict")
    assert done.returncode == 3, done.stderr
    assert done.stdout.split() == ["out/briefing.en.pdf"]
    assert "in/2.txt is the same, byte for byte, as in/1.txt" in done.stderr
    assert "1 article has no date line (in/3.txt): left out" in done.stderr
    assert "1 articles (1 read anew)" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "2025-09-02"), "give both --from and --to"),
        (("--from", "2025-09-02", "--to", "2025-09-01"), "ends"),
        (("--week", "1404", "--from", "2025-09-02"), "give one of the two"),
        (("--week", "2025"), "No Cooperative Week is known"),
    ],
)
def test_impossible_periods(taavon: Run, article: Write, arguments: tuple[str, ...], words: str) -> None:
    assert words in one_sentence(taavon("build", article(DATED), *arguments), 2)


def test_build_without_anything(taavon: Run, article: Write) -> None:
    assert "holds no articles" in one_sentence(taavon("build"), 2)
    assert "No article has a date" in taavon("build", article("متن بی‌تاریخ")).stderr


def test_out_is_a_file(taavon: Run, article: Write, tmp_path: Path) -> None:
    article(DATED)
    (tmp_path / "out").write_text("in the way")
    assert "out could not be written" in one_sentence(taavon("build", "article.txt"), 1)
    assert (tmp_path / "out").read_text() == "in the way"


def test_read_only_out(taavon: Run, article: Write, tmp_path: Path, as_anybody: tuple[str, ...]) -> None:
    article(DATED)
    (tmp_path / "out").mkdir(mode=0o555)
    sentence = one_sentence(taavon("build", "article.txt", prefix=as_anybody), 1)
    assert "out could not be written" in sentence
    assert "--out" in sentence


def test_no_pango(taavon: Run, article: Write, tmp_path: Path) -> None:
    article(DATED)
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/libpango-1.0.so.0").write_text("no library")
    done = taavon("build", "article.txt", LD_LIBRARY_PATH=str(tmp_path / "lib"))
    sentence = one_sentence(done, 1)
    for words in ("Pango", "apt-get install", "dnf install", "brew install"):
        assert words in sentence
    assert done.stdout == ""
    assert not pdfs(tmp_path / "out")


def test_no_font(article: Write, tmp_path: Path) -> None:
    for name in ("extract", "reports", "templates"):
        copy(ROOT / name, tmp_path / name)
    article(DATED)
    command = [sys.executable, "-m", "reports.cli", "build", "article.txt"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Vazirmatn" in one_sentence(done, 1)
    assert not pdfs(tmp_path / "out")


def copy(source: Path, target: Path) -> None:
    """A folder without compiled files."""
    for path in source.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())


def test_full_disk(article: Write, tmp_path: Path) -> None:
    article(DATED)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/briefing.fa.pdf").write_text("the last one")
    done = subprocess.run(
        [sys.executable, "-m", "reports.cli", "build", "article.txt", "--store", "sqlite://"],
        cwd=tmp_path,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    one_sentence(done, 1)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["briefing.fa.pdf"]
    assert (tmp_path / "out/briefing.fa.pdf").read_text() == "the last one"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(tmp_path: Path, number: int, code: int) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "briefing.en.pdf").write_text("the last one")
    process = subprocess.Popen(
        [sys.executable, "-m", "reports.cli", "build", str(SEEDS)],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list(out.glob(".taavon-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    printed, said = process.communicate(timeout=60)
    assert (process.returncode, printed) == (code, ""), said
    assert "nothing half-written was left" in said
    assert len(said.splitlines()) == 1
    assert not list(out.glob(".taavon-*"))
    assert pdfs(out) == {"briefing.en.pdf": b"the last one"}


# names and quotes


def test_romanise(taavon: Run) -> None:
    done = taavon("romanise", "علی آشتاب", "حسین نوری")
    assert done.stdout.splitlines() == ["Ali Ashtab", "Hossein Nouri"]


def test_quotes_out_and_back(taavon: Run, tmp_path: Path, article: Write) -> None:
    article(DATED, "in/1.txt")
    done = taavon("quotes", "export", "in", "--po", "todo.po")
    assert "1 statements to translate are in todo.po" in one_sentence(done, 0)
    po = (tmp_path / "todo.po").read_text("utf-8")
    head, _, entry = po.partition("\n\n")
    (tmp_path / "done.po").write_text(
        f"{head}\n\n{entry.replace('msgstr ""', 'msgstr "12 cooperatives are active."')}"
    )
    done = taavon("quotes", "import", "done.po", "--memory", "in/en.po", "--reviewer", "R. Reader")
    assert "1 translations taken" in done.stderr
    assert "0 statements to translate" in taavon("quotes", "export", "in", "--po", "todo.po").stderr
    assert taavon("quotes", "import", "none.po", "--memory", "in/en.po", "--reviewer", "R").returncode == 1


def test_extractions_decode_as_the_record_type() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reports.cli", "extract", str(SEEDS), "--json"],
        env=environment(), cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    records = [msgspec.json.decode(line, type=Extraction) for line in done.stdout.splitlines()]
    assert [record.sha256 for record in records] == [
        item.sha256 for item in read_paths([SEEDS]) if isinstance(item, Article)
    ]
