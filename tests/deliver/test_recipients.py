"""The recipients file, good and bad."""

import time
from pathlib import Path

import pytest

from reports.deliver.errors import RecipientsError
from reports.deliver.recipients import Recipients, checked_address, read_recipients, read_unsubscribed

HEAD = "address,name,language,provinces,paused\n"


def read(tmp_path: Path, content: str | bytes, name: str = "people.csv", **more: object) -> Recipients:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_recipients(path, **more)  # type: ignore[arg-type]


def test_csv(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "Ali@Example.IR,علی,both,قم|Yazd,\nb@example.org,,en,,yes\n")
    assert not found.problems
    ali, other = found.all
    assert (ali.address, ali.key, ali.name, ali.language) == (
        "Ali@example.ir",
        "ali@example.ir",
        "علی",
        "both",
    )
    assert (ali.provinces, ali.codes, ali.line) == (("قم", "یزد"), ("fa", "en"), 2)
    assert (other.paused, found.due) == (True, (ali,))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_spreadsheets(tmp_path: Path, delimiter: str, newline: str, mark: bytes) -> None:
    rows = ["نشانی|زبان|استان‌ها|نام", "a@example.org|فارسی|قم|«علی»", "", "b@example.org|هر دو||"]
    found = read(tmp_path, mark + newline.join(rows).replace("|", delimiter).encode())
    assert not found.problems
    assert [(one.key, one.language, one.line) for one in found.all] == [
        ("a@example.org", "fa", 2),
        ("b@example.org", "both", 4),
    ]
    assert found.all[0].provinces == ("قم",)


def test_toml(tmp_path: Path) -> None:
    text = """
[[recipient]]
address = "a@example.org"
language = "en"
provinces = ["یزد", "Qom"]

[[recipient]]
address = "b@"

# a remark
[[recipient]]
address = "c@example.org"
paused = true
"""
    found = read(tmp_path, text, "people.toml")
    assert [(one.key, one.line, one.paused) for one in found.all] == [
        ("a@example.org", 2, False), ("c@example.org", 11, True),
    ]  # fmt: skip
    assert found.all[0].provinces == ("یزد", "قم")
    assert [problem.line for problem in found.problems] == [7]


def test_bad_lines_are_named_and_the_others_kept(tmp_path: Path) -> None:
    lines = [
        "good@example.org,,fa,,",
        "no-at-sign,,fa,,",
        ",someone,fa,,",
        "GOOD@example.org,,en,,",
        "x@example.org,,de,,",
        "y@example.org,,fa,,maybe",
        "z@example.org,,fa,آتلانتیس،قم,",
        "a b@example.org,,fa,,",
        "two@@example.org,,fa,,",
        "c@localhost,,fa,,",
        "d@-x.org,,fa,,",
        "e@example.org\u200f,,fa,,",
        '"f@example.org\nBcc: all@example.org",,fa,,',
        "g@127.0.0.1,,fa,,",
        f"{'h' * 65}@example.org,,fa,,",
        "last@example.org,,fa,,",
    ]
    found = read(tmp_path, HEAD + "\n".join(lines))
    assert [one.key for one in found.all] == ["good@example.org", "z@example.org", "last@example.org"]
    # the line with the line end in it is one of the file's lines 14 and 15
    assert [problem.line for problem in found.problems] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17]
    said = {problem.line: str(problem) for problem in found.problems}
    assert "stands in line 2 already" in said[5]
    assert "آتلانتیس" in said[8]
    assert "invisible" in said[13]
    assert "\\u200f" in said[13]
    assert found.all[1].provinces == ("قم",)
    assert not any("\n" in sentence or "\u200f" in sentence for sentence in said.values())


@pytest.mark.parametrize(
    ("content", "sign"),
    [
        (b"", "no column"),
        (b"name,language\nAli,fa\n", "no column"),
        ("address\na@example.org\n".encode("utf-16"), "UTF-16"),
        (HEAD.encode() + "a@example.org,رضا".encode("windows-1256"), "line 2 is not UTF-8"),
        (HEAD.encode() + b'a@example.org,"open\n', "quotation marks"),
    ],
)
def test_unreadable(tmp_path: Path, content: bytes, sign: str) -> None:
    with pytest.raises(RecipientsError, match=sign):
        read(tmp_path, content)


@pytest.mark.parametrize("content", ["[recipient]\naddress = 1", "[[recipient]\n", "recipient = 5"])
def test_unreadable_toml(tmp_path: Path, content: str) -> None:
    with pytest.raises(RecipientsError):
        read(tmp_path, content, "people.toml")


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(RecipientsError, match="cannot be read"):
        read_recipients(tmp_path / "nobody.csv")
    assert read_unsubscribed(tmp_path / "nobody.txt") == []


def test_unsubscribed(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").write_text("\ufeffB@Example.org\n\n", encoding="utf-8")
    gone = read_unsubscribed(tmp_path / "gone.txt")
    found = read(tmp_path, HEAD + "a@example.org,,,,\nb@example.org,,,,\n", unsubscribed=gone)
    assert [one.key for one in found.all] == ["a@example.org"]
    assert not found.problems


def test_international_domain() -> None:
    assert checked_address("ali@مثال.ایران") == ("ali@xn--mgbh0fb.xn--mgba3a4f16a",) * 2


def test_fifty_thousand(tmp_path: Path) -> None:
    rows = "".join(f"reader{n}@example.org,,both,قم،یزد,\n" for n in range(50_000))
    start = time.perf_counter()
    found = read(tmp_path, HEAD + rows + rows[:100])
    assert time.perf_counter() - start < 20
    assert len(found.all) == 50_000
    assert all("already" in problem.sentence for problem in found.problems)
