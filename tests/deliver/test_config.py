"""``taavon.toml``: the example is right, and everything wrong is said at once."""

import os
from pathlib import Path

import pytest

from reports.config import EXAMPLE, Setup, check, load
from reports.deliver.errors import ConfigError
from reports.themes import load_theme

SECRETS = {
    "TAAVON_SMTP_USER": "u",
    "TAAVON_SMTP_PASSWORD": "p",
    "TAAVON_SECRET": "sixteen characters",
}
LEAST = """
[[source]]
name = "one"
folder = "news"
[mail]
from = "digest@example.org"
name_fa = "ت"
name_en = "T"
[smtp]
host = "mail.example.org"
[recipients]
file = "recipients.csv"
"""


def loaded(tmp_path: Path, text: str, secrets: dict[str, str] | None = None) -> Setup:
    path = tmp_path / "taavon.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, SECRETS if secrets is None else secrets)


def problems(tmp_path: Path, text: str, secrets: dict[str, str] | None = None) -> list[str]:
    try:
        loaded(tmp_path, text, secrets)
    except ConfigError as error:
        return list(error.problems)
    return []


def test_example_is_right(tmp_path: Path) -> None:
    setup = loaded(tmp_path, EXAMPLE.read_text(encoding="utf-8"))
    assert setup.config == loaded(tmp_path, LEAST.replace('"one"', '"ایلنا"').replace('"news"', '"news/ilna"').replace(
        '"ت"', '"هفته‌نامه تعاون"').replace('"T"', '"Cooperatives Weekly"')).config  # fmt: skip


def test_what_stands_behind_a_mark_is_the_default_or_right(tmp_path: Path) -> None:
    """Every key that is commented out may be switched on as it stands."""
    lines = []
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        bare = line.removeprefix("# ")
        switched = line.startswith("# ") and (" = " in bare.split("#")[0] or bare in ("[dkim]", "[operator]"))
        lines.append(bare if switched and not bare.startswith("    ") else line)
    (tmp_path / "ca.pem").write_bytes(b"")
    (tmp_path / "office.toml").write_bytes(b"")
    text = (
        "\n".join(lines).replace('ca_file = "ca.pem"', "").replace('key = "dkim.pem"', 'key = "nowhere.pem"')
    )
    assert [problem for problem in problems(tmp_path, text) if "nowhere.pem" not in problem] == []


def test_paths_are_of_the_file(tmp_path: Path) -> None:
    setup = loaded(tmp_path, LEAST)
    assert (setup.out, setup.store) == (tmp_path / "out", str(tmp_path / "out" / "taavon.db"))
    setup = loaded(tmp_path, LEAST + '[digest]\nstore = "postgresql://u@h/n"\nout = "/somewhere"\n')
    assert (setup.store, setup.out) == ("postgresql://u@h/n", Path("/somewhere"))


