"""DeepL: https://developers.deepl.com/api-reference/translate. FA is among its source languages; EN needs a variant."""

from collections.abc import Sequence

import msgspec

from reports.translate.engines.base import Engine, Glossary
from reports.translate.engines.http import JsonClient

_MOST = 50
"""Texts in one request, by its documentation."""


class _Text(msgspec.Struct):
    text: str


class _Reply(msgspec.Struct):
    translations: list[_Text]


class DeepL(Engine):
    """DeepL. Its glossaries are made on its own pages, so ours is not sent.

    Args:
        client: at the address that ``/v2/translate`` is added to, with the key in its headers.
        batch: texts in one request, at most.
    """

    name = "DeepL"

    def __init__(self, client: JsonClient, batch: int = 16) -> None:
        super().__init__(min(batch, _MOST))
        self._client = client

    @staticmethod
    def address(key: str) -> str:
        """Return where a key is valid: those of free accounts end with ``:fx``."""
        return "https://api-free.deepl.com" if key.endswith(":fx") else "https://api.deepl.com"

    @staticmethod
    def headers(key: str) -> dict[str, str]:
        """Return how the key is sent."""
        return {"Authorization": f"DeepL-Auth-Key {key}"}

    def _ask(self, texts: Sequence[str], glossary: Glossary) -> list[str]:
        body = {"text": texts, "source_lang": "FA", "target_lang": "EN-GB", "preserve_formatting": True}
        return [one.text for one in self._client.post("/v2/translate", body, _Reply).translations]
