"""Real CTranslate2 models of a few kilobytes, and real SentencePiece models, made while the tests run.

Such a model knows one rule a token: what comes next after the token before, and, for some, only if the source has a
certain token. So its translation shows whether it was given what its kind wants: a language code, an end, a prefix.
"""

import io
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec

LINES = [
    "تعاونی‌های استان فعال هستند و مردم در آن‌ها کار می‌کنند",
    "اعضای تعاونی در مجمع عمومی رأی دادند",
    "تعاون راه توسعه پایدار اقتصاد است",
    *["Cooperatives are active"] * 40,
]
ENGLISH = ("▁Cooperatives", "▁are", "▁active")
TEXT = "Cooperatives are active"
WRONG = "▁wrong"
END = "</s>"


class Rule(NamedTuple):
    """After ``before`` comes ``then``; with ``needs``, only if the source has that token, else something wrong."""

    before: str
    then: str
    needs: str | None = None


def chain(first: str = END, needs: tuple[str, ...] = ()) -> list[Rule]:
    """The rules of a model that says one sentence, if the source has what it needs."""
    words = (first, *ENGLISH, END)
    wanted = (*needs, *[None] * len(words))
    return [Rule(*rule) for rule in zip(words, words[1:], wanted, strict=False)] + [Rule(WRONG, END)]


def sentencepiece_model(path: Path, lines: list[str] = LINES) -> Path:
    """Train a SentencePiece model on a few lines."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        vocab_size=100,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    path.write_bytes(model.getvalue())
    return path


def pieces(path: Path) -> list[str]:
    found = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [found.id_to_piece(number) for number in range(found.get_piece_size())]


def translation_model(
    folder: Path, spm: Path, rules: list[Rule], tokens: tuple[str, ...] = (), **config: object
) -> Path:
    """Save a model whose vocabulary is that of a SentencePiece model and some more tokens."""
    vocabulary = list(dict.fromkeys([*pieces(spm), *ENGLISH, WRONG, *tokens]))
    number = {token: index for index, token in enumerate(vocabulary)}
    size = len(vocabulary)
    spec = transformer_spec.TransformerSpec.from_config(1, 1, pre_norm=True, no_final_norm=True)
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = np.zeros((600, 2 * size), np.float32)
    eye, none = np.eye(size, dtype=np.float32), np.zeros((size, size), np.float32)
    # a state is two halves: the token before, and which tokens the source has
    spec.encoder.embeddings[0].weight = np.hstack([none, eye])
    spec.decoder.embeddings.weight = np.hstack([eye, none])
    _idle(spec.encoder.layer[0], 2 * size)
    _idle(spec.decoder.layer[0], 2 * size)
    across = spec.decoder.layer[0].attention  # alike to all: its outcome is the mean of the source
    across.linear[1].weight = np.vstack([np.zeros((2 * size, 2 * size)), np.eye(2 * size)]).astype(np.float32)
    across.linear[2].weight = np.eye(2 * size, dtype=np.float32)
    weight = np.zeros((size, 2 * size), np.float32)
    for rule in rules:
        weight[number[rule.then], number[rule.before]] = 100
        if rule.needs is not None:
            weight[number[rule.then], number[rule.before]] = 99.9
            weight[number[WRONG], number[rule.before]] = 100
            weight[number[rule.then], size + number[rule.needs]] = 90
    spec.decoder.projection.weight = weight
    spec.decoder.projection.bias = np.zeros(size, np.float32)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = "<unk>", "<s>", END
    spec.config.decoder_start_token = END
    spec.validate()
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    saved = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(saved | config), encoding="utf-8")
    return folder


def _idle(layer: object, width: int) -> None:
    """Fill a layer with weights that change nothing."""
    for name in ("self_attention", "attention"):
        attention = getattr(layer, name, None)
        if attention is None:
            continue
        _norm(attention.layer_norm, width)
        shapes = [3 * width, width] if name == "self_attention" else [width, 2 * width, width]
        for linear, rows in zip(attention.linear, shapes, strict=True):
            _linear(linear, rows, width)
    feed = layer.ffn  # type: ignore[attr-defined]
    _norm(feed.layer_norm, width)
    _linear(feed.linear_0, width, width)
    _linear(feed.linear_1, width, width)


def _norm(norm: common_spec.LayerNormSpec, width: int) -> None:
    norm.gamma, norm.beta = np.ones(width, np.float32), np.zeros(width, np.float32)


def _linear(linear: common_spec.LinearSpec, rows: int, width: int) -> None:
    linear.weight, linear.bias = np.zeros((rows, width), np.float32), np.zeros(rows, np.float32)


# --- the layouts


def opus(folder: Path, rules: list[Rule] | None = None, **config: object) -> Path:
    folder.mkdir(parents=True)
    spm = sentencepiece_model(folder / "source.spm")
    sentencepiece_model(folder / "target.spm", LINES[-9:])
    return translation_model(folder, spm, chain(needs=(END,)) if rules is None else rules, **config)


def argos(folder: Path, languages: tuple[str, str] = ("fa", "en")) -> Path:
    folder.mkdir(parents=True)
    spm = sentencepiece_model(folder / "sentencepiece.model")
    translation_model(folder / "model", spm, chain())
    metadata = {
        "package_version": "1.5",
        "from_code": languages[0],
        "to_code": languages[1],
        "type": "translate",
    }
    (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return folder


def nllb(folder: Path) -> Path:
    folder.mkdir(parents=True)
    spm = sentencepiece_model(folder / "sentencepiece.bpe.model")
    rules = [*chain("eng_Latn", ("pes_Arab", END)), Rule(END, WRONG)]
    return translation_model(folder, spm, rules, ("pes_Arab", "eng_Latn", "fra_Latn"))


def madlad(folder: Path) -> Path:
    folder.mkdir(parents=True)
    spm = sentencepiece_model(folder / "spiece.model")
    return translation_model(folder, spm, chain(needs=("<2en>", END)), ("<2en>", "<2fa>"))


def plain(folder: Path, rules: list[Rule] | None = None) -> Path:
    folder.mkdir(parents=True)
    spm = sentencepiece_model(folder / "fa-en.model")
    return translation_model(folder, spm, chain() if rules is None else rules)
