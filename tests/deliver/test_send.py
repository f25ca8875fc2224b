"""``taavon send``, ``schedule`` and ``config`` as a user runs them, down to real issues from the seeds."""

import csv
import datetime as dt
import io
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pikepdf
import pytest
import typer
from typer.testing import CliRunner, Result

from reports.commands import config, schedule, send
from reports.config import load
from reports.deliver.sources import gather
from reports.deliver.weeks import week_of
from reports.deliver.work import make_issue
from tests.conftest import ROOT, SEEDS, environment
from tests.deliver.mailserver import MailServer

APP = typer.Typer()
send.register(APP)
schedule.register(APP)
config.register(APP)
DAY = "1404-06-08"
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's

Command = Callable[..., Result]


@pytest.fixture
def taavon(tmp_path: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Command:
    (tmp_path / "news").mkdir()
    (tmp_path / "recipients.csv").write_text(
        "address,language\nali@readers.example,fa\nkim@readers.example,en\nboth@readers.example,both\n"
    )
    (tmp_path / "taavon.toml").write_text(
        f"""
[[source]]
name = "one"
folder = "news"
[mail]
from = "digest@taavon.example"
name_fa = "تعاون"
name_en = "Taavon"
web_fa = "https://taavon.example/fa/{{id}}.pdf"
[smtp]
host = "127.0.0.1"
port = {server.port}
security = "none"
login = false
[pace]
per_minute = 0
backoff = 0.01
lease = 1.0
[recipients]
file = "recipients.csv"
"""
    )
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(APP, list(arguments))

    return run


@pytest.fixture
def seeds(tmp_path: Path, taavon: Command) -> Path:
    for path in SEEDS.glob("*.txt"):
        shutil.copy(path, tmp_path / "news")
    for path in SEEDS.glob("*.po"):
        shutil.copy(path, tmp_path / "news")
    return tmp_path / "news"


def test_week_of_the_seeds_from_folder_to_mailbox(taavon: Command, seeds: Path, server: MailServer) -> None:
    day = sorted(path.read_text("utf-8").split()[1] for path in seeds.glob("*.txt"))[0]
    done = taavon("send", "--week", day)
    assert done.exit_code == 0, done.stderr
    assert "3 of 3 have it" in done.stderr
    by_reader = {one.recipient.split("@")[0]: one.parsed() for one in server.kept}
    assert set(by_reader) == {"ali", "kim", "both"}
    name = week_of(dt.date.fromisoformat(day)).id
    for reader, codes in (("ali", ["fa"]), ("kim", ["en"]), ("both", ["fa", "en"])):
        pdfs = [part.get_content() for part in by_reader[reader].iter_attachments()]
        assert pdfs == [(seeds.parent / "out" / name / f"{name}.{code}.pdf").read_bytes() for code in codes]
        assert all(pdf.startswith(b"%PDF-") for pdf in pdfs)
    text = by_reader["both"].get_body(("plain",))
    assert text is not None
    assert f"https://taavon.example/fa/{name}.pdf" in text.get_content()
    again = taavon("send", "--week", day)
    assert (again.exit_code, len(server.kept)) == (0, 3)
    trail = list(csv.DictReader(io.StringIO(taavon("send", "--trail").stdout)))
    assert [row["state"] for row in trail].count("sent") == 3
    assert all("sha256" not in row and len(row["files"]) > 60 for row in trail if row["state"] == "sent")


def test_editions_say_the_same(taavon: Command, seeds: Path) -> None:
    day = sorted(path.read_text("utf-8").split()[1] for path in seeds.glob("*.txt"))[0]
    made = make_issue(load(Path("taavon.toml")), week_of(dt.date.fromisoformat(day)), late=False)
    assert made.issue is not None
    fa, en = made.issue.editions["fa"], made.issue.editions["en"]
    assert fa.figures
    assert all(line.phrase and "<" not in line.phrase for line in (*fa.figures, *en.figures))
    assert [line.province for line in fa.figures] == [line.province for line in en.figures]
    assert all("[" in line.citation for edition in (fa, en) for line in (*edition.figures, *edition.summary))
    assert not any("<" in line.text for edition in (fa, en) for line in edition.summary)
    assert made.issue.fingerprint == make_issue(load(Path("taavon.toml")), week_of(dt.date.fromisoformat(day)), late=False).issue.fingerprint  # type: ignore[union-attr]  # fmt: skip


def test_week_without_news(taavon: Command, seeds: Path, server: MailServer) -> None:
    done = taavon("send", "--week", "1404-01-20")
    assert done.exit_code == 0, done.stderr
    texts = [one.parsed().get_body(("plain",)) for one in server.kept]
    assert len(texts) == 3
    assert all(
        "خبری درباره تعاونی‌ها نبود" in text.get_content() or "had no news" in text.get_content()
        for text in texts
        if text
    )
    assert not [part for one in server.kept for part in one.parsed().iter_attachments()]


def test_dry_run_and_test(taavon: Command, server: MailServer, tmp_path: Path) -> None:
    done = taavon("send", "--dry-run", "--week", DAY)
    files = done.stdout.split()
    assert (done.exit_code, len(files), server.kept) == (0, 3, [])
    parsed = [message_from_bytes(Path(file).read_bytes(), policy=policy.default) for file in files]
    assert [message["Content-Language"] for message in parsed] == ["fa", "en", "fa, en"]
    done = taavon("send", "--test", "me@taavon.example", "--week", DAY)
    assert (done.exit_code, [one.recipient for one in server.kept]) == (0, ["me@taavon.example"])
    assert "[آزمایشی]" in server.kept[0].parsed()["Subject"]
    assert "The ledger knows no issue" in taavon("send", "--status").stderr
    assert taavon("send", "--test", "me", "--week", DAY).exit_code == 2


def test_in_the_look_of_the_office(taavon: Command, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(
        '[body]\nfa = "اتاق تعاون یزد"\nen = "Yazd Chamber"\n[colour]\naccent = "#6B1F5C"\n', "utf-8"
    )
    with (tmp_path / "taavon.toml").open("a") as file:
        file.write('[digest]\ntheme = "office.toml"\n')
    done = taavon("send", "--dry-run", "--week", DAY)
    assert done.exit_code == 0, done.stderr
    (path,) = [Path(name) for name in done.stdout.split() if "kim@" in name]
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    html = message.get_body(("html",))
    assert html is not None
    assert "#6B1F5C" in html.get_content()
    (pdf,) = message.iter_attachments()
    with pikepdf.open(io.BytesIO(pdf.get_content())) as opened:
        assert str(opened.docinfo["/Author"]) == "Yazd Chamber"


def test_status_retry_and_resolve(taavon: Command, server: MailServer) -> None:
    def goes_wrong(stage: str, recipient: str, number: int) -> str | None:
        if stage == "kept" and recipient.startswith("kim"):
            return "drop"
        return "451 later" if stage == "rcpt" and recipient.startswith("ali") else None

    server.script = goes_wrong
    done = taavon("send", "--week", DAY)
    assert done.exit_code == 1
    assert "1 given up, 1 unknown" in done.stderr
    status = taavon("send", "--status").stdout
    assert "unknown: kim@readers.example" in status
    assert "failed: ali@readers.example" in status
    server.script = lambda stage, recipient, number: None
    assert taavon("send", "--resolve-unknown", "kim@readers.example").exit_code == 2
    assert taavon("send", "--resolve-unknown", "ali@readers.example=delivered").exit_code == 2
    assert taavon("send", "--resolve-unknown", "kim@readers.example=delivered").exit_code == 0
    done = taavon("send", "--retry-failed")
    assert (done.exit_code, "3 of 3 have it" in done.stderr) == (0, True)
    assert server.duplicated() == 0


def test_wrong_use(taavon: Command, server: MailServer) -> None:
    assert taavon("send", "--status", "--dry-run").exit_code == 2
    assert taavon("send", "--week", "1404-13-01").exit_code == 2
    assert taavon("send", "--week", "soon").exit_code == 2
    assert taavon("send", "--config", "nowhere.toml").exit_code == 2
    assert taavon("send", "--retry-failed").exit_code == 2
    assert server.seen["mail"] == 0


def test_config_check(taavon: Command, server: MailServer, tmp_path: Path) -> None:
    done = taavon("config", "check", "--connect")
    assert done.exit_code == 0, done.stderr
    assert "lets us in" in done.stderr
    assert "3 recipients, 0 paused" in done.stderr
    assert server.seen["mail"] == 0
    (tmp_path / "recipients.csv").write_text("address\nbad\ngood@readers.example\n")
    done = taavon("config", "check")
    assert (done.exit_code, "line 2" in done.stderr) == (1, True)
    assert taavon("config", "example").stdout.startswith("# The configuration")


def test_schedule_commands(taavon: Command, tmp_path: Path) -> None:
    done = taavon("schedule", "install", "--folder", str(tmp_path / "units"))
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in (tmp_path / "units").iterdir()} == {"taavon.service", "taavon.timer"}
    assert "enable --now taavon.timer" in done.stderr
    assert "send --scheduled" in taavon("schedule", "install", "--cron").stdout
    lines = taavon("schedule", "show", "--count", "2").stdout.splitlines()
    assert len(lines) == 2
    assert all("weekly-" in line and "07:30 Asia/Tehran" in line for line in lines)


def test_schedule_run_does_what_is_due_and_ends_on_sigterm(
    taavon: Command, tmp_path: Path, server: MailServer
) -> None:
    """A process of its own, set up a minute ago; it sends, and ends when it is told to."""
    now = dt.datetime.now(dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=3, minutes=30)))
    moment = now - dt.timedelta(minutes=1)
    with (tmp_path / "taavon.toml").open("a") as file:
        file.write(
            f'[schedule]\nday = "{moment:%A}"\ntime = {moment:%H:%M}:00\n'.lower().replace(
                "[schedule]", "[schedule]"
            )
        )
    program = textwrap.dedent("""
        import typer
        from reports import console
        from reports.commands import schedule
        app = typer.Typer()
        app.callback()(lambda: None)
        schedule.register(app)
        console.run(app)
    """)
    process = subprocess.Popen(
        [sys.executable, "-c", program, "schedule", "run"],
        cwd=tmp_path, env=environment(PYTHONPATH=str(ROOT)), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while len(server.kept) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=30)[1]
    assert (process.returncode, len(server.kept)) == (143, 3), said
    assert "Traceback" not in said


