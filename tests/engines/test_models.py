"""Models on this machine: each layout is recognised, loaded by the real libraries and given what it wants."""

import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("ctranslate2", reason="NOT TESTED: ctranslate2 is missing, models are not loaded")
pytest.importorskip("sentencepiece", reason="NOT TESTED: sentencepiece is missing, models are not loaded")

from extract.errors import SetupError
from reports.translate.engines import EngineError, Failure
from reports.translate.engines.ctranslate import CTranslate
from reports.translate.engines.layouts import layout
from tests.engines import tinymodel
from tests.engines.tinymodel import END, ENGLISH, TEXT, WRONG, Rule

PERSIAN = "تعاونی‌های استان فعال هستند"
LAYOUTS: dict[str, Callable[[Path], Path]] = {
    "argos": tinymodel.argos,
    "opus": tinymodel.opus,
    "nllb": tinymodel.nllb,
    "madlad": tinymodel.madlad,
    "plain": tinymodel.plain,
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_translates(name: str, tmp_path: Path) -> None:
    engine = CTranslate(LAYOUTS[name](tmp_path / f"{name}-fa-en"))
    assert engine.layout.name == name
    assert engine.label == f"CTranslate2 {name}-fa-en"
    assert engine.translate([PERSIAN, "تعاون راه توسعه است"]) == [TEXT, TEXT]


def test_what_stands_around_a_sentence(tmp_path: Path) -> None:
    around = {
        "argos": ("", ""),
        "opus": ("", END),
        "nllb": ("pes_Arab", END),
        "madlad": ("<2en>", END),
        "plain": ("", ""),
    }
    for name, (before, after) in around.items():
        (tokens,) = CTranslate(LAYOUTS[name](tmp_path / name)).tokens(PERSIAN)
        assert "▁" in "".join(tokens)
        assert (tokens[0] == before, tokens[-1] == after) == (bool(before), bool(after))


def test_an_end_that_the_library_adds_is_not_added_twice(tmp_path: Path) -> None:
    engine = CTranslate(tinymodel.opus(tmp_path / "m", add_source_eos=True))
    assert END not in engine.tokens(PERSIAN)[0]
    assert engine.translate([PERSIAN]) == [TEXT]


def test_opus_of_several_languages_is_told_which(tmp_path: Path) -> None:
    folder = tinymodel.opus(tmp_path / "m")
    spm = folder / "source.spm"
    tinymodel.translation_model(folder, spm, tinymodel.chain(needs=(">>eng<<",)), (">>eng<<", ">>deu<<"))
    assert CTranslate(folder).translate([PERSIAN]) == [TEXT]


def test_sentences_are_translated_apart_and_put_together(tmp_path: Path) -> None:
    engine = CTranslate(tinymodel.plain(tmp_path / "m"))
    assert len(engine.tokens("تعاون خوب است. ۱.۵ میلیارد داریم؟ بله! پایان")) == 4
    assert engine.translate(["تعاون خوب است. کار خوب است."]) == [f"{TEXT} {TEXT}"]


def test_what_is_too_long_is_not_cut(tmp_path: Path) -> None:
    engine = CTranslate(tinymodel.plain(tmp_path / "m"))
    short, long = engine.translate([PERSIAN, " ".join([PERSIAN] * 100)])
    assert short == TEXT
    assert isinstance(long, Failure)
    assert (long.reason, long.lasting) == ("A sentence is too long for CTranslate2 (400 tokens).", False)


def test_what_never_ends_is_no_translation(tmp_path: Path) -> None:
    rules = [Rule(END, ENGLISH[0]), Rule(ENGLISH[0], ENGLISH[0])]
    (answer,) = CTranslate(tinymodel.plain(tmp_path / "m", rules)).translate([PERSIAN])
    assert isinstance(answer, Failure)
    assert answer.reason == "The translation of CTranslate2 comes to no end."


def test_a_model_that_says_nothing(tmp_path: Path) -> None:
    (answer,) = CTranslate(tinymodel.plain(tmp_path / "m", [Rule(END, WRONG), Rule(WRONG, END)])).translate(
        [PERSIAN]
    )
    assert answer == "wrong"
    (answer,) = CTranslate(tinymodel.plain(tmp_path / "n", [Rule(END, "▁"), Rule("▁", END)])).translate(
        [PERSIAN]
    )
    assert isinstance(answer, Failure)
    assert answer.reason == "CTranslate2 gave back an empty text."


def test_the_same_words_again(tmp_path: Path) -> None:
    folder = tinymodel.nllb(tmp_path / "m")
    texts = [PERSIAN, *tinymodel.LINES[:3]]
    assert CTranslate(folder).translate(texts) == CTranslate(folder, batch=1).translate(texts)


# --- folders that are no models


def without(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).unlink()

    return change


def with_bytes(name: str, data: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (shutil.rmtree, "There is no folder"),
        (without("model.bin"), "holds no model of CTranslate2 (no model.bin)."),
        (without("source.spm"), "has no source.spm: the model is not whole."),
        (without("shared_vocabulary.json"), "has no source vocabulary"),
        (with_bytes("shared_vocabulary.json", b"{"), "is not what it should be: the model is not whole."),
        (with_bytes("config.json", b"\xff"), "is not what it should be"),
        (with_bytes("model.bin", b""), "the model cannot be loaded"),
        (with_bytes("model.bin", b"\0" * 1000), "the model cannot be loaded"),
        (with_bytes("source.spm", b"no model"), "the SentencePiece model cannot be loaded."),
        (with_bytes("target.spm", b""), "the SentencePiece model cannot be loaded."),
    ],
)  # fmt: skip
def test_a_folder_that_is_not_whole_gives_one_sentence(
    change: Callable[[Path], object], words: str, tmp_path: Path
) -> None:
    folder = tinymodel.opus(tmp_path / "m")
    change(folder)
    with pytest.raises(EngineError) as caught:
        CTranslate(folder)
    sentence = str(caught.value)
    assert words in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_parts_that_do_not_belong_together(tmp_path: Path) -> None:
    folder = tinymodel.opus(tmp_path / "m")
    (folder / "shared_vocabulary.json").write_text('["one"]', encoding="utf-8")
    answers = CTranslate(folder).translate([PERSIAN, PERSIAN])
    assert all(isinstance(answer, Failure) and answer.lasting for answer in answers)
    assert "The model m cannot translate" in str(answers[0])


