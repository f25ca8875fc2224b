"""``taavon quotes translate``, as a user runs it; and building, which asks nobody."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.conftest import SEEDS, Run, environment
from tests.engines.service import KEY, Asked, Reply, Service, answered, asked_texts, good

# Raises at any connection that the program, or a process of its, tries to make.
_NO_NETWORK = """
import os, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        os.write(2, b"NETWORK")
        os._exit(9)
sys.addaudithook(refuse)
from reports.cli import main
sys.argv = ["taavon", *sys.argv[1:]]
main()
"""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """One article without any English."""
    folder = tmp_path / "news"
    folder.mkdir()
    shutil.copy(min(SEEDS.glob("*.txt")), folder)
    return folder


def configured(tmp_path: Path, text: str) -> None:
    quick = "timeout = 20.0\nattempts = 2\nbackoff = 0.01\nlongest = 0.01\nper_minute = 0\n"
    (tmp_path / "taavon.toml").write_text(
        f'[[source]]\nname = "one"\nfolder = "news"\n[translation]\n{text}\n{quick}', encoding="utf-8"
    )


def chat(service: Service) -> str:
    return f'engine = "chat"\nurl = "{service.url}/v1"\nmodel = "m-1"\nbatch = 2'


def drafts(path: Path) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(path)) if entry.msgstr]


def plausible(number: int, asked: Asked) -> Reply:
    """English that no guard refuses where the source has neither numbers nor negation, and refuses where it has."""
    return answered(
        asked,
        ["Cooperatives of the province are active " * (len(text) // 60 + 1) for text in asked_texts(asked)],
    )


def test_drafts_of_a_folder(taavon: Run, tmp_path: Path, news: Path) -> None:
    with Service(plausible) as service:
        configured(tmp_path, chat(service))
        done = taavon("quotes", "translate", "--date", "2026-11-21", TAAVON_ENGINE_KEY=KEY)
    assert done.returncode == 0, done.stderr
    (path,) = news.glob("*.po")
    assert path.name == "translations.en.po"
    found = drafts(path)
    assert found
    assert all("machine: Chat m-1 2026-11-21" in entry.tcomment and "fuzzy" in entry.flags for entry in found)
    assert f"taavon: {len(found)} of " in done.stderr
    assert "drafted by Chat m-1 into" in done.stderr
    assert {asked.headers["Authorization"] for asked in service.asked} == {f"Bearer {KEY}"}
    assert KEY not in done.stdout + done.stderr + path.read_text(encoding="utf-8")


def test_a_model_of_this_machine(taavon: Run, tmp_path: Path, news: Path) -> None:
    pytest.importorskip("ctranslate2", reason="NOT TESTED: ctranslate2 is missing")
    pytest.importorskip("sentencepiece", reason="NOT TESTED: sentencepiece is missing")
    from tests.engines import tinymodel

    tinymodel.opus(tmp_path / "models" / "opus-fa-en")
    configured(tmp_path, 'engine = "ctranslate2"\nmodel_folder = "models/opus-fa-en"')
    done = taavon("quotes", "translate", news, "--to", "drafts.po")
    assert done.returncode == 0, done.stderr
    assert "by CTranslate2 opus-fa-en into drafts.po" in done.stderr
    assert (tmp_path / "drafts.po").is_file()
    assert not list(news.glob("*.po"))


def test_halfway_down_keeps_what_was_got_and_goes_on_later(taavon: Run, tmp_path: Path, news: Path) -> None:
    with Service(lambda number, asked: plausible(number, asked) if number < 3 else Reply(503)) as service:
        configured(tmp_path, chat(service))
        done = taavon("quotes", "translate")
    assert done.returncode == 1
    assert "were left: " in done.stderr
    assert (
        "is busy or broken (503) (2 attempts): try again later; what was translated is kept." in done.stderr
    )
    before = {entry.msgid for entry in polib.pofile(str(news / "translations.en.po"))}
    assert len(before) == 4
    with Service(plausible) as service:
        configured(tmp_path, chat(service))
        assert taavon("quotes", "translate").returncode == 0
    assert before.isdisjoint(text for asked in service.asked for text in asked_texts(asked))
    assert before < {entry.msgid for entry in polib.pofile(str(news / "translations.en.po"))}


def test_a_key_that_is_refused(taavon: Run, tmp_path: Path, news: Path) -> None:
    with Service(lambda number, asked: Reply(401, body={"error": f"no such key: {KEY}"})) as service:
        configured(tmp_path, chat(service))
        done = taavon("quotes", "translate", TAAVON_ENGINE_KEY=KEY)
    assert done.returncode == 1
    assert "refuses the key in TAAVON_ENGINE_KEY (401)." in done.stderr
    assert "Traceback" not in done.stderr
    assert KEY not in done.stdout + done.stderr
    assert not list(news.glob("*.po"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "taavon.toml names no engine"),
        ('engine = "chat"', "translation.model: name the model"),
        ('engine = "ctranslate2"\nmodel_folder = "nowhere"', "There is no folder"),
    ],
)
def test_no_engine(text: str, words: str, taavon: Run, tmp_path: Path, news: Path) -> None:
    configured(tmp_path, text)
    done = taavon("quotes", "translate")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_several_files_need_a_choice(taavon: Run, tmp_path: Path, news: Path) -> None:
    with Service(good) as service:
        configured(tmp_path, chat(service))
        for name in ("a.po", "b.po"):
            (news / name).write_text('msgid ""\nmsgstr "Language: en\\n"\n', encoding="utf-8")
        done = taavon("quotes", "translate")
        assert done.returncode == 2
        assert "The memory has 2 files: name the one for the drafts with --to." in done.stderr
        assert service.asked == []
        assert taavon("quotes", "translate", "--to", "news/b.po").returncode == 0
    assert (news / "a.po").read_text(encoding="utf-8") == 'msgid ""\nmsgstr "Language: en\\n"\n'


def test_building_asks_nobody(tmp_path: Path, news: Path) -> None:
    """With an engine configured and nothing translated, a briefing is built, and no connection is tried."""
    with Service(good) as service:
        configured(tmp_path, chat(service))
        command = [sys.executable, "-c", _NO_NETWORK, "build", "news", "--format", "html", "--language", "en"]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "out" / "briefing.en.html").is_file()
        assert service.asked == []
        command[3:] = ["quotes", "translate"]
        asks = subprocess.run(
            command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=120
        )
    assert (asks.returncode, asks.stderr) == (9, "NETWORK")  # the watch works
