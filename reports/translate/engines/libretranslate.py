"""LibreTranslate, on one's own server or elsewhere: https://docs.libretranslate.com."""

from collections.abc import Sequence

import msgspec

from reports.translate.engines.base import Engine, Glossary
from reports.translate.engines.http import JsonClient


class _Reply(msgspec.Struct):
    translated: list[str] = msgspec.field(name="translatedText")


class LibreTranslate(Engine):
    """A LibreTranslate server. It takes no glossary, and its key goes into the body.

    Args:
        client: at the address that ``/translate`` is added to.
        key: if the server wants one.
        batch: texts in one request, at most.
    """

    name = "LibreTranslate"

    def __init__(self, client: JsonClient, key: str | None = None, batch: int = 16) -> None:
        super().__init__(batch)
        self._client = client
        self._key = key

    def _ask(self, texts: Sequence[str], glossary: Glossary) -> list[str]:
        body: dict[str, object] = {"q": texts, "source": "fa", "target": "en", "format": "text"}
        if self._key:
            body["api_key"] = self._key
        return self._client.post("/translate", body, _Reply).translated
