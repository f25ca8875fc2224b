"""The store: made by itself, the same again changes nothing, whole or not at all, and failures in one sentence."""

import datetime as dt
import hashlib
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from sqlalchemy.engine.url import make_url
from sqlalchemy.schema import CreateTable

from extract.article import Article
from extract.errors import StoreError
from extract.read import read_paths
from extract.read.text import article_from_bytes
from extract.statements import Conflict, Extraction, Figure, Official, Quote
from extract.store import Store
from extract.tables import metadata
from tests.conftest import ROOT, SEEDS, environment


def sample(number: int = 0, version: str = "1") -> tuple[Article, Extraction]:
    """An article and what might be found in it."""
    data = f" date 2025-09-0{1 + number % 7} به گزارش ایلنا، {number} تعاونی در قم فعال است.".encode()
    article = article_from_bytes(data, f"a{number}", f"in/a{number}.txt")
    figure = Figure(
        start=34, end=42, low=10**18 - 1, high=0.1, qualifier="exact", unit="cooperative", measure=None,
        measure_text="تعاونی", place="قم", province="قم", county=None, period=None, speaker=None, rule="figure",
        held=None, text="۱۲", sentence=(17, 50),
    )  # fmt: skip
    quote = Quote(
        start=17, end=20, speaker="علی", speaker_role=None, verb="گفت", kind="clause", basis="named", rule="colon",
        held=None, text="به", cue=(17, 20), more=((3, 4),),
    )  # fmt: skip
    official = Official(
        name="علی",
        role="مدیر",
        organisation=None,
        province="قم",
        county=None,
        mentions=((1, 2),),
        held="no_role",
    )
    return article, Extraction(
        id=article.id, source=article.source, date=article.date, agency="ایلنا", province="قم", county=None,
        figures=(figure, figure), quotes=(quote,), officials=(official,),
        conflicts=(Conflict(kind="value", members=((article.id, 0), (article.id, 1))),),
        sha256=article.sha256, version=version,
    )  # fmt: skip


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "taavon.db"
    pairs = [sample(number) for number in range(3)]
    with Store(path) as store:
        assert store.save(pairs) == 3
    with Store(path) as store:
        assert [store.extraction(article, "1") for article, _ in pairs] == [found for _, found in pairs]
        assert store.articles() == [article for article, _ in pairs]
    with sqlite3.connect(path) as connection:
        rows = connection.execute("select position, low, province from figures order by article, position")
        assert rows.fetchall() == [(0, 1e18, "قم"), (1, 1e18, "قم")] * 3
    connection.close()


def test_same_again_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "taavon.db"
    days = (dt.date(2025, 9, 2), dt.date(2025, 9, 8))
    pair = sample()
    before = ""
    for _ in range(3):
        with Store(path) as store:
            written = store.save([pair, pair])
            store.save_briefing("f" * 64, days, [pair[0]], {"b.pdf": "1", "a.pdf": "2"})
        assert written == (0 if before else 1)
        assert before in ("", digest(path))
        before = digest(path)


def test_new_version_replaces_what_the_old_one_found(tmp_path: Path) -> None:
    article, old = sample()
    new = msgspec.structs.replace(old, figures=old.figures[:1], quotes=(), version="2")
    with Store(tmp_path / "taavon.db") as store:
        store.save([(article, old)])
        assert store.extraction(article, "2") is None
        assert store.save([(article, new)]) == 1
        assert store.extraction(article, "2") == new
        assert store.extraction(article, "1") is None
        with store.engine.connect() as connection:
            counts = [
                connection.scalar(sa.select(sa.func.count()).select_from(metadata.tables[name]))
                for name in ("articles", "extractions", "figures", "quotes", "officials")
            ]
    assert counts == [1, 1, 1, 0, 1]


def test_same_text_under_another_name(tmp_path: Path) -> None:
    article, found = sample()
    other = msgspec.structs.replace(article, id="other", source="elsewhere/other.txt")
    with Store(tmp_path / "taavon.db") as store:
        store.save([(article, found)])
        renamed = store.extraction(other, "1")
    assert renamed is not None
    assert (renamed.id, renamed.source) == ("other", "elsewhere/other.txt")
    assert renamed.conflicts[0].members == (("other", 0), ("other", 1))
    assert renamed.figures == found.figures


