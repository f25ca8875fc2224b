"""The section ``[translation]``: everything wrong is said at once, and a key that strayed into the file is not repeated."""

from pathlib import Path

import pytest

from reports.config import check, load, load_sections
from reports.deliver.errors import ConfigError
from reports.translate.engines import TranslationSection, choose
from reports.translate.engines.chat import Chat
from reports.translate.engines.deepl import DeepL
from reports.translate.engines.libretranslate import LibreTranslate
from tests.deliver.test_config import LEAST, SECRETS
from tests.engines.service import KEY


def problems(tmp_path: Path, text: str, **environment: str) -> list[str]:
    """What ``taavon config check`` says of a section, among a configuration that is right otherwise."""
    (tmp_path / "news").mkdir(exist_ok=True)
    (tmp_path / "recipients.csv").write_text(
        "address,name,language\na@example.org,A,both\n", encoding="utf-8"
    )
    path = tmp_path / "taavon.toml"
    path.write_text(f"{LEAST}[translation]\n{text}", encoding="utf-8")
    try:
        return list(check(load(path, SECRETS | environment)))
    except ConfigError as error:
        return list(error.problems)


@pytest.mark.parametrize(
    "text",
    [
        "",
        'engine = "none"\nurl = "nonsense"',
        'engine = "chat"\nurl = "https://llm.example.org/v1"\nmodel = "m"\noptions = {}',
        'engine = "chat"\nurl = "http://localhost:11434/v1"\nmodel = "m"\noptions = { temperature = 0.2, seed = 1 }',
        'engine = "libretranslate"\nurl = "http://127.0.0.1:5000"\nper_minute = 0',
        'engine = "deepl"',
    ],
)
def test_right(text: str, tmp_path: Path) -> None:
    assert problems(tmp_path, text, TAAVON_ENGINE_KEY=KEY) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('engine = "google"', "translation.engine: invalid enum value 'google'"),
        ('key = "x"', "translation: object contains unknown field `key`"),
        ('engine = "chat"\nmodel = "m"', "translation.url: write the address"),
        ('engine = "chat"\nurl = "https://a.org"', "translation.model: name the model"),
        ('engine = "libretranslate"\nurl = "ftp://a.org"', "translation.url: write a web address"),
        ('engine = "libretranslate"\nurl = "https://[a.org"', "translation.url: write a web address"),
        ('engine = "libretranslate"\nurl = "https://a.org:x"', "translation.url: write a web address"),
        ('engine = "libretranslate"\nurl = "https://a.org/ b"', "translation.url: write a web address"),
        ('engine = "libretranslate"\nurl = "http://a.org"', "must begin with https"),
        ('engine = "libretranslate"\nurl = "https://a:b@a.org"', "write the address alone"),
        ('engine = "libretranslate"\nurl = "https://a.org?key=b"', "write the address alone"),
        ('engine = "deepl"', "translation.key_env: set TAAVON_ENGINE_KEY in the environment"),
        ('engine = "deepl"\nkey_env = "MY_KEY"', "translation.key_env: set MY_KEY in the environment"),
        (f'engine = "deepl"\nkey_env = "{KEY}"', "translation.key_env: write the name of an environment variable"),
        ('engine = "deepl"\nca_file = "none.pem"', "translation.ca_file: there is no file"),
        ('engine = "ctranslate2"', "translation.model_folder: name the folder"),
        ('engine = "ctranslate2"\nmodel_folder = "nowhere"', "translation.model_folder: There is no folder"),
        ('engine = "ctranslate2"\nmodel_folder = "news"', "holds no model of CTranslate2"),
        ("timeout = 0", "translation.timeout: expected"),
        ("attempts = 0", "translation.attempts: expected"),
        ("per_minute = -1", "translation.per_minute: expected"),
    ],
)  # fmt: skip
def test_wrong(text: str, words: str, tmp_path: Path) -> None:
    found = problems(tmp_path, text)
    assert any(words in problem for problem in found)
    assert KEY not in "".join(found)


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "کلید", "\x07"])
def test_a_key_that_is_none_is_not_sent_and_not_repeated(key: str, tmp_path: Path) -> None:
    found = problems(tmp_path, 'engine = "deepl"', TAAVON_ENGINE_KEY=key)
    assert found == ["translation.key_env: TAAVON_ENGINE_KEY holds characters that no key has."]


def test_a_wrong_engine_does_not_keep_an_issue_from_being_sent(tmp_path: Path) -> None:
    problems(tmp_path, 'engine = "deepl"')
    assert load(tmp_path / "taavon.toml", SECRETS).config.translation.engine == "deepl"


def test_a_section_can_stand_alone(tmp_path: Path) -> None:
    path = tmp_path / "taavon.toml"
    path.write_text('[translation]\nengine = "deepl"\n[mail]\nnonsense = 1\n', encoding="utf-8")
    assert load_sections(path, "translation", "source") == {"translation": TranslationSection(engine="deepl")}
    with pytest.raises(ConfigError, match=r"taavon\.toml: mail: object"):
        load_sections(path, "translation", "mail")


def test_each_kind_is_made(tmp_path: Path) -> None:
    environment = {"TAAVON_ENGINE_KEY": f"{KEY}\n"}
    made = [
        choose(TranslationSection(engine=kind, url=url, model=model), tmp_path, environment)  # type: ignore[arg-type]
        for kind, url, model in (
            ("none", None, None),
            ("chat", "https://a.org/v1/", "m"),
            ("libretranslate", "https://a.org", None),
            ("deepl", None, None),
        )
    ]
    assert [type(one) for one in made] == [type(None), Chat, LibreTranslate, DeepL]
    assert [one.label for one in made if one] == ["Chat m", "LibreTranslate", "DeepL"]
    with pytest.raises(ConfigError) as caught:
        choose(TranslationSection(engine="chat"), tmp_path, {})
    assert len(caught.value.problems) == 2


def test_free_accounts_have_an_address_of_their_own() -> None:
    assert DeepL.address("abc:fx") == "https://api-free.deepl.com"
    assert DeepL.address("abc") == "https://api.deepl.com"