def test_secrets_come_from_the_environment(tmp_path: Path) -> None:
    setup = loaded(tmp_path, LEAST)
    assert (setup.smtp.user, setup.smtp.password, setup.mail.secret) == ("u", "p", "sixteen characters")
    assert "sixteen" not in repr(setup.mail)
    setup = loaded(tmp_path, LEAST.replace("[smtp]", "[smtp]\nlogin = false"), {})
    assert (setup.smtp.user, setup.smtp.password) == (None, None)


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        (("[smtp]", "[smpt]"), "[smpt] is unknown; is [smtp] meant?"),
        (("[smtp]", "[smpt]"), "[smtp] is missing"),
        (("host =", "hots ="), "smtp: object contains unknown field `hots`"),
        (("[smtp]", "[smtp]\nport = 99999"), "smtp.port"),
        (("[smtp]", '[smtp]\nsecurity = "ssl"'), "smtp.security"),
        (("[smtp]", '[smtp]\nsecurity = "none"'), "smtp.security: “none”"),
        (("[smtp]", '[smtp]\nca_file = "nowhere.pem"'), "smtp.ca_file"),
        (("digest@example.org", "digest"), "mail.from"),
        (("digest@example.org", "a@b.org>\\r\\nBcc: x@y.org"), "mail.from"),
        (("[smtp]", 'unsubscribe_url = "http://x.org/{token}"\n[smtp]'), "mail.unsubscribe_url"),
        (("[smtp]", 'unsubscribe_url = "https://x.org/"\n[smtp]'), "mail.unsubscribe_url"),
        (("[smtp]", 'unsubscribe_url = "https://x.org/{token.x}"\n[smtp]'), "mail.unsubscribe_url"),
        (("[smtp]", 'web_fa = "javascript:x"\n[smtp]'), "mail.web_fa"),
        (("[smtp]", 'web_fa = "https://x.org/{0}"\n[smtp]'), "mail.web_fa"),
        (("[smtp]", "attach = false\n[smtp]"), "mail.attach"),
        (("[smtp]", 'list_id = "a b"\n[smtp]'), "mail.list_id"),
        (("[smtp]", '[schedule]\ntimezone = "Tehran"\n[smtp]'), "schedule.timezone"),
        (("[smtp]", '[schedule]\nday = "someday"\n[smtp]'), "schedule.day"),
        (("[smtp]", "[schedule]\ntime = 07:30:30\n[smtp]"), "schedule.time"),
        (("[smtp]", '[dkim]\ndomain = "x.org"\nselector = "s"\nkey = "nowhere"\n[smtp]'), "dkim.key"),
        (("[smtp]", '[operator]\naddress = "me"\n[smtp]'), "operator.address"),
        (("[smtp]", '[digest]\ntheme = "nowhere.toml"\n[smtp]'), "digest.theme: The theme"),
        (('[[source]]\nname = "one"\nfolder = "news"', "source = []"), "[[source]]"),
        (("[[source]]", '[[source]]\nname = "one"\nfolder = "x"\n[[source]]'), "two are called “one”"),
        (("[mail]", "[mail"), "is no TOML"),
    ],
)
def test_wrong(tmp_path: Path, change: tuple[str, str], sign: str) -> None:
    text = LEAST.replace(*change)
    assert text != LEAST
    found = problems(tmp_path, text)
    assert any(sign in problem for problem in found), found


def test_everything_is_said_at_once(tmp_path: Path) -> None:
    text = LEAST.replace("host =", "hots =").replace("file =", "fiel =").replace("[mail]", "[mial]")
    assert len(problems(tmp_path, text)) == 4


def test_missing_secrets(tmp_path: Path) -> None:
    text = LEAST.replace("[smtp]", 'unsubscribe_url = "https://x.org/{token}"\n[smtp]')
    found = problems(tmp_path, text, {})
    assert any("TAAVON_SMTP_PASSWORD" in problem for problem in found)
    assert any("TAAVON_SECRET" in problem for problem in found)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"taavon\.toml\.example"):
        load(tmp_path / "nowhere.toml", SECRETS)


def test_dkim_key(tmp_path: Path) -> None:
    text = LEAST + '[dkim]\ndomain = "x.org"\nselector = "s"\nkey = "dkim.pem"\n'
    key = tmp_path / "dkim.pem"
    key.write_text("no key")
    key.chmod(0o644)
    found = problems(tmp_path, text)
    assert any("no RSA key" in problem for problem in found)
    assert os.name != "posix" or any("chmod 600" in problem for problem in found)


def test_theme(tmp_path: Path) -> None:
    assert (loaded(tmp_path, LEAST).theme_file, loaded(tmp_path, LEAST).mail.theme) == (None, load_theme())
    text = LEAST + '[digest]\ntheme = "office.toml"\n'
    office = tmp_path / "office.toml"
    office.write_text('[colour]\naccent = "#FFF8E0"\n', encoding="utf-8")
    (found,) = problems(tmp_path, text)
    assert "accent" in found, "a colour that nobody can read is told before the week's run"
    office.write_text('[colour]\naccent = "#6B1F5C"\n', encoding="utf-8")
    setup = loaded(tmp_path, text)
    assert setup.theme_file == office
    assert setup.mail.theme is not None
    assert setup.mail.theme.colour.accent == "#6B1F5C"


def test_stumbles(tmp_path: Path) -> None:
    setup = loaded(tmp_path, LEAST)
    assert [problem.split(":")[0] for problem in check(setup)] == ["[[source]] one", "recipients.file"]
    (tmp_path / "news").mkdir()
    (tmp_path / "recipients.csv").write_text("address,paused\na@example.org,yes\nb@,\n")
    assert [str(problem) for problem in check(setup)] == [
        "recipients.csv, line 3: the part of “b@” after the @ is no name of a domain.",
        "recipients.csv has nobody to send to.",
    ]