def test_seeds_come_back_as_they_were_read(tmp_path: Path) -> None:
    read = [item for item in read_paths([SEEDS]) if isinstance(item, Article)]
    with Store(tmp_path / "taavon.db") as store:
        store.save((article, msgspec.structs.replace(sample()[1], id=article.id)) for article in read)
        stored = store.articles()
    assert sorted(stored, key=lambda article: article.id) == sorted(read, key=lambda article: article.id)


def test_failure_in_a_batch_leaves_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "taavon.db"
    article, found = sample(1)
    broken = msgspec.structs.replace(found, figures=(msgspec.structs.replace(found.figures[0], rule=None),))
    with Store(path) as store:
        with pytest.raises(StoreError):
            store.save([sample(0), (article, broken)])
        assert store.articles() == []


def test_killed_in_the_middle_leaves_whole_articles(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import sys
        from tests.test_store import sample
        from extract.store import Store
        def endless():
            number = 0
            while True:
                yield sample(number)
                number += 1
                if number == 450:
                    print("saved", flush=True)
        Store(sys.argv[1]).save(endless())
    """)
    path = tmp_path / "taavon.db"
    process = subprocess.Popen(
        [sys.executable, "-c", script, path], stdout=subprocess.PIPE, env=environment(), cwd=ROOT
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with Store(path) as store:
        kept = store.articles()
        assert len(kept) >= 400
        assert all(store.extraction(article, "1") for article in kept)


# failures


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of somebody else to the same file."""
    other = sqlite3.connect(tmp_path / "taavon.db")
    yield other
    other.close()


def refused(where: str | Path) -> str:
    with pytest.raises(StoreError) as caught, Store(where) as store:
        store.save([sample()])
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_no_database(tmp_path: Path) -> None:
    (tmp_path / "taavon.db").write_text("این پایگاه داده نیست. " * 100)
    assert "is no database: move it aside" in refused(tmp_path / "taavon.db")


def test_another_schema(tmp_path: Path, connection: sqlite3.Connection) -> None:
    connection.execute("create table meta (key text primary key, value text not null)")
    connection.execute("insert into meta values ('schema', '999')")
    connection.commit()
    assert "made by another version" in refused(tmp_path / "taavon.db")


def test_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    assert "its folder is a file" in refused(tmp_path / "out" / "taavon.db")


def test_unknown_kind_of_database() -> None:
    assert "not supported" in refused("nosuch://host/db")
    assert "is no database URL" in refused("://")


def test_password_is_not_shown() -> None:
    sentence = refused("postgresql://user:secret@127.0.0.1:1/taavon")
    assert "secret" not in sentence
    assert "127.0.0.1" in sentence


def test_full_disk(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import resource, sys
        from tests.test_store import sample
        from extract.errors import StoreError
        from extract.store import Store
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        try:
            Store(sys.argv[1]).save(sample(number) for number in range(2000))
        except StoreError as error:
            print(error)
    """)
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "taavon.db"],
        capture_output=True,
        text=True,
        env=environment(),
        cwd=ROOT,
        timeout=60,
    )
    assert "make room" in done.stdout, done.stderr


def test_read_only_file_and_folder(tmp_path: Path, as_anybody: tuple[str, ...]) -> None:
    path = tmp_path / "closed" / "taavon.db"
    Store(path).close()
    script = "import sys; from tests.test_store import refused; print(refused(sys.argv[1]))"

    def attempt(where: Path) -> str:
        command = [*as_anybody, sys.executable, "-c", script, str(where)]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(), cwd=ROOT, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    path.chmod(0o444)
    assert "may not be written" in attempt(path)
    path.parent.chmod(0o555)
    try:
        assert "cannot be used" in attempt(path.parent / "new.db")
    finally:
        path.parent.chmod(0o755)


def test_tables_are_valid_for_postgresql() -> None:
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    statements = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables]
    assert any("DOUBLE PRECISION" in statement for statement in statements)


def test_postgresql(postgresql: str) -> None:
    with Store(postgresql) as store:
        metadata.drop_all(store.engine)
    with Store(postgresql) as store:
        pair = sample()
        assert store.save([pair]) == 1
        assert store.save([pair]) == 0
        assert store.extraction(pair[0], "1") == pair[1]