# sources


def article(folder: Path, name: str, day: str) -> None:
    (folder / name).write_text(
        f"date {day} به گزارش ایلنا، {name} تعاونی در قم فعال است.\n", encoding="utf-8"
    )


def test_sources(taavon: Command, tmp_path: Path) -> None:
    text = (tmp_path / "taavon.toml").read_text()
    for name in ("empty", "missing", "silent", "unread"):
        text += f'[[source]]\nname = "{name}"\nfolder = "{name}"\n'
    (tmp_path / "taavon.toml").write_text(text)
    for name in ("empty", "silent", "unread"):
        (tmp_path / name).mkdir()
    article(tmp_path / "news", "1.txt", "2025-08-30")
    article(tmp_path / "news", "2.txt", "2025-09-05")
    article(tmp_path / "news", "3.txt", "2025-09-06")
    article(tmp_path / "news", "4.txt", "2025-08-29")
    shutil.copy(tmp_path / "news" / "1.txt", tmp_path / "news" / "copy.txt")
    (tmp_path / "news" / "undated.txt").write_text("بی تاریخ\n", encoding="utf-8")
    article(tmp_path / "silent", "old.txt", "2025-08-01")
    (tmp_path / "unread" / "x.txt").write_bytes(b"\xff\xfe\x00\x01")
    found = gather(load(Path("taavon.toml")), week_of(dt.date(2025, 9, 1)))
    assert sorted(str(one.date) for one in found.articles) == ["2025-08-30", "2025-09-05"]
    assert {(notice.source, notice.kind, str(notice.since)) for notice in found.notices} == {
        ("empty", "empty", "None"), ("missing", "broken", "None"), ("unread", "broken", "None"),
        ("silent", "silent", "2025-08-01"),
    }  # fmt: skip
    assert any("undated.txt" in sentence for sentence in found.sentences)
    assert not found.all_broken


def test_all_sources_broken(taavon: Command, tmp_path: Path, server: MailServer) -> None:
    (tmp_path / "news").rmdir()
    done = taavon("send", "--week", DAY)
    assert (done.exit_code, server.kept) == (1, [])
    assert "No source can be read" in done.stderr