def test_a_packed_package_and_the_folder_above(tmp_path: Path) -> None:
    folder = tinymodel.argos(tmp_path / "models" / "translate-fa_en")
    packed = tmp_path / "fa_en.argosmodel"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(folder / "metadata.json", "metadata.json")
    with pytest.raises(EngineError, match="unpack it"):
        layout(packed)
    (folder / "metadata.json").unlink()
    with pytest.raises(EngineError, match=r"no model.bin\): is .*/translate-fa_en/model meant\?"):
        layout(folder)


def test_a_package_of_other_languages(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="translates from en to fa; from fa to en is needed"):
        layout(tinymodel.argos(tmp_path / "m", ("en", "fa")))


def test_several_models_of_pieces(tmp_path: Path) -> None:
    folder = tinymodel.plain(tmp_path / "m")
    shutil.copy(folder / "fa-en.model", folder / "other.model")
    with pytest.raises(EngineError, match="has 2 of them"):
        layout(folder)
    shutil.copy(folder / "fa-en.model", folder / "sentencepiece.model")
    assert layout(folder).source == folder / "sentencepiece.model"


def test_vocabularies_of_older_versions(tmp_path: Path) -> None:
    folder = tinymodel.nllb(tmp_path / "m")
    tokens = json.loads((folder / "shared_vocabulary.json").read_text(encoding="utf-8"))
    (folder / "shared_vocabulary.json").unlink()
    (folder / "shared_vocabulary.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    assert layout(folder).name == "nllb"


@pytest.mark.parametrize("package", ["ctranslate2", "sentencepiece"])
def test_a_package_that_is_missing(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SetupError, match=f"The package {package} is missing.* pip install"):
        CTranslate(tmp_path)
